"""The till without a network: it opens, sells, and what it sold is booked once; a new version waits for the sale."""

import pytest
from playwright.sync_api import Page, Route, expect

from noren.orders.late.models import LateDifference
from noren.orders.models import Order
from noren.till import views
from noren.till.texts import TEXTS
from tests.browser.axe import violations
from tests.browser.conftest import OpenPage
from tests.browser.till_desk import Shop, line_of, pay, receipt, say, scan, sign_in, total
from tests.factories import all_differences

pytestmark = [pytest.mark.browser, pytest.mark.slow]
IS_KEPT = "navigator.serviceWorker.ready.then((registration) => registration.active.state === 'activated')"
LOOK_FOR_A_NEW_VERSION = "navigator.serviceWorker.getRegistration().then((registration) => registration.update())"


@pytest.fixture
def shop(live: str) -> Shop:
    del live  # the server's database, which is emptied after each test
    return Shop()


@pytest.fixture
def page(open_page: OpenPage, shop: Shop) -> Page:
    page = open_page("/till/", service_workers="allow")
    sign_in(page, shop)
    scan(page, shop.beans.gtin or "")
    expect(total(page)).to_have_text("¥980")
    page.wait_for_function(IS_KEPT)
    return page


def test_a_till_that_is_opened_without_a_network_has_its_list(page: Page, shop: Shop) -> None:
    page.context.set_offline(True)

    page.reload()

    expect(line_of(page, shop.beans)).to_be_visible()
    expect(page.locator(".offline")).to_be_visible()


def lose_answer(route: Route) -> None:
    """The server does what it was asked, and the line breaks before it can say so."""
    route.fetch()
    route.abort()


def wait_for_goods(page: Page) -> None:
    """The device was told all goods, not only how many there are."""
    bar = page.get_by_role("navigation")
    bar.get_by_role("link", name=say("Settings")).click()
    expect(page.get_by_text(say("%(count)s, as of %(moment)s", count=3, moment="")[:3])).to_be_visible()
    bar.get_by_role("link", name=say("Ring up")).click()


def lose_network(page: Page) -> None:
    """The device has its goods by now, and then no network."""
    wait_for_goods(page)
    page.context.set_offline(True)
    expect(page.locator(".offline")).to_be_visible()


def test_what_is_sold_without_a_network_is_booked_once_when_it_is_back(page: Page, shop: Shop) -> None:
    lose_network(page)
    page.reload()
    expect(total(page)).to_have_text("¥980")
    scan(page, shop.milk.gtin or "")
    expect(total(page)).to_have_text("¥1,228")
    expect(page.locator(".totals")).to_contain_text(say("Priced by this till, as of %(moment)s", moment="")[:6])
    assert violations(page) == []
    pay(page, "2000")

    expect(page.locator(".done-change")).to_contain_text("¥772")
    expect(receipt(page)).to_contain_text("※")
    assert violations(page) == []
    number = receipt(page).get_attribute("aria-label") or ""
    page.get_by_role("button", name=say("Next sale")).click()
    scan(page, shop.beans.gtin or "")
    pay(page, "")
    expect(page.locator(".connection")).to_contain_text(say("To be booked: %(count)s", count=2))
    page.get_by_role("navigation").get_by_role("link", name=say("Settings")).click()
    expect(page.get_by_role("button", name=say("Sign out"))).to_be_disabled()
    assert not Order.objects.exists()

    page.context.set_offline(False)

    expect(page.locator(".connection")).to_have_text(say("Connected"))
    first, second = Order.objects.order_by("placed_at")
    assert (first.total_minor, second.total_minor) == (1_228, 980)
    assert first.late.provisional_number in number
    assert not LateDifference.objects.exists()
    assert all_differences() == []


def test_a_sale_that_the_server_does_not_answer_is_kept_and_not_doubled(page: Page, shop: Shop) -> None:
    wait_for_goods(page)
    page.route("**/api/v1/till/sales", lose_answer, times=1)

    pay(page, "1000")

    expect(receipt(page)).to_contain_text(say("Made by this till, without a network"))
    expect(page.locator(".connection")).to_have_text(say("Connected"))
    page.get_by_role("button", name=say("Next sale")).click()
    expect(page.locator("#scan")).to_be_visible()
    assert Order.objects.get().booked_at is None


@pytest.mark.thorough
def test_a_new_version_waits_for_the_end_of_the_sale(page: Page, shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "TEXTS", (*TEXTS, "Basket"))
    page.clock.install()
    page.evaluate("document.body.dataset.version = 'old'")

    page.evaluate(LOOK_FOR_A_NEW_VERSION)
    page.get_by_role("navigation").get_by_role("link", name=say("Settings")).click()
    expect(page.get_by_role("button", name=say("Take it up now"))).to_be_visible()
    page.get_by_role("navigation").get_by_role("link", name=say("Ring up")).click()
    page.clock.run_for(60_000)
    expect(line_of(page, shop.beans)).to_be_visible()
    expect(page.locator("body[data-version=old]")).to_be_attached()
    page.get_by_role("button", name=say("Clear the list")).click()
    page.clock.run_for(60_000)

    expect(page.locator("body[data-version=old]")).not_to_be_attached()
    expect(page.locator("#scan")).to_be_visible()
    assert '"Basket"' in page.content()
