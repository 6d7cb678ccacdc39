"""One child of the supervisor: started, started again when it ended, and stopped."""

import os
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress

SUPERVISOR = "NOREN_SUPERVISOR"
SETTLED_S = 10.0
LONGEST_PAUSE_S = 4.0


class Service:
    """A command that is to run always.

    A child that had settled is started again at once; one that keeps ending is given pauses of 0.5 to 4 s.
    """

    def __init__(
        self, name: str, command: Sequence[str], *, stop_within_s: float, say: Callable[[str, str], None]
    ) -> None:
        self.name = name
        self._command = list(command)
        self._stop_within_s = stop_within_s
        self._say = say
        self._process: subprocess.Popen[bytes] | None = None
        self._started_at = 0.0
        self._start_at = 0.0
        self._early_ends = 0

    @property
    def pid(self) -> int | None:
        """The process that runs now."""
        return self._process.pid if self._process else None

    def tend(self) -> None:
        """Notice an end, and start what should run and whose pause is over."""
        if self._process is not None and self._process.poll() is not None:
            self._note_end(self._process.returncode)
            self._process = None
        if self._process is None and time.monotonic() >= self._start_at:
            self._start()

    def stop(self) -> None:
        """SIGTERM, and SIGKILL when that was not enough within the time given."""
        if self._process is None or self._process.poll() is not None:
            return
        self._process.terminate()
        try:
            self._process.wait(self._stop_within_s)
            self._say(self.name, "stopped")
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
            self._say(self.name, f"killed: it had not stopped within {self._stop_within_s:.0f} s")
        self._process = None

    def _start(self) -> None:
        self._process = subprocess.Popen(
            self._command,
            stdin=subprocess.DEVNULL,
            env=child_environment(os.environ, self.name),
            # Ctrl-C reaches the supervisor alone, which then stops its children in order.
            start_new_session=True,
        )
        self._started_at = time.monotonic()
        self._say(self.name, f"started (pid {self._process.pid})")

    def _note_end(self, status: int) -> None:
        lived_s = time.monotonic() - self._started_at
        self._early_ends = 0 if lived_s >= SETTLED_S else self._early_ends + 1
        pause_s = 0.0 if self._early_ends == 0 else min(LONGEST_PAUSE_S, 0.25 * 2**self._early_ends)
        self._start_at = time.monotonic() + pause_s
        how = f"killed by signal {-status}" if status < 0 else f"ended with status {status}"
        self._say(self.name, f"{how} after {lived_s:.0f} s; starting it again in {pause_s:.1f} s")


def child_environment(environment: Mapping[str, str], name: str) -> dict[str, str]:
    """What a child gets: ours, its own name, and whose end it must not outlive."""
    return {**environment, "NOREN_PROCESS": f"noren {name}", SUPERVISOR: str(os.getpid()), "PYTHONUNBUFFERED": "1"}


def supervisor_pid() -> int | None:
    """The process that supervises this one, if any; told once, so that our own children do not follow it."""
    with suppress(ValueError):
        return int(os.environ.pop(SUPERVISOR, ""))
    return None
