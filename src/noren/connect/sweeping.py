"""Sweeping: files that no import needs any more are deleted."""

from datetime import datetime, timedelta

from noren.connect.models import UNFINISHED, Import
from noren.connect.store import drop_file, files_before

KEPT_FOR = timedelta(days=1)
"""How long the file of a dry run waits to be imported as it was checked."""


def sweep_files(*, at: datetime) -> int:
    """Delete files older than a day, except those of imports that have not ended; answer how many. Safe to repeat."""
    old = files_before(at - KEPT_FOR)
    needed = set(Import.objects.filter(uid__in=old, status__in=UNFINISHED).values_list("uid", flat=True))
    for uid in old - needed:
        drop_file(uid)
    return len(old - needed)
