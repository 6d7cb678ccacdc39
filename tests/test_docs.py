"""The documentation says what the code can do: commands, options, variables, make targets, and paths that exist."""

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from noren.bridge import commands as bridge
from noren.connect import commands as importing
from noren.run import cli

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "bench").glob("*.md")])
OPERATOR = (ROOT / "docs" / "operator.md").read_text(encoding="utf-8")
# Between our own processes, and for tests and benchmarks: no operator sets them.
INTERNAL = {
    "NOREN_BENCH_DIR",
    "NOREN_PROCESS",
    "NOREN_RACE_ROUNDS",
    "NOREN_RACE_SEED",
    "NOREN_REQUIRE_BROWSER",
    "NOREN_SUPERVISOR",
    "NOREN_TEST_FSYNC",
}


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _commands(parser: argparse.ArgumentParser) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            yield from action.choices.items()


def _options(parser: argparse.ArgumentParser) -> set[str]:
    return {option for action in parser._actions for option in action.option_strings} - {"-h", "--help"}


COMMANDS = dict(_commands(cli._parser()))
KINDS = dict(_commands(importing._parser()))
OF_BRIDGE = dict(_commands(bridge._parser()))


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_documented(name: str) -> None:
    assert f"`noren {name}`" in OPERATOR
    assert [option for option in _options(COMMANDS[name]) if f"`{option}`" not in OPERATOR] == []


@pytest.mark.parametrize("name", KINDS)
def test_every_option_of_import_is_documented(name: str) -> None:
    assert [option for option in _options(KINDS[name]) if f"`{option}`" not in OPERATOR] == []
    assert re.search(rf"\b{name}\b", OPERATOR)


@pytest.mark.parametrize("name", OF_BRIDGE)
def test_every_command_of_the_bridge_is_documented(name: str) -> None:
    assert f"`noren bridge {name}`" in OPERATOR
    assert [option for option in _options(OF_BRIDGE[name]) if f"`{option}`" not in OPERATOR] == []


def test_every_variable_that_is_read_is_documented_and_no_other() -> None:
    code = [path for path in (ROOT / "src" / "noren").rglob("*.py") if "tests" not in path.parts]
    read = {name for path in code for name in re.findall(r'"(NOREN_[A-Z_]+)"', path.read_text(encoding="utf-8"))}
    said = set(re.findall(r"`(NOREN_[A-Z_]+)`", OPERATOR))

    assert said == read - INTERNAL


def test_every_make_target_that_is_named_exists() -> None:
    makefile = (ROOT / "Makefile").read_text()
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    named = {name for page in PAGES for name in re.findall(r"\bmake ([a-z][a-z-]+)", _code_of(page))}

    assert named - targets == set()


def test_the_readme_gives_the_two_commands() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")

    assert "make demo" in readme
    assert "make test" in readme


def test_the_readme_names_every_room() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    rooms = [path.parent.name for path in (ROOT / "src" / "noren").glob("*/__init__.py")]

    assert [room for room in rooms if f"`{room}`" not in readme] == []


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    inside = [link for link in links if not re.match(r"[a-z]+:", link)]

    assert [link for link in inside if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_every_path_that_a_page_names_exists(page: Path) -> None:
    paths = re.findall(r"`((?:src|tests|docs|bench|frontend|tools)/[\w./-]+)`", page.read_text(encoding="utf-8"))

    assert [path for path in paths if not (ROOT / path).exists()] == []


def _code_of(page: Path) -> str:
    """What stands in code spans and blocks of a page."""
    text = page.read_text(encoding="utf-8")
    return "\n".join(re.findall(r"```.*?```|`[^`\n]+`", text, re.DOTALL))
