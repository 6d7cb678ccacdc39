"""The till's camera: goods before it are rung up, without a network too; what cannot be read is said in words."""

from collections.abc import Generator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from noren.kernel.ids import gtin_check_digit
from tests.browser.axe import violations
from tests.browser.conftest import DESK, PHONE, TABLET, OpenPage, launch
from tests.browser.film import Rows, blank, ean13, film, qr
from tests.browser.test_till_without_network import IS_KEPT, lose_network
from tests.browser.till_desk import Shop, line_of, say, sign_in, total

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def gtin_of(sku: str) -> str:
    """The barcode number that the shop of these tests gives to a SKU."""
    return f"200000{sku}{gtin_check_digit(f'200000{sku}')}"


BEANS, MILK = gtin_of("100042"), gtin_of("100044")
Scenes = tuple[tuple[Rows, int], ...]


@pytest.fixture
def browser(browser: Browser, tmp_path: Path, request: pytest.FixtureRequest) -> Generator[Browser, None, None]:
    """Chromium with an allowed camera before which these scenes are played; without scenes, with no camera."""
    scenes: Scenes | None = getattr(request, "param", None)
    if scenes is None:
        yield browser
        return
    chromium = launch(
        browser.browser_type,
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={film(tmp_path / 'film.y4m', *scenes)}",
    )
    yield chromium
    chromium.close()


@pytest.fixture
def shop(live: str) -> Shop:
    del live  # the server's database, which is emptied after each test
    return Shop()


def seen(*scenes: tuple[Rows, int]) -> pytest.MarkDecorator:
    """What the camera of this test sees."""
    return pytest.mark.parametrize("browser", [scenes], indirect=True, ids=["film"])


def open_camera(page: Page) -> None:
    """Open the camera of the scan bar."""
    page.get_by_role("button", name=say("Scan with the camera")).click()
    expect(page.locator("video.camera-view")).to_be_visible()


@pytest.mark.thorough
@seen((ean13(BEANS), 1))
def test_goods_held_before_the_camera_are_rung_up_once(open_page: OpenPage, shop: Shop) -> None:
    page = open_page("/till/", size=TABLET)
    sign_in(page, shop)

    open_camera(page)

    expect(line_of(page, shop.beans)).to_be_visible()
    page.wait_for_timeout(2_500)
    expect(total(page)).to_have_text("¥980")
    assert violations(page) == []
    page.get_by_role("button", name=say("Take off %(name)s", name="深煎りコーヒー豆 200g")).first.click()
    expect(line_of(page, shop.beans)).to_have_count(0)
    page.get_by_role("button", name=say("Close the camera")).click()
    expect(page.locator("video")).to_have_count(0)


@pytest.mark.thorough
@seen((ean13(BEANS), 2), (ean13(MILK), 2), (blank(), 40))
def test_one_package_after_another_is_rung_up_without_a_touch(open_page: OpenPage, shop: Shop) -> None:
    page = open_page("/till/", size=PHONE)
    sign_in(page, shop)

    open_camera(page)

    expect(total(page)).to_have_text("¥1,228")
    expect(page.get_by_role("list", name=say("Read last")).get_by_role("listitem")).to_have_text(
        [f"牛乳 1L{say('Take off')}", f"深煎りコーヒー豆 200g{say('Take off')}"]
    )


@pytest.mark.thorough
@seen((ean13(MILK), 1))
def test_the_camera_reads_without_a_network_that_was_never_asked_for_it(open_page: OpenPage, shop: Shop) -> None:
    page = open_page("/till/", service_workers="allow")
    sign_in(page, shop)
    page.wait_for_function(IS_KEPT)
    lose_network(page)
    page.reload()
    expect(page.locator("#scan")).to_be_visible()

    open_camera(page)

    expect(line_of(page, shop.milk)).to_be_visible()
    expect(total(page)).to_have_text("¥248")


@pytest.mark.thorough
@seen((qr(f"https://maker.example/01/0{MILK}/10/L1?17=200101"), 1))
def test_a_package_past_its_date_is_asked_about_before_it_is_taken(open_page: OpenPage, shop: Shop) -> None:
    page = open_page("/till/", size=DESK)
    sign_in(page, shop)

    open_camera(page)

    dialog = page.get_by_role("dialog", name=say("This package is past its date"))
    expect(dialog).to_contain_text("2020")
    assert violations(page) == []
    dialog.get_by_role("button", name=say("Do not take it")).click()
    expect(dialog).to_have_count(0)
    expect(line_of(page, shop.milk)).to_have_count(0)


@pytest.mark.thorough
@seen((ean13(BEANS), 1))
def test_the_camera_closes_where_taking_cash_puts_it_aside(open_page: OpenPage, shop: Shop) -> None:
    page = open_page("/till/", size=TABLET)
    sign_in(page, shop)
    open_camera(page)
    expect(line_of(page, shop.beans)).to_be_visible()

    page.locator(".pay").click()

    expect(page.locator(".cash")).to_be_visible()
    expect(page.locator("video")).to_have_count(0)
    expect(page.locator(".camera-reads")).to_have_count(0)
    page.get_by_role("button", name=say("Back"), exact=True).click()
    expect(page.get_by_role("button", name=say("Scan with the camera"))).to_have_attribute("aria-expanded", "false")


@pytest.mark.thorough
@seen((ean13(BEANS), 1))
def test_the_camera_is_used_by_keyboard_and_closes_with_the_screen(open_page: OpenPage, shop: Shop) -> None:
    page = open_page("/till/")
    sign_in(page, shop)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(line_of(page, shop.beans)).to_be_visible()

    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")

    expect(page.locator("video")).to_have_count(0)


@pytest.mark.thorough
def test_a_device_without_a_camera_is_told_so_in_words(open_page: OpenPage, shop: Shop) -> None:
    page = open_page("/till/")
    sign_in(page, shop)

    page.get_by_role("button", name=say("Scan with the camera")).click()

    expect(page.get_by_text(say("This device has no camera that can be used."))).to_be_visible()
    expect(page.locator("video.camera-view")).to_be_hidden()
    page.get_by_role("button", name=say("Close the camera")).click()
    expect(page.get_by_text(say("This device has no camera that can be used."))).to_have_count(0)
