"""The audit finds what is wrong: each figure is spoiled by hand, and named with its ids."""

import pytest
from django.db import connection

from noren.kernel.audit import Difference
from noren.kernel.ids import uuid7
from noren.orders.hand_over import hand_over
from noren.orders.place import place_order
from noren.stock.count import open_count
from noren.stock.count_close import close_count
from noren.stock.count_goods import Counted, count_goods
from noren.stock.goods_in import check_in, open_delivery, receive_delivery
from noren.stock.holding import hold
from noren.stock.models import HoldKind
from noren.stores.models import Store
from tests.factories import (
    NOON,
    all_differences,
    at_counter,
    make_coupon,
    make_member,
    make_register,
    make_staff,
    make_store,
    make_variant,
    pickup,
    stock_up,
    want,
)

# The database refuses this spoiling itself, so its check is taken away first; foreign keys are checked before that.
UNGUARDED = "SET CONSTRAINTS ALL IMMEDIATE; ALTER TABLE stock_level DROP CONSTRAINT stock_level_promises; "
# What is spoiled, and the check that must name it.
SPOILED = [
    ("UPDATE stock_level SET on_hand = on_hand + 1 WHERE short = 0", "level_on_hand"),
    ("UPDATE stock_level SET safety = safety + 1", "level_safety"),
    ("UPDATE stock_hold SET quantity = quantity + 1", "level_holds"),
    (f"{UNGUARDED}UPDATE stock_level SET short = short + 1", "level_shortfall"),
    ("DELETE FROM stock_movement WHERE kind = 'handed_over'", "level_on_hand"),
    ("DELETE FROM stock_shortfall", "shortfall_open"),
    ("UPDATE stock_shortfall SET most_pieces = 0", "shortfall_most"),
    ("UPDATE stock_deliveryline SET found = found + 1", "delivery_received"),
    ("UPDATE stock_deliveryline SET damaged = 0", "delivery_damaged"),
    ("UPDATE stock_movement SET cause_uid = gen_random_uuid() WHERE cause_kind = 'goods_in'", "delivery_received"),
    ("UPDATE stock_countline SET counted = 9, difference = 9 - expected WHERE counted IS NOT NULL", "count_booked"),
    ("UPDATE stock_countentry SET pieces = pieces + 1", "count_entries"),
    ("DELETE FROM stock_countline", "count_booked"),
    ("UPDATE orders_orderline SET quantity = quantity - 1, total_minor = total_minor", "allocated"),
    ("UPDATE coupons_coupon SET redeemed_count = redeemed_count - 1", "uses_in_all"),
    ("UPDATE coupons_customeruse SET redeemed_count = redeemed_count - 1", "uses_per_customer"),
    ("DELETE FROM coupons_customeruse", "uses_per_customer"),
    ("UPDATE loyalty_pointsaccount SET balance = balance + 1", "balance_entries"),
    ("UPDATE loyalty_pointslot SET remaining = remaining - 1", "balance_lots"),
    ("DELETE FROM loyalty_pointsentry", "points_earned"),
    ("UPDATE payments_entry SET amount_minor = amount_minor - 1, change_minor = change_minor + 1", "captured"),
    ("UPDATE payments_payment SET status = 'canceled' WHERE status = 'due'", "money_due"),
    ("UPDATE payments_payment SET captured_minor = 0 WHERE status = 'captured'", "money_taken"),
    ("UPDATE orders_order SET goods_minor = goods_minor + 1", "goods_of_lines"),
    ("UPDATE orders_order SET discount_minor = discount_minor - 1 WHERE discount_minor > 0", "discount_of_lines"),
    ("UPDATE orders_order SET total_minor = total_minor + 1", "total_of_rates"),
    ("UPDATE orders_order SET tax_minor = tax_minor + 1", "tax_of_rates"),
    ("UPDATE coupons_redemption SET discount_minor = discount_minor + 1", "coupon_discounts"),
    ("DELETE FROM timeline_event WHERE name = 'Order Completed'", "told_once"),
    ("DELETE FROM timeline_event WHERE name = 'Order Handed Over'", "told_ending"),
    ("UPDATE payments_payment SET order_uid = gen_random_uuid()", "payment_without_order"),
    ("UPDATE coupons_redemption SET order_uid = gen_random_uuid()", "redemption_without_order"),
    ("UPDATE loyalty_pointsentry SET cause_uid = gen_random_uuid()", "points_without_order"),
    ("UPDATE stock_movement SET cause_uid = gen_random_uuid()", "movement_without_order"),
]


def goods_in_and_counted(store: Store) -> None:
    """A delivery, a stocktake, and a shortfall that is open, of goods of their own."""
    variant = make_variant()
    delivery = open_delivery(uuid7(), store_id=store.pk, supplier="a", note_number="1", expected={}, at=NOON)
    check_in(delivery.uid, variant.pk, pieces=5, damaged=2)
    receive_delivery(delivery.uid, at=NOON)
    place_order(pickup(store, want(variant, 3)), at=NOON)
    count = open_count(uuid7(), store_id=store.pk, name="棚卸し", at=NOON)
    count_goods(count.uid, [Counted(uuid7(), variant.pk, 4)], area="", at=NOON, names={})
    close_count(count.uid, zero_uncounted=False, leave_unsure=False, at=NOON)


@pytest.mark.django_db
@pytest.mark.parametrize(("spoil", "check"), SPOILED, ids=[spoil for spoil, _check in SPOILED])
def test_a_figure_that_was_spoiled_is_named(spoil: str, check: str) -> None:
    store, member, variant = make_store(), make_member(), make_variant(price_minor=1000)
    stock_up(store, variant, 9)
    coupon = make_coupon(redemption_limit=5, customer_limit=2)
    wanted = pickup(store, want(variant, 2), customer=member, coupon_codes=(coupon.code,))
    placed = place_order(wanted, at=NOON)
    place_order(pickup(store, want(variant, 2)), at=NOON)
    hand_over(placed.uid, at_counter(make_register(store), make_staff(), tendered_minor=2000), at=NOON)
    hold(
        store.pk,
        {variant.pk: 1},
        kind=HoldKind.BASKET,
        owner_uid=member.uid,
        expires_at=NOON,
        at=NOON,
        names={variant.pk: "豆"},
    )
    goods_in_and_counted(store)
    assert all_differences() == []

    with connection.cursor() as cursor:
        for statement in spoil.split("; "):
            cursor.execute(statement)
        assert cursor.rowcount > 0

    found = [each for each in all_differences() if isinstance(each, Difference)]
    assert check in {each.check for each in found}
    assert all(each.expected != each.found for each in found if each.check == check)
