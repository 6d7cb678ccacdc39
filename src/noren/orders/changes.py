"""Reads of what was changed of an order: for its page, the office and the till."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from noren.orders.change_wanted import LineDifference
from noren.orders.models import OrderChange


@dataclass(frozen=True, slots=True)
class ChangeView:
    """A change that was made. `staff_name` is empty when the buyer made it. Minor units."""

    uid: UUID
    by: str
    by_words: str
    channel: str
    staff_name: str
    reason: str
    lines: tuple[LineDifference, ...]
    lost_coupons: tuple[str, ...]
    total_before_minor: int
    total_minor: int
    is_all: bool
    at: datetime


def changes_of_order(order_uid: UUID) -> list[ChangeView]:
    """The changes of an order, the oldest first."""
    changes = OrderChange.objects.select_related("staff").filter(order__uid=order_uid).order_by("pk")
    return [_view(change) for change in changes]


def _view(change: OrderChange) -> ChangeView:
    return ChangeView(
        uid=change.uid,
        by=change.by,
        by_words=change.get_by_display(),
        channel=change.channel,
        staff_name=change.staff.name if change.staff else "",
        reason=change.reason,
        lines=tuple(LineDifference(**line) for line in change.lines),
        lost_coupons=tuple(change.lost_coupons),
        total_before_minor=change.total_before_minor,
        total_minor=change.total_minor,
        is_all=change.is_all,
        at=change.changed_at,
    )
