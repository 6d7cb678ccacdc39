"""What earlier runs may have left in the home: pid files, half a cluster, data of another version."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from ..cluster import make_cluster
from ..embedded import embedded
from ..errors import DatabaseNotStarted, DataOfOtherVersion
from ..home import Home
from ..server_user import find_server_user
from .processes import children_of, command, is_running, postmaster_of, until


def _write_pid_file(home: Home, first_line: str) -> Path:
    """A pid file as a killed server leaves it, with our own first line."""
    lines = [
        first_line,
        str(home.pg),
        "1760000000",
        "5432",
        str(home.socket_folder),
        "",
        "  1234567    654321",
        "ready",
    ]
    file = home.pg / "postmaster.pid"
    file.write_text("\n".join([*lines, ""]))
    os.chown(file, home.pg.stat().st_uid, home.pg.stat().st_gid)
    file.chmod(0o600)
    return file


def _pid_of_an_ended_process() -> int:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    return ended.pid


def test_a_stale_pid_file_does_not_stop_a_start(made_home: Home) -> None:
    _write_pid_file(made_home, str(_pid_of_an_ended_process()))

    with embedded(made_home, durable=False) as server:
        assert server.answers()


def test_a_pid_that_another_process_got_meanwhile_does_not_stop_a_start_and_is_not_touched(made_home: Home) -> None:
    with subprocess.Popen(["sleep", "60"]) as stranger:
        _write_pid_file(made_home, str(stranger.pid))

        with embedded(made_home, durable=False) as server:
            assert server.answers()
            assert postmaster_of(made_home) != stranger.pid

        assert stranger.poll() is None
        stranger.kill()


@pytest.mark.parametrize("first_line", ["", "what?"])
def test_a_pid_file_cut_short_by_a_kill_does_not_stop_a_start(made_home: Home, first_line: str) -> None:
    file = _write_pid_file(made_home, first_line)
    file.write_text(first_line)

    with embedded(made_home, durable=False) as server:
        assert server.answers()


def test_the_socket_and_its_lock_of_a_killed_server_do_not_stop_a_start(made_home: Home) -> None:
    with subprocess.Popen(["sleep", "60"]) as stranger:
        with embedded(made_home, durable=False):
            pass
        _write_pid_file(made_home, str(stranger.pid))
        (made_home.socket_folder / ".s.PGSQL.5432").touch()
        (made_home.socket_folder / ".s.PGSQL.5432.lock").write_text(f"{stranger.pid}\n")

        with embedded(made_home, durable=False) as server:
            assert server.answers()
        stranger.kill()


@pytest.mark.parametrize(("found", "mend"), [("99", "newer Noren"), ("17", "pg_dump")])
def test_data_of_another_major_version_is_refused_with_both_versions_and_a_way_out(
    made_home: Home, found: str, mend: str
) -> None:
    (made_home.pg / "PG_VERSION").write_text(f"{found}\n")

    with pytest.raises(DataOfOtherVersion) as refused, embedded(made_home):
        pass

    assert f"PostgreSQL {found}; this Noren brings 18" in str(refused.value)
    assert mend in str(refused.value)
    assert not made_home.database_log.exists()


@pytest.mark.thorough
@pytest.mark.slow
def test_a_first_start_killed_in_the_middle_of_initdb_is_mended_by_the_next(home: Home) -> None:
    with command(home) as first:
        until(lambda: any(home.root.glob("pg.new-*/base/1/*")))
        keeper = children_of(first.process.pid)[0]
        os.kill(keeper, signal.SIGKILL)
        first.kill()
    until(lambda: not is_running(keeper))
    assert not home.pg.exists()

    with embedded(home, durable=False) as server:
        assert server.answers()

    assert not list(home.root.glob("pg.new-*"))


def test_a_server_that_cannot_start_is_reported_with_its_own_words(made_home: Home) -> None:
    made_home.own_settings.write_text("shared_buffers = 'a lot'\n")
    made_home.own_settings.chmod(0o644)

    with pytest.raises(DatabaseNotStarted, match="shared_buffers"), embedded(made_home):
        pass


def test_an_initdb_that_fails_is_reported_at_once_and_leaves_nothing(home: Home) -> None:
    home.root.mkdir(parents=True)
    broken = home.root.parent / "broken" / "bin"
    broken.mkdir(parents=True)
    (broken / "initdb").write_text("#!/bin/sh\necho 'no room left' >&2\nexit 1\n")
    (broken / "initdb").chmod(0o755)

    with pytest.raises(DatabaseNotStarted, match="no room left"):
        make_cluster(home, install=broken.parent, user=find_server_user(home))

    assert not list(home.root.iterdir())
