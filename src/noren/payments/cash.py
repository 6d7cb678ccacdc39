"""Cash and payment at the store: the only code that opens payments and moves money, with `tenders` beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Case, F, Value, When

from noren.kernel.rows import insert_row, new_row
from noren.payments.errors import PaymentNotDue, TenderInvalid, TenderTooSmall
from noren.payments.models import Entry, MoneyKind, Payment, PaymentStatus, Provider
from noren.payments.tenders.rules import MOST_TENDERED_MINOR, Part


@dataclass(frozen=True, slots=True)
class Tender:
    """What was handed in, in minor units, under an id made on the device.

    `provider` is cash, or the code of a tender kind; `reference` and `pieces` are as `noren.payments.tenders` has them,
    and so is `change_minor`, which only a till says that gave it by itself.
    """

    uid: UUID
    amount_minor: int
    provider: str = Provider.CASH
    reference: str = ""
    pieces: int | None = None
    change_minor: int | None = None


@dataclass(frozen=True, slots=True)
class Drawer:
    """Where cash is put in or taken out, and by whom; all None where no register is known.

    `shift_id` and `late_batch_id` are ids of the room that keeps shifts; this ledger only carries them.
    """

    register_id: int | None = None
    staff_id: int | None = None
    shift_id: int | None = None
    late_batch_id: int | None = None


NO_DRAWER = Drawer()


@dataclass(frozen=True, slots=True)
class Taken:
    """What was taken of tenders and given back as change, in minor units; `parts` where it was not cash alone."""

    amount_minor: int
    tendered_minor: int
    change_minor: int
    parts: tuple[Part, ...] = ()


def open_payment(order_uid: UUID, *, provider: str, amount_minor: int, at: datetime) -> Payment:
    """An amount is due for an order."""
    payment = new_row(
        Payment,
        order_uid=order_uid,
        provider=provider,
        status=PaymentStatus.DUE,
        amount_minor=amount_minor,
        made_at=at,
    )
    insert_row(payment)
    return payment


def check_tenders(tenders: Sequence[Tender], due_minor: int) -> Tender | None:
    """The one cash tender that covers what is due; None is right only when nothing is due.

    Raises:
        TenderInvalid: more than one, not cash, or out of bounds.
        TenderTooSmall: it does not cover what is due.
    """
    if len(tenders) > 1 or any(tender.provider != Provider.CASH for tender in tenders):
        raise TenderInvalid(field="tenders")
    tender = tenders[0] if tenders else None
    tendered = tender.amount_minor if tender else 0
    if not 0 <= tendered <= MOST_TENDERED_MINOR:
        raise TenderInvalid(field="tenders.0.amount_minor")
    if tendered < due_minor:
        raise TenderTooSmall(field="tenders.0.amount_minor", due=due_minor, tendered=tendered)
    return tender


def capture_cash(
    payment: Payment,
    tender: Tender | None,
    *,
    amount_minor: int,
    drawer: Drawer,
    at: datetime,
) -> Taken:
    """Take the cash for a payment that is due; the caller checked the tender and holds the order's lock.

    Raises:
        PaymentNotDue: it was paid or cancelled before.
    """
    tendered = tender.amount_minor if tender else 0
    taken = Taken(amount_minor, tendered, tendered - amount_minor)
    captured = Payment.objects.filter(pk=payment.pk, status=PaymentStatus.DUE).update(
        status=PaymentStatus.CAPTURED,
        provider=Provider.CASH,
        amount_minor=amount_minor,
        captured_minor=amount_minor,
    )
    if captured != 1:
        raise PaymentNotDue
    if tender is not None:
        Entry.objects.create(
            uid=tender.uid,
            payment=payment,
            kind=MoneyKind.CAPTURE,
            amount_minor=amount_minor,
            tendered_minor=taken.tendered_minor,
            change_minor=taken.change_minor,
            register_id=drawer.register_id,
            shift_id=drawer.shift_id,
            late_batch_id=drawer.late_batch_id,
            staff_id=drawer.staff_id,
            at=at,
        )
    return taken


def cancel_payment(order_uid: UUID) -> None:
    """Nothing is due any more. Safe to repeat; what was captured stays, also a part of what was due."""
    due = Payment.objects.filter(order_uid=order_uid, status=PaymentStatus.DUE)
    due.update(
        status=Case(
            When(captured_minor__gt=0, then=Value(PaymentStatus.CAPTURED.value)),
            default=Value(PaymentStatus.CANCELED.value),
        )
    )


def refund_cash(order_uid: UUID, *, drawer: Drawer, at: datetime) -> int:
    """Give back all cash that was taken for an order; answer how much. The caller holds the order's lock."""
    refunded = 0
    taken = Payment.objects.filter(order_uid=order_uid, status=PaymentStatus.CAPTURED, provider=Provider.CASH)
    for payment in taken:
        amount = payment.captured_minor - payment.refunded_minor
        Payment.objects.filter(pk=payment.pk).update(status=PaymentStatus.REFUNDED, refunded_minor=F("captured_minor"))
        if amount:
            Entry.objects.create(
                payment=payment,
                kind=MoneyKind.REFUND,
                amount_minor=amount,
                register_id=drawer.register_id,
                shift_id=drawer.shift_id,
                late_batch_id=drawer.late_batch_id,
                staff_id=drawer.staff_id,
                at=at,
            )
        refunded += amount
    return refunded


def find_due(order_uid: UUID) -> Payment | None:
    """The order's payment that is due; None when all was paid before."""
    return Payment.objects.filter(order_uid=order_uid, status=PaymentStatus.DUE).first()
