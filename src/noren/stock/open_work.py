"""How much work of stock is open in stores: figures for the start page, each one statement."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db import connection

# Low stock is looked for up to a limit: "more than that many" says enough.
MOST_LOW = 500
_WORK = """
SELECT (SELECT count(*) FROM stock_transfer t WHERE t.status IN ('in_transit', 'partly_received')
        AND (%(stores)s::bigint[] IS NULL OR t.to_store_id = ANY(%(stores)s::bigint[]))),
       (SELECT count(*) FROM stock_transfer t WHERE t.status = 'ready'
        AND (%(stores)s::bigint[] IS NULL OR t.from_store_id = ANY(%(stores)s::bigint[]))),
       (SELECT count(*) FROM stock_count c WHERE c.status = 'open'
        AND (%(stores)s::bigint[] IS NULL OR c.store_id = ANY(%(stores)s::bigint[]))),
       (SELECT count(*) FROM stock_delivery d WHERE d.status = 'draft'
        AND (%(stores)s::bigint[] IS NULL OR d.store_id = ANY(%(stores)s::bigint[])))
"""


@dataclass(frozen=True, slots=True)
class OpenWork:
    """What waits: transfers to receive and to send, stocktakes that are open, deliveries that are not booked in."""

    to_receive: int
    to_send: int
    counts: int
    deliveries: int


def open_work(*, store_ids: Collection[int] | None = None) -> OpenWork:
    """What waits in these stores; None for all."""
    with connection.cursor() as cursor:
        cursor.execute(_WORK, {"stores": None if store_ids is None else list(store_ids)})
        return OpenWork(*cursor.fetchone())
