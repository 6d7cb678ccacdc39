"""The product's web in processes of its own, over the test's database, for tests that kill them."""

import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import quote

import psutil
from django.db import connection

HOST = "127.0.0.1"
_SERVE = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "noren.settings"
import django
django.setup()
from functools import partial
from noren.run.service import Service
from noren.run.supervisor import say, supervise
from noren.run.web import serve_web
serve = partial(serve_web, host=sys.argv[1], port=int(sys.argv[2]), workers=2, threads=2)
supervise([Service("web", serve, stop_within_s=15, say=say)])
"""


@contextmanager
def web_over_test_database() -> Iterator["Web"]:
    """Two workers on a free port, kept alive as `noren serve` keeps them; it answers when the block is entered."""
    with socket.create_server((HOST, 0)) as probe:
        port = int(probe.getsockname()[1])
    environment = os.environ | {"DATABASE_URL": database_url()}
    process = subprocess.Popen([sys.executable, "-c", _SERVE, HOST, str(port)], env=environment)
    web = Web(process, port)
    try:
        web.wait_until_it_answers()
        yield web
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def database_url() -> str:
    """The database this test runs on, as DATABASE_URL names one."""
    settings = connection.settings_dict
    host = str(settings["HOST"])
    place = f"?host={quote(host, safe='')}" if host.startswith("/") else ""
    address = "" if place else f"{host}:{settings['PORT'] or 5432}"
    password = f":{quote(str(settings['PASSWORD']))}" if settings["PASSWORD"] else ""
    port = f"&port={settings['PORT']}" if place and settings["PORT"] else ""
    return f"postgresql://{settings['USER']}{password}@{address}/{settings['NAME']}{place}{port}"


@dataclass(slots=True)
class Web:
    """A running web and what was done to it."""

    process: subprocess.Popen[bytes]
    port: int
    killed: int = field(default=0)

    def wait_until_it_answers(self, *, within_s: float = 60.0) -> None:
        """Return when the port accepts connections."""
        deadline = time.monotonic() + within_s
        while time.monotonic() < deadline:
            assert self.process.poll() is None, "the web ended by itself"
            try:
                socket.create_connection((HOST, self.port), timeout=1).close()
            except OSError:
                time.sleep(0.05)
            else:
                return
        raise AssertionError(f"nothing answers on port {self.port}")

    def kill_a_worker(self, drawn: random.Random) -> None:
        """SIGKILL one of its processes; the web starts another, or the supervisor a web."""
        workers = [worker for web in psutil.Process(self.process.pid).children() for worker in web.children()]
        if workers:
            os.kill(drawn.choice(workers).pid, signal.SIGKILL)
            self.killed += 1

    @contextmanager
    def losing_workers(self, times: int, *, every_s: float, seed: int) -> Iterator[None]:
        """Kill a worker this many times, or until the block is left."""
        drawn, done = random.Random(seed), threading.Event()

        def kill() -> None:
            for _ in range(times):
                if done.wait(every_s * drawn.uniform(0.5, 1.5)):
                    return
                self.kill_a_worker(drawn)

        killer = threading.Thread(target=kill, daemon=True)
        killer.start()
        try:
            yield
        finally:
            done.set()
            killer.join(10)
