"""The audit of routing: what lines wait for, the sourcings behind it, and the transfers and holds behind those."""

from collections.abc import Iterator

from django.db import connection

from noren.kernel.audit import Difference

# Each query answers (subject, expected, found) where the two differ.
_CHECKS = {
    "awaited_of_sourcings": """
        SELECT 'line ' || i.id || ' of order ' || o.number, coalesce(s.open, 0), i.awaited_quantity
        FROM orders_orderline i JOIN orders_order o ON o.id = i.order_id
        LEFT JOIN (SELECT line_id, sum(quantity - arrived - dropped) AS open FROM orders_sourcing
                   GROUP BY line_id) s ON s.line_id = i.id
        WHERE i.awaited_quantity <> coalesce(s.open, 0)
    """,
    # Whoever waits for goods still wants them.
    "awaited_by_ended_order": """
        SELECT 'order ' || o.number, 'nothing awaited', sum(i.awaited_quantity) || ' awaited, ' || o.status
        FROM orders_orderline i JOIN orders_order o ON o.id = i.order_id
        WHERE i.awaited_quantity > 0 AND o.status NOT IN ('awaiting_payment', 'placed') GROUP BY o.number, o.status
    """,
    "sourcing_without_transfer": """
        SELECT 'sourcing ' || s.id || ' of order ' || o.number,
               'a transfer of ' || s.quantity || ' to its store for it',
               coalesce(f.number || ' of ' || coalesce(t.wanted, 0), 'none')
        FROM orders_sourcing s
        JOIN orders_orderline i ON i.id = s.line_id
        JOIN orders_order o ON o.id = i.order_id
        LEFT JOIN stock_transfer f ON f.uid = s.transfer_uid
        LEFT JOIN stock_transferline t ON t.transfer_id = f.id AND t.variant_id = i.variant_id
        WHERE s.transfer_uid IS NOT NULL AND NOT coalesce(
            f.kept_for_uid = o.uid AND f.to_store_id = o.store_id AND f.from_store_id = s.from_store_id
            AND t.wanted >= s.quantity, false)
    """,
    # No more is allocated from a transfer than came of it.
    "arrived_of_transfer": """
        SELECT 'transfer ' || f.number || ', variant ' || i.variant_id, t.received, sum(s.arrived)
        FROM orders_sourcing s
        JOIN orders_orderline i ON i.id = s.line_id
        JOIN stock_transfer f ON f.uid = s.transfer_uid
        JOIN stock_transferline t ON t.transfer_id = f.id AND t.variant_id = i.variant_id
        GROUP BY f.number, i.variant_id, t.received HAVING sum(s.arrived) > t.received
    """,
    "transfer_for_no_order": """
        SELECT 'transfer ' || f.number, 'an order', 'none'
        FROM stock_transfer f LEFT JOIN orders_order o ON o.uid = f.kept_for_uid
        WHERE f.kept_for_uid IS NOT NULL AND o.id IS NULL
    """,
    "kept_for_no_order": """
        SELECT 'hold ' || h.uid, 'a transfer for an order', 'none'
        FROM stock_hold h LEFT JOIN stock_transfer f ON f.uid = h.owner_uid AND f.kept_for_uid IS NOT NULL
        WHERE h.kind = 'arrived' AND f.id IS NULL
    """,
}


def differences() -> Iterator[Difference]:
    """Every line that waits, every sourcing, and every transfer and hold that is for an order."""
    with connection.cursor() as cursor:
        for check, sql in _CHECKS.items():
            cursor.execute(sql)
            for subject, expected, found in cursor.fetchall():
                yield Difference("orders", check, subject, str(expected), str(found))
