"""The loop without a mouse: a guest orders at a desk, a till picks the goods, checks the code and takes the cash."""

import pytest
from playwright.sync_api import Page, expect

from noren.orders.models import Order
from noren.timeline.sequence import sequence
from tests.browser.conftest import DESK, TABLET, OpenPage
from tests.browser.keys import press, tab_to
from tests.browser.till_desk import Shop, receipt, sign_in_by_keyboard, total

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.thorough, pytest.mark.django_db(transaction=True)]


def test_the_loop_is_walked_with_keys_alone(open_page: OpenPage) -> None:
    shop = Shop()
    desk, till = open_page("/", size=DESK, locale="en-US"), open_page("/till/", size=TABLET, locale="en-US")

    code = _order(desk, shop)
    sequence()
    sign_in_by_keyboard(till, shop)
    expect(till.locator("#scan")).to_be_focused()
    _make_ready(till, code)
    expect(desk.locator("#order .state--ready")).to_be_visible()
    _hand_over(till, code)

    expect(desk.locator("#order .state--over")).to_be_visible()
    order = Order.objects.get()
    assert (order.status, order.total_minor, order.completed_channel) == ("completed", 1_960, "till")


def _order(desk: Page, shop: Shop) -> str:
    """From the first page to a placed order of two; answer its pickup code."""
    desk.keyboard.press("Tab")
    expect(desk.get_by_role("link", name="Skip to the content")).to_be_focused()
    desk.keyboard.press("Enter")
    tab_to(desk, "#q")
    desk.keyboard.type("コーヒー")
    desk.keyboard.press("Enter")
    desk.wait_for_url("**/find/**")
    tab_to(desk, ".goods a")
    desk.keyboard.press("Enter")
    desk.wait_for_url("**/products/**")
    tab_to(desk, "#reserve-S001")
    desk.keyboard.press("Enter")
    desk.wait_for_url("**/basket/")
    tab_to(desk, f"#more-{shop.beans.sku}")
    desk.keyboard.press("Enter")
    expect(desk.locator(f"#quantity-{shop.beans.sku}")).to_have_value("2")
    expect(desk.locator(f"#more-{shop.beans.sku}")).to_be_focused()
    expect(desk.locator("#heard")).to_have_text("Total ¥1,960")
    tab_to(desk, "form[action$='/checkout/hold/'] button")
    desk.keyboard.press("Enter")
    desk.wait_for_url("**/checkout/")
    for name, typed in (("name", "Ichiro Tanaka"), ("email", "ichiro@example.jp")):
        tab_to(desk, f"[name={name}]")
        desk.keyboard.type(typed)
    desk.keyboard.press("Enter")
    desk.wait_for_url("**/checkout/confirm/")
    tab_to(desk, "form[action$='/checkout/place/'] button")
    desk.keyboard.press("Enter")
    desk.wait_for_url("**/orders/**")
    return desk.locator(".ticket__code").first.inner_text().replace(" ", "").replace("-", "")


def _make_ready(till: Page, code: str) -> None:
    """To the pickups, into the new one, tick its line off, say that it is ready."""
    press(till, "Pickups")
    expect(till.locator(".pickup-link").first).to_be_visible()
    press(till, code)
    expect(till.locator(".pick")).to_be_visible()
    tab_to(till, ".pick input[type=checkbox]")
    till.keyboard.press("Space")
    press(till, "Mark ready")
    expect(till.locator(".pickup-title .tag--good")).to_be_visible()


def _hand_over(till: Page, code: str) -> None:
    """Check the code, take the cash, hand over."""
    press(till, "Hand over")
    expect(total(till)).to_have_text("¥1,960")
    tab_to(till, "#pickup-code")
    till.keyboard.type(code, delay=80)
    till.keyboard.press("Enter")
    expect(till.get_by_text("Code checked")).to_be_visible()
    press(till, "Cash")
    expect(till.get_by_label("Cash received")).to_be_focused()
    till.keyboard.type("2000", delay=80)
    till.keyboard.press("Enter")
    expect(receipt(till)).to_contain_text("¥1,960")
