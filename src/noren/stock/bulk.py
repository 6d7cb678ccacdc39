"""Stock in bulk: staged counts become levels and movements. Checks and publishes what `connect` has staged.

The one place besides the ledger that changes levels: a statement over thousands of them at once, by the same rule (each
change writes its movement, `short` follows from the rest) and in the same lock order, by primary key.
"""

from collections.abc import Iterator

from django.db import connection, transaction

from noren.kernel.staging import BadCell, SqlValue, with_tables
from noren.stock.ledger import Cause

LEVEL_COLUMNS = {
    "line": "bigint NOT NULL",
    "store": "text NOT NULL",
    "sku": "text NOT NULL",
    "on_hand": "integer NOT NULL",
    "safety": "integer",
}
"""A staged level, in pieces, of a store and variant that exist. Null safety means "as it was"."""

_NAMED = """
SELECT t.line, s.id AS store_id, v.id AS variant_id, t.on_hand, t.safety
FROM {staged} t JOIN stores_store s ON s.code = t.store JOIN catalog_variant v ON v.sku = t.sku
WHERE t.line > %(after)s AND t.line <= %(through)s
"""
_MAKE = """
INSERT INTO stock_level (store_id, variant_id, on_hand, allocated, held, safety, aside, short)
SELECT store_id, variant_id, 0, 0, 0, 0, 0, 0 FROM ({named}) AS n ORDER BY store_id, variant_id
ON CONFLICT (variant_id, store_id) DO NOTHING
RETURNING id
"""
_LOCK = """
SELECT l.id FROM stock_level l JOIN ({named}) AS n USING (store_id, variant_id) ORDER BY l.id FOR NO KEY UPDATE OF l
"""
_COUNT = """
WITH counted AS (
    SELECT l.id, n.on_hand - l.on_hand AS on_hand, coalesce(n.safety, l.safety) - l.safety AS safety,
           greatest(0, l.allocated + l.held - greatest(0, n.on_hand - l.aside)) - l.short AS short
    FROM stock_level l JOIN ({named}) AS n USING (store_id, variant_id)
), changed AS (
    UPDATE stock_level l
    SET on_hand = l.on_hand + c.on_hand, safety = l.safety + c.safety, short = l.short + c.short
    FROM counted c WHERE l.id = c.id AND (c.on_hand <> 0 OR c.safety <> 0) RETURNING l.id
), booked AS (
    INSERT INTO stock_movement (level_id, kind, on_hand_change, allocated_change, held_change, safety_change,
                                aside_change, aside_state, short_change, reason, cause_kind, cause_uid, staff_id, at)
    SELECT id, kind, on_hand, 0, 0, safety, 0, '', short, %(reason)s, %(cause_kind)s, %(cause_uid)s, %(staff_id)s,
           %(at)s
    FROM (
        SELECT id, 'counted' AS kind, on_hand, 0 AS safety, short FROM counted WHERE on_hand <> 0
        UNION ALL SELECT id, 'safety_set', 0, safety, 0 FROM counted WHERE safety <> 0
    ) AS m ORDER BY id, kind
)
SELECT (SELECT count(*) FROM counted), (SELECT count(*) FROM changed),
       (SELECT count(*) FROM changed WHERE id = ANY(%(made)s))
"""
_OPEN = """
WITH opened AS (
    INSERT INTO stock_level (store_id, variant_id, on_hand, allocated, held, safety, aside, short)
    SELECT store_id, variant_id, on_hand, 0, 0, coalesce(safety, 0), 0, 0 FROM ({named}) AS n
    ORDER BY store_id, variant_id
    ON CONFLICT (variant_id, store_id) DO NOTHING RETURNING id, on_hand, safety
), booked AS (
    INSERT INTO stock_movement (level_id, kind, on_hand_change, allocated_change, held_change, safety_change,
                                aside_change, aside_state, short_change, reason, cause_kind, cause_uid, staff_id, at)
    SELECT id, kind, on_hand, 0, 0, safety, 0, '', 0, %(reason)s, %(cause_kind)s, %(cause_uid)s, %(staff_id)s, %(at)s
    FROM (
        SELECT id, 'received' AS kind, on_hand, 0 AS safety FROM opened WHERE on_hand <> 0
        UNION ALL SELECT id, 'safety_set', 0, safety FROM opened WHERE safety <> 0
    ) AS m ORDER BY id, kind
)
SELECT count(*) FROM opened
"""
_CHANGES = """
SELECT count(*), count(*) FILTER (WHERE l.id IS NULL) FROM {staged} t
JOIN stores_store s ON s.code = t.store JOIN catalog_variant v ON v.sku = t.sku
LEFT JOIN stock_level l ON l.store_id = s.id AND l.variant_id = v.id
WHERE t.on_hand <> coalesce(l.on_hand, 0) OR t.safety <> coalesce(l.safety, 0)
"""
_TWICE = """
SELECT line, sku FROM (
    SELECT line, sku, row_number() OVER (PARTITION BY store, sku ORDER BY line) AS n FROM {staged}
) AS t WHERE n > 1 ORDER BY line
"""


def check_levels(staged: str) -> Iterator[BadCell]:
    """SKUs that stand twice for the same store."""
    with connection.cursor() as cursor:
        cursor.execute(with_tables(_TWICE, staged=staged))
        for line, sku in cursor.fetchall():
            yield BadCell(line, "sku", sku, "repeated_in_store")


def count_changes(staged: str) -> tuple[int, int]:
    """How many staged lines differ from their level now, and how many of these have no level yet."""
    with connection.cursor() as cursor:
        cursor.execute(with_tables(_CHANGES, staged=staged))
        changed, added = cursor.fetchone()
    return changed, added


def count_levels(staged: str, *, after: int, through: int, cause: Cause) -> tuple[int, int, int]:
    """Set levels to what the staged lines above `after` up to `through` say; book the differences.

    What is on hand is booked as counted, what is set aside as such. Where less is on hand than was promised, the level
    falls short. Locks the levels of these lines until the transaction ends, so take a few thousand at a time. Safe to
    repeat at once; after sales it sets the levels back, so who receives files keeps the same one from coming twice.

    Returns:
        How many lines there were, how many changed something, and how many of these had no level before.
    """
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        values = _values(after, through, cause)
        cursor.execute(_filled_in(_MAKE, staged), values)
        values["made"] = [level for (level,) in cursor.fetchall()]
        for statement in (_LOCK, _COUNT):
            cursor.execute(_filled_in(statement, staged), values)
        lines, changed, added = cursor.fetchone()
    return lines, changed, added


def open_levels(staged: str, *, after: int, through: int, cause: Cause) -> int:
    """Receive the first goods of levels that do not exist yet; answer how many. Safe to repeat."""
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        cursor.execute(_filled_in(_OPEN, staged), _values(after, through, cause))
        (opened,) = cursor.fetchone()
    return int(opened)


def _filled_in(statement: str, staged: str) -> str:
    return statement.replace("{named}", with_tables(_NAMED, staged=staged))


def _values(after: int, through: int, cause: Cause) -> dict[str, SqlValue]:
    return {
        "after": after,
        "through": through,
        "reason": cause.reason,
        "cause_kind": cause.kind,
        "cause_uid": cause.uid,
        "staff_id": cause.staff_id,
        "at": cause.at,
    }
