"""Two tills and one piece: returns that meet on the same rows."""

from functools import partial

import pytest

from noren.kernel.ids import uuid7
from noren.kernel.racing import race
from noren.loyalty.models import PointsAccount
from noren.loyalty.queries import points_of_customer
from noren.orders.end import void_sale
from noren.orders.errors import GoodsReturned, NotReturnable, ReturnedAlready
from noren.orders.models import Condition, Order, Return
from noren.orders.return_goods import return_goods
from noren.orders.return_wanted import BackLine, Returned, ReturnGoods
from noren.payments.models import Entry
from noren.stock.models import Level
from tests.factories import NOON, Shop, all_differences, bring_back, make_member, make_register

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]

both_ways = pytest.mark.parametrize("turn", [1, -1], ids=["in turn", "the other way round"])


def test_two_tills_that_take_the_same_piece_back_give_its_money_back_once() -> None:
    shop, other = Shop(), Shop()
    placed = shop.sell(customer=make_member())
    calls = [partial(return_goods, bring_back(placed, each.register, each.staff), at=NOON) for each in (shop, other)]

    outcomes = race(*calls, queue_on=Order.objects.filter(uid=placed.uid))

    assert {type(outcome) for outcome in outcomes} == {Returned, ReturnedAlready}
    assert Entry.objects.filter(kind="refund").count() == Return.objects.count() == 1
    assert all_differences() == []


def test_the_same_return_sent_twice_at_once_is_booked_once() -> None:
    shop = Shop()
    placed = shop.sell()
    wanted = bring_back(placed, shop.register, shop.staff)

    outcomes = race(*[partial(return_goods, wanted, at=NOON)] * 2, queue_on=Order.objects.filter(uid=placed.uid))

    assert isinstance(outcomes[0], Returned)
    assert outcomes[0] == outcomes[1]
    assert Return.objects.count() == 1
    assert all_differences() == []


def test_the_same_return_without_a_sale_sent_twice_at_once_pays_out_once() -> None:
    shop = Shop()
    wanted = ReturnGoods(
        uid=uuid7(),
        channel="till",
        store_code=shop.store.code,
        register_uid=shop.register.uid,
        staff_uid=shop.staff.uid,
        lines=(BackLine(1, Condition.RESALABLE, sku=shop.coffee.sku),),
        reason="レシートなし",
    )

    outcomes = race(*[partial(return_goods, wanted, at=NOON)] * 2, queue_on=Level.objects.filter(store=shop.store))

    assert isinstance(outcomes[0], Returned)
    assert outcomes[0] == outcomes[1]
    assert Entry.objects.filter(kind="payout").count() == 1
    assert all_differences() == []


@both_ways
def test_a_return_and_a_void_at_once_give_the_money_back_once(turn: int) -> None:
    shop = Shop()
    placed = shop.sell(customer=make_member())
    wanted = bring_back(placed, make_register(shop.store, code="2"), shop.staff)
    calls = (
        partial[object](return_goods, wanted, at=NOON),
        partial[object](
            void_sale,
            placed.uid,
            reason="打ち間違い",
            register_uid=shop.register.uid,
            staff_uid=shop.staff.uid,
            at=NOON,
        ),
    )

    outcomes = race(*calls[::turn], queue_on=Order.objects.filter(uid=placed.uid))[::turn]

    ends = [Returned, GoodsReturned] if turn == 1 else [NotReturnable, str]
    assert [type(outcome) for outcome in outcomes] == ends
    assert Entry.objects.filter(kind="refund").count() == 1
    assert Level.objects.get(store=shop.store).on_hand == 1_000
    assert all_differences() == []


def test_returns_of_two_orders_of_a_member_at_once_take_both_their_points() -> None:
    shop, other, member = Shop(), Shop(), make_member()
    sold = [shop.sell(customer=member), other.sell(customer=member)]
    calls = [
        partial(return_goods, bring_back(placed, each.register, each.staff), at=NOON)
        for placed, each in zip(sold, (shop, other), strict=True)
    ]

    outcomes = race(*calls, queue_on=PointsAccount.objects.all())

    assert [type(outcome) for outcome in outcomes] == [Returned, Returned]
    assert points_of_customer(member.pk).balance == 0
    assert all_differences() == []


def test_a_sale_and_a_return_of_the_same_goods_at_once_count_both() -> None:
    shop = Shop()
    placed = shop.sell()

    race(
        partial[object](return_goods, bring_back(placed, shop.register, shop.staff, uid=uuid7()), at=NOON),
        partial[object](shop.sell),
        queue_on=Level.objects.filter(store=shop.store),
    )

    assert Level.objects.get(store=shop.store).on_hand == 999
    assert all_differences() == []
