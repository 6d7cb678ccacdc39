"""The ledger: the only code that changes a level. Each change writes its movement in the same statement.

So does it open and end shortfalls: one is open exactly while the level's `short` is above 0.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from noren.kernel.merging import NEW_UID
from noren.stock.models import MovementKind

_LOCK = """
SELECT id, variant_id, on_hand, allocated, held, safety, aside, short FROM stock_level
WHERE store_id = %s AND variant_id = ANY(%s) ORDER BY id FOR NO KEY UPDATE
"""
_LOCK_BY_ID = """
SELECT id, variant_id, on_hand, allocated, held, safety, aside, short FROM stock_level
WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE
"""
_LOCK_STORES = """
SELECT l.store_id, l.id, l.variant_id, l.on_hand, l.allocated, l.held, l.safety, l.aside, l.short
FROM unnest(%s::bigint[], %s::bigint[]) AS w (store_id, variant_id) JOIN stock_level l USING (store_id, variant_id)
ORDER BY l.id FOR NO KEY UPDATE OF l
"""
_MAKE = """
INSERT INTO stock_level (store_id, variant_id, on_hand, allocated, held, safety, aside, short)
SELECT %s, variant_id, 0, 0, 0, 0, 0, 0 FROM unnest(%s::bigint[]) AS variant_id ORDER BY variant_id
ON CONFLICT (variant_id, store_id) DO NOTHING
"""
_APPLY = """
WITH change AS (
    SELECT * FROM unnest(%(level_ids)s::bigint[], %(kinds)s::text[], %(on_hand)s::int[], %(allocated)s::int[],
                         %(held)s::int[], %(safety)s::int[], %(aside)s::int[], %(aside_states)s::text[],
                         %(short)s::int[])
        WITH ORDINALITY AS c (level_id, kind, on_hand, allocated, held, safety, aside, aside_state, short, place)
), moved AS (
    UPDATE stock_level l
    SET on_hand = l.on_hand + s.on_hand, allocated = l.allocated + s.allocated, held = l.held + s.held,
        safety = l.safety + s.safety, aside = l.aside + s.aside, short = l.short + s.short
    FROM (SELECT level_id, sum(on_hand) AS on_hand, sum(allocated) AS allocated, sum(held) AS held,
                 sum(safety) AS safety, sum(aside) AS aside, sum(short) AS short FROM change GROUP BY level_id) AS s
    WHERE l.id = s.level_id
    RETURNING l.id AS level_id, l.short, s.short AS short_change
){shortfalls}
INSERT INTO stock_movement (level_id, kind, on_hand_change, allocated_change, held_change, safety_change,
                            aside_change, aside_state, short_change, reason, cause_kind, cause_uid, staff_id, at)
SELECT level_id, kind, on_hand, allocated, held, safety, aside, aside_state, short, %(reason)s::text,
       %(cause_kind)s::text, %(cause_uid)s::uuid, %(staff_id)s::bigint, %(at)s::timestamptz
FROM change ORDER BY place
"""
SHORTFALLS = f""", opened AS (
    INSERT INTO stock_shortfall (uid, level_id, most_pieces, began_at, cause_kind, cause_uid, note, end_kind)
    SELECT {NEW_UID}, level_id, short, %(at)s::timestamptz, %(cause_kind)s::text, %(cause_uid)s::uuid, '', ''
    FROM moved WHERE short > 0 AND short = short_change
), went_on AS (
    UPDATE stock_shortfall f
    SET most_pieces = greatest(f.most_pieces, m.short), ended_at = CASE WHEN m.short = 0 THEN %(at)s::timestamptz END,
        end_kind = CASE WHEN m.short = 0 THEN %(cause_kind)s::text ELSE '' END,
        end_uid = CASE WHEN m.short = 0 THEN %(cause_uid)s::uuid END
    FROM moved m WHERE f.level_id = m.level_id AND f.ended_at IS NULL AND m.short_change <> 0
)"""  # noqa: S608 - only our own constant is put in
"""Opens a shortfall where a level falls short, and ends it where nothing is short any more.

Part of a statement with `moved (level_id, short, short_change)`, which holds the levels' locks: their figure after the
change, and what was added to it.
"""
_APPLY_PLAIN = _APPLY.replace("{shortfalls}", "")
_APPLY_SHORT = _APPLY.replace("{shortfalls}", SHORTFALLS)


@dataclass(frozen=True, slots=True)
class Cause:
    """Why stock moves: what deed, which one, when, who, and in words where a person decided."""

    kind: str
    uid: UUID
    at: datetime
    reason: str = ""
    staff_id: int | None = None


@dataclass(slots=True)
class LockedLevel:
    """A level as it stands under our lock; changes are booked here first and written by `Ledger.write`."""

    id: int
    variant_id: int
    on_hand: int
    allocated: int
    held: int
    safety: int
    aside: int
    short: int

    @property
    def available(self) -> int:
        """What may still be promised."""
        return self.on_hand - self.allocated - self.held - self.safety - self.aside


@dataclass(frozen=True, slots=True)
class _Change:
    level_id: int
    kind: MovementKind
    on_hand: int
    allocated: int
    held: int
    safety: int
    aside: int
    aside_state: str
    short: int


class Ledger:
    """Levels locked together, in order of primary key, and the changes to be written to them at once.

    Made and written inside one transaction of the caller.
    """

    def __init__(self, levels: Mapping[int, LockedLevel]) -> None:
        self.levels = levels
        self._changes: list[_Change] = []

    def book(
        self,
        variant_id: int,
        kind: MovementKind,
        *,
        on_hand: int = 0,
        allocated: int = 0,
        held: int = 0,
        safety: int = 0,
        aside: int = 0,
        aside_state: str = "",
    ) -> None:
        """Add to a level's figures. `short` follows: it is what stands promised and is not there, or not for sale."""
        level = self.levels[variant_id]
        level.on_hand += on_hand
        level.allocated += allocated
        level.held += held
        level.safety += safety
        level.aside += aside
        there = max(0, level.on_hand - level.aside)
        short = max(0, level.allocated + level.held - there) - level.short
        level.short += short
        self._changes.append(_Change(level.id, kind, on_hand, allocated, held, safety, aside, aside_state, short))

    def write(self, cause: Cause) -> None:
        """Write the levels and their movements in one statement."""
        if not self._changes:
            return
        changes, self._changes = self._changes, []
        falls_short = any(change.short for change in changes)
        values: dict[str, Any] = {
            "level_ids": array_of(c.level_id for c in changes),
            "kinds": array_of(f'"{c.kind.value}"' for c in changes),
            "on_hand": array_of(c.on_hand for c in changes),
            "allocated": array_of(c.allocated for c in changes),
            "held": array_of(c.held for c in changes),
            "safety": array_of(c.safety for c in changes),
            "aside": array_of(c.aside for c in changes),
            "aside_states": array_of(f'"{c.aside_state}"' for c in changes),
            "short": array_of(c.short for c in changes),
            "reason": cause.reason,
            "cause_kind": cause.kind,
            "cause_uid": cause.uid,
            "staff_id": cause.staff_id,
            "at": cause.at,
        }
        with connection.cursor() as cursor:
            cursor.execute(_APPLY_SHORT if falls_short else _APPLY_PLAIN, values)


def array_of(values: Iterable[int | str]) -> str:
    """Integers, or words of our own in double quotes, as an array that PostgreSQL reads; cast it in the statement.

    The driver looks at every element of a list, which takes longer for 500 levels than to write them.
    """
    return f"{{{','.join(map(str, values))}}}"


def lock_levels(store_id: int, variant_ids: Collection[int], *, make_missing: bool = False) -> Ledger:
    """Lock the levels of a store, in order of primary key; the caller holds them until its transaction ends.

    Args:
        make_missing: make levels that do not exist yet; else they are absent from the ledger.
    """
    levels = _locked(_LOCK, [store_id, list(variant_ids)])
    if make_missing and len(levels) < len(set(variant_ids)):
        with connection.cursor() as cursor:
            cursor.execute(_MAKE, [store_id, list(variant_ids)])
        levels = _locked(_LOCK, [store_id, list(variant_ids)])
    return Ledger(levels)


def lock_stores(wanted: Mapping[int, Collection[int]]) -> dict[int, Ledger]:
    """Lock levels of several stores at once, in order of primary key; those that do not exist yet are made.

    Args:
        wanted: ids of variants by the id of the store. Each store has its ledger in the answer.
    """
    pairs = [(store_id, variant_id) for store_id, variant_ids in wanted.items() for variant_id in set(variant_ids)]
    rows = _locked_pairs(pairs)
    if len(rows) < len(pairs):
        with connection.cursor() as cursor:
            for store_id in sorted(wanted):
                cursor.execute(_MAKE, [store_id, list(wanted[store_id])])
        rows = _locked_pairs(pairs)
    levels: dict[int, dict[int, LockedLevel]] = {store_id: {} for store_id in wanted}
    for store_id, *figures in rows:
        level = LockedLevel(*figures)
        levels[store_id][level.variant_id] = level
    return {store_id: Ledger(of_store) for store_id, of_store in levels.items()}


def _locked_pairs(pairs: list[tuple[int, int]]) -> list[tuple[int, ...]]:
    stores, variants = (array_of(column) for column in zip(*pairs, strict=True)) if pairs else ("{}", "{}")
    with connection.cursor() as cursor:
        cursor.execute(_LOCK_STORES, [stores, variants])
        return list(cursor.fetchall())


def lock_levels_by_id(level_ids: Iterable[int]) -> dict[int, LockedLevel]:
    """Lock levels of any stores, in order of primary key, keyed by their id."""
    with connection.cursor() as cursor:
        cursor.execute(_LOCK_BY_ID, [list(level_ids)])
        return {row[0]: LockedLevel(*row) for row in cursor.fetchall()}


def _locked(sql: str, values: list[int | list[int]]) -> dict[int, LockedLevel]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return {row[1]: LockedLevel(*row) for row in cursor.fetchall()}
