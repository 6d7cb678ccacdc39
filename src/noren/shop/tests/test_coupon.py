"""A coupon's page: who may see it, what it says, and the goods it is for."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from noren.catalog.models import Category
from noren.coupons.grant import grant_coupon
from noren.coupons.models import Coupon, CouponProduct
from noren.kernel.ids import uuid7
from noren.orders.place import place_order
from noren.shop.tests.shopper import Shopper, make_account, sign_in
from tests.factories import NOON, make_coupon, make_store, make_variant, pickup, stock_up, want

pytestmark = pytest.mark.django_db


def _codes(client: Client, code: str, **asked: int) -> list[str]:
    answer = client.get(f"/coupons/{code}/", asked)
    assert answer.status_code == 200
    return [card.sku for card in answer.context["page"].cards]


def test_a_coupon_is_shown_to_those_it_is_for_and_to_nobody_else() -> None:
    shopper, stranger, member = Shopper(), Client(), make_account()
    make_account("ichiro@example.jp")
    began, ended = datetime(2025, 1, 1, tzinfo=UTC), datetime(2025, 2, 1, tzinfo=UTC)
    make_coupon(code="PUBLIC", is_public=True)
    make_coupon(code="SECRET")
    make_coupon(code="PAST", is_public=True, valid_from=began, valid_until=ended)
    make_coupon(code="OFF", is_public=True)
    Coupon.objects.filter(code="OFF").update(is_active=False)
    make_coupon(code="GIVEN", kind="member")
    grant_coupon(code="GIVEN", customer_id=member.pk, channel="web", cause_kind="test", cause_uid=uuid7(), at=NOON)
    sign_in(shopper.client)
    sign_in(stranger, "ichiro@example.jp")
    codes = ("PUBLIC", "GIVEN", "SECRET", "PAST", "OFF", "NOTHING", "A%00B", "given")

    def answers(client: Client) -> list[int]:
        return [client.get(f"/coupons/{code}/").status_code for code in codes]

    assert answers(Client()) == [200, 404, 404, 404, 404, 404, 404, 404]
    assert answers(stranger) == [200, 404, 404, 404, 404, 404, 404, 404]
    assert answers(shopper.client) == [200, 200, 404, 404, 404, 404, 404, 200]


def test_its_page_says_rule_end_stores_and_code() -> None:
    client = Client(headers={"accept-language": "en"})
    make_store(code="S001", name="渋谷店")
    make_store(code="S002", name="代々木店")
    until = datetime(2028, 12, 31, 15, tzinfo=UTC)
    make_coupon(
        code="TEA", name="お茶まつり", percent_bp=1_000, store_codes=["S002"], valid_until=until, is_public=True
    )

    page = client.get("/coupons/TEA/").content.decode()

    for words in (
        "お茶まつり",
        "10% off",
        "Sun 31 Dec",
        "代々木店",
        ">TEA<",
        "It is for all goods.",
        "Use this coupon",
    ):
        assert words in page
    assert "渋谷店" not in page


def test_the_code_of_a_member_coupon_is_not_for_people() -> None:
    shopper, member = Shopper(), make_account()
    make_coupon(code="CJ22-10000085486", kind="member")
    grant_coupon(
        code="CJ22-10000085486", customer_id=member.pk, channel="web", cause_kind="test", cause_uid=uuid7(), at=NOON
    )
    sign_in(shopper.client)

    page = shopper.client.get("/coupons/CJ22-10000085486/").content.decode()

    assert ">CJ22-10000085486<" not in page
    assert "Coupon code" not in page


def test_its_goods_are_those_on_its_list() -> None:
    Shopper()
    make_variant(sku="OTHER")
    listed = make_coupon(code="LISTED", is_for_listed_goods=True, is_public=True)
    for sku in ("TEA-1", "TEA-2"):
        CouponProduct.objects.create(coupon=listed, product=make_variant(sku=sku).product)

    assert sorted(_codes(Client(), "LISTED")) == ["TEA-1", "TEA-2"]


def test_its_goods_are_those_that_its_rule_names_in_any_way() -> None:
    Shopper()
    sweets = Category.objects.create(code="sweets", name="お菓子")
    Category.objects.create(code="mochi", name="餅", parent=sweets)
    by_sku, by_code = make_variant(sku="BY-SKU"), make_variant(sku="BY-CODE")
    make_variant(sku="IN-IT", category="sweets")
    make_variant(sku="BELOW-IT", category="mochi")
    gone = make_variant(sku="GONE", category="mochi")
    type(gone.product).objects.filter(pk=gone.product_id).update(is_active=False)
    coupon = make_coupon(code="MANY", is_public=True)
    goods = {"skus": [by_sku.sku, "NOTHING"], "products": [by_code.product.code], "categories": ["sweets"]}
    Coupon.objects.filter(pk=coupon.pk).update(rule={**coupon.rule, "goods": goods})

    assert sorted(_codes(Client(), "MANY")) == ["BELOW-IT", "BY-CODE", "BY-SKU", "IN-IT"]


def test_its_goods_are_paged() -> None:
    listed = make_coupon(code="LISTED", is_for_listed_goods=True, is_public=True)
    for number in range(30):
        CouponProduct.objects.create(coupon=listed, product=make_variant(sku=f"TEA-{number}").product)
    client = Client()

    first, second = _codes(client, "LISTED"), _codes(client, "LISTED", page=2)

    assert (len(first), len(second), len({*first, *second})) == (24, 6, 30)
    assert 'href="?page=2"' in client.get("/coupons/LISTED/").content.decode()
    assert 'href="?page=1"' in client.get("/coupons/LISTED/", {"page": 2}).content.decode()


def test_a_coupon_without_goods_on_sale_says_so() -> None:
    client = Client(headers={"accept-language": "en"})
    make_variant(sku="OTHER")
    make_coupon(code="LISTED", is_for_listed_goods=True, is_public=True)

    assert "None of them is on sale right now." in client.get("/coupons/LISTED/").content.decode()


def test_a_coupon_without_a_use_left_is_not_offered_on_its_page() -> None:
    store, variant = make_store(), make_variant()
    stock_up(store, variant, 1)
    make_coupon(code="LAST", redemption_limit=1, is_public=True)
    place_order(pickup(store, want(variant), coupon_codes=("LAST",)), at=NOON)

    page = Client(headers={"accept-language": "en"}).get("/coupons/LAST/").content.decode()

    assert "No use of this coupon is left." in page
    assert "Use this coupon" not in page


def test_it_is_put_into_the_basket_from_its_page_and_the_page_says_so() -> None:
    client = Client(headers={"accept-language": "en"})
    make_coupon(code="A/B", name="斜線", is_public=True)
    make_coupon(code="ONCE", customer_limit=1, is_public=True)

    answer = client.post("/basket/coupon/", {"code": "A/B", "next": "/coupons/A/B/"})
    page = client.get(answer.headers["Location"]).content.decode()

    assert "in your basket" in page
    assert "Use this coupon" not in page
    assert "It is for members; please sign in." in client.get("/coupons/ONCE/").content.decode()
