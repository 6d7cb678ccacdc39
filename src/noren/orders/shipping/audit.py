"""The audit of deliveries: parcels against the lines of their order, and against the log."""

from collections.abc import Iterator

from django.db import connection

from noren.kernel.audit import Difference

# Each query answers (order id, number, expected, found) where the two differ.
_CHECKS = {
    # Parcels that are to leave or have left, and what is parked, add up to each line until the order ends otherwise.
    "parcels_of_lines": """
        SELECT o.id, o.number, 'line ' || l.position || ': ' || l.quantity - l.awaited_quantity,
               coalesce(p.pieces, 0)::text
        FROM orders_order o JOIN orders_fulfillment f ON f.order_id = o.id AND f.kind = 'delivery'
        JOIN orders_orderline l ON l.order_id = o.id AND l.fee = ''
        LEFT JOIN (SELECT i.order_line_id, sum(i.quantity) AS pieces FROM orders_shipmentline i
                   JOIN orders_shipment s ON s.id = i.shipment_id AND s.status <> 'canceled' GROUP BY 1) p
            ON p.order_line_id = l.id
        WHERE o.status IN ('awaiting_payment', 'placed', 'completed')
          AND coalesce(p.pieces, 0) <> l.quantity - l.awaited_quantity
    """,
    "parcels_of_ended_orders": """
        SELECT o.id, o.number, 'none', s.status || ' parcel ' || s.uid
        FROM orders_order o JOIN orders_shipment s ON s.order_id = o.id
        WHERE (o.status = 'completed' AND s.status NOT IN ('shipped', 'canceled'))
           OR (o.status NOT IN ('awaiting_payment', 'placed', 'completed') AND s.status <> 'canceled')
    """,
    "completed_when_sent": """
        SELECT o.id, o.number, 'completed', o.status
        FROM orders_order o JOIN orders_fulfillment f ON f.order_id = o.id AND f.kind = 'delivery'
        WHERE o.status = 'placed'
          AND NOT EXISTS (SELECT 1 FROM orders_shipment s WHERE s.order_id = o.id
                          AND s.status IN ('to_pack', 'packed'))
          AND NOT EXISTS (SELECT 1 FROM orders_orderline l WHERE l.order_id = o.id AND l.awaited_quantity > 0)
    """,
    "completion_told": """
        SELECT o.id, o.number, (o.status = 'completed')::int::text, coalesce(e.told, 0)::text
        FROM orders_order o JOIN orders_fulfillment f ON f.order_id = o.id AND f.kind = 'delivery'
        LEFT JOIN (SELECT subject_uid, count(*) AS told FROM timeline_event WHERE name = 'Delivery Completed'
                   GROUP BY 1) e ON e.subject_uid = o.uid
        WHERE coalesce(e.told, 0) <> (o.status = 'completed')::int
    """,
    "parcels_told": """
        SELECT o.id, o.number, coalesce(s.sent, 0)::text, coalesce(e.told, 0)::text
        FROM orders_order o JOIN orders_fulfillment f ON f.order_id = o.id AND f.kind = 'delivery'
        LEFT JOIN (SELECT order_id, count(*) AS sent FROM orders_shipment WHERE status = 'shipped' GROUP BY 1) s
            ON s.order_id = o.id
        LEFT JOIN (SELECT subject_uid, count(*) AS told FROM timeline_event WHERE name = 'Order Shipped' GROUP BY 1) e
            ON e.subject_uid = o.uid
        WHERE coalesce(s.sent, 0) <> coalesce(e.told, 0)
    """,
    # What a delivery's receipts say, less what they take back, is what it comes to.
    "receipts_of_deliveries": """
        SELECT o.id, o.number, e.total::text, sum(r.minor)::text
        FROM orders_order o JOIN orders_fulfillment f ON f.order_id = o.id AND f.kind = 'delivery'
        CROSS JOIN LATERAL (SELECT CASE WHEN o.status IN ('placed', 'completed') THEN o.total_minor ELSE 0 END
                            AS total) e
        JOIN LATERAL (
            SELECT CASE WHEN kind = 'sale' THEN 1 ELSE -1 END * (document->>'total_minor')::bigint AS minor
            FROM orders_receipt WHERE order_id = o.id AND kind <> 'return') r ON true
        GROUP BY o.id, o.number, e.total HAVING e.total <> sum(r.minor)
    """,
    # What left a store for an order is what its parcels from there held.
    "pieces_that_left": """
        SELECT o.id, o.number, coalesce(p.pieces, 0)::text, coalesce(m.pieces, 0)::text
        FROM orders_order o JOIN orders_fulfillment f ON f.order_id = o.id AND f.kind = 'delivery'
        CROSS JOIN LATERAL (
            SELECT s.store_id, l.variant_id, sum(i.quantity) AS pieces FROM orders_shipment s
            JOIN orders_shipmentline i ON i.shipment_id = s.id JOIN orders_orderline l ON l.id = i.order_line_id
            WHERE s.order_id = o.id AND s.status = 'shipped' GROUP BY 1, 2) p
        LEFT JOIN LATERAL (
            SELECT -sum(m.on_hand_change) AS pieces FROM stock_movement m JOIN stock_level v ON v.id = m.level_id
            WHERE m.cause_kind = 'shipped' AND m.cause_uid = o.uid AND v.store_id = p.store_id
              AND v.variant_id = p.variant_id) m ON true
        WHERE coalesce(p.pieces, 0) <> coalesce(m.pieces, 0)
    """,
}


def differences() -> Iterator[Difference]:
    """Every delivered order against its parcels, their movements and the log."""
    with connection.cursor() as cursor:
        for check, sql in _CHECKS.items():
            cursor.execute(sql)
            for order_id, number, expected, found in cursor.fetchall():
                yield Difference("orders", check, f"order {order_id} ({number})", str(expected), str(found))
