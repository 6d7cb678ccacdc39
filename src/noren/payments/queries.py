"""Reads for faces and orders: what was paid for an order."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from noren.payments.models import Entry, Payment, Provider


@dataclass(frozen=True, slots=True)
class MoneyView:
    """One movement of money, minor units, positive."""

    kind: str
    amount_minor: int
    tendered_minor: int | None
    change_minor: int | None
    at: datetime


@dataclass(frozen=True, slots=True)
class PaymentView:
    """A payment and what moved for it."""

    uid: UUID
    provider: str
    status: str
    amount_minor: int
    captured_minor: int
    refunded_minor: int
    entries: tuple[MoneyView, ...]


def payments_of_order(order_uid: UUID) -> list[PaymentView]:
    """The payments of an order, oldest first."""
    payments = Payment.objects.filter(order_uid=order_uid).prefetch_related("entries").order_by("pk")
    return [
        PaymentView(
            uid=payment.uid,
            provider=payment.provider,
            status=payment.status,
            amount_minor=payment.amount_minor,
            captured_minor=payment.captured_minor,
            refunded_minor=payment.refunded_minor,
            entries=tuple(_money(entry) for entry in payment.entries.all()),
        )
        for payment in payments
    ]


def _money(entry: Entry) -> MoneyView:
    return MoneyView(entry.kind, entry.amount_minor, entry.tendered_minor, entry.change_minor, entry.at)


@dataclass(frozen=True, slots=True)
class RefundView:
    """Money given back for a return, minor units, positive."""

    provider: str
    amount_minor: int


def refunds_of_return(return_uid: UUID) -> list[RefundView]:
    """What was given back for a return and by whom, in the order it was; cash where no sale was found."""
    entries = Entry.objects.filter(return_uid=return_uid).select_related("payment").order_by("pk")
    return [
        RefundView(entry.payment.provider if entry.payment else Provider.CASH, entry.amount_minor) for entry in entries
    ]
