"""Goods delivered home in a real browser: ordered on a phone, packed and sent in the office, sold at a till."""

import os
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django import Settings

from noren.kernel.ids import uuid7
from noren.orders.models import Order
from noren.orders.shipping.tests.desk import parcels_of
from noren.orders.transfer import note_transfer
from noren.people.models import Role
from noren.stores.models import Store
from tests.browser.axe import violations
from tests.browser.conftest import DESK, PHONE, TABLET, OpenPage
from tests.browser.office_desk import PASSWORD, sign_in
from tests.browser.shopper import reserve
from tests.browser.till_desk import Shop, pay, receipt, say, scan, total
from tests.browser.till_desk import sign_in as sign_in_at_till
from tests.browser.widths import each_size, too_wide
from tests.depth import LOCALES
from tests.factories import all_differences, make_staff, make_store, stock_up

pytestmark = [pytest.mark.browser, pytest.mark.thorough, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
LANGUAGES = pytest.mark.parametrize("locale", LOCALES)
# Where somebody wants to look: NOREN_TEST_PICTURES names a folder.
PICTURES = os.environ.get("NOREN_TEST_PICTURES", "")


@pytest.fixture
def sends(settings: Settings) -> None:
    """A shop that is paid by bank transfer before it sends anything."""
    settings.PAY_BY = ["test", "bank_transfer", "at_store"]
    settings.GIFT_WRAP_MINOR = 330
    settings.BANK_ACCOUNT = ("のれん銀行 本店営業部(店番 001)", "普通預金 1234567", "ノレンシヨウテン(カ")


def _look(page: Page, name: str, locale: str) -> list[str]:
    """What is wrong with the page: what axe finds, and where it is too wide."""
    if PICTURES:
        for width in each_size(page, PHONE, TABLET, DESK):
            page.screenshot(path=Path(PICTURES) / f"{name}.{width}.{locale[:2]}.png", full_page=True)
    return [f"{name}: {fault}" for fault in (*violations(page), *too_wide(page))]


@LANGUAGES
@pytest.mark.usefixtures("sends")
def test_a_guest_has_goods_delivered_and_the_office_sends_them(open_page: OpenPage, locale: str) -> None:
    shop, faults = Shop(), list[str]()
    Store.objects.update(ships=True)
    page = open_page("/", size=PHONE, locale=locale)
    reserve(page, shop)
    faults += _look(page, "delivery-basket", locale)

    page.locator("#deliver").click()
    page.wait_for_url("**/checkout/deliver/")
    page.locator("main form button.button--pay").click()
    expect(page.locator(".field__error").first).to_be_visible()
    faults += _look(page, "delivery-address-refused", locale)
    typed = {
        "name": "田中 一郎",
        "email": "ichiro@example.jp",
        "postal_code": "1500001",
        "city": "渋谷区",
        "line1": "神宮前1-2-3",
        "phone": "090-1234-5678",
    }
    for name, value in typed.items():
        page.locator(f"[name={name}]").fill(value)
    page.locator("[name=prefecture]").select_option("東京都")
    page.locator("[name=slot]").select_option("am")
    page.locator("main form button.button--pay").click()
    page.wait_for_url("**/checkout/deliver/confirm/")
    page.locator("button[name=gift][value=wrap]").click()
    page.locator("#gift-message").fill("お誕生日おめでとうございます")
    page.locator("#note").fill("平日の昼は留守です")
    faults += _look(page, "delivery-review", locale)
    page.locator("input[value=bank_transfer]").check()
    page.locator("form[action$='/deliver/place/'] button.button--pay").click()
    page.wait_for_url("**/orders/**")
    order = Order.objects.get()
    faults += _look(page, "delivery-awaiting", locale)
    note_transfer(
        order.uid, uid=uuid7(), amount_minor=order.total_minor, words="タナカ", staff_uid=None, at=timezone.now()
    )
    page.reload()
    order_page = page.url
    faults += _look(page, "delivery-prepared", locale)
    page.locator("#change").click()
    page.locator("select[name^=pieces_]").first.select_option("0")
    page.locator("button[value=look]").click()
    faults += _look(page, "delivery-change", locale)

    (parcel,) = parcels_of(order.uid)
    clerk = make_staff(role=Role.CLERK, store=shop.store, password=PASSWORD)
    office = open_page("/office/", size=TABLET, locale=locale)
    sign_in(office, clerk.account)
    faults += _look(office, "office-today-with-parcels", locale)
    office.goto("/office/to-ship/")
    faults += _look(office, "office-to-ship", locale)
    office.get_by_role("link", name=order.number).click()
    faults += _look(office, "office-parcel", locale)
    office.locator("form[action$='/pack/'] button").click()
    office.locator("[name=tracking_number]").fill("1234-5678-9012")
    office.locator("form[action$='/ship/'] button").click()
    office.wait_for_url("**/to-ship/")

    page.goto(order_page)
    expect(page.get_by_text("123456789012")).to_be_visible()
    faults += _look(page, "delivery-sent", locale)
    parcel.refresh_from_db()
    assert parcel.status == "shipped"
    assert all_differences() == []
    assert faults == []


@LANGUAGES
@pytest.mark.usefixtures("sends")
def test_a_till_sells_what_its_store_lacks_and_sends_it_home(open_page: OpenPage, locale: str) -> None:
    shop, faults, language = Shop(), list[str](), locale[:2]
    other = make_store(name="新宿店", ships=True)
    stock_up(other, shop.beans, 5)
    page = open_page("/till/", size=TABLET, locale=locale)
    sign_in_at_till(page, shop, language=language)
    scan(page, shop.beans.gtin or "")
    page.get_by_role("button", name=say("Send home", language)).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name=say("Send it there", language)).click()
    expect(dialog.get_by_text(say("This is needed.", language)).first).to_be_visible()
    faults += _look(page, "till-send-home", locale)

    typed = {
        "name": "田中 一郎",
        "postal": "1500001",
        "city": "渋谷区",
        "line1": "神宮前1-2-3",
        "phone": "090-1234-5678",
    }
    for part, value in typed.items():
        dialog.locator(f"#home-{part}").fill(value)
    dialog.locator("#home-prefecture").select_option("東京都")
    dialog.get_by_role("button", name=say("Send it there", language)).click()
    expect(total(page)).to_have_text("¥1,530")
    faults += _look(page, "till-sent-home", locale)
    pay(page, "2000", language=language)

    expect(receipt(page)).to_contain_text("¥1,530")
    order = Order.objects.get()
    (parcel,) = parcels_of(order.uid)
    assert (order.status, parcel.store, order.fulfillment.kind) == ("placed", other, "delivery")

    manager = make_staff(role=Role.MANAGER, store=other, password=PASSWORD)
    office = open_page("/office/", size=TABLET, locale=locale)
    sign_in(office, manager.account)
    office.goto(f"/office/to-ship/{parcel.uid}/")
    office.locator("details summary").last.click()
    faults += _look(office, "office-cannot-send", locale)
    office.locator("form[action$='/reject/'] button").click()
    office.wait_for_url("**/to-ship/")
    faults += _look(office, "office-to-ship-parked", locale)
    office.get_by_role("main").locator("a[href='/office/sourcing/']").click()
    faults += _look(office, "office-parked", locale)
    expect(office.get_by_text(order.number)).to_be_visible()
    assert all_differences() == []
    assert faults == []


@pytest.mark.usefixtures("sends")
def test_a_till_that_is_not_told_about_deliveries_sells_over_the_counter(open_page: OpenPage) -> None:
    shop = Shop()
    Store.objects.update(ships=True)
    page = open_page("/till/", size=TABLET)
    refusal = {"type": "about:blank", "status": 403, "code": "not_allowed", "detail": "No."}
    page.route("**/till/delivery", lambda route: route.fulfill(status=403, json=refusal))
    with page.expect_response("**/till/delivery"):
        sign_in_at_till(page, shop)

    scan(page, shop.beans.gtin or "")

    expect(total(page)).to_have_text("¥980")
    expect(page.get_by_role("button", name=say("Send home"))).to_have_count(0)
