"""Signals as something to wait for: a wait ends early when a child ended or somebody asks this process to stop."""

import os
import select
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class Signals:
    """What has been asked of this process, and the wait that notices it."""

    def __init__(self, reader: int) -> None:
        self._reader = reader
        self.asked_to_stop = False

    def wait(self, seconds: float, *, also: int | None = None) -> bool:
        """Wait for a signal, at most `seconds`; the answer is whether the file descriptor `also` can be read."""
        watched = [self._reader] if also is None else [self._reader, also]
        ready = select.select(watched, [], [], seconds)[0]
        if self._reader in ready:
            os.read(self._reader, 4096)
        return also is not None and also in ready

    def note(self, number: int, _frame: FrameType | None) -> None:
        """Remember a signal; SIGCHLD only ends the wait."""
        if number != signal.SIGCHLD:
            self.asked_to_stop = True


@contextmanager
def catch_signals() -> Iterator[Signals]:
    """Within the block SIGTERM, SIGINT and SIGHUP ask to stop instead of ending the process."""
    reader, writer = os.pipe()
    os.set_blocking(reader, False)
    os.set_blocking(writer, False)
    caught = Signals(reader)
    numbers = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGCHLD)
    before = {number: signal.signal(number, caught.note) for number in numbers}
    wakeup_before = signal.set_wakeup_fd(writer, warn_on_full_buffer=False)
    try:
        yield caught
    finally:
        signal.set_wakeup_fd(wakeup_before)
        for number, handler in before.items():
            signal.signal(number, handler)
        os.close(reader)
        os.close(writer)
