"""The balance of an order: what was paid against what it comes to. What is missing is due, what is too much goes back.

Called under the order's lock by every deed that changes what an order comes to, or what came in for it.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Sum

from noren.kernel.ids import uuid7
from noren.payments.cash import open_payment
from noren.payments.models import Attempt, AttemptStatus, Payment, PaymentStatus, Provider, Refund, RefundStatus
from noren.payments.provider import is_online

_OPEN = (RefundStatus.ON_THE_WAY, RefundStatus.BY_HAND)


@dataclass(frozen=True, slots=True)
class Balance:
    """Minor units: `paid_minor` stays with us after what goes back, `due_minor` is still to be paid."""

    paid_minor: int
    due_minor: int


def paid_minor(order_uid: UUID) -> int:
    """What came in for an order, less what went back and is to go back."""
    payments = Payment.objects.filter(order_uid=order_uid)
    sums = payments.aggregate(captured=Sum("captured_minor"), refunded=Sum("refunded_minor"))
    if not sums["captured"]:
        return 0
    open_refunds = Refund.objects.filter(payment__order_uid=order_uid, status__in=_OPEN)
    return int(sums["captured"] - sums["refunded"] - (open_refunds.aggregate(sum=Sum("amount_minor"))["sum"] or 0))


def balance(order_uid: UUID, *, owed_minor: int, reason: str, at: datetime) -> Balance:
    """Have what is due, and what goes back, fit what an order comes to now. Safe to repeat.

    Args:
        owed_minor: what the order comes to; 0 when it ended.
        reason: why money goes back, as a code: `canceled`, `short_pick`, `late`, `overpaid`, ….
    """
    paid = paid_minor(order_uid)
    if paid > owed_minor:
        _give_back(order_uid, paid - owed_minor, reason=reason, at=at)
        paid = owed_minor
    due = owed_minor - paid
    open_payments = Payment.objects.filter(order_uid=order_uid, status=PaymentStatus.DUE)
    if paid:
        open_payments.filter(captured_minor__gt=0).update(status=PaymentStatus.CAPTURED)
    if paid and not due:
        open_payments.update(status=PaymentStatus.CANCELED)
    elif not open_payments.update(amount_minor=due) and due:
        open_payment(order_uid, provider=Provider.AT_STORE, amount_minor=due, at=at)
    return Balance(paid, due)


def _give_back(order_uid: UUID, amount_minor: int, *, reason: str, at: datetime) -> None:
    """Owe an amount back: by the attempts that took it, the latest first, and what came by bank transfer by hand."""
    left = amount_minor
    paid_before = Payment.objects.filter(order_uid=order_uid, captured_minor__gt=0).exclude(provider=Provider.CASH)
    for payment in paid_before.order_by("-pk"):
        for attempt in Attempt.objects.filter(payment=payment, status=AttemptStatus.CAPTURED).order_by("-pk"):
            part = min(left, attempt.amount_minor - _refunds_of(attempt=attempt))
            _owe(payment, attempt, part, reason=reason, at=at)
            left -= max(0, part)
        taken = Attempt.objects.filter(payment=payment, status=AttemptStatus.CAPTURED)
        by_hand = payment.captured_minor - (taken.aggregate(sum=Sum("amount_minor"))["sum"] or 0)
        part = min(left, by_hand - _refunds_of(payment=payment, attempt=None))
        _owe(payment, None, part, reason=reason, at=at)
        left -= max(0, part)


def _refunds_of(**which: object) -> int:
    return int(Refund.objects.filter(**which).aggregate(sum=Sum("amount_minor"))["sum"] or 0)


def _owe(payment: Payment, attempt: Attempt | None, amount_minor: int, *, reason: str, at: datetime) -> None:
    if amount_minor <= 0:
        return
    is_sent = attempt is not None and is_online(attempt.provider)
    Refund.objects.create(
        uid=uuid7(),
        payment=payment,
        attempt=attempt,
        status=RefundStatus.ON_THE_WAY if is_sent else RefundStatus.BY_HAND,
        amount_minor=amount_minor,
        reason=reason,
        next_try_at=at if is_sent else None,
        asked_at=at,
    )
