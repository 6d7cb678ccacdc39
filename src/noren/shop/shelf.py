"""Where a variant can be had, as its page shows it: the chosen store, the nearest, and the nearest that have it."""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from noren.orders.routing.bring import offer_to_bring
from noren.shop.visitor import Place
from noren.stock.queries import StoreAvailability, availability, availability_in
from noren.stores.rules import OpenState

_NEAREST = 4
_WITH_STOCK = 5
# More than a shopper is told: whether 30 or 300 are there changes nothing on the page.
MANY = 6


@dataclass(frozen=True, slots=True)
class ShelfRow:
    """One store. `is_chosen` marks the shopper's own, `is_main` that which the page's main button names.

    `bring_at` is when it could be collected in the shopper's own store, which has none, were it brought from another.
    """

    code: str
    name: str
    distance_m: int | None
    available: int
    time_zone: str
    state: OpenState
    has_pickup: bool
    pickup_at: datetime | None
    is_chosen: bool
    is_main: bool
    bring_at: datetime | None = None

    @property
    def can_reserve(self) -> bool:
        """Whether a pickup can be promised there."""
        return self.pickup_at is not None


@dataclass(frozen=True, slots=True)
class Shelf:
    """The list. `seen` changes whenever the page would show something else; `is_cut` when there are more such stores.

    `main` is the store that the main button reserves at: the chosen one, or while none is chosen the nearest to the
    place. Without store and place the shopper has said nothing to choose by, and there is none.
    """

    rows: tuple[ShelfRow, ...]
    place: Place | None
    seen: str
    is_cut: bool = False

    @property
    def main(self) -> ShelfRow | None:
        """The store of the main button."""
        return next((row for row in self.rows if row.is_main), None)

    @property
    def codes(self) -> str:
        """The codes of its stores in their order, as an open page asks for them again."""
        return ",".join(row.code for row in self.rows)

    @property
    def chosen(self) -> ShelfRow | None:
        """The shopper's own store."""
        return next((row for row in self.rows if row.is_chosen), None)

    @property
    def can_reserve(self) -> bool:
        """Whether any store can promise a pickup."""
        return any(row.can_reserve for row in self.rows)

    @property
    def has_any(self) -> bool:
        """Whether any store has it."""
        return any(row.available for row in self.rows)


def shelf_of(
    variant_id: int,
    *,
    place: Place | None,
    chosen: str | None,
    at: datetime,
    limit: int = _WITH_STOCK,
    shown: Sequence[str] = (),
) -> Shelf:
    """The shelf of a variant at an aware instant: from a place, the nearest stores too that have none of it.

    Args:
        chosen: code of the shopper's own store, which comes first; one that prepares no pickups counts as none.
        limit: how many stores that have it.
        shown: codes of the stores that an open page shows in their order. They stay where they are, also with nothing
            left, so that no button moves away under a finger; others that have it now come below them.
    """
    near = place.point if place else None
    # One more than is shown tells whether there are more.
    found = availability(variant_id, at=at, near=near, limit=limit + 1)
    beyond = {each.store_code for each in found[limit:]}
    found = found[:limit]
    if near is not None or not found:
        known = {each.store_code for each in found}
        others = availability(variant_id, at=at, near=near, limit=_NEAREST, at_least=0)
        found += [each for each in others if each.store_code not in known]
        found.sort(key=_nearness)
    own = _own_store(variant_id, chosen, found, near=near, at=at)
    rows = _own_first(found, own)
    if shown:
        rows = _as_shown(rows, shown, availability_in(variant_id, shown, near=near, at=at))
    is_cut = not beyond <= {each.store_code for each in rows}
    return _shelf(rows, place, own, is_cut=is_cut, bring_at=_bring_at(variant_id, own, at=at))


def shelf_in(
    variant_id: int,
    store_codes: Collection[str],
    *,
    place: Place | None,
    chosen: str | None,
    at: datetime,
    limit: int,
) -> Shelf:
    """The shelf of a variant in these stores alone: the shopper's own, then the nearest; without a place, stocked ones.

    Args:
        chosen: code of the shopper's own store; one that is not among these is not shown.
        limit: how many stores.
    """
    found = availability_in(variant_id, store_codes, near=place.point if place else None, at=at)
    own = next((each for each in found if each.store_code == chosen and each.is_pickup_enabled), None)
    rows = _own_first(sorted(found, key=_nearness), own)
    return _shelf(rows[:limit], place, own, is_cut=len(rows) > limit, bring_at=_bring_at(variant_id, own, at=at))


def _own_first(found: list[StoreAvailability], own: StoreAvailability | None) -> list[StoreAvailability]:
    return [own, *(each for each in found if each.store_code != own.store_code)] if own else found


def _as_shown(
    rows: list[StoreAvailability], shown: Sequence[str], now: list[StoreAvailability]
) -> list[StoreAvailability]:
    by_code = {each.store_code: each for each in [*now, *rows]}
    return [by_code.pop(code) for code in dict.fromkeys(shown) if code in by_code] + [
        each for each in rows if each.store_code in by_code
    ]


def _own_store(
    variant_id: int,
    chosen: str | None,
    found: list[StoreAvailability],
    *,
    near: tuple[float, float] | None,
    at: datetime,
) -> StoreAvailability | None:
    if chosen is None:
        return None
    known = [each for each in found if each.store_code == chosen]
    return next(
        (each for each in known or availability_in(variant_id, [chosen], near=near, at=at) if each.is_pickup_enabled),
        None,
    )


def _bring_at(variant_id: int, own: StoreAvailability | None, *, at: datetime) -> datetime | None:
    """When a piece could be collected in the shopper's own store without any; else None."""
    if own is None or own.available:
        return None
    offer = offer_to_bring(own.store_code, {variant_id: 1}, at=at)
    return offer.ready_at if offer else None


def _shelf(
    found: list[StoreAvailability],
    place: Place | None,
    own: StoreAvailability | None,
    *,
    is_cut: bool,
    bring_at: datetime | None,
) -> Shelf:
    offering = [each for each in found if each.pickup_at is not None]
    main = own if own or place is None else next(iter(offering), None)
    own_code = own.store_code if own else None
    rows = tuple(
        _row(
            each,
            is_chosen=each is own,
            is_main=each is main and each in offering,
            bring_at=bring_at if each.store_code == own_code else None,
        )
        for each in found
    )
    return Shelf(rows, place, _digest(rows), is_cut)


def _nearness(each: StoreAvailability) -> tuple[bool, int, bool, str]:
    """The nearest first; where no distance is known, those that have it first."""
    return each.distance_m is None, each.distance_m or 0, each.available == 0, each.store_code


def _row(each: StoreAvailability, *, is_chosen: bool, is_main: bool, bring_at: datetime | None) -> ShelfRow:
    return ShelfRow(
        code=each.store_code,
        name=each.name,
        distance_m=each.distance_m,
        available=each.available,
        time_zone=each.time_zone,
        state=each.state,
        has_pickup=each.is_pickup_enabled,
        pickup_at=each.pickup_at,
        is_chosen=is_chosen,
        is_main=is_main,
        bring_at=bring_at,
    )


def _digest(rows: tuple[ShelfRow, ...]) -> str:
    told = [
        (
            row.code,
            min(row.available, MANY),
            row.state,
            row.is_chosen,
            row.is_main,
            row.pickup_at and row.pickup_at.replace(second=0, microsecond=0),
            row.bring_at and row.bring_at.replace(second=0, microsecond=0),
        )
        for row in rows
    ]
    return hashlib.blake2s(repr(told).encode(), digest_size=6).hexdigest()
