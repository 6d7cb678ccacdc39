"""Reads for faces and orders: what was paid for an order."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import BigIntegerField, Case, F, Q, Sum, When
from django.db.models.functions import Coalesce

from noren.payments.models import Attempt, Entry, MoneyKind, Payment, PaymentStatus, Provider, Refund
from noren.payments.refunds import RefundView, refund_view
from noren.payments.tenders.kinds import kinds_named


@dataclass(frozen=True, slots=True)
class MoneyView:
    """One movement of money, minor units, positive; `tender` is the code of its kind where a till took several."""

    kind: str
    amount_minor: int
    tendered_minor: int | None
    change_minor: int | None
    at: datetime
    words: str
    tender: str = ""
    reference: str = ""


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
    return MoneyView(
        kind=entry.kind,
        amount_minor=entry.amount_minor,
        tendered_minor=entry.tendered_minor,
        change_minor=entry.change_minor,
        at=entry.at,
        words=entry.words,
        tender=entry.tender,
        reference=entry.reference,
    )


@dataclass(frozen=True, slots=True)
class GivenBack:
    """Money given back for a return, minor units, positive; `is_sent`: by a provider, or by hand later.

    `name` is what the shop calls the tender kind, and `reference` the number of its slip. `kept_minor` went back with a
    certificate beside the amount.
    """

    provider: str
    amount_minor: int
    is_sent: bool
    name: str = ""
    reference: str = ""
    kept_minor: int = 0
    is_voucher: bool = False


def refunds_of_return(return_uid: UUID) -> list[GivenBack]:
    """What was given back for a return and by whom, in the order it was; cash where no sale was found."""
    sent = Refund.objects.filter(return_uid=return_uid).select_related("payment", "attempt").order_by("pk")
    entries = list(Entry.objects.filter(return_uid=return_uid).select_related("payment").order_by("pk"))
    kinds = kinds_named({entry.tender for entry in entries})
    return [GivenBack(refund_view(refund).provider, refund.amount_minor, is_sent=True) for refund in sent] + [
        GivenBack(
            entry.tender or (entry.payment.provider if entry.payment else Provider.CASH),
            entry.amount_minor,
            is_sent=False,
            name=kinds[entry.tender].name if entry.tender in kinds else "",
            reference=entry.reference,
            kept_minor=entry.kept_minor,
            is_voucher=entry.tender in kinds and kinds[entry.tender].is_voucher,
        )
        for entry in entries
    ]


IN_CASH = ("", Provider.CASH)
"""Tenders of entries with a shift that are coins and notes."""


def cash_of_shift(shift_id: int, *, late_batch_id: int | None) -> dict[str, int]:
    """Cash that moved in a shift, by kind, minor units: in the shift itself, or in a late batch of it.

    Change is cash, also what is given on a certificate: it is taken off what came in, which may so be below zero.
    """
    entries = Entry.objects.filter(shift_id=shift_id, late_batch_id=late_batch_id)
    in_cash = Case(When(tender__in=IN_CASH, then=F("amount_minor")), default=-Coalesce(F("change_minor"), 0))
    moved = entries.order_by().values("kind").annotate(minor=Sum(in_cash, output_field=BigIntegerField()))
    return dict(moved.values_list("kind", "minor"))


def handed_beside_cash(order_uid: UUID) -> dict[str, int]:
    """What was handed in at tills for an order by tender kinds beside cash, minor units, by code."""
    taken = Entry.objects.filter(payment__order_uid=order_uid, kind=MoneyKind.CAPTURE).exclude(tender__in=IN_CASH)
    sums = taken.order_by().values("tender").annotate(minor=Sum(Coalesce("tendered_minor", "amount_minor")))
    return dict(sums.values_list("tender", "minor"))


@dataclass(frozen=True, slots=True)
class TenderMoved:
    """What a tender kind brought to a register and took from it, minor units; `face_minor` with what the shop keeps.

    `pieces` are certificates, or payments on a terminal, that came in.
    """

    code: str
    face_minor: int
    back_minor: int
    pieces: int


def tenders_of_shift(shift_id: int, *, late_batch_id: int | None) -> list[TenderMoved]:
    """What moved in a shift by each tender kind beside cash, by code."""
    entries = Entry.objects.filter(shift_id=shift_id, late_batch_id=late_batch_id).exclude(tender__in=IN_CASH)
    came = Q(kind=MoneyKind.CAPTURE)
    whole = F("amount_minor") + F("kept_minor")
    rows = (
        entries.order_by()
        .values("tender")
        .annotate(
            face=Coalesce(Sum(Coalesce("tendered_minor", "amount_minor"), filter=came), 0),
            back=Coalesce(Sum(whole, filter=~came), 0),
            pieces=Coalesce(Sum(Coalesce("pieces", 1), filter=came), 0),
        )
    )
    return [
        TenderMoved(row["tender"], int(row["face"]), int(row["back"]), int(row["pieces"]))
        for row in rows.order_by("tender")
    ]
