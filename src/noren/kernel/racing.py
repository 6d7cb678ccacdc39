"""Racing: run deeds so that all of them wait for the same rows, then let them go at once.

For tests. No sleep and no patched code: the rows are held by a connection of their own until every call is seen to
wait for a lock in `pg_stat_activity`, so the race happens each time and not by luck.
"""

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from django.db import connection, connections, models, transaction

T = TypeVar("T")

_WAITING = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND wait_event_type = 'Lock' AND pid = ANY(%s)
"""


class RaceNotMet(AssertionError):
    """A call finished, or never came to wait, before all were at the barrier."""


def race(
    *calls: Callable[[], T],
    queue_on: models.QuerySet[models.Model] | type[models.Model],
    patience_s: float = 10.0,
) -> list[T | Exception]:
    """Run the calls at once, each in a thread with a connection of its own; answer what each returned or raised.

    They come to wait one after the other, so that the first gets the rows first: an outcome that hangs on who was first
    is seen each time, not by luck.

    Args:
        queue_on: rows that every call will lock, held until all calls wait; or a model, whose table takes no write
            until then.
        patience_s: how long the calls may take to arrive at the rows.

    Raises:
        RaceNotMet: not all calls came to wait for the rows.
    """
    outcomes: dict[int, T | Exception] = {}
    pids: dict[int, int] = {}

    def run(place: int, call: Callable[[], T]) -> None:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_backend_pid()")
                pids[place] = cursor.fetchone()[0]
            outcomes[place] = call()
        except Exception as error:  # the outcome of a race may be any refusal
            outcomes[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(place, call), daemon=True) for place, call in enumerate(calls)]
    with transaction.atomic():
        _hold(queue_on)
        for place, thread in enumerate(threads):
            thread.start()
            arrived = _wait_until_all_wait(pids, outcomes, count=place + 1, patience_s=patience_s)
    for thread in threads:
        thread.join(timeout=60)
    if not arrived:
        raise RaceNotMet(f"only some of {len(calls)} calls waited for the rows: {outcomes}")
    return [outcomes[place] for place in range(len(calls))]


def _hold(what: models.QuerySet[models.Model] | type[models.Model]) -> None:
    if isinstance(what, models.QuerySet):
        list(what.select_for_update(of=("self",)))
        return
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {connection.ops.quote_name(what._meta.db_table)} IN SHARE MODE")


def _wait_until_all_wait(
    pids: dict[int, int], outcomes: Mapping[int, object], *, count: int, patience_s: float
) -> bool:
    deadline = time.monotonic() + patience_s
    while time.monotonic() < deadline and not outcomes:
        if len(pids) == count and _waiting(list(pids.values())) == count:
            return True
        time.sleep(0.005)
    return False


def _waiting(pids: Sequence[int]) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")  # else a connection made since the last look is not seen
        cursor.execute(_WAITING, [list(pids)])
        row = cursor.fetchone()
    return int(row[0]) if row else 0
