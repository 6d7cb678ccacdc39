"""An order that is wrapped, noted on and changed in a real browser: by its buyer on a phone, by staff in the office."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pytest_django import Settings

from noren.orders.changes import changes_of_order
from noren.orders.models import Order
from noren.orders.notes import notes_of_order
from noren.orders.queries import get_order
from noren.people.models import Role
from tests.browser.axe import violations
from tests.browser.conftest import DESK, PHONE, TABLET, OpenPage
from tests.browser.office_desk import PASSWORD, sign_in
from tests.browser.shopper import go_to_review, reserve
from tests.browser.till_desk import Shop
from tests.browser.widths import each_size, too_wide
from tests.depth import LOCALES
from tests.factories import all_differences, make_staff

pytestmark = [pytest.mark.browser, pytest.mark.thorough, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
# Where somebody wants to look: NOREN_TEST_PICTURES names a folder.
PICTURES = os.environ.get("NOREN_TEST_PICTURES", "")


def _look(page: Page, name: str, locale: str) -> list[str]:
    """What is wrong with the page: what axe finds, and where it is too wide."""
    if PICTURES:
        for width in each_size(page, PHONE, TABLET, DESK):
            page.screenshot(path=Path(PICTURES) / f"{name}.{width}.{locale[:2]}.png", full_page=True)
    return [f"{name}: {fault}" for fault in (*violations(page), *too_wide(page))]


@pytest.mark.parametrize("locale", LOCALES)
def test_an_order_is_wrapped_and_changed_by_its_buyer_and_then_by_staff(
    open_page: OpenPage, settings: Settings, locale: str
) -> None:
    settings.GIFT_WRAP_MINOR = 330
    shop, faults = Shop(), list[str]()
    page = open_page("/", size=PHONE, locale=locale)
    reserve(page, shop)
    reserve(page, shop)
    go_to_review(page)

    page.locator("#note").fill("中挽きでお願いします")
    page.locator("button[name=gift]").click()
    page.locator("#gift-message").fill("お誕生日おめでとう")
    expect(page.locator("#note")).to_have_value("中挽きでお願いします")
    expect(page.locator(".sums__all")).to_contain_text("2,290")
    faults += _look(page, "review-gift", locale)
    page.locator("form[action$='/checkout/place/'] .button--pay").click()
    page.wait_for_url("**/orders/**")
    order = Order.objects.get()
    assert (order.total_minor, order.gift_message, order.buyer_note) == (
        2_290,
        "お誕生日おめでとう",
        "中挽きでお願いします",
    )

    page.locator("#change").click()
    page.locator("select").first.select_option("1")
    page.locator("button[value=look]").click()
    expect(page.locator("#result-title")).to_be_visible()
    faults += _look(page, "buyer-change", locale)
    page.locator("button[value=save]").click()
    expect(page.locator("#changes-title")).to_be_visible()
    faults += _look(page, "buyer-changed", locale)
    assert get_order(order.uid).total_minor == 1_310

    manager = make_staff(role=Role.MANAGER, store=shop.store, password=PASSWORD)
    office = open_page("/", size=DESK, locale=locale)
    sign_in(office, manager.account, to=f"/office/orders/{order.uid}/goods/")
    office.locator("#id_find").fill(shop.filters.sku)
    office.keyboard.press("Enter")
    expect(office.locator("[name=pieces]")).to_have_value("1")
    office.locator("button[value=look]").click()
    faults += _look(office, "office-change", locale)
    office.locator("button[value=save]").click()
    expect(office.locator("#changes")).to_be_visible()
    office.locator("#note_text").fill("お電話で追加のご希望")
    office.locator("form[action$='/note/'] button").click()
    expect(office.locator("main")).to_contain_text("お電話で追加のご希望")
    faults += _look(office, "office-order", locale)

    assert [(change.by, change.total_minor) for change in changes_of_order(order.uid)] == [
        ("customer", 1_310),
        ("staff", 1_590),
    ]
    assert len(notes_of_order(order.uid)) == 1
    assert all_differences() == []
    assert faults == []
