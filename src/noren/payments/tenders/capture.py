"""Taking the tenders of a sale: each is an entry of the ledger under its own uid. Cash alone asks nothing more."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from noren.payments.cash import Drawer, Taken, Tender, capture_cash, check_tenders
from noren.payments.errors import PaymentNotDue, TenderUnknown
from noren.payments.models import AT_TILLS, Entry, MoneyKind, Payment, PaymentStatus, Provider
from noren.payments.tenders.kinds import kinds_named
from noren.payments.tenders.rules import Handed, Kind, Part, check_handed, is_as_said, split, split_later


@dataclass(frozen=True, slots=True)
class Tendered:
    """Tenders that cover what is due: one of cash, or the parts of several; all empty when nothing is due."""

    cash: Tender | None = None
    parts: tuple[Part, ...] = ()


def match_tenders(tenders: Sequence[Tender], due_minor: int, *, is_booked_later: bool = False) -> Tendered:
    """Check that tenders cover what is due, and say what each of them pays. Cash alone needs no statement.

    Args:
        is_booked_later: a till took them by itself: kinds and rules that changed since refuse nothing, and what it
            says that it gave back is believed where it can be.

    Raises:
        TenderUnknown: there is no such kind, or it is not in use.
        TenderTooSmall, TenderTooLarge, TenderInvalid, ReferenceMissing, FaceValueUnknown.
    """
    if all(tender.provider == Provider.CASH for tender in tenders):
        return Tendered(cash=check_tenders(tenders, due_minor))
    kinds = kinds_named({tender.provider for tender in tenders})
    handed = []
    for place, tender in enumerate(tenders):
        kind = kinds.get(tender.provider)
        if kind is None or not (kind.is_active or is_booked_later):
            raise TenderUnknown(field=f"tenders.{place}.provider", tender=kind.name if kind else tender.provider)
        handed.append(_handed(tender, kind))
    check_handed(handed, is_booked_later=is_booked_later)
    return Tendered(parts=split_later(handed, due_minor) if is_booked_later else split(handed, due_minor))


def kinds_not_as_said(tenders: Sequence[Tender], due_minor: int, kinds: Mapping[str, Kind]) -> frozenset[str]:
    """Codes of the kinds on which a till says that it gave back what cannot have been; see `is_as_said`.

    Args:
        kinds: by code; tenders of others are refused when they are matched.

    Raises:
        TenderTooSmall.
    """
    if not tenders or any(tender.provider not in kinds for tender in tenders):
        return frozenset()
    handed = [_handed(tender, kinds[tender.provider]) for tender in tenders]
    parts = zip(handed, split_later(handed, due_minor), strict=True)
    return frozenset(part.tender for each, part in parts if not is_as_said(each, part))


def _handed(tender: Tender, kind: Kind) -> Handed:
    reference = tender.reference.strip()
    return Handed(tender.uid, kind, tender.amount_minor, reference, tender.pieces, tender.change_minor)


def capture_tenders(payment: Payment, tendered: Tendered, *, amount_minor: int, drawer: Drawer, at: datetime) -> Taken:
    """Take what was handed in for a payment that is due; the caller matched it and holds the order's lock.

    Raises:
        PaymentNotDue: it was paid or cancelled before.
    """
    if not tendered.parts:
        return capture_cash(payment, tendered.cash, amount_minor=amount_minor, drawer=drawer, at=at)
    parts = tendered.parts
    captured = Payment.objects.filter(pk=payment.pk, status=PaymentStatus.DUE).update(
        status=PaymentStatus.CAPTURED,
        provider=Provider.AT_TILL,
        amount_minor=amount_minor,
        captured_minor=sum(part.amount_minor for part in parts),
    )
    if captured != 1:
        raise PaymentNotDue
    Entry.objects.bulk_create(
        Entry(
            uid=part.uid,
            payment=payment,
            kind=MoneyKind.CAPTURE,
            tender=part.tender,
            amount_minor=part.amount_minor,
            tendered_minor=part.tendered_minor,
            change_minor=part.change_minor,
            kept_minor=part.kept_minor,
            pieces=part.pieces,
            reference=part.reference,
            register_id=drawer.register_id,
            shift_id=drawer.shift_id,
            late_batch_id=drawer.late_batch_id,
            staff_id=drawer.staff_id,
            at=at,
        )
        for part in parts
    )
    return Taken(
        amount_minor,
        sum(part.tendered_minor for part in parts),
        sum(part.change_minor for part in parts),
        parts,
    )


def are_tenders_of(order_uid: UUID, tender_uids: Collection[UUID]) -> bool:
    """Whether these tenders and no others were taken for this order: tells a repeat from a second hand-over."""
    at_tills = Entry.objects.filter(payment__order_uid=order_uid, payment__provider__in=AT_TILLS)
    taken = at_tills.filter(kind=MoneyKind.CAPTURE).values_list("uid", flat=True)
    return bool(tender_uids) and set(taken) == set(tender_uids)
