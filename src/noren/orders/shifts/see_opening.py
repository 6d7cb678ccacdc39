"""Seeing: a manager notes that they looked at a count that joined a shift."""

from datetime import datetime
from uuid import UUID

from noren.orders.shifts.errors import AloneOpeningNotFound
from noren.orders.shifts.models import AloneOpening


def see_opening(uid: UUID, *, staff_id: int | None, at: datetime) -> bool:
    """Note who looked at a count that joined a shift, and when; answer whether they were the first. Safe to repeat.

    Args:
        staff_id: None for an account of the office that is not on the staff.

    Raises:
        AloneOpeningNotFound: no count that joined a shift has this uid.
    """
    joined = AloneOpening.objects.filter(uid=uid, has_joined=True)
    if joined.filter(seen_at=None).update(seen_at=at, seen_by=staff_id):
        return True
    if not joined.exists():
        raise AloneOpeningNotFound(field="uid")
    return False
