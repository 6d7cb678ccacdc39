"""Locking a shift: the deeds of its register wait until whoever holds it is done."""

from datetime import datetime
from uuid import UUID

from noren.orders.shifts.errors import ShiftClosed, ShiftNotFound
from noren.orders.shifts.models import Shift
from noren.timeline.record import Told


def lock_shift(uid: UUID) -> Shift:
    """Lock a shift, which comes with its register and store. Sales at the register, which share it, are waited for.

    Raises:
        ShiftNotFound.
    """
    shifts = Shift.objects.select_related("register__store").select_for_update(no_key=True, of=("self",))
    shift = shifts.filter(uid=uid).first()
    if shift is None:
        raise ShiftNotFound(field="shift_uid")
    return shift


def check_open(shift: Shift) -> None:
    """Check that a locked shift goes on.

    Raises:
        ShiftClosed.
    """
    if shift.closed_at is not None:
        raise ShiftClosed(number=shift.number)


def told_of(shift: Shift, *, channel: str, at: datetime, received_at: datetime | None = None) -> Told:
    """About what an event of a shift is; `received_at` is when the word of it came, where that was later."""
    store_id = shift.register.store_id
    return Told(at=at, channel=channel, store_id=store_id, subject_uid=shift.uid, received_at=received_at)
