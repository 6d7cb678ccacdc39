"""Devices in the office: a code for a new till, what a device told, and its lock; by who may change the store alone."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import Settings

from noren.api.tests.client import Caller
from noren.office.tests.signing_in import signed_in, working
from noren.office.tests.test_stock_work import text
from noren.office.till_address import is_of_this_machine
from noren.people.models import DeedRecord, Role
from noren.stores.devices.enroll import Enrolled, enroll_device, make_enrolment
from noren.stores.devices.models import Device, Enrolment
from noren.stores.devices.rules import SILENT_AFTER
from noren.stores.models import Register
from tests.factories import make_register, make_staff, make_store

pytestmark = pytest.mark.django_db
LIST = "/office/devices/"


def enrolled_at(register: Register) -> Enrolled:
    """A device that was bound to the register now."""
    at = timezone.now()
    return enroll_device(make_enrolment(register.pk, name="入口のタブレット", at=at), at=at)


def test_a_code_is_shown_once_and_binds_the_device_that_opens_it() -> None:
    register = make_register(make_store())
    office = working(Role.MANAGER, register.store)
    address = f"/office/registers/{register.pk}/new-till/"

    answer = office.post(address, {"name": "入口のタブレット"})

    found = re.search(r'href="http://testserver/till/#enroll/([\w-]+)"', text(answer))
    assert found is not None
    assert "<svg" in text(answer)
    assert "no-store" in answer.headers["Cache-Control"]
    assert "#enroll/" not in text(office.get(address))
    told = Caller().post("/till/devices", {"link_secret": found[1]}, key=None)
    assert told.body["name"] == "入口のタブレット"
    assert "入口のタブレット" in text(office.get(LIST))
    assert DeedRecord.objects.filter(deed="edit_store", outcome="done").exists()


def test_a_link_to_this_machine_alone_says_what_to_set(settings: Settings) -> None:
    register = make_register(make_store())
    office = working(Role.MANAGER, register.store)
    address = f"/office/registers/{register.pk}/new-till/"
    settings.BASE_URL = "http://localhost:8000"

    useless = text(office.post(address, {"name": "入口"}, headers={"host": "localhost"}))
    good = text(office.post(address, {"name": "入口"}))

    assert 'href="http://localhost/till/#enroll/' in useless
    assert "NOREN_BASE_URL" in useless
    assert "NOREN_BASE_URL" not in good


def test_who_works_on_the_server_itself_is_given_the_address_that_people_use(settings: Settings) -> None:
    register = make_register(make_store())
    office = working(Role.MANAGER, register.store)
    settings.BASE_URL = "https://shop.example"

    answer = text(
        office.post(f"/office/registers/{register.pk}/new-till/", {"name": "入口"}, headers={"host": "localhost"})
    )

    assert 'href="https://shop.example/till/#enroll/' in answer
    assert "NOREN_BASE_URL" not in answer


@pytest.mark.parametrize(
    ("address", "is_so"),
    [
        ("http://localhost:8000/till/", True),
        ("http://127.0.0.1/till/", True),
        ("http://127.5.5.5/till/", True),
        ("http://[::1]:8000/till/", True),
        ("http://0.0.0.0:8000/till/", True),
        ("http://till.localhost/till/", True),
        ("http://192.168.0.5:8000/till/", False),
        ("https://shop.example/till/", False),
        ("https://localhost.example/till/", False),
    ],
)
def test_an_address_of_this_machine_is_known_by_its_host(address: str, is_so: bool) -> None:
    assert is_of_this_machine(address) is is_so


def test_a_code_without_a_name_is_refused_in_words() -> None:
    register = make_register(make_store())

    answer = working(Role.HEAD_OFFICE).post(f"/office/registers/{register.pk}/new-till/", {"name": " "})

    assert "名前が必要です" in text(answer)
    assert not Enrolment.objects.exists()


def test_a_lost_device_is_locked_let_send_and_unlocked() -> None:
    register = make_register(make_store())
    office = signed_in(make_staff(role=Role.MANAGER, store=register.store).account)
    device = enrolled_at(register)
    address = f"{LIST}{device.uid}/"

    office.post(address, {"deed": "lock", "note": "本部 03-1234-5678"})
    locked = Device.objects.get()
    assert locked.locked_at is not None
    assert locked.screen_note == "本部 03-1234-5678"
    office.post(address, {"deed": "let_send"})
    assert Device.objects.get().may_send
    office.post(address, {"deed": "unlock"})
    assert Device.objects.get().locked_at is None
    assert DeedRecord.objects.filter(subject_uid=str(device.uid), outcome="done").count() == 3


def test_a_silent_device_with_sales_on_it_is_pointed_out_on_the_list_its_page_and_the_start_page() -> None:
    register = make_register(make_store())
    device = enrolled_at(register)
    silent_since = timezone.now() - SILENT_AFTER - timedelta(minutes=1)
    Device.objects.update(waiting_count=3, waiting_minor=2940, seen_at=silent_since)
    office = working(Role.MANAGER, register.store)

    assert "未登録の会計を残したまま" in text(office.get(LIST))
    assert "未登録の会計が3件" in text(office.get(f"{LIST}{device.uid}/"))
    assert "会計を残したまま連絡のない端末" in text(office.get("/office/"))


def test_a_manager_reaches_no_device_of_another_store_and_a_clerk_none() -> None:
    register = make_register(make_store())
    device = enrolled_at(register)
    elsewhere = working(Role.MANAGER, make_store())
    clerk = working(Role.CLERK, register.store)

    for browser in (elsewhere, clerk):
        assert browser.post(f"{LIST}{device.uid}/", {"deed": "lock"}).status_code == 403
        assert browser.post(f"/office/registers/{register.pk}/new-till/", {"name": "A"}).status_code == 403
    assert "入口のタブレット" not in text(elsewhere.get(LIST))
    assert Device.objects.get().locked_at is None
    assert Enrolment.objects.count() == 1
