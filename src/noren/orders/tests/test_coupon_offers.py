"""What an offered coupon would do in a basket."""

import pytest

from noren.orders.basket import BasketView, add_coupon, add_to_basket, choose_store, get_basket, open_basket
from noren.orders.coupon_offers import CouponEffect, effects_of_coupons
from tests.factories import NOON, make_coupon, make_store, make_variant, stock_up

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
    make_coupon(code="ELSEWHERE", store_codes=["S009"])

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
