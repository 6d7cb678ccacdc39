"""Held lists: put by at one till, taken up at one, kept until the day is over, and never sold twice unnoticed."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from pytest_django import Settings

from noren.kernel.ids import uuid7
from noren.orders.errors import OrderUidTaken, ReasonMissing
from noren.orders.held.errors import HeldListMoved, HeldListNotFound, HeldListSold
from noren.orders.held.hold import hold_list
from noren.orders.held.models import HeldList
from noren.orders.held.queries import held_lists
from noren.orders.held.take import take_list
from noren.orders.held.throw_away import throw_list_away
from noren.orders.held.wanted import At, HoldList
from noren.orders.late.tests.devices import late_sale
from noren.orders.models import Order
from noren.orders.place import place_order
from noren.orders.sweeping import sweep_held_lists
from noren.orders.wanted import PlaceOrder
from noren.stores.models import Register
from tests.factories import NOON, Shop, all_differences, counter_sale, make_register, want
from tests.refusing import refused

pytestmark = pytest.mark.django_db
LINE = {
    "uid": "0198f0a4-6c1e-7b7c-9d3e-2f6a1b0c4d5e",
    "sku": "100042",
    "name": "コーヒー豆",
    "quantity": 2,
    "unit_price_minor": 980,
    "tax_rate_bp": 800,
}


class Desk:
    """A store with two registers and somebody at each."""

    def __init__(self) -> None:
        self.shop = Shop()
        self.second = make_register(self.shop.store, code="2")
        self.one, self.two = self.at(self.shop.register), self.at(self.second)

    def at(self, register: Register) -> At:
        """Who does something at a register."""
        return At(self.shop.store.pk, register.pk, self.shop.staff.pk)


def a_list(uid: UUID | None = None, *, base_version: int = 0, **fields: Any) -> HoldList:
    """A list of one line."""
    values: dict[str, Any] = {
        "lines": [LINE],
        "coupon_codes": ["AKI10"],
        "member_number": "80000017",
        "is_for_home": False,
        "total_minor": 1960,
        "held_at": NOON,
        **fields,
    }
    return HoldList(uid=uid or uuid7(), base_version=base_version, **values)


def sale(register: Register, shop: Shop, uid: UUID) -> PlaceOrder:
    """The list sold with a network, to the yen."""
    paid = counter_sale(register, shop.staff, want(shop.coffee), tendered_minor=shop.coffee.price_minor)
    return replace(paid, uid=uid)


def test_a_list_that_is_held_at_one_register_is_seen_and_taken_up_at_another() -> None:
    desk, wanted = Desk(), a_list()
    hold_list(wanted, by=desk.one, at=NOON)

    (seen,) = held_lists(desk.shop.store.pk, at=NOON)
    taken = take_list(wanted.uid, by=desk.two, was_offline=False, at=NOON)

    assert (seen.state, seen.version, seen.lines, seen.member_number) == ("held", 1, [LINE], "80000017")
    assert (taken.state, taken.version, taken.register_uid) == ("taken", 2, desk.second.uid)


def test_who_comes_second_is_told_who_has_it_and_takes_nothing() -> None:
    desk, wanted = Desk(), a_list()
    hold_list(wanted, by=desk.one, at=NOON)
    take_list(wanted.uid, by=desk.two, was_offline=False, at=NOON)

    second = take_list(wanted.uid, by=desk.one, was_offline=False, at=NOON)

    assert (second.state, second.register_uid, second.also_taken_by) == ("taken", desk.second.uid, "")


def test_a_till_that_took_it_up_without_a_network_meanwhile_is_written_down_so_that_both_are_told() -> None:
    desk, wanted = Desk(), a_list()
    hold_list(wanted, by=desk.one, at=NOON)
    take_list(wanted.uid, by=desk.two, was_offline=False, at=NOON)

    found = take_list(wanted.uid, by=desk.one, was_offline=True, at=NOON)

    assert (found.register_uid, found.also_taken_by) == (desk.second.uid, desk.shop.register.name)
    (told,) = held_lists(desk.shop.store.pk, at=NOON)
    assert told.also_taken_by == desk.shop.register.name


def test_taking_up_again_what_one_has_changes_nothing() -> None:
    desk, wanted = Desk(), a_list()
    hold_list(wanted, by=desk.one, at=NOON)
    first = take_list(wanted.uid, by=desk.one, was_offline=True, at=NOON)

    assert take_list(wanted.uid, by=desk.one, was_offline=True, at=NOON) == first


def test_a_list_that_was_taken_up_is_put_by_again_by_the_one_that_has_it_alone() -> None:
    desk, wanted = Desk(), a_list()
    hold_list(wanted, by=desk.one, at=NOON)
    take_list(wanted.uid, by=desk.two, was_offline=False, at=NOON)
    again = a_list(wanted.uid, base_version=2, lines=[LINE | {"quantity": 3}])

    with refused(HeldListMoved):
        hold_list(again, by=desk.one, at=NOON)
    held = hold_list(again, by=desk.two, at=NOON)

    assert (held.state, held.version, held.lines[0]["quantity"]) == ("held", 3, 3)


def test_holding_again_what_is_held_answers_the_same_and_an_older_version_overwrites_nothing() -> None:
    desk, wanted = Desk(), a_list()
    first = hold_list(wanted, by=desk.one, at=NOON)

    assert hold_list(wanted, by=desk.one, at=NOON) == first
    with refused(HeldListMoved):
        hold_list(a_list(wanted.uid, lines=[LINE | {"quantity": 9}]), by=desk.one, at=NOON)

    assert HeldList.objects.get().lines == [LINE]


def test_the_list_of_another_store_is_not_there() -> None:
    desk, elsewhere, wanted = Desk(), Desk(), a_list()
    hold_list(wanted, by=desk.one, at=NOON)

    assert held_lists(elsewhere.shop.store.pk, at=NOON) == []
    with refused(HeldListNotFound):
        take_list(wanted.uid, by=elsewhere.one, was_offline=True, at=NOON)
    with refused(HeldListNotFound):
        hold_list(a_list(wanted.uid, base_version=1), by=elsewhere.one, at=NOON)
    held = HeldList.objects.get()
    assert (held.state, held.also_taken_by) == ("held", None)


def test_it_is_thrown_away_with_a_reason_by_whoever_could_take_it_up() -> None:
    desk, wanted = Desk(), a_list()
    hold_list(wanted, by=desk.one, at=NOON)
    with refused(ReasonMissing):
        throw_list_away(wanted.uid, reason=" ", by=desk.two, at=NOON)

    gone = throw_list_away(wanted.uid, reason="お客様が戻られなかった", by=desk.two, at=NOON)

    assert (gone.state, gone.register_uid) == ("thrown_away", desk.second.uid)
    assert throw_list_away(wanted.uid, reason="もう一度", by=desk.one, at=NOON) == gone
    assert HeldList.objects.get().reason == "お客様が戻られなかった"
    assert take_list(wanted.uid, by=desk.one, was_offline=False, at=NOON).state == "thrown_away"


def test_what_another_register_has_is_not_thrown_away() -> None:
    desk, wanted = Desk(), a_list()
    hold_list(wanted, by=desk.one, at=NOON)
    take_list(wanted.uid, by=desk.two, was_offline=False, at=NOON)

    with refused(HeldListMoved):
        throw_list_away(wanted.uid, reason="戻られなかった", by=desk.one, at=NOON)

    assert HeldList.objects.get().state == "taken"


def test_it_is_kept_until_the_business_day_ends_and_the_hours_that_the_shop_set(settings: Settings) -> None:
    settings.HELD_HOURS = 2
    desk, wanted = Desk(), a_list()

    held = hold_list(wanted, by=desk.one, at=NOON)

    # The day ends at 5 in Tokyo, which is 20:00 in UTC.
    assert held.expires_at == NOON.replace(hour=22)
    assert held_lists(desk.shop.store.pk, at=held.expires_at) == []
    assert sweep_held_lists(at=held.expires_at - timedelta(seconds=1)) == 0
    assert sweep_held_lists(at=held.expires_at) == 1


def test_what_was_sold_is_not_held_any_more() -> None:
    desk, wanted = Desk(), a_list()
    hold_list(wanted, by=desk.one, at=NOON)
    place_order(sale(desk.shop.register, desk.shop, wanted.uid), at=NOON)

    assert held_lists(desk.shop.store.pk, at=NOON)[0].is_sold
    with refused(HeldListSold):
        hold_list(a_list(wanted.uid, base_version=1), by=desk.one, at=NOON)


def test_the_same_list_sold_at_a_second_register_is_refused_though_goods_and_money_are_alike() -> None:
    desk, uid = Desk(), uuid7()
    mine = sale(desk.shop.register, desk.shop, uid)
    first = place_order(mine, at=NOON)

    with refused(OrderUidTaken):
        place_order(sale(desk.second, desk.shop, uid), at=NOON)
    with refused(OrderUidTaken):
        place_order(late_sale(desk.second, desk.shop.staff, (desk.shop.coffee, 1), uid=uid), at=NOON)

    again = place_order(mine, at=NOON)
    assert (again.is_repeated, again.number) == (True, first.number)
    assert Order.objects.count() == 1
    assert all_differences() == []
