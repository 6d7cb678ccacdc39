"""The life of the embedded server: who starts it, who stops it, and what a kill leaves behind."""

import os
import signal

import psycopg
import pytest

from .. import locks
from ..embedded import EmbeddedServer, embedded
from ..home import Home
from .processes import command, is_running, parent_of, postmaster_of, until


def test_the_last_one_out_stops_the_server(made_home: Home) -> None:
    with embedded(made_home, durable=False) as server:
        assert server.answers()
        postmaster = postmaster_of(made_home)

    assert not is_running(postmaster)
    assert not server.answers()
    assert locks.is_free(made_home.keeper_lock)


def test_two_commands_share_one_server_and_the_first_to_leave_lets_it_run(made_home: Home) -> None:
    with command(made_home) as other:
        other.wait_until_joined()
        with embedded(made_home, durable=False) as server:
            first = postmaster_of(made_home)
        assert server.answers()
        assert postmaster_of(made_home) == first

        assert other.leave() == "left\n"

    assert not is_running(first)


def test_what_was_committed_is_there_at_the_next_start(made_home: Home) -> None:
    with embedded(made_home, durable=False) as server, psycopg.connect(server.url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS figure")

    with embedded(made_home, durable=False) as server, psycopg.connect(server.url) as connection:
        figure = connection.execute("SELECT figure FROM kept").fetchone()

    assert figure == (7,)


@pytest.mark.thorough
@pytest.mark.slow
def test_four_first_starts_at_once_make_one_good_cluster(home: Home) -> None:
    with command(home) as a, command(home) as b, command(home) as c, command(home) as d:
        for each in (a, b, c, d):
            each.wait_until_joined()
        server = EmbeddedServer(home)
        with psycopg.connect(server.url) as connection:
            assert connection.execute("SELECT current_user, current_database()").fetchone() == ("noren", "noren")
        assert [each.leave() for each in (a, b, c, d)] == ["left\n"] * 4

    assert not server.answers()
    assert not list(home.root.glob("pg.new-*"))


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_the_server_stops_when_the_last_command_is_killed(made_home: Home, number: signal.Signals) -> None:
    with command(made_home) as only:
        only.wait_until_joined()
        postmaster = postmaster_of(made_home)
        only.kill(number)

    until(lambda: not is_running(postmaster))
    until(lambda: locks.is_free(made_home.keeper_lock))
    assert "database system is shut down" in made_home.database_log.read_text()


@pytest.mark.thorough
def test_ctrl_c_in_the_terminal_of_one_command_leaves_the_server_to_the_other(made_home: Home) -> None:
    with command(made_home) as first:
        first.wait_until_joined()
        with embedded(made_home, durable=False) as server:
            postmaster = postmaster_of(made_home)
            os.killpg(first.process.pid, signal.SIGINT)
            first.process.wait(20)

            assert server.answers()
            assert postmaster_of(made_home) == postmaster


def test_a_killed_postmaster_is_started_again_with_all_that_was_committed(made_home: Home) -> None:
    with embedded(made_home, durable=False) as server:
        with psycopg.connect(server.url) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 7 AS figure")
        killed = postmaster_of(made_home)
        os.kill(killed, signal.SIGKILL)
        until(lambda: not server.answers())

        server.wait_until_answers()

        assert postmaster_of(made_home) != killed
        with psycopg.connect(server.url) as connection:
            assert connection.execute("SELECT figure FROM kept").fetchone() == (7,)


def test_a_killed_keeper_takes_the_server_along_and_another_takes_over(made_home: Home) -> None:
    with embedded(made_home, durable=False) as server:
        killed = postmaster_of(made_home)
        os.kill(parent_of(killed), signal.SIGKILL)
        until(lambda: not is_running(killed))

        server.wait_until_answers()

        assert postmaster_of(made_home) != killed
    assert locks.is_free(made_home.keeper_lock)


def test_sigterm_to_the_keeper_shuts_the_server_down_in_order(made_home: Home) -> None:
    with embedded(made_home, durable=False) as server:
        keeper = parent_of(postmaster_of(made_home))
        os.kill(keeper, signal.SIGTERM)
        until(lambda: not is_running(keeper))

        assert not server.answers()
        assert "database system is shut down" in made_home.database_log.read_text()


def test_the_environment_of_another_postgresql_does_not_mislead(
    made_home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {"PGPORT": "1", "PGHOST": "elsewhere", "PGDATA": "/nowhere", "PGUSER": "nobody"}.items():
        monkeypatch.setenv(name, value)

    with embedded(made_home, durable=False) as server:
        assert server.answers()


def test_the_role_is_no_superuser_and_may_make_test_databases(made_home: Home) -> None:
    with embedded(made_home, durable=False) as server, psycopg.connect(server.url) as connection:
        row = connection.execute("SELECT rolsuper, rolcreatedb FROM pg_roles WHERE rolname = current_user").fetchone()

    assert row == (False, True)


def test_settings_are_safe_and_the_operators_file_wins(made_home: Home) -> None:
    made_home.own_settings.write_text("work_mem = '9MB'\n")
    made_home.own_settings.chmod(0o644)

    names = ("fsync", "synchronous_commit", "full_page_writes", "listen_addresses", "server_encoding", "work_mem")
    with embedded(made_home) as server, psycopg.connect(server.url) as connection:
        found = {name: connection.execute(f"SHOW {name}").fetchone() for name in names}
        locale = connection.execute(
            "SELECT datlocprovider, datlocale FROM pg_database WHERE datname = 'noren'"
        ).fetchone()

    assert found == {
        "fsync": ("on",),
        "synchronous_commit": ("on",),
        "full_page_writes": ("on",),
        "listen_addresses": ("",),
        "server_encoding": ("UTF8",),
        "work_mem": ("9MB",),
    }
    assert locale == ("b", "C.UTF-8")
