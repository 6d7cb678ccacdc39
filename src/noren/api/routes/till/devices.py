"""Devices of tills: bound to a register by a link, telling of themselves, and sending what they sold when they are
stopped.

Nobody is signed in here: a device proves itself with its secret.
"""

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from ninja import Router

from noren.api.documenting import writes
from noren.api.routes.till.envelopes import Sender, outcomes_of
from noren.api.schemas.devices import (
    DeviceEnvelopesIn,
    DeviceOut,
    DeviceReportIn,
    DeviceStoreOut,
    EnrolledOut,
    EnrollIn,
)
from noren.api.schemas.envelopes import OutcomeList
from noren.api.schemas.sign_in import RegisterOut
from noren.stores.devices.enroll import enroll_device
from noren.stores.devices.errors import DeviceLocked, DeviceNotFound, EnrolmentInvalid
from noren.stores.devices.queries import DeviceHere, find_device
from noren.stores.devices.report import DeviceReport, take_report
from noren.stores.devices.rules import DeviceState, is_spent

router = Router(tags=["Till: devices"])


@router.post(
    "/devices",
    **writes(EnrolledOut, None, EnrolmentInvalid, DeviceNotFound, has_key=False),
    summary="Bind a device to a register",
    by_alias=True,
)
def enroll_till(request: HttpRequest, opened: EnrollIn) -> EnrolledOut:
    """Use a link up that the office made, and get the device's secret.

    A device that stood at the register before is replaced: nobody can sign in at it any more. A link works once;
    whoever did not get the answer asks the office for a new one.
    """
    with transaction.atomic():
        enrolled = enroll_device(opened.link_secret, app_version=opened.app_version, at=timezone.now())
        here = find_device(enrolled.secret)
        if here is None:
            raise DeviceNotFound(field="link_secret")
    return EnrolledOut(**device_out(here).model_dump(), device_secret=enrolled.secret)


@router.post(
    "/devices/report",
    **writes(DeviceOut, None, DeviceNotFound, has_key=False),
    summary="Tell how a device stands, and ask",
    by_alias=True,
)
def report_of_device(request: HttpRequest, told: DeviceReportIn) -> DeviceOut:
    """Say how many sales wait, and read whether the device may go on selling. Devices ask every minute."""
    report = DeviceReport(
        app_version=told.app_version,
        waiting_count=told.waiting_count,
        waiting_minor=told.waiting_minor,
        waiting_since=told.waiting_since,
        goods_as_of=told.goods_as_of,
        last_error=told.last_error,
        is_wiped=told.is_wiped,
    )
    return device_out(take_report(told.device_secret, report, at=timezone.now()))


@router.post(
    "/devices/envelopes",
    **writes(OutcomeList, None, DeviceNotFound, DeviceLocked, has_key=False),
    summary="Send what a stopped device sold",
)
def send_envelopes_of_device(request: HttpRequest, sent: DeviceEnvelopesIn) -> OutcomeList:
    """Book what was sold before the device was stopped, as `/till/envelopes` does, with nobody signed in.

    A locked device may when the office lets it; one that sells always, and one that was replaced as long as sales made
    without a network may come. Sales of another register than the device's own are refused.
    """
    device = find_device(sent.device_secret)
    if device is None or is_spent(device.replaced_at, most_days=settings.OFFLINE_DAYS, at=timezone.now()):
        raise DeviceNotFound(field="device_secret")
    if device.state is DeviceState.LOCKED:
        raise DeviceLocked
    return outcomes_of(request, sent, _sender_of(device))


def device_out(here: DeviceHere) -> DeviceOut:
    """A device as it reads of itself."""
    register = here.register
    return DeviceOut(
        uid=here.uid,
        name=here.name,
        state=here.state.value,
        screen_note=here.screen_note,
        store=DeviceStoreOut(code=register.store_code, name=register.store_name, phone=here.phone),
        register=RegisterOut(uid=register.uid, code=register.code, name=register.name),
        is_in_use=here.is_register_in_use,
    )


def _sender_of(device: DeviceHere) -> Sender:
    register = device.register
    return Sender(register.store_id, register.store_code, register.uid, None, device=device)
