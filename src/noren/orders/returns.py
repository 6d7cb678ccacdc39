"""Reads of returns for faces: one with everything, those of an order, and sales that goods may be returned of."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import F, Q, QuerySet

from noren.kernel.errors import NorenError
from noren.kernel.ids import fold_spoken_code
from noren.loyalty.take_back import points_of_undoing
from noren.orders.errors import OrderNotFound, PastSaleNotReturnable, ReturnNotFound
from noren.orders.history import visible_orders
from noren.orders.models import Order, OrderLine, OrderSource, OrderStatus, Receipt, Return, ReturnLine
from noren.orders.queries import (
    OrderSummary,
    OrderView,
    StoreView,
    find_order_by_code,
    get_order,
    store_view,
    summaries,
)
from noren.orders.returnable import check_returnable, last_return_day
from noren.payments.queries import GivenBack, refunds_of_return

MOST_FOUND = 20


@dataclass(frozen=True, slots=True)
class ReturnLineView:
    """Pieces that came back in one condition; `line_uid` is the line of the sale. Totals after discounts, as priced."""

    line_uid: UUID | None
    sku: str
    name: str
    quantity: int
    condition: str
    condition_words: str
    note: str
    unit_price_minor: int
    total_minor: int
    tax_rate_bp: int


@dataclass(frozen=True, slots=True)
class ReturnView:
    """Everything of a return.

    Attributes:
        points: no longer earned; points_taken: taken from what the customer had; points_owed: spent before, so owed.
        coupons: (code, name, whether the use was given back).
    """

    uid: UUID
    number: str
    order_uid: UUID | None
    order_number: str
    sold_at: datetime | None
    sold_in: str
    store: StoreView
    register_code: str
    staff_name: str
    customer_uid: UUID | None
    channel: str
    reason: str
    lines: tuple[ReturnLineView, ...]
    taxes: tuple[dict[str, int], ...]
    goods_minor: int
    discount_minor: int
    tax_minor: int
    total_minor: int
    refunds: tuple[GivenBack, ...]
    points: int
    points_taken: int
    points_owed: int
    coupons: tuple[tuple[str, str, bool], ...]
    is_full: bool
    returned_at: datetime


@dataclass(frozen=True, slots=True)
class ReturnSummary:
    """A return of an order in short."""

    uid: UUID
    number: str
    store_name: str
    returned_at: datetime
    total_minor: int
    points: int
    reason: str
    lines: tuple[tuple[str, int], ...]

    @property
    def piece_count(self) -> int:
        """How many pieces came back."""
        return sum(quantity for _name, quantity in self.lines)


@dataclass(frozen=True, slots=True)
class ReturnableSale:
    """A sale that somebody brings goods of back.

    Attributes:
        last_day: the last day on which everybody at a till may take its goods back; None when nothing can come back.
        refusal: why nothing can be returned, or not by who asks; None when something can.
    """

    order: OrderView
    returns: tuple[ReturnSummary, ...]
    last_day: date | None
    refusal: NorenError | None


def get_return(uid: UUID) -> ReturnView:
    """Everything of a return.

    Raises:
        ReturnNotFound: no return has the uid.
    """
    found = _returns().filter(uid=uid).first()
    if found is None:
        raise ReturnNotFound(field="uid")
    return _view(found)


def get_return_by_number(number: str) -> ReturnView:
    """Everything of the return with this number, which is that of its receipt.

    Raises:
        ReturnNotFound: no return has the number.
    """
    found = _returns().filter(number=number).first()
    if found is None:
        raise ReturnNotFound(field="number")
    return _view(found)


def _returns() -> QuerySet[Return]:
    return Return.objects.select_related("order__store", "order__customer", "store", "register", "staff")


def returns_of_order(order_uid: UUID) -> tuple[ReturnSummary, ...]:
    """The returns of an order, the oldest first."""
    found = Return.objects.filter(order__uid=order_uid).select_related("store").prefetch_related("lines")
    return tuple(_summary(each) for each in found.order_by("pk"))


def returns_of_register(register_id: int, *, since: datetime, limit: int = 200) -> list[ReturnSummary]:
    """What was taken back at a register since an instant, the latest first."""
    found = Return.objects.filter(register_id=register_id, returned_at__gte=since).select_related("store")
    return [_summary(each) for each in found.prefetch_related("lines").order_by("-returned_at", "-pk")[:limit]]


def look_at_sale(order_uid: UUID, *, may_be_late: bool, at: datetime) -> ReturnableSale:
    """A sale with what was returned of it, and whether more can be.

    Raises:
        OrderNotFound: no order has the uid.
    """
    order = visible_orders().select_related("store").filter(uid=order_uid).first()
    if order is None:
        raise OrderNotFound(field="order_uid")
    is_completed = order.status == OrderStatus.COMPLETED and order.completed_at is not None
    return ReturnableSale(
        order=get_order(order_uid),
        returns=returns_of_order(order_uid),
        last_day=last_return_day(order.completed_at, order.store) if is_completed and order.completed_at else None,
        refusal=_refusal(order, may_be_late=may_be_late, at=at),
    )


def _refusal(order: Order, *, may_be_late: bool, at: datetime) -> NorenError | None:
    if order.source == OrderSource.HISTORY:
        return PastSaleNotReturnable(number=order.number)
    try:
        check_returnable(order, may_be_late=may_be_late, at=at)
    except NorenError as refusal:
        return refusal
    return None


def find_sale_by_code(typed: str) -> OrderView | None:
    """The sale that a receipt, its QR code, an order or a pickup code names, of any store; None when there is none."""
    if order := find_order_by_code(typed):
        return order
    numbers = {typed.strip().upper(), fold_spoken_code(typed)}
    named = Q(number__in=numbers) | Q(token=typed.strip())
    receipt = Receipt.objects.filter(named, order__isnull=False).select_related("order").first()
    return get_order(receipt.order.uid) if receipt is not None and receipt.order is not None else None


def sales_of_variant(variant_id: int, store_id: int, *, at: datetime) -> list[OrderSummary]:
    """Sales of a store with pieces of a variant that may still come back, the latest first, at most 20."""
    since = at.date() - timedelta(days=settings.RETURN_DAYS + 1)
    lines = _sold_lines().filter(variant_id=variant_id)
    orders = Order.objects.filter(
        store_id=store_id, business_date__gte=since, status=OrderStatus.COMPLETED, history=None, pk__in=lines
    )
    return summaries(orders.order_by("-completed_at", "-pk")[:MOST_FOUND])


def sales_of_customer(customer_id: int) -> list[OrderSummary]:
    """What a customer bought, anywhere, that may still come back, the latest first, at most 20."""
    orders = Order.objects.filter(
        customer_id=customer_id, status=OrderStatus.COMPLETED, history=None, pk__in=_sold_lines()
    )
    return summaries(orders.order_by("-completed_at", "-pk")[:MOST_FOUND])


def _sold_lines() -> QuerySet[OrderLine, int]:
    """The orders of lines with pieces that are still with the customer."""
    return OrderLine.objects.filter(quantity__gt=F("returned_quantity")).values_list("order_id", flat=True)


def _summary(found: Return) -> ReturnSummary:
    return ReturnSummary(
        uid=found.uid,
        number=found.number,
        store_name=found.store.name,
        returned_at=found.returned_at,
        total_minor=found.total_minor,
        points=found.points,
        reason=found.reason,
        lines=tuple((line.name, line.quantity) for line in found.lines.all()),
    )


def _view(found: Return) -> ReturnView:
    taken, owed = (0, 0)
    if found.points and found.customer_id is not None:
        taken, owed = points_of_undoing("return", found.uid, customer_id=found.customer_id)
    order = found.order
    lines = found.lines.select_related("variant", "order_line").order_by("position")
    return ReturnView(
        uid=found.uid,
        number=found.number,
        order_uid=order.uid if order else None,
        order_number=order.number if order else "",
        sold_at=order.completed_at if order else None,
        sold_in=order.store.name if order else "",
        store=store_view(found.store),
        register_code=found.register.code,
        staff_name=found.staff.name if found.staff else "",
        customer_uid=order.customer.uid if order and order.customer else None,
        channel=found.channel,
        reason=found.reason,
        lines=tuple(_line(line) for line in lines),
        taxes=tuple(found.taxes),
        goods_minor=found.goods_minor,
        discount_minor=found.discount_minor,
        tax_minor=found.tax_minor,
        total_minor=found.total_minor,
        refunds=tuple(refunds_of_return(found.uid)),
        points=found.points,
        points_taken=taken,
        points_owed=owed,
        coupons=tuple((code, name, is_returned) for code, name, is_returned in found.coupons),
        is_full=found.is_full,
        returned_at=found.returned_at,
    )


def _line(line: ReturnLine) -> ReturnLineView:
    return ReturnLineView(
        line_uid=line.order_line.uid if line.order_line else None,
        sku=line.variant.sku,
        name=line.name,
        quantity=line.quantity,
        condition=line.condition,
        condition_words=line.get_condition_display(),
        note=line.note,
        unit_price_minor=line.unit_price_minor,
        total_minor=line.total_minor,
        tax_rate_bp=line.tax_rate_bp,
    )
