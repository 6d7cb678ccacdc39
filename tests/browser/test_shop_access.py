"""The shop for everybody: axe finds nothing on any page, and the keyboard alone reaches an order."""

from collections.abc import Sequence

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django import Settings

from noren.catalog.models import Variant
from noren.coupons.models import CouponProduct
from noren.orders.models import Order
from noren.orders.place import place_order
from noren.stock.models import Hold, Level
from tests.browser.axe import violations
from tests.browser.conftest import DESK, PHONE, TABLET, OpenPage
from tests.browser.keys import tab_to
from tests.browser.shopper import go_to_review, member_with_account, place, reserve, sign_in
from tests.browser.till_desk import Shop
from tests.factories import counter_sale, make_coupon, make_store, stock_up, want

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.thorough, pytest.mark.django_db(transaction=True)]

PAGES = (
    "/",
    "/find/",
    "/find/?q=zzz",
    "/stores/",
    "/stores/S001/",
    "/place/",
    "/guide/",
    "/legal/",
    "/privacy/",
    "/basket/",
    "/claim/",
    "/claim/0198c0de-0000-7000-8000-000000000000/",
    "/account/login/",
    "/account/signup/",
    "/account/password/reset/",
    "/account/password/reset/done/",
    "/outbox/",
    "/demo/",
    "/no/such/page/",
)


def test_axe_finds_nothing_on_the_pages_of_anybody(open_page: OpenPage, settings: Settings) -> None:
    settings.DEMO = True
    shop = Shop()
    page = open_page("/", size=PHONE)
    product = f"/products/{shop.beans.product.code}/"
    paths = [*PAGES, product, f"{product}store/", f"{product}store/?q=zzz"]

    assert _faults(page, paths) == {}


def test_axe_finds_nothing_on_the_way_to_an_order_and_on_its_refusals(open_page: OpenPage) -> None:
    shop = Shop()
    stock_up(make_store(code="S002", name="代々木店"), shop.beans, 5)
    make_coupon(code="BIG", amount_minor=500, minimum_minor=30_000)
    make_coupon(code="TEN", percent_bp=1_000, is_public=True)
    make_coupon(code="ONCE", customer_limit=1, is_public=True)
    listed = make_coupon(code="LISTED", is_for_listed_goods=True, is_public=True, store_codes=["S001", "S002"])
    CouponProduct.objects.create(coupon=listed, product=shop.beans.product)
    page = open_page("/", size=DESK, locale="en-US")
    found: dict[str, list[str]] = {}

    reserve(page, shop)
    page.locator("#coupon-code").fill("big")
    page.locator("#coupon-code").press("Enter")
    expect(page.locator(".coupon--refused .code", has_text="BIG")).to_be_visible()
    page.goto("/basket/stores/")
    found["other stores"] = violations(page)
    page.goto("/coupons/TEN/")
    found["coupon for all goods"] = violations(page)
    page.goto("/coupons/LISTED/")
    found["coupon for listed goods"] = violations(page)
    page.goto("/basket/")
    page.locator(f"#quantity-{shop.beans.sku}").fill("1.5")
    page.locator(f"#quantity-{shop.beans.sku}").press("Enter")
    expect(page.locator(".field__error")).to_be_visible()
    found["basket with errors"] = violations(page)
    page.goto("/basket/")
    page.locator("form[action$='/checkout/hold/'] button").click()
    page.locator("main form button").first.click()
    expect(page.locator(".field__error").first).to_be_visible()
    found["contact with errors"] = violations(page)
    page.goto("/basket/")
    go_to_review(page)
    found["review"] = violations(page)
    Variant.objects.filter(pk=shop.beans.pk).update(price_minor=1_080)
    page.locator("form[action$='/checkout/place/'] button").click()
    expect(page.locator(".changes")).to_be_visible()
    found["price changed"] = violations(page)
    page.locator("main form button").first.click()
    page.wait_for_url("**/checkout/confirm/")
    Hold.objects.update(ended_at=timezone.now())
    Level.objects.filter(store=shop.store, variant=shop.beans).update(on_hand=0, held=0)
    page.locator("form[action$='/checkout/place/'] button").click()
    expect(page.locator(".stores")).to_be_visible()
    found["sold out"] = violations(page)
    page.locator(".stores button").first.click()
    page.goto("/checkout/confirm/")
    place(page)
    found["order"] = violations(page)
    page.locator("[data-large]").click()
    expect(page.locator("dialog[open]")).to_be_visible()
    found["code shown large"] = violations(page)
    page.keyboard.press("Escape")
    page.locator("a[href$='/cancel/']").click()
    found["cancel"] = violations(page)

    assert {name: faults for name, faults in found.items() if faults} == {}


def test_axe_finds_nothing_on_the_members_pages(open_page: OpenPage) -> None:
    shop, member = Shop(), member_with_account()
    sale = counter_sale(shop.registers[0], shop.staff, want(shop.beans, 2), tendered_minor=2_000, customer=member)
    sold = place_order(sale, at=timezone.now())
    page = open_page("/", size=TABLET)
    sign_in(page)
    receipt = f"/orders/{sold.uid}/receipts/{sold.receipt_number}/"
    paths = [
        "/member/",
        "/member/orders/",
        "/member/points/",
        "/member/receipts/",
        "/account/password/change/",
        f"/orders/{sold.uid}/",
        receipt,
    ]

    assert _faults(page, paths) == {}


def test_an_order_is_cancelled_by_keyboard_alone(open_page: OpenPage) -> None:
    shop = Shop()
    page = open_page("/", size=DESK, locale="en-US")
    reserve(page, shop)
    go_to_review(page)
    place(page)

    tab_to(page, "a[href$='/cancel/']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/cancel/")
    tab_to(page, "main form button")
    page.keyboard.press("Enter")

    expect(page.locator("h1")).to_have_text("Cancelled")
    assert Order.objects.get().status == "canceled"


def test_what_has_the_focus_is_seen(open_page: OpenPage) -> None:
    shop = Shop()
    page = open_page(f"/products/{shop.beans.product.code}/", size=PHONE)

    tab_to(page, "#dock-choose")

    outline = page.locator("#dock-choose").evaluate("element => getComputedStyle(element).outline")
    assert "3px" in outline


def _faults(page: Page, paths: Sequence[str]) -> dict[str, list[str]]:
    """What axe finds, by path; only pages on which it finds anything."""
    found = {}
    for path in paths:
        page.goto(path)
        if faults := violations(page):
            found[path] = faults
    return found
