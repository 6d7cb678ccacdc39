"""Goods in and stocktakes in a browser: a scanner that types faster than pages load, by keyboard, on a tablet."""

from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Route, expect

from noren.kernel.ids import uuid7
from noren.people.models import Role
from noren.stock.correct import set_on_hand
from noren.stock.count import open_count
from noren.stock.count_goods import Counted, count_goods
from noren.stock.goods_in import check_in, open_delivery
from noren.stock.ledger import Cause
from noren.stock.models import AsideState, CountEntry, Delivery, Level
from noren.stock.reorder import set_reorder_default
from noren.stock.set_aside import set_aside
from tests.browser.axe import violations
from tests.browser.conftest import DESK, PHONE, TABLET
from tests.browser.keys import press, tab_to
from tests.browser.office_desk import PASSWORD, Office, an_office, sign_in
from tests.browser.widths import too_wide
from tests.factories import all_differences, make_staff, make_variant, stock_up

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
OpenContext = Callable[..., BrowserContext]


def busy_stock(office: Office) -> list[str]:
    """Something of each kind to do; the addresses of the pages that show it."""
    store, at = office.store, timezone.now()
    beans, cups = Level.objects.get().variant, make_variant(sku="CUP-01", name="マグカップ 藍色のれん柄 300ml")
    level = stock_up(store, cups, 6)
    names = {beans.pk: "豆", cups.pk: "マグ"}
    cause = Cause("office", uuid7(), at, "取っ手が欠けている")
    set_aside(store.pk, {cups.pk: 2}, AsideState.DAMAGED, cause=cause, names=names)
    set_on_hand(store.pk, {beans.pk: 0}, cause=Cause("office", uuid7(), at, "棚にない"))
    delivery = open_delivery(
        uuid7(), store_id=store.pk, supplier="山田珈琲", note_number="D-1024", expected={beans.pk: 12}, at=at
    )
    check_in(delivery.uid, beans.pk, pieces=10, damaged=1)
    check_in(delivery.uid, cups.pk, pieces=1)
    count = open_count(uuid7(), store_id=store.pk, name="月末の棚卸し", at=at)
    for variant, pieces in ((beans, 3), (cups, 5)):
        count_goods(count.uid, [Counted(uuid7(), variant.pk, pieces)], area="棚A", at=at, names=names)
    set_on_hand(store.pk, {beans.pk: 0}, cause=cause)
    set_reorder_default(store.pk, 8)
    counted = f"/office/stocktakes/{count.uid}/"
    return [
        "/office/",
        "/office/shortfalls/",
        "/office/low-stock/",
        "/office/deliveries/",
        "/office/deliveries/new/",
        f"/office/deliveries/{delivery.uid}/",
        "/office/stocktakes/",
        "/office/stocktakes/new/",
        counted,
        f"{counted}shelf/",
        "/office/set-aside/",
        f"/office/levels/{level.pk}/",
    ]


@pytest.mark.thorough
def test_the_pages_of_stock_have_no_violation_and_fit(open_context: OpenContext) -> None:
    office = an_office()
    paths = busy_stock(office)
    page = open_context(size=PHONE).new_page()
    manager = make_staff(role=Role.MANAGER, store=office.store, password=PASSWORD)
    sign_in(page, manager.account)

    for path in paths:
        page.goto(path)
        assert violations(page) == [], path
        assert too_wide(page) == [], path


@pytest.mark.thorough
def test_a_scanner_that_types_counts_a_shelf_and_it_is_closed_by_keyboard(open_context: OpenContext) -> None:
    office = an_office()
    beans, cups = Level.objects.get().variant, make_variant(sku="CUP-01", name="マグカップ")
    stock_up(office.store, cups, 4)
    expected = Level.objects.get(variant=beans).on_hand
    manager = make_staff(role=Role.MANAGER, store=office.store, password=PASSWORD)
    page = open_context(size=TABLET, locale="ja-JP").new_page()
    sign_in(page, manager.account, to="/office/stocktakes/new/")

    tab_to(page, "[name=name]")
    page.keyboard.press("Enter")
    page.wait_for_url("**/office/stocktakes/*-*/")
    press(page, "商品を数える")
    expect(page.locator("[name=code]")).to_be_focused()
    # A scanner: every character and Enter, one code right after the other, never waiting for the page.
    for code in (cups.sku, cups.sku, "NO-SUCH", cups.sku, beans.sku):
        page.keyboard.type(code)
        page.keyboard.press("Enter")
    said = page.locator("[data-said] li")
    expect(said.first).to_have_text("深煎りコーヒー豆 200g：＋1点、合計1点")
    expect(page.locator("[data-said] li.bad")).to_contain_text("NO-SUCH")
    # Once scanned, the sum of the shelf typed.
    page.keyboard.type(beans.sku)
    page.keyboard.press("Tab")
    page.keyboard.type(str(expected - 3))
    page.keyboard.press("Enter")
    expect(said.first).to_contain_text(f"合計{expected - 2}点")
    expect(page.locator(".records tbody tr")).to_have_count(5)
    assert violations(page) == []

    press(page, "差異を見る")
    expect(page.locator("[aria-labelledby=differing] tbody tr")).to_have_count(2)
    press(page, "締めて反映する")
    expect(page.locator("[role=status]")).to_have_text("棚卸しを締めて、差異を在庫に反映しました。")
    expect(page.locator("main")).to_contain_text("−2")

    assert {level.variant_id: level.on_hand for level in Level.objects.all()} == {beans.pk: expected - 2, cups.pk: 3}
    assert all_differences() == []


@pytest.mark.thorough
def test_without_scripts_a_scan_is_counted_too(open_context: OpenContext) -> None:
    office = an_office()
    count = open_count(uuid7(), store_id=office.store.pk, name="棚卸し", at=timezone.now())
    page = open_context(size=PHONE, locale="ja-JP", java_script_enabled=False).new_page()
    sign_in(page, office.store_clerk().account, to=f"/office/stocktakes/{count.uid}/shelf/")

    page.locator("[name=area]").fill("棚A")
    page.locator("[name=code]").fill(Level.objects.get().variant.sku)
    page.locator("[name=code]").press("Enter")

    expect(page.locator("[role=status]")).to_contain_text("＋1点、合計1点")
    expect(page.locator("[name=area]")).to_have_value("棚A")
    assert CountEntry.objects.get().pieces == 1


@pytest.mark.thorough
def test_what_was_scanned_while_the_network_was_away_is_sent_once_it_is_back(open_context: OpenContext) -> None:
    office = an_office()
    beans = Level.objects.get().variant
    delivery = open_delivery(
        uuid7(), store_id=office.store.pk, supplier="山田珈琲", note_number="D-1", expected={}, at=timezone.now()
    )
    context = open_context(size=DESK, locale="en-US")
    page = context.new_page()
    sign_in(page, office.store_clerk().account, to=f"/office/deliveries/{delivery.uid}/")

    page.route("**/office/deliveries/**", _lose)
    for _ in range(2):
        page.keyboard.type(beans.sku)
        page.keyboard.press("Enter")
    expect(page.locator("[data-waiting]")).to_be_visible()
    page.unroute("**/office/deliveries/**")
    expect(page.locator("[data-said] li").first).to_contain_text("2 so far")
    expect(page.locator("[data-waiting]")).to_be_hidden()
    expect(page.locator(".office-piece").first).to_have_value("2")
    page.get_by_role("button", name="Take into stock").click()

    expect(page.locator("[role=status]")).to_contain_text("in stock")
    assert Delivery.objects.get().status == "received"


def _lose(route: Route) -> None:
    """The request reaches the server, and its answer does not come back: the scan is sent once more."""
    route.fetch()
    route.abort()
