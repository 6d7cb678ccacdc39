"""The till without a network: it opens, and a new version waits for the end of the sale."""

import pytest
from playwright.sync_api import Page, expect

from noren.till import views
from noren.till.texts import TEXTS
from tests.browser.conftest import OpenPage
from tests.browser.till_desk import Shop, line_of, say, scan, sign_in, total

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
