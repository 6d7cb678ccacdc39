"""Enrolling: the only code that makes links for new tills and binds devices with them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from noren.kernel.text import storable
from noren.stores.devices.errors import DeviceNameInvalid, EnrolmentInvalid
from noren.stores.devices.models import MOST_NAME, Device, Enrolment
from noren.stores.devices.secret import DEVICE_PREFIX, digest_of, new_secret
from noren.stores.errors import RegisterNotInUse
from noren.stores.events import DeviceEnrolled
from noren.stores.models import Register
from noren.timeline.record import Told, record

LINK_VALID_FOR = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Enrolled:
    """A device as it is told once, with its secret."""

    uid: UUID
    name: str
    secret: str
    register_id: int


def make_enrolment(register_id: int, *, name: str, at: datetime) -> str:
    """Make a link's secret that enrolls one device at the register within ten minutes; answer it, this once.

    Links that were made for the register before and are not used are good no more: only the newest QR code works.

    Args:
        name: what the device is called in lists, such as “Tablet at the entrance”; 1 to 60 letters.

    Raises:
        DeviceNameInvalid: no name, or one too long.
        RegisterNotInUse: the register, or its store, is out of use.
    """
    called = storable(name).strip()
    if not called or len(called) > MOST_NAME:
        raise DeviceNameInvalid(field="name")
    secret = new_secret()
    with transaction.atomic(savepoint=False):
        register = _lock_register(register_id)
        if register is None:
            raise RegisterNotInUse(field="register")
        Enrolment.objects.filter(register_id=register_id, used_at=None).delete()
        Enrolment.objects.create(
            register_id=register_id, digest=digest_of(secret), name=called, made_at=at, valid_until=at + LINK_VALID_FOR
        )
    return secret


def enroll_device(link_secret: str, *, at: datetime, app_version: str = "") -> Enrolled:
    """Bind the device that opened a link to the link's register, and tell it its own secret, this once.

    A device that stands at the register is replaced: from now on its tokens let nobody in, and it may only send what
    it sold. Not to be repeated: the link is used. Who lost the answer asks for a new link.

    Raises:
        EnrolmentInvalid: the link is unknown, used or over, or its register is out of use.

    Records "Device Enrolled".
    """
    secret = new_secret(DEVICE_PREFIX)
    with transaction.atomic(savepoint=False):
        register = _lock_register_of(link_secret)
        enrolment = _use_link(link_secret, at=at)
        Device.objects.filter(register=register, replaced_at=None).update(replaced_at=at)
        device = Device.objects.create(
            register=register,
            name=enrolment.name,
            digest=digest_of(secret),
            enrolled_at=at,
            tokens_from=at,
            seen_at=at,
            app_version=storable(app_version)[:40],
        )
        event = DeviceEnrolled(register.store.code, register.code, device.name)
        record(event, told=Told(at, "till", store_id=register.store_id, subject_uid=device.uid))
    return Enrolled(device.uid, device.name, secret, register.pk)


def _lock_register_of(link_secret: str) -> Register:
    """Lock the register before its links, as who makes a new link does: two devices take its place one after the
    other."""
    named = Enrolment.objects.filter(digest=digest_of(link_secret)).values_list("register_id", flat=True).first()
    register = _lock_register(named) if named is not None else None
    if register is None:
        raise EnrolmentInvalid(field="link_secret")
    return register


def _use_link(link_secret: str, *, at: datetime) -> Enrolment:
    """Use the link up: of two devices that open it at once, the second finds it used."""
    live = Enrolment.objects.filter(digest=digest_of(link_secret), used_at=None, valid_until__gt=at)
    if not live.update(used_at=at):
        raise EnrolmentInvalid(field="link_secret")
    return Enrolment.objects.get(digest=digest_of(link_secret))


def _lock_register(register_id: int) -> Register | None:
    in_use = Register.objects.filter(pk=register_id, is_active=True, store__is_active=True)
    return in_use.select_for_update(no_key=True, of=("self",)).select_related("store").first()
