"""What goes wrong between the server and a till that may not sell by itself: nothing is lost, nothing booked twice."""

from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, Route, expect
from pytest_django import Settings

from noren.orders.models import Order, Receipt
from noren.people.models import ApiToken
from tests.browser.axe import violations
from tests.browser.conftest import PHONE
from tests.browser.till_desk import Shop, give_password, line_of, pay, receipt, say, scan, sign_in, total
from tests.depth import LANGUAGES

pytestmark = [pytest.mark.browser, pytest.mark.slow]
OpenContext = Callable[..., BrowserContext]
SALES = "**/api/v1/till/sales"
API = "**/api/v1/till/**"
GOODS = "**/api/v1/till/feed?*"
# The next sale that is written down finds the device full.
REFUSE_ONE_ENVELOPE = """() => {
    const { put } = IDBObjectStore.prototype;
    IDBObjectStore.prototype.put = function (...values) {
        if (this.name !== "envelopes") return put.apply(this, values);
        IDBObjectStore.prototype.put = put;
        throw new DOMException("no room", "QuotaExceededError");
    };
}"""

# The browser keeps nothing for this page until the flag is set.
REFUSE_STORAGE = """() => {
    const { open } = IDBFactory.prototype;
    IDBFactory.prototype.open = function (...values) {
        if (sessionStorage.allowed) return open.apply(this, values);
        throw new DOMException("storage is off", "SecurityError");
    };
}"""


@pytest.fixture
def shop(live: str) -> Shop:
    del live  # the server's database, which is emptied after each test
    return Shop()


@pytest.fixture
def page(open_context: OpenContext, shop: Shop, settings: Settings) -> Page:
    settings.OFFLINE_PER_SALE_MINOR = 0
    context = open_context()
    context.route(GOODS, lambda route: route.fulfill(status=403, json={"code": "not_allowed"}))
    page = context.new_page()
    page.goto("/till/")
    sign_in(page, shop)
    scan(page, shop.beans.gtin or "")
    expect(total(page)).to_have_text("¥980")
    return page


def lose_answer(route: Route) -> None:
    """The server does what it was asked, and the line breaks before it can say so."""
    route.fetch()
    route.abort()


def set_aside(page: Page) -> None:
    """The sale meets a fault of the server each time, until somebody sets it aside."""
    page.route(SALES, lambda route: route.fulfill(status=500, json={"code": "internal"}))
    pay(page, "1000")
    for _ in range(3):
        with page.expect_response(SALES):
            page.get_by_role("button", name=say("Try now")).click()
    page.get_by_role("button", name=say("Set aside")).click()
    expect(page.locator(".aside-notice")).to_be_visible()


def test_a_sale_whose_answer_was_lost_is_booked_once(page: Page) -> None:
    page.route(SALES, lose_answer, times=1)

    pay(page, "1000")

    expect(page.locator(".done-change")).to_contain_text("¥20")
    assert Order.objects.count() == Receipt.objects.count() == 1


@pytest.mark.thorough
def test_a_sale_made_without_a_connection_survives_a_reload_and_is_sent_first(page: Page) -> None:
    page.route(SALES, lambda route: route.abort())
    pay(page, "1000")
    expect(page.get_by_role("heading", name=say("This sale is not booked yet"))).to_be_visible()
    expect(page.locator(".facts")).to_contain_text("¥20")
    expect(page.locator(".offline")).to_be_visible()
    assert not Order.objects.exists()

    page.reload()
    expect(page.get_by_role("heading", name=say("This sale is not booked yet"))).to_be_visible()
    page.unroute(SALES)
    page.get_by_role("button", name=say("Try now")).click()

    expect(receipt(page)).to_be_visible()
    assert Order.objects.get().total_minor == 980


@pytest.mark.thorough
def test_a_sale_that_always_meets_a_fault_is_set_aside_and_booked_later(page: Page, shop: Shop) -> None:
    set_aside(page)

    scan(page, shop.milk.gtin or "")
    expect(total(page)).to_have_text("¥248")
    page.unroute(SALES)
    pay(page, "")
    expect(receipt(page)).to_contain_text("牛乳")
    assert Order.objects.get().total_minor == 248
    page.reload()
    expect(page.locator(".aside-notice")).to_be_visible()
    expect(page.locator("#scan")).to_be_visible()
    scan(page, shop.milk.gtin or "")
    expect(total(page)).to_have_text("¥248")
    page.get_by_role("link", name=say("Look at them")).click()
    expect(page.locator(".facts")).to_contain_text("¥980")
    expect(page.locator(".facts")).to_contain_text(say("A fault of the server (HTTP %(status)s)", status=500))
    assert violations(page) == []
    page.get_by_role("button", name=say("Send again")).click()

    expect(receipt(page)).to_contain_text("深煎りコーヒー豆")
    expect(page.locator(".aside-notice")).to_have_count(0)
    assert sorted(Order.objects.values_list("total_minor", flat=True)) == [248, 980]
    page.get_by_role("navigation").get_by_role("link", name=say("Ring up")).click()
    expect(total(page)).to_have_text("¥248")


@pytest.mark.thorough
def test_a_sale_set_aside_is_forgotten_only_after_a_question(page: Page) -> None:
    set_aside(page)
    page.get_by_role("link", name=say("Look at them")).click()
    question = page.get_by_role("dialog", name=say("Was this sale settled otherwise?"))

    page.get_by_role("button", name=say("Settled otherwise")).click()
    expect(question).to_contain_text("¥980")
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(question).to_have_count(0)
    expect(page.locator(".facts")).to_contain_text("¥980")
    page.get_by_role("button", name=say("Settled otherwise")).click()
    question.get_by_role("button", name=say("Forget this sale")).click()

    expect(page.get_by_text(say("No sale is set aside."))).to_be_visible()
    page.reload()
    expect(page.get_by_text(say("No sale is set aside."))).to_be_visible()
    assert not Order.objects.exists()


@pytest.mark.thorough
def test_a_sale_that_the_device_cannot_keep_is_refused_and_finished_again(page: Page, shop: Shop) -> None:
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    page.evaluate(REFUSE_ONE_ENVELOPE)

    pay(page, "1000")

    refusal = say("This device cannot keep the sale. Do not hand anything over; try again.")
    expect(page.get_by_role("alert").filter(has_text=refusal)).to_be_visible()
    expect(line_of(page, shop.beans)).to_be_visible()
    assert not Order.objects.exists()
    pay(page, "1000")
    expect(receipt(page)).to_be_visible()
    assert Order.objects.count() == 1


@pytest.mark.thorough
def test_an_open_list_survives_a_reload(page: Page, shop: Shop) -> None:
    page.reload()

    expect(line_of(page, shop.beans)).to_be_visible()
    expect(total(page)).to_have_text("¥980")


@pytest.mark.thorough
def test_a_till_without_a_connection_says_so_and_goes_on_by_itself(page: Page, shop: Shop) -> None:
    page.route(API, lambda route: route.abort())
    expect(page.locator(".offline")).to_be_visible()
    scan(page, shop.milk.gtin or "")
    expect(page.locator("#scan-trouble")).to_have_text(say("Nobody answered. Check the connection, then try again."))
    more = say("One more of %(name)s", name=shop.beans.product.name)
    line_of(page, shop.beans).get_by_role("button", name=more).click()
    expect(page.locator(".pay")).to_be_disabled()

    page.unroute(API)

    expect(page.locator(".offline")).to_be_hidden()
    expect(total(page)).to_have_text("¥1,960")
    expect(page.locator(".pay")).to_be_enabled()


@pytest.mark.thorough
def test_a_sale_waits_for_a_new_sign_in_when_the_old_one_ran_out(page: Page, shop: Shop) -> None:
    ApiToken.objects.update(revoked_at=timezone.now())
    expect(page.get_by_text(say("Your sign-in ran out. What you were ringing up is kept."))).to_be_visible()

    give_password(page, shop)

    expect(line_of(page, shop.beans)).to_be_visible()
    pay(page, "")
    expect(receipt(page)).to_be_visible()


@pytest.mark.thorough
def test_a_paid_sale_is_kept_over_a_sign_in_that_ran_out(page: Page, shop: Shop) -> None:
    page.route(SALES, lose_answer, times=1)
    page.route(SALES, lambda route: route.abort(), times=1)
    pay(page, "1000")
    expect(page.get_by_role("heading", name=say("This sale is not booked yet"))).to_be_visible()
    ApiToken.objects.update(revoked_at=timezone.now())
    expect(page.get_by_label(say("Password"))).to_be_visible()

    give_password(page, shop)

    expect(receipt(page)).to_be_visible()
    assert Order.objects.count() == Receipt.objects.count() == 1


@pytest.mark.thorough
def test_a_till_over_plain_http_works_in_one_tab_too(open_context: OpenContext, shop: Shop) -> None:
    context = open_context()
    # A browser has locks on pages over HTTPS and on its own machine only, as this one is.
    context.add_init_script("delete Navigator.prototype.locks")
    elsewhere = say("The till is open in another tab of this device")
    first = context.new_page()
    first.goto("/till/")
    sign_in(first, shop)
    second = context.new_page()
    second.goto("/till/")
    expect(second.get_by_role("heading", name=elsewhere)).to_be_visible()

    second.get_by_role("button", name=say("Use it here")).click()

    expect(second.locator("#scan")).to_be_visible()
    expect(first.get_by_role("heading", name=elsewhere)).to_be_visible()


@pytest.mark.thorough
def test_only_one_tab_of_a_device_rings_up(page: Page, shop: Shop) -> None:
    second = page.context.new_page()
    second.goto("/till/")
    expect(second.get_by_role("heading", name=say("The till is open in another tab of this device"))).to_be_visible()

    second.get_by_role("button", name=say("Use it here")).click()

    expect(line_of(second, shop.beans)).to_be_visible()
    expect(page.get_by_role("heading", name=say("The till is open in another tab of this device"))).to_be_visible()


@pytest.mark.thorough
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_device_that_keeps_nothing_is_told_what_to_do_until_it_does(
    open_context: OpenContext, shop: Shop, language: str
) -> None:
    context = open_context(PHONE, locale={"ja": "ja-JP", "en": "en-US"}[language])
    context.add_init_script(f"({REFUSE_STORAGE})()")
    page = context.new_page()
    page.goto("/till/")
    trouble = page.get_by_role("heading", name=say("The till cannot keep sales on this device", language))
    expect(trouble).to_be_focused()
    assert violations(page) == []

    page.get_by_role("button", name=say("Try again", language)).click()
    expect(trouble).to_be_focused()
    page.evaluate("sessionStorage.allowed = 'yes'")
    page.get_by_role("button", name=say("Try again", language)).click()

    expect(page.get_by_role("button", name=shop.store.name)).to_be_visible()
