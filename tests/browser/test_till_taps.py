"""A tap on a screen that moves under the finger: what was pressed is what is tapped."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import TABLET, OpenPage
from tests.browser.till_desk import Shop, scan, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

_SAY_NEWS = "() => document.querySelector('.bar-news').insertAdjacentHTML('beforeend', '<p class=notice>News</p>')"


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    shop = Shop()
    page = open_page("/till/", size=TABLET, has_touch=True)
    sign_in(page, shop)
    scan(page, shop.beans.sku)
    expect(_quantity(page)).to_have_value("1")
    return page


def _quantity(page: Page) -> Locator:
    return page.locator(".stepper input").first


def _more(page: Page) -> tuple[float, float]:
    """Where one piece more is tapped: at the upper edge of its button, so that the news push another thing there."""
    box = page.locator(".stepper button").nth(1).bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + 4


def _click(page: Page, x: float, y: float, *, between: Callable[[], object], slide: float = 0) -> None:
    page.mouse.move(x, y)
    page.mouse.down()
    between()
    page.mouse.move(x + slide, y)
    page.mouse.up()


def _touch(page: Page, x: float, y: float, *, between: Callable[[], object], slide: float = 0) -> None:
    chromium = page.context.new_cdp_session(page)
    chromium.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    between()
    if slide:
        chromium.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [{"x": x + slide, "y": y}]})
    chromium.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


@pytest.mark.parametrize("tap", [_click, _touch], ids=["mouse", "finger"])
def test_news_that_push_the_screen_down_under_a_tap_do_not_lose_it(page: Page, tap: Callable[..., None]) -> None:
    x, y = _more(page)

    tap(page, x, y, between=lambda: page.evaluate(_SAY_NEWS))

    expect(_quantity(page)).to_have_value("2")
    assert _more(page)[1] > y + 20


def test_a_tap_that_slides_off_is_none(page: Page) -> None:
    _click(page, *_more(page), between=lambda: None, slide=200)
    _click(page, *_more(page), between=lambda: None)

    expect(_quantity(page)).to_have_value("2")
