"""Loading stores with their hours: one statement each, into plain frozen data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from django.db import connection

from noren.kernel.text import storable
from noren.stores.errors import PickupNotOffered, StoreClosed, StoreNotFound
from noren.stores.rules import HORIZON_DAYS, PREPARATION_DAYS, Hours, StoreHours, pickup_ready_at

# Local dates may be a day before or after the date in UTC, and the night before may still be open.
_DAYS_BACK = 2
_DAYS_AHEAD = PREPARATION_DAYS + 1

HOURS_COLUMNS = """
    (SELECT json_object_agg(o.weekday, json_build_array(o.opens_minute, o.closes_minute))
       FROM stores_openinghours o WHERE o.store_id = s.id) AS weekly,
    (SELECT json_object_agg(d.date, json_build_array(d.opens_minute, d.closes_minute))
       FROM stores_specialday d WHERE d.store_id = s.id AND d.date BETWEEN %(first_day)s AND %(last_day)s) AS special
"""
"""Select columns of a query over `stores_store s`: what `read_hours` reads; bind `special_days(at)`."""

_FOR_ORDER = f"""
SELECT s.id, s.uid, s.code, s.name, s.time_zone, s.closing_hour, s.is_active, s.is_pickup_enabled,
       s.pickup_lead_minutes, s.issuer_name, s.issuer_number, s.address, s.phone, {HOURS_COLUMNS}
FROM stores_store s WHERE s.code = %(code)s
"""  # noqa: S608 - only our own constant is put in

Minutes = Sequence[int | None]


@dataclass(frozen=True, slots=True)
class StoreForOrder:
    """What a deed needs to know about a store. `hours` hold the special days of the 60 days after the question."""

    id: int
    uid: UUID
    code: str
    name: str
    time_zone: str
    closing_hour: int
    is_active: bool
    is_pickup_enabled: bool
    pickup_lead_minutes: int
    issuer_name: str
    issuer_number: str
    address: str
    phone: str
    hours: StoreHours

    def pickup_ready_at(self, at: datetime) -> datetime:
        """When a pickup ordered at `at` is promised, aware UTC.

        Raises:
            PickupNotOffered: the store does not prepare pickups.
            StoreClosed: it does not open within the next 7 days.
        """
        if not self.is_pickup_enabled:
            raise PickupNotOffered(store=self.name, field="store_code")
        ready_at = pickup_ready_at(self.hours, self.pickup_lead_minutes, at)
        if ready_at is None:
            raise StoreClosed(store=self.name, days=HORIZON_DAYS, field="store_code")
        return ready_at


def load_store_for_order(code: str, *, at: datetime) -> StoreForOrder:
    """A store in business with its hours around an aware instant, in one statement.

    Raises:
        StoreNotFound: no store has the code, or it is out of business.
    """
    store = load_store(code, at=at)
    if not store.is_active:
        raise StoreNotFound(store=code, field="store_code")
    return store


def load_store(code: str, *, at: datetime) -> StoreForOrder:
    """A store with its hours around an aware instant, also one that went out of business: its sales stay its own.

    Raises:
        StoreNotFound: no store has the code.
    """
    with connection.cursor() as cursor:
        cursor.execute(_FOR_ORDER, special_days(at) | {"code": storable(code)})
        row = cursor.fetchone()
    if row is None:
        raise StoreNotFound(store=code, field="store_code")
    *columns, weekly, special = row
    columns.append(read_hours(row[4], weekly, special))
    return StoreForOrder(*columns)


def special_days(at: datetime) -> dict[str, date]:
    """The dates whose special days can bear on a question asked at an aware instant."""
    today = at.astimezone(UTC).date()
    return {"first_day": today - timedelta(days=_DAYS_BACK), "last_day": today + timedelta(days=_DAYS_AHEAD)}


def read_hours(
    time_zone: str, weekly: Mapping[str, Minutes] | None, special: Mapping[str, Minutes] | None
) -> StoreHours:
    """Hours from the two JSON objects of HOURS_COLUMNS."""
    by_weekday = {int(weekday): hours for weekday, minutes in (weekly or {}).items() if (hours := _hours(minutes))}
    by_date = {date.fromisoformat(day): _hours(minutes) for day, minutes in (special or {}).items()}
    return StoreHours(time_zone, by_weekday, by_date)


def _hours(minutes: Minutes) -> Hours | None:
    opens, closes = minutes
    return None if opens is None or closes is None else (opens, closes)
