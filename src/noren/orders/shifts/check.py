"""Checking: the only code that notes a look at a shift while it goes on (点検). It resets nothing."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from noren.kernel.denominations import denominations_of
from noren.orders.events import ShiftChecked
from noren.orders.parties import staff_id_of
from noren.orders.shifts.errors import ShiftUidTaken
from noren.orders.shifts.locking import check_open, lock_shift, told_of
from noren.orders.shifts.models import ShiftCheck
from noren.orders.shifts.reading import countable_names, report_of_shift
from noren.orders.shifts.rules import check_counts, sum_of
from noren.orders.shifts.tenders import TenderCount, counted_of, with_counts
from noren.timeline.record import record


def check_shift(
    uid: UUID,
    *,
    shift_uid: UUID,
    staff_uid: UUID,
    counts: Sequence[tuple[int, int]] | None,
    at: datetime,
    tenders: Sequence[TenderCount] = (),
    channel: str = "till",
) -> ShiftCheck:
    """Keep what a shift comes to at this moment (X report), and what was counted. Safe to repeat.

    Args:
        counts: (coin or note in minor units, pieces); None where nobody counted.
        tenders: what was counted beside cash; what is missing was not counted. What differs needs no reason yet.

    Raises:
        DenominationUnknown, PiecesInvalid, TenderCountInvalid: the count.
        ShiftNotFound, ShiftClosed, StaffNotFound; ShiftUidTaken: the uid is that of a check of another shift.

    Records "Shift Checked".
    """
    counted = None if counts is None else check_counts(counts, denominations_of(settings.CURRENCY))
    with transaction.atomic(savepoint=False):
        shift = lock_shift(shift_uid)
        earlier = ShiftCheck.objects.filter(uid=uid).first()
        if earlier is not None:
            if earlier.shift_id != shift.pk:
                raise ShiftUidTaken(field="uid")
            return earlier
        check_open(shift)
        staff_id = staff_id_of(staff_uid)
        report = report_of_shift(shift)
        report = replace(report, held=with_counts(report.held, tenders, countable_names() if tenders else {}))
        check = ShiftCheck.objects.create(
            uid=uid,
            shift=shift,
            staff_id=staff_id,
            checked_at=at,
            counts=counted,
            counted_minor=None if counted is None else sum_of(counted),
            expected_minor=report.cash.expected_minor,
            report=report.as_data(),
        )
        event = ShiftChecked(
            shift_uid=shift.uid,
            store=shift.register.store.code,
            register=shift.register.code,
            number=shift.number,
            expected_minor=check.expected_minor,
            counted_minor=check.counted_minor,
            tenders=counted_of(report.held),
            staff_uid=staff_uid,
        )
        record(event, told=told_of(shift, channel=channel, at=at))
    return check
