"""Finishing a batch of past sales: the only code that shows it to readers and tells its orders."""

import logging
from datetime import datetime
from uuid import UUID

from django.db import OperationalError, transaction

from noren.kernel.staging import analyze
from noren.orders.events import OrderCompleted
from noren.orders.models import History
from noren.orders.regulars.keep import refresh_regulars
from noren.timeline.bulk import record_selected
from noren.timeline.record import HISTORY

_logger = logging.getLogger(__name__)

_EVENTS = """
SELECT o.channel, o.store_id, o.customer_id, o.uid AS subject_uid, o.placed_at AS at, jsonb_build_object(
    'order_uid', o.uid, 'number', o.number, 'store', s.code, 'fulfillment', 'counter', 'total_minor', o.total_minor,
    'discount_minor', o.discount_minor, 'coupons', '[]'::jsonb, 'lines', sold.lines) AS properties
FROM orders_order o
JOIN stores_store s ON s.id = o.store_id
JOIN (
    SELECT l.order_id, jsonb_agg(jsonb_build_object('sku', v.sku, 'name', l.name, 'quantity', l.quantity,
        'total_minor', l.total_minor) ORDER BY l.position) AS lines
    FROM orders_orderline l
    JOIN orders_order h ON h.id = l.order_id AND h.history_id = %(history)s
    JOIN catalog_variant v ON v.id = l.variant_id
    GROUP BY l.order_id
) AS sold ON sold.order_id = o.id
WHERE o.history_id = %(history)s
ORDER BY o.id
"""


def finish_history(*, history_uid: UUID, at: datetime) -> int:
    """Show the batch to readers and tell its orders, all at once; answer how many. Zero on a repeat.

    Records "Order Completed" for each order, with the source `history`.
    """
    with transaction.atomic(savepoint=False):
        history = History.objects.select_for_update(no_key=True).get(uid=history_uid)
        if history.finished_at is not None:
            return 0
        analyze("orders_order", "orders_orderline")
        told = record_selected(
            _EVENTS,
            {"history": history.pk},
            event_name=OrderCompleted.event_name,
            source=HISTORY,
            received_at=at,
        )
        History.objects.filter(pk=history.pk).update(finished_at=at)
    # Beside it, not with it: where another one works it out just now, or this fails, the next night does the same.
    try:
        refresh_regulars(at=at)
    except OperationalError:
        _logger.warning("whom tills know is worked out in the next night", exc_info=True)
    return told
