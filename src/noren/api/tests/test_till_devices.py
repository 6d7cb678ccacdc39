"""Devices over the API: a link, a sign-in at its register, reports, and what a stopped device may still send."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import Settings

from noren.api.tests.client import Caller, Reply
from noren.orders.late.models import LateSale
from noren.orders.late.tests.devices import envelope
from noren.orders.models import Order
from noren.people.models import StaffMember
from noren.people.pins import set_pin
from noren.stores.devices.enroll import make_enrolment
from noren.stores.devices.lock import let_device_send, lock_device, unlock_device
from noren.stores.devices.models import Device
from noren.stores.devices.queries import devices_of_stores
from noren.stores.models import Register
from tests.factories import Shop, all_differences, make_register, make_staff

pytestmark = pytest.mark.django_db
PASSWORD = "nagoya-castle-1612"


def enroll(register: Register) -> dict[str, Any]:
    """A device that was opened with a link of the office."""
    link = make_enrolment(register.pk, name="入口のタブレット", at=timezone.now())
    answer = Caller().post("/till/devices", {"link_secret": link, "app_version": "abc"}, key=None)
    assert answer.status == 200, answer.body
    return dict(answer.body)


def tell(secret: str, **figures: object) -> Reply:
    """What the device says every minute."""
    body = {"device_secret": secret, "waiting_count": 0, "waiting_minor": 0, **figures}
    return Caller().post("/till/devices/report", body, key=None)


def sign_in(register: Register, secret: str | None) -> Reply:
    """Somebody types code and password at the device."""
    staff = make_staff(store=register.store, password=PASSWORD)
    who = {"staff_code": staff.code, "password": PASSWORD, "device_secret": secret}
    place = {"store_code": register.store.code, "register_code": register.code}
    return Caller().post("/till/sign-in", {**who, **place}, key=None)


def send(secret: str, *envelopes: object) -> Reply:
    """The device sends by itself, with nobody signed in."""
    return Caller().post("/till/devices/envelopes", {"device_secret": secret, "envelopes": envelopes}, key=None)


def test_a_link_tells_the_device_where_it_stands_and_works_once() -> None:
    shop = Shop()
    link = make_enrolment(shop.register.pk, name="入口のタブレット", at=timezone.now())

    first, again = (Caller().post("/till/devices", {"link_secret": link}, key=None) for _ in range(2))

    assert first.body["state"] == "active"
    assert first.body["store"]["code"] == shop.store.code
    assert first.body["register"]["code"] == shop.register.code
    assert (again.status, again.code) == (422, "enrolment_invalid")


def test_staff_sign_in_at_an_enrolled_device_and_its_lock_ends_their_token() -> None:
    shop = Shop()
    device = enroll(shop.register)
    till = Caller(sign_in(shop.register, device["device_secret"]).body["token"])
    assert till.get("/till/me").status == 200

    lock_device(Device.objects.get().uid, note="本部 03-1234-5678", at=timezone.now())

    assert till.get("/till/me").code == "token_invalid"
    assert sign_in(shop.register, device["device_secret"]).code == "device_locked"
    told = tell(device["device_secret"], is_wiped=True).body
    assert (told["state"], told["screen_note"]) == ("locked", "本部 03-1234-5678")


def test_a_practice_sale_that_a_device_sends_is_refused_and_keeps_no_other() -> None:
    shop = Shop()
    secret = enroll(shop.register)["device_secret"]
    practice = envelope(shop.staff, (shop.coffee, 1), is_training=True, register_uid=shop.register.uid)
    real = envelope(shop.staff, (shop.coffee, 2), register_uid=shop.register.uid)

    outcomes = send(secret, practice, real).body["outcomes"]

    assert [each["outcome"] for each in outcomes] == ["refused", "booked"]
    assert outcomes[0]["problem"]["code"] == "training_not_booked"
    assert [str(uid) for uid in Order.objects.values_list("uid", flat=True)] == [str(real["uid"])]
    assert all_differences() == []


def test_an_enrolled_device_signs_in_nowhere_else() -> None:
    shop = Shop()
    device = enroll(shop.register)

    assert sign_in(make_register(shop.store, code="2"), device["device_secret"]).code == "device_elsewhere"


def test_only_enrolled_devices_sign_in_where_the_shop_wants_it(settings: Settings) -> None:
    settings.TILL_DEVICES = "enrolled"
    shop = Shop()

    assert Caller().get("/till/stores").body["is_device_needed"] is True
    assert sign_in(shop.register, None).code == "device_needed"
    assert sign_in(shop.register, "noren_device_unknown").code == "device_not_found"
    assert sign_in(shop.register, enroll(shop.register)["device_secret"]).status == 200


def test_nobody_signs_in_without_the_secret_where_a_device_sells() -> None:
    shop = Shop()
    assert sign_in(shop.register, None).status == 200
    enroll(shop.register)

    assert sign_in(shop.register, None).code == "device_needed"
    assert sign_in(make_register(shop.store, code="2"), None).status == 200
    lock_device(Device.objects.get().uid, note="", at=timezone.now())
    assert sign_in(shop.register, None).status == 200


def test_a_locked_device_sends_what_it_sold_once_the_office_lets_it() -> None:
    shop = Shop()
    secret, uid = enroll(shop.register)["device_secret"], Device.objects.get().uid
    sold = envelope(shop.staff, (shop.coffee, 1), register_uid=shop.register.uid)
    lock_device(uid, note="", at=timezone.now())
    assert send(secret, sold).code == "device_locked"
    assert not Order.objects.exists()

    let_device_send(uid, at=timezone.now())
    first, again = send(secret, sold), send(secret, sold)

    assert [each.body["outcomes"][0]["outcome"] for each in (first, again)] == ["booked", "repeated"]
    assert LateSale.objects.get().sent_by == shop.staff
    assert all_differences() == []


def test_a_device_that_was_replaced_sends_what_it_sold_and_lets_nobody_in() -> None:
    shop = Shop()
    old = enroll(shop.register)["device_secret"]
    enroll(shop.register)

    answer = send(old, envelope(shop.staff, (shop.coffee, 1), register_uid=shop.register.uid))

    assert answer.body["outcomes"][0]["outcome"] == "booked"
    assert sign_in(shop.register, old).code == "device_replaced"
    assert tell(old).body["state"] == "replaced"


def test_a_device_sends_nothing_in_the_name_of_another_register() -> None:
    shop = Shop()
    secret = enroll(shop.register)["device_secret"]
    other = make_register(shop.store, code="2")

    (outcome,) = send(secret, envelope(shop.staff, (shop.coffee, 1), register_uid=other.uid)).body["outcomes"]

    assert (outcome["outcome"], outcome["problem"]["code"]) == ("refused", "device_elsewhere")
    assert not Order.objects.exists()


def test_the_secret_of_a_device_that_was_replaced_ends_with_the_time_in_which_sales_may_come(
    settings: Settings,
) -> None:
    shop = Shop()
    secret = enroll(shop.register)["device_secret"]
    enroll(shop.register)
    limit = timezone.now() - timedelta(days=settings.OFFLINE_DAYS)
    replaced = Device.objects.exclude(replaced_at=None)

    replaced.update(replaced_at=limit + timedelta(minutes=1))
    assert send(secret, envelope(shop.staff, (shop.coffee, 1))).status == 200
    assert len(devices_of_stores(None, at=timezone.now())) == 2
    replaced.update(replaced_at=limit)
    assert send(secret, envelope(shop.staff, (shop.coffee, 1))).code == "device_not_found"
    assert len(devices_of_stores(None, at=timezone.now())) == 1
    assert Order.objects.count() == 1


def test_an_envelope_that_names_nobody_known_is_refused_by_itself() -> None:
    shop = Shop()
    secret = enroll(shop.register)["device_secret"]
    good = envelope(shop.staff, (shop.coffee, 1))
    strange = envelope(shop.staff, (shop.coffee, 1)) | {"staff_uid": good["uid"]}

    outcomes = send(secret, strange, good).body["outcomes"]

    assert [each["outcome"] for each in outcomes] == ["refused", "booked"]
    assert outcomes[0]["problem"]["code"] == "maker_not_of_store"


def test_an_unlocked_device_reports_and_signs_in_again() -> None:
    shop = Shop()
    secret, uid = enroll(shop.register)["device_secret"], Device.objects.get().uid
    lock_device(uid, note="", at=timezone.now())

    unlock_device(uid, at=timezone.now())

    assert tell(secret, waiting_count=2, waiting_minor=1960).body["state"] == "active"
    assert sign_in(shop.register, secret).status == 200
    assert Device.objects.get().waiting_count == 2


def test_who_took_over_by_pin_is_stopped_with_the_device_too() -> None:
    shop = Shop()
    device = enroll(shop.register)
    till = Caller(sign_in(shop.register, device["device_secret"]).body["token"])
    me = StaffMember.objects.get(uid=till.get("/till/me").body["staff"]["uid"])
    set_pin(me.pk, "2580", at=timezone.now())
    switched = till.post("/till/switch", {"staff_uid": str(me.uid), "pin": "2580"}, key=None)
    taken_over = Caller(switched.body["token"])
    assert taken_over.get("/till/me").status == 200

    lock_device(Device.objects.get().uid, note="本部 03-1234-5678", at=timezone.now())

    assert taken_over.get("/till/me").code == "token_invalid"
