"""Locking: the only code that stops a lost device, lets it send what it sold, and lets it sell again."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from noren.kernel.text import storable
from noren.stores.devices.errors import DeviceNotFound, DeviceNotLocked, DeviceReplaced
from noren.stores.devices.models import MOST_NOTE, Device
from noren.stores.events import DeviceLocked, DeviceSendingAllowed, DeviceUnlocked
from noren.timeline.record import EventData, Told, record


def lock_device(uid: UUID, *, note: str, at: datetime) -> None:
    """Stop a device: from this commit on none of its tokens lets anybody in, and nobody can sign in at it.

    When it next asks, it forgets its customers and who was signed in; sales that it did not send stay on it. Safe to
    repeat: the first moment stays, the words are the new ones.

    Args:
        note: what the locked screen says beside the store's phone number; up to 200 letters, what is longer is cut.

    Raises:
        DeviceNotFound.

    Records "Device Locked".
    """
    with transaction.atomic(savepoint=False):
        device = _lock(uid)
        words = storable(note).strip()[:MOST_NOTE]
        Device.objects.filter(pk=device.pk).update(locked_at=device.locked_at or at, screen_note=words, wiped_at=None)
        if device.locked_at is None:
            _tell(device, DeviceLocked(device.register.store.code, device.register.code, device.name), at=at)


def let_device_send(uid: UUID, *, at: datetime) -> None:
    """Let a locked device send what it sold, and nothing else. Safe to repeat.

    Raises:
        DeviceNotFound, DeviceNotLocked.

    Records "Device Sending Allowed".
    """
    with transaction.atomic(savepoint=False):
        device = _lock(uid)
        if device.locked_at is None:
            raise DeviceNotLocked
        if not device.may_send:
            Device.objects.filter(pk=device.pk).update(may_send=True)
            _tell(device, DeviceSendingAllowed(device.register.store.code, device.register.code, device.name), at=at)


def unlock_device(uid: UUID, *, at: datetime) -> None:
    """Let a device that was found sell again, after somebody signs in anew: tokens from before stay dead. Safe to
    repeat.

    Raises:
        DeviceNotFound.
        DeviceReplaced: another device took its place; it is to be enrolled anew.

    Records "Device Unlocked".
    """
    with transaction.atomic(savepoint=False):
        device = _lock(uid)
        if device.replaced_at is not None:
            raise DeviceReplaced
        if device.locked_at is not None:
            Device.objects.filter(pk=device.pk).update(
                locked_at=None, screen_note="", may_send=False, wiped_at=None, tokens_from=at
            )
            _tell(device, DeviceUnlocked(device.register.store.code, device.register.code, device.name), at=at)


def _lock(uid: UUID) -> Device:
    """Lock the row: who locks and who unlocks at once do so one after the other."""
    found = Device.objects.select_for_update(no_key=True, of=("self",)).select_related("register__store")
    device = found.filter(uid=uid).first()
    if device is None:
        raise DeviceNotFound(field="uid")
    return device


def _tell(device: Device, event: EventData, *, at: datetime) -> None:
    record(event, told=Told(at, "office", store_id=device.register.store_id, subject_uid=device.uid))
