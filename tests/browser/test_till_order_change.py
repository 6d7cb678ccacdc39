"""At the till an order is changed before it is picked, by keyboard, and the slip of a pickup is printed."""

import pytest
from playwright.sync_api import expect

from noren.orders.models import Order, OrderNote
from tests.browser.axe import violations
from tests.browser.conftest import TABLET, OpenPage
from tests.browser.till_desk import Shop, say, scan, sign_in
from tests.browser.widths import too_wide

pytestmark = [pytest.mark.browser, pytest.mark.thorough, pytest.mark.slow]
_SMALL = """() => [...document.querySelectorAll('main a.button, main button, main input')]
  .filter(one => one.checkVisibility() && one.type !== 'checkbox' && one.type !== 'radio')
  .filter(one => one.getBoundingClientRect().height < 44)
  .map(one => one.outerHTML)"""


@pytest.fixture
def shop(live: str) -> Shop:
    del live
    return Shop()


def test_an_order_is_changed_by_keyboard_and_what_it_does_is_seen_first(open_page: OpenPage, shop: Shop) -> None:
    placed = shop.order_pickup((shop.beans, 2))
    page = open_page(f"/till/#/pickups/{placed.uid}", size=TABLET)
    sign_in(page, shop)
    page.get_by_role("link", name=say("Change the order")).click()
    expect(page.get_by_role("button", name=say("Change the order"))).to_be_disabled()
    scan(page, shop.filters.gtin or "")
    page.get_by_role("button", name=say("One less of %(name)s", name="深煎りコーヒー豆 200g")).focus()
    page.keyboard.press("Enter")

    result = page.locator(".change-result")
    expect(result).to_contain_text("¥1,960")
    expect(result).to_contain_text("¥1,260")
    save = page.get_by_role("button", name=say("Change the order"))
    save.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text(say("Say the reason."))).to_be_visible()
    assert violations(page) == []
    assert too_wide(page) == []
    assert page.evaluate(_SMALL) == []
    page.get_by_label(say("Note for others who work here")).fill("袋は要らない")
    page.keyboard.press("Enter")
    expect(page.get_by_label(say("Note for others who work here"))).to_have_value("")
    page.get_by_label(say("Reason"), exact=True).fill("お客様のご希望")
    page.keyboard.press("Enter")

    expect(page.locator(".picks")).to_be_visible()
    expect(page.locator(".total")).to_contain_text("¥1,260")
    order = Order.objects.get()
    assert (order.total_minor, order.status) == (1_260, "placed")
    assert OrderNote.objects.get().text == "袋は要らない"
    page.get_by_role("link", name=say("Pickup slip")).click()
    slip = page.locator(".slip")
    expect(slip).to_contain_text(placed.pickup_code or "")
    expect(slip).to_contain_text("袋は要らない")
    expect(slip.locator(".barcode")).to_have_count(2)
    assert violations(page) == []
    assert too_wide(page) == []
