"""The embedded PostgreSQL as a command sees it: join it or start it, use it, leave it."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote

import psycopg

from . import keeper, locks
from .cluster import SUPERUSER, check_version
from .errors import DatabaseNotStarted
from .home import Home, claim_folder, prepare
from .provision import ROLE, provision
from .server_user import check_reach, find_server_user

PATIENCE_S = 120.0
# PostgreSQL's refusals that pass by themselves: what is left of a killed server is still going down.
PASSING = ("is still in use", "already exists")
LEAVING_S = 30.0
TELL_AFTER_S = 3.0
POLL_S = 0.02
LOG_LINES = 15


class EmbeddedServer:
    """The server of one home, through the eyes of a command that holds the home's lock."""

    def __init__(self, home: Home, *, durable: bool = True) -> None:
        self.home = home
        self._durable = durable
        self._keeper: subprocess.Popen[bytes] | None = None
        self._log_from = 0
        self.failure: str | None = None

    @property
    def url(self) -> str:
        """The DATABASE_URL of the application's role and database."""
        return self.url_of(user=ROLE, database=ROLE)

    def url_of(self, *, user: str, database: str) -> str:
        """A URL for this server; host and port are named, so that PGHOST and PGPORT cannot mislead."""
        return f"postgresql://{user}@/{database}?host={quote(str(self.home.socket_folder), safe='')}&port=5432"

    def answers(self) -> bool:
        """Whether `SELECT 1` answers, asked as the superuser, for whom connections are kept free."""
        try:
            with psycopg.connect(self.url_of(user=SUPERUSER, database="postgres"), connect_timeout=2) as connection:
                return connection.execute("SELECT 1").fetchone() == (1,)
        except psycopg.OperationalError:
            return False

    def start_if_down(self) -> None:
        """Start a keeper unless one is at work; does not wait for the server. `failure` says what went wrong."""
        if self._keeper is not None:
            status = self._keeper.poll()
            if status is None:
                return
            self._keeper = None
            self._judge(status)
        if locks.is_free(self.home.keeper_lock):
            self._start_keeper()

    def wait_until_answers(self, within_s: float = PATIENCE_S) -> None:
        """Wait for the server, starting it where needed; crash recovery may take its time.

        Raises:
            DatabaseNotStarted: no answer within `within_s` seconds, or it cannot be started.
        """
        started, told = time.monotonic(), False
        while not self.answers():
            waited_s = time.monotonic() - started
            if waited_s >= within_s:
                raise DatabaseNotStarted(f"the database did not answer within {within_s:.0f} s{self._log_tail()}")
            if waited_s >= TELL_AFTER_S and not told:
                told = True
                print(f"database: starting; a recovery may take up to {within_s:.0f} s", file=sys.stderr, flush=True)
            self.start_if_down()
            if self.failure is not None:
                raise DatabaseNotStarted(self.failure)
            time.sleep(POLL_S)

    def _start_keeper(self) -> None:
        with self.home.database_log.open("ab") as log:
            self._log_from = log.tell()
            self._keeper = subprocess.Popen(
                keeper.command(self.home, durable=self._durable),
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def _judge(self, status: int) -> None:
        """Say whether trying again may help. It does where only the last processes of a killed server are left."""
        words = self._log_since_start()
        is_final = status == keeper.WE_REFUSED or (
            status == keeper.SERVER_REFUSED and not any(passing in words for passing in PASSING)
        )
        self.failure = f"the database could not be started{self._log_tail()}" if is_final else None

    def _log_since_start(self) -> str:
        with self.home.database_log.open("rb") as log:
            log.seek(self._log_from)
            return log.read().decode(errors="replace")

    def _log_tail(self) -> str:
        lines = self._log_since_start().splitlines()[-LOG_LINES:]
        return "\n".join([f"; the end of {self.home.database_log}:", *(f"  {line}" for line in lines)])


@contextmanager
def embedded(home: Home, *, durable: bool = True) -> Iterator[EmbeddedServer]:
    """Use the embedded server of this home for the block; the last one out waits until it is stopped.

    Args:
        durable: False only for throw-away test databases: data may be lost by a power cut.

    Raises:
        CannotStart: one of its kinds, with what to do.
    """
    prepare(home)
    check_version(home)
    user = find_server_user(home)
    check_reach(user, home)
    claim_folder(home.socket_folder, owner=user.uid)
    with _left_in_order(home), locks.hold(home.in_use_lock, shared=True, wait_s=PATIENCE_S) as joined:
        if not joined:
            raise DatabaseNotStarted(f"the database has been stopping for {PATIENCE_S:.0f} s; see {home.database_log}")
        server = EmbeddedServer(home, durable=durable)
        server.wait_until_answers()
        provision(server.url_of(user=SUPERUSER, database="postgres"))
        yield server


@contextmanager
def _left_in_order(home: Home) -> Iterator[None]:
    """After the block, and the lock in it, wait until the server has stopped, unless others still use it."""
    try:
        yield
    finally:
        deadline = time.monotonic() + LEAVING_S
        while not locks.is_free(home.keeper_lock) and time.monotonic() < deadline:
            if not locks.is_free(home.in_use_lock) and not locks.is_held_alone(home.in_use_lock):
                break
            time.sleep(POLL_S)
