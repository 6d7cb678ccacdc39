"""The till for every hand and eye: axe on every screen in both languages, three widths, keys alone, large targets."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from noren.orders.models import Order
from tests.browser.axe import violations
from tests.browser.conftest import PHONE, TABLET, OpenPage
from tests.browser.keys import tab_to_name
from tests.browser.till_desk import Shop, join, receipt, say, scan, sign_in, sign_in_by_keyboard, total
from tests.browser.widths import each_size
from tests.depth import LANGUAGES

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.thorough]
LEAST_TARGET_PX = 44

_SMALL = """least => [...document.querySelectorAll('a, button, input, [role=option], summary')]
  .filter(one => one.checkVisibility() && !one.disabled)
  .map(one => [one.closest('label') || one, one])
  .map(([target, one]) => [target.getBoundingClientRect(), one])
  .filter(([box]) => box.width > 1 && (Math.round(box.width) < least || Math.round(box.height) < least))
  .map(([box, one]) => `${one.outerHTML.slice(0, 90)} ${Math.round(box.width)}x${Math.round(box.height)}`)"""
_TOO_WIDE = "() => document.documentElement.scrollWidth > innerWidth"


@pytest.fixture
def shop(live: str) -> Shop:
    del live  # the server's database, which is emptied after each test
    return Shop()


def check(page: Page) -> None:
    """The screen as it stands has no violation, and at no width a small target or a scroll to the side."""
    assert violations(page) == []
    for width in each_size(page):
        assert page.evaluate(_SMALL, LEAST_TARGET_PX) == [], width
        assert not page.evaluate(_TOO_WIDE), width


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_screen_is_accessible(open_page: OpenPage, shop: Shop, language: str) -> None:
    size = {"ja": TABLET, "en": PHONE}[language]
    member = join()
    placed = shop.order_pickup((shop.beans, 2), (shop.filters, 1))
    page = open_page("/till/", size=size, locale={"ja": "ja-JP", "en": "en-US"}[language])
    expect(page.get_by_role("button", name=shop.store.name)).to_be_visible()
    page.get_by_role("button", name=say("Sign in", language), exact=True).click()
    expect(page.locator(".field__error")).to_have_count(3)
    check(page)
    sign_in(page, shop, language=language)
    check(page)

    scan(page, shop.beans.gtin or "")
    scan(page, member.member_number or "")
    scan(page, "4900000000009")
    page.get_by_label(say("Coupon code", language)).fill("NOPE")
    page.get_by_role("button", name=say("Use it", language), exact=True).click()
    expect(page.locator(".coupon--refused")).to_be_visible()
    check(page)
    page.locator("#scan").fill("フィルター")
    expect(page.get_by_role("option")).to_have_count(1)
    check(page)
    page.keyboard.press("Escape")
    page.locator(".pay").click()
    page.get_by_label(say("Cash received", language)).fill("500")
    check(page)
    page.get_by_label(say("Cash received", language)).fill("1000")
    page.get_by_role("button", name=say("Finish", language)).click()
    expect(receipt(page)).to_be_visible()
    check(page)

    for show in screens(page, placed.uid, Order.objects.get(status="completed").number, str(member.uid), language):
        show()
        check(page)


def screens(page: Page, order_uid: object, number: str, member_uid: str, language: str) -> list[Callable[[], None]]:
    """Each of the other screens, with its questions open."""

    def at(address: str, seen: str) -> Callable[[], None]:
        def show() -> None:
            page.goto(f"/till/#/{address}")
            expect(page.locator(seen).first).to_be_visible()

        return show

    def ask(address: str, seen: str, button: str) -> Callable[[], None]:
        def show() -> None:
            at(address, seen)()
            page.get_by_role("button", name=say(button, language)).first.click()
            expect(page.get_by_role("dialog")).to_be_visible()
            page.get_by_role("dialog").locator("button[type=submit]").click()
            expect(page.get_by_role("dialog").get_by_role("alert").first).to_be_visible()

        return show

    def leave_question() -> None:
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)

    return [
        at("pickups", ".pickup"),
        at(f"pickups/{order_uid}", ".pick"),
        ask(f"pickups/{order_uid}", ".pick", "Short"),
        leave_question,
        at(f"pickups/{order_uid}/hand-over", ".lines"),
        at("members", "#scan"),
        at("members/join", "#phone"),
        at(f"members/{member_uid}", ".qr"),
        at("receipts", ".row"),
        at(f"receipts/{number}", ".receipt"),
        ask(f"receipts/{number}", ".receipt", "Void this sale"),
        leave_question,
        at("settings", ".choice"),
    ]


def test_a_sale_is_rung_up_with_keys_alone(open_page: OpenPage, shop: Shop) -> None:
    page = open_page("/till/", locale="en-US")

    sign_in_by_keyboard(page, shop)
    expect(page.locator("#scan")).to_be_focused()
    page.keyboard.type(shop.beans.sku, delay=80)
    page.keyboard.press("Enter")
    expect(total(page)).to_have_text("¥980")
    tab_to_name(page, "One more of")
    page.keyboard.press("Enter")
    expect(total(page)).to_have_text("¥1,960")
    tab_to_name(page, "Cash")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Cash received")).to_be_focused()
    page.keyboard.type("2000", delay=80)
    page.keyboard.press("Enter")

    expect(page.locator(".done-change")).to_contain_text("¥40")
    tab_to_name(page, "Next sale")
    page.keyboard.press("Enter")
    expect(page.locator("#scan")).to_be_focused()
    assert Order.objects.get().total_minor == 1_960


def test_what_happens_is_said_to_who_cannot_see_it(open_page: OpenPage, shop: Shop) -> None:
    page = open_page("/till/", locale="en-US")
    with page.expect_response("**/pickups/news*"):
        sign_in(page, shop, language="en")
    polite, urgent = page.locator(".announcer [aria-live=polite]"), page.locator(".announcer [aria-live=assertive]")

    scan(page, shop.beans.gtin or "")
    expect(polite).to_have_text("深煎りコーヒー豆 200g, quantity 1")
    shop.order_pickup((shop.milk, 1))

    expect(urgent).to_have_text("New pickup")
    expect(page.get_by_role("link", name="Pickups 1 to pick")).to_be_visible()
