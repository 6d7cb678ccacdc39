"""Money given back for goods: to the payments it was taken with, by their tenders, or in cash without a sale."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db.models import Case, F, Value, When

from noren.kernel.rows import insert_row
from noren.payments.balance import give_back, owed_back_of, paid_minor, sent_back
from noren.payments.cash import Drawer, refund_cash
from noren.payments.errors import RefundTooLarge
from noren.payments.models import AT_TILLS, Entry, MoneyKind, Payment, PaymentStatus, Provider
from noren.payments.tenders.kinds import kinds_named
from noren.payments.tenders.rules import CASH_KIND, Kind, is_given_back_by, split_back


@dataclass(frozen=True, slots=True)
class Refunded:
    """An amount given back, in minor units, and who gave it.

    `is_sent`: a provider gives it back, or staff do by bank transfer; what is not sent is given back at the till, in
    cash or by the tender kind whose code `provider` is, which is then called `name`. `reference` is the number of the
    slip that says so; of what is only planned, that of the slip it was paid with. `kept_minor` goes back with a
    certificate beside the amount; `is_voucher`: it is certificates that are handed back, and there is no slip.
    """

    provider: str
    amount_minor: int
    is_sent: bool = False
    name: str = ""
    reference: str = ""
    kept_minor: int = 0
    is_voucher: bool = False


@dataclass(frozen=True, slots=True)
class _Part:
    """What goes back of one payment by one tender; empty for cash of a payment that was cash alone."""

    payment: Payment
    tender: str
    refunded: Refunded


def plan_refund(order_uid: UUID, amount_minor: int) -> list[Refunded]:
    """By what an amount would go back now; nothing is written. Less than the amount where less is left."""
    sent = [Refunded(provider, part, is_sent=True) for provider, part in sent_back(order_uid, amount_minor)]
    left = amount_minor - sum(each.amount_minor for each in sent)
    return sent + [part.refunded for part in _at_tills(order_uid, left)]


def refund_goods(
    order_uid: UUID,
    amount_minor: int,
    *,
    return_uid: UUID,
    drawer: Drawer,
    at: datetime,
    references: Mapping[str, str] | None = None,
) -> list[Refunded]:
    """Give money back the way it came: what was paid before the hand-over first, by its provider, then at the till.

    There it goes back by the tenders that give back themselves, and the rest in cash. Certificates go back only whole,
    with what the shop had kept of them, when all that was paid does. The caller holds the order's lock. What a provider
    gives back is owed now and sent outside of this transaction.

    Args:
        references: numbers of the slips of what was given back on terminals, by code of the tender kind.

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
    at_till_minor = amount_minor - sum(each.amount_minor for each in refunded)
    for part in _at_tills(order_uid, at_till_minor):
        refunded.append(_book(part, return_uid=return_uid, drawer=drawer, references=references or {}, at=at))
        at_till_minor -= part.refunded.amount_minor
    if at_till_minor:
        raise RefundTooLarge(wanted=amount_minor, left=amount_minor - at_till_minor)
    return refunded


def refund_at_till(
    order_uid: UUID, *, drawer: Drawer, at: datetime, references: Mapping[str, str] | None = None
) -> list[Refunded]:
    """Give back all that was taken at tills for an order, as if it had not been sold; the caller holds its lock.

    Certificates that are handed back are whole again: what the shop had kept of them goes with them.
    """
    cash_minor = refund_cash(order_uid, drawer=drawer, at=at)
    refunded = [Refunded(Provider.CASH, cash_minor)] if cash_minor else []
    for payment in _payments_at_tills(order_uid):
        for part in _of_payment(payment, payment.captured_minor - payment.refunded_minor):
            refunded.append(_book(part, return_uid=None, drawer=drawer, references=references or {}, at=at))
    return refunded


def plan_void(order_uid: UUID) -> list[Refunded]:
    """What `refund_at_till` would give back; nothing is written."""
    return [
        part.refunded
        for payment in _payments_at_tills(order_uid)
        for part in _of_payment(payment, payment.captured_minor - payment.refunded_minor)
    ]


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


def _payments_at_tills(order_uid: UUID) -> Sequence[Payment]:
    taken = Payment.objects.filter(order_uid=order_uid, provider__in=AT_TILLS, captured_minor__gt=F("refunded_minor"))
    return list(taken.order_by("pk"))


def _at_tills(order_uid: UUID, amount_minor: int) -> Iterator[_Part]:
    """What goes back of what tills took: the payments the oldest first, each by its tenders."""
    left = amount_minor
    for payment in _payments_at_tills(order_uid) if left else ():
        part_minor = min(left, payment.captured_minor - payment.refunded_minor)
        if part_minor:
            yield from _of_payment(payment, part_minor)
            left -= part_minor


def _of_payment(payment: Payment, amount_minor: int) -> Iterator[_Part]:
    """By what an amount of one payment goes back; together it is the amount."""
    if payment.provider == Provider.CASH:
        yield _Part(payment, "", Refunded(Provider.CASH, amount_minor))
        return
    entries = list(Entry.objects.filter(payment=payment).order_by("pk"))
    taken = [entry for entry in entries if entry.kind == MoneyKind.CAPTURE]
    given = {"": owed_back_of(payment)}  # staff give that back, and nobody says by what
    for entry in entries:
        if entry.kind == MoneyKind.REFUND:
            given[entry.tender] = given.get(entry.tender, 0) + entry.amount_minor
    kinds = kinds_named({entry.tender for entry in taken})
    is_whole = amount_minor == payment.captured_minor and not any(given.values())
    itself = [each for each in taken if _goes_back(each, kinds, is_whole=is_whole)]
    back: dict[str, int] = {}
    for code, minor in split_back(amount_minor, [(each.tender, each.amount_minor) for each in itself], given):
        back[code] = back.get(code, 0) + minor
    for code, minor in back.items():
        kept = sum(entry.kept_minor for entry in itself if is_whole and entry.tender == code)
        yield _Part(payment, code, _refunded(code, minor, kinds, taken, kept_minor=kept))


def _goes_back(entry: Entry, kinds: Mapping[str, Kind], *, is_whole: bool) -> bool:
    kind = kinds.get(entry.tender, CASH_KIND)
    return is_given_back_by(kind, change_minor=entry.change_minor or 0, is_whole=is_whole)


def _refunded(code: str, minor: int, kinds: Mapping[str, Kind], taken: Sequence[Entry], *, kept_minor: int) -> Refunded:
    if code == Provider.CASH:
        return Refunded(Provider.CASH, minor)
    slips = [entry.reference for entry in taken if entry.tender == code and entry.reference]
    kind = kinds[code]
    return Refunded(
        code,
        minor,
        name=kind.name,
        reference=", ".join(slips)[:40],
        kept_minor=kept_minor,
        is_voucher=kind.is_voucher,
    )


def _book(
    part: _Part, *, return_uid: UUID | None, drawer: Drawer, references: Mapping[str, str], at: datetime
) -> Refunded:
    refunded = part.refunded
    _give_back(part.payment, refunded.amount_minor)
    reference = references.get(refunded.provider, "").strip()[:40]
    kept = refunded.kept_minor
    insert_row(
        Entry(
            payment=part.payment,
            kind=MoneyKind.REFUND,
            tender=part.tender,
            amount_minor=refunded.amount_minor,
            tendered_minor=refunded.amount_minor + kept if kept else None,
            change_minor=0 if kept else None,
            kept_minor=kept,
            reference=reference,
            return_uid=return_uid,
            register_id=drawer.register_id,
            shift_id=drawer.shift_id,
            late_batch_id=drawer.late_batch_id,
            staff_id=drawer.staff_id,
            at=at,
        )
    )
    return replace(refunded, reference=reference)


def _give_back(payment: Payment, amount_minor: int) -> None:
    is_all = When(captured_minor=F("refunded_minor") + amount_minor, then=Value(PaymentStatus.REFUNDED))
    given = Payment.objects.filter(pk=payment.pk, captured_minor__gte=F("refunded_minor") + amount_minor).update(
        refunded_minor=F("refunded_minor") + amount_minor, status=Case(is_all, default=F("status"))
    )
    if given != 1:
        raise RefundTooLarge(wanted=amount_minor, left=payment.captured_minor - payment.refunded_minor)
