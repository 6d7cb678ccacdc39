"""Reads for faces: what orders wait for, and what staff have to decide."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy

from noren.orders.models import FulfillmentKind, OrderLine
from noren.orders.routing.errors import SourcingNotFound
from noren.orders.routing.models import RuleKind, Sourcing, SourcingReason, SourcingStatus
from noren.orders.routing.rules import FAR
from noren.stock.transfers.queries import numbers_of_transfers
from noren.stores.models import Store

MOST_ENDED = 50
_DELIVERY = Q(line__order__fulfillment__kind=FulfillmentKind.DELIVERY)

_UNITS = {
    RuleKind.NEAREST: "m",
    RuleKind.FEWEST_PARCELS: gettext_lazy("parcels"),
    RuleKind.MOST_STOCK: gettext_lazy("pieces"),
    RuleKind.OPEN: gettext_lazy("min until it opens"),
    RuleKind.WALK_INS: gettext_lazy("pieces too few for walk-ins"),
}


@dataclass(frozen=True, slots=True)
class ScoreView:
    """What a rule said of a store: its figure, None where it was not known."""

    store: str
    score: int | None


@dataclass(frozen=True, slots=True)
class ComparedView:
    """A rule that was asked, in words, and what it said of each store in its unit."""

    rule: str
    words: str
    scores: tuple[ScoreView, ...]
    unit: str
    is_decisive: bool


@dataclass(frozen=True, slots=True)
class SourcingView:
    """Pieces of an order that its store does not have.

    Attributes:
        store_id, store_name: where they are collected; of a delivery, the store that was to send them last.
        open: pieces that have neither come nor been given up.
        why: the rules that were asked when the other store was chosen; empty when it was the only one.
    """

    uid: UUID
    order_uid: UUID
    number: str
    is_delivery: bool
    store_id: int
    store_name: str
    contact_name: str
    line_uid: UUID
    sku: str
    name: str
    status: str
    quantity: int
    open: int
    arrived: int
    reason_words: str
    words: str
    from_store: str
    from_store_id: int | None
    transfer_uid: UUID | None
    transfer_number: str
    expected_at: datetime | None
    due_at: datetime | None
    began_at: datetime
    said_by: str
    owner_id: int | None
    owner_name: str
    note: str
    ended_at: datetime | None
    end_words: str
    time_zone: str
    why: tuple[ComparedView, ...]

    @property
    def is_parked(self) -> bool:
        """Whether somebody must decide."""
        return self.status == SourcingStatus.PARKED

    @property
    def is_coming(self) -> bool:
        """Whether another store sends it."""
        return self.status == SourcingStatus.COMING


def open_in_stores(*, store_ids: Collection[int] | None = None) -> list[SourcingView]:
    """What is parked or coming for orders of some stores, or of all with None: the parked first, the oldest first."""
    rows = _in(store_ids).exclude(status=SourcingStatus.DONE)
    return _views(rows.order_by("-status", "began_at", "pk")[:1_000])


def ended_in_stores(*, store_ids: Collection[int] | None = None) -> list[SourcingView]:
    """What was settled, the last first."""
    return _views(_in(store_ids).filter(status=SourcingStatus.DONE).order_by("-ended_at", "-pk")[:MOST_ENDED])


def count_parked(*, store_ids: Collection[int] | None = None, is_delivery: bool = False) -> int:
    """How many entries somebody must decide about, of all orders or of deliveries alone."""
    rows = _in(store_ids).filter(status=SourcingStatus.PARKED)
    return (rows.filter(_DELIVERY) if is_delivery else rows).count()


def sourcings_of_order(order_uid: UUID) -> list[SourcingView]:
    """What an order waits for, or waited for, the oldest first."""
    return _views(Sourcing.objects.filter(line__order__uid=order_uid).order_by("pk"))


def get_sourcing(uid: UUID) -> SourcingView:
    """One of them.

    Raises:
        SourcingNotFound.
    """
    found = _views(Sourcing.objects.filter(uid=uid))
    if not found:
        raise SourcingNotFound(field="uid")
    return found[0]


@dataclass(frozen=True, slots=True)
class ServedLine:
    """A line of a pickup and how many pieces of it its store is to give; `awaited` are those that are not there."""

    uid: UUID
    sku: str
    name: str
    to_give: int
    awaited: int


def served_lines(order_uid: UUID) -> list[ServedLine]:
    """The lines of an order as its store is to serve them."""
    rows = (
        OrderLine.objects.select_related("variant")
        .filter(order__uid=order_uid, quantity__gt=0, fee="")
        .order_by("position")
    )
    return [
        ServedLine(row.uid, row.variant.sku, row.name, row.quantity - row.awaited_quantity, row.awaited_quantity)
        for row in rows
    ]


def _in(store_ids: Collection[int] | None) -> QuerySet[Sourcing]:
    rows = Sourcing.objects.all()
    if store_ids is None:
        return rows
    return rows.filter(~_DELIVERY & Q(line__order__store_id__in=store_ids) | _DELIVERY & Q(from_store_id__in=store_ids))


def _views(rows: QuerySet[Sourcing]) -> list[SourcingView]:
    related = ("line__order__store", "line__order__fulfillment", "line__variant", "from_store", "owner", "staff")
    found = list(rows.select_related(*related))
    numbers = numbers_of_transfers({row.transfer_uid for row in found if row.transfer_uid})
    names = _store_names(found)
    return [_view(row, numbers.get(row.transfer_uid, "") if row.transfer_uid else "", names) for row in found]


def _store_names(found: Collection[Sourcing]) -> dict[str, str]:
    codes = {code for row in found for why in row.why for each in why["compared"] for code in each["scores"]}
    return dict(Store.objects.filter(code__in=codes).values_list("code", "name"))


def _view(row: Sourcing, transfer_number: str, names: dict[str, str]) -> SourcingView:
    line, order = row.line, row.line.order
    is_delivery = order.fulfillment.kind == FulfillmentKind.DELIVERY
    sender = None if is_delivery else row.from_store
    store = row.from_store if is_delivery and row.from_store else order.store
    return SourcingView(
        uid=row.uid,
        order_uid=order.uid,
        number=order.number,
        is_delivery=is_delivery,
        store_id=store.pk,
        store_name=store.name,
        contact_name=order.contact_name,
        line_uid=line.uid,
        sku=line.variant.sku,
        name=line.name,
        status=row.status,
        quantity=row.quantity,
        open=row.open,
        arrived=row.arrived,
        reason_words=str(SourcingReason(row.reason).label),
        words=row.words,
        from_store=sender.name if sender else "",
        from_store_id=sender.pk if sender else None,
        transfer_uid=row.transfer_uid,
        transfer_number=transfer_number,
        expected_at=row.expected_at,
        due_at=order.fulfillment.due_at,
        began_at=row.began_at,
        said_by=row.staff.name if row.staff else "",
        owner_id=row.owner_id,
        owner_name=row.owner.name if row.owner else "",
        note=row.note,
        ended_at=row.ended_at,
        end_words=row.end_words,
        time_zone=order.store.time_zone,
        why=tuple(compared for why in row.why for compared in _why(why, names)),
    )


def _why(why: dict[str, object], names: dict[str, str]) -> list[ComparedView]:
    compared = why["compared"]
    assert isinstance(compared, list)
    return [
        ComparedView(
            rule=each["rule"],
            words=str(RuleKind(each["rule"]).label),
            scores=tuple(
                ScoreView(names.get(code, code), None if score == FAR else abs(score))
                for code, score in sorted(each["scores"].items(), key=lambda pair: pair[1])
            ),
            unit=str(_UNITS.get(each["rule"], "")),
            is_decisive=each["rule"] == why["decided_by"],
        )
        for each in compared
    ]
