"""Closing: the only code that ends a shift (精算). It books no money: that was booked with each sale."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from noren.kernel.denominations import denominations_of
from noren.kernel.money import format_money
from noren.orders.events import ShiftClosed as ShiftClosedEvent
from noren.orders.events import ShiftExplained
from noren.orders.parties import staff_id_of
from noren.orders.shifts.errors import DifferenceUnexplained, NothingToExplain, ShiftClosed
from noren.orders.shifts.locking import lock_shift, told_of
from noren.orders.shifts.models import Shift
from noren.orders.shifts.reading import countable_names, last_booked_at, report_of_shift
from noren.orders.shifts.rules import Counts, check_counts, check_reason, report_from, sum_of
from noren.orders.shifts.tenders import TenderCount, TenderHeld, check_explained, counted_of, do_differ, with_counts
from noren.timeline.record import record


def close_shift(
    shift_uid: UUID,
    *,
    staff_uid: UUID,
    counts: Sequence[tuple[int, int]],
    at: datetime,
    reason: str = "",
    tenders: Sequence[TenderCount] = (),
    is_blind: bool = False,
    channel: str = "till",
) -> Shift:
    """Count the drawer, keep what was expected and how much it differs, and end the shift (Z report).

    Safe to repeat: the same count again answers the shift as it was closed. Sales that are being booked are waited for;
    what is booked later goes into a late batch. It ends no earlier than what was booked in it.

    Args:
        counts: (coin or note in minor units, pieces).
        reason: why it differs; needed where it does, unless it is closed blind: then it is asked for afterwards, as who
            counts must not learn from a refusal what to count.
        tenders: what was counted beside cash; what is missing was not counted.
        is_blind: who counts does not see what is expected.

    Raises:
        DenominationUnknown, PiecesInvalid, TenderCountInvalid: the count.
        DifferenceUnexplained, TenderDifferenceUnexplained; CashReasonMissing: it is too long.
        ShiftNotFound, StaffNotFound; ShiftClosed: it was closed with another count.

    Records "Shift Closed".
    """
    counted = check_counts(counts, denominations_of(settings.CURRENCY))
    said = check_reason(reason) if reason.strip() else ""
    with transaction.atomic(savepoint=False):
        shift = lock_shift(shift_uid)
        if shift.closed_at is not None:
            return _closed_before(shift, counted, tenders)
        staff_id = staff_id_of(staff_uid)
        report = report_of_shift(shift)
        report = replace(report, held=with_counts(report.held, tenders, countable_names() if tenders else {}))
        expected, found = report.cash.expected_minor, sum_of(counted)
        if found != expected and not said and not is_blind:
            raise _unexplained(expected, found)
        if not is_blind:
            check_explained(report.held, said=said)
        shift.do_tenders_differ = do_differ(report.held)
        shift.closed_at = max(at, last_booked_at(shift))
        shift.closed_by_id = staff_id
        shift.closing_counts = counted
        shift.expected_minor, shift.counted_minor = expected, found
        shift.difference_minor = found - expected
        shift.reason = said if found != expected or shift.do_tenders_differ else ""
        shift.is_blind = is_blind
        shift.report = report.as_data()
        shift.save(update_fields=_CLOSING)
        record(_closed(shift, report.held, staff_uid), told=told_of(shift, channel=channel, at=at))
    return shift


_CLOSING = (
    "closed_at",
    "closed_by",
    "closing_counts",
    "expected_minor",
    "counted_minor",
    "difference_minor",
    "reason",
    "is_blind",
    "report",
    "do_tenders_differ",
)


def explain_difference(
    shift_uid: UUID, *, reason: str, staff_uid: UUID | None, at: datetime, channel: str = "till"
) -> Shift:
    """Say why a shift that was closed blind differs, once. Safe to repeat.

    Args:
        staff_uid: who says it; None for an account of the office that is not on the staff.

    Raises:
        CashReasonMissing; ShiftNotFound.
        NothingToExplain: it does not differ, goes on, or was explained otherwise before.

    Records "Shift Explained".
    """
    said = check_reason(reason)
    with transaction.atomic(savepoint=False):
        shift = lock_shift(shift_uid)
        differs = bool(shift.difference_minor) or shift.do_tenders_differ
        if differs and shift.reason == said:
            return shift
        if not differs or shift.reason:
            raise NothingToExplain(field="reason")
        Shift.objects.filter(pk=shift.pk).update(reason=said)
        shift.reason = said
        event = ShiftExplained(
            shift_uid=shift.uid,
            store=shift.register.store.code,
            register=shift.register.code,
            number=shift.number,
            difference_minor=shift.difference_minor or 0,
            reason=said,
            staff_uid=staff_uid,
        )
        record(event, told=told_of(shift, channel=channel, at=at))
    return shift


def _closed_before(shift: Shift, counted: Counts, tenders: Sequence[TenderCount]) -> Shift:
    kept = {each.provider: each.counted_minor for each in report_from(shift.report or {}).held}
    is_same = all(kept.get(each.provider, 0) == each.counted_minor for each in tenders)
    if tuple(map(tuple, shift.closing_counts or ())) != counted or not is_same:
        raise ShiftClosed(number=shift.number)
    return shift


def _unexplained(expected: int, found: int) -> DifferenceUnexplained:
    currency = settings.CURRENCY
    return DifferenceUnexplained(
        field="reason",
        difference=format_money(found - expected, currency),
        expected=format_money(expected, currency),
        expected_minor=expected,
        counted_minor=found,
    )


def _closed(shift: Shift, held: Sequence[TenderHeld], staff_uid: UUID) -> ShiftClosedEvent:
    return ShiftClosedEvent(
        shift_uid=shift.uid,
        store=shift.register.store.code,
        register=shift.register.code,
        number=shift.number,
        expected_minor=shift.expected_minor or 0,
        counted_minor=shift.counted_minor or 0,
        difference_minor=shift.difference_minor or 0,
        reason=shift.reason,
        tenders=counted_of(held),
        staff_uid=staff_uid,
    )
