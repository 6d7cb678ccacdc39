"""Money given back for returned goods: to the payments it was taken with, or out of the drawer without a sale."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Case, F, Value, When

from noren.kernel.rows import insert_row
from noren.payments.errors import RefundTooLarge
from noren.payments.models import Entry, MoneyKind, Payment, PaymentStatus, Provider


@dataclass(frozen=True, slots=True)
class Refunded:
    """An amount given back, in minor units, and who gave it."""

    provider: str
    amount_minor: int


def refund_goods(
    order_uid: UUID, amount_minor: int, *, return_uid: UUID, register_id: int, staff_id: int | None, at: datetime
) -> list[Refunded]:
    """Give money back to the payments of an order, the oldest first. The caller holds the order's lock.

    Raises:
        RefundTooLarge: less is left of what was taken.
    """
    refunded = []
    left_minor = amount_minor
    for payment in Payment.objects.filter(order_uid=order_uid, captured_minor__gt=F("refunded_minor")).order_by("pk"):
        part = min(left_minor, payment.captured_minor - payment.refunded_minor)
        if not part:
            break
        _give_back(payment, part)
        insert_row(
            Entry(
                payment=payment,
                kind=MoneyKind.REFUND,
                amount_minor=part,
                return_uid=return_uid,
                register_id=register_id,
                staff_id=staff_id,
                at=at,
            )
        )
        refunded.append(Refunded(payment.provider, part))
        left_minor -= part
    if left_minor:
        raise RefundTooLarge(wanted=amount_minor, left=amount_minor - left_minor)
    return refunded


def pay_out(amount_minor: int, *, return_uid: UUID, register_id: int, staff_id: int | None, at: datetime) -> Refunded:
    """Pay cash out of the drawer for goods whose sale nobody found."""
    if amount_minor:
        Entry.objects.create(
            payment=None,
            kind=MoneyKind.PAYOUT,
            amount_minor=amount_minor,
            return_uid=return_uid,
            register_id=register_id,
            staff_id=staff_id,
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
