"""Finishing: what money that came in does to its order. The return page, a notice and the worker all end here.

An order that waits is placed once it is paid in full. Money for an order that ended is late: the order is taken up
again if its goods are there and nothing speaks against it, else the money goes back. docs/adr/0013 says why.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from noren.coupons.withdraw import live_redemptions
from noren.orders.events import OrderCompleted, OrderTakenUp, SoldLine
from noren.orders.keeping import kept_until_of
from noren.orders.locking import LockedOrder, lock_order
from noren.orders.models import Fulfillment, FulfillmentKind, FulfillmentStatus, Order, OrderStatus
from noren.orders.shipping.again import due_anew, send_again
from noren.payments.attempts import AttemptView, book_attempt, let_go, let_go_of_wrong_amount, note_answer
from noren.payments.balance import await_rest, balance, paid_minor
from noren.payments.events import PaymentCaptured, PaymentDeclined
from noren.payments.models import AttemptStatus
from noren.payments.provider import ProviderAnswer, Said
from noren.stock import promise
from noren.stock.errors import OutOfStock
from noren.stores.errors import PickupNotOffered, StoreClosed, StoreNotFound
from noren.stores.loading import load_store_for_order
from noren.timeline.record import EventData, record

_CHARGED = (OrderStatus.PLACED, OrderStatus.READY, OrderStatus.COMPLETED)


def finish_attempt(
    attempt: AttemptView, call: str, answer: ProviderAnswer, *, channel: str, at: datetime
) -> AttemptView:
    """Write down what a provider said of an attempt, and do what follows: the one transaction after each answer.

    Money that was taken is booked, once, and the order goes on; a decline is told. Safe to repeat.

    Records "Payment Captured" with "Order Completed" or "Order Taken Up"; "Payment Declined".
    """
    with transaction.atomic(savepoint=False):
        locked = lock_order(attempt.order_uid)
        order, events = locked.order, list[EventData]()
        noted = note_answer(attempt.uid, call, answer, at=at)
        if answer.said == Said.CAPTURED and book_attempt(attempt.uid, at=at):
            events.append(PaymentCaptured(order.uid, order.number, attempt.provider, attempt.amount_minor))
            events += follow_money(locked, at=at)
        is_declined = noted.status == AttemptStatus.DECLINED and attempt.status != AttemptStatus.DECLINED
        if is_declined and order.status == OrderStatus.AWAITING_PAYMENT:
            amount = attempt.amount_minor
            events.append(PaymentDeclined(order.uid, order.number, attempt.provider, amount, answer.words))
        record(*events, told=locked.told(channel, at=at))
    return noted


def follow_money(locked: LockedOrder, *, at: datetime) -> list[EventData]:
    """Have a locked order follow the money that was just booked for it; answer the events to be recorded."""
    order, events = locked.order, list[EventData]()
    is_paid = paid_minor(order.uid) >= order.total_minor
    if order.status == OrderStatus.UNPAID and is_paid and _take_up(locked, at=at):
        events.append(OrderTakenUp(order.uid, order.number, locked.store_code, order.total_minor))
    if order.status == OrderStatus.AWAITING_PAYMENT and is_paid:
        events.append(place_waiting(locked, at=at))
    if order.status == OrderStatus.AWAITING_PAYMENT:
        if await_rest(order.uid, total_minor=order.total_minor):
            let_go_of_wrong_amount(order.uid, at=at)
    else:
        owed = order.total_minor - order.returned_minor if order.status in _CHARGED else 0
        balance(order.uid, owed_minor=owed, reason="overpaid" if owed else "late", at=at)
    return events


def place_waiting(locked: LockedOrder, *, at: datetime) -> OrderCompleted:
    """Make a locked order that waited a placed one: from now on the store prepares it. Answers its event.

    Its goods were allocated before. What was promised for a time is promised anew, as the money may have taken days.
    """
    order = locked.order
    let_go(order.uid, at=at)
    order.status = OrderStatus.PLACED
    Order.objects.filter(pk=order.pk).update(status=order.status, ended_reason="")
    due_at, kept_until = _promised(locked, at=at)
    Fulfillment.objects.filter(order=order).update(
        status=FulfillmentStatus.OPEN, due_at=due_at, kept_until=kept_until, changed_at=at
    )
    return OrderCompleted(
        order_uid=order.uid,
        number=order.number,
        store=locked.store_code,
        fulfillment=locked.fulfillment.kind,
        total_minor=order.total_minor,
        discount_minor=order.discount_minor,
        coupons=tuple(redemption.code for redemption in live_redemptions(order.uid)),
        lines=tuple(
            SoldLine(line.variant.sku, line.name, line.quantity, line.total_minor)
            for line in locked.lines
            if not line.fee
        ),
    )


def _promised(locked: LockedOrder, *, at: datetime) -> tuple[datetime | None, datetime | None]:
    """When it will be ready, and until when it is kept. A paid order is placed also when its store has shut since.

    A delivery stays wanted for when it was wanted; one that was wanted soon counts from now.
    """
    if locked.fulfillment.kind == FulfillmentKind.DELIVERY:
        return due_anew(locked.fulfillment, at=at), None
    try:
        store = load_store_for_order(locked.store_code, at=at)
        due_at = store.pickup_ready_at(at)
    except (PickupNotOffered, StoreClosed, StoreNotFound):
        return locked.fulfillment.due_at, locked.fulfillment.kept_until
    if locked.is_waiting and locked.fulfillment.due_at is not None:
        due_at = max(due_at, locked.fulfillment.due_at)
    return due_at, kept_until_of(store, due_at)


def _take_up(locked: LockedOrder, *, at: datetime) -> bool:
    """Allocate the goods of an order whose time to pay was over, if that surprises nobody; answer whether it was."""
    order = locked.order
    was_given_up = order.pay_until is None or locked.fulfillment.changed_at < order.pay_until
    if was_given_up or order.discount_minor or _has_ordered_since(order):
        return False
    names = {line.variant_id: line.name for line in locked.lines}
    try:
        with transaction.atomic():  # a refusal has ended holds whose time was over, which goes with it
            cause = locked.cause("order", at=at)
            if locked.fulfillment.kind == FulfillmentKind.DELIVERY:
                send_again(locked, cause=cause, names=names, at=at)
            else:
                promise.allocate(order.store_id, locked.pieces(), cause=cause, names=names)
    except OutOfStock:
        return False
    order.status = OrderStatus.AWAITING_PAYMENT
    return True


def _has_ordered_since(order: Order) -> bool:
    """Whether the buyer ordered again, being told that this one was over."""
    same = Q(contact_email=order.contact_email) if order.contact_email else Q(pk__in=[])
    if order.customer_id is not None:
        same |= Q(customer_id=order.customer_id)
    others = Order.objects.filter(same, placed_at__gt=order.placed_at).exclude(pk=order.pk)
    return others.exclude(status__in=[OrderStatus.UNPAID, OrderStatus.CANCELED, OrderStatus.REJECTED]).exists()
