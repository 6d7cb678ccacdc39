"""`noren serve`: the database, the web and the worker, kept alive together and stopped in order."""

import time
from collections.abc import Sequence
from typing import Protocol

from .embedded import PATIENCE_S, EmbeddedServer
from .errors import DatabaseNotStarted
from .service import Service
from .signals import catch_signals

TICK_S = 0.25
DATABASE_EVERY_S = 1.0


def say(name: str, what: str) -> None:
    """One plain line for the operator."""
    # One write, also where PYTHONUNBUFFERED is set: a child's line could come between the words and their end.
    print(f"{name}: {what}\n", end="", flush=True)


class Tended(Protocol):
    """What the supervisor looks after, four times a second and whenever a child ended."""

    def tend(self) -> None:
        """Do what is due now, without waiting."""


class DatabaseWatch:
    """Asks the embedded server whether it is alive and starts it again when it is not."""

    def __init__(self, server: EmbeddedServer) -> None:
        self._server = server
        self._next_look = 0.0
        self._down_since: float | None = None

    def tend(self) -> None:
        """Look when it is time to; while the server is down, at every call.

        Raises:
            DatabaseNotStarted: down for longer than crash recovery may take.
        """
        now = time.monotonic()
        if now < self._next_look:
            return
        if self._server.answers():
            if self._down_since is not None:
                say("database", f"answers again after {now - self._down_since:.1f} s")
            self._down_since = None
            self._next_look = now + DATABASE_EVERY_S
            return
        if self._down_since is None:
            self._down_since = now
            say("database", "does not answer; starting it again")
        if now - self._down_since > PATIENCE_S:
            raise DatabaseNotStarted(self._server.failure or f"the database did not answer for {PATIENCE_S:.0f} s")
        self._server.start_if_down()
        if self._server.failure:
            self._next_look = now + DATABASE_EVERY_S  # a full disk may be mended: go on trying, but not in a frenzy


def supervise(services: Sequence[Service], *others: Tended) -> None:
    """Run until SIGTERM or SIGINT, then stop the services in the order given. The caller stops the database.

    Args:
        others: looked after before the services, such as a `DatabaseWatch`.

    Raises:
        DatabaseNotStarted: the database is lost; the services have been stopped.
    """
    with catch_signals() as signals:
        try:
            while not signals.asked_to_stop:
                for each in (*others, *services):
                    each.tend()
                signals.wait(TICK_S)
            say("noren", "stopping")
        finally:
            for service in services:
                service.stop()
