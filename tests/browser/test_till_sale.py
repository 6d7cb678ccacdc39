"""Selling over the counter, as a person at the till does it."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from noren.orders.models import Order, Receipt
from noren.stock.models import Level
from tests.browser.conftest import TABLET, OpenPage
from tests.browser.till_desk import Shop, join, line_of, pay, receipt, say, scan, sign_in, total
from tests.factories import make_coupon

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# Whether the screen is there before the browser handles any other event.
_TAP_AND_LOOK = """async () => {
  document.querySelector('nav a[href="#/sale"]').click();
  for (let i = 0; i < 9; i++) await null;
  return document.querySelector('#scan') !== null;
}"""


@pytest.fixture
def shop(live: str) -> Shop:
    del live  # the server's database, which is emptied after each test
    return Shop()


def test_a_member_buys_scanned_goods_with_a_coupon_for_cash(open_page: OpenPage, shop: Shop) -> None:
    member = join()
    make_coupon(code="AKI20", percent_bp=2_000, valid_until=timezone.now() + timedelta(days=9))
    page = open_page("/till/")
    sign_in(page, shop)

    scan(page, shop.beans.gtin or "")
    expect(line_of(page, shop.beans)).to_be_visible()
    scan(page, shop.filters.gtin or "")
    expect(line_of(page, shop.filters)).to_be_visible()
    scan(page, shop.filters.gtin or "")
    expect(line_of(page, shop.filters).locator("input")).to_have_value("2")
    scan(page, member.member_number or "")
    expect(page.locator(".who")).to_contain_text("佐藤 はるか")
    page.get_by_label(say("Coupon code")).fill("aki20")
    page.get_by_role("button", name=say("Use it")).click()
    expect(total(page)).to_have_text("¥1,232")
    pay(page, "2000")

    expect(page.locator(".done-change")).to_contain_text("¥768")
    expect(receipt(page)).to_contain_text("T1234567890123")
    order = Order.objects.get()
    assert (order.total_minor, order.discount_minor, order.status) == (1_232, 308, "completed")
    assert order.customer is not None
    assert order.customer.member_number == member.member_number
    assert order.points == 11
    assert Level.objects.get(variant=shop.filters).on_hand == 8


@pytest.mark.thorough
def test_goods_without_a_barcode_are_found_by_name_with_the_keys(open_page: OpenPage, shop: Shop) -> None:
    page = open_page("/till/")
    sign_in(page, shop)

    page.locator("#scan").fill("フィルター")
    expect(page.get_by_role("option")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")

    expect(line_of(page, shop.filters)).to_be_visible()
    expect(total(page)).to_have_text("¥280")


def test_a_scan_while_another_field_has_the_focus_is_a_scan(open_page: OpenPage, shop: Shop) -> None:
    page = open_page("/till/")
    sign_in(page, shop)
    coupon = page.get_by_label(say("Coupon code"))
    coupon.fill("AKI")
    coupon.focus()

    scan(page, shop.milk.gtin or "")

    expect(line_of(page, shop.milk)).to_be_visible()
    expect(coupon).to_have_value("AKI")


WATCH_FOCUS = """() => {
  // Runs right after the screen was drawn, before anything else may happen on the page.
  new MutationObserver(() => {
    const field = document.getElementById("scan");
    if (field && window.hadFocus === undefined) window.hadFocus = document.activeElement === field;
  }).observe(document, { childList: true, subtree: true });
}"""


@pytest.mark.thorough
def test_the_scan_field_has_the_focus_from_its_first_moment(open_page: OpenPage, shop: Shop) -> None:
    page = open_page("/till/")
    page.evaluate(WATCH_FOCUS)

    sign_in(page, shop)

    assert page.evaluate("window.hadFocus") is True


def test_a_scan_right_after_the_tap_on_ring_up_is_a_scan_of_the_sale(open_page: OpenPage, shop: Shop) -> None:
    page = open_page("/till/")
    sign_in(page, shop)
    page.get_by_role("navigation").get_by_role("link", name=say("Settings")).click()
    expect(page.get_by_role("heading", name=say("Settings"))).to_be_visible()

    assert page.evaluate(_TAP_AND_LOOK), "the screen was not there for the event that came next"

    scan(page, shop.beans.gtin or "")
    expect(total(page)).to_have_text("¥980")


@pytest.mark.thorough
def test_two_scans_in_a_row_are_both_taken(open_page: OpenPage, shop: Shop) -> None:
    page = open_page("/till/")
    sign_in(page, shop)

    for _ in range(3):
        scan(page, shop.milk.gtin or "")

    expect(line_of(page, shop.milk).locator("input")).to_have_value("3")
    expect(total(page)).to_have_text("¥744")


@pytest.mark.thorough
def test_a_code_that_nothing_has_is_said_and_nothing_is_added(open_page: OpenPage, shop: Shop) -> None:
    page = open_page("/till/")
    sign_in(page, shop)

    scan(page, "4900000000009")

    expect(page.locator("#scan-trouble")).to_have_text(
        say("Nothing has the code or name “%(code)s”.", code="4900000000009")
    )
    expect(page.locator(".line")).to_have_count(0)


@pytest.mark.thorough
def test_a_quantity_nobody_can_buy_is_refused_at_its_field_and_full_width_is_read(
    open_page: OpenPage, shop: Shop
) -> None:
    page = open_page("/till/")
    sign_in(page, shop)
    scan(page, shop.milk.gtin or "")
    quantity = line_of(page, shop.milk).locator("input")
    refusal = line_of(page, shop.milk).get_by_role("alert")

    for typed in ("0", "-1", "1.5", "1000000000", "三"):
        quantity.fill(typed)
        quantity.press("Enter")
        expect(refusal).to_contain_text("9999")
        expect(total(page)).to_have_text("¥248")
        expect(page.locator(".pay")).to_be_disabled()
        expect(page.locator(".dock-pay")).to_contain_text(say("First correct the quantity."))
        quantity.fill("1")
        quantity.press("Enter")
        expect(refusal).to_have_count(0)
        expect(page.locator(".pay")).to_be_enabled()
    quantity.fill("３")
    quantity.press("Enter")

    expect(total(page)).to_have_text("¥744")


@pytest.mark.thorough
def test_a_quantity_spoilt_while_the_cash_is_taken_stops_the_sale(open_page: OpenPage, shop: Shop) -> None:
    page = open_page("/till/")
    sign_in(page, shop)
    scan(page, shop.milk.gtin or "")
    page.locator(".pay").click()
    page.get_by_role("button", name=say("Exact")).click()
    finish = page.get_by_role("button", name=say("Finish"))
    expect(finish).to_be_enabled()

    line_of(page, shop.milk).locator("input").fill("1.5")

    expect(finish).to_be_disabled()
    expect(page.locator(".cash").get_by_role("alert")).to_have_text(say("First correct the quantity."))
    assert not Order.objects.exists()
    # What is refused is said once the field is left, and moves nothing away from under the finger.
    line_of(page, shop.milk).get_by_role("button", name=say("One more of %(name)s", name="牛乳 1L")).click()
    expect(line_of(page, shop.milk).locator("input")).to_have_value("2")
    expect(page.locator(".cash .total")).to_contain_text("¥496")
    page.get_by_role("button", name=say("Exact")).click()
    expect(finish).to_be_enabled()


@pytest.mark.thorough
def test_a_coupon_says_what_it_lacks_until_it_has_it(open_page: OpenPage, shop: Shop) -> None:
    until = timezone.now() + timedelta(days=9)
    make_coupon(code="HARU500", amount_minor=500, minimum_minor=2_000, valid_until=until)
    page = open_page("/till/")
    sign_in(page, shop)
    scan(page, shop.beans.gtin or "")
    page.get_by_label(say("Coupon code")).fill("HARU500")
    page.get_by_role("button", name=say("Use it")).click()
    expect(page.locator(".coupon--refused")).to_contain_text("¥1,020")

    quantity = line_of(page, shop.beans).locator("input")
    quantity.fill("3")
    quantity.press("Enter")

    expect(page.locator(".coupon--on")).to_contain_text("-¥500")
    expect(total(page)).to_have_text("¥2,440")


@pytest.mark.thorough
def test_a_coupon_nobody_made_is_named_and_takes_nothing_off(open_page: OpenPage, shop: Shop) -> None:
    page = open_page("/till/")
    sign_in(page, shop)
    scan(page, shop.beans.gtin or "")

    page.get_by_label(say("Coupon code")).fill("NOPE")
    page.get_by_role("button", name=say("Use it")).click()

    expect(page.locator(".coupon--refused")).to_contain_text("NOPE")
    expect(total(page)).to_have_text("¥980")
    pay(page, "")
    expect(receipt(page)).to_be_visible()


@pytest.mark.thorough
def test_a_line_that_was_taken_off_can_be_put_back(open_page: OpenPage, shop: Shop) -> None:
    page = open_page("/till/")
    sign_in(page, shop)
    scan(page, shop.beans.gtin or "")
    scan(page, shop.milk.gtin or "")
    expect(total(page)).to_have_text("¥1,228")

    page.get_by_role("button", name=say("Take off %(name)s", name="深煎りコーヒー豆 200g")).click()
    expect(total(page)).to_have_text("¥248")
    page.get_by_role("button", name=say("Put back")).click()

    expect(total(page)).to_have_text("¥1,228")
    expect(page.locator(".line").first).to_contain_text("深煎りコーヒー豆")


@pytest.mark.thorough
def test_too_little_cash_cannot_be_taken(open_page: OpenPage, shop: Shop) -> None:
    page = open_page("/till/", size=TABLET)
    sign_in(page, shop)
    scan(page, shop.beans.gtin or "")
    page.locator(".pay").click()

    page.get_by_label(say("Cash received")).fill("900")

    expect(page.locator(".change")).to_contain_text("¥80")
    expect(page.get_by_role("button", name=say("Finish"))).to_be_disabled()
    assert not Order.objects.exists()


@pytest.mark.thorough
def test_a_barcode_typed_into_the_cash_is_asked_about_before_it_is_booked(open_page: OpenPage, shop: Shop) -> None:
    page = open_page("/till/", size=TABLET)
    sign_in(page, shop)
    scan(page, shop.beans.gtin or "")
    page.locator(".pay").click()
    field = page.get_by_label(say("Cash received"))

    # A slow scanner types like a person: its Enter is the first submit.
    field.fill("49012345")
    field.press("Enter")
    expect(page.locator(".change")).to_have_text(say("Change of %(amount)s. Is that right?", amount="¥49,011,365"))
    field.fill("201000")
    page.get_by_role("button", name=say("Finish")).click()
    expect(page.locator(".change")).to_have_text(say("Change of %(amount)s. Is that right?", amount="¥200,020"))
    assert not Order.objects.exists()
    page.get_by_role("button", name=say("Finish")).click()

    expect(page.locator(".done-change")).to_contain_text("¥200,020")
    assert Order.objects.count() == 1


@pytest.mark.thorough
def test_a_second_tap_on_finish_books_nothing_more(open_page: OpenPage, shop: Shop) -> None:
    page = open_page("/till/")
    sign_in(page, shop)
    scan(page, shop.beans.gtin or "")
    page.locator(".pay").click()
    page.get_by_role("button", name=say("Exact")).click()

    page.get_by_role("button", name=say("Finish")).dblclick()

    expect(receipt(page)).to_be_visible()
    assert Order.objects.count() == Receipt.objects.count() == 1


def test_a_price_that_changed_since_it_was_shown_is_told_before_any_money_is_booked(
    open_page: OpenPage, shop: Shop
) -> None:
    page = open_page("/till/")
    sign_in(page, shop)
    scan(page, shop.beans.gtin or "")
    expect(total(page)).to_have_text("¥980")
    shop.beans.price_minor = 1_080
    shop.beans.save(update_fields=["price_minor"])

    pay(page, "2000")

    expect(
        page.get_by_role("alert").filter(has_text="1080").or_(page.get_by_role("alert").filter(has_text="1,080"))
    ).to_be_visible()
    expect(total(page)).to_have_text("¥1,080")
    assert not Order.objects.exists()
    pay(page, "2000")
    expect(page.locator(".done-change")).to_contain_text("¥920")


@pytest.mark.thorough
def test_goods_beyond_the_count_are_sold_because_the_customer_holds_them(open_page: OpenPage, shop: Shop) -> None:
    page = open_page("/till/")
    sign_in(page, shop)
    scan(page, shop.milk.gtin or "")
    quantity = line_of(page, shop.milk).locator("input")
    quantity.fill("12")
    quantity.press("Enter")
    expect(total(page)).to_have_text("¥2,976")

    pay(page, "")

    expect(receipt(page)).to_be_visible()
    assert Level.objects.get(variant=shop.milk).on_hand == -2


@pytest.mark.thorough
def test_the_next_scan_after_a_sale_begins_the_next_sale(open_page: OpenPage, shop: Shop) -> None:
    page = open_page("/till/")
    sign_in(page, shop)
    scan(page, shop.beans.gtin or "")
    expect(total(page)).to_have_text("¥980")
    pay(page, "")
    expect(receipt(page)).to_be_visible()

    scan(page, shop.milk.gtin or "")

    expect(line_of(page, shop.milk)).to_be_visible()
    expect(total(page)).to_have_text("¥248")
