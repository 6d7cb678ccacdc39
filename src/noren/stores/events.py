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


@dataclass(frozen=True, slots=True)
class DeviceEnrolled:
    """A device was bound to a register; one that stood there before was replaced."""

    event_name: ClassVar[str] = "Device Enrolled"
    store: str
    register: str
    device: str


@dataclass(frozen=True, slots=True)
class DeviceLocked:
    """A device was stopped, because it is lost."""

    event_name: ClassVar[str] = "Device Locked"
    store: str
    register: str
    device: str


@dataclass(frozen=True, slots=True)
class DeviceSendingAllowed:
    """A locked device may send what it sold, and nothing else."""

    event_name: ClassVar[str] = "Device Sending Allowed"
    store: str
    register: str
    device: str


@dataclass(frozen=True, slots=True)
class DeviceUnlocked:
    """A device that was found may sell again."""

    event_name: ClassVar[str] = "Device Unlocked"
    store: str
    register: str
    device: str
