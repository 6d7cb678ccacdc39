"""Checking past sales before they are recorded: receipts that do not hold together, or that were recorded otherwise."""

from collections.abc import Iterator

from django.db import connection

from noren.kernel.staging import BadCell, with_tables
from noren.orders.history import ORDER_UID

_MIXED = """
SELECT min(line), receipt FROM {staged}
GROUP BY receipt
HAVING min(store) <> max(store) OR min(sold_at) <> max(sold_at) OR count(DISTINCT coalesce(member, '')) > 1
ORDER BY 1
"""
_CHANGED = """
SELECT t.line, t.receipt
FROM (SELECT min(line) AS line, receipt, count(*) AS lines, sum(total_minor) AS total,
             min(store_id) AS store_id, min(customer_id) AS customer_id, min(sold_at) AS sold_at
      FROM {prepared} GROUP BY receipt) AS t
JOIN orders_order o ON o.uid = {order_uid}
LEFT JOIN LATERAL (SELECT count(*) AS lines FROM orders_orderline l WHERE l.order_id = o.id) AS recorded ON true
WHERE (t.lines, t.total, t.store_id, t.customer_id, t.sold_at)
      IS DISTINCT FROM (recorded.lines, o.total_minor, o.store_id, o.customer_id, o.placed_at)
ORDER BY t.line
"""
_NEW = """
SELECT coalesce(sum(lines), 0) FROM (SELECT receipt, count(*) AS lines FROM {prepared} GROUP BY receipt) AS t
WHERE NOT EXISTS (SELECT 1 FROM orders_order o WHERE o.uid = {order_uid})
"""
_RECEIPTS = "SELECT coalesce(max(receipt_no), 0) FROM {prepared}"


def mixed_receipts(staged: str) -> Iterator[BadCell]:
    """Receipts whose lines differ in store, time or member, at their first line."""
    with connection.cursor() as cursor:
        cursor.execute(with_tables(_MIXED, staged=staged))
        for line, receipt in cursor.fetchall():
            yield BadCell(line, "receipt", receipt, "receipt_mixed")


def changed_receipts(prepared: str, *, source: str) -> Iterator[BadCell]:
    """Receipts that were recorded before with other lines, total, store, time or member: a past sale never changes."""
    with connection.cursor() as cursor:
        cursor.execute(_filled_in(_CHANGED, prepared), {"source": source})
        for line, receipt in cursor.fetchall():
            yield BadCell(line, "receipt", receipt, "receipt_changed")


def count_new_lines(prepared: str, *, source: str) -> int:
    """How many prepared lines are of receipts that were not recorded before."""
    with connection.cursor() as cursor:
        cursor.execute(_filled_in(_NEW, prepared), {"source": source})
        (lines,) = cursor.fetchone()
    return int(lines)


def count_receipts(prepared: str) -> int:
    """The number of the last prepared receipt."""
    with connection.cursor() as cursor:
        cursor.execute(with_tables(_RECEIPTS, prepared=prepared))
        (receipts,) = cursor.fetchone()
    return int(receipts)


def _filled_in(statement: str, prepared: str) -> str:
    return with_tables(statement.replace("{order_uid}", ORDER_UID.format("t.receipt")), prepared=prepared)
