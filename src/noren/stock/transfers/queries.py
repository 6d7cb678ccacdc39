"""Reads for faces: a transfer with its lines and arrivals, lists of transfers, and what is on its way to a level."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, Q, QuerySet, Sum

from noren.kernel.ids import in_groups
from noren.stock.transfers.errors import TransferNotFound
from noren.stock.transfers.models import Transfer, TransferArrival, TransferStatus

# What others held for too long is given back before anything is refused, so it counts as available.
_LINES = """
SELECT v.sku, coalesce(v.gtin, ''), CASE WHEN v.name = '' THEN p.name ELSE p.name || ' ' || v.name END,
       t.wanted, t.sent, t.received, t.surplus, t.damaged, t.lost, t.returned, t.difference, t.remark,
       CASE WHEN f.sent_at IS NULL THEN greatest(
           0, coalesce(l.on_hand - l.allocated - l.held - l.safety - l.aside, 0) + coalesce((
               SELECT sum(h.quantity) FROM stock_hold h
               WHERE h.level_id = l.id AND h.ended_at IS NULL AND h.expires_at <= %(at)s), 0))::int END, l.id, d.id
FROM stock_transferline t
JOIN stock_transfer f ON f.id = t.transfer_id
JOIN catalog_variant v ON v.id = t.variant_id
JOIN catalog_product p ON p.id = v.product_id
LEFT JOIN stock_level l ON l.store_id = f.from_store_id AND l.variant_id = t.variant_id
LEFT JOIN stock_level d ON d.store_id = f.to_store_id AND d.variant_id = t.variant_id
WHERE t.transfer_id = %(transfer_id)s ORDER BY t.position
"""
_INCOMING = """
SELECT f.uid, f.number, s.name, f.expected_on, f.sent_at, t.sent - t.received - t.lost - t.returned
FROM stock_level l
JOIN stock_transferline t ON t.variant_id = l.variant_id AND t.sent > t.received + t.lost + t.returned
JOIN stock_transfer f ON f.id = t.transfer_id AND f.to_store_id = l.store_id
JOIN stores_store s ON s.id = f.from_store_id
WHERE l.id = %s ORDER BY f.expected_on NULLS LAST, f.sent_at, f.id
"""


@dataclass(frozen=True, slots=True)
class Place:
    """A store of a transfer."""

    id: int
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Step:
    """A step that was done: when, and by whom."""

    at: datetime
    staff_id: int | None


@dataclass(frozen=True, slots=True)
class LineView:
    """A line of a transfer, in pieces.

    Attributes:
        available: what the source could promise now; None once the transfer was sent.
        from_level, to_level: ids of the levels at the two stores; None where there is none yet.
    """

    sku: str
    gtin: str
    name: str
    wanted: int
    sent: int
    received: int
    surplus: int
    damaged: int
    lost: int
    returned: int
    difference: str
    remark: str
    available: int | None
    from_level: int | None
    to_level: int | None

    @property
    def on_the_way(self) -> int:
        """Pieces that are in neither store."""
        return self.sent - self.received - self.lost - self.returned

    @property
    def came(self) -> int:
        """Pieces that arrived, the surplus too."""
        return self.received + self.surplus


@dataclass(frozen=True, slots=True)
class ArrivalView:
    """A count of what came."""

    uid: UUID
    at: datetime
    staff_id: int | None
    pieces: int
    damaged: int


@dataclass(frozen=True, slots=True)
class TransferView:
    """A transfer as it stands."""

    uid: UUID
    number: str
    status: str
    from_store: Place
    to_store: Place
    note: str
    expected_on: date | None
    drafted: Step
    ready: Step | None
    sent: Step | None
    received: Step | None
    canceled: Step | None
    cancel_reason: str
    goods_are: str
    lines: tuple[LineView, ...]
    arrivals: tuple[ArrivalView, ...]

    @property
    def spoken_number(self) -> str:
        """The number as people read it."""
        return in_groups(self.number)

    @property
    def status_words(self) -> str:
        """Where it stands, in words."""
        return str(TransferStatus(self.status).label)

    @property
    def wanted(self) -> int:
        """Pieces that are wanted."""
        return sum(line.wanted for line in self.lines)

    @property
    def pieces_sent(self) -> int:
        """Pieces that left the source."""
        return sum(line.sent for line in self.lines)

    @property
    def came(self) -> int:
        """Pieces that arrived."""
        return sum(line.came for line in self.lines)

    @property
    def on_the_way(self) -> int:
        """Pieces that are in neither store."""
        return sum(line.on_the_way for line in self.lines)


@dataclass(frozen=True, slots=True)
class TransferSummary:
    """A transfer in a list. `id` is what a next page is asked for with."""

    id: int
    uid: UUID
    number: str
    status: str
    from_store: Place
    to_store: Place
    expected_on: date | None
    drafted_at: datetime
    sent_at: datetime | None
    received_at: datetime | None
    lines: int
    wanted: int
    pieces_sent: int
    came: int


@dataclass(frozen=True, slots=True)
class Incoming:
    """Pieces on their way to a level."""

    uid: UUID
    number: str
    from_store: str
    expected_on: date | None
    sent_at: datetime
    pieces: int


def get_transfer(uid: UUID, *, at: datetime) -> TransferView:
    """A transfer with its lines and arrivals.

    Args:
        at: now; it decides which holds of others still stand in the way.

    Raises:
        TransferNotFound.
    """
    transfer = Transfer.objects.select_related("from_store", "to_store").filter(uid=uid).first()
    if transfer is None:
        raise TransferNotFound(field="uid")
    with connection.cursor() as cursor:
        cursor.execute(_LINES, {"transfer_id": transfer.pk, "at": at})
        lines = tuple(LineView(*row) for row in cursor.fetchall())
    arrivals = TransferArrival.objects.filter(transfer=transfer).order_by("pk")
    return TransferView(
        uid=transfer.uid,
        number=transfer.number,
        status=transfer.status,
        from_store=_place(transfer.from_store),
        to_store=_place(transfer.to_store),
        note=transfer.note,
        expected_on=transfer.expected_on,
        drafted=Step(transfer.drafted_at, transfer.drafted_by),
        ready=_step(transfer.ready_at, transfer.ready_by),
        sent=_step(transfer.sent_at, transfer.sent_by),
        received=_step(transfer.received_at, transfer.received_by),
        canceled=_step(transfer.canceled_at, transfer.canceled_by),
        cancel_reason=transfer.cancel_reason,
        goods_are=transfer.goods_are,
        lines=lines,
        arrivals=tuple(ArrivalView(each.uid, each.at, each.staff_id, each.pieces, each.damaged) for each in arrivals),
    )


def list_transfers(
    *,
    status: str = "",
    from_store: str = "",
    to_store: str = "",
    store_ids: Collection[int] | None = None,
    before_id: int | None = None,
    limit: int = 50,
) -> list[TransferSummary]:
    """Transfers, the newest first.

    Args:
        from_store, to_store: codes of stores; empty for any.
        store_ids: only those from or to one of these stores; None for all.
        before_id: only older ones than the one with this id.
    """
    found = _of_stores(Transfer.objects.all(), store_ids)
    filters = {"status": status, "from_store__code": from_store, "to_store__code": to_store, "pk__lt": before_id}
    found = found.filter(**{name: value for name, value in filters.items() if value})
    sums = {
        "line_count": Count("lines"),
        "wanted": Sum("lines__wanted", default=0),
        "pieces_sent": Sum("lines__sent", default=0),
        "came": Sum("lines__received", default=0) + Sum("lines__surplus", default=0),
    }
    rows = found.select_related("from_store", "to_store").annotate(**sums).order_by("-pk")[:limit]
    return [_summary(row) for row in rows]


def incoming_of_level(level_id: int) -> list[Incoming]:
    """What is on its way to a level, the soonest first."""
    with connection.cursor() as cursor:
        cursor.execute(_INCOMING, [level_id])
        return [
            Incoming(uid, in_groups(number), name, expected_on, sent_at, pieces)
            for uid, number, name, expected_on, sent_at, pieces in cursor.fetchall()
        ]


def numbers_of_transfers(uids: Collection[UUID]) -> Mapping[UUID, str]:
    """What people call transfers, by uid; a uid that is no transfer's is absent."""
    return {
        uid: in_groups(number) for uid, number in Transfer.objects.filter(uid__in=uids).values_list("uid", "number")
    }


def _of_stores(transfers: QuerySet[Transfer], store_ids: Collection[int] | None) -> QuerySet[Transfer]:
    if store_ids is None:
        return transfers
    return transfers.filter(Q(from_store_id__in=store_ids) | Q(to_store_id__in=store_ids))


def _summary(row: Any) -> TransferSummary:
    return TransferSummary(
        id=row.pk,
        uid=row.uid,
        number=row.number,
        status=row.status,
        from_store=_place(row.from_store),
        to_store=_place(row.to_store),
        expected_on=row.expected_on,
        drafted_at=row.drafted_at,
        sent_at=row.sent_at,
        received_at=row.received_at,
        lines=row.line_count,
        wanted=row.wanted,
        pieces_sent=row.pieces_sent,
        came=row.came,
    )


def _place(store: Any) -> Place:
    return Place(store.pk, store.code, store.name)


def _step(at: datetime | None, staff_id: int | None) -> Step | None:
    return Step(at, staff_id) if at else None
