"""Other prices and quick keys at the till: taken off for a reason, approved on the spot, and sold in few touches."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from noren.orders.late.models import LateDifference
from noren.orders.markdowns.models import MarkdownGiven
from noren.orders.models import Order
from noren.orders.quick_keys.arrange import Key, arrange_quick_keys
from noren.people.models import Role
from tests.browser.axe import violations
from tests.browser.conftest import PHONE, TABLET, OpenPage
from tests.browser.keys import press, tab_to_name
from tests.browser.test_till_without_network import lose_network
from tests.browser.till_desk import (
    PASSWORD,
    Shop,
    line_of,
    pay,
    receipt,
    say,
    scan,
    sign_in,
    sign_in_by_keyboard,
    total,
)
from tests.browser.widths import too_wide
from tests.factories import make_coupon, make_staff

pytestmark = [pytest.mark.browser, pytest.mark.slow]

COUNT_TOUCHES = "addEventListener('pointerdown', () => { window.touches = (window.touches ?? 0) + 1 }, true)"


@pytest.fixture
def shop(live: str) -> Shop:
    del live  # the server's database, which is emptied after each test
    return Shop()


def _arrange(shop: Shop) -> None:
    keys = [
        Key("定番", 1, shop.milk.sku, "牛乳"),
        Key("定番", 2, shop.beans.sku),
        Key("道具", 3, shop.filters.sku, "フィルター"),
    ]
    arrange_quick_keys(keys, store_id=shop.store.pk, at=timezone.now())


def _key(page: Page, words: str) -> Locator:
    return page.locator(".quick-key").filter(has_text=words)


def _take_off(page: Page, how: str, value: str, reason: str) -> None:
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name=say(how), exact=True).click()
    dialog.locator("#markdown-value").fill(value)
    dialog.get_by_role("button", name=say(reason), exact=True).click()
    dialog.get_by_role("button", name=say("Mark it down"), exact=True).click()


def test_a_price_is_changed_for_a_reason_before_the_coupon_and_the_receipt_says_so(
    open_page: OpenPage, shop: Shop
) -> None:
    make_coupon(code="AKI10", percent_bp=1_000, valid_until=timezone.now() + timedelta(days=9))
    page = open_page("/till/")
    sign_in(page, shop)
    scan(page, shop.beans.gtin or "")
    expect(total(page)).to_have_text("¥980")

    line_of(page, shop.beans).locator(".amount").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name=say("Mark it down"), exact=True).click()
    expect(dialog.get_by_role("alert").first).to_be_visible()
    assert violations(page, within="dialog") == []
    assert too_wide(page) == []
    _take_off(page, "Percent off", "２０", "Damaged")
    expect(total(page)).to_have_text("¥784")
    page.get_by_role("button", name=say("Take off the sale")).click()
    _take_off(page, "Amount off", "84", "Display piece")
    expect(total(page)).to_have_text("¥700")
    page.get_by_label(say("Coupon code")).fill("aki10")
    page.get_by_role("button", name=say("Use it")).click()
    expect(total(page)).to_have_text("¥630")
    pay(page, "1000")

    expect(receipt(page)).to_contain_text("値引：破損")
    expect(receipt(page)).to_contain_text("会計値引：展示品")
    order = Order.objects.get()
    assert (order.goods_minor, order.discount_minor, order.total_minor) == (980, 350, 630)
    assert list(MarkdownGiven.objects.order_by("pk").values_list("amount_minor", "reason")) == [
        (196, "破損"),
        (84, "展示品"),
    ]


@pytest.mark.thorough
def test_what_a_clerk_may_not_take_off_alone_a_manager_approves_on_the_spot(open_page: OpenPage, shop: Shop) -> None:
    manager = make_staff(role=Role.MANAGER, store=shop.store, password=PASSWORD)
    page = open_page("/till/")
    sign_in(page, shop)
    scan(page, shop.beans.gtin or "")
    line_of(page, shop.beans).locator(".amount").click()
    _take_off(page, "New price of a piece", "500", "Wrong price tag")
    expect(total(page)).to_have_text("¥500")

    expect(page.locator(".pay")).to_be_disabled()
    page.get_by_role("button", name=say("Have it approved")).click()
    page.get_by_label(say("Staff code")).fill(manager.code)
    page.get_by_label(say("Password")).fill(PASSWORD)
    assert violations(page, within="dialog") == []
    page.get_by_role("button", name=say("Approve"), exact=True).click()
    pay(page, "")

    expect(page.locator(".done-change")).to_be_visible()
    given = MarkdownGiven.objects.get()
    assert given.approval is not None
    assert (given.approval.approved_by, given.amount_minor) == (manager, 480)


@pytest.mark.thorough
def test_a_markdown_of_other_goods_than_were_approved_is_approved_anew(open_page: OpenPage, shop: Shop) -> None:
    make_staff(role=Role.MANAGER, store=shop.store, password=PASSWORD)
    page = open_page("/till/")
    sign_in(page, shop)
    scan(page, shop.beans.gtin or "")
    line_of(page, shop.beans).locator(".amount").click()
    _take_off(page, "Percent off", "50", "Damaged")
    line_of(page, shop.beans).locator(".amount").click()
    page.get_by_role("dialog").get_by_role("button", name=say("Undo")).click()
    page.get_by_role("dialog").get_by_role("button", name=say("Back")).click()

    expect(total(page)).to_have_text("¥980")
    expect(page.locator(".pay")).to_be_enabled()


@pytest.mark.thorough
def test_without_a_network_a_clerk_takes_off_what_they_may_alone(open_page: OpenPage, shop: Shop) -> None:
    page = open_page("/till/")
    sign_in(page, shop)
    lose_network(page)
    scan(page, shop.beans.gtin or "")
    expect(total(page)).to_have_text("¥980")

    line_of(page, shop.beans).locator(".amount").click()
    _take_off(page, "Percent off", "50", "Damaged")
    expect(total(page)).to_have_text("¥490")
    expect(page.locator(".dock-pay")).to_contain_text(
        say("So much is taken off only when a second person approves it, which needs the network.")
    )
    expect(page.locator(".pay")).to_be_disabled()
    line_of(page, shop.beans).locator(".amount").click()
    _take_off(page, "Percent off", "30", "Damaged")
    expect(total(page)).to_have_text("¥686")
    pay(page, "")
    expect(receipt(page)).to_contain_text("値引：破損")
    page.context.set_offline(False)

    expect(page.locator(".connection")).to_have_text(say("Connected"))
    assert Order.objects.get().total_minor == 686
    assert MarkdownGiven.objects.get().amount_minor == 294
    assert LateDifference.objects.count() == 0


@pytest.mark.thorough
def test_a_sale_is_rung_up_by_quick_keys_alone_in_few_touches(open_page: OpenPage, shop: Shop) -> None:
    _arrange(shop)
    page = open_page("/till/", size=TABLET)
    sign_in(page, shop)
    milk = _key(page, "牛乳")
    expect(milk).to_be_visible()
    page.evaluate(COUNT_TOUCHES)

    milk.click()
    milk.click()
    page.get_by_role("button", name="道具", exact=True).click()
    _key(page, "フィルター").click()
    expect(total(page)).to_have_text("¥776")
    pay(page, "")

    expect(page.locator(".done-change")).to_be_visible()
    assert page.evaluate("window.touches") == 7
    assert Order.objects.get().total_minor == 776


@pytest.mark.thorough
def test_three_scanned_goods_are_paid_in_cash_in_at_most_eight_touches(open_page: OpenPage, shop: Shop) -> None:
    page = open_page("/till/", size=TABLET)
    sign_in(page, shop)
    page.evaluate(COUNT_TOUCHES)

    for variant in (shop.beans, shop.filters, shop.milk):
        scan(page, variant.gtin or "")
        expect(line_of(page, variant)).to_be_visible()
    expect(total(page)).to_have_text("¥1,508")
    pay(page, "")

    expect(page.locator(".done-change")).to_be_visible()
    assert page.evaluate("window.touches") <= 8


@pytest.mark.thorough
@pytest.mark.parametrize("size", [TABLET, (1180, 820)], ids=["upright", "across"])
def test_many_keys_leave_the_list_half_of_the_height_and_their_names_two_lines(
    open_page: OpenPage, shop: Shop, size: tuple[int, int]
) -> None:
    names = ("深煎りコーヒー豆 ブラジル 200g", "有機栽培バナナ 3本入り", "ドリップバッグ詰め合わせ 10袋", "レジ袋 大")
    goods = [shop.stock(str(300_000 + place), names[place % 4], 100, category=f"c{place}") for place in range(24)]
    keys = [Key("定番", place, variant.sku) for place, variant in enumerate(goods, start=1)]
    arrange_quick_keys(keys, store_id=shop.store.pk, at=timezone.now())
    page = open_page("/till/", size=size)
    sign_in(page, shop)
    expect(page.locator(".quick-key").first).to_be_visible()
    scan(page, shop.milk.gtin or "")
    expect(line_of(page, shop.milk)).to_be_visible()

    for key in page.locator(".quick-key").all()[:4]:
        box = key.bounding_box()
        assert box is not None
        assert box["width"] >= 9 * 16
        assert key.locator(".quick-name").evaluate("(name) => name.getClientRects().length && name.clientHeight") <= 40
    sums = page.locator(".dock" if size == TABLET else ".totals").evaluate("(sums) => sums.getBoundingClientRect().top")
    bar = page.locator(".bar").evaluate("(bar) => bar.getBoundingClientRect().bottom")
    begins = page.locator(".desk-goods").evaluate("(goods) => goods.getBoundingClientRect().top")
    assert sums - begins >= (sums - bar) / 2


@pytest.mark.thorough
def test_keys_that_were_folded_stay_folded_on_this_device(open_page: OpenPage, shop: Shop) -> None:
    _arrange(shop)
    page = open_page("/till/", size=TABLET)
    sign_in(page, shop)
    fold = page.get_by_role("button", name=say("Quick keys"), exact=True)
    expect(_key(page, "牛乳")).to_be_visible()

    fold.click()
    expect(_key(page, "牛乳")).to_be_hidden()
    page.reload()

    expect(fold).to_have_attribute("aria-expanded", "false")
    expect(_key(page, "牛乳")).to_be_hidden()


@pytest.mark.thorough
def test_keys_and_prices_fit_phones_tablets_and_desks_and_axe_finds_nothing(open_page: OpenPage, shop: Shop) -> None:
    _arrange(shop)
    page = open_page("/till/", size=PHONE)
    sign_in(page, shop)
    page.get_by_role("button", name=say("Quick keys"), exact=True).click()
    key = _key(page, "牛乳")
    key.click()

    expect(total(page)).to_have_text("¥248")
    assert too_wide(page) == []
    assert violations(page) == []
    box = key.bounding_box()
    assert box is not None
    assert box["height"] >= 44
    assert box["width"] >= 44


@pytest.mark.thorough
def test_keys_and_prices_are_reached_by_keyboard_in_english(open_page: OpenPage, shop: Shop) -> None:
    _arrange(shop)
    page = open_page("/till/", locale="en-GB")
    sign_in_by_keyboard(page, shop)
    expect(page.get_by_role("button", name="牛乳")).to_be_visible()

    press(page, "牛乳")
    expect(total(page)).to_have_text("¥248")
    press(page, "¥248, change the price of 牛乳 1L")
    tab_to_name(page, "Percent off")
    page.locator("#markdown-value").focus()
    page.keyboard.type("10")
    page.locator("#markdown-reason").focus()
    page.keyboard.type("Dented", delay=60)
    press(page, "Mark it down")

    expect(total(page)).to_have_text("¥224")
