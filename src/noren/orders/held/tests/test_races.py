"""Races of held lists: two tills at one list, and a sale of it on both sides of a broken line."""

from functools import partial

import pytest

from noren.kernel.ids import uuid7
from noren.kernel.racing import race
from noren.orders.errors import OrderUidTaken
from noren.orders.held.hold import hold_list
from noren.orders.held.models import HeldList
from noren.orders.held.take import take_list
from noren.orders.held.tests.test_held import Desk, a_list, sale
from noren.orders.held.throw_away import throw_list_away
from noren.orders.late.tests.devices import late_sale
from noren.orders.models import Order
from noren.orders.place import place_order
from noren.orders.wanted import PlacedOrder
from noren.stock.models import Level
from tests.factories import NOON, all_differences

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]


def test_two_registers_racing_for_one_list_take_it_up_once_and_both_hear_who_has_it() -> None:
    desk, wanted = Desk(), a_list()
    hold_list(wanted, by=desk.one, at=NOON)
    first, second = (partial(take_list, wanted.uid, by=by, was_offline=False, at=NOON) for by in (desk.one, desk.two))

    outcomes = race(first, second, queue_on=HeldList.objects.filter(uid=wanted.uid))

    assert {outcome.register_uid for outcome in outcomes} == {desk.shop.register.uid}  # type: ignore[union-attr]
    assert HeldList.objects.get().version == 2


def test_a_list_that_is_thrown_away_while_it_is_taken_up_is_one_of_both() -> None:
    desk, wanted = Desk(), a_list()
    hold_list(wanted, by=desk.one, at=NOON)

    race(
        partial(throw_list_away, wanted.uid, reason="戻られなかった", by=desk.one, at=NOON),
        partial(take_list, wanted.uid, by=desk.two, was_offline=False, at=NOON),
        queue_on=HeldList.objects.filter(uid=wanted.uid),
    )

    held = HeldList.objects.get()
    assert (held.state, held.version) == ("thrown_away", 2)


def test_a_list_sold_at_two_registers_at_once_is_booked_once_and_the_other_is_told() -> None:
    desk, uid = Desk(), uuid7()
    shop = desk.shop
    online = sale(shop.register, shop, uid)
    alone = late_sale(desk.second, shop.staff, (shop.coffee, 1), uid=uid)

    outcomes = race(
        partial(place_order, online, at=NOON),
        partial(place_order, alone, at=NOON),
        queue_on=Level.objects.filter(store=shop.store),
    )

    assert {type(outcome) for outcome in outcomes} == {PlacedOrder, OrderUidTaken}
    assert Order.objects.count() == 1
    assert all_differences() == []
