"""A store as its page shows it: the hours of the coming week, special days among them."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from noren.kernel.moments import say_day, say_hours
from noren.stores.queries import StoreView, all_stores, open_hours_on, opening_state
from noren.stores.rules import OpenState

_DAYS = 7


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the coming week; `hours` is empty when the store stays closed."""

    day: date
    words: str
    hours: str
    is_special: bool


@dataclass(frozen=True, slots=True)
class StorePage:
    """Everything the page shows."""

    store: StoreView
    state: OpenState
    days: tuple[Day, ...]


def store_page(store: StoreView, *, at: datetime) -> StorePage:
    """The page of a store at an aware instant."""
    today = at.astimezone(ZoneInfo(store.time_zone)).date()
    days = [_day(store, today + timedelta(days=ahead)) for ahead in range(_DAYS)]
    return StorePage(store, opening_state(store, at), tuple(days))


def stores_like(words: str, *, at: datetime) -> list[StoreView]:
    """The stores with these words in their name or address."""
    return [each for each in all_stores(at=at) if words.casefold() in f"{each.name} {each.address}".casefold()]


def _day(store: StoreView, day: date) -> Day:
    hours = open_hours_on(store, day)
    return Day(day, say_day(day), say_hours(*hours) if hours else "", day in store.hours.special)
