"""Baskets: today's prices, coupons tried one by one, and a short hold at the confirmation."""

from datetime import timedelta

import pytest

from noren.catalog.models import Variant
from noren.coupons.errors import CouponNotFound
from noren.orders import basket as baskets
from noren.orders.errors import BasketNotFound, QuantityInvalid, VariantNotFound
from noren.orders.models import Basket
from noren.orders.place import place_order
from noren.orders.sweeping import KEPT_FOR, sweep_baskets
from noren.stock.errors import OutOfStock
from noren.stock.models import Level
from tests.factories import (
    NOON,
    all_differences,
    make_coupon,
    make_member,
    make_store,
    make_variant,
    pickup,
    stock_up,
    want,
)
from tests.refusing import refused

pytestmark = pytest.mark.django_db


def test_a_basket_shows_todays_price_and_what_was_seen() -> None:
    variant = make_variant(price_minor=980)
    uid = baskets.open_basket(customer_id=None, at=NOON)
    baskets.set_line(uid, sku=variant.sku, quantity=2, at=NOON)
    Variant.objects.filter(pk=variant.pk).update(price_minor=1080)

    view = baskets.get_basket(uid, at=NOON)

    assert view.quote is not None
    assert (view.quote.total_minor, view.lines[0].seen_price_minor, view.lines[0].unit_price_minor) == (2160, 980, 1080)
    baskets.accept_prices(uid, at=NOON)
    assert baskets.get_basket(uid, at=NOON).lines[0].seen_price_minor == 1080


def test_goods_off_sale_stay_visible_but_are_in_no_total() -> None:
    kept, gone = make_variant(price_minor=100), make_variant(price_minor=900)
    uid = baskets.open_basket(customer_id=None, at=NOON)
    for variant in (kept, gone):
        baskets.set_line(uid, sku=variant.sku, quantity=1, at=NOON)
    Variant.objects.filter(pk=gone.pk).update(is_active=False)

    view = baskets.get_basket(uid, at=NOON)

    assert [line.is_on_sale for line in view.lines] == [True, False]
    assert view.quote is not None
    assert view.quote.total_minor == 100
    assert not view.is_orderable


def test_lines_are_added_changed_and_taken_out_within_bounds() -> None:
    variant = make_variant()
    uid = baskets.open_basket(customer_id=None, at=NOON)

    baskets.add_to_basket(uid, sku=variant.sku, quantity=2, at=NOON)
    baskets.add_to_basket(uid, sku=variant.sku, quantity=3, at=NOON)
    assert baskets.get_basket(uid, at=NOON).count == 5
    with refused(QuantityInvalid):
        baskets.add_to_basket(uid, sku=variant.sku, quantity=9_995, at=NOON)
    with refused(VariantNotFound):
        baskets.set_line(uid, sku="nothing", quantity=1, at=NOON)
    baskets.set_line(uid, sku=variant.sku, quantity=0, at=NOON)

    assert baskets.get_basket(uid, at=NOON).lines == ()


def test_a_coupon_is_tried_by_itself_and_the_reason_is_said() -> None:
    variant = make_variant(price_minor=980)
    good, high = make_coupon(percent_bp=1000), make_coupon(amount_minor=500, minimum_minor=3000)
    uid = baskets.open_basket(customer_id=None, at=NOON)
    baskets.set_line(uid, sku=variant.sku, quantity=1, at=NOON)

    for coupon in (good, high):
        baskets.add_coupon(uid, code=coupon.code.lower(), at=NOON)
    with refused(CouponNotFound):
        baskets.add_coupon(uid, code="nothing", at=NOON)
    view = baskets.get_basket(uid, at=NOON)

    assert view.quote is not None
    assert view.quote.total_minor == 882
    assert view.working_coupon_codes == (good.code,)
    assert [code for code, _reason in view.coupon_refusals] == [high.code]
    assert "2,020" in view.coupon_refusals[0][1]
    baskets.remove_coupon(uid, code=high.code, at=NOON)
    assert baskets.get_basket(uid, at=NOON).coupon_refusals == ()


def test_the_hold_of_a_basket_becomes_its_order() -> None:
    store, variant = make_store(), make_variant()
    level = stock_up(store, variant, 2)
    uid = baskets.open_basket(customer_id=None, at=NOON)
    baskets.set_line(uid, sku=variant.sku, quantity=2, at=NOON)
    baskets.choose_store(uid, store_code=store.code, at=NOON)

    until = baskets.hold_basket(uid, at=NOON)
    assert baskets.get_basket(uid, at=NOON).is_orderable
    with refused(OutOfStock):
        place_order(pickup(store, want(variant)), at=NOON)
    place_order(pickup(store, want(variant, 2), basket_uid=uid), at=NOON)

    level.refresh_from_db()
    assert until == NOON + timedelta(minutes=10)
    assert (level.held, level.allocated) == (0, 2)
    with refused(BasketNotFound):
        baskets.get_basket(uid, at=NOON)
    assert all_differences() == []


def test_a_guests_basket_joins_the_members_after_the_sign_in() -> None:
    store, first, second = make_store(), make_variant(), make_variant()
    level = stock_up(store, first, 5)
    member = make_member()
    guest = baskets.open_basket(customer_id=None, at=NOON)
    own = baskets.open_basket(customer_id=member.pk, at=NOON)
    baskets.set_line(guest, sku=first.sku, quantity=2, at=NOON)
    baskets.choose_store(guest, store_code=store.code, at=NOON)
    baskets.hold_basket(guest, at=NOON)
    baskets.set_line(own, sku=first.sku, quantity=1, at=NOON)
    baskets.set_line(guest, sku=second.sku, quantity=1, at=NOON)

    merged = baskets.merge_guest_basket(guest, customer_id=member.pk, at=NOON)
    again = baskets.merge_guest_basket(guest, customer_id=member.pk, at=NOON)

    view = baskets.get_basket(merged, at=NOON)
    assert merged == again == own == baskets.open_basket(customer_id=member.pk, at=NOON)
    assert {line.sku: line.quantity for line in view.lines} == {first.sku: 2, second.sku: 1}
    assert view.store_code == store.code
    level.refresh_from_db()
    assert level.held == 0
    assert not baskets.is_open(merged, customer_id=None)
    assert baskets.is_open(merged, customer_id=member.pk)
    assert Level.objects.count() == 1


def test_what_was_kept_in_one_store_is_free_when_another_is_chosen() -> None:
    near, far, variant = make_store(), make_store(), make_variant()
    for store in (near, far):
        stock_up(store, variant, 2)
    uid = baskets.open_basket(customer_id=None, at=NOON)
    baskets.set_line(uid, sku=variant.sku, quantity=2, at=NOON)
    baskets.choose_store(uid, store_code=near.code, at=NOON)
    baskets.hold_basket(uid, at=NOON)

    baskets.choose_store(uid, store_code=near.code, at=NOON)
    assert Level.objects.get(store=near).held == 2
    baskets.choose_store(uid, store_code=far.code, at=NOON)

    assert Level.objects.get(store=near).held == 0
    assert baskets.get_basket(uid, at=NOON).held_until is None
    assert all_differences() == []


def test_what_others_keep_beyond_their_time_can_be_ordered() -> None:
    store, variant = make_store(), make_variant()
    stock_up(store, variant, 3)
    mine, other = (baskets.open_basket(customer_id=None, at=NOON) for _ in range(2))
    for uid in (mine, other):
        baskets.set_line(uid, sku=variant.sku, quantity=2, at=NOON)
        baskets.choose_store(uid, store_code=store.code, at=NOON)
    held_until = baskets.hold_basket(other, at=NOON)

    assert not baskets.get_basket(mine, at=held_until - timedelta(seconds=1)).is_orderable
    view = baskets.get_basket(mine, at=held_until)

    assert (view.lines[0].available, view.is_orderable) == (3, True)
    baskets.hold_basket(mine, at=held_until)
    assert baskets.get_basket(mine, at=held_until).lines[0].available == 3


def test_baskets_nobody_comes_back_to_are_swept() -> None:
    member, variant = make_member(), make_variant()
    left, kept, ordered = (baskets.open_basket(customer_id=who, at=NOON) for who in (None, member.pk, make_member().pk))
    for uid in (left, kept, ordered):
        baskets.set_line(uid, sku=variant.sku, quantity=1, at=NOON)

    baskets.mark_ordered(ordered, at=NOON + KEPT_FOR)

    assert sweep_baskets(at=NOON + KEPT_FOR) == 0
    assert sweep_baskets(at=NOON + KEPT_FOR + timedelta(seconds=1)) == 2
    assert set(Basket.objects.values_list("uid", flat=True)) == {kept, ordered}
    assert sweep_baskets(at=NOON + 3 * KEPT_FOR) == 2
    assert Basket.objects.get().uid == kept
