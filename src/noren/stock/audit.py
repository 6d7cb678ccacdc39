"""The audit of stock: levels follow from movements and holds, at each step; all that moves them agrees too."""

from collections.abc import Iterator

from django.db import connection

from noren.kernel.audit import Difference
from noren.stock.replay import replayed
from noren.stock.transfers import audit as transfers

_LEVELS = """
SELECT l.id, s.code, v.sku, l.on_hand, l.allocated, l.held, l.safety, l.aside, l.short,
       m.on_hand, m.allocated, m.held, m.safety, m.aside, m.short
FROM stock_level l
JOIN stores_store s ON s.id = l.store_id
JOIN catalog_variant v ON v.id = l.variant_id
LEFT JOIN (
    SELECT level_id, sum(on_hand_change) AS on_hand, sum(allocated_change) AS allocated, sum(held_change) AS held,
           sum(safety_change) AS safety, sum(aside_change) AS aside, sum(short_change) AS short
    FROM stock_movement GROUP BY level_id
) m ON m.level_id = l.id
WHERE (l.on_hand, l.allocated, l.held, l.safety, l.aside, l.short) IS DISTINCT FROM
      (coalesce(m.on_hand, 0), coalesce(m.allocated, 0), coalesce(m.held, 0), coalesce(m.safety, 0),
       coalesce(m.aside, 0), coalesce(m.short, 0))
"""
_HOLDS = """
SELECT l.id, s.code, v.sku, l.held, coalesce(h.quantity, 0)
FROM stock_level l
JOIN stores_store s ON s.id = l.store_id
JOIN catalog_variant v ON v.id = l.variant_id
LEFT JOIN (SELECT level_id, sum(quantity) AS quantity FROM stock_hold WHERE ended_at IS NULL GROUP BY level_id) h
    ON h.level_id = l.id
WHERE l.held <> coalesce(h.quantity, 0)
"""
_SHORT = """
SELECT l.id, s.code, v.sku, l.short, greatest(0, l.allocated + l.held - greatest(0, l.on_hand - l.aside))
FROM stock_level l
JOIN stores_store s ON s.id = l.store_id
JOIN catalog_variant v ON v.id = l.variant_id
WHERE l.short <> greatest(0, l.allocated + l.held - greatest(0, l.on_hand - l.aside))
"""
_SHORTFALLS = """
SELECT l.id, s.code, v.sku, CASE WHEN l.short > 0 THEN 1 ELSE 0 END, coalesce(f.open, 0)
FROM stock_level l
JOIN stores_store s ON s.id = l.store_id
JOIN catalog_variant v ON v.id = l.variant_id
LEFT JOIN (SELECT level_id, count(*) AS open FROM stock_shortfall WHERE ended_at IS NULL GROUP BY level_id) f
    ON f.level_id = l.id
WHERE CASE WHEN l.short > 0 THEN 1 ELSE 0 END <> coalesce(f.open, 0)
"""
# Each answers (what, expected, found): what a delivery or a stocktake says against the movements that it caused.
_DOCUMENTS = {
    "shortfall_most": """
        SELECT 'shortfall ' || f.id, l.short, f.most_pieces
        FROM stock_shortfall f JOIN stock_level l ON l.id = f.level_id
        WHERE f.ended_at IS NULL AND f.most_pieces < l.short
    """,
    "delivery_received": """
        SELECT 'delivery ' || d.uid || ', SKU ' || v.sku, coalesce(i.found, 0), coalesce(m.pieces, 0)
        FROM (SELECT delivery_id, variant_id, found FROM stock_deliveryline
              WHERE delivery_id IN (SELECT id FROM stock_delivery WHERE status = 'received')) i
        FULL JOIN (SELECT d.id AS delivery_id, l.variant_id, sum(m.on_hand_change) AS pieces
                   FROM stock_movement m JOIN stock_level l ON l.id = m.level_id
                   LEFT JOIN stock_delivery d ON d.uid = m.cause_uid AND d.store_id = l.store_id
                   WHERE m.cause_kind = 'goods_in' GROUP BY d.id, l.variant_id) m
            ON m.delivery_id = i.delivery_id AND m.variant_id = i.variant_id
        LEFT JOIN stock_delivery d ON d.id = coalesce(i.delivery_id, m.delivery_id)
        JOIN catalog_variant v ON v.id = coalesce(i.variant_id, m.variant_id)
        WHERE coalesce(i.found, 0) <> coalesce(m.pieces, 0)
    """,
    "delivery_damaged": """
        SELECT 'delivery ' || d.uid || ', SKU ' || v.sku, i.damaged, coalesce(m.pieces, 0)
        FROM stock_deliveryline i JOIN stock_delivery d ON d.id = i.delivery_id AND d.status = 'received'
        JOIN catalog_variant v ON v.id = i.variant_id
        LEFT JOIN (SELECT m.cause_uid, l.variant_id, sum(m.aside_change) AS pieces
                   FROM stock_movement m JOIN stock_level l ON l.id = m.level_id
                   WHERE m.cause_kind = 'goods_in' GROUP BY m.cause_uid, l.variant_id) m
            ON m.cause_uid = d.uid AND m.variant_id = i.variant_id
        WHERE i.damaged <> coalesce(m.pieces, 0)
    """,
    "count_booked": """
        SELECT 'stocktake ' || coalesce(i.uid, m.cause_uid) || ', level ' || coalesce(i.level_id, m.level_id),
               coalesce(i.difference, 0), coalesce(m.pieces, 0)
        FROM (SELECT c.uid, i.level_id, i.difference FROM stock_countline i JOIN stock_count c ON c.id = i.count_id
              WHERE c.status = 'closed') i
        FULL JOIN (SELECT cause_uid, level_id, sum(on_hand_change) AS pieces FROM stock_movement
                   WHERE cause_kind = 'stocktake' GROUP BY cause_uid, level_id) m
            ON m.cause_uid = i.uid AND m.level_id = i.level_id
        WHERE coalesce(i.difference, 0) <> coalesce(m.pieces, 0)
    """,
    "count_entries": """
        SELECT 'stocktake ' || c.uid || ', level ' || coalesce(i.level_id, e.level_id),
               coalesce(e.pieces, 0), coalesce(i.counted, 0)
        FROM (SELECT count_id, level_id, sum(pieces) AS pieces FROM stock_countentry
              WHERE withdrawn_at IS NULL AND count_id IN (SELECT id FROM stock_count WHERE status = 'closed')
              GROUP BY count_id, level_id) e
        FULL JOIN (SELECT * FROM stock_countline WHERE counted IS NOT NULL) i
            ON i.count_id = e.count_id AND i.level_id = e.level_id
        JOIN stock_count c ON c.id = coalesce(i.count_id, e.count_id)
        WHERE e.pieces IS DISTINCT FROM i.counted
    """,
    "count_store": """
        SELECT 'entry ' || e.uid, c.store_id, l.store_id FROM stock_countentry e
        JOIN stock_count c ON c.id = e.count_id JOIN stock_level l ON l.id = e.level_id WHERE l.store_id <> c.store_id
    """,
}
_FIGURES = ("on_hand", "allocated", "held", "safety", "aside", "short")


def differences() -> Iterator[Difference]:
    """Levels against ledger, holds, formula and replay; shortfalls, transfers, deliveries and counts against both."""
    with connection.cursor() as cursor:
        cursor.execute(_LEVELS)
        for level_id, store, sku, *figures in cursor.fetchall():
            for name, found, expected in zip(_FIGURES, figures[:6], figures[6:], strict=True):
                if found != (expected or 0):
                    yield Difference(
                        "stock", f"level_{name}", _subject(level_id, store, sku), str(expected or 0), str(found)
                    )
        for check, sql in (
            ("level_holds", _HOLDS),
            ("level_shortfall", _SHORT),
            ("shortfall_open", _SHORTFALLS),
        ):
            cursor.execute(sql)
            for level_id, store, sku, found, expected in cursor.fetchall():
                yield Difference("stock", check, _subject(level_id, store, sku), str(expected), str(found))
        for check, sql in _DOCUMENTS.items():
            cursor.execute(sql)
            for subject, expected, found in cursor.fetchall():
                yield Difference("stock", check, subject or "none", str(expected), str(found))
    yield from transfers.differences()
    yield from replayed()


def _subject(level_id: int, store: str, sku: str) -> str:
    return f"level {level_id} (store {store}, SKU {sku})"
