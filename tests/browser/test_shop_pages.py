"""The shop in a real browser: without JavaScript, with the phone's position, and figures that follow by themselves."""

from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, expect
from pytest_django import Settings

from noren.orders.links import order_path
from noren.orders.models import Basket, Order
from noren.orders.pick import mark_ready
from noren.orders.queries import get_order
from noren.outreach.order_facts import order_facts
from noren.outreach.order_mails import OrderPlacedMail
from noren.outreach.queue import queue_message
from noren.stock.models import Level
from tests.browser.conftest import PHONE, TABLET, OpenPage
from tests.browser.shopper import go_to_review, place, reserve
from tests.browser.till_desk import Shop
from tests.browser.widths import too_wide
from tests.factories import make_coupon, make_store, make_variant, stock_up

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

OpenContext = Callable[..., BrowserContext]
SHIBUYA = {"latitude": 35.6580, "longitude": 139.7016}


def test_everything_works_without_javascript(open_context: OpenContext) -> None:
    shop = Shop()
    stock_up(make_store(code="S002", name="代々木店"), shop.beans, 5)
    page = open_context(size=PHONE, locale="en-US", java_script_enabled=False).new_page()

    page.goto(f"/products/{shop.beans.product.code}/")
    page.get_by_role("link", name="Choose a store for pickup").click()
    page.locator("#choose-S001").click()
    page.get_by_role("button", name=f"Pick up at {shop.store.name}").click()
    page.locator(f"#more-{shop.beans.sku}").click()
    expect(page.locator(f"#quantity-{shop.beans.sku}")).to_have_value("2")
    page.locator("#store-S002").check()
    page.get_by_role("button", name="Choose this store").click()
    go_to_review(page)
    place(page)

    order = Order.objects.select_related("store").get()
    assert (order.store.code, order.total_minor) == ("S002", 1_960)
    expect(page.get_by_role("button", name="Show it large")).to_be_hidden()


@pytest.mark.thorough
def test_the_phones_position_sorts_the_stores(open_context: OpenContext) -> None:
    Shop()
    make_store(code="S002", name="遠い店")
    context = open_context(size=PHONE, locale="en-US", geolocation=SHIBUYA, permissions=["geolocation"])
    page = context.new_page()
    page.goto("/")

    page.get_by_role("button", name="Use my location").click()

    expect(page.locator("#near-title + *")).to_contain_text("from your location")
    expect(page.locator("main .list li").first).to_contain_text("40 m")


@pytest.mark.thorough
def test_a_phone_that_keeps_its_position_is_offered_places(open_context: OpenContext) -> None:
    Shop()
    page = open_context(size=PHONE, locale="en-US", permissions=[]).new_page()
    page.goto("/place/")

    page.get_by_role("button", name="Use my location").click()
    expect(page.locator("[data-said]")).to_have_text("Your phone does not tell us. Choose a place below.")
    page.locator(".places button").first.click()

    expect(page.locator("#near-title + *")).to_contain_text("渋谷区")


@pytest.mark.thorough
def test_the_stock_on_an_open_page_follows_the_till(open_page: OpenPage) -> None:
    shop = Shop()
    page = open_page(f"/products/{shop.beans.product.code}/", size=PHONE, locale="en-US")
    expect(page.locator("#stock .tag")).to_have_text("In stock")
    Level.objects.filter(variant=shop.beans).update(on_hand=2)

    # As if the phone was taken out of the pocket again: the page asks at once.
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")

    expect(page.locator("#stock .tag")).to_have_text("2 left")
    expect(page.locator("#dock-choose")).to_be_visible()


@pytest.mark.thorough
def test_an_order_page_follows_the_store_after_its_code_was_shown_large(open_page: OpenPage) -> None:
    shop = Shop()
    placed = shop.order_pickup((shop.beans, 1))
    page = open_page(order_path(placed.uid, is_guest=True), size=PHONE, locale="en-US")
    button = page.get_by_role("button", name="Show it large")
    button.click()

    mark_ready(placed.uid, staff_uid=shop.staff.uid, at=timezone.now())
    # As if the phone was taken out of the pocket again: the code stays in the shopper's hands.
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.wait_for_timeout(2_500)
    expect(page.get_by_role("dialog")).to_be_visible()
    page.get_by_role("button", name="Close").click()

    expect(page.locator("#state-title")).to_have_text("Ready for you")
    expect(button).to_be_focused()
    expect(page.locator("#heard")).to_have_text("Ready for you")
    button.click()
    expect(page.get_by_role("dialog")).to_be_visible()


@pytest.mark.thorough
def test_what_is_gone_everywhere_cannot_be_reserved_any_more(open_page: OpenPage) -> None:
    shop = Shop()
    page = open_page(f"/products/{shop.beans.product.code}/", size=PHONE, locale="en-US")
    Level.objects.filter(variant=shop.beans).update(on_hand=0)

    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")

    expect(page.locator("#stock")).to_contain_text("No store has it right now.")
    expect(page.locator("#dock-choose")).to_have_count(0)


def test_a_quantity_in_the_basket_counts_everywhere_at_once(open_page: OpenPage) -> None:
    shop = Shop()
    page = open_page("/", size=TABLET)
    reserve(page, shop)

    page.locator(f"#quantity-{shop.beans.sku}").fill("３")
    page.locator(f"#quantity-{shop.beans.sku}").press("Enter")

    expect(page.locator("#basket-count")).to_contain_text("3")
    expect(page.locator(".sums__all dd")).to_have_text("¥2,940")


@pytest.mark.thorough
def test_every_store_is_reached_with_the_arrow_keys(open_page: OpenPage) -> None:
    shop = Shop()
    for number in range(2, 7):
        stock_up(make_store(code=f"S00{number}", name=f"店{number}"), shop.beans, 5)
    page = open_page("/", size=PHONE, locale="en-US")
    reserve(page, shop)
    shown = page.locator("input[name=store]").evaluate_all("radios => radios.map(radio => radio.id)")
    expect(page.locator("#said")).to_be_visible()

    page.locator(f"#{shown[0]}").focus()
    reached = [page.evaluate("document.activeElement.id")]
    page.evaluate("document.addEventListener('htmx:afterSettle', () => { document.body.dataset.settled = 'yes'; })")
    for _ in shown[1:]:
        page.evaluate("delete document.body.dataset.settled")
        page.keyboard.press("ArrowDown")
        page.locator("body[data-settled]").wait_for()
        reached.append(page.evaluate("document.activeElement.id"))

    assert reached == shown
    assert len(shown) == 6
    expect(page.locator("#said")).to_be_hidden()
    assert Basket.objects.values_list("store__code", flat=True).get() == shown[-1].removeprefix("store-")


@pytest.mark.thorough
def test_a_refused_quantity_is_explained_over_the_whole_line(open_page: OpenPage) -> None:
    shop = Shop()
    page = open_page("/", size=PHONE)
    reserve(page, shop)

    page.locator(f"#quantity-{shop.beans.sku}").fill("1.5")
    page.locator(f"#quantity-{shop.beans.sku}").press("Enter")

    # The line is answered anew: the old one is gone when its words are there.
    expect(page.locator(".lines .field__error")).to_be_visible()
    line, words = page.locator(".lines > li").bounding_box(), page.locator(".lines .field__error").bounding_box()
    assert line is not None
    assert words is not None
    assert words["width"] == line["width"]


@pytest.mark.thorough
def test_a_mail_in_the_outbox_is_read_whole_on_a_phone(open_page: OpenPage, settings: Settings) -> None:
    settings.DEMO = True
    shop = Shop()
    placed = shop.order_pickup((shop.beans, 1))
    letter = OrderPlacedMail(order_facts(get_order(placed.uid)))
    mail = queue_message(key="a", mail=letter, to="a@example.jp", language="ja", at=timezone.now())

    page = open_page(f"/outbox/{mail.uid}/", size=PHONE)

    expect(page.frame_locator(".mail-frame").get_by_text("注文を開く")).to_be_visible()
    page.wait_for_function(
        "() => { const frame = document.querySelector('.mail-frame');"
        " return frame.clientHeight >= frame.contentDocument.documentElement.scrollHeight; }"
    )
    assert page.locator(".mail-frame").evaluate("frame => frame.clientHeight") > PHONE[1]


@pytest.mark.thorough
def test_no_page_is_wider_than_its_screen(open_page: OpenPage) -> None:
    shop = Shop()
    long_name = (
        "長野県産サンふじりんご5個入りご家庭用サイズふぞろい順次入荷のためお渡しまでお時間をいただく場合があります" * 2
    )
    apples = make_variant(sku="APPLES-WITH-A-VERY-LONG-SKU-0123456789", name=long_name, price_minor=1_234_567)
    stock_up(shop.store, apples, 5)
    for number in range(11):
        stock_up(shop.store, make_variant(sku=f"LINE-{number}", name=f"商品 {number}"), 3)
    page = open_page("/", size=PHONE)
    page.goto(f"/products/{apples.product.code}/")
    page.locator("#reserve-S001").click()
    nonsense = f"?q={'w' * 300}"
    make_coupon(code="A-VERY-LONG-CODE-OF-FORTY-SYMBOLS-012345", name=long_name[:100], is_public=True)
    coupon = "/coupons/A-VERY-LONG-CODE-OF-FORTY-SYMBOLS-012345/"
    searches = (f"/find/{nonsense}", f"/stores/{nonsense}", f"/basket/stores/{nonsense}", "/basket/stores/", coupon)
    paths = (
        *searches,
        "/",
        "/find/",
        "/basket/",
        "/stores/",
        "/legal/",
        "/account/signup/",
        f"/products/{apples.product.code}/",
    )

    wide = {path: widths for path in paths if page.goto(path) and (widths := too_wide(page))}

    assert wide == {}
