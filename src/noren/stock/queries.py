"""Reads for faces: where a variant can be had, the nearest stores first."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection

from noren.stock.models import Level
from noren.stores.areas import NEARNESS, distance_from
from noren.stores.loading import HOURS_COLUMNS, read_hours, special_days
from noren.stores.rules import Hours, OpenState, opening_state, pickup_ready_at

# What somebody has held for too long is given back before anybody is refused, so it is shown as available.
_AVAILABLE = """
    l.on_hand - l.allocated - l.held - l.safety - l.aside + CASE WHEN l.held = 0 THEN 0 ELSE (
        SELECT coalesce(sum(h.quantity), 0) FROM stock_hold h
        WHERE h.level_id = l.id AND h.ended_at IS NULL AND h.expires_at <= %(at)s)::int END
"""
# The inner query decides which stores; hours are read for those alone, metres are counted for those alone.
_STORES = """
SELECT s.id, s.code, s.name, s.address, s.latitude, s.longitude, s.time_zone, s.is_pickup_enabled,
       s.pickup_lead_minutes, near.available, {hours}
FROM (
    SELECT * FROM (
        SELECT s.id, s.code, {nearness} AS nearness, greatest(0, coalesce({available}, 0)) AS available
        FROM stores_store s LEFT JOIN stock_level l ON l.store_id = s.id AND l.variant_id = %(variant_id)s
        WHERE s.is_active AND {which}
    ) every WHERE available >= %(at_least)s ORDER BY nearness DESC NULLS LAST, code LIMIT %(limit)s
) near JOIN stores_store s ON s.id = near.id
ORDER BY near.nearness DESC NULLS LAST, s.code
"""
_NEAR = _STORES.format(hours=HOURS_COLUMNS, available=_AVAILABLE, nearness=NEARNESS, which="true")
_ANYWHERE = _STORES.format(hours=HOURS_COLUMNS, available=_AVAILABLE, nearness="NULL::int", which="true")
_NAMED = _STORES.format(
    hours=HOURS_COLUMNS, available=_AVAILABLE, nearness="NULL::int", which="s.code = ANY(%(store_codes)s)"
)
_IN_STORE = f"""
SELECT l.variant_id, greatest(0, {_AVAILABLE}) FROM stock_level l
WHERE l.store_id = %(store_id)s AND l.variant_id = ANY(%(variant_ids)s)
"""  # noqa: S608 - only our own constant is put in
# A number for each store and what it says of the goods, put together in any order.
_MARK = """
SELECT to_hex(coalesce(bit_xor(hashtextextended(
    l.store_id || ':' || least(%(many)s, greatest(0, l.on_hand - l.allocated - l.held - l.safety - l.aside)), 0)), 0))
FROM catalog_variant v JOIN stock_level l ON l.variant_id = v.id WHERE v.sku = %(sku)s
"""
_ANYWHERE_AT_ALL = """
SELECT DISTINCT l.variant_id FROM stock_level l JOIN stores_store s ON s.id = l.store_id
WHERE s.is_active AND l.on_hand - l.allocated - l.held - l.safety - l.aside > 0
"""


@dataclass(frozen=True, slots=True)
class StoreAvailability:
    """What one store has of a variant, and when it could be collected there.

    Attributes:
        distance_m: from the place that was asked about; None when none was, or the store has no coordinates.
        available: pieces that may still be promised, 0 or more.
        today: minutes from local midnight at which it opens and closes today; None on a day it stays closed.
        state: whether it is open now, and what changes next.
        pickup_at: when goods reserved now are promised, aware UTC; None without pickup, without stock, or when
            nothing opens within 7 days.
    """

    store_id: int
    store_code: str
    name: str
    address: str
    latitude: float | None
    longitude: float | None
    distance_m: int | None
    available: int
    time_zone: str
    today: Hours | None
    state: OpenState
    is_pickup_enabled: bool
    pickup_at: datetime | None


def availability(
    variant_id: int,
    *,
    at: datetime,
    near: tuple[float, float] | None = None,
    limit: int = 20,
    at_least: int = 1,
) -> list[StoreAvailability]:
    """The nearest stores in business that have a variant, in one statement.

    Args:
        near: latitude and longitude in WGS 84 degrees; None lists stores in order of their codes.
        at_least: pieces that must be available; 0 lists the nearest stores whatever they have.
    """
    values: dict[str, int | float | date] = {"variant_id": variant_id, "limit": limit, "at_least": at_least, "at": at}
    values.update(special_days(at))
    if near is not None:
        values["latitude"], values["longitude"] = near
    with connection.cursor() as cursor:
        cursor.execute(_ANYWHERE if near is None else _NEAR, values)
        rows = cursor.fetchall()
    return [_read(row, at=at, near=near) for row in rows]


def availability_in(
    variant_id: int, store_codes: Collection[str], *, at: datetime, near: tuple[float, float] | None = None
) -> list[StoreAvailability]:
    """What these stores have of a variant, in order of their codes; one out of business or unknown is absent.

    Args:
        near: latitude and longitude in WGS 84 degrees, from where distances are counted.
    """
    codes = list(store_codes)
    values: dict[str, Any] = {"variant_id": variant_id, "store_codes": codes, "limit": len(codes), "at_least": 0}
    with connection.cursor() as cursor:
        cursor.execute(_NAMED, values | {"at": at} | special_days(at))
        rows = cursor.fetchall()
    return [_read(row, at=at, near=near) for row in rows]


def available_in_store(store_id: int, variant_ids: Collection[int], *, at: datetime) -> dict[int, int]:
    """Pieces that may still be promised in one store, by variant id; 0 for what it has never had."""
    with connection.cursor() as cursor:
        cursor.execute(_IN_STORE, {"store_id": store_id, "variant_ids": list(variant_ids), "at": at})
        return dict.fromkeys(variant_ids, 0) | dict(cursor.fetchall())


def stock_mark(sku: str, *, many: int) -> str:
    """A short text that changes whenever any store can promise more or less of a SKU than before.

    For who asks often: one statement over the levels of one variant. What changes by the clock alone does not change
    it, as opening hours, or a hold whose time is over until it is ended.

    Args:
        many: so many pieces and more are told alike.
    """
    with connection.cursor() as cursor:
        cursor.execute(_MARK, {"sku": sku, "many": many})
        return str(cursor.fetchone()[0])


def variants_in_stock() -> set[int]:
    """The ids of all variants of which a store in business can promise at least one now."""
    with connection.cursor() as cursor:
        cursor.execute(_ANYWHERE_AT_ALL)
        return {variant_id for (variant_id,) in cursor.fetchall()}


def _read(row: tuple[Any, ...], *, at: datetime, near: tuple[float, float] | None) -> StoreAvailability:
    *columns, weekly, special = row
    store_id, code, name, address, latitude, longitude, time_zone, has_pickup, lead_minutes, pieces = columns
    hours = read_hours(time_zone, weekly, special)
    return StoreAvailability(
        store_id=store_id,
        store_code=code,
        name=name,
        address=address,
        latitude=latitude,
        longitude=longitude,
        distance_m=distance_from(near, latitude, longitude),
        available=pieces,
        time_zone=time_zone,
        today=hours.on(at.astimezone(ZoneInfo(time_zone)).date()),
        state=opening_state(hours, at),
        is_pickup_enabled=has_pickup,
        pickup_at=pickup_ready_at(hours, lead_minutes, at) if has_pickup and pieces else None,
    )


def level_ids(store_id: int, skus: Collection[str]) -> dict[str, int]:
    """The levels of a store by SKU; a variant that the store never had is absent."""
    found = Level.objects.filter(store_id=store_id, variant__sku__in=skus)
    return dict(found.values_list("variant__sku", "pk"))
