"""How a device stands, and when somebody should look at it. Pure."""

from datetime import datetime, timedelta
from enum import StrEnum

SILENT_AFTER = timedelta(minutes=10)
"""Devices tell of themselves every minute; one that a customer's bag hides does so a little later."""


class DeviceState(StrEnum):
    """What a device may do."""

    ACTIVE = "active"
    LOCKED = "locked"
    SENDING = "sending"  # locked, but it may send what it sold
    REPLACED = "replaced"  # it may send what it sold, too


def device_state(*, locked_at: datetime | None, replaced_at: datetime | None, may_send: bool) -> DeviceState:
    """How it stands; one that was lost and then replaced stays locked."""
    if locked_at is not None:
        return DeviceState.SENDING if may_send else DeviceState.LOCKED
    return DeviceState.REPLACED if replaced_at is not None else DeviceState.ACTIVE


def is_spent(replaced_at: datetime | None, *, most_days: int, at: datetime) -> bool:
    """Whether the secret of a device that was replaced proves nothing any more: what it sold would come too late.

    Args:
        most_days: how late a sale that was made without a network may come.
    """
    return replaced_at is not None and at - replaced_at >= timedelta(days=most_days)


def is_silent(seen_at: datetime, waiting_count: int, *, at: datetime) -> bool:
    """Whether it holds sales that nobody here has, and has said nothing for ten minutes."""
    return waiting_count > 0 and at - seen_at > SILENT_AFTER
