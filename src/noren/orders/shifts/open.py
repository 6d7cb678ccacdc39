"""Opening: the only code that begins a shift."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from noren.kernel.denominations import denominations_of
from noren.orders.errors import RegisterNotFound
from noren.orders.events import ShiftOpened
from noren.orders.parties import staff_id_of
from noren.orders.shifts.errors import NothingToTakeOver, ShiftOpenAlready, ShiftUidTaken
from noren.orders.shifts.locking import told_of
from noren.orders.shifts.models import Shift
from noren.orders.shifts.rules import Counts, check_counts, sum_of
from noren.stores.models import Register
from noren.timeline.record import record


def open_shift(
    uid: UUID,
    *,
    register_uid: UUID,
    staff_uid: UUID,
    counts: Sequence[tuple[int, int]] | None,
    at: datetime,
    channel: str = "till",
) -> Shift:
    """Begin a shift at a register with a count of its drawer. Safe to repeat: the same again answers the first.

    It begins no earlier than the last one ended, whatever the clock says.

    Args:
        uid: made on the device.
        counts: (coin or note in minor units, pieces); None takes over what the last shift counted.

    Raises:
        RegisterNotFound, StaffNotFound.
        DenominationUnknown, PiecesInvalid: the count.
        ShiftOpenAlready: the register has an open shift.
        NothingToTakeOver: it had none before.
        ShiftUidTaken: the uid is that of another shift.

    Records "Shift Opened".
    """
    counted = None if counts is None else check_counts(counts, denominations_of(settings.CURRENCY))
    with transaction.atomic(savepoint=False):
        register = _lock_register(register_uid)
        if earlier := _find_earlier(uid, register, counted):
            return earlier
        staff_id = staff_id_of(staff_uid)
        last = last_shift(register)
        if last is not None and last.closed_at is None:
            raise ShiftOpenAlready(number=last.number)
        shift = begin_shift(uid, register=register, last=last, staff_id=staff_id, counted=counted, at=at)
        record(_opened(shift, staff_uid), told=told_of(shift, channel=channel, at=at))
    return shift


def last_shift(register: Register) -> Shift | None:
    """The shift of a register that began last."""
    return Shift.objects.filter(register=register).order_by("-number").first()


def begin_shift(
    uid: UUID, *, register: Register, last: Shift | None, staff_id: int, counted: Counts | None, at: datetime
) -> Shift:
    """Write down that a shift began. The caller holds the register's lock, under which `last` is closed.

    Raises:
        NothingToTakeOver: nobody counted, and there was none before.
    """
    found_minor = last.counted_minor if last else None
    return Shift.objects.create(
        uid=uid,
        register=register,
        number=last.number + 1 if last else 1,
        opened_at=max(at, last.closed_at) if last and last.closed_at else at,
        opened_by_id=staff_id,
        opening_counts=counted,
        opening_minor=_opening_minor(counted, found_minor),
        found_minor=found_minor,
    )


def _lock_register(uid: UUID) -> Register:
    """Lock the register: of two who open at once the second finds the shift of the first."""
    registers = Register.objects.select_related("store").select_for_update(no_key=True, of=("self",))
    register = registers.filter(uid=uid, is_active=True).first()
    if register is None:
        raise RegisterNotFound(field="register_uid")
    return register


def _find_earlier(uid: UUID, register: Register, counted: Counts | None) -> Shift | None:
    earlier = Shift.objects.select_related("register__store").filter(uid=uid).first()
    if earlier is None:
        return None
    kept = None if earlier.opening_counts is None else tuple(map(tuple, earlier.opening_counts))
    if earlier.register_id != register.pk or kept != counted:
        raise ShiftUidTaken(field="uid")
    return earlier


def _opening_minor(counted: Counts | None, found_minor: int | None) -> int:
    if counted is not None:
        return sum_of(counted)
    if found_minor is None:
        raise NothingToTakeOver(field="counts")
    return found_minor


def _opened(shift: Shift, staff_uid: UUID) -> ShiftOpened:
    return ShiftOpened(
        shift_uid=shift.uid,
        store=shift.register.store.code,
        register=shift.register.code,
        number=shift.number,
        opening_minor=shift.opening_minor,
        found_minor=shift.found_minor,
        staff_uid=staff_uid,
    )
