"""Recording in bulk: the events of past deeds, appended by one statement in the transaction that makes them visible."""

from collections.abc import Mapping
from datetime import datetime

from django.db import connection

from noren.kernel.staging import SqlValue
from noren.timeline.wake import wake_after_commit

_INSERT = """
INSERT INTO timeline_event (name, channel, store_id, customer_id, anonymous_id, subject_uid, occurred_at, received_at,
                            properties, context, source)
SELECT %(event_name)s, q.channel, q.store_id, q.customer_id, '', q.subject_uid, q.at, %(received_at)s, q.properties,
       '{}'::jsonb, %(source)s
FROM ("""


def record_selected(
    query: str, values: Mapping[str, SqlValue], *, event_name: str, source: str, received_at: datetime
) -> int:
    """Append one event for each row of a query, in its order; answer how many.

    Args:
        query: SQL with the columns channel, store_id, customer_id, subject_uid, at and properties (jsonb with the
            fields of the event's dataclass).
        values: the query's named parameters.
        source: `history` for deeds that no consumer may react to.

    Raises:
        RuntimeError: there is no transaction: the events could be told without their deeds.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("events are recorded in the transaction of their deeds")
    told: dict[str, SqlValue] = {"event_name": event_name, "source": source, "received_at": received_at}
    with connection.cursor() as cursor:
        cursor.execute(f"{_INSERT}{query}) AS q", {**values, **told})
        count: int = cursor.rowcount
    wake_after_commit()
    return count
