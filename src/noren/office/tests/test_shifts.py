"""Shifts in the office: the list with differences, the page of one, and what is done there."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from noren.kernel.ids import uuid7
from noren.office.tests.signing_in import signed_in, working
from noren.office.tests.test_stock_work import text
from noren.orders.models import Receipt
from noren.orders.shifts.check import check_shift
from noren.orders.shifts.models import LateBatch, Shift
from noren.orders.shifts.reading import report_of_batch
from noren.orders.shifts.tenders import TenderCount
from noren.orders.shifts.tests.drawers import Drawer
from noren.orders.shifts.tests.test_tenders import TenderDrawer
from noren.people.models import Role
from tests.factories import NOON, by, make_staff, make_store

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


def _manager(drawer: Drawer) -> Client:
    client = signed_in(make_staff(role=Role.MANAGER, store=drawer.store).account)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def test_the_list_names_each_shift_with_its_difference_and_what_is_to_do() -> None:
    drawer = Drawer()
    drawer.close(drawer.open(), 29_500, at=NOON + HOUR, is_blind=True)
    drawer.close(drawer.open(at=NOON + 2 * HOUR, counts=None), 29_500, at=NOON + 3 * HOUR)
    drawer.sell_for(1_000, at=NOON + 2 * HOUR)
    manager = _manager(drawer)

    shown = text(manager.get("/office/shifts/"))
    open_ones = manager.get("/office/shifts/?open=1").context["shifts"]

    assert "-¥500" in shown
    assert "say why it differs" in shown
    assert "look at late sales" in shown
    assert [shift.number for shift in open_ones] == [2, 1]


def test_a_difference_is_explained_on_the_page_of_its_shift() -> None:
    drawer = Drawer()
    shift = drawer.close(drawer.open(), 29_500, at=NOON + HOUR, is_blind=True)
    manager, url = _manager(drawer), f"/office/shifts/{shift.uid}/"

    before = text(manager.get(url))
    after = text(manager.post(url, {"deed": "explain", "reason": "釣り銭の間違い"}, follow=True))

    assert "Ask who closed it" in before
    assert "釣り銭の間違い" in after
    assert "Nothing. The figures below stay as they are." in after
    assert Shift.objects.get().reason == "釣り銭の間違い"


def test_a_check_says_what_was_counted_beside_cash() -> None:
    drawer = TenderDrawer()
    shift = drawer.open()
    drawer.sell_by(by(drawer.card, 1_000))
    counted = (TenderCount("card", 900),)
    check_shift(uuid7(), shift_uid=shift.uid, staff_uid=drawer.staff.uid, counts=None, tenders=counted, at=NOON)

    shown = text(_manager(drawer).get(f"/office/shifts/{shift.uid}/"))

    assert f"{drawer.card.name}: ¥900 counted, ¥1,000 expected." in shown


def test_late_sales_are_looked_at_once_and_stay_beside_the_shift() -> None:
    drawer = Drawer()
    shift = drawer.close(drawer.open(), 31_000, at=NOON + 2 * HOUR, reason="未送信の会計あり")
    drawer.sell_for(1_000, at=NOON + HOUR)
    manager, url = _manager(drawer), f"/office/shifts/{shift.uid}/"
    batch = LateBatch.objects.get()

    shown = manager.get(url)
    before, seen = text(shown), report_of_batch(shift.pk, batch.pk).digest
    assert f'name="seen" value="{seen}"' in shown.content.decode()
    after = text(manager.post(url, {"deed": "acknowledge", "batch": str(batch.uid), "seen": seen}, follow=True))

    batch.refresh_from_db()
    assert "Late batch 1 of shift 1" in before
    assert "Difference ¥1,000, cash of what came late ¥1,000." in before
    assert "Noted that you looked at it." in after
    assert batch.acknowledged_at is not None


def test_late_sales_that_came_in_since_are_told_before_anybody_says_that_they_looked_at_them() -> None:
    drawer = Drawer()
    shift = drawer.close(drawer.open(), 30_000, at=NOON + 2 * HOUR)
    drawer.sell_for(1_000, at=NOON + HOUR)
    batch = LateBatch.objects.get()
    wanted = {"deed": "acknowledge", "batch": str(batch.uid), "seen": report_of_batch(shift.pk, batch.pk).digest}
    drawer.sell_for(2_000, at=NOON + HOUR)

    after = text(_manager(drawer).post(f"/office/shifts/{shift.uid}/", wanted, follow=True))

    batch.refresh_from_db()
    assert "now 2 receipts, ¥3,000 in all and ¥3,000 in cash" in after
    assert batch.acknowledged_at is None


def test_the_list_and_a_shift_are_taken_away_as_csv() -> None:
    drawer = Drawer()
    shift = drawer.open()
    drawer.sell_for(3_000, at=NOON + HOUR)
    drawer.close(shift, 33_000, at=NOON + 2 * HOUR)
    manager = _manager(drawer)

    listed = b"".join(manager.get("/office/shifts/?csv=1").streaming_content).decode()  # type: ignore[attr-defined]
    alone = b"".join(manager.get(f"/office/shifts/{shift.uid}/?csv=1").streaming_content).decode()  # type: ignore[attr-defined]

    assert "33000,33000,0" in listed
    assert "Sales,1,3000" in alone


def test_shifts_of_other_stores_and_clerks_are_kept_out() -> None:
    drawer = Drawer()
    shift = drawer.close(drawer.open(), 30_000, at=NOON + HOUR)
    elsewhere, clerk = working(Role.MANAGER, make_store()), working(Role.CLERK, drawer.store)

    answers = [client.get(f"/office/shifts/{shift.uid}/").status_code for client in (elsewhere, clerk)]

    assert answers == [403, 403]
    assert elsewhere.get("/office/shifts/").context["shifts"] == []
    assert clerk.get("/office/shifts/").status_code == 403


def test_sales_in_no_shift_are_named_above_the_list_and_on_a_page_with_their_receipts() -> None:
    drawer, now = Drawer(), timezone.now()
    drawer.close(drawer.open(at=now - 3 * HOUR), 30_000, at=now - 2 * HOUR)
    manager = _manager(drawer)
    before = text(manager.get("/office/shifts/"))
    drawer.sell_for(2_000, at=now - HOUR)
    receipt = Receipt.objects.get()

    listed = text(manager.get("/office/shifts/"))
    shown = text(manager.get("/office/shifts/none/"))

    assert "Sales in no shift" not in before
    assert "1 receipts, together ¥2,000" in listed
    assert 'href="/office/shifts/none/?first=' in listed
    assert "¥2,000" in shown
    assert f'href="/office/receipts/{receipt.uid}/"' in shown
    assert manager.get(f"/office/receipts/{receipt.uid}/").status_code == 200


def test_the_day_s_money_names_what_of_it_is_in_no_shift() -> None:
    drawer = Drawer()
    drawer.close(drawer.open(), 30_000, at=NOON + HOUR)
    drawer.sell_for(2_000, at=NOON + 2 * HOUR)
    manager = _manager(drawer)

    that_day = text(manager.get("/office/money-by-tender/?first=2026-07-04&last=2026-07-04"))
    next_day = text(manager.get("/office/money-by-tender/?first=2026-07-05&last=2026-07-05"))
    none = text(manager.get("/office/shifts/none/?first=2026-07-05&last=2026-07-05"))

    assert "Of it in no shift: 1 receipts, together ¥2,000." in that_day
    assert "in no shift" not in next_day
    assert "Nothing was done in no shift on these days." in none


def test_sales_in_no_shift_of_other_stores_and_for_clerks_are_kept_out() -> None:
    drawer = Drawer()
    drawer.close(drawer.open(), 30_000, at=NOON + HOUR)
    drawer.sell_for(2_000, at=NOON + 2 * HOUR)
    address = "/office/shifts/none/?first=2026-07-04&last=2026-07-04"

    elsewhere = working(Role.MANAGER, make_store()).get(address)

    assert elsewhere.context["days"] == []
    assert working(Role.CLERK, drawer.store).get(address).status_code == 403
