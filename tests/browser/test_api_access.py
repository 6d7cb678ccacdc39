"""The pages about the API: the reference, and the console with an operation open and the sign-in asked for."""

import pytest
from playwright.sync_api import expect

from tests.browser.axe import violations
from tests.browser.conftest import PATIENCE_MS, OpenPage
from tests.browser.widths import too_wide

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.thorough]


def test_the_reference_has_no_violation_and_fits(open_page: OpenPage) -> None:
    page = open_page("/api/v1/docs")

    page.locator(".operation summary").first.click()
    assert violations(page, but=".operation ~ .operation") == []
    assert too_wide(page) == []


def test_the_console_has_no_violation(open_page: OpenPage) -> None:
    page = open_page("/api/v1/docs/console")

    # It draws all hundred operations at once, which takes seconds of a machine that has nothing else to do.
    page.locator(".opblock-tag").first.click(timeout=4 * PATIENCE_MS)
    page.locator(".opblock-get .opblock-summary-control").first.click()
    page.get_by_role("button", name="Try it out").click()
    expect(page.get_by_role("button", name="Execute")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name="Authorize", exact=True).click()
    expect(page.get_by_role("button", name="Close").first).to_be_visible()
    assert violations(page, within=".dialog-ux") == []
