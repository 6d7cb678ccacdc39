"""Recording the sample's receipts with several hands: pieces are taken in order and finished in any."""

import threading

from django.db import transaction

from noren.connect.journey.hands import HANDS, together
from noren.connect.models import Import
from noren.connect.progress import Progress
from noren.kernel.staging import work_in_bulk
from noren.orders.record_history import record_history

RECEIPTS_AT_ONCE = 5_000


class Recorder:
    """Records the prepared receipts of an open batch, from where it stands to the last.

    `published_through` moves only over pieces without a gap, so that a killed import repeats at most what its other
    hands had finished, and that repeat is harmless.
    """

    def __init__(self, batch: Import, prepared: str, *, last: int, progress: Progress) -> None:
        self._batch = batch
        self._prepared = prepared
        self._last = last
        self._progress = progress
        self._lock = threading.Lock()
        self._next = batch.published_through
        self._finished: dict[int, int] = {}
        self._is_stopped = False

    def record_all(self) -> None:
        """Record; returns when the last receipt is recorded."""
        together(*[self._work] * HANDS)

    def _work(self) -> None:
        try:
            while (piece := self._take()) is not None:
                self._record(*piece)
        except BaseException:
            self._is_stopped = True
            raise

    def _take(self) -> tuple[int, int] | None:
        with self._lock:
            if self._is_stopped or self._next >= self._last:
                return None
            after, self._next = self._next, min(self._last, self._next + RECEIPTS_AT_ONCE)
            return after, self._next

    def _record(self, after: int, through: int) -> None:
        with transaction.atomic():
            work_in_bulk()
            recorded = record_history(
                history_uid=self._batch.uid, prepared=self._prepared, after=after, through=through
            )
        with self._lock:
            batch = self._batch
            self._finished[after] = through
            while batch.published_through in self._finished:
                batch.published_through = self._finished.pop(batch.published_through)
            batch.done_count = min(batch.row_count, batch.done_count + recorded.seen_lines)
            batch.changed_count += recorded.lines
            batch.save(update_fields=["published_through", "done_count", "changed_count"])
            self._progress("publishing", batch.done_count, self._next / self._last)
