"""`make mutants`: takes out one lock or condition at a time and shows that a test notices.

Each mutant of `mutants.toml` changes one text in a copy of the code, together with the constraints of the database
that stand behind it; then its test must fail. The work tree and its database are never touched. Those of the till's
pricing are in `mutants_of_till.py`.

    python -m tests.mutants                     # all
    python -m tests.mutants levels-are-locked   # some
    python -m tests.mutants 'till-*'            # those of the till's pricing
"""

import argparse
import fnmatch
import os
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

from noren.run.embedded import EmbeddedServer, embedded
from noren.run.home import Home
from tests.mutant import AT_ONCE, PATIENCE_S, ROOT, Outcome, Stale, put_instead
from tests.mutants_of_till import TillMutant, read_till_mutants, try_till_mutants

LIST = ROOT / "tests" / "mutants.toml"
COPIED = ("src", "tests", "conftest.py", "pyproject.toml")
TEMPLATE = "noren"
PASSED, FAILED = 0, 1


@dataclass(frozen=True, slots=True)
class Mutant:
    """One thing to take out.

    Attributes:
        name: what is true as long as it is there.
        file: path of the code below `src/noren`.
        text, put: what stands there exactly once, and what to put in its place.
        drop: names of constraints or unique indexes that stand behind it.
        test: node id of the test that must fail.
    """

    name: str
    file: str
    text: str
    put: str
    test: str
    drop: tuple[str, ...] = ()

    def changed(self, code: str) -> str:
        """The file's code with the change.

        Raises:
            Stale: the text does not stand there exactly once.
        """
        return put_instead(code, self.text, self.put, where=f"{self.name} in src/noren/{self.file}")


def read_mutants(path: Path = LIST) -> list[Mutant]:
    """The list, in its order."""
    entries: list[dict[str, Any]] = tomllib.loads(path.read_text(encoding="utf-8"))["mutant"]
    return [Mutant(**{**entry, "drop": tuple(entry.get("drop", ()))}) for entry in entries]


def main() -> int:
    """Try the mutants; the status is 1 when one survived, 2 when the list is stale or a test fails anyway."""
    listed: list[Mutant | TillMutant] = [*read_mutants(), *read_till_mutants()]
    mutants = {mutant.name: mutant for mutant in listed}
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description="Show that each lock is needed.")
    parser.add_argument(
        "names", nargs="*", metavar="NAME", default=["*"], help="only these, as 'till-*'; all by default"
    )
    asked = parser.parse_args().names
    if unknown := [pattern for pattern in asked if not fnmatch.filter(mutants, pattern)]:
        parser.error(f"no such mutant: {', '.join(unknown)}; there are {', '.join(mutants)}")
    names = [name for name in mutants if any(fnmatch.fnmatch(name, pattern) for pattern in asked)]
    states = []
    for outcome in _outcomes([mutants[name] for name in names]):
        outcome.tell()
        states.append(outcome.state)
    print(f"{states.count('killed')} killed, {states.count('survived')} survived, {states.count('stale')} stale")
    return 2 if "stale" in states else int("survived" in states)


def _outcomes(mutants: Sequence[Mutant | TillMutant]) -> Iterator[Outcome]:
    """Of the till's first, which need no database."""
    if of_till := [mutant for mutant in mutants if isinstance(mutant, TillMutant)]:
        yield from try_till_mutants(of_till)
    if of_server := [mutant for mutant in mutants if isinstance(mutant, Mutant)]:
        with _server() as server:
            yield from _try_all(of_server, server)


@contextmanager
def _server() -> Iterator[EmbeddedServer]:
    """A throw-away server with one migrated database, which is copied for every mutant."""
    folder = Path(tempfile.mkdtemp(prefix="noren-mutants-"))
    folder.chmod(0o711)  # as root the server runs as another user, who must pass through
    try:
        with embedded(Home(folder), durable=False) as server:
            migrate = [sys.executable, "-W", "ignore", "-m", "django", "migrate", "--verbosity", "0"]
            subprocess.run(migrate, env=_environment(server.url, ROOT), check=True)
            yield server
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _try_all(mutants: Sequence[Mutant], server: EmbeddedServer) -> Iterator[Outcome]:
    """The tests as they are, which must pass; then each mutant."""
    sound = _run_tests({mutant.test for mutant in mutants}, server, place=0)
    if sound.returncode != PASSED:
        yield Outcome("(nothing taken out)", "stale", 0, sound.stdout)
        return
    with ThreadPoolExecutor(AT_ONCE) as pool:
        yield from pool.map(lambda pair: _try(pair[1], server, place=pair[0]), enumerate(mutants))


def _try(mutant: Mutant, server: EmbeddedServer, *, place: int) -> Outcome:
    started = time.monotonic()
    try:
        ran = _run_tests({mutant.test}, server, place=place, mutant=mutant)
    except subprocess.TimeoutExpired:
        return Outcome(mutant.name, "killed", time.monotonic() - started, "the test did not end")
    except Stale as error:
        return Outcome(mutant.name, "stale", time.monotonic() - started, str(error))
    state = {PASSED: "survived", FAILED: "killed"}.get(ran.returncode, "stale")
    return Outcome(mutant.name, state, time.monotonic() - started, ran.stdout)


def _run_tests(
    tests: Iterable[str], server: EmbeddedServer, *, place: int, mutant: Mutant | None = None
) -> "subprocess.CompletedProcess[str]":
    """Run tests on a copy of the code and of the database, both changed as the mutant says."""
    with tempfile.TemporaryDirectory(prefix="noren-mutant-") as folder:
        copy = Path(folder)
        _copy_code(copy, mutant)
        name = f"{TEMPLATE}_{place}"
        _copy_database(server, f"test_{name}", mutant)
        return subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-x", "--reuse-db", "-p", "no:cacheprovider", *sorted(tests)],
            cwd=copy,
            env=_environment(server.url_of(user=TEMPLATE, database=name), copy),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=PATIENCE_S,
        )


def _copy_code(target: Path, mutant: Mutant | None) -> None:
    for name in COPIED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, target / name)
        else:
            shutil.copy(ROOT / name, target / name)
    (target / "frontend").symlink_to(ROOT / "frontend")
    if mutant is not None:
        path = target / "src" / "noren" / mutant.file
        path.write_text(mutant.changed(path.read_text(encoding="utf-8")), encoding="utf-8")


def _copy_database(server: EmbeddedServer, name: str, mutant: Mutant | None) -> None:
    with psycopg.connect(server.url_of(user=TEMPLATE, database="postgres"), autocommit=True) as connection:
        target, source = sql.Identifier(name), sql.Identifier(TEMPLATE)
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(target))
        connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(target, source))
    with psycopg.connect(server.url_of(user=TEMPLATE, database=name), autocommit=True) as connection:
        for constraint in mutant.drop if mutant else ():
            _drop(connection, constraint)


def _drop(connection: "psycopg.Connection[tuple[Any, ...]]", name: str) -> None:
    table = connection.execute(
        "SELECT conrelid::regclass::text FROM pg_constraint WHERE conname = %s AND conrelid <> 0", [name]
    ).fetchone()
    if table is not None:
        words = sql.SQL("ALTER TABLE {} DROP CONSTRAINT {} CASCADE")
        connection.execute(words.format(sql.Identifier(table[0]), sql.Identifier(name)))
        return
    if connection.execute("SELECT 1 FROM pg_class WHERE relname = %s AND relkind = 'i'", [name]).fetchone() is None:
        raise Stale(f"the database has no constraint or index {name}")
    connection.execute(sql.SQL("DROP INDEX {}").format(sql.Identifier(name)))


def _environment(url: str, code: Path) -> dict[str, str]:
    assert urlsplit(url).scheme == "postgresql"
    return {
        **os.environ,
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "noren.settings",
        "NOREN_SECRET_KEY": "only-for-mutants",
        "PYTHONPATH": str(code / "src"),
    }


if __name__ == "__main__":
    sys.exit(main())
