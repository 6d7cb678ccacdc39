"""The audit of stock: every level follows from its movements, its holds and its invariant, at every step so far;
every transfer from both.
"""

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
_FIGURES = ("on_hand", "allocated", "held", "safety", "aside", "short")


def differences() -> Iterator[Difference]:
    """Levels against the ledger, held pieces against live holds, shortfalls against the rule, each step replayed."""
    with connection.cursor() as cursor:
        cursor.execute(_LEVELS)
        for level_id, store, sku, *figures in cursor.fetchall():
            for name, found, expected in zip(_FIGURES, figures[:6], figures[6:], strict=True):
                if found != (expected or 0):
                    yield Difference(
                        "stock", f"level_{name}", _subject(level_id, store, sku), str(expected or 0), str(found)
                    )
        for check, sql in (("level_holds", _HOLDS), ("level_shortfall", _SHORT)):
            cursor.execute(sql)
            for level_id, store, sku, found, expected in cursor.fetchall():
                yield Difference("stock", check, _subject(level_id, store, sku), str(expected), str(found))
    yield from transfers.differences()
    yield from replayed()


def _subject(level_id: int, store: str, sku: str) -> str:
    return f"level {level_id} (store {store}, SKU {sku})"
