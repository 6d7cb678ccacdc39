"""The command line: help with examples, clear refusals, and commands that wait for each other."""

import os
import socket
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from ..cli import COMMANDS, main
from ..errors import PortUnusable
from ..port import wait_for_port
from ..schema import LOCK, migrate, pending_migrations
from .processes import until

NAMES = ("demo", "serve", "web", "worker", "import", "audit", "doctor", "migrate", "manage", "bridge")


def _say(arguments: list[str], environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "noren.run.cli", *arguments],
        check=False,
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, **environment},
    )


@pytest.mark.parametrize("name", NAMES)
def test_every_command_answers_help_with_examples(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([name, "--help"])

    assert ended.value.code == 0
    assert f"examples:\n  noren {name}" in capsys.readouterr().out


def test_no_command_is_missing_here() -> None:
    assert len(COMMANDS) == len(NAMES)


@pytest.mark.parametrize("port", ["0", "65536", "http"])
def test_a_port_that_is_none_is_refused(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["serve", "--port", port])

    assert ended.value.code == 2
    assert "--port" in capsys.readouterr().err


def test_a_taken_port_is_told_before_anything_is_started(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        said = _say(["serve", "--port", str(port)], {"NOREN_HOME": str(tmp_path / "home"), "DATABASE_URL": ""})

    assert said.returncode == 2
    assert said.stderr.startswith(f"noren: another program listens on 127.0.0.1 port {port};")
    assert not (tmp_path / "home").exists()


def test_the_port_is_looked_at_on_the_address_that_a_name_stands_for() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]

        with pytest.raises(PortUnusable, match=f"listens on localhost port {port}"):
            wait_for_port("localhost", port, within_s=0)

    assert wait_for_port("localhost", port, within_s=0) == "127.0.0.1"
    with pytest.raises(PortUnusable, match=r"cannot listen on 192\.0\.2\.1"):
        wait_for_port("192.0.2.1", port, within_s=0)


def test_a_home_that_cannot_be_used_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    said = _say(["migrate"], {"NOREN_HOME": str(tmp_path / "file" / "home"), "DATABASE_URL": ""})

    assert said.returncode == 2
    assert said.stderr.startswith(f"noren: NOREN_HOME {tmp_path}/file/home cannot be used: ")
    assert "Traceback" not in said.stderr


def test_data_of_a_newer_version_is_told_in_words(tmp_path: Path) -> None:
    (tmp_path / "pg").mkdir()
    (tmp_path / "pg" / "PG_VERSION").write_text("99\n")

    said = _say(["audit"], {"NOREN_HOME": str(tmp_path), "DATABASE_URL": ""})

    assert said.returncode == 2
    assert said.stderr.startswith(f"noren: the data in {tmp_path}/pg is of PostgreSQL 99; this Noren brings 18\n")


@pytest.fixture
def url(transactional_db: None) -> str:
    """The test database, as a DATABASE_URL."""
    parts = urlsplit(os.environ["DATABASE_URL"])
    return urlunsplit(parts._replace(path=f"/{connection.settings_dict['NAME']}"))


def test_a_second_start_waits_while_the_first_brings_the_tables_up(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as first:
        first.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        second = subprocess.Popen(
            [sys.executable, "-m", "noren.run.cli", "migrate"], env={**os.environ, "DATABASE_URL": url}
        )
        try:
            until(lambda: _waits_for_the_lock(first), within_s=90)
            assert second.poll() is None

            first.execute("SELECT pg_advisory_unlock(%s)", [LOCK])

            assert second.wait(90) == 0
        finally:
            second.kill()
            second.wait()


def test_migrating_applies_what_is_pending_and_then_nothing(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    recorder = MigrationRecorder(connection)
    ((room, newest),) = MigrationLoader(connection).graph.leaf_nodes("outreach")
    recorder.record_unapplied(room, newest)

    assert pending_migrations() == [f"{room}.{newest}"]
    recorder.record_applied(room, newest)
    assert migrate() == 0


def test_a_database_made_step_by_step_comes_to_know_what_stands_for_the_steps(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    recorder = MigrationRecorder(connection)
    squashed = set(MigrationLoader(connection).replacements)
    for room, name in squashed:
        recorder.record_unapplied(room, name)

    assert migrate() == 0

    assert squashed <= recorder.applied_migrations().keys()


def _waits_for_the_lock(watching: psycopg.Connection) -> bool:
    row = watching.execute(
        "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND objid = %s", [LOCK & 0xFFFFFFFF]
    ).fetchone()
    return row == (1,)
