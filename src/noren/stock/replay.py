"""The replay of the ledger: each level step by step, from its first movement to its last.

The sums of a ledger may agree although a promise was made of goods that were not there yet. So every promise is held
against what was available just before it, and what stood as short after each movement against the rule.

The numbers of one level's movements are in the order of the commits, and so "before" is "committed before":
- a movement is written only under its level's lock (`ledger.lock_levels`, `bulk`), which is kept until the commit, and
  a level that is made together with its first movement is seen by nobody else until then;
- its number is drawn by the statement that writes it, so the next one to get the lock draws a higher number, as long
  as the sequence hands out numbers one at a time: with a cache, a connection could draw from an older batch;
- movements of one statement are numbered in the order they were booked.
Across levels the numbers mean nothing: the higher one may be committed first.
"""

from collections.abc import Iterator

from django.db import connection

from noren.kernel.audit import Difference

# One pass in the order of the ledger. Only the first wrong step of a level is told: those after it carry it along.
# Before the step by which a migration settled what an older rule counted as short, that rule was in force.
_REPLAY = """
WITH step AS (
    SELECT id, level_id, greatest(0, allocated_change + held_change - brought) AS promised,
           sum(on_hand_change - allocated_change - held_change - safety_change - aside_change) OVER past AS available,
           sum(allocated_change + held_change) OVER past AS promises,
           sum(on_hand_change - aside_change) OVER past AS there,
           sum(short_change) OVER past AS short
    FROM stock_movement CROSS JOIN LATERAL (
        SELECT CASE WHEN kind IN ('transferred', 'adjusted') THEN greatest(0, on_hand_change) ELSE 0 END AS brought
    ) b WINDOW past AS (PARTITION BY level_id ORDER BY id ROWS UNBOUNDED PRECEDING)
), wrong AS MATERIALIZED (
    SELECT id, level_id, promised, available, short, greatest(0, promises - greatest(0, there)) AS uncovered
    FROM step WHERE (promised > 0 AND available < 0) OR short <> greatest(0, promises - greatest(0, there))
), named AS (
    SELECT w.id, w.level_id, c.what, c.expected, c.found
    FROM wrong w CROSS JOIN LATERAL (
        VALUES ('promise_beyond_available', greatest(0, available + promised), promised::bigint,
                promised > 0 AND available < 0),
               ('short_after_movement', uncovered, short, short <> uncovered)
    ) AS c (what, expected, found, is_so)
    WHERE c.is_so
)
SELECT DISTINCT ON (w.level_id, w.what) w.what, w.level_id, s.code, v.sku, w.id, w.expected, w.found
FROM named w
JOIN stock_level l ON l.id = w.level_id
JOIN stores_store s ON s.id = l.store_id
JOIN catalog_variant v ON v.id = l.variant_id
WHERE w.what = 'promise_beyond_available' OR NOT EXISTS (
    SELECT FROM stock_movement m
    WHERE m.level_id = w.level_id AND m.id > w.id AND m.kind = 'shorted' AND m.cause_kind = 'migration'
)
ORDER BY w.level_id, w.what, w.id
"""
_NUMBERING = """
SELECT seqcache FROM pg_sequence WHERE seqrelid = pg_get_serial_sequence('stock_movement', 'id')::regclass
"""


def replayed() -> Iterator[Difference]:
    """Promises beyond what was available when they were made, shortfalls that did not stand, and numbers that may lie.

    An online promise is a movement by which allocated and held pieces together grow by more than came with it: goods
    that arrive in a transfer for an order that waits for them, or turn up for it, are promised as they come in. That is
    no promise to anybody new: the order had its promise before. It takes nothing from what was available, and pieces
    beyond those that came are held against it as ever.
    """
    with connection.cursor() as cursor:
        cursor.execute(_NUMBERING)
        (cached,) = cursor.fetchone()
        if cached != 1:
            yield Difference("stock", "ledger_numbering", "numbers drawn at a time", "1", str(cached))
        cursor.execute(_REPLAY)
        for what, level_id, store, sku, movement_id, expected, found in cursor.fetchall():
            subject = f"movement {movement_id} of level {level_id} (store {store}, SKU {sku})"
            yield Difference("stock", what, subject, str(expected), str(found))
