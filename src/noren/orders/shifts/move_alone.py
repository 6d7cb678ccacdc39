"""Moving cash alone: the only code that books cash which a till moved without a network."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from noren.orders.events import CashMovedAlone
from noren.orders.late.desk import LateDesk
from noren.orders.shifts.alone import DoneAlone, done_at, find_desk_of, lacks
from noren.orders.shifts.attribute import shift_of
from noren.orders.shifts.errors import CashInNoShift, CashOutLargeAlone, ShiftUidTaken
from noren.orders.shifts.locking import told_of
from noren.orders.shifts.models import DrawerEntry, Shift
from noren.orders.shifts.move_cash import check_move, deeds_of_move, delta_of
from noren.orders.shifts.rules import check_reason
from noren.people.errors import NotAllowed
from noren.people.roles import Deed
from noren.timeline.record import record


@dataclass(frozen=True, slots=True)
class MovedAlone:
    """Cash that was moved, and the shift of its moment; `is_repeated`: it was booked before."""

    shift: Shift
    is_repeated: bool = False


def move_cash_alone(
    uid: UUID, *, purpose: str, amount_minor: int, reason: str, done: DoneAlone, at: datetime, channel: str = "till"
) -> MovedAlone:
    """Book cash as a till moved it without a network, in the shift of that moment. Safe to repeat.

    Where that shift is closed by now it enters the late batch, as a late sale does: what was counted stays.

    Args:
        amount_minor: always positive.

    Raises:
        CashPurposeUnknown, CashAmountInvalid, CashReasonMissing.
        RegisterNotFound, StaffNotFound, MakerNotOfStore: nobody could have moved it there.
        NotAllowed, CashOutLargeAlone: neither who moved it nor who sends it may do so alone.
        CashInNoShift: the register had no shift at that moment.
        ShiftUidTaken: the uid is that of another move.

    Records "Cash Moved".
    """
    checked, said = check_move(purpose, amount_minor), check_reason(reason)
    with transaction.atomic(savepoint=False):
        desk = find_desk_of(done)
        moved = (desk.desk.register_id, checked, amount_minor, said)
        if (earlier := _find_booked(uid, moved)) is not None:
            return MovedAlone(earlier, is_repeated=True)
        _check_may(desk, done, deeds_of_move(checked, amount_minor))
        made_at = done_at(done, at=at)
        found = shift_of(desk.desk.register_id, made_at, at=at)
        if found.id is None:
            raise CashInNoShift(field="made_at", register=desk.desk.register_code)
        # The same move may have been on its way with a network too, and have held the shift until now.
        if (earlier := _find_booked(uid, moved)) is not None:
            return MovedAlone(earlier, is_repeated=True)
        shift = Shift.objects.select_related("register__store").get(pk=found.id)
        move = DrawerEntry.objects.create(
            uid=uid,
            shift=shift,
            late_batch_id=found.late_batch_id,
            purpose=checked,
            amount_minor=amount_minor,
            delta_minor=delta_of(checked, amount_minor),
            reason=said,
            staff_id=desk.desk.staff_id,
            moved_at=made_at,
            heard_at=at,
            sent_by_id=done.sent_by_id,
        )
        told = told_of(shift, channel=channel, at=made_at, received_at=at)
        record(_event(move, shift, staff_uid=done.staff_uid, at=at), told=told)
    return MovedAlone(shift)


def _find_booked(uid: UUID, moved: tuple[int, str, int, str]) -> Shift | None:
    """The shift in which exactly this was booked before."""
    earlier = DrawerEntry.objects.select_related("shift").filter(uid=uid).first()
    if earlier is None:
        return None
    if (earlier.shift.register_id, earlier.purpose, earlier.amount_minor, earlier.reason) != moved:
        raise ShiftUidTaken(field="uid")
    return earlier.shift


def _check_may(desk: LateDesk, done: DoneAlone, deeds: Collection[Deed]) -> None:
    missing = lacks(desk, done, deeds)
    if missing is Deed.CASH_OUT_LARGE:
        raise CashOutLargeAlone(deed=str(missing))
    if missing is not None:
        raise NotAllowed(deed=str(missing))


def _event(move: DrawerEntry, shift: Shift, *, staff_uid: UUID, at: datetime) -> CashMovedAlone:
    return CashMovedAlone(
        shift_uid=shift.uid,
        store=shift.register.store.code,
        register=shift.register.code,
        purpose=str(move.purpose),
        delta_minor=move.delta_minor,
        amount_minor=move.amount_minor,
        reason=move.reason,
        staff_uid=staff_uid,
        made_offline=True,
        made_at=move.moved_at,
        heard_at=at,
    )
