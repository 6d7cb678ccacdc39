"""Two builds of the till behind one address, while a new version is rolled out: no page without its files."""

import pytest
from playwright.sync_api import Page, expect

from noren.till import views
from tests.browser.conftest import OpenPage
from tests.browser.till_desk import Shop, say

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SCRIPT = "**/static/till/assets/main-*.js"
IS_KEPT = "navigator.serviceWorker.ready.then((registration) => registration.active.state === 'activated')"
HAS_FAILED = """() => navigator.serviceWorker.getRegistration()
    .then((one) => !one || !(one.installing || one.waiting || one.active))"""


@pytest.fixture
def shop(live: str) -> Shop:
    del live  # the server's database, which is emptied after each test
    return Shop()


def sign_in_button(page: Page) -> None:
    """The till is there."""
    expect(page.get_by_role("button", name=say("Sign in"), exact=True)).to_be_visible()


def test_a_page_whose_files_another_server_does_not_have_is_asked_for_again(open_page: OpenPage, shop: Shop) -> None:
    page = open_page("/till/")
    sign_in_button(page)
    page.route(SCRIPT, lambda route: route.fulfill(status=404), times=1)

    page.reload()

    sign_in_button(page)


@pytest.mark.thorough
def test_a_page_of_another_build_is_not_kept_with_the_files_of_this_one(
    open_page: OpenPage, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "BUILD_HEADER", "Another-Build")
    page = open_page("/till/", service_workers="allow")
    sign_in_button(page)
    page.wait_for_function(HAS_FAILED)

    monkeypatch.undo()
    page.reload()

    page.wait_for_function(IS_KEPT)
