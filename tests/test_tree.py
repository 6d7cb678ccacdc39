"""What holds for every file of the project."""

import ast
import re
import subprocess
import tomllib
from functools import cache
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

# In one worker, so that each file is parsed once.
pytestmark = pytest.mark.xdist_group("tree")

ROOT = Path(__file__).parents[1]
LONGEST_FILE = 400
LONGEST_FUNCTION = 50
VAGUE = {"utils", "helpers", "common", "misc", "services"}
# Written with brackets so that this file does not name what it refuses.
HOSTS_AND_PATHS = re.compile(
    r"p[y]pi\.org|p[y]thonhosted\.org|n[p]mjs\.(org|com)|deb\.d[e]bian\.org|/(w[o]rk|f[a]rm|r[o]ot)/"
)


def _tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True).stdout
    return [path for name in listed.split("\0") if name and (path := ROOT / name).is_file()]


TRACKED = _tracked()
CODE = [path for path in TRACKED if path.suffix in {".py", ".ts", ".tsx"} and "migrations" not in path.parts]
PYTHON = [path for path in CODE if path.suffix == ".py"]


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def _read_module(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _is_test(path: Path) -> bool:
    return "tests" in path.parts or ".test." in path.name


def test_no_file_is_long_without_saying_why() -> None:
    """A file over 400 lines says in its first comment "Long because"; what a program wrote says so."""
    found = []
    for path in CODE:
        text = path.read_text(encoding="utf-8")
        if _is_test(path) or len(text.splitlines()) <= LONGEST_FILE:
            continue
        if not re.search(r"long because|written by `npm", text[:1000], re.IGNORECASE):
            found.append(_name(path))

    assert found == []


def test_no_function_is_longer_than_a_screen() -> None:
    found = []
    for path in PYTHON:
        if _is_test(path):
            continue
        for node in ast.walk(_read_module(path)):
            if isinstance(node, ast.FunctionDef):
                docstring = len((ast.get_docstring(node) or "").splitlines())
                length = (node.end_lineno or node.lineno) - node.lineno + 1 - docstring
                if length > LONGEST_FUNCTION:
                    found.append(f"{_name(path)}:{node.lineno} {node.name} has {length} lines")

    assert found == []


def test_every_module_says_what_it_is_for() -> None:
    silent = [
        _name(path) for path in PYTHON if _read_module(path).body and ast.get_docstring(_read_module(path)) is None
    ]

    assert silent == []


def test_no_file_has_a_name_that_says_nothing() -> None:
    assert [_name(path) for path in TRACKED if path.stem in VAGUE] == []


def test_no_file_names_a_registry_or_a_path_of_one_machine() -> None:
    found = []
    for path in TRACKED:
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        found += [f"{_name(path)}: {match.group()}" for match in HOSTS_AND_PATHS.finditer(text)]

    assert found == []


# Large for a reason: the font of the PDFs, which must be there without a network, as its authors made it.
LARGE = {"src/noren/orders/slips/fonts/BIZUDPGothic-Regular.ttf"}


def test_no_file_is_large() -> None:
    assert {_name(path) for path in TRACKED if path.stat().st_size > 1_500_000} == LARGE


def _direct_dependencies() -> list[Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    lists = [project["dependencies"], *project["optional-dependencies"].values()]
    return [Requirement(text) for each in lists for text in each]


@pytest.mark.parametrize("wanted", _direct_dependencies(), ids=lambda wanted: wanted.name)
def test_the_lock_pins_what_the_project_asks_for(wanted: Requirement) -> None:
    pins = re.findall(r"^([\w.-]+)(?:\[[\w,-]+\])?==(\S+)", (ROOT / "requirements.lock").read_text(), re.MULTILINE)
    versions = [version for name, version in pins if canonicalize_name(name) == canonicalize_name(wanted.name)]

    assert versions, "not in requirements.lock: make it anew as CONTRIBUTING.md says"
    assert all(wanted.specifier.contains(version) for version in versions)


def test_the_lock_has_a_hash_for_every_pin_and_names_no_host() -> None:
    lock = (ROOT / "requirements.lock").read_text()
    pins = re.split(r"^(?=[\w.-]+(?:\[[\w,-]+\])?==)", lock, flags=re.MULTILINE)[1:]

    assert [pin.split()[0] for pin in pins if "--hash=sha256:" not in pin] == []
    assert "://" not in lock
