"""The supervisor with small children: started again, stopped in order, told from outside only."""

import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from .processes import is_running, until

SLEEPS = "exec sleep 60"
IGNORES_SIGTERM = "trap '' TERM; echo first: deaf; while :; do sleep 0.1; done"


class Supervised:
    """A supervisor whose lines can be waited for."""

    def __init__(self, *scripts: str, stop_within_s: int) -> None:
        command = [sys.executable, "-m", "noren.run.tests.supervised", str(stop_within_s), *scripts]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True)
        self.lines: list[str] = []
        self._unread: list[str] = []
        self._arriving: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def line(self, start: str, *, within_s: float = 60) -> str:
        """The next line that begins so; a child's lines and the supervisor's come in any order."""
        deadline = time.monotonic() + within_s
        while not (found := [text for text in self._unread if text.startswith(start)]):
            text = self._arriving.get(timeout=max(0.01, deadline - time.monotonic()))
            self._unread.append(text)
            self.lines.append(text)
        self._unread.remove(found[0])
        return found[0]

    def pid_of(self, name: str) -> int:
        """The pid that the supervisor names when it starts the child."""
        return int(self.line(f"{name}: started").split("pid ")[1].rstrip(")"))

    def rest(self) -> list[str]:
        """The lines until it ends."""
        self.process.wait(60)
        self.line("done")
        return self.lines

    def _read(self) -> None:
        assert self.process.stdout is not None
        for text in self.process.stdout:
            self._arriving.put(text.rstrip("\n"))


@contextmanager
def supervised(*scripts: str, stop_within_s: int = 20) -> Iterator[Supervised]:
    """A supervisor, killed at the end of the block if it still runs."""
    started = Supervised(*scripts, stop_within_s=stop_within_s)
    try:
        yield started
    finally:
        started.process.kill()
        started.process.wait()


def test_a_killed_child_is_started_again_within_five_seconds() -> None:
    with supervised(SLEEPS) as supervisor:
        first = supervisor.pid_of("first")

        os.kill(first, signal.SIGKILL)
        killed_at = time.monotonic()

        assert "killed by signal 9" in supervisor.line("first: killed")
        second = supervisor.pid_of("first")
        assert time.monotonic() - killed_at < 5
        assert second != first
        assert is_running(second)


def test_a_child_that_keeps_ending_is_given_growing_pauses() -> None:
    with supervised("exit 3") as supervisor:
        pauses = [supervisor.line("first: ended").rpartition(" in ")[2] for _ in range(3)]

    assert pauses == ["0.5 s", "1.0 s", "2.0 s"]


def test_sigterm_stops_the_children_in_the_order_given() -> None:
    with supervised(SLEEPS, SLEEPS) as supervisor:
        pids = [supervisor.pid_of("first"), supervisor.pid_of("second")]

        supervisor.process.terminate()

        assert supervisor.rest()[-4:] == ["noren: stopping", "first: stopped", "second: stopped", "done"]
        assert not any(map(is_running, pids))
        assert supervisor.process.returncode == 0


def test_ctrl_c_in_the_terminal_reaches_the_children_only_through_the_supervisor() -> None:
    with supervised(
        "trap 'echo first: hit' INT; echo first: ready; while :; do sleep 0.05; done", f"echo second: ready; {SLEEPS}"
    ) as supervisor:
        supervisor.line("first: ready")
        supervisor.line("second: ready")

        os.killpg(supervisor.process.pid, signal.SIGINT)

        lines = supervisor.rest()
        assert lines[-4:] == ["noren: stopping", "first: stopped", "second: stopped", "done"]
        assert "first: hit" not in lines


def test_a_child_that_ignores_sigterm_is_killed_when_its_time_is_over() -> None:
    with supervised(IGNORES_SIGTERM, stop_within_s=1) as supervisor:
        child = supervisor.pid_of("first")
        supervisor.line("first: deaf")

        supervisor.process.terminate()

        assert "first: killed: it had not stopped within 1 s" in supervisor.rest()
        until(lambda: not is_running(child))
