"""The audit finds what is wrong with a return: each figure is spoiled by hand, and named."""

from datetime import timedelta

import pytest
from django.db import connection

from noren.kernel.audit import Difference
from noren.kernel.ids import uuid7
from noren.orders.models import Condition, OrderLine
from noren.orders.return_goods import return_goods
from noren.orders.return_wanted import BackLine, ReturnGoods
from tests.factories import NOON, Shop, all_differences, bring_back, make_coupon, make_member

# What is spoiled, and the check that must name it. Constraints that refuse it themselves are taken away first.
SPOILED = [
    ("UPDATE orders_return SET goods_minor = goods_minor + 1", "return_goods"),
    ("UPDATE orders_returnline SET total_minor = total_minor + 1", "return_amounts"),
    ("UPDATE orders_return SET total_minor = total_minor + 1", "return_total"),
    ("UPDATE orders_return SET tax_minor = tax_minor + 1", "return_tax"),
    ("UPDATE payments_entry SET amount_minor = amount_minor - 1 WHERE kind = 'refund'", "return_money"),
    ("UPDATE payments_entry SET amount_minor = amount_minor - 1 WHERE kind = 'payout'", "return_money"),
    ("UPDATE payments_entry SET return_uid = NULL WHERE kind = 'refund'", "return_money"),
    ("UPDATE payments_entry SET return_uid = gen_random_uuid() WHERE kind = 'payout'", "refund_without_return"),
    ("DELETE FROM stock_movement WHERE cause_kind = 'return'", "return_on_hand"),
    (
        "UPDATE stock_movement SET aside_change = 2 WHERE cause_kind = 'return' AND aside_change = 1",
        "return_aside",
    ),
    ("UPDATE stock_movement SET cause_uid = gen_random_uuid() WHERE cause_kind = 'return'", "movement_without_return"),
    ("DELETE FROM orders_receipt WHERE kind = 'return'", "return_receipt"),
    ("DELETE FROM timeline_event WHERE name = 'Order Refunded'", "return_told_once"),
    ("DELETE FROM timeline_event WHERE name = 'Goods Taken Back'", "return_told_once"),
    ("UPDATE orders_orderline SET returned_quantity = 0", "returned_pieces"),
    ("UPDATE orders_order SET returned_minor = returned_minor - 1 WHERE returned_minor > 0", "returned_amount"),
    ("UPDATE orders_return SET is_full = false WHERE is_full", "returned_in_full"),
    ("UPDATE orders_return SET is_full = true WHERE NOT is_full AND order_id IS NOT NULL", "returned_in_full"),
    ("UPDATE orders_return SET points = points + 1 WHERE order_id IS NOT NULL", "points_of_returns"),
    ("DELETE FROM loyalty_pointsentry WHERE cause_kind = 'return'", "points_of_returns"),
    (
        "UPDATE loyalty_pointsentry SET cause_uid = gen_random_uuid() WHERE cause_kind = 'return'",
        "points_without_return",
    ),
    ("UPDATE coupons_redemption SET withdrawn_at = NULL, is_use_returned = false", "coupon_discounts"),
    ("UPDATE payments_payment SET refunded_minor = refunded_minor - 1 WHERE refunded_minor > 0", "money_taken"),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("spoil", "check"), SPOILED, ids=[spoil for spoil, _check in SPOILED])
def test_a_figure_of_a_return_that_was_spoiled_is_named(spoil: str, check: str) -> None:
    shop, member = Shop(), make_member()
    coupon = make_coupon(redemption_limit=5, customer_limit=2)
    whole = shop.sell(customer=member, coupons=(coupon.code,))
    return_goods(bring_back(whole, shop.register, shop.staff), at=NOON + timedelta(days=1))
    part = shop.order(customer=member)
    shop.hand_over(part, extra=2)
    extra = OrderLine.objects.get(order__uid=part.uid, is_extra=True)
    return_goods(
        bring_back(part, shop.register, shop.staff, (extra, 1, Condition.DAMAGED)), at=NOON + timedelta(days=1)
    )
    without = ReturnGoods(
        uid=uuid7(),
        channel="till",
        store_code=shop.store.code,
        register_uid=shop.register.uid,
        staff_uid=shop.staff.uid,
        lines=(BackLine(1, Condition.RESALABLE, sku=shop.coffee.sku),),
        reason="レシートなし",
    )
    return_goods(without, at=NOON)
    assert all_differences() == []

    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(spoil)
        assert cursor.rowcount > 0

    found = [each for each in all_differences() if isinstance(each, Difference)]
    assert check in {each.check for each in found}
