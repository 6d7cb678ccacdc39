"""Pickups whose last day it is: for the reminders, which are sent a level above."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from noren.orders.models import Fulfillment, FulfillmentStatus, OrderSource


@dataclass(frozen=True, slots=True)
class EndingPickup:
    """A pickup that waits at the counter, and when it expires by the clock of its store."""

    order_uid: UUID
    ready_at: datetime | None
    kept_until: datetime
    time_zone: str
    closing_hour: int


def ready_pickups_ending(*, after: datetime, before: datetime, limit: int) -> list[EndingPickup]:
    """Live pickups that are ready and expire after one instant and by another, the first to expire first."""
    rows = (
        Fulfillment.objects.filter(
            status=FulfillmentStatus.READY,
            kept_until__gt=after,
            kept_until__lte=before,
            order__source=OrderSource.LIVE,
        )
        .order_by("kept_until", "pk")
        .values_list("order__uid", "ready_at", "kept_until", "store__time_zone", "store__closing_hour")
    )
    return [
        EndingPickup(uid, ready_at, kept_until, time_zone, closing_hour)
        for uid, ready_at, kept_until, time_zone, closing_hour in rows[:limit]
        if kept_until is not None
    ]
