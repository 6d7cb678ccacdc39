"""Devices: enrolled by a link, one at a register, locked when lost, and never without what they sold."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.conf import settings

from noren.kernel.ids import uuid7
from noren.people.tokens import Scope, find_token, make_token
from noren.stores.devices.enroll import LINK_VALID_FOR, Enrolled, enroll_device, make_enrolment
from noren.stores.devices.errors import (
    DeviceElsewhere,
    DeviceLocked,
    DeviceNameInvalid,
    DeviceNeeded,
    DeviceNotFound,
    DeviceNotLocked,
    DeviceReplaced,
    EnrolmentInvalid,
)
from noren.stores.devices.lock import let_device_send, lock_device, unlock_device
from noren.stores.devices.models import Device, Enrolment
from noren.stores.devices.queries import count_silent, device_at, devices_of_stores, find_device
from noren.stores.devices.report import DeviceReport, take_report
from noren.stores.devices.rules import SILENT_AFTER, DeviceState
from noren.stores.devices.signing_in import check_register, device_to_sign_in_at
from noren.stores.errors import RegisterNotInUse
from noren.stores.models import Register
from noren.timeline.models import Event
from tests.factories import NOON, make_register, make_staff, make_store
from tests.refusing import refused

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def enrolled_at(register: Register, *, name: str = "入口のタブレット") -> Enrolled:
    """A device that was bound to the register at noon."""
    return enroll_device(make_enrolment(register.pk, name=name, at=NOON), at=NOON)


def token_at(device: Enrolled, register: Register, *, at: object = NOON) -> str:
    """The token of somebody who signed in at the device."""
    staff = make_staff(store=register.store)
    return make_token(
        name="till",
        scopes=frozenset({Scope.TILL}),
        at=at,  # type: ignore[arg-type]
        staff_id=staff.pk,
        register_id=register.pk,
        device_id=find_device(device.secret).id,  # type: ignore[union-attr]
    )


def report(**figures: object) -> DeviceReport:
    """What a device says that has nothing to say, but for the figures given."""
    nothing = {
        "app_version": "1",
        "waiting_count": 0,
        "waiting_minor": 0,
        "waiting_since": None,
        "goods_as_of": None,
        "last_error": "",
        "is_wiped": False,
    }
    return DeviceReport(**{**nothing, **figures})  # type: ignore[arg-type]


def test_a_link_binds_the_device_to_its_register_and_tells_its_secret_once() -> None:
    register = make_register(make_store())

    device = enrolled_at(register)

    here = find_device(device.secret)
    assert here is not None
    assert (here.state, here.register.id, here.name) == (DeviceState.ACTIVE, register.pk, "入口のタブレット")
    stored = Device.objects.get()
    assert device.secret not in (stored.digest, stored.name)
    assert list(Event.objects.values_list("name", "subject_uid")) == [("Device Enrolled", device.uid)]


def test_a_link_is_good_for_one_device() -> None:
    link = make_enrolment(make_register(make_store()).pk, name="A", at=NOON)
    enroll_device(link, at=NOON)

    with refused(EnrolmentInvalid):
        enroll_device(link, at=NOON)

    assert Device.objects.count() == 1


def test_a_link_is_good_for_ten_minutes() -> None:
    link = make_enrolment(make_register(make_store()).pk, name="A", at=NOON)

    with refused(EnrolmentInvalid):
        enroll_device(link, at=NOON + LINK_VALID_FOR)

    assert not Device.objects.exists()


def test_a_new_link_makes_the_last_one_useless() -> None:
    register = make_register(make_store())
    first, _second = (make_enrolment(register.pk, name="A", at=NOON) for _ in range(2))

    with refused(EnrolmentInvalid):
        enroll_device(first, at=NOON)


def test_a_link_of_a_register_that_was_taken_out_of_use_meanwhile_binds_nothing() -> None:
    register = make_register(make_store())
    link = make_enrolment(register.pk, name="A", at=NOON)
    Register.objects.update(is_active=False)

    with refused(EnrolmentInvalid):
        enroll_device(link, at=NOON)

    assert not Device.objects.exists()


@pytest.mark.parametrize("name", ["", "  ", "あ" * 61])
def test_a_device_needs_a_name(name: str) -> None:
    register = make_register(make_store())

    with refused(DeviceNameInvalid):
        make_enrolment(register.pk, name=name, at=NOON)

    assert not Enrolment.objects.exists()


def test_no_link_is_made_for_a_register_out_of_use() -> None:
    register = make_register(make_store())
    Register.objects.update(is_active=False)

    with refused(RegisterNotInUse):
        make_enrolment(register.pk, name="A", at=NOON)


def test_another_device_takes_the_place_and_the_tokens_of_the_first_die() -> None:
    register = make_register(make_store())
    first = enrolled_at(register)
    token = token_at(first, register)
    assert find_token(token, at=NOON) is not None

    second = enrolled_at(register, name="新しいタブレット")

    assert find_token(token, at=NOON) is None
    states = {
        name: found.state
        for name, found in (("first", find_device(first.secret)), ("second", find_device(second.secret)))
        if found
    }
    assert states == {"first": DeviceState.REPLACED, "second": DeviceState.ACTIVE}
    with refused(DeviceReplaced):
        device_to_sign_in_at(first.secret, is_needed=False)


def test_locking_stops_the_tokens_of_the_device_at_once_and_no_others() -> None:
    store = make_store()
    lost, other = make_register(store), make_register(store, code="2")
    device, safe = enrolled_at(lost), enrolled_at(other)
    token, safe_token = token_at(device, lost), token_at(safe, other)

    lock_device(device.uid, note="店長まで", at=NOON)

    assert find_token(token, at=NOON) is None
    assert find_token(safe_token, at=NOON) is not None
    with refused(DeviceLocked):
        device_to_sign_in_at(device.secret, is_needed=False)
    here = take_report(device.secret, report(), at=NOON)
    assert (here.state, here.screen_note) == (DeviceState.LOCKED, "店長まで")


def test_unlocking_lets_somebody_sign_in_anew_but_revives_no_token() -> None:
    register = make_register(make_store())
    device = enrolled_at(register)
    old = token_at(device, register)
    lock_device(device.uid, note="", at=NOON + MINUTE)

    unlock_device(device.uid, at=NOON + 2 * MINUTE)

    after = NOON + 3 * MINUTE
    assert find_token(old, at=after) is None
    assert find_token(token_at(device, register, at=after), at=after) is not None
    assert device_to_sign_in_at(device.secret, is_needed=True) is not None


def test_a_device_that_was_replaced_is_not_unlocked_into_its_old_place() -> None:
    register = make_register(make_store())
    lost = enrolled_at(register)
    lock_device(lost.uid, note="", at=NOON)
    enrolled_at(register)

    with refused(DeviceReplaced):
        unlock_device(lost.uid, at=NOON)

    assert Device.objects.get(uid=lost.uid).locked_at == NOON


def test_leave_to_send_is_given_to_locked_devices_alone_and_ends_with_the_lock() -> None:
    device = enrolled_at(make_register(make_store()))
    with refused(DeviceNotLocked):
        let_device_send(device.uid, at=NOON)
    lock_device(device.uid, note="", at=NOON)

    let_device_send(device.uid, at=NOON)

    assert take_report(device.secret, report(), at=NOON).state is DeviceState.SENDING
    unlock_device(device.uid, at=NOON)
    assert not Device.objects.get().may_send


def test_each_lock_is_told_once_however_often_it_is_repeated() -> None:
    device = enrolled_at(make_register(make_store()))

    for _ in range(2):
        lock_device(device.uid, note="", at=NOON)
        let_device_send(device.uid, at=NOON)
    for _ in range(2):
        unlock_device(device.uid, at=NOON)

    told = list(Event.objects.order_by("pk").values_list("name", flat=True))
    assert told == ["Device Enrolled", "Device Locked", "Device Sending Allowed", "Device Unlocked"]


def test_what_is_not_known_is_refused() -> None:
    with refused(DeviceNotFound):
        lock_device(uuid7(), note="", at=NOON)
    with refused(DeviceNotFound):
        unlock_device(uuid7(), at=NOON)
    with refused(DeviceNotFound):
        take_report("noren_device_nobody", report(), at=NOON)
    with refused(DeviceNotFound):
        device_to_sign_in_at("noren_device_nobody", is_needed=False)
    with refused(EnrolmentInvalid):
        enroll_device("nothing", at=NOON)


def test_a_shop_that_needs_enrolled_devices_lets_no_other_sign_in() -> None:
    assert device_to_sign_in_at(None, is_needed=False) is None
    with refused(DeviceNeeded):
        device_to_sign_in_at(None, is_needed=True)


def test_a_device_serves_its_own_register_alone() -> None:
    store = make_store()
    register = make_register(store)
    device = device_to_sign_in_at(enrolled_at(register).secret, is_needed=True)
    assert device is not None

    check_register(device, store_code=store.code, register_code=register.code)
    with refused(DeviceElsewhere):
        check_register(device, store_code=store.code, register_code="2")


def test_a_device_that_is_silent_with_sales_on_it_is_pointed_out() -> None:
    register = make_register(make_store())
    device = enrolled_at(register)
    told = report(waiting_count=3, waiting_minor=2940, waiting_since=NOON, last_error="HTTP 503")
    take_report(device.secret, told, at=NOON)

    at = NOON + SILENT_AFTER
    assert count_silent(None, at=at) == 0
    assert count_silent(None, at=at + MINUTE) == 1
    view = device_at(register.pk, at=at + MINUTE)
    assert view is not None
    assert (view.is_silent, view.waiting_count, view.waiting_minor, view.last_error) == (True, 3, 2940, "HTTP 503")
    take_report(device.secret, report(), at=at + MINUTE)
    assert count_silent(None, at=at + SILENT_AFTER + 2 * MINUTE) == 0


def test_a_device_that_forgot_its_customers_says_so_while_it_is_locked() -> None:
    device = enrolled_at(make_register(make_store()))
    take_report(device.secret, report(is_wiped=True), at=NOON)
    assert Device.objects.get().wiped_at is None
    lock_device(device.uid, note="", at=NOON)

    take_report(device.secret, report(is_wiped=True), at=NOON + MINUTE)

    assert Device.objects.get().wiped_at == NOON + MINUTE


def test_lists_have_the_devices_of_the_stores_asked_for_and_replaced_ones_while_they_may_send_or_have_sales() -> None:
    register, other = make_register(make_store()), make_register(make_store())
    empty, laden = enrolled_at(register), enrolled_at(register)
    take_report(laden.secret, report(waiting_count=1, waiting_minor=980), at=NOON)
    current = enrolled_at(register)
    enrolled_at(other)

    def listed(at: datetime) -> list[UUID]:
        return [each.uid for each in devices_of_stores([register.store_id], at=at)]

    assert listed(NOON) == [current.uid, laden.uid, empty.uid]
    assert len(devices_of_stores(None, at=NOON)) == 4
    assert listed(NOON + timedelta(days=settings.OFFLINE_DAYS)) == [current.uid, laden.uid]
