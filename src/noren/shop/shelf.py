"""Where a variant can be had, as its page shows it: the nearest stores, and the nearest that have it."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from noren.shop.visitor import Place
from noren.stock.queries import StoreAvailability, availability
from noren.stores.rules import OpenState

_NEAREST = 4
_WITH_STOCK = 5
# More than a shopper is told: whether 30 or 300 are there changes nothing on the page.
_MANY = 6


@dataclass(frozen=True, slots=True)
class ShelfRow:
    """One store. `is_first` marks the nearest at which it can be reserved."""

    code: str
    name: str
    distance_m: int | None
    available: int
    time_zone: str
    state: OpenState
    has_pickup: bool
    pickup_at: datetime | None
    is_first: bool

    @property
    def can_reserve(self) -> bool:
        """Whether a pickup can be promised there."""
        return self.pickup_at is not None


@dataclass(frozen=True, slots=True)
class Shelf:
    """The list. `seen` changes whenever the page would show something else."""

    rows: tuple[ShelfRow, ...]
    place: Place | None
    seen: str

    @property
    def first(self) -> ShelfRow | None:
        """The nearest store at which it can be reserved."""
        return next((row for row in self.rows if row.is_first), None)

    @property
    def has_any(self) -> bool:
        """Whether any store has it."""
        return any(row.available for row in self.rows)


def shelf_of(variant_id: int, *, place: Place | None, at: datetime) -> Shelf:
    """The shelf of a variant at an aware instant: from a place, the nearest stores too that have none of it."""
    near = place.point if place else None
    found = availability(variant_id, at=at, near=near, limit=_WITH_STOCK)
    if near is not None or not found:
        known = {each.store_code for each in found}
        others = availability(variant_id, at=at, near=near, limit=_NEAREST, at_least=0)
        found += [each for each in others if each.store_code not in known]
        found.sort(key=_nearness)
    first = next((each.store_code for each in found if each.pickup_at is not None), None)
    rows = tuple(_row(each, is_first=each.store_code == first) for each in found)
    return Shelf(rows, place, _digest(rows))


def _nearness(each: StoreAvailability) -> tuple[bool, int, str]:
    return each.distance_m is None, each.distance_m or 0, each.store_code


def _row(each: StoreAvailability, *, is_first: bool) -> ShelfRow:
    return ShelfRow(
        code=each.store_code,
        name=each.name,
        distance_m=each.distance_m,
        available=each.available,
        time_zone=each.time_zone,
        state=each.state,
        has_pickup=each.is_pickup_enabled,
        pickup_at=each.pickup_at,
        is_first=is_first,
    )


def _digest(rows: tuple[ShelfRow, ...]) -> str:
    told = [
        (
            row.code,
            min(row.available, _MANY),
            row.state,
            row.pickup_at and row.pickup_at.replace(second=0, microsecond=0),
        )
        for row in rows
    ]
    return hashlib.blake2s(repr(told).encode(), digest_size=6).hexdigest()
