"""Presence: the only code that says that a till has an order open, or has left it."""

from datetime import datetime
from uuid import UUID

from noren.orders.together.find import find_order
from noren.orders.together.models import Doing, Presence
from noren.orders.together.queries import Together, together_at
from noren.orders.together.wanted import Here


def tell_presence(uid: UUID, *, doing: Doing, by: Here, at: datetime) -> Together:
    """Say that a register has an order open, and read who else has, what was picked and what was done last.

    Safe to repeat; it is to be said again within `FORGOTTEN_AFTER`. Binds nobody and records nothing.

    Raises:
        OrderNotFound: no visible order has the uid.
        OrderOfOtherStore: another store's pickup; goods come back to any store.
    """
    order = find_order(uid, doing=doing, store_id=by.store_id)
    present = Presence(order_id=order.id, register_id=by.register_id, staff_id=by.staff_id, doing=doing, seen_at=at)
    # One statement, so that a till that speaks twice at once is there once.
    Presence.objects.bulk_create(
        [present],
        update_conflicts=True,
        unique_fields=["order", "register"],
        update_fields=["staff", "doing", "seen_at"],
    )
    return together_at(order, by=by, at=at)


def leave_order(uid: UUID, *, doing: Doing, register_id: int) -> None:
    """A screen was left. What the same register has open for something else by now stays. Safe to repeat."""
    Presence.objects.filter(order__uid=uid, register_id=register_id, doing=doing).delete()
