"""The sample's calendar: the local time of the real stores becomes the local time of the invented ones, weeks later."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LAST_DAY = date(2017, 12, 31)
LAST_WEEK = 53
_WEEK = timedelta(weeks=1)

# The times of the package are UTC (inferred: the quietest hours are 8 and 9), the stores in the east of the USA.
SOLD_AT = """
(({at} AT TIME ZONE 'UTC' AT TIME ZONE 'America/New_York') + make_interval(weeks => %(weeks)s)) AT TIME ZONE %(zone)s
"""
"""SQL for the instant of a sale from the package's naive time `{at}`."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """How many weeks the sample moves, and in which zone it lands."""

    weeks: int
    zone: str

    def midnight(self, day: date) -> datetime:
        """The beginning of a day of the package, as an instant of the sample."""
        return datetime.combine(day + self.weeks * _WEEK, time(), ZoneInfo(self.zone))


def calendar_of(started_at: datetime, *, zone: str) -> Calendar:
    """The calendar in which the year ends yesterday, or up to six days earlier: weekdays stay weekdays.

    Args:
        started_at: when the import began; a repeat on another day keeps the calendar.
    """
    yesterday = started_at.astimezone(ZoneInfo(zone)).date() - timedelta(days=1)
    return Calendar((yesterday - LAST_DAY) // _WEEK, zone)
