"""Reads for faces: what was taken off by hand, row by row and added up by who, where and why."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum, auto
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum

from noren.orders.markdowns.models import MarkdownGiven, MarkdownKind
from noren.orders.models import OrderStatus


class SumBy(StrEnum):
    """What sums are of."""

    STAFF = auto()
    STORE = auto()
    REASON = auto()


_COLUMNS = {
    SumBy.STAFF: ("staff__name", "staff__code"),
    SumBy.STORE: ("order__store__name", "order__store__code"),
    SumBy.REASON: ("reason",),
}


@dataclass(frozen=True, slots=True)
class MarkdownSum:
    """What somebody, a store or a reason took off, minor units; of it in sales that were voided afterwards."""

    name: str
    code: str
    sales: int
    count: int
    list_minor: int
    amount_minor: int
    approved: int
    voided_minor: int

    @property
    def percent(self) -> int:
        """Of the list price, rounded."""
        return round(100 * self.amount_minor / self.list_minor) if self.list_minor else 0


@dataclass(frozen=True, slots=True)
class MarkdownRow:
    """One markdown, with its sale. `goods` is empty where it is off the whole sale."""

    order_uid: UUID
    order_number: str
    store_name: str
    register_name: str
    given_at: datetime
    staff_name: str
    staff_code: str
    goods: str
    kind: MarkdownKind
    value: int
    list_minor: int
    amount_minor: int
    reason: str
    approved_by: str
    is_voided: bool
    is_late: bool


def sums_of_markdowns(by: SumBy, store_ids: Collection[int] | None, *, since: datetime) -> list[MarkdownSum]:
    """Who, which store or which reason took off how much since then, the most first.

    Args:
        store_ids: None for all stores.
    """
    columns = _COLUMNS[by]
    voided = Q(order__status=OrderStatus.VOIDED)
    found = (
        _given(store_ids, since=since)
        .values(*columns)
        .annotate(
            sales=Count("order", distinct=True),
            count=Count("pk"),
            listed=Sum("list_minor"),
            amount=Sum("amount_minor"),
            approved=Count("approval"),
            voided=Sum("amount_minor", filter=voided),
        )
        .order_by("-amount", *columns)
    )
    return [
        MarkdownSum(
            name=row[columns[0]],
            code=row[columns[1]] if len(columns) > 1 else "",
            sales=row["sales"],
            count=row["count"],
            list_minor=row["listed"],
            amount_minor=row["amount"],
            approved=row["approved"],
            voided_minor=row["voided"] or 0,
        )
        for row in found
    ]


def latest_markdowns(store_ids: Collection[int] | None, *, since: datetime, limit: int) -> list[MarkdownRow]:
    """What was taken off by hand since then, the newest first."""
    rows = _given(store_ids, since=since).select_related(
        "order__store", "order__register", "line", "staff", "approval__approved_by"
    )
    return [_row(each) for each in rows.order_by("-given_at", "-pk")[:limit]]


def _given(store_ids: Collection[int] | None, *, since: datetime) -> "QuerySet[MarkdownGiven]":
    given = MarkdownGiven.objects.filter(given_at__gte=since)
    return given if store_ids is None else given.filter(order__store_id__in=store_ids)


def _row(given: MarkdownGiven) -> MarkdownRow:
    order = given.order
    return MarkdownRow(
        order_uid=order.uid,
        order_number=order.number,
        store_name=order.store.name,
        register_name=order.register.name if order.register else "",
        given_at=given.given_at,
        staff_name=given.staff.name,
        staff_code=given.staff.code,
        goods=given.line.name if given.line else "",
        kind=MarkdownKind(given.kind),
        value=given.value,
        list_minor=given.list_minor,
        amount_minor=given.amount_minor,
        reason=given.reason,
        approved_by=given.approval.approved_by.name if given.approval else "",
        is_voided=order.status == OrderStatus.VOIDED,
        is_late=order.booked_at is not None,
    )
