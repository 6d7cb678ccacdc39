"""One child of the supervisor: started, started again when it ended, and stopped."""

import os
import signal
import time
from collections.abc import Callable

from .children import fork_child

SETTLED_S = 10.0
LONGEST_PAUSE_S = 4.0
POLL_S = 0.01


class Service:
    """Something that is to run always, in a child.

    A child that had settled is started again at once; one that keeps ending is given pauses of 0.5 to 4 s.
    """

    def __init__(
        self, name: str, run: Callable[[], object], *, stop_within_s: float, say: Callable[[str, str], None]
    ) -> None:
        self.name = name
        self._run = run
        self._stop_within_s = stop_within_s
        self._say = say
        self._pid: int | None = None
        self._started_at = 0.0
        self._start_at = 0.0
        self._early_ends = 0

    def tend(self) -> None:
        """Notice an end, and start what should run and whose pause is over."""
        if self._pid is not None and (status := self._ended()) is not None:
            self._note_end(status)
        if self._pid is None and time.monotonic() >= self._start_at:
            # A session of its own: Ctrl-C reaches the supervisor alone, which then stops its children in order.
            self._pid = fork_child(self._run, name=f"noren {self.name}", own_session=True)
            self._started_at = time.monotonic()
            self._say(self.name, f"started (pid {self._pid})")

    def stop(self) -> None:
        """SIGTERM, and SIGKILL when that was not enough within the time given."""
        if self._pid is None or self._ended() is not None:
            return
        child = self._pid
        os.kill(child, signal.SIGTERM)  # not waited for yet, so the pid cannot be anybody else's
        if self._ends_within(self._stop_within_s):
            self._say(self.name, "stopped")
            return
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        self._say(self.name, f"killed: it had not stopped within {self._stop_within_s:.0f} s")

    def _ends_within(self, seconds: float) -> bool:
        deadline = time.monotonic() + seconds
        while self._ended() is None:
            if time.monotonic() >= deadline:
                return False
            time.sleep(POLL_S)
        return True

    def _ended(self) -> int | None:
        """The child's exit status, negative for the signal that ended it; None while it runs."""
        if self._pid is None:
            return 0
        pid, status = os.waitpid(self._pid, os.WNOHANG)
        if pid == 0:
            return None
        self._pid = None
        return os.waitstatus_to_exitcode(status)

    def _note_end(self, status: int) -> None:
        lived_s = time.monotonic() - self._started_at
        self._early_ends = 0 if lived_s >= SETTLED_S else self._early_ends + 1
        pause_s = 0.0 if self._early_ends == 0 else min(LONGEST_PAUSE_S, 0.25 * 2**self._early_ends)
        self._start_at = time.monotonic() + pause_s
        how = f"killed by signal {-status}" if status < 0 else f"ended with status {status}"
        self._say(self.name, f"{how} after {lived_s:.0f} s; starting it again in {pause_s:.1f} s")
