"""Homes for the tests of this room."""

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from ..binaries import usable_by
from ..cluster import make_cluster
from ..home import Home, prepare
from ..server_user import find_server_user
from .processes import is_running, parent_of, postmaster_of, until


@pytest.fixture(autouse=True)
def _own_sigterm() -> Iterator[None]:
    """The command line sets a handler of its own; pytest gets its back."""
    before = signal.getsignal(signal.SIGTERM)
    yield
    signal.signal(signal.SIGTERM, before)


@pytest.fixture
def home() -> Iterator[Home]:
    """A home that nobody has used yet. Whatever runs in it at the end is killed."""
    # Not tmp_path: that is closed to the account which runs the server when the tests run as root.
    folder = Path(tempfile.mkdtemp(prefix="noren-test-"))
    folder.chmod(0o711)
    home = Home(folder / "home")
    yield home
    _kill_server(home)
    shutil.rmtree(folder, ignore_errors=True)
    if not home.socket_folder.is_relative_to(folder):
        shutil.rmtree(home.socket_folder, ignore_errors=True)


@pytest.fixture(scope="session")
def template() -> Iterator[Home]:
    """A home with a new data folder, made once."""
    folder = Path(tempfile.mkdtemp(prefix="noren-test-"))
    folder.chmod(0o711)
    home = Home(folder / "home")
    prepare(home)
    user = find_server_user(home)
    make_cluster(home, install=usable_by(user, home), user=user)
    yield home
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def made_home(home: Home, template: Home) -> Home:
    """A home whose data folder exists, as after an earlier start."""
    prepare(home)
    subprocess.run(["cp", "-a", template.pg, home.pg], check=True)
    return home


def _kill_server(home: Home) -> None:
    with suppress(FileNotFoundError):
        postmaster = postmaster_of(home)
        # A test may have written any pid into the file.
        if is_running(postmaster) and os.path.realpath(f"/proc/{postmaster}/cwd") == str(home.pg):
            os.kill(parent_of(postmaster), signal.SIGKILL)
            until(lambda: not is_running(postmaster))
