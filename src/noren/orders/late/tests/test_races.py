"""Races of late sales: repeats that meet, and tills that meet at a coupon's last use."""

from functools import partial

import pytest

from noren.coupons.models import Coupon, Redemption
from noren.kernel.racing import race
from noren.orders.late.models import LateCause, LateDifference, LateSale
from noren.orders.late.tests.devices import late_sale
from noren.orders.late.tests.test_book import LATER
from noren.orders.models import Order
from noren.orders.place import place_order
from noren.orders.wanted import PlacedOrder
from noren.stores.models import Register
from tests.factories import (
    Shop,
    all_differences,
    counter_sale,
    make_coupon,
    make_register,
    make_variant,
    stock_up,
    want,
)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]


def test_an_envelope_that_arrives_twice_at_once_is_booked_once() -> None:
    shop = Shop()
    call = partial(place_order, late_sale(shop.register, shop.staff, (shop.coffee, 1)), at=LATER)

    outcomes = race(call, call, queue_on=Register.objects.filter(pk=shop.register.pk))

    assert outcomes[0] == outcomes[1]
    assert [outcome.is_repeated for outcome in outcomes if isinstance(outcome, PlacedOrder)] == [False, True]
    assert Order.objects.count() == LateSale.objects.count() == 1
    assert all_differences() == []


def test_two_tills_that_took_the_last_use_are_both_booked_and_one_is_over_the_limit() -> None:
    shop, coupon = Shop(), make_coupon(redemption_limit=1)
    tills = (shop.register, make_register(shop.store, code="2"))
    calls = [
        partial(place_order, late_sale(till, shop.staff, (shop.coffee, 1), coupons=(coupon,)), at=LATER)
        for till in tills
    ]

    outcomes = race(*calls, queue_on=Coupon.objects.filter(pk=coupon.pk))

    coupon.refresh_from_db()
    assert all(isinstance(outcome, PlacedOrder) for outcome in outcomes)
    assert coupon.redeemed_count == 1
    assert list(Redemption.objects.order_by("pk").values_list("is_over_limit", flat=True)) == [False, True]
    assert LateDifference.objects.get().cause == LateCause.COUPON_OVER_LIMIT
    assert all_differences() == []


def test_a_till_without_a_network_takes_no_use_from_one_that_has_it() -> None:
    shop, coupon = Shop(), make_coupon(redemption_limit=1)
    other = make_register(shop.store, code="2")
    sale = counter_sale(other, shop.staff, want(shop.coffee), tendered_minor=1_000, coupon_codes=(coupon.code,))
    late = late_sale(shop.register, shop.staff, (shop.coffee, 1), coupons=(coupon,))

    outcomes = race(
        partial(place_order, sale, at=LATER),
        partial(place_order, late, at=LATER),
        queue_on=Coupon.objects.filter(pk=coupon.pk),
    )

    assert all(isinstance(outcome, PlacedOrder) for outcome in outcomes)
    assert Redemption.objects.get(is_over_limit=True).order_uid == late.uid
    assert all_differences() == []


def test_two_envelopes_of_one_register_at_once_are_summed_one_after_the_other() -> None:
    shop = Shop()
    for _ in range(9):
        place_order(late_sale(shop.register, shop.staff, (shop.coffee, 50)), at=LATER)
    goods = [make_variant(price_minor=30_000) for _ in range(2)]  # each its own, so that they do not meet at a level
    for each in goods:
        stock_up(shop.store, each, 5)
    calls = [partial(place_order, late_sale(shop.register, shop.staff, (each, 1)), at=LATER) for each in goods]

    race(*calls, queue_on=Register.objects.filter(pk=shop.register.pk))

    assert list(LateDifference.objects.values_list("cause", "said")) == [("device_over_limit", 510_000)]
    assert all_differences() == []
