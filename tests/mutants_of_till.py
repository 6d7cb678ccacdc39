"""Mutants of the till's TypeScript that prices goods: the test that `mutants_of_till.toml` names must fail for each.

Each runs Vitest on one file of tests in a copy of the till; the work tree is never touched. No database is needed.
"""

import json
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tests.mutant import AT_ONCE, PATIENCE_S, ROOT, Outcome, Stale, put_instead

LIST = ROOT / "tests" / "mutants_of_till.toml"
PRICING = Path("frontend/till/src/pricing")
COPIED = ("frontend/till", "frontend/tsconfig.base.json", "src/noren/pricing")


@dataclass(frozen=True, slots=True)
class TillMutant:
    """One thing to take out.

    Attributes:
        name: what is true as long as it is there.
        file: name of the code in `frontend/till/src/pricing`.
        text, put: what stands there exactly once, and what to put in its place.
        test: file and full name of the test that must fail, as `money.test.ts::a refund mirrors its sale`.
    """

    name: str
    file: str
    text: str
    put: str
    test: str

    @property
    def path(self) -> Path:
        """The code's path from the root of the project."""
        return PRICING / self.file

    def changed(self, code: str) -> str:
        """The file's code with the change.

        Raises:
            Stale: the text does not stand there exactly once.
        """
        return put_instead(code, self.text, self.put, where=f"{self.name} in {self.path}")


def read_till_mutants(path: Path = LIST) -> list[TillMutant]:
    """The list, in its order."""
    return [TillMutant(**entry) for entry in tomllib.loads(path.read_text(encoding="utf-8"))["mutant"]]


def try_till_mutants(mutants: Sequence[TillMutant]) -> Iterator[Outcome]:
    """The tests as they are, which must pass; then each mutant."""
    files = sorted({_file(mutant) for mutant in mutants})
    try:
        sound = {test: state for file in files for test, state in _run(file).items()}
    except Stale as error:
        yield Outcome("(nothing taken out)", "stale", 0, str(error))
        return
    if failing := [mutant.test for mutant in mutants if sound.get(mutant.test) != "passed"]:
        yield Outcome("(nothing taken out)", "stale", 0, "\n".join(["these do not pass anyway:", *failing]))
        return
    with ThreadPoolExecutor(AT_ONCE) as pool:
        yield from pool.map(_try, mutants)


def _try(mutant: TillMutant) -> Outcome:
    started = time.monotonic()
    try:
        states = _run(_file(mutant), mutant)
    except subprocess.TimeoutExpired:
        return Outcome(mutant.name, "killed", time.monotonic() - started, "the test did not end")
    except Stale as error:
        return Outcome(mutant.name, "stale", time.monotonic() - started, str(error))
    state = {"passed": "survived", "failed": "killed"}.get(states.get(mutant.test, ""), "stale")
    failed = [test for test, outcome in states.items() if outcome == "failed"]
    return Outcome(mutant.name, state, time.monotonic() - started, f"failed: {', '.join(failed) or 'nothing'}")


def _file(mutant: TillMutant) -> str:
    return mutant.test.partition("::")[0]


def _run(file: str, mutant: TillMutant | None = None) -> dict[str, str]:
    """Run a file of tests on a copy that is changed as the mutant says; "passed" or "failed" by test."""
    with tempfile.TemporaryDirectory(prefix="noren-mutant-") as folder:
        copy = Path(folder)
        for name in COPIED:
            _copy(ROOT / name, copy / name)
        (copy / "frontend" / "node_modules").symlink_to(ROOT / "frontend" / "node_modules")
        if mutant is not None:
            path = copy / mutant.path
            path.write_text(mutant.changed(path.read_text(encoding="utf-8")), encoding="utf-8")
        return _states(copy, file)


def _copy(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target, ignore=shutil.ignore_patterns("node_modules", "__pycache__"))
    else:
        shutil.copy(source, target)


def _states(copy: Path, file: str) -> dict[str, str]:
    node = Path(sys.executable).with_name("node")
    vitest = copy / "frontend" / "node_modules" / "vitest" / "vitest.mjs"
    ran = subprocess.run(
        [node, vitest, "run", f"src/pricing/{file}", "--reporter=json", "--outputFile=report.json"],
        cwd=copy / "frontend" / "till",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )
    report = copy / "frontend" / "till" / "report.json"
    if not report.exists():
        raise Stale(ran.stdout)
    (tested,) = json.loads(report.read_text(encoding="utf-8"))["testResults"]
    # Code that cannot even be read runs no test: that kills nothing.
    if not tested["assertionResults"]:
        raise Stale(tested["message"])
    return {f"{file}::{test['fullName']}": test["status"] for test in tested["assertionResults"]}
