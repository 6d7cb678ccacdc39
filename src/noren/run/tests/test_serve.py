"""`noren serve` whole: what dies comes back within 5 s, and what should end takes everything with it."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from ..home import Home
from .processes import children_of, is_running, parent_of, postmaster_of, until

COMES_BACK_WITHIN_S = 5.0


class Served:
    """A running `noren serve`."""

    def __init__(self, home: Home, port: int, log: Path) -> None:
        self.home = home
        self.port = port
        self.log = log
        environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
        with log.open("ab") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "noren.run.cli", "serve", f"--port={port}", "--workers=2"],
                env={**environment, "NOREN_HOME": str(home.root)},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )

    def child(self, name: str) -> int:
        """The pid of the child `web` or `worker` that runs now; zero while there is none."""
        for pid in children_of(self.process.pid):
            with suppress(OSError):
                if Path(f"/proc/{pid}/comm").read_text() == f"noren {name}\n":
                    return pid
        return 0

    def answers(self) -> bool:
        """Whether the web answers anything but a server's error."""
        page = http.client.HTTPConnection("localhost", self.port, timeout=5)
        try:
            page.request("GET", "/")
            return page.getresponse().status < 500
        except (OSError, http.client.HTTPException):
            return False
        finally:
            page.close()

    def everything(self) -> list[int]:
        """Every process that belongs to it."""
        web, worker, postmaster = self.child("web"), self.child("worker"), postmaster_of(self.home)
        return [self.process.pid, web, worker, parent_of(postmaster), postmaster, *children_of(web)]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _port_is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        with suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return True
    return False


@pytest.fixture
def served(made_home: Home, tmp_path: Path) -> Iterator[Callable[[], Served]]:
    """Starts `noren serve` on one home and port, again and again, and returns when the web answers."""
    port, log = _free_port(), tmp_path / "serve.log"
    started: list[Served] = []

    def start() -> Served:
        started.append(Served(made_home, port, log))
        until(lambda: "web: open" in log.read_text() or started[-1].process.poll() is not None, within_s=90)
        assert started[-1].answers()
        return started[-1]

    yield start
    for each in started:
        each.process.kill()
        each.process.wait()
    print(log.read_text())


@pytest.mark.slow
@pytest.mark.thorough
def test_serve_stops_in_order_starts_again_quickly_mends_what_dies_and_leaves_nothing_when_killed(
    served: Callable[[], Served],
) -> None:
    _stop_in_order(served())

    started = time.monotonic()
    again = served()
    assert time.monotonic() - started < 10 * _crowding()
    _kill_and_expect_back(again, "web")
    _kill_and_expect_back(again, "worker")
    _kill_a_web_process_and_expect_answers(again)
    _kill_the_postmaster_and_expect_it_back(again)

    _kill_the_supervisor(again)


def _crowding() -> float:
    """How many programs want each core: what takes 1 s alone takes so many seconds now."""
    return max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))


def _stop_in_order(served: Served) -> None:
    everything = served.everything()
    served.log.write_text("")

    served.process.send_signal(signal.SIGTERM)
    served.process.wait(30)

    assert served.process.returncode == 0
    said = [line for line in served.log.read_text().splitlines() if line.startswith(("noren:", "web:", "worker:"))]
    assert said == ["noren: stopping", "web: stopped", "worker: stopped", "noren: stopped"]
    assert not any(map(is_running, everything))
    assert _port_is_free(served.port)
    served.log.write_text("")


def _kill_the_supervisor(served: Served) -> None:
    everything = served.everything()
    assert all(map(is_running, everything))

    served.process.kill()
    served.process.wait()

    until(lambda: not any(map(is_running, everything)), within_s=10)
    assert _port_is_free(served.port)
    assert served.home.database_log.read_text().count("database system is shut down") == 2


def _kill_and_expect_back(served: Served, name: str) -> None:
    killed = served.child(name)
    its_children = children_of(killed)
    os.kill(killed, signal.SIGKILL)
    took_s = until(lambda: served.child(name) not in {0, killed}, within_s=COMES_BACK_WITHIN_S)
    until(lambda: not any(map(is_running, its_children)), within_s=COMES_BACK_WITHIN_S - took_s)
    until(served.answers, within_s=COMES_BACK_WITHIN_S * _crowding() - took_s)


def _kill_a_web_process_and_expect_answers(served: Served) -> None:
    killed = children_of(served.child("web"))[0]
    os.kill(killed, signal.SIGKILL)
    until(lambda: len(children_of(served.child("web"))) == 2 and not is_running(killed), within_s=COMES_BACK_WITHIN_S)
    until(served.answers, within_s=COMES_BACK_WITHIN_S)


def _kill_the_postmaster_and_expect_it_back(served: Served) -> None:
    killed = postmaster_of(served.home)
    started = time.monotonic()
    os.kill(killed, signal.SIGKILL)
    until(lambda: "database: answers again" in served.log.read_text(), within_s=COMES_BACK_WITHIN_S)
    assert time.monotonic() - started < COMES_BACK_WITHIN_S
    assert postmaster_of(served.home) != killed
    until(served.answers, within_s=10)
