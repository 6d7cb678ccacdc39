"""Processes for the tests: started, looked at, and waited for with a deadline."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from ..home import Home


def until(condition: Callable[[], bool], *, within_s: float = 60.0) -> float:
    """Wait until the condition holds and answer how long that took; fail when it does not in time."""
    started = time.monotonic()
    while not condition():
        assert time.monotonic() - started < within_s, f"not within {within_s} s: {condition}"
        time.sleep(0.01)
    return time.monotonic() - started


def is_running(pid: int) -> bool:
    """The process exists and is no zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def parent_of(pid: int) -> int:
    """The parent's pid."""
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


def children_of(pid: int) -> list[int]:
    """The pids of the living children."""
    found = []
    for entry in Path("/proc").iterdir():
        with suppress(OSError, ValueError):
            if parent_of(int(entry.name)) == pid and is_running(int(entry.name)):
                found.append(int(entry.name))
    return sorted(found)


def postmaster_of(home: Home) -> int:
    """The pid of the server that runs in this home; only for tests, which know that it runs."""
    return int((home.pg / "postmaster.pid").read_text().split("\n", 1)[0])


class Command:
    """A process that uses the embedded database until its input is closed."""

    def __init__(self, home: Home, before: Sequence[str]) -> None:
        self.process = subprocess.Popen(
            [*before, sys.executable, "-m", "noren.run.tests.join", str(home.root)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def wait_until_joined(self) -> None:
        """Return when the command has the database."""
        assert self.process.stdout is not None
        lines = []
        while "joined\n" not in lines:
            lines.append(self.process.stdout.readline())
            assert lines[-1], f"it ended instead: {''.join(lines)}"

    def leave(self) -> str:
        """Have it leave, and answer what it printed since it joined."""
        output, _ = self.process.communicate("\n", timeout=60)
        return output

    def kill(self, number: signal.Signals = signal.SIGKILL) -> None:
        """Send a signal and wait for the end of the command."""
        os.kill(self.process.pid, number)
        self.process.wait(60)


@contextmanager
def command(home: Home, *, before: Sequence[str] = ()) -> Iterator[Command]:
    """A command, killed at the end of the block if it still runs; `before` is put before its words."""
    started = Command(home, before)
    try:
        yield started
    finally:
        if started.process.poll() is None:
            started.kill()
        started.process.communicate()
