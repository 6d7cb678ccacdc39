"""Why a level is what it is: its movements with the figures after each, and whom its pieces are kept for."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from noren.stock.errors import LevelNotFound
from noren.stock.models import AsideState, Hold, HoldKind, Level, MovementKind

_NO_POSITION = 2**63 - 1
# The figures after the newest movement of the page are those of now, less what moved since: one statement, one moment.
_MOVEMENTS = """
WITH since AS (
    SELECT coalesce(sum(on_hand_change), 0) AS on_hand, coalesce(sum(allocated_change), 0) AS allocated,
           coalesce(sum(held_change), 0) AS held, coalesce(sum(safety_change), 0) AS safety,
           coalesce(sum(aside_change), 0) AS aside, coalesce(sum(short_change), 0) AS short
    FROM stock_movement WHERE level_id = %(level_id)s AND id >= %(before)s
)
SELECT m.id, m.kind, m.reason, m.cause_kind, m.cause_uid, m.staff_id, m.at,
       m.on_hand_change, m.allocated_change, m.held_change, m.safety_change, m.aside_change,
       m.short_change,
       l.on_hand - since.on_hand, l.allocated - since.allocated, l.held - since.held, l.safety - since.safety,
       l.aside - since.aside, l.short - since.short
FROM stock_level l, since, LATERAL (
    SELECT * FROM stock_movement WHERE level_id = l.id AND id < %(before)s ORDER BY id DESC LIMIT %(limit)s
) m
WHERE l.id = %(level_id)s ORDER BY m.id DESC
"""
_ASIDE = """
SELECT aside_state, sum(aside_change)::int FROM stock_movement
WHERE level_id = %s AND aside_change <> 0 GROUP BY aside_state
"""
_PROMISED = """
SELECT cause_uid, sum(allocated_change) FROM stock_movement
WHERE level_id = %s AND allocated_change <> 0
GROUP BY cause_uid HAVING sum(allocated_change) <> 0 ORDER BY min(id)
"""


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of a level, in pieces, or what a movement added to each."""

    on_hand: int
    allocated: int
    held: int
    safety: int
    aside: int
    short: int

    @property
    def available(self) -> int:
        """What may still be promised; negative when more is promised or set aside than is there."""
        return self.on_hand - self.allocated - self.held - self.safety - self.aside

    def less(self, change: "Figures") -> "Figures":
        """The figures before a movement that left these."""
        return Figures(
            self.on_hand - change.on_hand,
            self.allocated - change.allocated,
            self.held - change.held,
            self.safety - change.safety,
            self.aside - change.aside,
            self.short - change.short,
        )


@dataclass(frozen=True, slots=True)
class LevelView:
    """A level as it stands."""

    id: int
    store_id: int
    store_name: str
    variant_id: int
    variant_uid: UUID
    sku: str
    name: str
    now: Figures


@dataclass(frozen=True, slots=True)
class MovementView:
    """A movement: what it added, and what stood after it."""

    id: int
    kind: str
    kind_words: str
    reason: str
    cause_kind: str
    cause_uid: UUID
    staff_id: int | None
    at: datetime
    change: Figures
    after: Figures


@dataclass(frozen=True, slots=True)
class HoldView:
    """Pieces that are kept for somebody now; `owner_uid` names a basket or a transfer."""

    owner_uid: UUID
    kind_words: str
    quantity: int
    held_at: datetime
    expires_at: datetime | None


def get_level(level_id: int) -> LevelView:
    """A level with its goods and its store.

    Raises:
        LevelNotFound.
    """
    level = Level.objects.select_related("store", "variant__product").filter(pk=level_id).first()
    if level is None:
        raise LevelNotFound(level=level_id)
    return LevelView(
        id=level.pk,
        store_id=level.store_id,
        store_name=level.store.name,
        variant_id=level.variant_id,
        variant_uid=level.variant.uid,
        sku=level.variant.sku,
        name=f"{level.variant.product.name} {level.variant.name}".strip(),
        now=Figures(level.on_hand, level.allocated, level.held, level.safety, level.aside, level.short),
    )


def figures_in(store_id: int, variant_id: int) -> Figures:
    """The figures of a variant in a store; all 0 where it has never been."""
    columns = ("on_hand", "allocated", "held", "safety", "aside", "short")
    row = Level.objects.filter(store_id=store_id, variant_id=variant_id).values_list(*columns).first()
    return Figures(*(row or (0, 0, 0, 0, 0, 0)))


def movements_of_level(level_id: int, *, before: int | None = None, limit: int = 50) -> list[MovementView]:
    """A level's movements, the latest first, each with the figures that stood after it.

    Args:
        before: only movements older than the one with this id, to go on where a page ended.
    """
    position = _NO_POSITION if before is None else before
    with connection.cursor() as cursor:
        cursor.execute(_MOVEMENTS, {"level_id": level_id, "before": position, "limit": limit})
        rows = cursor.fetchall()
    views = list[MovementView]()
    for row in rows:
        after = views[-1].after.less(views[-1].change) if views else Figures(*map(int, row[13:]))
        views.append(_movement(row, after))
    return views


def promised_pieces(level_id: int) -> dict[UUID, int]:
    """Pieces that are promised now, by the uid of the order, the oldest promise first."""
    with connection.cursor() as cursor:
        cursor.execute(_PROMISED, [level_id])
        return {cause_uid: int(pieces) for cause_uid, pieces in cursor.fetchall()}


def aside_by_state(level_id: int) -> list[tuple[str, int]]:
    """Pieces set aside now, with the words of why, in the order of the states."""
    return [(words, pieces) for _state, words, pieces in aside_states(level_id)]


def aside_states(level_id: int) -> list[tuple[str, str, int]]:
    """Pieces set aside now by state: its code, its words, and how many."""
    with connection.cursor() as cursor:
        cursor.execute(_ASIDE, [level_id])
        pieces = dict(cursor.fetchall())
    return [(state.value, str(state.label), pieces[state.value]) for state in AsideState if pieces.get(state.value)]


def live_holds(level_id: int) -> list[HoldView]:
    """What is held now, the first to end first."""
    holds = Hold.objects.filter(level_id=level_id, ended_at=None).order_by("expires_at", "pk")
    return [
        HoldView(hold.owner_uid, str(HoldKind(hold.kind).label), hold.quantity, hold.held_at, hold.expires_at)
        for hold in holds[:50]
    ]


def _movement(row: tuple[Any, ...], after: Figures) -> MovementView:
    id_, kind, reason, cause_kind, cause_uid, staff_id, at, *change = row[:13]
    return MovementView(
        id=id_,
        kind=kind,
        kind_words=str(MovementKind(kind).label),
        reason=reason,
        cause_kind=cause_kind,
        cause_uid=cause_uid,
        staff_id=staff_id,
        at=at,
        change=Figures(*change),
        after=after,
    )
