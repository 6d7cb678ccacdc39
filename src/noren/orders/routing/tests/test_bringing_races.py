"""Races over goods that are to be brought: never promised twice, and no two orders meet crosswise."""

from functools import partial

import pytest

from noren.kernel.racing import race
from noren.orders.place import place_order
from noren.orders.routing.models import Sourcing
from noren.stock.models import Level, Transfer
from tests.factories import NOON, all_differences, make_store, make_variant, pickup, stock_up, want

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]


def test_two_buyers_who_wait_for_the_last_piece_of_another_store_get_it_once() -> None:
    here, other, coffee = make_store(), make_store(), make_variant()
    level = stock_up(other, coffee, 1)
    calls = [partial(place_order, pickup(here, want(coffee), may_bring=True), at=NOON) for _ in range(2)]

    outcomes = race(*calls, queue_on=Level.objects.filter(pk=level.pk))

    assert sorted(type(each).__name__ for each in outcomes) == ["OutOfStock", "PlacedOrder"]
    level.refresh_from_db()
    assert (level.on_hand, level.allocated, level.held) == (1, 0, 1)
    assert Transfer.objects.count() == Sourcing.objects.count() == 1
    assert all_differences() == []


def test_a_buyer_who_waits_and_one_in_the_other_store_are_promised_its_last_piece_once() -> None:
    here, other, coffee = make_store(), make_store(), make_variant()
    level = stock_up(other, coffee, 1)
    calls = [
        partial(place_order, pickup(here, want(coffee), may_bring=True), at=NOON),
        partial(place_order, pickup(other, want(coffee)), at=NOON),
    ]

    outcomes = race(*calls, queue_on=Level.objects.filter(pk=level.pk))

    assert sorted(type(each).__name__ for each in outcomes) == ["OutOfStock", "PlacedOrder"]
    level.refresh_from_db()
    assert level.allocated + level.held == 1
    assert all_differences() == []


def test_two_stores_that_bring_each_other_goods_do_not_meet_crosswise() -> None:
    one, two, coffee, tea = make_store(), make_store(), make_variant(), make_variant()
    levels = [stock_up(store, variant, 1) for store, variant in ((one, coffee), (two, tea))]
    calls = [
        partial(place_order, pickup(one, want(coffee), want(tea), may_bring=True), at=NOON),
        partial(place_order, pickup(two, want(tea), want(coffee), may_bring=True), at=NOON),
    ]

    outcomes = race(*calls, queue_on=Level.objects.filter(pk__in=[level.pk for level in levels]))

    assert sorted(type(each).__name__ for each in outcomes) == ["OutOfStock", "PlacedOrder"]
    assert sum(level.allocated + level.held for level in Level.objects.all()) == 2
    assert all_differences() == []


def test_opposite_orders_that_both_fit_are_both_placed() -> None:
    one, two, coffee, tea = make_store(), make_store(), make_variant(), make_variant()
    stock_up(one, coffee, 2)
    stock_up(two, tea, 2)
    calls = [
        partial(place_order, pickup(one, want(coffee), want(tea), may_bring=True), at=NOON),
        partial(place_order, pickup(two, want(tea), want(coffee), may_bring=True), at=NOON),
    ]

    outcomes = race(*calls, queue_on=Level.objects.filter(variant__in=[coffee, tea]))

    assert [type(each).__name__ for each in outcomes] == ["PlacedOrder", "PlacedOrder"]
    assert sum(level.allocated + level.held for level in Level.objects.all()) == 4
    assert all_differences() == []
