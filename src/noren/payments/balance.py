"""The balance of an order: what was paid against what it comes to. What is missing is due, what is too much goes back.

Called under the order's lock by every deed that changes what an order comes to, or what came in for it.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import Sum

from noren.kernel.ids import uuid7
from noren.payments.cash import cancel_payment, find_due, open_payment
from noren.payments.errors import PaymentNotDue
from noren.payments.models import (
    AT_TILLS,
    Attempt,
    AttemptStatus,
    Payment,
    PaymentStatus,
    Provider,
    Refund,
    RefundStatus,
)
from noren.payments.provider import is_online

_OPEN = (RefundStatus.ON_THE_WAY, RefundStatus.BY_HAND)
_PAID = """
SELECT p.order_uid, sum(p.captured_minor - p.refunded_minor - coalesce(r.open, 0))
FROM payments_payment p
LEFT JOIN LATERAL (SELECT sum(amount_minor) AS open FROM payments_refund WHERE payment_id = p.id AND status <> 'done') r
    ON true
WHERE p.order_uid = ANY(%s) AND p.captured_minor > 0
GROUP BY p.order_uid
"""


@dataclass(frozen=True, slots=True)
class Balance:
    """Minor units: `paid_minor` stays with us after what goes back, `due_minor` is still to be paid.

    `back` is what goes back now, by provider.
    """

    paid_minor: int
    due_minor: int
    back: tuple[tuple[str, int], ...] = ()


def paid_minor(order_uid: UUID) -> int:
    """What came in for an order, less what went back and is to go back."""
    payments = Payment.objects.filter(order_uid=order_uid)
    sums = payments.aggregate(captured=Sum("captured_minor"), refunded=Sum("refunded_minor"))
    if not sums["captured"]:
        return 0
    open_refunds = Refund.objects.filter(payment__order_uid=order_uid, status__in=_OPEN)
    return int(sums["captured"] - sums["refunded"] - (open_refunds.aggregate(sum=Sum("amount_minor"))["sum"] or 0))


def paid_of_orders(order_uids: Collection[UUID]) -> dict[UUID, int]:
    """The same for many orders, in one statement; orders for which nothing came in are missing."""
    with connection.cursor() as cursor:
        cursor.execute(_PAID, [list(order_uids)])
        return {order_uid: int(minor) for order_uid, minor in cursor.fetchall()}


def balance(order_uid: UUID, *, owed_minor: int, reason: str, at: datetime) -> Balance:
    """Have what is due, and what goes back, fit what an order comes to now. Safe to repeat.

    Args:
        owed_minor: what the order comes to; 0 when it ended.
        reason: why money goes back, as a code: `canceled`, `short_pick`, `late`, `overpaid`, ….
    """
    paid, back = paid_minor(order_uid), list[tuple[str, int]]()
    if paid > owed_minor:
        back = give_back(order_uid, paid - owed_minor, reason=reason, at=at)
        rest = paid - owed_minor - sum(minor for _provider, minor in back)
        back += _owe_cash(order_uid, rest, reason=reason, at=at)
        paid = owed_minor
    due = owed_minor - paid
    open_payments = Payment.objects.filter(order_uid=order_uid, status=PaymentStatus.DUE)
    if paid:
        open_payments.filter(captured_minor__gt=0).update(status=PaymentStatus.CAPTURED)
    if paid and not due:
        open_payments.update(status=PaymentStatus.CANCELED)
    elif not open_payments.update(amount_minor=due) and due:
        open_payment(order_uid, provider=Provider.AT_STORE, amount_minor=due, at=at)
    return Balance(paid, due, tuple(back))


def take_by(order_uid: UUID, provider: str, *, at: datetime) -> Payment:
    """The payment that is due, to be taken by this provider from now on; the caller holds the order's lock.

    A bank transfer keeps its payment, as its money may still come in: what is due is then a payment of its own.

    Raises:
        PaymentNotDue: nothing is due.
    """
    payment = find_due(order_uid)
    if payment is None:
        raise PaymentNotDue
    if payment.provider == provider:
        return payment
    if payment.provider != Provider.BANK_TRANSFER:
        Payment.objects.filter(pk=payment.pk).update(provider=provider)
        payment.provider = provider
        return payment
    rest_minor = payment.amount_minor - payment.captured_minor
    cancel_payment(order_uid)
    return open_payment(order_uid, provider=provider, amount_minor=rest_minor, at=at)


def await_rest(order_uid: UUID, *, total_minor: int) -> bool:
    """Have what is due fit an order that still waits for its money; answer whether that changed. Safe to repeat.

    What came in by the payment that is due stays part of its amount; what came in by others is taken off it.
    """
    payment = find_due(order_uid)
    if payment is None:
        return False
    going_back = Refund.objects.filter(payment=payment, status__in=_OPEN).aggregate(sum=Sum("amount_minor"))["sum"] or 0
    by_this_minor = payment.captured_minor - payment.refunded_minor - going_back
    amount_minor = max(0, total_minor - (paid_minor(order_uid) - by_this_minor))
    if amount_minor == payment.amount_minor:
        return False
    Payment.objects.filter(pk=payment.pk).update(amount_minor=amount_minor)
    return True


def _owe_cash(order_uid: UUID, amount_minor: int, *, reason: str, at: datetime) -> list[tuple[str, int]]:
    """Owe what was taken at a till for goods that are not sent after all; staff give it back."""
    owed, left = list[tuple[str, int]](), amount_minor
    for payment in Payment.objects.filter(order_uid=order_uid, provider__in=AT_TILLS, captured_minor__gt=0):
        part = min(left, payment.captured_minor - payment.refunded_minor - owed_back_of(payment))
        if part > 0:
            _owe(payment, None, part, reason=reason, return_uid=None, at=at)
            owed.append((payment.provider, part))
            left -= part
    return owed


def owed_back_of(payment: Payment) -> int:
    """What is to go back of a payment and nobody has noted yet, minor units."""
    open_refunds = Refund.objects.filter(payment=payment, status__in=_OPEN)
    return int(open_refunds.aggregate(sum=Sum("amount_minor"))["sum"] or 0)


def paid_before(order_uid: UUID) -> list[tuple[str, int]]:
    """What came in before the hand-over and stays with us, by provider, the oldest first, minor units."""
    paid: dict[str, int] = {}
    for payment, attempt, left_minor in reversed(list(_came_in(order_uid))):
        provider = attempt.provider if attempt else payment.provider
        paid[provider] = paid.get(provider, 0) + left_minor
    return [(provider, minor) for provider, minor in paid.items() if minor]


def give_back(
    order_uid: UUID, amount_minor: int, *, reason: str, at: datetime, return_uid: UUID | None = None
) -> list[tuple[str, int]]:
    """Owe an amount back: by the attempts that took it, the latest first, and what came by bank transfer by hand.

    Returns:
        By which provider how much, minor units; less than the amount where the rest came in at a till.
    """
    owed = list[tuple[str, int]]()
    for payment, attempt, part in _going_back(order_uid, amount_minor):
        _owe(payment, attempt, part, reason=reason, return_uid=return_uid, at=at)
        owed.append((attempt.provider if attempt else payment.provider, part))
    return owed


def sent_back(order_uid: UUID, amount_minor: int) -> list[tuple[str, int]]:
    """What `give_back` would owe now, by provider; nothing is written."""
    parts = _going_back(order_uid, amount_minor)
    return [(attempt.provider if attempt else payment.provider, part) for payment, attempt, part in parts]


def _going_back(order_uid: UUID, amount_minor: int) -> Iterator[tuple[Payment, Attempt | None, int]]:
    left = amount_minor
    for payment, attempt, left_minor in _came_in(order_uid):
        part = min(left, left_minor)
        if part > 0:
            yield payment, attempt, part
            left -= part


def _came_in(order_uid: UUID) -> Iterator[tuple[Payment, Attempt | None, int]]:
    """What came in other than at a till, the latest first: how much is left by each attempt, or by hand (None)."""
    paid = Payment.objects.filter(order_uid=order_uid, captured_minor__gt=0).exclude(provider__in=AT_TILLS)
    for payment in paid.order_by("-pk"):
        by_hand = payment.captured_minor
        for attempt in Attempt.objects.filter(payment=payment, status=AttemptStatus.CAPTURED).order_by("-pk"):
            by_hand -= attempt.amount_minor
            yield payment, attempt, attempt.amount_minor - _refunds_of(attempt=attempt)
        yield payment, None, by_hand - _refunds_of(payment=payment, attempt=None)


def _refunds_of(**which: object) -> int:
    return int(Refund.objects.filter(**which).aggregate(sum=Sum("amount_minor"))["sum"] or 0)


def _owe(
    payment: Payment, attempt: Attempt | None, amount_minor: int, *, reason: str, return_uid: UUID | None, at: datetime
) -> None:
    is_sent = attempt is not None and is_online(attempt.provider)
    Refund.objects.create(
        uid=uuid7(),
        payment=payment,
        attempt=attempt,
        status=RefundStatus.ON_THE_WAY if is_sent else RefundStatus.BY_HAND,
        amount_minor=amount_minor,
        reason=reason,
        return_uid=return_uid,
        next_try_at=at if is_sent else None,
        asked_at=at,
    )
