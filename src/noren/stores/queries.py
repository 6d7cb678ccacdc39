"""Reads for faces and other rooms: stores near a place, their hours, and places to choose by name."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection

from noren.kernel.text import storable
from noren.stores import rules
from noren.stores.areas import NEARNESS, area_of, distance_from
from noren.stores.errors import StoreNotFound
from noren.stores.loading import HOURS_COLUMNS, read_hours, special_days
from noren.stores.models import Register, Store
from noren.stores.rules import Hours, OpenState, StoreHours

DISTANCE_M = """
    CASE WHEN s.latitude + s.longitude IS NOT NULL THEN round(2 * 6371009 * asin(sqrt(least(1.0,
        sin(radians(s.latitude - %(latitude)s) / 2) ^ 2
        + cos(radians(%(latitude)s)) * cos(radians(s.latitude)) * sin(radians(s.longitude - %(longitude)s) / 2) ^ 2
    ))))::int END
"""
"""Haversine over `stores_store s`, whole metres, as `noren.stores.areas.distance_m`; NULL without coordinates."""

_COLUMNS = f"""
    s.id, s.uid, s.code, s.name, s.postal_code, s.address, s.phone, s.latitude, s.longitude, s.time_zone,
    s.is_pickup_enabled, s.pickup_lead_minutes, {HOURS_COLUMNS}
"""
_NEAREST = f"""
SELECT {_COLUMNS} FROM stores_store s WHERE s.is_active AND s.latitude IS NOT NULL AND s.longitude IS NOT NULL
ORDER BY {NEARNESS} DESC, s.code LIMIT %(limit)s
"""  # noqa: S608
_ALL = f"SELECT {_COLUMNS} FROM stores_store s WHERE s.is_active ORDER BY s.code"  # noqa: S608
_ONE = f"SELECT {_COLUMNS} FROM stores_store s WHERE s.is_active AND s.code = %(code)s"  # noqa: S608


@dataclass(frozen=True, slots=True)
class StoreView:
    """A store in business as faces show it; `distance_m` only when it was looked for from a place."""

    id: int
    uid: UUID
    code: str
    name: str
    postal_code: str
    address: str
    phone: str
    latitude: float | None
    longitude: float | None
    time_zone: str
    is_pickup_enabled: bool
    pickup_lead_minutes: int
    hours: StoreHours
    distance_m: int | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A ward or city with stores, to choose by name; the coordinates are the middle of its stores."""

    name: str
    latitude: float
    longitude: float
    stores: int


@dataclass(frozen=True, slots=True)
class RegisterView:
    """A till that is in use."""

    uid: UUID
    code: str
    name: str


def get_store(code: str, *, at: datetime) -> StoreView:
    """A store in business with its hours around an aware instant.

    Raises:
        StoreNotFound: no store has the code, or it is out of business.
    """
    found = _read(_ONE, {"code": storable(code), **special_days(at)})
    if not found:
        raise StoreNotFound(store=code, field="store_code")
    return found[0]


def all_stores(*, at: datetime) -> list[StoreView]:
    """All stores in business, in order of their codes."""
    return _read(_ALL, {**special_days(at)})


def nearest_stores(latitude: float, longitude: float, *, at: datetime, limit: int = 20) -> list[StoreView]:
    """Stores in business around a place (WGS 84 degrees), the nearest first; those without coordinates are left out."""
    place = {"latitude": latitude, "longitude": longitude, "limit": limit}
    return _read(_NEAREST, {**place, **special_days(at)}, near=(latitude, longitude))


def open_hours_on(store: StoreView, day: date) -> Hours | None:
    """The minutes from local midnight at which the store opens and closes on a date; None when it stays closed."""
    return store.hours.on(day)


def opening_state(store: StoreView, at: datetime) -> OpenState:
    """Whether the store is open at an aware instant, and what changes next within 7 days."""
    return rules.opening_state(store.hours, at)


def earliest_pickup(store: StoreView, at: datetime) -> datetime | None:
    """When goods reserved at `at` can be collected; None without pickup, or when nothing opens within 7 days."""
    if not store.is_pickup_enabled:
        return None
    return rules.pickup_ready_at(store.hours, store.pickup_lead_minutes, at)


def places() -> list[Place]:
    """The wards and cities that have stores, those with most stores first: for people who share no position."""
    found: defaultdict[str, list[tuple[float, float]]] = defaultdict(list)
    stores = Store.objects.filter(is_active=True, latitude__isnull=False, longitude__isnull=False)
    for address, latitude, longitude in stores.values_list("address", "latitude", "longitude"):
        if latitude is not None and longitude is not None and (area := area_of(address)):
            found[area].append((latitude, longitude))
    listed = [
        Place(
            name=area,
            latitude=sum(latitude for latitude, _ in points) / len(points),
            longitude=sum(longitude for _, longitude in points) / len(points),
            stores=len(points),
        )
        for area, points in found.items()
    ]
    return sorted(listed, key=lambda place: (-place.stores, place.name))


def unknown_stores(codes: Collection[str]) -> list[str]:
    """Those of the codes that no store has, in business or not, sorted."""
    known = Store.objects.filter(code__in=codes).values_list("code", flat=True) if codes else ()
    return sorted(set(codes).difference(known))


def registers_of_store(store_code: str) -> list[RegisterView]:
    """The registers in use of a store, in order of their codes."""
    registers = Register.objects.filter(store__code=storable(store_code), is_active=True, store__is_active=True)
    return [RegisterView(*row) for row in registers.order_by("code").values_list("uid", "code", "name")]


def _read(
    statement: str, parameters: dict[str, str | int | float | date], *, near: tuple[float, float] | None = None
) -> list[StoreView]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        rows = cursor.fetchall()
    views = []
    for *columns, weekly, special in rows:
        columns += [read_hours(columns[9], weekly, special), distance_from(near, columns[7], columns[8])]
        views.append(StoreView(*columns))
    return views
