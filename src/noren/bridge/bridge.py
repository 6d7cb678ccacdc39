"""The bridge at work: queue, printers, and what the till may ask of them."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from noren.bridge.config import Config
from noren.bridge.errors import PrinterUnknown
from noren.bridge.printing import Patience
from noren.bridge.queue import Job, Queue
from noren.bridge.reading import WantedJob
from noren.bridge.rendering import render_job
from noren.bridge.store import Store
from noren.bridge.worker import Worker

# How long an answer may wait for a job that is about to end, and how often it looks.
ANSWER_S = 2.5
_LOOK_S = 0.05


@dataclass(frozen=True, slots=True)
class PrinterView:
    """A printer as the till sees it: how many jobs wait, and what the first of them waits for."""

    name: str
    paper_mm: int
    waiting: int
    why: str


class Bridge:
    """One bridge of a folder."""

    def __init__(self, config: Config, *, say: Callable[[str], None], patience: Patience | None = None) -> None:
        self.config = config
        self.store = Store(config.home)
        self.queue = Queue(self.store)
        self._workers = {
            name: Worker(printer, self.queue, say=say, patience=patience) for name, printer in config.printers.items()
        }

    def start(self) -> int:
        """Begin to print; answer how many jobs are unsure because the bridge was stopped while it printed them."""
        unsure = self.queue.recover()
        for worker in self._workers.values():
            worker.start()
        return unsure

    def stop(self) -> None:
        """End after what is being printed."""
        for worker in self._workers.values():
            worker.stop()

    def take(self, wanted: WantedJob) -> Job:
        """Put a job into the queue, and answer it as it stands a moment later. Safe to repeat.

        Raises:
            PrinterUnknown, IdTaken, QueueFull: nothing was kept.
        """
        printer = self.config.printers.get(wanted.printer)
        if printer is None:
            raise PrinterUnknown(f"no printer is called {wanted.printer!r}")
        job = self.queue.take(render_job(wanted, printer))
        self._workers[printer.name].wake()
        return self.watch(job.id)

    def watch(self, job_id: str) -> Job:
        """A job once it ended, or something is in its way, or after a moment.

        Raises:
            JobUnknown: none has this id.
        """
        ends = time.monotonic() + ANSWER_S
        while True:
            job = self.queue.get(job_id)
            if job.state not in {"waiting", "printing"} or job.why or time.monotonic() > ends:
                return job
            time.sleep(_LOOK_S)

    def printers(self) -> list[PrinterView]:
        """All of them."""
        return [
            PrinterView(name, printer.paper_mm, len(jobs), next((job.why for job in jobs), ""))
            for name, printer in self.config.printers.items()
            for jobs in [self.queue.waiting(name)]
        ]
