"""The audit of transfers: lines against status, and every piece of a line against the ledger and the holds."""

from collections.abc import Iterator

from django.db import connection

from noren.kernel.audit import Difference

# Each query answers (transfer's number, what of it, expected, found) where the two differ.
_CHECKS = {
    # Before it is sent nothing has left; while it is on the way something is; at its end nothing is.
    "transfer_status": """
        SELECT f.number, f.status, CASE WHEN f.status IN ('in_transit', 'partly_received') THEN 'pieces on the way'
               ELSE 'none on the way' END, l.on_the_way || ' on the way, ' || l.sent || ' sent, ' || l.came || ' came'
        FROM stock_transfer f
        LEFT JOIN LATERAL (
            SELECT coalesce(sum(sent - received - lost - returned), 0) AS on_the_way, coalesce(sum(sent), 0) AS sent,
                   coalesce(sum(received + surplus), 0) AS came, coalesce(sum(lost + returned), 0) AS settled
            FROM stock_transferline WHERE transfer_id = f.id
        ) l ON true
        WHERE NOT CASE f.status
            WHEN 'in_transit' THEN l.on_the_way = l.sent AND l.sent > 0 AND l.came = 0 AND l.settled = 0
            WHEN 'partly_received' THEN l.on_the_way > 0 AND l.on_the_way + l.settled + l.came > 0
            WHEN 'received' THEN l.on_the_way = 0 AND l.sent > 0
            WHEN 'canceled' THEN l.on_the_way = 0 AND (l.sent > 0) = (f.sent_at IS NOT NULL)
            ELSE l.sent = 0 AND l.came = 0 AND l.settled = 0 END
    """,
    # What left the source: sent, and the surplus that nobody had written down; what is back is there again.
    "transfer_source": """
        SELECT f.number, 'SKU ' || v.sku, (t.returned - t.sent - t.surplus)::text, coalesce(m.on_hand, 0)::text
        FROM stock_transferline t
        JOIN stock_transfer f ON f.id = t.transfer_id
        JOIN catalog_variant v ON v.id = t.variant_id
        LEFT JOIN ({moved}) m ON m.cause_uid = f.uid AND m.store_id = f.from_store_id AND m.variant_id = t.variant_id
        WHERE t.returned - t.sent - t.surplus <> coalesce(m.on_hand, 0)
    """,
    "transfer_destination": """
        SELECT f.number, 'SKU ' || v.sku, (t.received + t.surplus) || ', of them aside ' || t.damaged,
               coalesce(m.on_hand, 0) || ', of them aside ' || coalesce(m.aside, 0)
        FROM stock_transferline t
        JOIN stock_transfer f ON f.id = t.transfer_id
        JOIN catalog_variant v ON v.id = t.variant_id
        LEFT JOIN ({moved}) m ON m.cause_uid = f.uid AND m.store_id = f.to_store_id AND m.variant_id = t.variant_id
        WHERE (t.received + t.surplus, t.damaged) IS DISTINCT FROM (coalesce(m.on_hand, 0), coalesce(m.aside, 0))
    """,
    "transfer_hold": """
        SELECT f.number, 'SKU ' || v.sku, w.wanted::text, coalesce(h.quantity, 0)::text
        FROM stock_transferline t
        JOIN stock_transfer f ON f.id = t.transfer_id
        JOIN catalog_variant v ON v.id = t.variant_id
        CROSS JOIN LATERAL (SELECT CASE WHEN f.status = 'ready' THEN t.wanted ELSE 0 END AS wanted) w
        LEFT JOIN (
            SELECT o.owner_uid, l.store_id, l.variant_id, sum(o.quantity) AS quantity
            FROM stock_hold o JOIN stock_level l ON l.id = o.level_id
            WHERE o.kind = 'transfer' AND o.ended_at IS NULL GROUP BY o.owner_uid, l.store_id, l.variant_id
        ) h ON h.owner_uid = f.uid AND h.store_id = f.from_store_id AND h.variant_id = t.variant_id
        WHERE w.wanted <> coalesce(h.quantity, 0)
    """,
    # Nothing moved, or is held, for goods that are on no line of it.
    "transfer_line_missing": """
        SELECT coalesce(f.number, c.cause_uid::text), 'SKU ' || v.sku, 'a line', 'none'
        FROM (
            SELECT m.cause_uid, l.variant_id FROM stock_movement m JOIN stock_level l ON l.id = m.level_id
            WHERE m.cause_kind = 'transfer'
            UNION
            SELECT h.owner_uid, l.variant_id FROM stock_hold h JOIN stock_level l ON l.id = h.level_id
            WHERE h.kind = 'transfer'
        ) c
        JOIN catalog_variant v ON v.id = c.variant_id
        LEFT JOIN stock_transfer f ON f.uid = c.cause_uid
        LEFT JOIN stock_transferline t ON t.transfer_id = f.id AND t.variant_id = c.variant_id
        WHERE t.id IS NULL
    """,
    "transfer_arrivals": """
        SELECT f.number, 'pieces', coalesce(l.came, 0) || ', of them damaged ' || coalesce(l.damaged, 0),
               coalesce(a.pieces, 0) || ', of them damaged ' || coalesce(a.damaged, 0)
        FROM stock_transfer f
        LEFT JOIN (SELECT transfer_id, sum(received + surplus) AS came, sum(damaged) AS damaged
                   FROM stock_transferline GROUP BY transfer_id) l ON l.transfer_id = f.id
        LEFT JOIN (SELECT transfer_id, sum(pieces) AS pieces, sum(damaged) AS damaged
                   FROM stock_transferarrival GROUP BY transfer_id) a ON a.transfer_id = f.id
        WHERE (coalesce(l.came, 0), coalesce(l.damaged, 0)) IS DISTINCT FROM
              (coalesce(a.pieces, 0), coalesce(a.damaged, 0))
    """,
    "transfer_told": """
        SELECT f.number, e.name, e.expected::text, coalesce(t.told, 0)::text
        FROM stock_transfer f
        CROSS JOIN LATERAL (VALUES
            ('Transfer Drafted', 1), ('Transfer Ready', CASE WHEN f.ready_at IS NULL THEN 0 ELSE 1 END),
            ('Transfer Sent', CASE WHEN f.sent_at IS NULL THEN 0 ELSE 1 END),
            ('Transfer Received', (SELECT count(*)::int FROM stock_transferarrival a WHERE a.transfer_id = f.id)),
            ('Transfer Cancelled', CASE WHEN f.canceled_at IS NULL THEN 0 ELSE 1 END)
        ) e (name, expected)
        LEFT JOIN (SELECT subject_uid, name, count(*) AS told FROM timeline_event WHERE name LIKE 'Transfer %'
                   GROUP BY subject_uid, name) t ON t.subject_uid = f.uid AND t.name = e.name
        WHERE e.expected <> coalesce(t.told, 0)
    """,
}
_MOVED = """
    SELECT m.cause_uid, l.store_id, l.variant_id, sum(m.on_hand_change) AS on_hand, sum(m.aside_change) AS aside
    FROM stock_movement m JOIN stock_level l ON l.id = m.level_id
    WHERE m.cause_kind = 'transfer' GROUP BY m.cause_uid, l.store_id, l.variant_id
"""


def differences() -> Iterator[Difference]:
    """Every transfer against its status, its movements, its holds, its arrivals and its events."""
    with connection.cursor() as cursor:
        for check, sql in _CHECKS.items():
            cursor.execute(sql.replace("{moved}", _MOVED))
            for number, what, expected, found in cursor.fetchall():
                yield Difference("stock", check, f"transfer {number}: {what}", expected, found)
