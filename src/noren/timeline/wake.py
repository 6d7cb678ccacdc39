"""Waking: tell waiting workers that there is something to read, after the commit and at most 20 times a second.

A NOTIFY inside a transaction makes all commits queue behind one lock; after it, it is a hint that may be lost, since
every waiting process polls as well.
"""

import threading
import time

from django.db import connection, transaction

CHANNEL = "noren_work"
_SHORTEST_S = 0.05
_lock = threading.Lock()
_last = [0.0]


def wake_after_commit() -> None:
    """Send NOTIFY once the current transaction has committed, unless one was sent a moment ago."""
    transaction.on_commit(_wake, robust=True)


def _wake() -> None:
    with _lock:
        if time.monotonic() - _last[0] < _SHORTEST_S:
            return
        _last[0] = time.monotonic()
    with connection.cursor() as cursor:
        cursor.execute(f"NOTIFY {CHANNEL}")
