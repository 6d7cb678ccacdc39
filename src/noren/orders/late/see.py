"""Seeing: a manager notes that they looked at what differs in a late sale."""

from datetime import datetime
from uuid import UUID

from noren.kernel.text import storable
from noren.orders.late.errors import LateSaleNotFound
from noren.orders.late.models import MOST_SEEN_NOTE, LateSale


def see_late_sale(uid: UUID, *, staff_id: int, at: datetime, note: str = "") -> bool:
    """Note who has seen a late sale, when, and what they did about it; answer whether they were the first.

    Safe to repeat: who saw it first stays written, and so does what they wrote.

    Args:
        note: up to 200 letters; what is longer is cut.

    Raises:
        LateSaleNotFound.
    """
    words = storable(note).strip()[:MOST_SEEN_NOTE]
    unseen = LateSale.objects.filter(uid=uid, seen_at=None)
    if unseen.update(seen_at=at, seen_by=staff_id, seen_note=words):
        return True
    if not LateSale.objects.filter(uid=uid).exists():
        raise LateSaleNotFound(field="uid")
    return False
