"""Pickups at the till: they come in by themselves, are picked, and are handed over with more goods."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from noren.coupons.grant import grant_coupon
from noren.coupons.models import CouponKind
from noren.kernel.ids import uuid7
from noren.orders.models import Fulfillment, Order, OrderLine
from noren.orders.place import place_order
from noren.orders.routing.models import Sourcing
from noren.people.models import Customer
from noren.stock.models import Level
from tests.browser.axe import violations
from tests.browser.conftest import PHONE, TABLET, OpenPage
from tests.browser.till_desk import Shop, join, pay, receipt, say, scan, sign_in, total
from tests.browser.widths import each_size, too_wide
from tests.factories import make_coupon, make_store, pickup, stock_up, want

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def shop(live: str) -> Shop:
    del live  # the server's database, which is emptied after each test
    return Shop()


def go_to_pickups(page: Page, language: str = "ja") -> None:
    page.get_by_role("navigation").get_by_role("link", name=say("Pickups", language)).click()
    expect(page.get_by_role("heading", name=say("Pickups", language), level=1)).to_be_visible()


def test_a_new_pickup_is_told_picked_and_handed_over_with_more_goods(open_page: OpenPage, shop: Shop) -> None:
    language = "en"
    coupon = make_coupon(code="TENCHO", amount_minor=100, valid_until=timezone.now() + timedelta(days=9))
    page = open_page("/till/", size=TABLET, locale="en-US")
    with page.expect_response("**/pickups/news*"):
        sign_in(page, shop, language=language)
    expect(page.locator(".badge")).to_have_count(0)
    placed = shop.order_pickup((shop.beans, 2))
    expect(page.locator(".badge--new")).to_contain_text("1")
    expect(page.locator(".toast")).to_contain_text(say("New pickup", language))

    go_to_pickups(page, language)
    page.get_by_role("link", name=placed.pickup_code or "").click()
    ready = page.get_by_role("button", name=say("Mark ready", language))
    expect(ready).to_be_disabled()
    scan(page, shop.beans.gtin or "")
    expect(page.locator(".pick-count")).to_have_text("1 / 2")
    page.reload()
    expect(page.locator(".pick-count")).to_have_text("1 / 2")
    scan(page, shop.beans.gtin or "")
    expect(page.get_by_role("checkbox")).to_be_checked()
    ready.click()
    expect(page.locator(".tag--good")).to_have_text(say("Ready", language))
    page.get_by_role("link", name=say("Hand over", language)).click()
    expect(total(page)).to_have_text("¥1,960")
    expect(page.locator(".pay")).to_be_disabled()
    code = page.get_by_label(say("Pickup code of the customer", language))
    code.fill("AAAAAA")
    page.get_by_role("button", name=say("Check the code", language)).click()
    wrong = say("This is not the code of this pickup.", language)
    expect(page.get_by_role("alert").filter(has_text=wrong)).to_be_visible()
    code.fill((placed.pickup_code or "").lower())
    page.get_by_role("button", name=say("Check the code", language)).click()
    scan(page, shop.filters.gtin or "")
    expect(total(page)).to_have_text("¥2,240")
    page.get_by_label(say("Coupon code", language)).fill(coupon.code)
    page.get_by_role("button", name=say("Use it", language)).click()
    expect(total(page)).to_have_text("¥2,140")
    pay(page, "3000", language=language)

    expect(page.locator(".done-change")).to_contain_text("¥860")
    expect(receipt(page)).to_contain_text("ペーパーフィルター")
    order = Order.objects.get(uid=placed.uid)
    assert (order.status, order.total_minor, order.completed_channel) == ("completed", 2_140, "till")
    assert [line.is_extra for line in order.lines.all()] == [False, True]
    assert Level.objects.get(variant=shop.beans).on_hand == 8


@pytest.mark.thorough
def test_what_is_short_is_noted_with_a_reason_and_the_price_follows(open_page: OpenPage, shop: Shop) -> None:
    placed = shop.order_pickup((shop.beans, 2), (shop.milk, 1))
    page = open_page("/till/", size=PHONE)
    sign_in(page, shop)
    go_to_pickups(page)
    page.get_by_role("link", name=placed.pickup_code or "").click()

    page.get_by_role("button", name=say("Short: %(name)s", name="深煎り")).click()
    page.get_by_role("button", name=say("Note it")).click()
    expect(page.get_by_role("dialog").get_by_text(say("Say the reason."))).to_be_visible()
    page.get_by_role("button", name=say("We are sorry: the goods turned out to be damaged.")).click()
    page.get_by_role("button", name=say("Note it")).click()

    expect(page.get_by_text(say("Short: %(quantity)s of %(ordered)s", quantity=1, ordered=2))).to_be_visible()
    expect(page.locator(".total")).to_contain_text("¥1,228")
    assert OrderLine.objects.get(order__uid=placed.uid, variant=shop.beans).quantity == 1


@pytest.mark.thorough
def test_goods_that_another_store_has_are_sent_from_there(open_page: OpenPage, shop: Shop) -> None:
    other = make_store(name="池袋店")
    stock_up(other, shop.beans, 1)
    placed = shop.order_pickup((shop.beans, 2))
    page = open_page(f"/till/#/pickups/{placed.uid}")
    sign_in(page, shop)

    page.get_by_role("button", name=f"{say('From another store')}: 深煎り").click()
    assert violations(page) == []
    assert too_wide(page) == []
    page.get_by_role("button", name=say("Not found on the shelf")).click()
    page.get_by_role("button", name=say("Have it sent"), exact=True).click()

    expect(page.get_by_text(say("%(count)s not here yet: from another store, or parked", count=1))).to_be_visible()
    page.get_by_role("checkbox").check()
    expect(page.get_by_role("button", name=say("Mark ready"))).to_be_disabled()
    assert violations(page) == []
    assert too_wide(page) == []
    assert Sourcing.objects.get().from_store == other
    assert OrderLine.objects.get(order__uid=placed.uid).awaited_quantity == 1


@pytest.mark.thorough
def test_a_pickup_the_store_cannot_serve_is_rejected_with_a_reason(open_page: OpenPage, shop: Shop) -> None:
    placed = shop.order_pickup((shop.beans, 2))
    page = open_page(f"/till/#/pickups/{placed.uid}")
    sign_in(page, shop)

    page.get_by_role("button", name=say("Reject")).click()
    page.get_by_label(say("Reason"), exact=True).fill("停電のため")
    page.get_by_role("dialog").get_by_role("button", name=say("Reject")).click()

    expect(page.get_by_text(say("Rejected"), exact=True)).to_be_visible()
    order = Order.objects.get()
    assert (order.status, order.ended_reason) == ("rejected", "停電のため")
    assert Level.objects.get(variant=shop.beans).allocated == 0


# What lies under the words and is not tapped through them.
_COVERED = """() => {
  const toast = document.querySelector('.toast')
  const words = toast.getBoundingClientRect()
  return [...document.querySelectorAll('a, button, input')]
    .filter(one => one.checkVisibility({visibilityProperty: true}) && !toast.contains(one))
    .filter(one => {
      const box = one.getBoundingClientRect()
      const isBeside = box.left >= words.right || box.right <= words.left
      const isAside = isBeside || box.top >= words.bottom || box.bottom <= words.top
      return !isAside && !one.contains(document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2))
    })
    .map(one => one.outerHTML)
}"""


@pytest.mark.thorough
def test_goods_of_another_order_are_told_so_in_words_that_cover_nothing_and_go(open_page: OpenPage, shop: Shop) -> None:
    placed = shop.order_pickup((shop.beans, 1))
    page = open_page(f"/till/#/pickups/{placed.uid}", size=TABLET)
    sign_in(page, shop)
    expect(page.locator(".pick")).to_be_visible()
    toast = page.locator(".toast")

    scan(page, shop.filters.gtin or "")

    foreign = say("Not part of this order: %(name)s", name="ペーパーフィルター 100枚")
    expect(toast).to_contain_text(foreign)
    for width in each_size(page):
        assert page.evaluate(_COVERED) == [], width
    page.wait_for_timeout(1_100)  # what is said within a second belongs to the step that said it
    scan(page, shop.beans.gtin or "")
    expect(page.get_by_role("checkbox")).to_be_checked()
    expect(toast).to_have_count(0)
    scan(page, shop.beans.gtin or "")
    expect(toast).to_contain_text(say("All picked already: %(name)s", name="深煎りコーヒー豆 200g"))


@pytest.mark.thorough
def test_a_pickup_is_listed_as_customers_and_the_office_know_it(open_page: OpenPage, shop: Shop) -> None:
    placed = shop.order_pickup((shop.milk, 1))
    Fulfillment.objects.filter(order__uid=placed.uid).update(
        status="ready", kept_until=datetime(2030, 11, 25, 20, tzinfo=UTC)
    )
    Order.objects.filter(uid=placed.uid).update(status="ready")
    page = open_page("/till/#/pickups")
    sign_in(page, shop)

    page.get_by_role("button", name=say("Ready")).click()

    card = page.get_by_role("link", name=placed.pickup_code or "")
    expect(card).to_contain_text(placed.number)
    expect(card).to_contain_text("11/25(月) 閉店まで")
    card.click()
    expect(page.locator(".pickup-title")).to_contain_text("11/25(月) 閉店まで")


@pytest.mark.thorough
def test_a_guests_pickup_promises_no_points_and_a_members_offers_their_coupons(open_page: OpenPage, shop: Shop) -> None:
    member, now = join(), timezone.now()
    make_coupon(code="TANJOBI", percent_bp=2_000, kind=CouponKind.MEMBER, valid_until=now + timedelta(days=9))
    grant_coupon(
        code="TANJOBI", customer_id=member.id, channel="office", cause_kind="campaign", cause_uid=uuid7(), at=now
    )
    guests = shop.order_pickup((shop.beans, 1))
    theirs = shop.order_pickup((shop.beans, 1), customer=Customer.objects.get(pk=member.id))
    points = say("Points for a member: %(points)s", points=9)
    page = open_page(f"/till/#/pickups/{guests.uid}/hand-over")
    sign_in(page, shop)
    expect(total(page)).to_have_text("¥980")
    expect(page.locator(".rates")).not_to_contain_text(points)

    scan(page, member.member_number or "")
    expect(page.locator(".toast")).to_contain_text(
        say("This pickup was ordered as a guest. Points cannot be added to it afterwards.")
    )
    page.goto(f"/till/#/pickups/{theirs.uid}/hand-over")
    expect(page.locator(".rates")).to_contain_text(points)
    page.locator(".coupon--offer").click()
    expect(total(page)).to_have_text("¥784")
    page.get_by_label(say("Pickup code of the customer")).fill(theirs.pickup_code or "")
    page.get_by_role("button", name=say("Check the code")).click()
    pay(page, "")

    expect(receipt(page)).to_contain_text(say("Discount"))
    assert Order.objects.get(uid=theirs.uid).total_minor == 784


@pytest.mark.thorough
def test_a_pickup_code_at_the_counter_opens_its_pickup_with_the_code_checked(open_page: OpenPage, shop: Shop) -> None:
    placed = shop.order_pickup((shop.milk, 1))
    page = open_page("/till/")
    sign_in(page, shop)

    scan(page, placed.pickup_code or "")
    page.get_by_role("link", name=say("Hand over")).click()

    expect(page.get_by_text(say("Code checked"))).to_be_visible()
    pay(page, "")
    expect(receipt(page)).to_be_visible()
    assert Order.objects.get().status == "completed"


@pytest.mark.thorough
def test_a_pickup_that_is_not_for_this_till_is_refused_in_words(open_page: OpenPage, shop: Shop) -> None:
    elsewhere = make_store(code="S002", name="下北沢店")
    stock_up(elsewhere, shop.beans, 5)
    other = place_order(pickup(elsewhere, want(shop.beans)), at=timezone.now())
    over = shop.order_pickup((shop.milk, 1))
    Fulfillment.objects.filter(order__uid=over.uid).update(kept_until=timezone.now() - timedelta(hours=1))
    page = open_page("/till/")
    sign_in(page, shop)

    scan(page, other.pickup_code or "")
    expect(page.locator("#scan-trouble")).to_contain_text("下北沢店")
    scan(page, over.pickup_code or "")
    page.get_by_role("link", name=say("Hand over")).click()
    expect(total(page)).to_have_text("¥248")
    pay(page, "")

    expect(page.get_by_role("alert").filter(has_text=over.number)).to_be_visible()
    assert not Order.objects.filter(status="completed").exists()


@pytest.mark.thorough
def test_a_pickup_handed_over_at_another_register_is_not_handed_over_again(open_page: OpenPage, shop: Shop) -> None:
    placed = shop.order_pickup((shop.milk, 1))
    first, second = open_page("/till/"), open_page("/till/")
    # The second hears nothing of the first, which would stop it before it asks.
    second.route("**/presence*", lambda route: route.fulfill(status=500))
    second.route("**/pickups/news*", lambda route: route.fulfill(status=500))
    for register, page in enumerate((first, second)):
        sign_in(page, shop, register=register)
        scan(page, placed.pickup_code or "")
        page.get_by_role("link", name=say("Hand over")).click()
        expect(total(page)).to_have_text("¥248")
    pay(first, "")
    expect(receipt(first)).to_be_visible()

    pay(second, "")

    expect(second.get_by_role("alert").filter(has_text=placed.number)).to_be_visible()
    assert Order.objects.get().receipts.count() == 1


@pytest.mark.thorough
def test_a_pickup_past_its_promise_is_under_late(open_page: OpenPage, shop: Shop) -> None:
    placed = shop.order_pickup((shop.milk, 1))
    Fulfillment.objects.update(due_at=timezone.now() - timedelta(minutes=5))
    page = open_page("/till/")
    sign_in(page, shop)
    go_to_pickups(page)

    page.get_by_role("group", name=say("State of the pickups")).get_by_role("button", name=say("Late")).click()

    expect(page.locator(".pickup")).to_contain_text(placed.pickup_code or "")
    expect(page.locator(".pickup .tag--hot")).to_have_text(say("Late"))
