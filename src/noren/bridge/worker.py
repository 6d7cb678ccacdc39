"""A printer's thread, the only one that speaks to it: jobs never mix, and one that cannot be printed now waits."""

import sqlite3
import threading
import time
from collections.abc import Callable

from noren.bridge.config import PrinterConfig
from noren.bridge.errors import BrokenOff, NotReady
from noren.bridge.links import open_link
from noren.bridge.printing import Patience, print_job
from noren.bridge.queue import DRAWER_S, Job, Queue
from noren.bridge.status import FAULT
from noren.orders.slips.strip import KICK

# Jobs of other commands, such as a test print, are found by looking.
_LOOK_S = 1.0


class Worker:
    """Prints what waits for one printer, until it is stopped."""

    def __init__(
        self, printer: PrinterConfig, queue: Queue, *, say: Callable[[str], None], patience: Patience | None = None
    ) -> None:
        self.printer = printer
        self._queue = queue
        self._say = say
        self._patience = patience or Patience()
        self._woken = threading.Event()
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"printer {printer.name}", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def wake(self) -> None:
        """There is a new job."""
        self._woken.set()

    def stop(self, *, within_s: float = 5.0) -> None:
        """End after the job that is being printed; what is not done in that time is unsure at the next start."""
        self._stopped.set()
        self._woken.set()
        self._thread.join(within_s)

    def _run(self) -> None:
        while not self._stopped.is_set():
            self._woken.clear()
            try:
                has_printed = self._print_next()
            except sqlite3.Error as error:
                # A full disk, say: what was begun stays begun, and nothing is printed that cannot be written down.
                self._say(f"{self.printer.name}: the queue cannot be written: {error}")
                has_printed = False
            if not has_printed:
                self._woken.wait(_LOOK_S)

    def _print_next(self) -> bool:
        job = self._queue.next_of(self.printer.name)
        if job is None:
            return False
        try:
            return self._print(job)
        except sqlite3.Error:
            raise
        except Exception as error:  # whatever it is, a printer without its thread would print nothing any more
            self._note_fault(job, error)
            return False

    def _note_fault(self, job: Job, error: Exception) -> None:
        if self._queue.get(job.id).state == "printing":
            self._queue.end(job.id, "unsure")
        elif job.why == FAULT:
            return
        else:
            self._queue.explain(job.id, FAULT)
        self._say(f"{self.printer.name}: {job.id} failed: {error!r}")

    def _print(self, job: Job) -> bool:
        """Print a job; False when the printer takes nothing now."""
        data = self._data_of(job)
        if not data:
            self._queue.call_off(job.id)
            self._say(f"{self.printer.name}: the drawer was not opened, it is too late for that")
            return True
        try:
            with open_link(self.printer.address) as link:
                print_job(
                    link,
                    data,
                    answers=self.printer.answers,
                    begin=lambda: self._begin(job),
                    tell=lambda why: self._queue.explain(job.id, why),
                    patience=self._patience,
                )
        except _CalledOff:
            return True
        except NotReady as error:
            if job.why != error.reason:
                self._queue.explain(job.id, error.reason)
                self._say(f"{self.printer.name}: {error.reason}, {job.id} waits")
            return False
        except BrokenOff as error:
            self._queue.end(job.id, "unsure")
            self._say(f"{self.printer.name}: {job.id} broke off: {error}")
            return True
        self._queue.end(job.id, "printed")
        self._say(f"{self.printer.name}: {job.id} printed{f', drawer: {job.reason!r}' if job.reason else ''}")
        return True

    def _begin(self, job: Job) -> None:
        if not self._queue.begin(job.id):
            raise _CalledOff

    @staticmethod
    def _data_of(job: Job) -> bytes:
        is_in_time = time.time() - job.taken_at < DRAWER_S
        return (KICK if job.opens_drawer and is_in_time else b"") + job.content


class _CalledOff(Exception):
    """Between the look at the printer and the first byte somebody called the job off."""
