"""Reading a shift: its drawer and its report, from the ledger of money, the cash moves and the receipts."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db.models import Max, QuerySet

from noren.orders.models import Receipt
from noren.orders.shifts.models import DrawerEntry, Shift
from noren.orders.shifts.rules import Cash, Report, report_of
from noren.orders.shifts.tenders import TenderHeld
from noren.payments.models import MoneyKind
from noren.payments.queries import cash_of_shift, tenders_of_shift
from noren.payments.tenders.kinds import kinds_named, offered_kinds


def report_of_shift(shift: Shift) -> Report:
    """What belongs to the shift itself, as it stands. Four statements; the caller's lock holds it still."""
    cash = replace(_cash(shift.pk, None), opening_minor=shift.opening_minor, **_moved(shift.pk, None))
    receipts = _read(Receipt.objects.filter(shift_id=shift.pk, late_batch__isnull=True))
    return report_of(cash, receipts, held_in(shift.pk, None))


def report_of_batch(shift_id: int, batch_id: int) -> Report:
    """What a late batch holds, as it stands."""
    return report_of(
        replace(_cash(shift_id, batch_id), **_moved(shift_id, batch_id)),
        _read(Receipt.objects.filter(shift_id=shift_id, late_batch_id=batch_id)),
        held_in(shift_id, batch_id),
    )


def held_in(shift_id: int, batch_id: int | None) -> tuple[TenderHeld, ...]:
    """What came and went by tenders beside cash, in the order the shop has them."""
    moved = {each.code: each for each in tenders_of_shift(shift_id, late_batch_id=batch_id)}
    return tuple(
        TenderHeld(
            kind.code,
            kind.name,
            kind.is_counted,
            came_minor=moved[kind.code].face_minor,
            back_minor=moved[kind.code].back_minor,
            pieces=moved[kind.code].pieces,
        )
        for kind in kinds_named(moved).values()
    )


def countable_names() -> dict[str, str]:
    """What the kinds are called that a till offers and that are counted, by code; one statement."""
    return {kind.code: kind.name for kind in offered_kinds() if kind.is_counted}


def expected_now(shift: Shift) -> int:
    """What the drawer of a shift should hold; two statements."""
    return replace(_cash(shift.pk, None), opening_minor=shift.opening_minor, **_moved(shift.pk, None)).expected_minor


def _cash(shift_id: int, batch_id: int | None) -> Cash:
    moved = cash_of_shift(shift_id, late_batch_id=batch_id)
    return Cash(
        taken_minor=moved.get(MoneyKind.CAPTURE, 0),
        refunded_minor=moved.get(MoneyKind.REFUND, 0),
        paid_out_minor=moved.get(MoneyKind.PAYOUT, 0),
    )


def _moved(shift_id: int, batch_id: int | None) -> dict[str, int]:
    moves = DrawerEntry.objects.filter(shift_id=shift_id, late_batch_id=batch_id)
    deltas = list(moves.values_list("delta_minor", flat=True))
    return {
        "moved_in_minor": sum(delta for delta in deltas if delta > 0),
        "moved_out_minor": -sum(delta for delta in deltas if delta < 0),
    }


def _read(receipts: "QuerySet[Receipt]") -> list[tuple[str, str, Mapping[str, Any]]]:
    return list(receipts.order_by("pk").values_list("kind", "number", "document"))


def last_booked_at(shift: Shift) -> datetime:
    """When the last receipt or cash move of a shift was made; when it opened, if there is none."""
    receipts = Receipt.objects.filter(shift_id=shift.pk, late_batch__isnull=True).aggregate(last=Max("issued_at"))
    moves = DrawerEntry.objects.filter(shift=shift, late_batch__isnull=True).aggregate(last=Max("moved_at"))
    return max(shift.opened_at, receipts["last"] or shift.opened_at, moves["last"] or shift.opened_at)
