"""Listening: the mails of an order follow what happened to it, once per event.

Simulated orders and past sales write to nobody.
"""

from collections.abc import Callable, Sequence

from noren.orders.errors import OrderNotFound
from noren.orders.queries import OrderView, get_order
from noren.orders.receipts import receipts_of_order
from noren.orders.routing.models import SourcingReason
from noren.orders.shipping.queries import delivery_of
from noren.outreach.delivery_mails import DeliveryPlacedMail, DeliveryShortMail, OrderShippedMail
from noren.outreach.mail_receipt import mail_receipt
from noren.outreach.order_changed_mail import OrderChangedMail
from noren.outreach.order_end_mails import OrderCancelledMail, OrderExpiredMail, OrderRejectedMail
from noren.outreach.order_facts import OrderFacts, order_facts
from noren.outreach.order_mails import (
    OrderComingMail,
    OrderMail,
    OrderPlacedMail,
    OrderReadyMail,
    OrderShortMail,
)
from noren.outreach.payment_mails import OrderUnpaidMail, PaymentAwaitedMail, PaymentRefundedMail
from noren.outreach.queue import queue_message
from noren.timeline.consume import Listener
from noren.timeline.queries import RecordedEvent

LIVE = "live"

HANDED_OVER = "Order Handed Over"
SHIPPED = "Order Shipped"
SENT = "Delivery Completed"

_MAILS: dict[str, Callable[[OrderFacts], OrderMail]] = {
    "Order Completed": OrderPlacedMail,
    "Order Ready": OrderReadyMail,
    "Order Line Short": OrderShortMail,
    "Order Updated": OrderChangedMail,
    "Order Line Sourced": OrderComingMail,
    "Order Cancelled": OrderCancelledMail,
    "Order Rejected": OrderRejectedMail,
    "Order Expired": OrderExpiredMail,
    "Payment Awaited": PaymentAwaitedMail,
    "Order Unpaid": OrderUnpaidMail,
    "Payment Refunded": PaymentRefundedMail,
}
_DELIVERY_MAILS: dict[str, Callable[[OrderFacts], OrderMail]] = {
    "Order Completed": DeliveryPlacedMail,
    "Order Line Short": DeliveryShortMail,
}
# A buyer who is led to a provider's page at once needs no mail about it; one who gave the order up neither.
_ONLY_IF = {"Payment Awaited": ("provider", "bank_transfer"), "Order Unpaid": ("by", "time")}
# What these say is wrong once the order has ended: the mail about the end says it all.
_WHILE_OPEN = frozenset({"Order Ready", "Order Line Short", "Order Line Sourced"})
# Of several of one order in a batch only the last is told: its mail shows them all.
_LAST_TELLS = frozenset({"Order Line Short", "Order Line Sourced", "Order Updated"})


def queue_order_mails(events: Sequence[RecordedEvent]) -> None:
    """Queue one mail per event about a live order from afar whose buyer has an address; a repeat queues nothing new.

    Of several short or routed lines or changes of one order in a batch only the last is told: its mail shows them all.
    """
    last = {(event.name, event.subject_uid): event.id for event in events}
    for event in events:
        if event.source != LIVE or event.subject_uid is None:
            continue
        if event.name in _LAST_TELLS and last[event.name, event.subject_uid] != event.id:
            continue
        _queue(event)


def _queue(event: RecordedEvent) -> None:
    order = _order_of(event)
    if order is None or not order.contact_email or order.fulfillment == "counter":
        return
    if event.name == SHIPPED:
        _queue_parcel(order, event)
        return
    if event.name == HANDED_OVER or (event.name == SENT and order.channel != "till"):
        _queue_receipt(order, event)
    if event.name in {HANDED_OVER, SENT}:
        return
    if event.name == "Order Line Sourced" and event.properties.get("reason") == SourcingReason.ELSEWHERE:
        return  # the buyer asked for it: the mail about the order says when it is there
    is_delivery = order.fulfillment == "delivery"
    if event.name in _WHILE_OPEN and not (order.is_open or order.is_to_be_sent or _is_sent(order)):
        return
    if event.name == "Order Updated" and not (order.is_open or order.is_to_be_sent or order.is_awaiting_payment):
        return
    if event.name == "Payment Awaited" and not order.is_awaiting_payment:
        return
    if event.name in _ONLY_IF and not _is_wanted(event, order):
        return
    queue_message(
        key=f"event/{event.id}",
        mail=((is_delivery and _DELIVERY_MAILS.get(event.name)) or _MAILS[event.name])(order_facts(order)),
        to=order.contact_email,
        language=order.language,
        at=event.occurred_at,
        order_uid=order.uid,
        customer_id=order.customer_id,
    )


def _queue_parcel(order: OrderView, event: RecordedEvent) -> None:
    """That a parcel left."""
    delivery = delivery_of(order.uid)
    named = str(event.properties.get("shipment_uid", ""))
    parcel = next((each for each in delivery.parcels if str(each.uid) == named), None) if delivery else None
    if parcel is None:
        return
    queue_message(
        key=f"event/{event.id}",
        mail=OrderShippedMail(order_facts(order), parcel, is_last=bool(event.properties.get("is_last"))),
        to=order.contact_email,
        language=order.language,
        at=event.occurred_at,
        order_uid=order.uid,
        customer_id=order.customer_id,
    )


def _queue_receipt(order: OrderView, event: RecordedEvent) -> None:
    """The receipt of an order, unless the sale was taken back before this was read."""
    sale = next((receipt for receipt in receipts_of_order(order.uid) if receipt.kind == "sale"), None)
    if sale is not None and sale.voided_at is None:
        mail_receipt(sale, to=order.contact_email, staff_uid=None, channel="system", at=event.occurred_at)


def _is_sent(order: OrderView) -> bool:
    return order.fulfillment == "delivery" and order.status == "completed"


def _is_wanted(event: RecordedEvent, order: OrderView) -> bool:
    name, value = _ONLY_IF[event.name]
    return event.properties.get(name) == value or bool(order.refunds)


def _order_of(event: RecordedEvent) -> OrderView | None:
    """The order; None when it was erased since."""
    if event.subject_uid is None:
        return None
    try:
        return get_order(event.subject_uid)
    except OrderNotFound:
        return None


ORDER_MAILS = Listener(
    name="outreach.order_mails", event_names=frozenset({*_MAILS, HANDED_OVER, SHIPPED, SENT}), handle=queue_order_mails
)
LISTENERS = (ORDER_MAILS,)
