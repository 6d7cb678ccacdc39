"""Late sales as faces read them: a list by store, cause and state, one by its uid, and how many wait to be seen."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from noren.orders.late.errors import LateSaleNotFound
from noren.orders.late.models import LateCause, LateDifference, LateSale


@dataclass(frozen=True, slots=True)
class DifferenceView:
    """One difference, with the goods it is about where there are any."""

    cause: LateCause
    about: str
    goods: str
    said: int
    ours: int
    amount_minor: int


@dataclass(frozen=True, slots=True)
class LateSaleView:
    """A late sale. `amount_minor` is what its differences come to: below zero it cost less than it would have here."""

    uid: UUID
    order_uid: UUID
    number: str
    provisional_number: str
    store_id: int
    store_name: str
    register_name: str
    staff_name: str
    sent_by: str
    made_at: datetime
    booked_at: datetime
    device_at: datetime
    synced_at: datetime
    total_minor: int
    named_customer: str
    receipt_uid: UUID | None
    differences: tuple[DifferenceView, ...]
    amount_minor: int
    seen_at: datetime | None
    seen_by: str
    seen_note: str


def late_sales(
    *, store_ids: Collection[int] | None, cause: str = "", is_seen: bool | None = False, limit: int
) -> list[LateSaleView]:
    """Late sales, the one booked last first.

    Args:
        store_ids: of these stores; None for all.
        cause: with a difference of this cause.
        is_seen: False for those with differences that nobody has seen, True for those somebody has, None for all.
    """
    found = _of_stores(store_ids)
    if is_seen is not None:
        found = found.filter(seen_at__isnull=not is_seen)
    if is_seen is False:
        found = found.filter(difference_count__gt=0)
    if cause:
        found = found.filter(pk__in=LateDifference.objects.filter(cause=cause).values("late_sale_id"))
    return [_view(row) for row in _with_all(found).order_by("-pk")[:limit]]


def get_late_sale(uid: UUID) -> LateSaleView:
    """One by its uid.

    Raises:
        LateSaleNotFound.
    """
    row = _with_all(LateSale.objects.filter(uid=uid)).first()
    if row is None:
        raise LateSaleNotFound(field="uid")
    return _view(row)


def count_unseen(*, store_ids: Collection[int] | None) -> int:
    """How many have differences that nobody has seen."""
    return _of_stores(store_ids).filter(seen_at=None, difference_count__gt=0).count()


def _of_stores(store_ids: Collection[int] | None) -> "QuerySet[LateSale]":
    found = LateSale.objects.all()
    return found if store_ids is None else found.filter(order__store_id__in=store_ids)


def _with_all(found: "QuerySet[LateSale]") -> "QuerySet[LateSale]":
    related = found.select_related("order__store", "order__register", "order__staff", "sent_by", "seen_by")
    return related.prefetch_related("differences", "order__lines", "order__receipts")


def _view(sale: LateSale) -> LateSaleView:
    order = sale.order
    names = {str(line.uid): line.name for line in order.lines.all()}
    differences = tuple(_difference(row, names) for row in sale.differences.all())
    receipts = [each.uid for each in order.receipts.all() if each.kind == "sale"]
    return LateSaleView(
        uid=sale.uid,
        order_uid=order.uid,
        number=order.number,
        provisional_number=sale.provisional_number,
        store_id=order.store_id,
        store_name=order.store.name,
        register_name=order.register.name if order.register else "",
        staff_name=order.staff.name if order.staff else "",
        sent_by=sale.sent_by.name,
        made_at=order.placed_at,
        booked_at=order.booked_at or order.placed_at,
        device_at=sale.device_at,
        synced_at=sale.synced_at,
        total_minor=order.total_minor,
        named_customer=sale.named_customer,
        receipt_uid=receipts[0] if receipts else None,
        differences=differences,
        amount_minor=sum(row.amount_minor for row in differences),
        seen_at=sale.seen_at,
        seen_by=sale.seen_by.name if sale.seen_by else "",
        seen_note=sale.seen_note,
    )


def _difference(row: LateDifference, names: Mapping[str, str]) -> DifferenceView:
    return DifferenceView(
        cause=LateCause(row.cause),
        about=row.about,
        goods=names.get(row.about, ""),
        said=row.said,
        ours=row.ours,
        amount_minor=row.amount_minor,
    )
