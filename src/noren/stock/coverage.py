"""Reads for a basket: which stores have all of it, and how soon it could be collected there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from noren.stores.areas import NEARNESS, distance_from
from noren.stores.loading import HOURS_COLUMNS, read_hours, special_days
from noren.stores.rules import OpenState, opening_state, pickup_ready_at

# What the basket itself holds is its own to order, and what others held for too long is given back before a refusal.
_STORES = """
WITH wanted AS (
    SELECT * FROM unnest(%(variant_ids)s::bigint[], %(quantities)s::bigint[]) AS w (variant_id, quantity)
)
SELECT s.code, s.name, s.address, s.latitude, s.longitude, near.covered, s.time_zone, s.pickup_lead_minutes, {hours}
FROM (
    SELECT s.id, s.code, {nearness} AS nearness, count(*) FILTER (
        WHERE l.on_hand - l.allocated - l.held - l.safety - l.aside + coalesce(own.quantity, 0) >= w.quantity
    ) AS covered
    FROM stores_store s CROSS JOIN wanted w
    LEFT JOIN stock_level l ON l.store_id = s.id AND l.variant_id = w.variant_id
    LEFT JOIN LATERAL (
        SELECT sum(h.quantity) AS quantity FROM stock_hold h
        WHERE h.level_id = l.id AND h.ended_at IS NULL AND (h.owner_uid = %(owner_uid)s OR h.expires_at <= %(at)s)
    ) own ON l.held > 0
    WHERE s.is_active AND s.is_pickup_enabled AND (%(among)s::text[] IS NULL OR s.code = ANY(%(among)s::text[]))
    GROUP BY s.id
    ORDER BY s.code = %(chosen)s DESC, covered DESC, nearness DESC NULLS LAST, s.code LIMIT %(limit)s
) near JOIN stores_store s ON s.id = near.id
ORDER BY s.code = %(chosen)s DESC, near.covered DESC, near.nearness DESC NULLS LAST, s.code
"""
_NEAR = _STORES.format(hours=HOURS_COLUMNS, nearness=NEARNESS)
_ANYWHERE = _STORES.format(hours=HOURS_COLUMNS, nearness="NULL::int")
# From nowhere: of so many stores that have most of it, those that are ready soonest are shown.
_COMPARED = 100
_NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class StoreCoverage:
    """A store with pickup, and how much of a basket it has.

    Attributes:
        covered: how many of the lines it has in full.
        wanted: how many lines there are.
        pickup_at: when all of it would be ready, aware UTC; None when something is missing or nothing opens soon.
    """

    store_code: str
    name: str
    address: str
    distance_m: int | None
    covered: int
    wanted: int
    time_zone: str
    state: OpenState
    pickup_at: datetime | None

    @property
    def has_all(self) -> bool:
        """Whether the whole basket can be reserved there."""
        return self.covered == self.wanted


def stores_for_goods(
    wanted: Mapping[int, int],
    *,
    owner_uid: UUID,
    at: datetime,
    near: tuple[float, float] | None = None,
    chosen: str | None = None,
    among: Sequence[str] | None = None,
    limit: int = 8,
) -> list[StoreCoverage]:
    """Stores that offer pickup: the chosen one first, then those that have most of it, the nearest first.

    Without a place those come first where it is ready soonest, or that open soonest where something is missing.

    Args:
        wanted: pieces by variant id; not empty.
        owner_uid: the basket, whose own holds do not stand in its way.
        near: latitude and longitude in WGS 84 degrees; None when it is not known from where.
        among: codes of the stores to look at; None for all.
    """
    values: dict[str, Any] = {
        "variant_ids": list(wanted),
        "quantities": list(wanted.values()),
        "owner_uid": owner_uid,
        "chosen": chosen or "",
        "among": None if among is None else list(among),
        "limit": limit if near else max(limit, _COMPARED),
        "at": at,
        **special_days(at),
    }
    if near is not None:
        values |= {"latitude": near[0], "longitude": near[1]}
    with connection.cursor() as cursor:
        cursor.execute(_ANYWHERE if near is None else _NEAR, values)
        found = [_read(row, near=near, wanted=len(wanted), at=at) for row in cursor.fetchall()]
    if near is None:
        found.sort(key=lambda each: (each.store_code != chosen, -each.covered, _soonest(each, at=at), each.store_code))
    return found[:limit]


def _soonest(store: StoreCoverage, *, at: datetime) -> datetime:
    opens_at = at if store.state.is_open else store.state.opens_at
    return store.pickup_at or opens_at or _NEVER


def _read(row: tuple[Any, ...], *, near: tuple[float, float] | None, wanted: int, at: datetime) -> StoreCoverage:
    code, name, address, latitude, longitude, covered, time_zone, lead_minutes, weekly, special = row
    hours = read_hours(time_zone, weekly, special)
    return StoreCoverage(
        store_code=code,
        name=name,
        address=address,
        distance_m=distance_from(near, latitude, longitude),
        covered=covered,
        wanted=wanted,
        time_zone=time_zone,
        state=opening_state(hours, at),
        pickup_at=pickup_ready_at(hours, lead_minutes, at) if covered == wanted else None,
    )
