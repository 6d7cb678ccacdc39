"""Goods come back at the till: bought online in one store, returned in another, and seen in the office."""

import os
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from noren.catalog.models import Variant
from noren.loyalty.queries import points_of_customer
from noren.orders.links import receipt_url
from noren.orders.models import Order, Receipt, Return
from noren.orders.wanted import PlacedOrder
from noren.people.models import Approval, Customer, Role
from noren.stock.models import Level
from tests.browser import office_desk
from tests.browser.axe import violations
from tests.browser.conftest import DESK, PHONE, TABLET, OpenPage
from tests.browser.keys import tab_to_name
from tests.browser.test_till_access import check
from tests.browser.till_desk import PASSWORD, Shop, pay, receipt, say, scan, sign_in, total
from tests.browser.widths import too_wide
from tests.factories import Shop as OtherShop
from tests.factories import all_differences, make_member, make_staff, stock_up

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PICTURES = os.environ.get("NOREN_TEST_PICTURES", "")


def picture(page: Page, name: str) -> None:
    """Keep how the page looks, when somebody asked for pictures."""
    if PICTURES:
        for width, height in (PHONE, TABLET, DESK):
            page.set_viewport_size({"width": width, "height": height})
            page.screenshot(path=str(Path(PICTURES) / f"{name}-{width}.png"), full_page=True)


@pytest.fixture
def shop(live: str) -> Shop:
    del live  # the server's database, which is emptied after each test
    return Shop()


def bought_elsewhere(variant: Variant, customer: Customer | None = None) -> PlacedOrder:
    """Three packets ordered online and collected in another store today."""
    other = OtherShop(code="S002")
    stock_up(other.store, variant, 10)
    other.coffee = variant
    other.store.name = "新宿店"
    other.store.save(update_fields=["name"])
    now = timezone.now()
    placed = other.order(customer=customer, at=now)
    other.hand_over(placed, at=now, extra=2)
    return placed


def row(page: Page, name: str) -> Locator:
    """The rows of goods that come back."""
    return page.locator(".back").filter(has_text=name)


def test_goods_bought_online_in_one_store_are_returned_in_another_and_seen_in_the_office(
    open_page: OpenPage, shop: Shop
) -> None:
    member = make_member()
    placed = bought_elsewhere(shop.beans, member)
    page = open_page("/till/", size=TABLET)
    sign_in(page, shop)
    page.get_by_role("navigation").get_by_role("link", name=say("Receipts")).click()
    page.get_by_role("link", name=say("Take goods back")).click()
    expect(page.locator("#scan")).to_be_focused()
    check(page)

    scan(page, member.member_number or "")
    expect(page.get_by_role("heading", name=member.full_name)).to_be_visible()
    check(page)
    picture(page, "find-sale")
    page.get_by_role("link", name=placed.number).click()
    name = shop.beans.product.name
    expect(row(page, name)).to_have_count(2)
    row(page, name).nth(1).get_by_role("button", name=say("One more of %(name)s", name=name)).dblclick()
    row(page, name).nth(1).get_by_role("button", name=say("One piece is in another condition")).click()
    expect(row(page, name)).to_have_count(3)
    row(page, name).nth(2).get_by_role("button", name=say("Damaged")).click()
    expect(total(page)).to_have_text("¥1,960")
    page.get_by_role("button", name=say("Wrong size")).click()
    check(page)
    picture(page, "return")
    page.get_by_role("button", name=say("Give back %(amount)s", amount="¥1,960")).click()

    expect(receipt(page)).to_contain_text(say("Return receipt"))
    expect(receipt(page)).to_contain_text(placed.number)
    expect(page.locator(".done-change")).to_contain_text("¥1,960")
    check(page)
    picture(page, "returned")
    booked = Return.objects.get()
    assert (booked.total_minor, booked.reason) == (1_960, say("Wrong size"))
    level = Level.objects.get(store=shop.store, variant=shop.beans)
    assert (level.on_hand, level.aside) == (12, 1)
    assert points_of_customer(member.pk).balance == 9
    assert all_differences() == []

    page.get_by_role("button", name=say("Sell something in exchange")).click()
    expect(page.locator(".who")).to_contain_text(member.full_name)
    scan(page, shop.milk.gtin or "")
    expect(total(page)).to_have_text("¥248")

    seen_in_the_office(open_page, booked, placed)


def seen_in_the_office(open_page: OpenPage, booked: Return, placed: PlacedOrder) -> None:
    """The return's page says what happened and what to do; the list and the order's page show it."""
    head = make_staff(role=Role.HEAD_OFFICE, password=office_desk.PASSWORD)
    page = open_page("/office/login/", size=DESK)
    office_desk.sign_in(page, head.account, to="/office/orders/return/")
    page.get_by_role("link", name=booked.number).click()
    expect(page.locator("main")).to_contain_text(f"会計 {placed.number}")
    expect(page.locator("main")).to_contain_text("販売止め（破損）")
    for path in (
        "/office/orders/return/",
        f"/office/orders/return/{booked.uid}/change/",
        f"/office/orders/order/{placed.uid}/change/",
        f"/office/orders/receipt/{Receipt.objects.get(kind='return').pk}/change/",
        f"/office/levels/{Level.objects.get(aside=1).pk}/",
        "/office/",
    ):
        page.goto(path)
        expect(page.locator("main")).to_contain_text("返品")
        assert violations(page) == [], path
        assert too_wide(page, TABLET, DESK) == [], path
        picture(page, "office-" + path.strip("/").split("/")[-2 if path.count("/") > 4 else -1][:12])


@pytest.mark.thorough
def test_a_receipt_is_scanned_and_its_sale_says_what_came_back(open_page: OpenPage, shop: Shop) -> None:
    page = open_page("/till/", size=PHONE, locale="en-US")
    manager = make_staff(role=Role.MANAGER, store=shop.store, password=PASSWORD)
    sign_in(page, shop, language="en")
    scan(page, shop.beans.gtin or "")
    expect(total(page)).to_have_text("¥980")
    pay(page, "", language="en")
    expect(receipt(page)).to_be_visible()
    number = Order.objects.get().number
    page.goto("/till/#/returns")
    expect(page.locator("#scan")).to_be_visible()
    scan(page, receipt_url(Receipt.objects.get().token))

    expect(page.get_by_role("button", name="Everything comes back")).to_be_visible()
    page.get_by_role("button", name="Everything comes back").click()
    page.get_by_role("button", name="Not kept").click()
    page.get_by_role("button", name="Give back ¥980").click()
    expect(page.get_by_text("Say why the goods are not kept.")).to_be_visible()
    expect(page.get_by_text("Say the reason.")).to_be_visible()
    check(page)
    page.get_by_label("Why are the goods not kept?").fill("opened")
    page.get_by_role("button", name="Defective").click()
    expect(page.get_by_text("The whole sale is undone on the day it was made.")).to_be_visible()
    page.get_by_label("Staff code").fill(manager.code)
    page.get_by_label("Password").fill("wrong")
    page.get_by_role("button", name="Give back ¥980").click()
    expect(page.get_by_text("The staff code or the password is wrong.")).to_be_visible()
    check(page)
    picture(page, "approved-return")
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Give back ¥980").click()
    expect(receipt(page)).to_contain_text("Return receipt")
    assert Approval.objects.get().approved_by == manager

    page.goto(f"/till/#/receipts/{number}")
    expect(page.get_by_text("Goods came back -¥980")).to_be_visible()
    expect(page.get_by_role("button", name="Void this sale")).to_have_count(0)
    check(page)
    page.get_by_role("link", name="Take goods back").click()
    expect(page.get_by_text("Everything of this sale was returned already.")).to_be_visible()
    check(page)
    page.goto("/till/#/receipts")
    expect(page.get_by_role("heading", name="Taken back today")).to_be_visible()
    check(page)
    assert Level.objects.get(store=shop.store, variant=shop.beans).on_hand == 9
    assert all_differences() == []


@pytest.mark.thorough
def test_a_manager_takes_goods_back_without_a_sale(open_page: OpenPage, shop: Shop) -> None:
    shop.staff.roles.update(role=Role.MANAGER)
    page = open_page("/till/", size=TABLET)
    sign_in(page, shop)
    page.goto("/till/#/returns")
    page.get_by_role("link", name=say("No sale to be found")).click()
    expect(page.get_by_role("heading", name=say("Take goods back without a sale"))).to_be_visible()
    expect(page.locator("#scan")).to_be_focused()
    scan(page, shop.filters.gtin or "")
    expect(total(page)).to_have_text("¥280")
    check(page)
    picture(page, "without-sale")
    page.get_by_role("button", name=say("Defective")).click()
    page.get_by_role("button", name=say("Give back %(amount)s", amount="¥280")).click()

    expect(receipt(page)).to_contain_text("見つかりません")
    assert Return.objects.get().order is None
    assert all_differences() == []


@pytest.mark.thorough
def test_a_return_is_done_by_keyboard_alone(open_page: OpenPage, shop: Shop) -> None:
    shop.staff.roles.update(role=Role.MANAGER)  # the whole sale on its day, which a clerk does not undo alone
    placed = bought_elsewhere(shop.beans)
    page = open_page("/till/", size=DESK, locale="en-US")
    sign_in(page, shop, language="en")
    page.goto("/till/#/returns")
    expect(page.locator("#scan")).to_be_focused()
    page.keyboard.type(placed.number)
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Everything comes back")).to_be_visible()

    tab_to_name(page, "Everything comes back")
    page.keyboard.press("Enter")
    tab_to_name(page, "Wrong goods")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Give back ¥2,940")).to_be_enabled()
    tab_to_name(page, "Give back ¥2,940")
    page.keyboard.press("Enter")

    expect(receipt(page)).to_contain_text("Return receipt")
    assert Return.objects.get().is_full
