"""What an offered coupon would do in a basket."""

from dataclasses import replace
from typing import Any

import pytest

from noren.catalog.models import Variant
from noren.coupons.models import Coupon, CouponProduct
from noren.orders.basket import BasketView, add_coupon, add_to_basket, choose_store, get_basket, open_basket
from noren.orders.coupon_offers import CouponEffect, effects_in_sale, effects_of_coupons
from noren.orders.markdowns.wanted import WantedMarkdown
from noren.pricing import GoodsFilter, MarkdownKind, PercentOff, Rule, rule_json
from tests.factories import (
    NOON,
    Shop,
    counter_sale,
    make_coupon,
    make_member,
    make_store,
    make_variant,
    stock_up,
    want,
)

pytestmark = pytest.mark.django_db


def _basket(*coupons: str) -> BasketView:
    """Two thousand yen of goods, picked up at S001."""
    store, variant = make_store(code="S001"), make_variant(sku="BEANS", price_minor=1_000)
    stock_up(store, variant, 5)
    uid = open_basket(customer_id=None, at=NOON)
    add_to_basket(uid, sku="BEANS", quantity=2, at=NOON)
    choose_store(uid, store_code="S001", at=NOON)
    for code in coupons:
        add_coupon(uid, code=code, at=NOON)
    return get_basket(uid, at=NOON)


def test_each_coupon_says_what_it_takes_off_or_why_not() -> None:
    make_coupon(code="TEN", percent_bp=1_000)
    make_coupon(code="BIG", amount_minor=500, minimum_minor=3_000)
    make_coupon(code="ELSEWHERE", store_codes=[make_store(code="S009").code])

    effects = effects_of_coupons(_basket(), ["TEN", "BIG", "ELSEWHERE"], at=NOON)

    assert effects["TEN"] == CouponEffect(200)
    assert (effects["BIG"].saving_minor, effects["ELSEWHERE"].saving_minor) == (0, 0)
    assert "1,000" in effects["BIG"].refusal
    assert effects["ELSEWHERE"].refusal


def test_a_coupon_is_tried_on_what_those_in_the_basket_leave_and_pushes_none_of_them_out() -> None:
    make_coupon(code="HALF", percent_bp=5_000)
    make_coupon(code="TEN", percent_bp=1_000)
    make_coupon(code="ALONE", amount_minor=900, stacks=False)

    effects = effects_of_coupons(_basket("HALF"), ["TEN", "ALONE"], at=NOON)

    assert effects["TEN"] == CouponEffect(100)
    assert effects["ALONE"].saving_minor == 0
    assert effects["ALONE"].refusal


def test_fifty_offered_coupons_cost_no_more_queries_than_one(django_assert_num_queries: Any) -> None:
    make_coupon(code="FIRST", percent_bp=1_000)
    basket = _basket("FIRST")
    product = Variant.objects.get(sku="BEANS").product
    by_category = rule_json(Rule(PercentOff(1_000), goods=GoodsFilter(categories=frozenset({"coffee"})), stacks=True))
    codes = [f"C{number:02}" for number in range(50)]
    for number, code in enumerate(codes):
        coupon = make_coupon(code=code, is_for_listed_goods=number % 2 == 0)
        if number % 2 == 0:
            CouponProduct.objects.create(coupon=coupon, product=product)
        else:
            Coupon.objects.filter(pk=coupon.pk).update(rule=by_category)
    queries = 4  # coupons, goods, listed goods, categories above

    with django_assert_num_queries(queries):
        few = effects_of_coupons(basket, codes[:2], at=NOON)
    with django_assert_num_queries(queries):
        many = effects_of_coupons(basket, codes, at=NOON)

    assert few == {"C00": CouponEffect(360), "C01": CouponEffect(180)}
    assert list(many.values()) == [CouponEffect(360), CouponEffect(180)] * 25


def test_an_offer_at_the_till_is_worked_out_after_what_was_taken_off_by_hand() -> None:
    shop, member = Shop(), make_member()
    make_coupon(code="TEN", percent_bp=1_000)
    make_coupon(code="MOST", amount_minor=100, minimum_minor=600)
    line = want(shop.coffee, 1)
    sale = counter_sale(shop.register, shop.staff, line, tendered_minor=0)
    half = WantedMarkdown(MarkdownKind.PERCENT, 5_000, "傷あり", line.uid)

    effects = effects_in_sale(replace(sale, markdowns=(half,)), ["TEN", "MOST"], customer_id=member.pk, at=NOON)

    assert effects["TEN"] == CouponEffect(50)
    assert effects["MOST"].saving_minor == 0
    assert effects["MOST"].refusal
