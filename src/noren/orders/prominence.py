"""What sells best and is in stock stands in front: the clock looks each night and tells the catalog."""

from datetime import datetime, timedelta

from django.db import connection

from noren.catalog.prominence import set_prominence
from noren.orders.history import IS_VISIBLE_SQL
from noren.stock.queries import variants_in_stock

SOLD_WITHIN = timedelta(weeks=13)

_SOLD = f"""
SELECT l.variant_id, sum(l.quantity)::bigint FROM orders_orderline l JOIN orders_order o ON o.id = l.order_id
WHERE o.placed_at >= %s AND o.placed_at < %s AND o.status IN ('placed', 'ready', 'completed') AND {IS_VISIBLE_SQL}
GROUP BY l.variant_id
"""  # noqa: S608 - only our own constant is put in


def refresh_prominence(*, at: datetime) -> int:
    """Order the shop's lists by the pieces sold in the last 13 weeks, what is in stock first; safe to repeat.

    Returns how many products changed their place.
    """
    with connection.cursor() as cursor:
        cursor.execute(_SOLD, [at - SOLD_WITHIN, at])
        sold = dict(cursor.fetchall())
    return set_prominence(sold, variants_in_stock())
