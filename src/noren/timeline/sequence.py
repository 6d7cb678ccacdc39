"""The sequencer: the only code that gives events their position.

Reading by id loses events, because a lower id may commit after a higher one was read. Here one process at a time
numbers the rows it can see; a transaction still open is numbered after its commit and delays nobody.
"""

from django.db import connection, transaction

# Any constant does, as long as nothing else locks it.
_LOCK = 7_305_001

_NUMBER = """
UPDATE timeline_event e SET position = numbered.position
FROM (
    SELECT id, nextval('timeline_position') AS position
    FROM (SELECT id FROM timeline_event WHERE position IS NULL ORDER BY id LIMIT %s) AS unnumbered
) AS numbered
WHERE e.id = numbered.id
"""


def sequence(*, limit: int = 10_000) -> int:
    """Number the committed events that have no position yet, in insert order; answer how many.

    Zero when there is nothing to do or another process is at it. Positions grow; a rollback leaves a gap that stays
    empty.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        row = cursor.fetchone()
        if row is None or not row[0]:
            return 0
        cursor.execute(_NUMBER, [limit])
        return int(cursor.rowcount)
