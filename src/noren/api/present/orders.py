"""Orders and quotes as the API tells them."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime

from django.conf import settings

from noren.api.schemas.deliveries import HomeDeliveryOut, ShipmentOut
from noren.api.schemas.orders import (
    CustomerBrief,
    OrderBrief,
    OrderChangeOut,
    OrderLineOut,
    OrderOut,
    PaymentOut,
    RefundOut,
    StateOut,
    StoreBrief,
)
from noren.api.schemas.quotes import (
    CouponApplied,
    CouponRefused,
    DiscountOut,
    QuoteLineOut,
    QuoteOut,
    TaxOut,
)
from noren.orders.changes import changes_of_order
from noren.orders.events import (
    DeliveryCompleted,
    OrderCancelled,
    OrderCompleted,
    OrderExpired,
    OrderHandedOver,
    OrderReady,
    OrderRejected,
    OrderUnpaid,
    PaymentAwaited,
    SaleVoided,
)
from noren.orders.models import FulfillmentKind
from noren.orders.queries import LineView, OrderSummary, OrderView
from noren.orders.shipping.queries import delivery_of
from noren.orders.shipping.wanted import WantedDelivery
from noren.pricing import Quote, QuoteLine, explain
from noren.timeline.queries import events_of_subject

_STATUS_OF_EVENT = {
    OrderCompleted.event_name: "placed",
    OrderReady.event_name: "ready",
    OrderHandedOver.event_name: "completed",
    DeliveryCompleted.event_name: "completed",
    OrderCancelled.event_name: "canceled",
    OrderRejected.event_name: "rejected",
    OrderExpired.event_name: "expired",
    SaleVoided.event_name: "voided",
    PaymentAwaited.event_name: "awaiting_payment",
    OrderUnpaid.event_name: "unpaid",
}


def order_out(order: OrderView) -> OrderOut:
    """Everything about an order, with the states it went through as the log has them."""
    delivery = delivery_of(order.uid) if order.fulfillment == FulfillmentKind.DELIVERY else None
    return OrderOut(
        uid=order.uid,
        number=order.number,
        status=order.status,
        fulfillment=order.fulfillment,
        channel=order.channel,
        completed_channel=order.completed_channel,
        store=StoreBrief(code=order.store.code, name=order.store.name),
        customer=_customer(order),
        contact_name=order.contact_name,
        contact_email=order.contact_email,
        contact_phone=order.contact_phone,
        pickup_code=order.pickup_code,
        placed_at=order.placed_at,
        due_at=order.due_at,
        kept_until=order.kept_until,
        ready_at=order.ready_at,
        completed_at=order.completed_at,
        ended_reason=order.ended_reason,
        lines=[_line(line) for line in order.lines],
        taxes=[TaxOut(**tax) for tax in order.taxes],
        goods_minor=order.goods_minor,
        discount_minor=order.discount_minor,
        tax_minor=order.tax_minor,
        total_minor=order.total_minor,
        returned_minor=order.returned_minor,
        buyer_note=order.buyer_note,
        is_gift=order.is_gift,
        gift_message=order.gift_message,
        changes=[OrderChangeOut.model_validate(change) for change in changes_of_order(order.uid)],
        points=order.points,
        pay_until=order.pay_until,
        paid_minor=order.paid_minor,
        due_minor=order.due_minor,
        refunds=[RefundOut.model_validate(refund) for refund in order.refunds],
        payments=[PaymentOut.model_validate(payment) for payment in order.payments],
        receipt_numbers=list(order.receipt_numbers),
        delivery=_delivery_out(delivery.wanted) if delivery else None,
        shipments=[ShipmentOut.model_validate(parcel) for parcel in delivery.live_parcels] if delivery else [],
        states=_states(order),
    )


def _delivery_out(wanted: WantedDelivery) -> HomeDeliveryOut:
    return HomeDeliveryOut(**asdict(wanted.address), day=wanted.day, slot=wanted.slot)


def _customer(order: OrderView) -> CustomerBrief | None:
    if order.customer_uid is None:
        return None
    return CustomerBrief(uid=order.customer_uid, member_number=order.member_number, name=order.contact_name)


def _line(line: LineView) -> OrderLineOut:
    return OrderLineOut(
        uid=line.uid,
        sku=line.sku,
        name=line.name,
        ordered_quantity=line.ordered_quantity,
        quantity=line.quantity,
        awaited_quantity=line.awaited_quantity,
        returned_quantity=line.returned_quantity,
        unit_price_minor=line.unit_price_minor,
        discount_minor=line.discount_minor,
        total_minor=line.total_minor,
        tax_rate_bp=line.tax_rate_bp,
        discounts=_discounts(line.discounts),
        is_extra=line.is_extra,
        fee=line.fee,
    )


def _discounts(pairs: Sequence[tuple[str, int]]) -> list[DiscountOut]:
    return [DiscountOut(code=code, amount_minor=amount) for code, amount in pairs]


def _states(order: OrderView) -> list[StateOut]:
    """A sale over the counter is completed at once; past sales have no events but their own times."""
    reached: dict[str, datetime] = {}
    for event in events_of_subject(order.uid):
        status = _STATUS_OF_EVENT.get(event.name)
        if status is not None:
            reached[status] = event.occurred_at
    if order.fulfillment == "counter":
        reached.pop("placed", None)
        reached = {"completed": order.completed_at or order.placed_at, **reached}
    return [StateOut(status=status, at=at) for status, at in reached.items()]


def order_brief(order: OrderSummary) -> OrderBrief:
    """An order in a list."""
    return OrderBrief(
        uid=order.uid,
        number=order.number,
        status=order.status,
        channel=order.channel,
        completed_channel=order.completed_channel,
        store=StoreBrief(code=order.store_code, name=order.store_name),
        placed_at=order.placed_at,
        completed_at=order.completed_at,
        total_minor=order.total_minor,
        returned_minor=order.returned_minor,
        points=order.points,
        line_count=order.line_count,
    )


def quote_out(
    quote: Quote,
    names: Mapping[str, str],
    *,
    coupon_names: Mapping[str, str],
    extra: frozenset[str] = frozenset(),
    refused: Sequence[CouponRefused] = (),
) -> QuoteOut:
    """What goods cost.

    Args:
        names: words of the goods by SKU; coupon_names: by code.
        extra: refs of lines that are added at the hand-over.
        refused: coupons that never came to be priced.
    """
    skipped = [
        CouponRefused(code=each.ref, reason=each.reason.value, message=explain(each, currency=settings.CURRENCY))
        for each in quote.skipped
    ]
    return QuoteOut(
        lines=[_quote_line(line, names, is_extra=line.ref in extra) for line in quote.lines],
        taxes=[TaxOut.model_validate(tax) for tax in quote.taxes],
        goods_minor=quote.goods_minor,
        discount_minor=quote.discount_minor,
        tax_minor=quote.tax_minor,
        total_minor=quote.total_minor,
        points=quote.points,
        coupons=[
            CouponApplied(code=each.ref, name=coupon_names.get(each.ref, each.ref), discount_minor=each.discount_minor)
            for each in quote.applied
        ],
        refused_coupons=[*skipped, *refused],
    )


def _quote_line(line: QuoteLine, names: Mapping[str, str], *, is_extra: bool) -> QuoteLineOut:
    return QuoteLineOut(
        uid=line.ref,
        sku=line.sku,
        name=names[line.sku],
        quantity=line.quantity,
        unit_price_minor=line.unit_price_minor,
        list_minor=line.list_minor,
        discount_minor=line.discount_minor,
        total_minor=line.total_minor,
        tax_rate_bp=line.tax_rate_bp,
        discounts=_discounts(line.discounts),
        is_extra=is_extra,
    )
