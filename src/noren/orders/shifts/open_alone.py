"""Opening alone: the only code that books a count by which a till opened a shift without a network."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from noren.kernel.denominations import denominations_of
from noren.orders.events import ShiftOpenedAlone, ShiftOpeningJoined
from noren.orders.shifts.alone import DoneAlone, done_at, find_desk_of, lacks
from noren.orders.shifts.errors import ShiftUidTaken
from noren.orders.shifts.locking import told_of
from noren.orders.shifts.models import AloneOpening, Shift
from noren.orders.shifts.open import begin_shift, last_shift
from noren.orders.shifts.rules import Counts, check_counts, sum_of
from noren.people.errors import NotAllowed
from noren.people.roles import Deed
from noren.stores.models import Register
from noren.timeline.record import record


@dataclass(frozen=True, slots=True)
class OpenedAlone:
    """The shift that a count began, or joined; `is_repeated`: it was booked before."""

    shift: Shift
    has_joined: bool
    is_repeated: bool = False


def open_shift_alone(
    uid: UUID, *, counts: Sequence[tuple[int, int]], done: DoneAlone, at: datetime, channel: str = "till"
) -> OpenedAlone:
    """Book a shift as a till opened it without a network, from the moment of its count on. Safe to repeat.

    A register has one open shift, and what another one counted stays. So where a shift is open, or was closed after the
    moment of this count, this one begins none: it joins that shift, is kept beside it, and is listed until somebody
    looked at it.

    Args:
        uid: made on the device; of the shift that begins.
        counts: (coin or note in minor units, pieces).

    Raises:
        DenominationUnknown, PiecesInvalid: the count.
        RegisterNotFound, StaffNotFound, MakerNotOfStore: nobody could have counted there.
        NotAllowed: neither who counted nor who sends it may open shifts here.
        ShiftUidTaken: the uid is that of another shift or count.

    Records "Shift Opened", or "Shift Opening Joined".
    """
    counted = check_counts(counts, denominations_of(settings.CURRENCY))
    with transaction.atomic(savepoint=False):
        desk = find_desk_of(done)
        register = Register.objects.select_related("store").get(pk=desk.desk.register_id)
        if earlier := _find_earlier(uid, register, counted):
            return earlier
        if (missing := lacks(desk, done, (Deed.OPEN_SHIFT,))) is not None:
            raise NotAllowed(deed=str(missing))
        made_at, last = done_at(done, at=at), last_shift(register)
        has_joined = last is not None and (last.closed_at is None or last.closed_at > made_at)
        if last is not None and has_joined:
            shift = last
        else:
            staff_id = desk.desk.staff_id
            shift = begin_shift(uid, register=register, last=last, staff_id=staff_id, counted=counted, at=made_at)
        shift.register = register
        opening = AloneOpening.objects.create(
            uid=uid,
            shift=shift,
            has_joined=has_joined,
            counts=counted,
            counted_minor=sum_of(counted),
            staff_id=desk.desk.staff_id,
            sent_by_id=done.sent_by_id,
            made_at=made_at,
            device_at=done.device_at,
            clock_offset_s=done.clock_offset_s,
            heard_at=at,
        )
        told = told_of(shift, channel=channel, at=made_at, received_at=at)
        record(_event(opening, shift, done.staff_uid), told=told)
    return OpenedAlone(shift, has_joined)


def _find_earlier(uid: UUID, register: Register, counted: Counts) -> OpenedAlone | None:
    """What is booked under the uid: also a shift that was opened with a network whose answer was lost."""
    opening = AloneOpening.objects.select_related("shift").filter(uid=uid).first()
    shift = opening.shift if opening else Shift.objects.filter(uid=uid).first()
    if shift is None:
        return None
    kept = opening.counts if opening else shift.opening_counts
    if shift.register_id != register.pk or kept is None or tuple(map(tuple, kept)) != counted:
        raise ShiftUidTaken(field="uid")
    return OpenedAlone(shift, opening is not None and opening.has_joined, is_repeated=True)


def _event(opening: AloneOpening, shift: Shift, staff_uid: UUID) -> ShiftOpenedAlone | ShiftOpeningJoined:
    store, register = shift.register.store.code, shift.register.code
    if opening.has_joined:
        return ShiftOpeningJoined(
            shift_uid=shift.uid,
            store=store,
            register=register,
            number=shift.number,
            counted_minor=opening.counted_minor,
            made_at=opening.made_at,
            heard_at=opening.heard_at,
            staff_uid=staff_uid,
        )
    return ShiftOpenedAlone(
        shift_uid=shift.uid,
        store=store,
        register=register,
        number=shift.number,
        opening_minor=shift.opening_minor,
        found_minor=shift.found_minor,
        staff_uid=staff_uid,
        made_offline=True,
        made_at=opening.made_at,
        heard_at=opening.heard_at,
    )
