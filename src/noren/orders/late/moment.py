"""When a till made a sale, by its clock and what is known of that clock. Pure."""

from datetime import UTC, datetime, timedelta

TOLERANCE = timedelta(minutes=5)
"""By so much clocks may be apart before it is noted."""


def moment_of(
    device_at: datetime, *, offset_s: int, synced_at: datetime, booked_at: datetime
) -> tuple[datetime, datetime]:
    """When the sale was made, and when its goods and prices were ours; neither is after `booked_at`.

    A till cannot have sold before it had the prices it sold by, nor in the future: such a moment is moved to the next
    that can be. Within TOLERANCE of the prices the clock is believed.

    Args:
        device_at: aware, as the till's clock showed.
        offset_s: by how much that clock was ahead, seconds.
    """
    data_of = min(synced_at, booked_at)
    made_at = min(corrected(device_at, offset_s), booked_at)
    return (made_at if made_at >= data_of - TOLERANCE else data_of), data_of


def corrected(device_at: datetime, offset_s: int) -> datetime:
    """The clock's instant in our time, as far as there are such instants."""
    try:
        return device_at.astimezone(UTC) - timedelta(seconds=offset_s)
    except OverflowError:
        return datetime(9999, 12, 31, tzinfo=UTC)


def moved_s(device_at: datetime, *, offset_s: int, synced_at: datetime, made_at: datetime, booked_at: datetime) -> int:
    """By how many seconds the corrected clock was ahead of the moment that was taken; 0 within TOLERANCE.

    A till that says it had its prices in the future has a wrong clock too: by so much.
    """
    moved = int((corrected(device_at, offset_s) - made_at).total_seconds())
    ahead = int((synced_at - booked_at).total_seconds())
    most = TOLERANCE.total_seconds()
    return moved if abs(moved) > most else ahead if ahead > most else 0
