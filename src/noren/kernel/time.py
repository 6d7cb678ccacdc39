"""Business dates: which day of trade an instant belongs to at a store."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


def business_date(at: datetime, *, time_zone: str, closing_hour: int) -> date:
    """The store's local date of an aware instant; hours before `closing_hour` belong to the day before.

    Args:
        closing_hour: 0 to 12, local; 5 means that a sale at 02:30 still counts for yesterday.

    Raises:
        ValueError: the instant is naive.
    """
    if at.tzinfo is None:
        raise ValueError("a business date needs an aware instant")
    return (at.astimezone(ZoneInfo(time_zone)) - timedelta(hours=closing_hour)).date()


def business_day_start(at: datetime, *, time_zone: str, closing_hour: int) -> datetime:
    """The aware UTC instant at which the business day of an aware instant began; arguments as `business_date`."""
    day = business_date(at, time_zone=time_zone, closing_hour=closing_hour)
    return datetime.combine(day, time(closing_hour), tzinfo=ZoneInfo(time_zone)).astimezone(UTC)
