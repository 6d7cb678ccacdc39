"""Shortfalls in the hands of staff: taken and noted. The ledger alone opens and ends them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.db.models import QuerySet

from noren.stock.errors import ShortfallEnded, ShortfallNotFound
from noren.stock.models import Shortfall

LONGEST_NOTE = 500
MOST_ENDED = 50

_PROMISED = """
SELECT level_id, cause_uid, sum(allocated_change)::int FROM stock_movement
WHERE level_id = ANY(%s) AND allocated_change <> 0
GROUP BY level_id, cause_uid HAVING sum(allocated_change) > 0 ORDER BY level_id, min(id)
"""


@dataclass(frozen=True, slots=True)
class ShortfallView:
    """A shortfall as staff work on it.

    Attributes:
        short: pieces that are promised and not there now; 0 once it has ended.
        aside: pieces of the goods that are in the building and set aside.
        owner_name: who has taken it; empty while nobody has.
    """

    uid: UUID
    level_id: int
    variant_id: int
    store_id: int
    store_name: str
    sku: str
    name: str
    short: int
    most_pieces: int
    aside: int
    began_at: datetime
    cause_kind: str
    cause_uid: UUID
    owner_id: int | None
    owner_name: str
    note: str
    ended_at: datetime | None
    end_kind: str
    end_uid: UUID | None


def take_shortfall(uid: UUID, *, staff_id: int | None) -> None:
    """Somebody sees to it from now on; None gives it back to everybody.

    Raises:
        ShortfallNotFound, ShortfallEnded.
    """
    _change(uid, owner_id=staff_id)


def note_shortfall(uid: UUID, *, note: str) -> None:
    """Write down what was done, in place of the note before; at most 500 characters are kept.

    Raises:
        ShortfallNotFound, ShortfallEnded.
    """
    _change(uid, note=note.strip()[:LONGEST_NOTE])


def _change(uid: UUID, **columns: object) -> None:
    with transaction.atomic(savepoint=False):
        if Shortfall.objects.filter(uid=uid, ended_at=None).update(**columns):
            return
        if Shortfall.objects.filter(uid=uid).exists():
            raise ShortfallEnded(uid=str(uid))
        raise ShortfallNotFound(uid=str(uid))


def get_shortfall(uid: UUID) -> ShortfallView:
    """One of them.

    Raises:
        ShortfallNotFound.
    """
    found = _views(Shortfall.objects.filter(uid=uid))
    if not found:
        raise ShortfallNotFound(uid=str(uid))
    return found[0]


def open_shortfalls(*, store_ids: Collection[int] | None = None, level_id: int | None = None) -> list[ShortfallView]:
    """What is short now, the oldest first; in some stores, or in all with None."""
    return _views(_in(store_ids).filter(ended_at=None, **({"level_id": level_id} if level_id else {})))


def ended_shortfalls(*, store_ids: Collection[int] | None = None, limit: int = MOST_ENDED) -> list[ShortfallView]:
    """What was short, the last to end first."""
    return _views(_in(store_ids).exclude(ended_at=None), order="-ended_at", limit=limit)


def count_open_shortfalls(*, store_ids: Collection[int] | None = None) -> int:
    """How many levels are short now."""
    return _in(store_ids).filter(ended_at=None).count()


def promised_pieces_of(level_ids: Iterable[int]) -> dict[int, dict[UUID, int]]:
    """Pieces promised to orders now, by level and uid of the order, the oldest promise first."""
    found: dict[int, dict[UUID, int]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_PROMISED, [list(level_ids)])
        for level_id, order_uid, pieces in cursor.fetchall():
            found.setdefault(level_id, {})[order_uid] = pieces
    return found


def _in(store_ids: Collection[int] | None) -> QuerySet[Shortfall]:
    rows = Shortfall.objects.all()
    return rows if store_ids is None else rows.filter(level__store_id__in=store_ids)


def _views(rows: QuerySet[Shortfall], *, order: str = "began_at", limit: int = 1_000) -> list[ShortfallView]:
    rows = rows.select_related("level__store", "level__variant__product", "owner").order_by(order, "pk")
    return [_view(row) for row in rows[:limit]]


def _view(row: Shortfall) -> ShortfallView:
    level = row.level
    return ShortfallView(
        uid=row.uid,
        level_id=level.pk,
        variant_id=level.variant_id,
        store_id=level.store_id,
        store_name=level.store.name,
        sku=level.variant.sku,
        name=f"{level.variant.product.name} {level.variant.name}".strip(),
        short=level.short if row.ended_at is None else 0,
        most_pieces=row.most_pieces,
        aside=level.aside,
        began_at=row.began_at,
        cause_kind=row.cause_kind,
        cause_uid=row.cause_uid,
        owner_id=row.owner_id,
        owner_name=row.owner.name if row.owner else "",
        note=row.note,
        ended_at=row.ended_at,
        end_kind=row.end_kind,
        end_uid=row.end_uid,
    )
