"""Reads of devices: the one with a secret, and lists for the office."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet

from noren.stores.devices.models import Device
from noren.stores.devices.rules import SILENT_AFTER, DeviceState, device_state, is_silent
from noren.stores.devices.secret import digest_of
from noren.stores.registers import RegisterAt


@dataclass(frozen=True, slots=True)
class DeviceHere:
    """A device that proved who it is.

    Attributes:
        stopped_at: since when it was locked or replaced, whichever was first.
        phone: of its store; with `screen_note` it says whom to call.
    """

    id: int
    uid: UUID
    name: str
    state: DeviceState
    screen_note: str
    phone: str
    register: RegisterAt
    is_register_in_use: bool
    replaced_at: datetime | None
    stopped_at: datetime | None


@dataclass(frozen=True, slots=True)
class DeviceView:
    """A device as the office sees it."""

    uid: UUID
    name: str
    state: DeviceState
    store_id: int
    store_name: str
    register_id: int
    register_name: str
    enrolled_at: datetime
    replaced_at: datetime | None
    locked_at: datetime | None
    screen_note: str
    wiped_at: datetime | None
    seen_at: datetime
    app_version: str
    waiting_count: int
    waiting_minor: int
    waiting_since: datetime | None
    goods_as_of: datetime | None
    last_error: str
    is_silent: bool


def find_device(secret: str) -> DeviceHere | None:
    """The device with this secret, whatever became of it."""
    device = Device.objects.select_related("register__store").filter(digest=digest_of(secret)).first()
    if device is None:
        return None
    register, store = device.register, device.register.store
    return DeviceHere(
        id=device.pk,
        uid=device.uid,
        name=device.name,
        state=_state_of(device),
        screen_note=device.screen_note,
        phone=store.phone,
        register=RegisterAt(register.pk, register.uid, register.code, register.name, store.pk, store.code, store.name),
        is_register_in_use=register.is_active and store.is_active,
        replaced_at=device.replaced_at,
        stopped_at=min(filter(None, (device.locked_at, device.replaced_at)), default=None),
    )


def devices_of_stores(store_ids: Collection[int] | None, *, at: datetime) -> list[DeviceView]:
    """Devices by store and register; one that was replaced is left out when it holds nothing and may send nothing any
    more."""
    may_send = Q(replaced_at__gt=at - timedelta(days=settings.OFFLINE_DAYS))
    found = _found().filter(Q(replaced_at=None) | Q(waiting_count__gt=0) | may_send)
    if store_ids is not None:
        found = found.filter(register__store_id__in=store_ids)
    return [_view(device, at=at) for device in found.order_by("register__store__code", "register__code", "-pk")]


def get_device_view(uid: UUID, *, at: datetime) -> DeviceView | None:
    """One device."""
    device = _found().filter(uid=uid).first()
    return _view(device, at=at) if device else None


def device_at(register_id: int, *, at: datetime) -> DeviceView | None:
    """The device that stands at a register."""
    device = _found().filter(register_id=register_id, replaced_at=None).first()
    return _view(device, at=at) if device else None


def count_silent(store_ids: Collection[int] | None, *, at: datetime) -> int:
    """How many devices hold sales that nobody here has, and have said nothing for a while."""
    silent = Device.objects.filter(waiting_count__gt=0, seen_at__lt=at - SILENT_AFTER)
    if store_ids is not None:
        silent = silent.filter(register__store_id__in=store_ids)
    return silent.count()


def _found() -> QuerySet[Device]:
    return Device.objects.select_related("register__store")


def _state_of(device: Device) -> DeviceState:
    return device_state(locked_at=device.locked_at, replaced_at=device.replaced_at, may_send=device.may_send)


def _view(device: Device, *, at: datetime) -> DeviceView:
    return DeviceView(
        uid=device.uid,
        name=device.name,
        state=_state_of(device),
        store_id=device.register.store_id,
        store_name=device.register.store.name,
        register_id=device.register_id,
        register_name=device.register.name,
        enrolled_at=device.enrolled_at,
        replaced_at=device.replaced_at,
        locked_at=device.locked_at,
        screen_note=device.screen_note,
        wiped_at=device.wiped_at,
        seen_at=device.seen_at,
        app_version=device.app_version,
        waiting_count=device.waiting_count,
        waiting_minor=device.waiting_minor,
        waiting_since=device.waiting_since,
        goods_as_of=device.goods_as_of,
        last_error=device.last_error,
        is_silent=is_silent(device.seen_at, device.waiting_count, at=at),
    )
