"""The audit of orders: totals, money, stock, points, coupons and the timeline against each order.

Past sales of other systems are held against their lines only: they moved nothing here.
"""

from collections.abc import Iterator

from django.db import connection

from noren.kernel.audit import Difference
from noren.orders import audit_returns
from noren.orders.late import audit as audit_late
from noren.orders.markdowns import audit as audit_markdowns
from noren.orders.routing import audit as audit_routing
from noren.orders.shifts import audit as audit_shifts
from noren.orders.shipping import audit as audit_shipping

# What was paid for an order and stays with us after what is to go back, and what is due.
_MONEY = """(
    SELECT m.order_uid, sum(m.captured_minor - m.refunded_minor - coalesce(r.open, 0)) AS kept,
           sum(m.captured_minor - m.refunded_minor - coalesce(r.open, 0)) FILTER (WHERE m.status <> 'due') AS elsewhere,
           sum(m.amount_minor) FILTER (WHERE m.status = 'due') AS due
    FROM payments_payment m
    LEFT JOIN (SELECT payment_id, sum(amount_minor) AS open FROM payments_refund WHERE status <> 'done'
               GROUP BY payment_id) r ON r.payment_id = m.id
    GROUP BY m.order_uid
)"""

# Each query answers (order id, order number, expected, found) for orders where the two differ.
_CHECKS = {
    "goods_of_lines": """
        SELECT o.id, o.number, coalesce(l.goods, 0), o.goods_minor FROM orders_order o
        LEFT JOIN (SELECT order_id, sum(quantity::bigint * unit_price_minor + rounding_minor) AS goods
                   FROM orders_orderline GROUP BY order_id) l ON l.order_id = o.id
        WHERE o.goods_minor <> coalesce(l.goods, 0) AND o.status NOT IN ('rejected')
    """,
    "discount_of_lines": """
        SELECT o.id, o.number, coalesce(l.discount, 0), o.discount_minor FROM orders_order o
        LEFT JOIN (SELECT order_id, sum(discount_minor) AS discount FROM orders_orderline GROUP BY order_id) l
            ON l.order_id = o.id
        WHERE o.discount_minor <> coalesce(l.discount, 0) AND o.status NOT IN ('rejected')
    """,
    "total_of_rates": """
        SELECT o.id, o.number, coalesce(t.gross, 0), o.total_minor FROM orders_order o
        LEFT JOIN LATERAL (SELECT sum((rate->>'gross_minor')::bigint) AS gross
                           FROM jsonb_array_elements(o.taxes) AS rate) t ON true
        WHERE o.total_minor <> coalesce(t.gross, 0)
    """,
    "tax_of_rates": """
        SELECT o.id, o.number, coalesce(t.tax, 0), o.tax_minor FROM orders_order o
        LEFT JOIN LATERAL (SELECT sum((rate->>'tax_minor')::bigint) AS tax
                           FROM jsonb_array_elements(o.taxes) AS rate) t ON true
        WHERE o.tax_minor <> coalesce(t.tax, 0)
    """,
    "money_taken": f"""
        SELECT o.id, o.number,
               CASE WHEN o.status = 'completed' THEN o.total_minor - o.returned_minor ELSE 0 END, coalesce(p.kept, 0)
        FROM orders_order o LEFT JOIN {_MONEY} p ON p.order_uid = o.uid
        WHERE o.source <> 'history' AND o.status NOT IN ('placed', 'ready', 'awaiting_payment')
          AND CASE WHEN o.status = 'completed' THEN o.total_minor - o.returned_minor ELSE 0 END <> coalesce(p.kept, 0)
    """,  # noqa: S608 - only our own constant is put in
    "money_due": f"""
        SELECT o.id, o.number, e.due, coalesce(p.due, 0)
        FROM orders_order o LEFT JOIN {_MONEY} p ON p.order_uid = o.uid
        CROSS JOIN LATERAL (
            SELECT CASE WHEN o.status IN ('placed', 'ready') THEN o.total_minor - coalesce(p.kept, 0)
                        WHEN o.status = 'awaiting_payment' THEN o.total_minor - coalesce(p.elsewhere, 0)
                        ELSE 0 END AS due
        ) e
        WHERE o.source <> 'history' AND e.due <> coalesce(p.due, 0)
    """,  # noqa: S608 - only our own constant is put in
    # Whoever has paid in full waits for nothing.
    "paid_and_waiting": f"""
        SELECT o.id, o.number, 'placed', 'awaiting_payment'
        FROM orders_order o JOIN {_MONEY} p ON p.order_uid = o.uid
        WHERE o.status = 'awaiting_payment' AND p.kept >= o.total_minor
    """,  # noqa: S608 - only our own constant is put in
    # An attempt may ask for money only while its order waits; one that is being canceled asks no more.
    "attempt_of_no_waiting_order": """
        SELECT o.id, o.number, 'no live attempt', a.status
        FROM orders_order o JOIN payments_payment p ON p.order_uid = o.uid
        JOIN payments_attempt a ON a.payment_id = p.id AND a.status IN ('started', 'pending', 'capturing')
        WHERE o.status <> 'awaiting_payment'
    """,
    "points_earned": """
        SELECT o.id, o.number, CASE WHEN o.status = 'completed' THEN o.points ELSE 0 END, coalesce(e.points, 0)
        FROM orders_order o
        LEFT JOIN (SELECT cause_uid, sum(points) AS points FROM loyalty_pointsentry
                   WHERE cause_kind IN ('order', 'void') AND kind IN ('earn', 'take_back', 'owe') GROUP BY cause_uid) e
            ON e.cause_uid = o.uid
        WHERE o.source <> 'history' AND o.customer_id IS NOT NULL
          AND CASE WHEN o.status = 'completed' THEN o.points ELSE 0 END <> coalesce(e.points, 0)
    """,
    "coupon_discounts": """
        SELECT o.id, o.number, coalesce(r.discount, 0),
               CASE WHEN l.is_back THEN 0 ELSE coalesce(l.discount, 0) - coalesce(g.by_hand, 0) END
        FROM orders_order o
        LEFT JOIN (SELECT order_uid, sum(discount_minor) AS discount FROM coupons_redemption
                   WHERE withdrawn_at IS NULL AND source <> 'history' GROUP BY order_uid) r ON r.order_uid = o.uid
        LEFT JOIN (SELECT order_id, sum(discount_minor) AS discount,
                          bool_or(returned_quantity > 0)
                          AND bool_and(returned_quantity = quantity OR fee <> '') AS is_back
                   FROM orders_orderline GROUP BY order_id) l ON l.order_id = o.id
        LEFT JOIN (SELECT order_id, sum(amount_minor) AS by_hand FROM orders_markdowngiven GROUP BY order_id) g
            ON g.order_id = o.id
        WHERE o.source <> 'history' AND o.status IN ('awaiting_payment', 'placed', 'ready', 'completed')
          AND coalesce(r.discount, 0)
              <> CASE WHEN l.is_back THEN 0 ELSE coalesce(l.discount, 0) - coalesce(g.by_hand, 0) END
    """,
    "receipt_prints": """
        SELECT r.id, r.number, r.printed_count, c.latest
        FROM orders_receipt r
        JOIN (SELECT receipt_id, max(number) AS latest, max(number) - min(number) + 1 AS should, count(*) AS found
              FROM orders_receiptcopy GROUP BY receipt_id) c ON c.receipt_id = r.id
        WHERE c.latest <> r.printed_count OR c.should <> c.found
    """,
    "formal_receipts": """
        SELECT r.id, r.number, count(*), max(f.number)
        FROM orders_formalreceipt f JOIN orders_receipt r ON r.id = f.receipt_id
        GROUP BY r.id, r.number HAVING count(*) <> max(f.number)
    """,
    "receipt_sums": """
        SELECT r.id, r.number, (r.document->>'total_minor')::bigint,
               (SELECT coalesce(sum((t->>'gross_minor')::bigint), 0) FROM jsonb_array_elements(r.document->'taxes') t)
        FROM orders_receipt r
        WHERE (r.document->>'total_minor')::bigint <>
              (SELECT coalesce(sum((t->>'gross_minor')::bigint), 0) FROM jsonb_array_elements(r.document->'taxes') t)
    """,
    "told_once": """
        SELECT o.id, o.number, CASE WHEN o.status IN ('awaiting_payment', 'unpaid') THEN 0 ELSE 1 END,
               coalesce(e.told, 0)
        FROM orders_order o
        LEFT JOIN (SELECT subject_uid, count(*) AS told FROM timeline_event WHERE name = 'Order Completed'
                   GROUP BY subject_uid) e ON e.subject_uid = o.uid
        LEFT JOIN orders_history h ON h.id = o.history_id
        WHERE (o.history_id IS NULL OR h.finished_at IS NOT NULL)
          AND coalesce(e.told, 0) <> CASE WHEN o.status IN ('awaiting_payment', 'unpaid') THEN 0 ELSE 1 END
    """,
    "gift_wrap_of_lines": """
        SELECT o.id, o.number, o.is_gift, l.found FROM orders_order o
        CROSS JOIN LATERAL (SELECT count(*) > 0 AS found FROM orders_orderline
                            WHERE order_id = o.id AND fee = 'gift_wrap') l
        WHERE (o.is_gift OR l.found) AND o.is_gift <> l.found
    """,
    # A change that took all off is told as the end of its order.
    "told_changes": """
        SELECT o.id, o.number, coalesce(c.made, 0), coalesce(e.told, 0)
        FROM orders_order o
        LEFT JOIN (SELECT order_id, count(*) AS made FROM orders_orderchange WHERE NOT is_all GROUP BY order_id) c
            ON c.order_id = o.id
        LEFT JOIN (SELECT subject_uid, count(*) AS told FROM timeline_event WHERE name = 'Order Updated'
                   GROUP BY subject_uid) e ON e.subject_uid = o.uid
        WHERE coalesce(c.made, 0) <> coalesce(e.told, 0)
    """,
    "told_ending": """
        SELECT o.id, o.number, 1, coalesce(e.told, 0)
        FROM orders_order o
        JOIN orders_fulfillment f ON f.order_id = o.id
        LEFT JOIN (SELECT subject_uid,
                          count(*) FILTER (WHERE name <> 'Order Unpaid') AS told,
                          count(*) FILTER (WHERE name = 'Order Unpaid') AS told_unpaid
                   FROM timeline_event
                   WHERE name IN ('Order Handed Over', 'Order Cancelled', 'Order Rejected', 'Order Expired',
                                  'Order Unpaid')
                   GROUP BY subject_uid) e ON e.subject_uid = o.uid
        WHERE f.kind = 'pickup' AND o.status NOT IN ('awaiting_payment', 'placed', 'ready')
          AND coalesce(CASE WHEN o.status = 'unpaid' THEN e.told_unpaid ELSE e.told END, 0) <> 1
    """,
}

# What a level has allocated must be what open pickups, and parcels that are to leave its store, still want of it.
_ALLOCATED = """
SELECT l.id, s.code, v.sku, coalesce(w.wanted, 0), l.allocated
FROM stock_level l
JOIN stores_store s ON s.id = l.store_id
JOIN catalog_variant v ON v.id = l.variant_id
LEFT JOIN (
    SELECT store_id, variant_id, sum(quantity) AS wanted FROM (
        SELECT f.store_id, i.variant_id, i.quantity - i.awaited_quantity AS quantity
        FROM orders_fulfillment f JOIN orders_orderline i ON i.order_id = f.order_id AND i.fee = ''
        WHERE f.status IN ('waiting', 'open', 'ready') AND f.kind = 'pickup'
        UNION ALL
        SELECT h.store_id, i.variant_id, p.quantity
        FROM orders_shipment h JOIN orders_shipmentline p ON p.shipment_id = h.id
        JOIN orders_orderline i ON i.id = p.order_line_id
        WHERE h.status IN ('to_pack', 'packed')
    ) promised GROUP BY store_id, variant_id
) w ON w.store_id = l.store_id AND w.variant_id = l.variant_id
WHERE l.allocated <> coalesce(w.wanted, 0)
"""


# Each query answers (what, cause) for rows of other rooms that name an order which does not exist.
_ORPHANS = {
    "payment_without_order": """
        SELECT p.id, p.order_uid FROM payments_payment p
        LEFT JOIN orders_order o ON o.uid = p.order_uid WHERE o.id IS NULL
    """,
    "redemption_without_order": """
        SELECT r.id, r.order_uid FROM coupons_redemption r
        LEFT JOIN orders_order o ON o.uid = r.order_uid WHERE r.order_uid IS NOT NULL AND o.id IS NULL
    """,
    "points_without_order": """
        SELECT e.id, e.cause_uid FROM loyalty_pointsentry e
        LEFT JOIN orders_order o ON o.uid = e.cause_uid WHERE e.cause_kind = 'order' AND o.id IS NULL
    """,
    "movement_without_order": """
        SELECT m.id, m.cause_uid FROM stock_movement m
        LEFT JOIN orders_order o ON o.uid = m.cause_uid
        WHERE m.cause_kind IN ('order', 'hand_over', 'short_pick', 'order_change', 'rejected_line', 'sourced', 'found',
                               'canceled', 'rejected', 'expired', 'unpaid', 'void', 'shipped', 'routed')
          AND o.id IS NULL
    """,
}


def differences() -> Iterator[Difference]:
    """Every order against its lines, rates, payments, points, coupons, returns and events; allocations, pickups."""
    with connection.cursor() as cursor:
        for check, sql in _CHECKS.items():
            cursor.execute(sql)
            for order_id, number, expected, found in cursor.fetchall():
                yield Difference("orders", check, f"order {order_id} ({number})", str(expected), str(found))
        cursor.execute(_ALLOCATED)
        for level_id, store, sku, expected, found in cursor.fetchall():
            subject = f"level {level_id} (store {store}, SKU {sku})"
            yield Difference("orders", "allocated", subject, str(expected), str(found))
        for check, sql in _ORPHANS.items():
            cursor.execute(sql)
            for row_id, order_uid in cursor.fetchall():
                yield Difference("orders", check, f"row {row_id}", f"order {order_uid}", "none")
    yield from audit_returns.differences()
    yield from audit_late.differences()
    yield from audit_markdowns.differences()
    yield from audit_routing.differences()
    yield from audit_shipping.differences()
    yield from audit_shifts.differences()
