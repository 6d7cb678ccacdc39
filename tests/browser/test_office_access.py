"""The office for everybody: no violation of axe on any page, nothing wider than its window, all of it by keyboard."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from noren.stock.models import Level
from tests.browser.axe import violations
from tests.browser.conftest import DESK, PHONE, TABLET
from tests.browser.office_desk import PASSWORD, an_office, sign_in
from tests.browser.widths import too_wide

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.thorough, pytest.mark.django_db(transaction=True)]
OpenContext = Callable[..., BrowserContext]


# Records of every kind of page: lists, read-only records with rows, and each form that is not like another.
RECORDS = (
    "orders/order/?store_named=nowhere",
    "stock/movement/",
    "people/customer/",
    "timeline/event/",
    "stores/store/add/",
    "coupons/coupon/add/",
    "coupons/grant/add/",
    "people/staffmember/add/",
    "people/apitoken/add/",
    "catalog/product/add/",
    "catalog/category/add/",
    "campaigns/campaign/add/",
)


def test_the_offices_own_pages_have_no_violation_and_fit(open_context: OpenContext) -> None:
    office = an_office()
    page = open_context(size=PHONE).new_page()
    page.goto("/office/login/")
    assert violations(page) == []
    sign_in(page, office.head.account)

    for path in (*office.pages(), "/office/online-to-store/?store=nowhere"):
        page.goto(path)
        assert violations(page) == [], path
        assert too_wide(page) == [], path


def test_lists_records_and_forms_have_no_violation_and_fit(open_context: OpenContext) -> None:
    office = an_office()
    page = open_context(size=DESK, locale="en-US").new_page()
    sign_in(page, office.head.account)
    level = Level.objects.get()

    for path in (*RECORDS, f"stock/level/{level.pk}/change/", f"outreach/message/{office.message.pk}/change/"):
        page.goto(f"/office/{path}")
        assert violations(page) == [], path
        assert too_wide(page, TABLET, DESK) == [], path


def test_a_form_that_was_refused_has_no_violation(open_context: OpenContext) -> None:
    office = an_office()
    page = open_context(size=PHONE, locale="en-US").new_page()
    sign_in(page, office.head.account, to="/office/coupons/coupon/add/")

    page.get_by_role("button", name="Save", exact=True).click()

    expect(page.get_by_role("alert")).to_contain_text("This was not saved.")
    assert violations(page) == []


def test_a_page_that_is_not_allowed_says_so_without_violations(open_context: OpenContext) -> None:
    office = an_office()
    page = open_context(size=PHONE, locale="ja-JP").new_page()
    clerk = office.store_clerk()
    sign_in(page, clerk.account)

    page.goto("/office/people/staffmember/")

    expect(page.locator("main")).to_contain_text("このページを見る権限がありません。")
    assert violations(page) == []


def test_the_way_from_the_sign_in_to_an_order_is_walked_by_keyboard(open_context: OpenContext) -> None:
    office = an_office()
    page = open_context(size=DESK, locale="en-US").new_page()
    page.goto("/office/login/?next=/office/")

    expect(page.locator("[name=username]")).to_be_focused()
    page.keyboard.type(office.head.account.email)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "login" not in url)
    _press_until(page, "To the content")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    _press_until(page, office.waiting.number)
    page.keyboard.press("Enter")

    page.wait_for_url("**/change/")
    expect(page.locator("h1")).to_have_text(office.waiting.number)
    _press_until(page, "Cancel order")
    page.keyboard.press("Enter")
    page.wait_for_url("**/cancel/")
    _press_until(page, "", tag="INPUT")
    page.keyboard.type("Asked by phone")
    page.keyboard.press("Enter")
    expect(page.locator("[role=status]")).to_have_text("The order is cancelled.")


def _press_until(page: Page, words: str, *, tag: str = "") -> None:
    """Press Tab until the focus is on a link or button with these words, or on a field."""
    for _ in range(80):
        page.keyboard.press("Tab")
        found = page.evaluate("[document.activeElement.tagName, document.activeElement.innerText.trim()]")
        if (tag and found[0] == tag) or (not tag and found[1] == words):
            visible = page.evaluate("getComputedStyle(document.activeElement).outlineStyle !== 'none'")
            assert visible, f"nothing shows that {words or tag} has the focus"
            return
    raise AssertionError(f"{words or tag} is not reached by Tab")
