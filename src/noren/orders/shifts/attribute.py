"""Attributing: the only code that says which shift a deed at a register belongs to.

The shift's row is locked for sharing until the deed is committed, so that a shift is closed before a sale or after it:
the sale is in what it counts, or in a late batch, and never in neither. It is locked after the order and before stock
(docs/adr/0002).
"""

from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from django.conf import settings
from django.db import connection

from noren.kernel.ids import uuid7
from noren.orders.parties import Desk
from noren.orders.returnable import ReturnDesk
from noren.orders.shifts.errors import ShiftNotOpen
from noren.orders.shifts.standing import NO_SHIFT, ShiftAt

AnyDesk = TypeVar("AnyDesk", Desk, ReturnDesk)

# The last moment of a shift is still its own: what is done at that moment waited for the lock of its closing.
_SHIFT_OF = """
SELECT id, closed_at IS NOT NULL FROM orders_shift
WHERE register_id = %s AND opened_at <= %s AND (closed_at IS NULL OR closed_at >= %s)
ORDER BY opened_at DESC, id DESC LIMIT 1 FOR SHARE
"""
# Who waited for the lock of the closing asked before it was closed, though the shift ended at an earlier moment.
_JUST_CLOSED = """
SELECT id FROM orders_shift
WHERE register_id = %s AND closed_at < %s AND closed_at > %s::timestamptz - interval '15 seconds'
ORDER BY closed_at DESC LIMIT 1 FOR SHARE
"""
# Two late sales at once: the second waits for the first, and uses its batch. They take the same number too, and it is
# chance which of the two rules stops the second, so no rule is named.
_BEGIN_BATCH = """
INSERT INTO orders_latebatch (uid, shift_id, number, began_at)
SELECT %s, %s, coalesce(max(number), 0) + 1, %s FROM orders_latebatch WHERE shift_id = %s
ON CONFLICT DO NOTHING
"""
_OPEN_BATCH = "SELECT id FROM orders_latebatch WHERE shift_id = %s AND acknowledged_at IS NULL FOR SHARE"


def in_shift(desk: AnyDesk, *, at: datetime) -> AnyDesk:
    """The same desk, in the shift of what is done there now.

    Raises:
        ShiftNotOpen: this deployment sells only in shifts, and the register has none open.
    """
    found = shift_of(desk.register_id, at, at=at)
    if settings.SHIFTS == "required" and (found.id is None or found.late_batch_id is not None):
        raise ShiftNotOpen(field="register_uid", register=desk.register_code)
    return replace(desk, shift=found)


def in_shift_then(desk: AnyDesk, *, made_at: datetime, at: datetime) -> AnyDesk:
    """The same desk, in the shift of a deed that is booked later: never refused, as it happened."""
    return replace(desk, shift=shift_of(desk.register_id, made_at, at=at))


def shift_of(register_id: int, made_at: datetime, *, at: datetime) -> ShiftAt:
    """The shift that a moment at a register belongs to, locked for sharing; none between shifts.

    One statement while the shift is open. If it is closed by now, it is the late batch that nobody has acknowledged,
    made where there is none; the same in the first 15 seconds after a closing, for which the deed may have waited.
    """
    with connection.cursor() as cursor:
        cursor.execute(_SHIFT_OF, [register_id, made_at, made_at])
        found: tuple[int, bool] | None = cursor.fetchone()
        if found is None:
            cursor.execute(_JUST_CLOSED, [register_id, made_at, made_at])
            just_closed: tuple[int] | None = cursor.fetchone()
            found = (just_closed[0], True) if just_closed else None
    if found is None:
        return NO_SHIFT
    shift_id, is_closed = found
    return ShiftAt(shift_id, _open_batch(shift_id, at=at) if is_closed else None)


def _open_batch(shift_id: int, *, at: datetime) -> int:
    """The batch's key. It may be acknowledged between two statements: then another is begun."""
    with connection.cursor() as cursor:
        while True:
            cursor.execute(_BEGIN_BATCH, [uuid7(), shift_id, at, shift_id])
            cursor.execute(_OPEN_BATCH, [shift_id])
            if batch := cursor.fetchone():
                return int(batch[0])
