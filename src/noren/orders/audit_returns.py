"""The audit of returns: each against its lines and receipt, its sale, the money, the points, the stock and the log."""

from collections.abc import Iterator

from django.db import connection

from noren.kernel.audit import Difference

# Each query answers (id, number, expected, found) of returns, or of orders, where the two differ.
_OF_RETURNS = {
    "return_goods": """
        SELECT r.id, r.number, coalesce(l.goods, 0), r.goods_minor FROM orders_return r
        LEFT JOIN (SELECT goods_return_id, sum(quantity::bigint * unit_price_minor) AS goods FROM orders_returnline
                   GROUP BY 1) l ON l.goods_return_id = r.id
        WHERE r.goods_minor <> coalesce(l.goods, 0)
    """,
    "return_amounts": """
        SELECT r.id, r.number, coalesce(l.total, 0), r.goods_minor - r.discount_minor FROM orders_return r
        LEFT JOIN (SELECT goods_return_id, sum(total_minor) AS total FROM orders_returnline GROUP BY 1) l
            ON l.goods_return_id = r.id
        WHERE r.goods_minor - r.discount_minor <> coalesce(l.total, 0)
    """,
    "return_total": """
        SELECT r.id, r.number, coalesce(t.gross, 0), r.total_minor FROM orders_return r
        LEFT JOIN LATERAL (SELECT sum((rate->>'gross_minor')::bigint) AS gross
                           FROM jsonb_array_elements(r.taxes) AS rate) t ON true
        WHERE r.total_minor <> coalesce(t.gross, 0)
    """,
    "return_tax": """
        SELECT r.id, r.number, coalesce(t.tax, 0), r.tax_minor FROM orders_return r
        LEFT JOIN LATERAL (SELECT sum((rate->>'tax_minor')::bigint) AS tax
                           FROM jsonb_array_elements(r.taxes) AS rate) t ON true
        WHERE r.tax_minor <> coalesce(t.tax, 0)
    """,
    "return_money": """
        SELECT r.id, r.number, r.total_minor, coalesce(e.given, 0) FROM orders_return r
        LEFT JOIN (SELECT e.return_uid, sum(e.amount_minor) AS given,
                          count(*) FILTER (WHERE e.kind = 'payout') AS payouts,
                          min(p.order_uid::text) AS one_order, max(p.order_uid::text) AS other_order
                   FROM (SELECT return_uid, payment_id, amount_minor, kind FROM payments_entry
                         UNION ALL
                         SELECT return_uid, payment_id, amount_minor, 'refund' FROM payments_refund) e
                   LEFT JOIN payments_payment p ON p.id = e.payment_id
                   WHERE e.return_uid IS NOT NULL GROUP BY 1) e ON e.return_uid = r.uid
        LEFT JOIN orders_order o ON o.id = r.order_id
        WHERE r.total_minor <> coalesce(e.given, 0)
           OR coalesce(e.payouts, 0) <> CASE WHEN r.order_id IS NULL AND r.total_minor > 0 THEN 1 ELSE 0 END
           OR coalesce(e.one_order, '') <> coalesce(e.other_order, '')
           OR (e.one_order IS NOT NULL AND e.one_order <> coalesce(o.uid::text, ''))
    """,
    "return_on_hand": """
        SELECT r.id, r.number, coalesce(l.kept, 0), coalesce(m.pieces, 0) FROM orders_return r
        LEFT JOIN (SELECT goods_return_id, sum(quantity) AS kept FROM orders_returnline
                   WHERE condition <> 'discarded' GROUP BY 1) l ON l.goods_return_id = r.id
        LEFT JOIN (SELECT m.cause_uid, v.store_id, sum(m.on_hand_change) AS pieces FROM stock_movement m
                   JOIN stock_level v ON v.id = m.level_id
                   WHERE m.cause_kind = 'return' AND m.kind = 'returned' GROUP BY 1, 2) m
            ON m.cause_uid = r.uid AND m.store_id = r.store_id
        WHERE coalesce(l.kept, 0) <> coalesce(m.pieces, 0)
    """,
    "return_aside": """
        SELECT r.id, r.number, coalesce(l.aside, 0), coalesce(m.pieces, 0) FROM orders_return r
        LEFT JOIN (SELECT goods_return_id, sum(quantity) AS aside FROM orders_returnline
                   WHERE condition IN ('damaged', 'checking') GROUP BY 1) l ON l.goods_return_id = r.id
        LEFT JOIN (SELECT cause_uid, sum(aside_change) AS pieces FROM stock_movement
                   WHERE cause_kind = 'return' GROUP BY 1) m ON m.cause_uid = r.uid
        WHERE coalesce(l.aside, 0) <> coalesce(m.pieces, 0)
    """,
    "return_receipt": """
        SELECT r.id, r.number, r.total_minor, (c.document->>'total_minor')::bigint FROM orders_return r
        LEFT JOIN orders_receipt c ON c.goods_return_id = r.id AND c.number = r.number
        WHERE (c.document->>'total_minor')::bigint IS DISTINCT FROM r.total_minor
    """,
    "return_told_once": """
        SELECT r.id, r.number, 1, coalesce(e.told, 0) FROM orders_return r
        LEFT JOIN (SELECT properties->>'return_uid' AS return_uid, count(*) AS told FROM timeline_event
                   WHERE name IN ('Order Refunded', 'Goods Taken Back') GROUP BY 1) e ON e.return_uid = r.uid::text
        WHERE coalesce(e.told, 0) <> 1
    """,
}
_OF_ORDERS = {
    "returned_pieces": """
        SELECT o.id, o.number, coalesce(sum(b.pieces), 0), sum(l.returned_quantity) FROM orders_order o
        JOIN orders_orderline l ON l.order_id = o.id
        LEFT JOIN (SELECT b.order_line_id, r.order_id, sum(b.quantity) AS pieces FROM orders_returnline b
                   JOIN orders_return r ON r.id = b.goods_return_id GROUP BY 1, 2) b
            ON b.order_line_id = l.id AND b.order_id = o.id
        GROUP BY o.id HAVING bool_or(l.returned_quantity <> coalesce(b.pieces, 0))
    """,
    "returned_amount": """
        SELECT o.id, o.number, coalesce(r.total, 0), o.returned_minor FROM orders_order o
        LEFT JOIN (SELECT order_id, sum(total_minor) AS total FROM orders_return GROUP BY 1) r ON r.order_id = o.id
        WHERE o.returned_minor <> coalesce(r.total, 0)
    """,
    "returned_in_full": """
        SELECT o.id, o.number, o.total_minor, o.returned_minor FROM orders_order o
        JOIN (SELECT order_id, sum(tax_minor) AS tax, sum(points) AS points, bool_or(is_full) AS is_full
              FROM orders_return GROUP BY 1) r ON r.order_id = o.id
        JOIN (SELECT order_id, sum(quantity - returned_quantity) AS kept FROM orders_orderline GROUP BY 1) l
            ON l.order_id = o.id
        WHERE r.is_full IS DISTINCT FROM (l.kept = 0)
           OR r.is_full AND (o.returned_minor, r.tax, r.points) <> (o.total_minor, o.tax_minor, o.points)
    """,
    # Points that expired before their goods came back were of no use to anybody, and are neither taken nor owed.
    "points_of_returns": """
        SELECT o.id, o.number, r.points, coalesce(t.points, 0) FROM orders_order o
        JOIN (SELECT order_id, sum(points) AS points FROM orders_return GROUP BY 1) r ON r.order_id = o.id
        LEFT JOIN (SELECT r.order_id, -sum(e.points) AS points FROM loyalty_pointsentry e
                   JOIN orders_return r ON r.uid = e.cause_uid
                   WHERE e.cause_kind = 'return' AND e.kind IN ('take_back', 'owe') GROUP BY 1) t ON t.order_id = o.id
        LEFT JOIN (SELECT l.cause_uid, -sum(e.points) AS points FROM loyalty_pointsentry e
                   JOIN loyalty_pointslot l ON l.id = e.lot_id
                   WHERE l.cause_kind = 'order' AND e.kind = 'expire' GROUP BY 1) x ON x.cause_uid = o.uid
        WHERE coalesce(t.points, 0) NOT BETWEEN r.points - coalesce(x.points, 0) AND r.points
    """,
}
_ORPHANS = {
    "refund_without_return": """
        SELECT e.id, e.return_uid
        FROM (SELECT id, return_uid FROM payments_entry UNION ALL SELECT id, return_uid FROM payments_refund) e
        LEFT JOIN orders_return r ON r.uid = e.return_uid
        WHERE e.return_uid IS NOT NULL AND r.id IS NULL
    """,
    "movement_without_return": """
        SELECT m.id, m.cause_uid FROM stock_movement m LEFT JOIN orders_return r ON r.uid = m.cause_uid
        WHERE m.cause_kind = 'return' AND r.id IS NULL
    """,
    "points_without_return": """
        SELECT e.id, e.cause_uid FROM loyalty_pointsentry e LEFT JOIN orders_return r ON r.uid = e.cause_uid
        WHERE e.cause_kind = 'return' AND e.kind IN ('take_back', 'owe') AND r.id IS NULL
    """,
}


def differences() -> Iterator[Difference]:
    """Every return against what it did, every order against its returns, and rows that name no return."""
    with connection.cursor() as cursor:
        for kind, checks in (("return", _OF_RETURNS), ("order", _OF_ORDERS)):
            for check, sql in checks.items():
                cursor.execute(sql)
                for row_id, number, expected, found in cursor.fetchall():
                    yield Difference("orders", check, f"{kind} {row_id} ({number})", str(expected), str(found))
        for check, sql in _ORPHANS.items():
            cursor.execute(sql)
            for row_id, return_uid in cursor.fetchall():
                yield Difference("orders", check, f"row {row_id}", f"return {return_uid}", "none")
