"""Two tills at one order: each sees the other, what was picked, and what the other one did."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from noren.orders.models import Order, OrderLine
from noren.orders.pick import short_pick
from noren.orders.together.models import PickedLine
from noren.timeline.sequence import sequence
from tests.browser.axe import violations
from tests.browser.conftest import TABLET, OpenPage
from tests.browser.till_desk import Shop, pay, receipt, say, scan, sign_in, total
from tests.browser.widths import too_wide
from tests.depth import looks_at_pages

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def shop(live: str) -> Shop:
    del live  # the server's database, which is emptied after each test
    return Shop()


def two_tills(open_page: OpenPage, shop: Shop, path: str) -> tuple[Page, Page]:
    """The same screen at each of two registers."""
    first, second = (open_page(path, size=TABLET) for _ in range(2))
    for register, page in enumerate((first, second)):
        sign_in(page, shop, register=register)
    return first, second


def here_too(shop: Shop, register: int, words: str) -> str:
    """What the other till says of whoever is at a register."""
    return say(words, name=shop.staff.name, register=shop.registers[register].name)


@pytest.mark.thorough
def test_a_pickup_begun_at_one_till_is_finished_at_another_and_the_first_says_who_did(
    open_page: OpenPage, shop: Shop
) -> None:
    placed = shop.order_pickup((shop.beans, 2), (shop.milk, 1))
    first, second = two_tills(open_page, shop, f"/till/#/pickups/{placed.uid}")
    also = "%(name)s at %(register)s has this pickup open too, to pick it."
    expect(second.get_by_role("status").filter(has_text=here_too(shop, 0, also))).to_be_visible()

    scan(first, shop.beans.gtin or "")
    expect(second.locator(".pick-count").first).to_have_text("1 / 2")
    # Alone a till asks every ten seconds, but with each tick too.
    expect(first.get_by_role("status").filter(has_text=here_too(shop, 1, also))).to_be_visible()
    if looks_at_pages():
        assert violations(first) == []
        assert too_wide(first) == []

    scan(second, shop.beans.gtin or "")
    scan(second, shop.milk.gtin or "")
    expect(first.get_by_role("checkbox", checked=True)).to_have_count(2)
    second.get_by_role("button", name=say("Mark ready")).click()

    ready = here_too(shop, 1, "%(name)s at %(register)s marked this pickup ready.")
    expect(first.get_by_role("alert").filter(has_text=ready)).to_be_visible()
    expect(first.get_by_role("button", name=say("Mark ready"))).to_have_count(0)
    expect(second.get_by_role("alert").filter(has_text=ready)).to_have_count(0)
    assert Order.objects.get().status == "ready"


@pytest.mark.thorough
def test_a_pickup_handed_over_at_another_till_is_not_paid_here_again(open_page: OpenPage, shop: Shop) -> None:
    placed = shop.order_pickup((shop.milk, 1))
    first, second = two_tills(open_page, shop, "/till/")
    for page in (first, second):
        scan(page, placed.pickup_code or "")
        page.get_by_role("link", name=say("Hand over")).click()
        expect(total(page)).to_have_text("¥248")
    also = "%(name)s at %(register)s has this pickup open too, to hand it over."
    expect(second.get_by_role("status").filter(has_text=here_too(shop, 0, also))).to_be_visible()

    pay(first, "")

    expect(receipt(first)).to_be_visible()
    done = here_too(shop, 0, "%(name)s at %(register)s handed this pickup over.")
    expect(second.get_by_role("alert").filter(has_text=done)).to_be_visible()
    expect(second.locator(".pay")).to_be_disabled()
    assert violations(second) == []
    assert too_wide(second) == []
    assert Order.objects.get().receipts.count() == 1


@pytest.mark.thorough
def test_a_pickup_that_is_changed_elsewhere_is_priced_anew_where_it_is_handed_over(
    open_page: OpenPage, shop: Shop
) -> None:
    placed = shop.order_pickup((shop.beans, 2))
    page = open_page("/till/", size=TABLET)
    with page.expect_response("**/pickups/news*"):
        sign_in(page, shop)
    page.goto(f"/till/#/pickups/{placed.uid}/hand-over")
    expect(total(page)).to_have_text("¥1,960")

    line = OrderLine.objects.get()
    at = timezone.now()
    short_pick(placed.uid, line.uid, picked_quantity=1, reason="破損", staff_uid=shop.staff.uid, at=at)
    sequence()

    expect(total(page)).to_have_text("¥980")


@pytest.mark.thorough
def test_goods_that_are_taken_back_at_another_till_are_gone_from_the_list_here(open_page: OpenPage, shop: Shop) -> None:
    seller = open_page("/till/", size=TABLET)
    sign_in(seller, shop)
    for variant in (shop.milk, shop.beans):
        scan(seller, variant.gtin or "")
    expect(total(seller)).to_have_text("¥1,228")
    pay(seller, "")
    expect(receipt(seller)).to_be_visible()
    uid = Order.objects.get().uid
    seller.goto(f"/till/#/returns/{uid}")
    other = open_page("/till/", size=TABLET)
    sign_in(other, shop, register=1)
    other.goto(f"/till/#/returns/{uid}")
    also = here_too(shop, 0, "%(name)s at %(register)s has this sale open too, to take goods back.")
    expect(other.get_by_role("status").filter(has_text=also)).to_be_visible()
    expect(other.get_by_role("status")).to_contain_text([say("Ask there before you take the same goods back.")])
    assert violations(other) == []

    other.get_by_role("button", name=say("Everything comes back")).click()
    name = shop.milk.product.name
    seller.get_by_role("button", name=say("One more of %(name)s", name=name)).click()
    seller.get_by_role("button", name=say("Wrong goods")).click()
    seller.get_by_role("button", name=say("Give back %(amount)s", amount="¥248")).click()

    done = here_too(shop, 0, "%(name)s at %(register)s took goods of this sale back.")
    expect(other.get_by_role("alert").filter(has_text=done)).to_be_visible()
    expect(other.locator(".back").filter(has_text=name)).to_contain_text(say("All returned"))
    # What was chosen here stays, without the milk.
    expect(total(other)).to_have_text("¥980")
    assert violations(other) == []
    assert too_wide(other) == []


@pytest.mark.thorough
def test_what_is_ticked_off_without_a_network_is_told_when_it_is_back(open_page: OpenPage, shop: Shop) -> None:
    placed = shop.order_pickup((shop.milk, 1))
    page = open_page(f"/till/#/pickups/{placed.uid}", size=TABLET)
    sign_in(page, shop)
    expect(page.locator(".pick")).to_be_visible()
    page.context.set_offline(True)

    page.get_by_role("checkbox").check()
    expect(page.get_by_role("checkbox")).to_be_checked()
    page.get_by_role("link", name=say("All pickups")).click()
    assert not PickedLine.objects.exists()
    with page.expect_response("**/picked"):
        page.context.set_offline(False)

    assert PickedLine.objects.get().quantity == 1
