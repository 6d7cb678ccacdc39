"""Which register somebody signs in at: the one of the device, or where the shop allows it the one that was chosen."""

from noren.stores.devices.errors import DeviceElsewhere, DeviceLocked, DeviceNeeded, DeviceNotFound, DeviceReplaced
from noren.stores.devices.models import Device
from noren.stores.devices.queries import DeviceHere, find_device
from noren.stores.devices.rules import DeviceState


def device_to_sign_in_at(secret: str | None, *, is_needed: bool) -> DeviceHere | None:
    """The enrolled device that somebody signs in at; None for one that is not enrolled.

    Not the lock on the door: tokens of a device that is locked a moment later let nobody in (`noren.people.tokens`).

    Args:
        is_needed: whether this shop lets only enrolled devices sign in.

    Raises:
        DeviceNeeded, DeviceNotFound, DeviceLocked, DeviceReplaced.
    """
    if secret is None:
        if is_needed:
            raise DeviceNeeded
        return None
    device = find_device(secret)
    if device is None:
        raise DeviceNotFound(field="device_secret")
    if device.state is DeviceState.REPLACED:
        raise DeviceReplaced
    if device.state is not DeviceState.ACTIVE:
        raise DeviceLocked
    return device


def check_register(device: DeviceHere, *, store_code: str, register_code: str) -> None:
    """A device serves no other register than its own.

    Raises:
        DeviceElsewhere.
    """
    here = device.register
    if (here.store_code, here.code) != (store_code, register_code):
        raise DeviceElsewhere(field="register_code", register=here.name, store=here.store_name)


def check_free(register_id: int) -> None:
    """A register at which a device sells is served by that device alone: a token of another one would outlive its lock.

    Raises:
        DeviceNeeded.
    """
    if Device.objects.filter(register_id=register_id, replaced_at=None, locked_at=None).exists():
        raise DeviceNeeded(field="register_code")
