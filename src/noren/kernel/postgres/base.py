"""The database engine that the settings name: Django's for PostgreSQL, with kept cursors and a cheap health check."""

import select
import time
from _thread import get_ident
from typing import Any

from django.db.backends.postgresql import base
from django.db.backends.utils import CursorWrapper
from psycopg import Connection

from noren.kernel.postgres.cursors import KeptCursors, StatementCursor

ASKED_AGAIN_AFTER_S = 5.0


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection to PostgreSQL."""

    health_check_enabled: bool
    health_check_done: bool

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kept_cursors = KeptCursors()
        self._made_in = get_ident()
        self._answered_at = float("-inf")

    def get_new_connection(self, conn_params: dict[str, Any]) -> Connection[Any]:
        """Connect; cursors of the connection before are forgotten with it."""
        self.kept_cursors = KeptCursors()
        connection: Connection[Any] = super().get_new_connection(conn_params)
        self._answered_at = time.monotonic()
        return connection

    def cursor(self) -> CursorWrapper:
        """A cursor, on a connection that is opened when there is none."""
        if self.health_check_enabled and not self.health_check_done:
            self.close_if_health_check_failed()
        self.ensure_connection()
        if self._made_in != get_ident():
            self.validate_thread_sharing()
        if self.queries_logged:
            return super().cursor()
        return StatementCursor(self)

    def close_if_health_check_failed(self) -> None:
        """Before the first statement of a request: give up a connection whose server has gone away.

        A server that ends says so on the socket, which costs a look. It is asked by a statement only when the socket
        has something to say, or after five seconds, for networks that lose a connection without a word.
        """
        if self.connection is None or not self.health_check_enabled or self.health_check_done:
            return
        if time.monotonic() - self._answered_at < ASKED_AGAIN_AFTER_S and self._is_quiet():
            self.health_check_done = True
            return
        super().close_if_health_check_failed()
        self._answered_at = time.monotonic()

    def _is_quiet(self) -> bool:
        """Whether nothing waits on the socket: no end of the connection either."""
        if self.connection.closed:
            return False
        look = select.poll()
        look.register(self.connection.fileno(), select.POLLIN)
        return not look.poll(0)
