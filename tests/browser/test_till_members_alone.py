"""A member's card at a till without a network: name, points and coupons of the member, and what is booked of it."""

import re
from dataclasses import dataclass, field

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from noren.coupons.grant import grant_coupon
from noren.coupons.models import Coupon, Redemption
from noren.kernel.ids import uuid7
from noren.loyalty.earn import earn_points
from noren.loyalty.models import PointsAccount
from noren.orders.late.models import LateCause, LateDifference
from noren.orders.models import Order
from noren.orders.place import place_order
from noren.orders.regulars.keep import Seen, keep_seen
from noren.people.models import Customer
from noren.people.queries import CustomerView
from tests.browser.axe import violations
from tests.browser.conftest import OpenPage
from tests.browser.till_desk import Shop, join, pay, receipt, say, scan, sign_in, total
from tests.factories import all_differences, counter_sale, make_coupon, want

pytestmark = [pytest.mark.browser, pytest.mark.slow]
UNTIL_KEPT = """async (wanted) => {
  const asked = (request) => new Promise((resolve) => { request.onsuccess = () => resolve(request.result); });
  const count = async () => {
    const database = await asked(indexedDB.open("noren-till"));
    const found = await asked(database.transaction("members").objectStore("members").count());
    database.close();
    return found;
  };
  while ((await count()) !== wanted) await new Promise((resolve) => setTimeout(resolve, 50));
}"""


@dataclass(slots=True)
class ShopWithRegular(Shop):
    """A shop whose store saw a member with points and a coupon of her own, which is good for one use."""

    member: CustomerView = field(init=False)
    coupon: Coupon = field(init=False)

    def __post_init__(self) -> None:
        Shop.__post_init__(self)
        self.member = join(family_name="山田", given_name="花子")
        self.coupon = make_coupon(code="OWN100", amount_minor=100, kind="member", customer_limit=1, name="お誕生日の券")
        now = timezone.now()
        given = {"cause_kind": "test", "cause_uid": uuid7(), "at": now}
        earn_points(customer_id=self.member.id, points=1_240, valid_days=30, **given)  # type: ignore[arg-type]
        grant_coupon(code=self.coupon.code, customer_id=self.member.id, channel="web", **given)  # type: ignore[arg-type]
        keep_seen([Seen(self.store.pk, self.member.id, now.date())])


@pytest.fixture
def shop(live: str) -> ShopWithRegular:
    del live  # the server's database, which is emptied after each test
    return ShopWithRegular()


@pytest.fixture
def page(open_page: OpenPage, shop: ShopWithRegular) -> Page:
    """A till that was told everything, and lost its network then."""
    page = open_page("/till/", service_workers="allow")
    sign_in(page, shop)
    page.evaluate(UNTIL_KEPT, 1)
    page.context.set_offline(True)
    expect(page.locator(".offline")).to_be_visible()
    return page


def card(page: Page) -> Locator:
    """Whose sale it is."""
    return page.get_by_role("region", name=say("Member"), exact=True)


def use_coupon(page: Page, shop: ShopWithRegular) -> None:
    """A member's card, a coupon of hers, and goods at 980 yen."""
    scan(page, shop.beans.gtin or "")
    scan(page, shop.member.member_number or "")
    page.get_by_role("button", name=shop.coupon.name).click()
    expect(total(page)).to_have_text("¥880")


def test_a_card_shows_name_points_of_when_and_coupons_and_is_booked_with_the_coupon(
    page: Page, shop: ShopWithRegular
) -> None:
    scan(page, shop.beans.gtin or "")
    scan(page, shop.member.member_number or "")

    expect(card(page)).to_contain_text("山田")
    expect(card(page)).not_to_contain_text("花子")
    expect(card(page)).to_contain_text(re.compile(r"1,240ポイント（\d\d?:\d\d時点）"))
    offer = page.get_by_role("button", name=shop.coupon.name)
    expect(offer).to_contain_text("¥100")
    assert violations(page) == []
    offer.click()
    expect(total(page)).to_have_text("¥880")
    page.reload()
    expect(card(page)).to_contain_text("山田")
    expect(total(page)).to_have_text("¥880")
    pay(page, "1000")
    expect(receipt(page)).to_contain_text(say("Made by this till, without a network"))
    assert not Order.objects.exists()

    page.context.set_offline(False)

    expect(page.locator(".connection")).to_have_text(say("Connected"))
    order = Order.objects.get()
    assert (order.total_minor, order.customer_id) == (880, shop.member.id)
    assert Redemption.objects.get().is_over_limit is False
    assert PointsAccount.objects.get(customer_id=shop.member.id).balance == 1_240 + order.points
    assert not LateDifference.objects.exists()
    assert all_differences() == []


@pytest.mark.thorough
def test_a_coupon_that_was_used_elsewhere_meanwhile_is_booked_and_listed(page: Page, shop: ShopWithRegular) -> None:
    use_coupon(page, shop)
    pay(page, "1000")
    elsewhere = counter_sale(
        shop.registers[1],
        shop.staff,
        want(shop.filters),
        tendered_minor=180,
        customer=Customer.objects.get(pk=shop.member.id),
        coupon_codes=(shop.coupon.code,),
    )
    place_order(elsewhere, at=timezone.now())

    page.context.set_offline(False)

    expect(page.locator(".connection")).to_have_text(say("Connected"))
    late = Order.objects.get(booked_at__isnull=False)
    assert (late.total_minor, late.customer_id) == (880, shop.member.id)
    (found,) = LateDifference.objects.all()
    assert (found.cause, found.about, found.amount_minor) == (LateCause.COUPON_OVER_LIMIT, "OWN100", -100)
    assert all_differences() == []


@pytest.mark.thorough
def test_with_the_network_back_before_the_money_is_taken_the_server_says_who_it_is(
    page: Page, shop: ShopWithRegular
) -> None:
    use_coupon(page, shop)

    page.context.set_offline(False)

    expect(card(page)).to_contain_text("山田 花子")
    expect(card(page)).not_to_contain_text("時点")
    expect(total(page)).to_have_text("¥880")
    pay(page, "1000")
    expect(page.locator(".done-change")).to_contain_text("¥120")
    assert Order.objects.get().booked_at is None
    assert Redemption.objects.get().coupon_id == shop.coupon.pk


@pytest.mark.thorough
def test_a_card_that_the_device_does_not_know_is_taken_by_its_number(page: Page, shop: ShopWithRegular) -> None:
    other = join(family_name="鈴木", given_name="一郎", phone="090-8765-4321")
    scan(page, shop.beans.gtin or "")

    scan(page, other.member_number or "")

    expect(card(page)).to_contain_text(other.member_number or "")
    expect(card(page)).to_contain_text(say("Points are added when the sale is booked."))
    pay(page, "1000")
    page.context.set_offline(False)
    expect(page.locator(".connection")).to_have_text(say("Connected"))
    assert Order.objects.get().customer_id == other.id


@pytest.mark.thorough
def test_a_device_that_no_lock_reaches_forgets_members_with_the_sign_in(page: Page, shop: ShopWithRegular) -> None:
    del shop
    page.context.set_offline(False)
    page.get_by_role("navigation").get_by_role("link", name=say("Settings")).click()

    page.get_by_role("button", name=say("Sign out")).click()

    expect(page.get_by_label(say("Staff code"))).to_be_visible()
    page.evaluate(UNTIL_KEPT, 0)
