"""Money given back for returned goods: to the payments it was taken with, or out of the drawer without a sale."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Case, F, Value, When

from noren.kernel.rows import insert_row
from noren.payments.balance import give_back, paid_minor
from noren.payments.cash import Drawer
from noren.payments.errors import RefundTooLarge
from noren.payments.models import Entry, MoneyKind, Payment, PaymentStatus, Provider


@dataclass(frozen=True, slots=True)
class Refunded:
    """An amount given back, in minor units, and who gave it.

    `is_sent`: a provider gives it back, or staff do by bank transfer; what is not sent is cash out of the drawer.
    """

    provider: str
    amount_minor: int
    is_sent: bool = False


def refund_goods(
    order_uid: UUID, amount_minor: int, *, return_uid: UUID, drawer: Drawer, at: datetime
) -> list[Refunded]:
    """Give money back the way it came: what was paid before the hand-over first, by its provider, then in cash.

    The caller holds the order's lock. What a provider gives back is owed now and sent outside of this transaction.

    Raises:
        RefundTooLarge: less is left of what was taken.
    """
    left = paid_minor(order_uid)
    if amount_minor > left:
        raise RefundTooLarge(wanted=amount_minor, left=left)
    refunded = [
        Refunded(provider, part, is_sent=True)
        for provider, part in give_back(order_uid, amount_minor, reason="return", return_uid=return_uid, at=at)
    ]
    cash_minor = amount_minor - sum(each.amount_minor for each in refunded)
    cash = Payment.objects.filter(
        order_uid=order_uid, provider=Provider.CASH, captured_minor__gt=F("refunded_minor")
    ).order_by("pk")
    for payment in cash:
        part = min(cash_minor, payment.captured_minor - payment.refunded_minor)
        if not part:
            break
        _give_back(payment, part)
        insert_row(
            Entry(
                payment=payment,
                kind=MoneyKind.REFUND,
                amount_minor=part,
                return_uid=return_uid,
                register_id=drawer.register_id,
                shift_id=drawer.shift_id,
                late_batch_id=drawer.late_batch_id,
                staff_id=drawer.staff_id,
                at=at,
            )
        )
        refunded.append(Refunded(payment.provider, part))
        cash_minor -= part
    if cash_minor:
        raise RefundTooLarge(wanted=amount_minor, left=amount_minor - cash_minor)
    return refunded


def pay_out(amount_minor: int, *, return_uid: UUID, drawer: Drawer, at: datetime) -> Refunded:
    """Pay cash out of the drawer for goods whose sale nobody found."""
    if amount_minor:
        Entry.objects.create(
            payment=None,
            kind=MoneyKind.PAYOUT,
            amount_minor=amount_minor,
            return_uid=return_uid,
            register_id=drawer.register_id,
            shift_id=drawer.shift_id,
            late_batch_id=drawer.late_batch_id,
            staff_id=drawer.staff_id,
            at=at,
        )
    return Refunded(Provider.CASH, amount_minor)


def _give_back(payment: Payment, amount_minor: int) -> None:
    is_all = When(captured_minor=F("refunded_minor") + amount_minor, then=Value(PaymentStatus.REFUNDED))
    given = Payment.objects.filter(pk=payment.pk, captured_minor__gte=F("refunded_minor") + amount_minor).update(
        refunded_minor=F("refunded_minor") + amount_minor, status=Case(is_all, default=F("status"))
    )
    if given != 1:
        raise RefundTooLarge(wanted=amount_minor, left=payment.captured_minor - payment.refunded_minor)
