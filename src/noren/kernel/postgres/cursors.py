"""Cursors that are kept, each for the one statement it runs, and handed out again.

Django makes a cursor for every statement and throws it away, and the driver then finds out anew how to write its
parameters and read its answer. A shop runs the same few hundred statements all day.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.db import InterfaceError
from django.db.backends.utils import CursorWrapper
from psycopg import Cursor, Error

if TYPE_CHECKING:
    from noren.kernel.postgres.base import DatabaseWrapper

_STATEMENTS = 100
_ROWS = 100


class KeptCursors:
    """The driver's cursors of one connection that nobody uses now, by their statement; those used last."""

    def __init__(self) -> None:
        self._idle: dict[str, tuple[str, Cursor[Any]]] = {}

    def take(self, statement: object) -> tuple[str, Cursor[Any]] | None:
        """A cursor that ran this statement before, with the statement as the object that it knows."""
        return self._idle.pop(statement, None) if type(statement) is str else None

    def give_back(self, statement: str, cursor: Cursor[Any]) -> None:
        """Keep a cursor for the next time, unless it holds many rows, which would stay in memory."""
        if cursor.rowcount > _ROWS:
            cursor.close()
            return
        self._idle[statement] = statement, cursor
        if len(self._idle) > _STATEMENTS:
            del self._idle[next(iter(self._idle))]


class StatementCursor(CursorWrapper):
    """Django's cursor, which takes one of the driver's only when it knows the statement, and gives it back when closed.

    Errors come as Django's, execute wrappers and broken transactions are minded as ever.
    """

    def __init__(self, db: "DatabaseWrapper") -> None:
        self.db = db
        self._kept = db.kept_cursors
        self._statement: str | None = None
        self._cursor: Cursor[Any] | None = None
        self._is_closed = False

    @property
    def cursor(self) -> Cursor[Any]:
        """The driver's cursor; what is not a plain statement (COPY, many rows of parameters) gets a fresh one.

        Raises:
            InterfaceError: this cursor was closed.
        """
        if self._cursor is None:
            self._check_open()
            self._cursor = self.db.create_cursor()
        return self._cursor

    def execute(self, sql: Any, params: Any = None) -> Any:
        """Run a statement; its rows replace those of the one before.

        Raises:
            InterfaceError: this cursor was closed.
        """
        self._check_open()
        if self._cursor is not None:
            self._give_back()
        if (known := self._kept.take(sql)) is not None:
            sql, self._cursor = known
        if self.db.execute_wrappers or self.db.needs_rollback:
            return super().execute(sql, params)
        cursor = self.cursor
        try:
            # Django says "no parameters" by leaving them out: then a percent sign is one.
            cursor.execute(sql) if params is None else cursor.execute(sql, params)
        except Error:
            with self.db.wrap_database_errors:
                raise
        if type(sql) is str:
            self._statement = sql
        return cursor

    def fetchone(self) -> Any:
        """The next row, or None."""
        try:
            return self.cursor.fetchone()
        except Error:
            with self.db.wrap_database_errors:
                raise

    def fetchmany(self, size: int = 0) -> Sequence[Any]:
        """The next rows."""
        try:
            return self.cursor.fetchmany(size)
        except Error:
            with self.db.wrap_database_errors:
                raise

    def fetchall(self) -> Sequence[Any]:
        """All rows that are left."""
        try:
            return self.cursor.fetchall()
        except Error:
            with self.db.wrap_database_errors:
                raise

    def close(self) -> None:
        """Give the driver's cursor back. Safe to repeat."""
        if self._cursor is not None:
            self._give_back()
        self._is_closed = True

    def _check_open(self) -> None:
        if self._is_closed:
            raise InterfaceError("the cursor is closed")

    def _give_back(self) -> None:
        cursor, statement = self._cursor, self._statement
        self._cursor = self._statement = None
        if cursor is None:
            return
        if statement is None:
            cursor.close()
        else:
            self._kept.give_back(statement, cursor)
