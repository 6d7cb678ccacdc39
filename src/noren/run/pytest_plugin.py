"""pytest's database: one embedded server in a fresh folder for the whole run, unless DATABASE_URL names another.

Loaded by `-p noren.run.pytest_plugin` in pyproject.toml and not from a conftest.py, because pytest-django reads the
settings, and with them DATABASE_URL, before the first conftest is imported. Under pytest-xdist the controller starts
the server and its workers inherit the URL. The server stops with the run; when pytest is killed its keeper stops it.
"""

import os
import shutil
import tempfile
import time
from collections.abc import Generator
from contextlib import ExitStack, suppress
from pathlib import Path

import psycopg
import pytest

from . import locks
from .database import VARIABLE
from .embedded import embedded
from .home import Home

PREFIX = "noren-test-"
# The database that one worker migrates and all copy; conftest.py makes it.
TEMPLATE = "test_noren_template"
LEFT_OVER_AFTER_S = 600.0
# Memory that can be written to as a file system. Tests make and remove clusters by the dozen, which some file systems
# of disks are slow at; a run takes about 1 GB.
MEMORY = Path("/dev/shm")  # noqa: S108
MEMORY_FREE_BYTES = 4 * 1024**3


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None, object, object]:
    """Have the environment ready before pytest-django's hook of the same name reads the settings."""
    asked = early_config.known_args_namespace
    if not (asked.help or asked.version or "PYTEST_XDIST_WORKER" in os.environ):
        stack = ExitStack()
        early_config.add_cleanup(stack.close)
        _enter(stack)
    elif worker := os.environ.get("PYTEST_XDIST_WORKER"):
        _enter_worker(worker)
    return (yield)


def pytest_report_header() -> str:
    """Say on which database the tests run."""
    return f"database: {os.environ.get(VARIABLE, 'none')}"


def _enter(stack: ExitStack) -> None:
    if "TMPDIR" not in os.environ and _has_room(MEMORY):
        os.environ["TMPDIR"] = tempfile.tempdir = str(MEMORY)
    _sweep()
    folder = Path(tempfile.mkdtemp(prefix=PREFIX))
    stack.callback(shutil.rmtree, folder, ignore_errors=True)
    folder.chmod(0o711)  # as root the server runs as another user, who must pass through
    os.environ["NOREN_HOME"] = str(folder)
    os.environ.setdefault("NOREN_SECRET_KEY", "only-for-tests")
    if VARIABLE not in os.environ:
        server = stack.enter_context(embedded(Home(folder), durable=os.environ.get("NOREN_TEST_FSYNC") == "1"))
        os.environ[VARIABLE] = server.url
    else:
        stack.callback(_drop_template, os.environ[VARIABLE])


def _has_room(folder: Path) -> bool:
    return os.access(folder, os.W_OK) and shutil.disk_usage(folder).free >= MEMORY_FREE_BYTES


def _drop_template(url: str) -> None:
    with suppress(psycopg.Error), psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {TEMPLATE}")


def _enter_worker(worker: str) -> None:
    """A home of its own: what one worker uploads is not there for a test of another to find."""
    folder = Path(os.environ["NOREN_HOME"]) / worker
    folder.mkdir(exist_ok=True)
    os.environ["NOREN_HOME"] = str(folder)


def _sweep() -> None:
    """Remove what runs that were killed left behind."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        home = Home(folder)
        if home.in_use_lock.exists() and _is_left_over(home):
            shutil.rmtree(folder, ignore_errors=True)


def _is_left_over(home: Home) -> bool:
    if home.root.stat().st_uid != os.geteuid() or time.time() - home.root.stat().st_mtime < LEFT_OVER_AFTER_S:
        return False
    return locks.is_free(home.in_use_lock) and locks.is_free(home.keeper_lock)
