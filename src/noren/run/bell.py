"""The bell that wakes a waiting worker: NOTIFY on one channel. A lost ring costs at most one idle wait."""

import psycopg
from psycopg import sql

from .signals import Signals


class Bell:
    """Waits for a ring, a signal or the time, on a connection of its own that is made again when it breaks."""

    def __init__(self, url: str, *, channel: str) -> None:
        self._url = url
        self._channel = sql.Identifier(channel)
        self._connection: psycopg.Connection | None = None

    def wait(self, signals: Signals, seconds: float) -> bool:
        """Wait at most `seconds`; the answer is whether the bell rang."""
        try:
            connection = self._connected()
            rang = signals.wait(seconds, also=connection.fileno())
            if rang:
                for _ring in connection.notifies(timeout=0):
                    pass
            return rang
        except psycopg.OperationalError:
            self.close()
            signals.wait(seconds)
            return False

    def close(self) -> None:
        """Hang it down; the next wait hangs it up again."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _connected(self) -> psycopg.Connection:
        if self._connection is None:
            self._connection = psycopg.connect(self._url, autocommit=True, connect_timeout=2)
            self._connection.execute(sql.SQL("LISTEN {}").format(self._channel))
        return self._connection
