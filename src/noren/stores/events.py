"""What this room tells the timeline."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from noren.stores.rules import Hours


@dataclass(frozen=True, slots=True)
class StoreSaved:
    """A store was opened, changed, or closed down."""

    event_name: ClassVar[str] = "Store Saved"
    store: str
    name: str
    is_active: bool
    is_pickup_enabled: bool


@dataclass(frozen=True, slots=True)
class OpeningHoursSet:
    """A store has a new week; minutes by weekday, 0 is Monday."""

    event_name: ClassVar[str] = "Opening Hours Set"
    store: str
    weekly: dict[int, Hours]


@dataclass(frozen=True, slots=True)
class SpecialDaySet:
    """A date differs from the week: other hours, or closed; or it does so no more."""

    event_name: ClassVar[str] = "Special Day Set"
    store: str
    date: date
    is_closed: bool
    hours: Hours | None


@dataclass(frozen=True, slots=True)
class RegisterSaved:
    """A till was put into a store, renamed, or taken out of use."""

    event_name: ClassVar[str] = "Register Saved"
    store: str
    register: str
    name: str
    is_active: bool
