"""The drawer at the till: opened with a count, cash moved, checked, closed with a difference; seen in the office."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from noren.kernel.ids import uuid7
from noren.orders.place import place_order
from noren.orders.shifts.close import close_shift
from noren.orders.shifts.models import DrawerEntry, Shift
from noren.orders.shifts.open import open_shift
from noren.people.models import Approval, Role
from tests.browser import office_desk
from tests.browser.axe import violations
from tests.browser.conftest import DESK, PHONE, TABLET, OpenPage
from tests.browser.keys import press, tab_to_name
from tests.browser.test_till_access import check
from tests.browser.till_desk import PASSWORD, Shop, pay, receipt, say, scan, sign_in, sign_in_by_keyboard
from tests.browser.widths import too_wide
from tests.factories import all_differences, counter_sale, make_staff, want

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PICTURES = os.environ.get("NOREN_TEST_PICTURES", "")


def picture(page: Page, name: str) -> None:
    """Keep how the page looks, when somebody asked for pictures."""
    if PICTURES:
        for width, height in (PHONE, TABLET, DESK):
            page.set_viewport_size({"width": width, "height": height})
            page.screenshot(path=str(Path(PICTURES) / f"{name}-{width}.png"), full_page=True)
        page.set_viewport_size({"width": TABLET[0], "height": TABLET[1]})


@pytest.fixture
def shop(live: str) -> Shop:
    del live  # the server's database, which is emptied after each test
    return Shop()


def count(page: Page, value: str, pieces: int, *, language: str = "ja") -> None:
    """Type how many there are of a coin or note."""
    field = page.get_by_role("textbox", name=say("Quantity of %(name)s", language, name=value), exact=True)
    field.fill(str(pieces))
    field.press("Enter")


def drawer(page: Page, *, language: str = "ja") -> None:
    """Go to the drawer."""
    page.get_by_role("navigation").get_by_role("link", name=say("Drawer", language)).click()


def test_a_drawer_is_opened_used_and_closed_and_the_office_sees_the_difference(open_page: OpenPage, shop: Shop) -> None:
    manager = make_staff(role=Role.MANAGER, store=shop.store, password=PASSWORD)
    page = open_page("/till/", size=TABLET)
    sign_in(page, shop)
    drawer(page)
    expect(page.get_by_text(say("No shift is open. Count what is in the drawer, then open it."))).to_be_visible()
    count(page, "¥10,000", 5)
    count(page, "¥1,000", 10)
    page.get_by_role("button", name=say("One more of %(name)s", name="¥500")).click()
    expect(page.locator(".counting-total output")).to_have_text("¥60,500")
    check(page)
    picture(page, "drawer-open")
    page.get_by_role("button", name=say("Open with %(amount)s", amount="¥60,500")).click()
    expect(page.get_by_text(say("Should be in the drawer now"))).to_be_visible()
    check(page)

    page.get_by_role("navigation").get_by_role("link", name=say("Ring up")).click()
    scan(page, shop.beans.gtin or "")
    pay(page, "1000")
    expect(receipt(page)).to_be_visible()
    drawer(page)
    page.get_by_role("link", name=say("Cash in or out")).click()
    page.get_by_role("button", name=say("Taken to the bank")).click()
    page.get_by_label(say("Amount")).fill("50000")
    page.get_by_label(say("Reason")).fill("夜間金庫へ")
    page.locator("form .button--pay").click()
    page.get_by_label(say("Staff code")).fill(manager.code)
    page.get_by_label(say("Password")).fill(PASSWORD)
    check(page)
    picture(page, "drawer-cash")
    page.locator("form .button--pay").click()
    expect(page.get_by_text("夜間金庫へ")).to_be_visible()
    picture(page, "drawer")

    page.get_by_role("link", name=say("Check the drawer")).click()
    page.get_by_role("button", name=say("Look without counting")).click()
    expect(receipt(page)).to_contain_text("¥11,480")
    check(page)
    picture(page, "drawer-check")
    page.get_by_role("link", name=say("Back to the drawer")).click()

    page.get_by_role("link", name=say("Close the shift")).click()
    count(page, "¥1,000", 11)
    expect(page.get_by_text(say("%(amount)s missing", amount="¥480"))).to_be_visible()
    page.locator("form .button--pay").click()
    expect(page.get_by_text(say("Say the reason."))).to_be_visible()
    page.get_by_label(say("Why does it differ?")).fill("不明")
    check(page)
    picture(page, "drawer-close")
    page.locator("form .button--pay").click()
    expect(receipt(page)).to_contain_text(say("Settlement (Z)"))
    expect(receipt(page)).to_contain_text(say("%(amount)s missing", amount="¥480"))
    check(page)
    picture(page, "drawer-report")

    shift = Shift.objects.get()
    assert (shift.expected_minor, shift.counted_minor, shift.difference_minor) == (11_480, 11_000, -480)
    assert (DrawerEntry.objects.get().delta_minor, Approval.objects.count()) == (-50_000, 1)
    assert all_differences() == []


@pytest.mark.thorough
def test_a_drawer_is_counted_and_opened_by_keyboard_in_english(open_page: OpenPage, shop: Shop) -> None:
    page = open_page("/till/", size=DESK, locale="en-US")
    sign_in_by_keyboard(page, shop)
    expect(page.locator("#scan")).to_be_visible()
    press(page, "Drawer")
    tab_to_name(page, "Quantity of ¥1,000")
    page.keyboard.type("29")
    page.keyboard.press("Enter")
    expect(page.get_by_role("textbox", name="Quantity of ¥500", exact=True)).to_be_focused()
    page.keyboard.type("2")
    press(page, "Open with ¥30,000")

    expect(page.get_by_text("Should be in the drawer now")).to_be_visible()
    assert Shift.objects.get().opening_minor == 30_000


@pytest.mark.thorough
def test_a_till_does_not_close_its_shift_while_a_paid_sale_is_only_on_the_device(
    open_page: OpenPage, shop: Shop
) -> None:
    page = open_page("/till/", size=TABLET)
    sign_in(page, shop)
    drawer(page)
    count(page, "¥1,000", 30)
    page.get_by_role("button", name=say("Open with %(amount)s", amount="¥30,000")).click()
    expect(page.get_by_role("link", name=say("Close the shift"))).to_be_visible()

    # As the device keeps it when the server never answered and somebody set it aside.
    page.evaluate(_SET_ASIDE, [shop.store.code, shop.registers[0].code])
    page.get_by_role("link", name=say("Close the shift")).click()

    expect(page.get_by_role("alert").filter(has=page.get_by_role("link", name=say("Look at them")))).to_be_visible()
    expect(page.locator(".counting")).to_have_count(0)
    check(page)
    assert Shift.objects.get().closed_at is None


_SET_ASIDE = """
([storeCode, registerCode]) => new Promise((done, fail) => {
  const open = indexedDB.open("noren-till");
  open.onerror = () => fail(open.error);
  open.onsuccess = () => {
    const all = open.result.transaction("envelopes", "readwrite");
    all.objectStore("envelopes").put({
      uid: "0198f0a4-6c1e-7b7c-9d3e-2f6a1b0c4d5e", kind: "sale", place: "counter", path: "/sales", body: {}, key: "k",
      storeCode, registerCode, totalMinor: 980, tenderedMinor: 1000, madeAt: "2026-07-04T03:00:00Z", tries: 4,
      setAsideAt: "2026-07-04T03:01:00Z",
    });
    all.oncomplete = () => { open.result.close(); done(); };
  };
})
"""


def _closed_with_late_sale(shop: Shop) -> Shift:
    """A shift that was closed with 980 yen too much, and the sale of 980 yen that was booked afterwards."""
    register, now = shop.registers[0], timezone.now()
    shift = open_shift(
        uuid7(),
        register_uid=register.uid,
        staff_uid=shop.staff.uid,
        counts=((1_000, 30),),
        at=now - timedelta(hours=3),
    )
    counts = ((1_000, 30), (500, 1), (100, 4), (50, 1), (10, 3))
    close_shift(shift.uid, staff_uid=shop.staff.uid, counts=counts, reason="不明", at=now - timedelta(hours=1))
    sale = counter_sale(register, shop.staff, want(shop.beans), tendered_minor=980)
    place_order(sale, at=now - timedelta(hours=2))
    return Shift.objects.get()


@pytest.mark.thorough
def test_a_shift_with_a_difference_and_a_late_sale_is_looked_at_in_the_office(open_page: OpenPage, shop: Shop) -> None:
    shift = _closed_with_late_sale(shop)
    page = open_page("/office/", size=DESK)
    manager = make_staff(role=Role.MANAGER, store=shop.store, password=office_desk.PASSWORD)
    office_desk.sign_in(page, manager.account, to="/office/shifts/")
    assert not too_wide(page)
    picture(page, "office-shifts")
    page.get_by_role("link", name=f"{shop.registers[0].name} {shift.number}").click()
    assert violations(page) == []
    assert not too_wide(page)
    picture(page, "office-shift")
    page.get_by_role("button", name=say("I looked at it")).click()

    expect(page.get_by_text(say("Noted that you looked at it."))).to_be_visible()
    assert shift.late_batches.get().acknowledged_at is not None
