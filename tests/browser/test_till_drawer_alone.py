"""The drawer without a network: a shift is opened, cash moved, sold, and all of it stands in one shift that closes."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, Route, expect

from noren.kernel.ids import uuid7
from noren.orders.models import Order, Receipt
from noren.orders.shifts.models import AloneOpening, DrawerEntry, Shift
from noren.orders.shifts.open import open_shift
from noren.people.models import Role
from tests.browser import office_desk
from tests.browser.axe import violations
from tests.browser.conftest import TABLET, OpenPage
from tests.browser.test_till_access import check
from tests.browser.test_till_drawer import count, drawer, picture
from tests.browser.test_till_without_network import IS_KEPT, lose_answer, wait_for_goods
from tests.browser.till_desk import PASSWORD, Shop, pay, receipt, say, scan, sign_in
from tests.factories import all_differences, make_staff

pytestmark = [pytest.mark.browser, pytest.mark.slow]

_ALONE = "Not connected. A shift is opened and cash moved all the same; it is kept on this device and booked later."
_NEEDS_NETWORK = (
    "Checking and closing need the network: only the server knows all that this register sold and gave back."
)


@pytest.fixture
def shop(live: str) -> Shop:
    del live  # the server's database, which is emptied after each test
    return Shop()


@pytest.fixture
def page(open_page: OpenPage, shop: Shop) -> Page:
    page = open_page("/till/", size=TABLET, service_workers="allow")
    sign_in(page, shop)
    page.wait_for_function(IS_KEPT)
    wait_for_goods(page)
    page.context.set_offline(True)
    expect(page.locator(".offline")).to_be_visible()
    return page


def open_alone(page: Page) -> None:
    """The drawer is counted: 30,000 yen."""
    drawer(page)
    count(page, "¥10,000", 2)
    count(page, "¥1,000", 10)
    page.get_by_role("button", name=say("Open with %(amount)s", amount="¥30,000")).click()
    expect(page.get_by_text(say("Shift opened without a network"))).to_be_visible()


def move(page: Page, purpose: str, amount: str) -> None:
    """Cash is put in or taken out."""
    drawer(page)
    page.get_by_role("link", name=say("Cash in or out")).click()
    page.get_by_role("button", name=say(purpose), exact=True).first.click()
    page.get_by_label(say("Amount")).fill(amount)
    page.get_by_label(say("Reason")).fill("お釣りの準備")


def sell(page: Page, shop: Shop) -> None:
    """Beans for 980 yen, paid exactly."""
    page.get_by_role("navigation").get_by_role("link", name=say("Ring up")).click()
    scan(page, shop.beans.gtin or "")
    pay(page, "")
    expect(receipt(page)).to_contain_text(say("Made by this till, without a network"))
    page.get_by_role("button", name=say("Next sale")).click()


@pytest.mark.thorough
def test_a_count_outlasts_a_network_that_comes_and_goes(page: Page, shop: Shop) -> None:
    drawer(page)
    alone = page.get_by_text(say(_ALONE))
    expect(alone).to_be_visible()
    count(page, "¥10,000", 2)
    page.context.set_offline(False)
    expect(alone).to_have_count(0)
    count(page, "¥1,000", 10)
    page.get_by_role("button", name=say("Open with %(amount)s", amount="¥30,000")).click()
    expect(page.get_by_role("heading", name=say("Shift %(number)s", number=1))).to_be_visible()
    held: list[Route] = []
    page.route("**/shifts/current", lambda route: held.append(route))
    with page.expect_request("**/shifts/current"):
        page.get_by_role("link", name=say("Close the shift")).click()
    count(page, "¥10,000", 3)
    held[0].abort()

    expect(page.get_by_text(say(_NEEDS_NETWORK))).to_be_visible()
    close = page.get_by_role("button", name=say("Close with %(amount)s", amount="¥30,000"))
    expect(close).to_be_disabled()
    check(page)
    picture(page, "drawer-close-held-up")
    for _tenth in range(150):
        if len(held) > 1:
            break
        page.wait_for_timeout(100)
    held[1].continue_()
    close.click()
    expect(receipt(page)).to_be_visible()
    assert Shift.objects.get().difference_minor == 0


def test_a_shift_opened_without_a_network_has_all_that_was_done_in_it(
    page: Page, shop: Shop, open_page: OpenPage
) -> None:
    page.reload()
    expect(page.locator(".offline")).to_be_visible()
    open_alone(page)
    check(page)
    picture(page, "drawer-alone")
    page.reload()
    drawer(page)
    expect(page.get_by_text(say("Shift opened without a network"))).to_be_visible()
    move(page, "Change put in", "5000")
    page.locator("form .button--pay").click()
    expect(page.get_by_text("お釣りの準備")).to_be_visible()
    page.reload()
    sell(page, shop)
    page.reload()
    sell(page, shop)
    drawer(page)
    picture(page, "drawer-alone-moved")
    page.goto(page.url.split("#")[0] + "#/drawer/close")
    assert not Shift.objects.exists()

    page.context.set_offline(False)

    expect(page.locator(".connection")).to_have_text(say("Connected"), timeout=20_000)
    shift = Shift.objects.get()
    assert list(Receipt.objects.values_list("shift_id", flat=True)) == [shift.pk] * 2
    assert not Receipt.objects.filter(late_batch__isnull=False).exists()
    assert DrawerEntry.objects.get().shift_id == shift.pk
    assert AloneOpening.objects.get().heard_at > shift.opened_at
    drawer(page)
    expect(page.get_by_text("¥36,960")).to_be_visible()
    page.get_by_role("link", name=say("Close the shift")).click()
    count(page, "¥1,000", 36)
    count(page, "¥100", 9)
    count(page, "¥10", 6)
    page.get_by_role("button", name=say("Close with %(amount)s", amount="¥36,960")).click()
    expect(receipt(page)).to_be_visible()
    shift.refresh_from_db()
    assert (shift.expected_minor, shift.difference_minor) == (36_960, 0)
    assert all_differences() == []
    office = open_page("/office/", size=TABLET)
    manager = make_staff(role=Role.MANAGER, store=shop.store, password=office_desk.PASSWORD)
    office_desk.sign_in(office, manager.account, to=f"/office/shifts/{shift.uid}/")
    expect(office.get_by_text("通信なし").first).to_be_visible()
    assert violations(office) == []
    picture(office, "office-shift-alone")


def test_a_word_whose_answer_was_lost_is_booked_once_and_no_sale_overtakes_it(page: Page, shop: Shop) -> None:
    open_alone(page)
    page.route("**/api/v1/till/envelopes", lose_answer, times=1)

    page.context.set_offline(False)
    page.get_by_role("navigation").get_by_role("link", name=say("Ring up")).click()
    scan(page, shop.beans.gtin or "")
    pay(page, "")

    expect(page.locator(".connection")).to_have_text(say("Connected"), timeout=20_000)
    expect(receipt(page)).to_be_visible()
    assert Receipt.objects.get().shift_id == Shift.objects.get().pk
    assert AloneOpening.objects.count() == 1


@pytest.mark.thorough
def test_cash_whose_answer_was_lost_is_moved_once_though_the_network_then_stays_away(page: Page, shop: Shop) -> None:
    open_alone(page)
    page.context.set_offline(False)
    expect(page.get_by_text(say("Shift opened without a network"))).to_have_count(0)
    page.route("**/shifts/*/cash", lambda route: route.abort())
    page.route("**/shifts/*/cash", lose_answer, times=1)
    move(page, "Taken to the bank", "5000")
    with page.expect_response("**/till/envelopes"):
        page.locator("form .button--pay").click()

    expect(page.get_by_text("-¥5,000")).to_be_visible(timeout=20_000)
    assert DrawerEntry.objects.get().delta_minor == -5_000
    assert all_differences() == []


@pytest.mark.thorough
def test_much_cash_whose_answer_was_lost_is_asked_for_again_as_it_was(page: Page, shop: Shop) -> None:
    manager = make_staff(role=Role.MANAGER, store=shop.store, password=PASSWORD)
    open_alone(page)
    page.context.set_offline(False)
    expect(page.get_by_text(say("Shift opened without a network"))).to_have_count(0)
    move(page, "Taken to the bank", "90000")
    page.locator("form .button--pay").click()
    page.get_by_label(say("Staff code")).fill(manager.code)
    page.get_by_label(say("Password")).fill(PASSWORD)
    page.route("**/shifts/*/cash", lambda route: route.abort())
    page.route("**/shifts/*/cash", lose_answer, times=1)
    page.locator("form .button--pay").click()
    nobody = say("Nobody answered. Check the connection, then try again.")
    expect(page.get_by_role("alert").filter(has_text=nobody)).to_be_visible(timeout=20_000)
    page.unroute("**/shifts/*/cash")

    page.get_by_role("link", name=say("Back")).click()
    page.get_by_role("link", name=say("Cash in or out")).click()
    expect(page.get_by_label(say("Amount"))).to_have_value("90000")
    check(page)
    picture(page, "drawer-unanswered")
    page.locator("form .button--pay").click()

    expect(page.get_by_text("-¥90,000")).to_be_visible()
    assert DrawerEntry.objects.get().delta_minor == -90_000


@pytest.mark.thorough
def test_much_cash_is_not_taken_out_and_nothing_closed_without_a_network(page: Page, shop: Shop) -> None:
    open_alone(page)
    move(page, "Taken to the bank", "90000")
    expect(page.locator("form .notice--hot")).to_be_visible()
    check(page)
    picture(page, "drawer-alone-too-much")
    page.locator("form .button--pay").click()

    expect(page.get_by_role("alert").filter(has_text="¥")).to_be_visible()
    page.get_by_label(say("Amount")).fill("5000")
    page.locator("form .button--pay").click()
    expect(page.get_by_text("-¥5,000")).to_be_visible()
    page.goto(page.url.split("#")[0] + "#/drawer/close")
    needs = "Checking and closing need the network: only the server knows all that this register sold and gave back."
    expect(page.get_by_text(say(needs))).to_be_visible()
    expect(page.get_by_role("button", name=say("Close with %(amount)s", amount="¥0"))).to_have_count(0)
    check(page)
    picture(page, "drawer-alone-close")


@pytest.mark.thorough
def test_a_count_joins_the_shift_that_somebody_opened_elsewhere_and_a_refused_word_waits_for_a_person(
    page: Page, shop: Shop
) -> None:
    open_alone(page)
    move(page, "Change put in", "5000")
    page.locator("form .button--pay").click()
    expect(page.get_by_text("お釣りの準備")).to_be_visible()
    register = shop.registers[0]
    open_shift(uuid7(), register_uid=register.uid, staff_uid=shop.staff.uid, counts=((10_000, 5),), at=timezone.now())

    page.context.set_offline(False)

    expect(page.get_by_role("link", name=say("Look at them"))).to_be_visible(timeout=20_000)
    assert AloneOpening.objects.get().has_joined
    assert not DrawerEntry.objects.exists()
    drawer(page)
    expect(page.get_by_text("¥50,000").first).to_be_visible()
    page.get_by_role("link", name=say("Look at them")).click()
    expect(page.get_by_text(say("Done at the drawer, not booked"))).to_be_visible()
    check(page)
    picture(page, "drawer-trouble")
    page.get_by_role("button", name=say("Settled otherwise")).click()
    page.get_by_role("button", name=say("Forget it on this device")).click()
    expect(page.get_by_text(say("Done at the drawer, not booked"))).to_have_count(0)
    assert not Order.objects.exists()
    assert all_differences() == []
