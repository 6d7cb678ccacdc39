"""Transfers in a browser: the whole way by keyboard and scanner, and every page for everybody."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from noren.stock.models import Level
from noren.stock.transfers.models import Transfer
from tests.browser.axe import violations
from tests.browser.conftest import DESK, PHONE, TABLET
from tests.browser.keys import press, tab_to, tab_to_name
from tests.browser.office_desk import sign_in
from tests.browser.transfer_desk import TransferDesk, a_transfer_desk
from tests.browser.widths import too_wide
from tests.factories import all_differences

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
OpenContext = Callable[..., BrowserContext]


@pytest.mark.thorough
def test_the_pages_of_transfers_have_no_violation_and_fit(open_context: OpenContext) -> None:
    desk = a_transfer_desk()
    page = open_context(size=PHONE, locale="ja-JP").new_page()
    sign_in(page, desk.head.account)

    for path in desk.pages():
        page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
        page.goto(path)
        assert violations(page) == [], path
        assert too_wide(page) == [], path
        page.set_viewport_size({"width": DESK[0], "height": DESK[1]})
        assert too_wide(page) == [], path


@pytest.mark.thorough
def test_goods_go_from_store_to_store_by_keyboard_and_scanner(open_context: OpenContext) -> None:
    desk = a_transfer_desk()
    page = open_context(size=TABLET, locale="ja-JP").new_page()
    sign_in(page, desk.head.account, to="/office/transfers/new/")

    _draft(page, desk)
    press(page, "商品を確保する")
    expect(page.locator("[role=status]")).to_contain_text("渋谷店で商品を確保しました")
    press(page, "発送する")
    _pack(page, desk)
    expect(page.locator("#next + p")).to_contain_text("3点が輸送中です")
    press(page, "入荷する")
    _receive_with_a_difference(page, desk)

    expect(page.locator("#next + p")).to_contain_text("2点が新宿店に届き")
    expect(page.locator("main")).to_contain_text("輸送中に紛失 1")
    transfer = Transfer.objects.get()
    levels = Level.objects.filter(variant=desk.coffee).order_by("store__code")
    assert (transfer.status, [level.on_hand for level in levels]) == ("received", [38, 1])
    assert all_differences() == []


@pytest.mark.thorough
def test_there_is_nothing_to_scan_into_before_the_page_listens(open_context: OpenContext) -> None:
    desk = a_transfer_desk()
    uid = desk.transfer("ready")
    page = open_context(size=TABLET, locale="ja-JP").new_page()
    sign_in(page, desk.head.account)
    held: list[Route] = []
    page.route("**/count*.js", lambda route: held.append(route))

    page.goto(f"/office/transfers/{uid}/send/", wait_until="commit")
    page.wait_for_timeout(500)
    expect(page.locator("#id_scan")).to_have_count(0)
    for route in held:
        route.continue_()
    page.locator("#id_scan").wait_for()
    for _ in range(2):
        _scan(page, desk.coffee.gtin or "")

    expect(page.locator(".office-count").first).to_have_value("2")


def _draft(page: Page, desk: TransferDesk) -> None:
    """Two packets of coffee by their barcode, one of tea from the words of its name."""
    tab_to(page, "[name=from_store]")
    page.keyboard.type("S001")
    tab_to(page, "[name=to_store]")
    page.keyboard.type("新宿店")
    tab_to(page, "#id_find")
    _look_up(page, desk.coffee.gtin or "")
    expect(page.locator("#id_find")).to_be_focused()
    _look_up(page, desk.coffee.gtin or "")
    expect(page.locator("[name=pieces]")).to_have_value("2")
    _look_up(page, "煎茶")
    press(page, "宇治煎茶 100g TEA-100を追加")
    expect(page.locator("[name=pieces]")).to_have_count(2)
    press(page, "下書きを保存")
    expect(page.locator("[role=status]")).to_contain_text("下書きを保存しました")


def _pack(page: Page, desk: TransferDesk) -> None:
    """All of it, piece by piece."""
    expect(page.locator("#id_scan")).to_be_focused()
    for code in (desk.coffee.gtin, desk.coffee.sku.lower(), desk.tea.sku):
        _scan(page, code or "")
    expect(page.locator("#scanned")).to_have_text("宇治煎茶 100g: 1")
    expect(page.locator(".office-count").first).to_have_value("2")
    press(page, "発送する")
    page.wait_for_url(lambda url: url.endswith(f"{Transfer.objects.get().uid}/"))


def _receive_with_a_difference(page: Page, desk: TransferDesk) -> None:
    """One packet of coffee is not in the box."""
    expect(page.locator("#id_scan")).to_be_focused()
    for code in (desk.coffee.gtin, desk.tea.gtin):
        _scan(page, code or "")
    tab_to_name(page, "入荷する")
    page.keyboard.press("Enter")
    expect(page.locator("#differs")).to_be_visible()
    assert violations(page) == []
    tab_to(page, "#differences select")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#differences select")).to_have_value("lost")
    press(page, "入荷して完了する")


def _scan(page: Page, code: str) -> None:
    """What a scanner does: it types a code, and Enter."""
    page.keyboard.type(code)
    page.keyboard.press("Enter")


def _look_up(page: Page, code: str) -> None:
    """The same where the server is asked."""
    with page.expect_navigation():
        _scan(page, code)
