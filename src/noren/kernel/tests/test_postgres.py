"""The database engine: cursors that are kept, and the look at a connection before it is used."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import DataError, InterfaceError, ProgrammingError, connection, connections, transaction
from django.db.transaction import TransactionManagementError

from noren.kernel.postgres.base import DatabaseWrapper
from noren.kernel.postgres.cursors import StatementCursor

pytestmark = pytest.mark.django_db

SUM = "SELECT %s::int + 1"


@pytest.fixture
def other() -> Iterator[DatabaseWrapper]:
    """A connection of its own, which a test may lose."""
    found = connections["default"].copy()
    assert isinstance(found, DatabaseWrapper)
    yield found
    found.close()


def test_a_statement_gets_the_cursor_that_ran_it_before(other: DatabaseWrapper) -> None:
    drivers = set()

    for number in (1, 2, 3):
        with other.cursor() as cursor:
            cursor.execute(SUM, [number])
            drivers.add(id(cursor.cursor))

            assert cursor.fetchall() == [(number + 1,)]

    assert len(drivers) == 1


def test_two_cursors_of_one_statement_keep_their_rows_apart(other: DatabaseWrapper) -> None:
    with other.cursor() as outer, other.cursor() as inner:
        outer.execute(SUM, [1])
        inner.execute(SUM, [10])

        assert (outer.fetchone(), inner.fetchone()) == ((2,), (11,))


def test_a_cursor_answers_its_last_statement(other: DatabaseWrapper) -> None:
    with other.cursor() as cursor:
        cursor.execute(SUM, [1])
        cursor.execute("SELECT 'a' UNION ALL SELECT 'b'")

        assert cursor.rowcount == 2
        assert [row[0] for row in cursor] == ["a", "b"]


def test_a_kept_cursor_takes_values_of_another_type(other: DatabaseWrapper) -> None:
    answers = []
    for value in (1, 2**40, None):
        with other.cursor() as cursor:
            cursor.execute("SELECT %s + 1::bigint", [value])
            answers.append(cursor.fetchone()[0])

    assert answers == [2, 2**40 + 1, None]


def test_a_closed_cursor_refuses(other: DatabaseWrapper) -> None:
    with other.cursor() as cursor:
        cursor.execute(SUM, [1])
    cursor.close()

    for use in (cursor.fetchone, lambda: cursor.execute(SUM, [1]), lambda: cursor.rowcount):
        with pytest.raises(InterfaceError):
            use()


def test_many_rows_are_not_kept_in_memory(other: DatabaseWrapper) -> None:
    with other.cursor() as cursor:
        cursor.execute("SELECT generate_series(1, 1000)")
        driver: Any = cursor.cursor
        cursor.fetchall()

    assert driver.closed
    assert other.kept_cursors.take("SELECT generate_series(1, 1000)") is None


def test_only_the_statements_used_last_keep_a_cursor(other: DatabaseWrapper) -> None:
    for number in range(150):
        with other.cursor() as cursor:
            cursor.execute(f"SELECT {number}")

    assert other.kept_cursors.take("SELECT 0") is None
    assert other.kept_cursors.take("SELECT 149") is not None


def test_errors_come_as_djangos_and_the_statement_can_be_run_again(other: DatabaseWrapper) -> None:
    divide = "SELECT 6 / %s::int"
    with other.cursor() as cursor:
        with pytest.raises(DataError):
            cursor.execute(divide, [0])
        with pytest.raises(ProgrammingError):
            cursor.execute("SELECT no_such_column")
        cursor.execute(divide, [2])

        assert cursor.fetchone() == (3,)


def test_a_broken_transaction_runs_nothing() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        transaction.set_rollback(True)

        assert isinstance(cursor, StatementCursor)
        with pytest.raises(TransactionManagementError):
            cursor.execute(SUM, [1])


def test_wrappers_see_every_statement() -> None:
    seen = []

    def look(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        seen.append((sql, params))
        return execute(sql, params, many, context)

    for _ in range(2):
        with connection.execute_wrapper(look), connection.cursor() as cursor:
            cursor.execute(SUM, [1])

            assert cursor.fetchone() == (2,)

    assert seen == [(SUM, [1])] * 2


def test_a_connection_that_the_server_ended_is_replaced_before_it_is_used(other: DatabaseWrapper) -> None:
    lost = _backend_of(other)
    other.close_if_unusable_or_obsolete()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [lost])

    assert _backend_of(other) != lost


def test_a_quiet_connection_is_asked_only_after_a_while(
    other: DatabaseWrapper, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def ask() -> bool:
        asked.append("SELECT 1")
        return True

    monkeypatch.setattr(other, "is_usable", ask)
    backend = _backend_of(other)
    other.close_if_unusable_or_obsolete()

    assert (_backend_of(other), asked) == (backend, [])

    monkeypatch.setattr("noren.kernel.postgres.base.ASKED_AGAIN_AFTER_S", 0.0)
    other.close_if_unusable_or_obsolete()

    assert (_backend_of(other), asked) == (backend, ["SELECT 1"])


def _backend_of(wrapper: DatabaseWrapper) -> int:
    with wrapper.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])
