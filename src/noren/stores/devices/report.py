"""Reporting: the only code that writes what a device tells of itself."""

from dataclasses import dataclass
from datetime import datetime

from noren.kernel.text import storable
from noren.stores.devices.errors import DeviceNotFound
from noren.stores.devices.models import MOST_ERROR, Device
from noren.stores.devices.queries import DeviceHere, find_device
from noren.stores.devices.secret import digest_of


@dataclass(frozen=True, slots=True)
class DeviceReport:
    """What a device says of itself.

    Attributes:
        waiting_count, waiting_minor: sales that it made and that were not answered, and what they come to.
        waiting_since: when the first of them was made, by its clock.
        goods_as_of: of when its goods and prices are.
        last_error: what went wrong last; cut after 200 letters.
        is_wiped: whether it forgot its customers and who was signed in, as a locked device does.
    """

    app_version: str
    waiting_count: int
    waiting_minor: int
    waiting_since: datetime | None
    goods_as_of: datetime | None
    last_error: str
    is_wiped: bool


def take_report(secret: str, told: DeviceReport, *, at: datetime) -> DeviceHere:
    """Note what a device says, and answer how it stands. A repeat changes nothing but the moment.

    Raises:
        DeviceNotFound: nobody has this secret.
    """
    reported = Device.objects.filter(digest=digest_of(secret))
    is_known = reported.update(
        seen_at=at,
        app_version=storable(told.app_version)[:40],
        waiting_count=told.waiting_count,
        waiting_minor=told.waiting_minor,
        waiting_since=told.waiting_since,
        goods_as_of=told.goods_as_of,
        last_error=storable(told.last_error)[:MOST_ERROR],
    )
    if not is_known:
        raise DeviceNotFound(field="device_secret")
    if told.is_wiped:
        reported.filter(locked_at__isnull=False, wiped_at=None).update(wiped_at=at)
    here = find_device(secret)
    if here is None:
        raise DeviceNotFound(field="device_secret")
    return here
