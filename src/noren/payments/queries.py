"""Reads for faces and orders: what was paid for an order."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Case, Sum, When

from noren.payments.models import Attempt, Entry, Payment, PaymentStatus, Provider, Refund
from noren.payments.refunds import RefundView, refund_view


@dataclass(frozen=True, slots=True)
class MoneyView:
    """One movement of money, minor units, positive."""

    kind: str
    amount_minor: int
    tendered_minor: int | None
    change_minor: int | None
    at: datetime
    words: str


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


@dataclass(frozen=True, slots=True)
class Heard:
    """What a provider said to which call."""

    call: str
    said: str
    words: str
    at: datetime


@dataclass(frozen=True, slots=True)
class AttemptStory:
    """An attempt with everything that its provider said, oldest first."""

    uid: UUID
    provider: str
    status: str
    status_words: str
    amount_minor: int
    provider_ref: str
    next_look_at: datetime | None
    made_at: datetime
    heard: tuple[Heard, ...]


def attempts_of_order(order_uid: UUID) -> list[AttemptStory]:
    """The attempts to take an order's money, oldest first."""
    attempts = Attempt.objects.filter(payment__order_uid=order_uid).prefetch_related("answers").order_by("pk")
    return [
        AttemptStory(
            uid=attempt.uid,
            provider=attempt.provider,
            status=attempt.status,
            status_words=attempt.get_status_display(),
            amount_minor=attempt.amount_minor,
            provider_ref=attempt.provider_ref,
            next_look_at=attempt.next_look_at,
            made_at=attempt.made_at,
            heard=tuple(
                Heard(answer.call, answer.said, answer.words, answer.at)
                for answer in sorted(attempt.answers.all(), key=lambda answer: answer.pk)
            ),
        )
        for attempt in attempts
    ]


def refunds_of_order(order_uid: UUID) -> list[RefundView]:
    """Money that goes back to the buyer of an order, or went, oldest first."""
    refunds = Refund.objects.select_related("payment", "attempt").filter(payment__order_uid=order_uid)
    return [refund_view(refund) for refund in refunds.order_by("pk")]


def provider_of(order_uid: UUID) -> str:
    """How an order is to be paid: the provider of what is due, else of its last payment."""
    payments = Payment.objects.filter(order_uid=order_uid)
    is_due_first = Case(When(status=PaymentStatus.DUE, then=0), default=1)
    return payments.order_by(is_due_first, "-pk").values_list("provider", flat=True).first() or ""


def _money(entry: Entry) -> MoneyView:
    return MoneyView(entry.kind, entry.amount_minor, entry.tendered_minor, entry.change_minor, entry.at, entry.words)


@dataclass(frozen=True, slots=True)
class GivenBack:
    """Money given back for a return, minor units, positive; `is_sent`: by a provider, or by hand later, not in cash."""

    provider: str
    amount_minor: int
    is_sent: bool


def refunds_of_return(return_uid: UUID) -> list[GivenBack]:
    """What was given back for a return and by whom, in the order it was; cash where no sale was found."""
    sent = Refund.objects.filter(return_uid=return_uid).select_related("payment", "attempt").order_by("pk")
    entries = Entry.objects.filter(return_uid=return_uid).select_related("payment").order_by("pk")
    return [GivenBack(refund_view(refund).provider, refund.amount_minor, is_sent=True) for refund in sent] + [
        GivenBack(entry.payment.provider if entry.payment else Provider.CASH, entry.amount_minor, is_sent=False)
        for entry in entries
    ]


def cash_of_shift(shift_id: int, *, late_batch_id: int | None) -> dict[str, int]:
    """Cash that moved in a shift, by kind, minor units, positive: in the shift itself, or in a late batch of it."""
    entries = Entry.objects.filter(shift_id=shift_id, late_batch_id=late_batch_id)
    return dict(entries.order_by().values("kind").annotate(minor=Sum("amount_minor")).values_list("kind", "minor"))
