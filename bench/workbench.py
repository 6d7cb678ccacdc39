"""What a benchmark works on: a database of its own with all tables, and the product's web in front of it.

Without DATABASE_URL an embedded server of its own is started, with fsync on, and thrown away at the end. With it, a
database is made on that server and dropped at the end. Settings are read once, so a process runs one benchmark.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import django
import psycopg
from django.core.management import call_command
from psycopg import sql

from noren.run.cluster import SUPERUSER
from noren.run.embedded import EmbeddedServer, embedded
from noren.run.home import Home
from noren.run.lifeline import die_with

from .figures import BenchmarkFailed

HOST = "127.0.0.1"
WEB_START_S = 60.0
AT_ONCE_S = 0.5
READY_AFTER = 20
_SERVE = """
import sys
from noren.run.web import serve_web
serve_web(host=sys.argv[1], port=int(sys.argv[2]), workers=2, threads=int(sys.argv[3]))
"""


@dataclass(frozen=True, slots=True)
class Workbench:
    """The database of one benchmark run.

    Attributes:
        url: what DATABASE_URL is for the product.
        server: the embedded server, or None when DATABASE_URL named another.
    """

    url: str
    server: EmbeddedServer | None

    @property
    def superuser_url(self) -> str | None:
        """The same database as its superuser, who may change what the server logs; None on a server of others."""
        if self.server is None:
            return None
        return self.server.url_of(user=SUPERUSER, database=urlsplit(self.url).path.strip("/"))

    def execute(self, *statements: str) -> None:
        """Run statements one by one, each in its own transaction."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            for statement in statements:
                connection.execute(sql.SQL(statement))

    @contextmanager
    def web(self, port: int | None = None, *, threads: int = 1) -> Iterator[tuple[str, int]]:
        """The product's own web with two workers of so many threads; gives host and port."""
        port = port or _free_port()
        parent = os.getpid()
        web = subprocess.Popen(
            [sys.executable, "-c", _SERVE, HOST, str(port), str(threads)],
            stdout=sys.stderr,
            preexec_fn=lambda: die_with(parent, by=signal.SIGTERM),
        )
        try:
            _wait_for(web, port)
            yield HOST, port
        finally:
            web.terminate()
            try:
                web.wait(15)
            except subprocess.TimeoutExpired:
                web.kill()
                web.wait()


@contextmanager
def workbench() -> Iterator[Workbench]:
    """Make the database, point the settings at it, and make all tables."""
    with ExitStack() as stack:
        folder = Path(tempfile.mkdtemp(prefix="noren-bench-", dir=os.environ.get("NOREN_BENCH_DIR", "/var/tmp")))
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        folder.chmod(0o711)  # as root the server runs as another user, who must pass through
        named = os.environ.get("DATABASE_URL")
        if named:
            bench = Workbench(stack.enter_context(_own_database(named)), None)
        else:
            server = stack.enter_context(embedded(Home(folder)))
            bench = Workbench(server.url, server)
        os.environ |= {
            "DATABASE_URL": bench.url,
            "NOREN_HOME": str(folder),
            "NOREN_SECRET_KEY": "only-for-benchmarks",
            "DJANGO_SETTINGS_MODULE": "noren.settings",
        }
        django.setup()
        call_command("migrate", verbosity=0, interactive=False)
        yield bench


@contextmanager
def _own_database(url: str) -> Iterator[str]:
    name = f"noren_bench_{os.getpid()}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
        finally:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _free_port() -> int:
    with socket.create_server((HOST, 0)) as probe:
        return int(probe.getsockname()[1])


def _wait_for(web: subprocess.Popen[bytes], port: int) -> None:
    """Until all workers answer: they listen before the application is loaded, and a measurement must not see that."""
    deadline = time.monotonic() + WEB_START_S
    answered = 0
    while time.monotonic() < deadline and web.poll() is None:
        answered = answered + 1 if _answers(port) else 0
        if answered == READY_AFTER:
            return
    raise BenchmarkFailed("the web did not start; what it wrote stands above")


def _answers(port: int) -> bool:
    """One request on a connection of its own, which any of the workers may take, is answered at once."""
    began = time.monotonic()
    try:
        with socket.create_connection((HOST, port), timeout=WEB_START_S) as connection:
            connection.sendall(b"GET /api/v1/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            is_answer = connection.recv(4096).startswith(b"HTTP/1.1 ")
    except OSError:
        time.sleep(0.05)
        return False
    return is_answer and time.monotonic() - began < AT_ONCE_S
