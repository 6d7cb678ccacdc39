"""Paying: the steps outside of every transaction between an order that waits and its money.

What is asked of a provider is committed before it is asked, under a key of the attempt; what was said is written after,
by `noren.orders.finish`. So a process may die between any two lines here: whoever comes next, the buyer's browser, a
notice or the worker, asks the provider under the same key and goes on.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from noren.orders.errors import OrderNotAwaitingPayment
from noren.orders.events import PaymentAwaited
from noren.orders.finish import finish_attempt, place_waiting
from noren.orders.locking import lock_order
from noren.orders.models import FulfillmentKind, Order, OrderStatus
from noren.payments.attempts import (
    AttemptView,
    allow_capture,
    ask,
    find_attempt,
    let_go,
    live_attempt,
    start_attempt,
)
from noren.payments.balance import balance, take_by
from noren.payments.cash import find_due
from noren.payments.errors import PaymentInFlight, ProviderNotOffered
from noren.payments.models import AttemptStatus, Provider
from noren.payments.provider import Said, is_online
from noren.payments.ways import check_offered, check_paid_before, pay_until_of
from noren.timeline.record import record


@dataclass(frozen=True, slots=True)
class PayStep:
    """What the buyer does next: agree at `pay_url`, or, when that is empty, look at the order's page."""

    pay_url: str
    said: str


def start_payment(order_uid: UUID, *, provider: str, return_url: str, channel: str, at: datetime) -> PayStep:
    """Begin paying an order that waits, or go on with it. Safe to repeat: the live attempt is taken up again.

    Another provider than before may be chosen while no money was asked for; the attempt there is canceled.

    Raises:
        OrderNotFound; OrderNotAwaitingPayment: it is paid, or ended, or its time is over.
        PaymentInFlight: money is being taken by the attempt before.
        ProviderNotOffered: nobody is there who would take it over the network.
    """
    check_offered(provider)
    if not is_online(provider):
        raise ProviderNotOffered(field="pay_by", provider=provider)
    attempt = _begin(order_uid, provider, at=at)
    if attempt.pay_url and attempt.status == AttemptStatus.PENDING:
        return PayStep(attempt.pay_url, attempt.said)
    number = Order.objects.values_list("number", flat=True).get(uid=order_uid)
    answer = ask(attempt, lambda one, charge: one.authorize(charge), words=number, return_url=return_url)
    noted = finish_attempt(attempt, "authorize", answer, channel=channel, at=at)
    if answer.said in {Said.AUTHORIZED, Said.CAPTURED}:
        settle_attempt(attempt.uid, channel=channel, at=at)
        return PayStep("", answer.said)
    return PayStep(noted.pay_url if noted.status == AttemptStatus.PENDING else "", answer.said)


def _begin(order_uid: UUID, provider: str, *, at: datetime) -> AttemptView:
    """The attempt to go on with: the live one if it is at this provider, else a new one."""
    with transaction.atomic():
        order = lock_order(order_uid).order
        if order.status != OrderStatus.AWAITING_PAYMENT or order.pay_until is None or at >= order.pay_until:
            raise OrderNotAwaitingPayment(number=order.number)
        live = live_attempt(order_uid)
        if live is not None and live.status == AttemptStatus.CAPTURING:
            raise PaymentInFlight
        if live is not None and live.provider == provider:
            return live
        let_go(order_uid, at=at)
        return start_attempt(take_by(order_uid, provider, at=at), provider=provider, at=at)


def settle_attempt(attempt_uid: UUID, *, channel: str, at: datetime) -> bool:
    """Ask the provider how an attempt stands, take the money that was agreed to, and finish or undo it.

    The one function of the return page, of notices and of the worker; any number may run at once. Money is asked for
    only while the order waits for it, which is marked under the order's lock before it is asked for.

    Returns:
        Whether the attempt is ours; False for one that we do not know.
    """
    attempt = find_attempt(attempt_uid)
    if attempt is None:
        return False
    if attempt.status == AttemptStatus.CANCELING:
        call, answer = "cancel", ask(attempt, lambda one, charge: one.cancel(charge))
    else:
        call, answer = "look_up", ask(attempt, lambda one, charge: one.look_up(charge))
    attempt = finish_attempt(attempt, call, answer, channel=channel, at=at)
    if answer.said != Said.AUTHORIZED:
        return True
    if _may_capture(attempt, at=at):
        call, answer = "capture", ask(attempt, lambda one, charge: one.capture(charge))
    else:
        call, answer = "cancel", ask(attempt, lambda one, charge: one.cancel(charge))
    finish_attempt(attempt, call, answer, channel=channel, at=at)
    return True


def _may_capture(attempt: AttemptView, *, at: datetime) -> bool:
    """Mark the attempt as taking the money, if its order still waits for it."""
    with transaction.atomic(savepoint=False):
        order = lock_order(attempt.order_uid).order
        if order.status == OrderStatus.AWAITING_PAYMENT:
            return allow_capture(attempt.uid)
        let_go(order.uid, at=at)
        return False


def pay_otherwise(order_uid: UUID, *, pay_by: str, channel: str, at: datetime) -> None:
    """Have an order that waits paid at the store, or by bank transfer. Safe to repeat.

    What is paid at the store is not waited for: the order is placed. A transfer gets the days a transfer takes.

    Raises:
        OrderNotFound; OrderNotAwaitingPayment; PaymentInFlight; ProviderNotOffered.

    Records "Order Completed" when it is paid at the store.
    """
    check_offered(pay_by)
    if is_online(pay_by):
        raise ProviderNotOffered(field="pay_by", provider=pay_by)
    with transaction.atomic(savepoint=False):
        locked = lock_order(order_uid)
        order = locked.order
        if order.status != OrderStatus.AWAITING_PAYMENT or order.pay_until is None or at >= order.pay_until:
            raise OrderNotAwaitingPayment(number=order.number)
        if locked.fulfillment.kind == FulfillmentKind.DELIVERY:
            check_paid_before(pay_by)
        live = live_attempt(order_uid)
        if live is not None and live.status == AttemptStatus.CAPTURING:
            raise PaymentInFlight
        let_go(order_uid, at=at)
        due = find_due(order_uid)
        if due is not None and due.provider == pay_by:
            return
        take_by(order_uid, pay_by, at=at)
        if pay_by == Provider.AT_STORE:
            placed = place_waiting(locked, at=at)
            balance(order_uid, owed_minor=order.total_minor, reason="overpaid", at=at)
            record(placed, told=locked.told(channel, at=at))
            return
        pay_until = pay_until_of(pay_by, at=at)
        Order.objects.filter(pk=order.pk).update(pay_until=pay_until)
        total = order.total_minor
        assert pay_until is not None
        awaited = PaymentAwaited(order.uid, order.number, locked.store_code, pay_by, total, pay_until)
        record(awaited, told=locked.told(channel, at=at))
