"""Reads of orders for faces and other rooms. Past sales are visible once their batch is finished."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from noren.kernel.ids import fold_spoken_code
from noren.orders.errors import OrderNotFound
from noren.orders.models import (
    Fulfillment,
    FulfillmentKind,
    FulfillmentStatus,
    Order,
    OrderLine,
    OrderStatus,
)
from noren.payments.models import RefundStatus
from noren.payments.queries import PaymentView, payments_of_order, refunds_of_order
from noren.payments.refunds import RefundView
from noren.stores.models import Store


@dataclass(frozen=True, slots=True)
class LineView:
    """A line as it was sold. `discounts` are (coupon code, minor units)."""

    uid: UUID
    position: int
    sku: str
    gtin: str | None
    product_code: str
    name: str
    ordered_quantity: int
    quantity: int
    awaited_quantity: int
    returned_quantity: int
    unit_price_minor: int
    discount_minor: int
    total_minor: int
    tax_rate_bp: int
    discounts: tuple[tuple[str, int], ...]
    is_extra: bool
    fee: str = ""


@dataclass(frozen=True, slots=True)
class StoreView:
    """The store of an order, as far as its page needs it."""

    id: int
    uid: UUID
    code: str
    name: str
    address: str
    phone: str
    time_zone: str
    closing_hour: int
    latitude: float | None
    longitude: float | None


@dataclass(frozen=True, slots=True)
class OrderSummary:
    """An order in a list. Pickup figures are None for goods sold over the counter and for past sales."""

    id: int
    uid: UUID
    number: str
    status: str
    source: str
    channel: str
    store_code: str
    store_name: str
    customer_name: str
    total_minor: int
    returned_minor: int
    placed_at: datetime
    completed_at: datetime | None
    due_at: datetime | None
    kept_until: datetime | None
    line_count: int
    piece_count: int
    completed_channel: str
    points: int
    pickup_code: str | None


@dataclass(frozen=True, slots=True)
class OrderView:
    """Everything of an order."""

    uid: UUID
    number: str
    status: str
    source: str
    channel: str
    completed_channel: str
    fulfillment: str
    store: StoreView
    customer_id: int | None
    customer_uid: UUID | None
    member_number: str | None
    contact_name: str
    contact_email: str
    contact_phone: str
    language: str
    lines: tuple[LineView, ...]
    taxes: tuple[dict[str, int], ...]
    goods_minor: int
    discount_minor: int
    tax_minor: int
    total_minor: int
    returned_minor: int
    points: int
    prices_include_tax: bool
    placed_at: datetime
    completed_at: datetime | None
    ended_reason: str
    pickup_code: str | None
    due_at: datetime | None
    kept_until: datetime | None
    ready_at: datetime | None
    handed_over_at: datetime | None
    pay_until: datetime | None
    payments: tuple[PaymentView, ...]
    refunds: tuple[RefundView, ...]
    receipt_numbers: tuple[str, ...]
    buyer_note: str
    is_gift: bool
    gift_message: str

    @property
    def is_returned(self) -> bool:
        """Whether everything that was sold came back."""
        sold = sum(line.quantity for line in self.lines if not line.fee)
        return sold > 0 and sold == sum(line.returned_quantity for line in self.lines)

    @property
    def is_open(self) -> bool:
        """Whether it is a pickup that is still to be handed over."""
        return self.fulfillment == FulfillmentKind.PICKUP and self.status in {"placed", "ready"}

    @property
    def is_to_be_sent(self) -> bool:
        """Whether it is delivered home, and a parcel of it has still to leave."""
        return self.fulfillment == FulfillmentKind.DELIVERY and self.status == OrderStatus.PLACED

    @property
    def is_awaiting_payment(self) -> bool:
        """Whether its goods are kept while it waits for its money."""
        return self.status == OrderStatus.AWAITING_PAYMENT

    @property
    def paid_minor(self) -> int:
        """What was paid and stays with us, minor units."""
        came = sum(payment.captured_minor - payment.refunded_minor for payment in self.payments)
        return came - sum(refund.amount_minor for refund in self.refunds if refund.status != RefundStatus.DONE)

    @property
    def due_minor(self) -> int:
        """What is still to be paid, minor units; nothing once it ended."""
        is_charged = self.is_open or self.is_awaiting_payment
        return max(0, self.total_minor - self.paid_minor) if is_charged else 0

    @property
    def is_refunding(self) -> bool:
        """Whether money is still on its way back to the buyer."""
        return any(refund.status != RefundStatus.DONE for refund in self.refunds)

    @property
    def pay_by(self) -> str:
        """How it is paid, or was: while it waits by what is due, then by what was paid first."""
        waited = [each for each in self.payments if each.status == "due"] if self.is_awaiting_payment else []
        counted = waited or [each for each in self.payments if each.status != "canceled"] or self.payments[-1:]
        return counted[0].provider if counted else ""


def visible_orders() -> QuerySet[Order]:
    """All orders that readers may see: those of an unfinished batch of past sales are not there yet."""
    return Order.objects.filter(Q(history=None) | Q(history__finished_at__isnull=False))


def get_order(uid: UUID) -> OrderView:
    """Everything of an order.

    Raises:
        OrderNotFound: no visible order has the uid.
    """
    order = visible_orders().select_related("store", "customer", "fulfillment").filter(uid=uid).first()
    if order is None:
        raise OrderNotFound(field="order_uid")
    return _view(order)


def find_order_by_code(typed: str) -> OrderView | None:
    """The order whose number or pickup code this is, as typed or scanned; None when there is none."""
    code = fold_spoken_code(typed)
    # One after the other: asked for either at once, the database reads every order there is.
    return find_order_by_number(code) or _find_order(Q(fulfillment__pickup_code=code))


def find_order_by_number(number: str) -> OrderView | None:
    """The order with this number, as it is stored; None when there is none."""
    return _find_order(Q(number=number))


def _find_order(wanted: Q) -> OrderView | None:
    order = visible_orders().select_related("store", "customer", "fulfillment").filter(wanted).first()
    return _view(order) if order else None


def orders_of_customer(
    customer_id: int, *, before: datetime | None = None, before_id: int | None = None, limit: int = 20
) -> list[OrderSummary]:
    """What a customer bought, anywhere, the latest first.

    Args:
        before: page on with the instant of the last order shown, and its id as `before_id`: several past sales of one
            customer can have the same instant.
    """
    orders = visible_orders().filter(customer_id=customer_id)
    if before is not None and before_id is not None:
        orders = orders.filter(Q(placed_at__lt=before) | Q(placed_at=before, pk__lt=before_id))
    elif before is not None:
        orders = orders.filter(placed_at__lt=before)
    return summaries(orders.order_by("-placed_at", "-pk")[:limit])


def pickup_list(
    store_id: int, *, statuses: Collection[str] = (FulfillmentStatus.OPEN, FulfillmentStatus.READY), limit: int = 200
) -> list[OrderSummary]:
    """Pickups of a store in these states of work, the most urgent first."""
    orders = Order.objects.filter(
        fulfillment__store_id=store_id, fulfillment__kind=FulfillmentKind.PICKUP, fulfillment__status__in=statuses
    )
    return summaries(orders.order_by("fulfillment__due_at", "pk")[:limit])


def summary_of(uid: UUID) -> OrderSummary:
    """The row of one order.

    Raises:
        OrderNotFound: no visible order has the uid.
    """
    found = summaries(visible_orders().filter(uid=uid))
    if not found:
        raise OrderNotFound(field="order_uid")
    return found[0]


def summaries(orders: QuerySet[Order]) -> list[OrderSummary]:
    """Rows for a list, in the query's order; two statements."""
    rows = list(orders.select_related("store", "customer", "fulfillment").prefetch_related("lines"))
    return [_summary(order) for order in rows]


def _summary(order: Order) -> OrderSummary:
    fulfillment = fulfillment_of(order)
    lines = [line for line in order.lines.all() if line.quantity and not line.fee]
    return OrderSummary(
        id=order.pk,
        uid=order.uid,
        number=order.number,
        status=order.status,
        source=order.source,
        channel=order.channel,
        store_code=order.store.code,
        store_name=order.store.name,
        customer_name=order.contact_name or (str(order.customer) if order.customer else ""),
        total_minor=order.total_minor,
        returned_minor=order.returned_minor,
        placed_at=order.placed_at,
        completed_at=order.completed_at,
        due_at=fulfillment.due_at if fulfillment else None,
        kept_until=fulfillment.kept_until if fulfillment else None,
        line_count=len(lines),
        piece_count=sum(line.quantity for line in lines),
        completed_channel=order.completed_channel,
        points=order.points,
        pickup_code=fulfillment.pickup_code if fulfillment else None,
    )


def fulfillment_of(order: Order) -> Fulfillment | None:
    """The order's fulfillment; past sales have none."""
    return getattr(order, "fulfillment", None)


def _view(order: Order) -> OrderView:
    fulfillment = fulfillment_of(order)
    customer = order.customer
    lines = order.lines.select_related("variant__product").order_by("position")
    return OrderView(
        uid=order.uid,
        number=order.number,
        status=order.status,
        source=order.source,
        channel=order.channel,
        completed_channel=order.completed_channel,
        fulfillment=fulfillment.kind if fulfillment else FulfillmentKind.COUNTER,
        store=store_view(order.store),
        customer_id=order.customer_id,
        customer_uid=customer.uid if customer else None,
        member_number=customer.member_number if customer else None,
        contact_name=order.contact_name or (customer.full_name if customer else ""),
        contact_email=order.contact_email or (customer.email if customer else ""),
        contact_phone=order.contact_phone or (customer.phone if customer else ""),
        language=order.language,
        lines=tuple(_line_view(line) for line in lines),
        taxes=tuple(order.taxes),
        goods_minor=order.goods_minor,
        discount_minor=order.discount_minor,
        tax_minor=order.tax_minor,
        total_minor=order.total_minor,
        returned_minor=order.returned_minor,
        points=order.points,
        prices_include_tax=order.prices_include_tax,
        placed_at=order.placed_at,
        completed_at=order.completed_at,
        ended_reason=order.ended_reason,
        pickup_code=fulfillment.pickup_code if fulfillment else None,
        due_at=fulfillment.due_at if fulfillment else None,
        kept_until=fulfillment.kept_until if fulfillment else None,
        ready_at=fulfillment.ready_at if fulfillment else None,
        handed_over_at=fulfillment.handed_over_at if fulfillment else None,
        pay_until=order.pay_until,
        payments=tuple(payments_of_order(order.uid)),
        refunds=tuple(refunds_of_order(order.uid)),
        buyer_note=order.buyer_note,
        is_gift=order.is_gift,
        gift_message=order.gift_message,
        receipt_numbers=tuple(order.receipts.order_by("pk").values_list("number", flat=True)),
    )


def store_view(store: Store) -> StoreView:
    """A store as far as a page of an order or a return needs it."""
    return StoreView(
        id=store.pk,
        uid=store.uid,
        code=store.code,
        name=store.name,
        address=store.address,
        phone=store.phone,
        time_zone=store.time_zone,
        closing_hour=store.closing_hour,
        latitude=store.latitude,
        longitude=store.longitude,
    )


def _line_view(line: OrderLine) -> LineView:
    return LineView(
        uid=line.uid,
        position=line.position,
        sku=line.variant.sku,
        gtin=line.variant.gtin,
        product_code=line.variant.product.code,
        name=line.name,
        ordered_quantity=line.ordered_quantity,
        quantity=line.quantity,
        awaited_quantity=line.awaited_quantity,
        returned_quantity=line.returned_quantity,
        unit_price_minor=line.unit_price_minor,
        discount_minor=line.discount_minor,
        total_minor=line.total_minor,
        tax_rate_bp=line.tax_rate_bp,
        discounts=tuple((code, minor) for code, minor in line.discounts),
        is_extra=line.is_extra,
        fee=line.fee,
    )
