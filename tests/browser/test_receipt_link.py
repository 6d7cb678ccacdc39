"""The electronic receipt on a phone, a tablet and a desk; and the till's ways to hand it over."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from noren.orders.links import receipt_path
from noren.orders.models import FormalReceipt, Receipt
from noren.orders.place import place_order
from noren.outreach.models import Message
from tests.browser.axe import violations
from tests.browser.conftest import DESK, PHONE, TABLET, OpenPage
from tests.browser.keys import tab_to
from tests.browser.till_desk import Shop, pay, receipt, say, scan, sign_in
from tests.browser.widths import each_size, too_wide
from tests.depth import LOCALES
from tests.factories import counter_sale, make_coupon, make_member, want

pytestmark = [pytest.mark.browser, pytest.mark.thorough, pytest.mark.slow]

LONG = "季節限定 深煎りコーヒー豆 " + "とても長い商品名の" * 9


@pytest.fixture
def shop(live: str) -> Shop:
    del live  # the server's database, which is emptied after each test
    return Shop()


def _sold(shop: Shop) -> str:
    make_coupon(code="AKI20", percent_bp=2_000)
    long = shop.stock("100099", LONG[:120], 12_800, category="gifts")
    lines = [want(shop.beans, 2), want(shop.filters), want(long)]
    sale = counter_sale(
        shop.registers[0], shop.staff, *lines, tendered_minor=15_000, customer=make_member(), coupon_codes=("AKI20",)
    )
    placed = place_order(sale, at=timezone.now())
    return receipt_path(Receipt.objects.get(number=placed.receipt_number).token)


@pytest.mark.parametrize("locale", LOCALES)
def test_the_receipt_fits_every_width_and_axe_finds_nothing(open_page: OpenPage, shop: Shop, locale: str) -> None:
    path = _sold(shop)
    page = open_page(path, size=PHONE, locale=locale)

    assert too_wide(page) == []
    assert {width: violations(page) for width in each_size(page) if violations(page)} == {}
    page.goto(f"{path}formal/")
    assert too_wide(page) == []
    assert violations(page) == []


def test_a_shopper_has_it_made_out_to_a_name_by_keyboard(open_page: OpenPage, shop: Shop) -> None:
    path = _sold(shop)
    page = open_page(path, size=PHONE, locale="en-US")

    tab_to(page, "#make-out")
    page.keyboard.press("Enter")
    page.wait_for_url("**/formal/")
    tab_to(page, "[name=recipient]")
    page.keyboard.type("Yamada & Sons")
    page.keyboard.press("Enter")

    expect(page.locator(".receipt__recipient")).to_have_text("Yamada & Sons")
    assert too_wide(page) == []
    assert violations(page) == []
    assert FormalReceipt.objects.get().staff is None
    with page.expect_download() as saved:
        page.locator("#pdf").click()
    assert saved.value.suggested_filename.endswith(".pdf")


def test_after_a_sale_the_customer_takes_it_by_phone_or_by_mail(open_page: OpenPage, shop: Shop) -> None:
    page = open_page("/till/", size=TABLET)
    sign_in(page, shop)
    scan(page, shop.beans.gtin or "")
    pay(page, "1000")

    expect(page.get_by_role("img", name=say("QR code of the electronic receipt"))).to_be_visible()
    page.get_by_role("button", name=say("Send it by mail")).click()
    page.get_by_label(say("E-mail")).fill("hanako@")
    page.get_by_role("button", name=say("Send the mail"), exact=True).click()
    expect(page.locator("#receipt-email-error")).to_be_visible()
    assert violations(page) == []
    page.get_by_label(say("E-mail")).fill("hanako@example.jp")
    page.get_by_role("button", name=say("Send the mail"), exact=True).click()

    expect(page.locator("dialog")).to_have_count(0)
    assert Message.objects.get().to == "hanako@example.jp"
    assert too_wide(page, TABLET, DESK) == []
    assert violations(page) == []


def test_the_clerk_makes_a_receipt_out_to_a_name(open_page: OpenPage, shop: Shop) -> None:
    page = open_page("/till/", size=DESK)
    sign_in(page, shop)
    page.evaluate(
        "window.print = () => { document.body.dataset.prints = Number(document.body.dataset.prints ?? 0) + 1; }"
    )
    scan(page, shop.beans.gtin or "")
    pay(page, "1000")
    expect(page.locator("body")).to_have_attribute("data-prints", "1")

    for printed, name in enumerate(("山田商店", "鈴木商店"), start=2):
        page.get_by_role("button", name=say("Make it out to a name")).click()
        page.get_by_label(say("Made out to"), exact=True).fill(name)
        assert violations(page) == []
        page.get_by_role("button", name=say("Issue it")).click()
        expect(receipt(page)).to_contain_text(f"{name} 様")
        expect(page.locator("body")).to_have_attribute("data-prints", str(printed))

    expect(page.locator(".receipt-mark")).to_contain_text("再発行")
    issued = FormalReceipt.objects.order_by("number").values_list("recipient", flat=True)
    assert list(issued) == ["山田商店", "鈴木商店"]
    plain = page.get_by_role("button", name=say("Print the receipt"))
    expect(plain).to_have_attribute("aria-busy", "false")
    plain.click()
    expect(page.locator(".receipt-mark")).to_contain_text("領収書発行済")


def test_the_link_scanned_at_the_till_opens_the_receipt(open_page: OpenPage, shop: Shop) -> None:
    path = _sold(shop)
    page = open_page("/till/", size=TABLET)
    sign_in(page, shop)

    scan(page, f"http://localhost:8000{path}")

    expect(receipt(page)).to_contain_text("AKI20")
    assert too_wide(page, TABLET, DESK) == []
