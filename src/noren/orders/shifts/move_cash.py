"""Moving cash: the only code that puts cash into a drawer, or takes it out, without a sale."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from noren.orders.events import CashMoved
from noren.orders.parties import staff_id_of
from noren.orders.shifts.errors import CashAmountInvalid, CashPurposeUnknown, ShiftUidTaken
from noren.orders.shifts.locking import check_open, lock_shift, told_of
from noren.orders.shifts.models import INTO_DRAWER, OUT_OF_DRAWER, CashPurpose, DrawerEntry
from noren.orders.shifts.rules import check_reason
from noren.people.limits import is_beyond
from noren.people.models import LimitKind
from noren.people.roles import Deed, Permit
from noren.timeline.record import record

MOST_MOVED_MINOR = 9_999_999_999


@dataclass(frozen=True, slots=True)
class MoveCash:
    """Cash that is to be moved; `uid` is made on the device, `amount_minor` always positive."""

    uid: UUID
    shift_uid: UUID
    purpose: str
    amount_minor: int
    reason: str


def move_cash(
    wanted: MoveCash, *, staff_uid: UUID, at: datetime, channel: str = "till", permit: Permit | None = None
) -> DrawerEntry:
    """Note cash that is put into the drawer of an open shift, taken out of it, or exchanged. Safe to repeat.

    Args:
        permit: asked, under the shift's lock, whether so much may be taken out; raises NotAllowed, ApprovalNeeded or
            ApprovalInvalid. None for a caller that is no person.

    Raises:
        CashPurposeUnknown, CashAmountInvalid, CashReasonMissing.
        ShiftNotFound, ShiftClosed, StaffNotFound.
        ShiftUidTaken: the uid is that of another move.

    Records "Cash Moved".
    """
    purpose, reason = check_move(wanted.purpose, wanted.amount_minor), check_reason(wanted.reason)
    with transaction.atomic(savepoint=False):
        shift = lock_shift(wanted.shift_uid)
        earlier = DrawerEntry.objects.select_related("shift").filter(uid=wanted.uid).first()
        if earlier is not None:
            said = (earlier.shift.uid, earlier.purpose, earlier.amount_minor, earlier.reason)
            if said != (wanted.shift_uid, purpose, wanted.amount_minor, reason):
                raise ShiftUidTaken(field="uid")
            return earlier
        check_open(shift)
        staff_id = staff_id_of(staff_uid)
        if permit is not None:
            permit(deeds_of_move(purpose, wanted.amount_minor))
        delta = delta_of(purpose, wanted.amount_minor)
        move = DrawerEntry.objects.create(
            uid=wanted.uid,
            shift=shift,
            purpose=purpose,
            amount_minor=wanted.amount_minor,
            delta_minor=delta,
            reason=reason,
            staff_id=staff_id,
            moved_at=at,
        )
        store, register = shift.register.store.code, shift.register.code
        event = CashMoved(shift.uid, store, register, purpose.value, delta, wanted.amount_minor, reason, staff_uid)
        record(event, told=told_of(shift, channel=channel, at=at))
    return move


def delta_of(purpose: CashPurpose, amount_minor: int) -> int:
    """What the drawer has more by it, minor units; an exchange leaves it as it is."""
    return amount_minor * ((purpose in INTO_DRAWER) - (purpose in OUT_OF_DRAWER))


def deeds_of_move(purpose: str, amount_minor: int) -> tuple[Deed, ...]:
    """What it comes to: moving cash, and taking much out."""
    is_large = purpose in OUT_OF_DRAWER and is_beyond(LimitKind.CASH_OUT, amount_minor)
    return (Deed.MOVE_CASH, Deed.CASH_OUT_LARGE) if is_large else (Deed.MOVE_CASH,)


def check_move(purpose: str, amount_minor: int) -> CashPurpose:
    """What cash is moved for.

    Raises:
        CashPurposeUnknown, CashAmountInvalid.
    """
    if purpose not in CashPurpose.values:
        raise CashPurposeUnknown(field="purpose")
    if not 0 < amount_minor <= MOST_MOVED_MINOR:
        raise CashAmountInvalid(field="amount_minor", limit=MOST_MOVED_MINOR)
    return CashPurpose(purpose)
