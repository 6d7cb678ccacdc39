"""Opening hours as arithmetic: what a store's clock says about an instant. No database.

Minutes count on the wall clock from the local midnight of the day on which the opening begins, so that 1500 is one
o'clock of the next morning. A wall time that a clock change skips is read with the offset from before the change, one
that happens twice means the first (RFC 5545 §3.3.5). A special day replaces the opening that *begins* on its date; an
opening of the evening before still runs past midnight.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAY_MINUTES = 1440
LAST_CLOSING_MINUTE = 2160

# How far ahead the next opening is looked for, in local days after the one of the question.
HORIZON_DAYS = 7
# How far ahead the minutes of preparation may be counted, once the store has opened within the horizon.
PREPARATION_DAYS = 60

Hours = tuple[int, int]
"""Opens and closes, in minutes from local midnight."""

Span = tuple[datetime, datetime]
"""Opens and closes, as aware UTC instants; open at the first, closed at the second."""


@dataclass(frozen=True, slots=True)
class StoreHours:
    """When a store is open.

    Attributes:
        time_zone: the store's zone, such as `Asia/Tokyo`.
        weekly: hours by weekday, 0 is Monday; a weekday that is missing is closed.
        special: dates that differ from the week; None means closed all day.
    """

    time_zone: str
    weekly: Mapping[int, Hours]
    special: Mapping[date, Hours | None] = field(default_factory=dict)

    def on(self, day: date) -> Hours | None:
        """The hours that begin on this local date, or None when the store stays closed."""
        if day in self.special:
            return self.special[day]
        return self.weekly.get(day.weekday())


@dataclass(frozen=True, slots=True)
class OpenState:
    """Whether a store is open at an instant, and what changes next.

    Attributes:
        closes_at: while open: when it closes; None when it does not close within the horizon of 7 days.
        opens_at: while closed: when it opens; None when it does not open within the horizon.
    """

    is_open: bool
    closes_at: datetime | None = None
    opens_at: datetime | None = None


def opening_state(hours: StoreHours, at: datetime) -> OpenState:
    """Whether the store is open at an aware instant; openings that touch or overlap count as one."""
    at = at.astimezone(UTC)
    horizon = at + timedelta(days=HORIZON_DAYS)
    closes_at: datetime | None = None
    for opens, closes in _spans(hours, at, days=HORIZON_DAYS + 1):
        if closes_at is None and opens > at:
            return OpenState(is_open=False, opens_at=opens if opens <= horizon else None)
        if closes_at is not None and opens > closes_at:
            break
        closes_at = closes
    if closes_at is None:
        return OpenState(is_open=False)
    return OpenState(is_open=True, closes_at=closes_at if closes_at <= horizon else None)


def pickup_ready_at(hours: StoreHours, lead_minutes: int, at: datetime) -> datetime | None:
    """When goods ordered at `at` can be collected: after `lead_minutes` of opening hours, while the store is open.

    Work that is not done at closing time goes on at the next opening. What would be ready at the very minute of
    closing is promised for the next opening.

    Args:
        lead_minutes: 0 or more.
        at: aware.

    Returns:
        An aware UTC instant at which the store is open; None when it does not open within 7 days, or when the work
        takes more opening hours than the next 60 days have.
    """
    at = at.astimezone(UTC)
    left = timedelta(minutes=lead_minutes)
    has_begun = False
    for opens, closes in _spans(hours, at, days=PREPARATION_DAYS):
        begins = max(opens, at)
        if not has_begun and begins > at + timedelta(days=HORIZON_DAYS):
            return None
        if left < closes - begins:
            return begins + left
        left -= closes - begins
        has_begun = True
    return None


def _spans(hours: StoreHours, at: datetime, *, days: int) -> Iterator[Span]:
    """The openings that end after `at`, in order and without overlap, of the local dates up to `days` ahead.

    It looks a day back first: yesterday's opening may run past midnight, at most until noon.
    """
    zone = ZoneInfo(hours.time_zone)
    today = at.astimezone(zone).date()
    last_closing = datetime.min.replace(tzinfo=UTC)
    for ahead in range(-1, days + 1):
        day = today + timedelta(days=ahead)
        found = hours.on(day)
        if found is None or (ahead < 0 and found[1] <= DAY_MINUTES):
            continue
        midnight = datetime.combine(day, time(), zone)
        opens = max(last_closing, (midnight + timedelta(minutes=found[0])).astimezone(UTC))
        closes = (midnight + timedelta(minutes=found[1])).astimezone(UTC)
        if closes > max(at, opens):
            yield opens, closes
            last_closing = closes
