"""Shifts that a till opened without a network, in the office: when the word came, and a count that joined another."""

from datetime import timedelta

import pytest
from django.test import Client

from noren.office.tests.signing_in import signed_in
from noren.office.tests.test_stock_work import text
from noren.orders.shifts.models import AloneOpening
from noren.orders.shifts.tests.alone import LoneDrawer
from noren.people.models import Role, StaffMember
from tests.factories import NOON, make_staff

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


def _manager(drawer: LoneDrawer) -> Client:
    client = signed_in(make_staff(role=Role.MANAGER, store=drawer.store).account)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def test_the_office_says_that_a_shift_was_opened_without_a_network_and_when_the_word_came() -> None:
    drawer, sender = LoneDrawer(), make_staff()
    StaffMember.objects.filter(pk=sender.pk).update(name="佐藤")
    opened = drawer.open_alone(at=NOON, heard=NOON + 8 * HOUR, device_at=NOON + 20 * HOUR, synced_at=NOON)
    drawer.move_alone("change", 5_000, at=NOON + 8 * HOUR, heard=NOON + 9 * HOUR)
    drawer.move_alone("petty", 500, at=NOON + 8 * HOUR, heard=NOON + 9 * HOUR, sent_by_id=sender.pk)
    manager = _manager(drawer)

    listed = text(manager.get("/office/shifts/"))
    shown = text(manager.get(f"/office/shifts/{opened.shift.uid}/"))
    file = b"".join(manager.get("/office/shifts/?csv=1").streaming_content).decode()  # type: ignore[attr-defined]

    assert "without a network" in listed
    assert f"sent by {drawer.staff.name}" in shown
    assert "The till's clock was wrong" in shown
    assert shown.count("Without a network; heard") == 2
    assert shown.count("sent by 佐藤.") == 1
    assert (NOON + 8 * HOUR).isoformat() in file


def test_a_count_that_joined_a_shift_is_to_do_until_a_manager_looked_at_it() -> None:
    drawer = LoneDrawer()
    shift = drawer.open(at=NOON)
    drawer.open_alone(at=NOON + HOUR, heard=NOON + 8 * HOUR, counts=((10_000, 1),))
    manager, url = _manager(drawer), f"/office/shifts/{shift.uid}/"
    opening = AloneOpening.objects.get()

    start, listed, before = (text(manager.get(path)) for path in ("/office/", "/office/shifts/", url))
    after = text(manager.post(url, {"deed": "see", "opening": str(opening.uid)}, follow=True))

    opening.refresh_from_db()
    assert "Counts beside a shift to look at" in start
    assert "I looked at the count of ¥10,000" in before
    assert "look at a second count" in listed
    assert "Noted that you looked at it." in after
    assert "I looked at the count" not in after
    assert opening.seen_at is not None
    assert manager.get("/office/shifts/?open=1").context["shifts"] == []


def test_a_count_is_looked_at_on_the_page_of_its_shift_by_who_may() -> None:
    drawer = LoneDrawer()
    shift = drawer.open(at=NOON)
    drawer.open_alone(at=NOON + HOUR, heard=NOON + 8 * HOUR)
    clerk = signed_in(make_staff(role=Role.CLERK, store=drawer.store).account)
    wanted = {"deed": "see", "opening": str(AloneOpening.objects.get().uid)}

    denied = clerk.post(f"/office/shifts/{shift.uid}/", wanted)
    unknown = _manager(drawer).post(f"/office/shifts/{shift.uid}/", {"deed": "see", "opening": str(shift.uid)})

    assert denied.status_code == 403
    assert unknown.status_code == 404
    assert AloneOpening.objects.get().seen_at is None
