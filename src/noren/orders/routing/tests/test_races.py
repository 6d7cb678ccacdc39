"""Races over goods that are sent from store to store: never promised twice, and no two deeds meet crosswise."""

from functools import partial
from types import NoneType
from typing import Any

import pytest

from noren.coupons.models import Coupon, CustomerUse, Redemption
from noren.kernel.ids import uuid7
from noren.kernel.racing import race
from noren.orders.end import cancel_order
from noren.orders.models import OrderLine
from noren.orders.place import place_order
from noren.orders.routing.follow import follow_transfer
from noren.orders.routing.models import Sourcing, SourcingReason
from noren.orders.routing.reject import reject_line
from noren.orders.routing.shortfall import end_shortfall
from noren.orders.wanted import PlacedOrder
from noren.stock.correct import set_on_hand
from noren.stock.ledger import Cause
from noren.stock.models import Level, Shortfall, Transfer
from noren.stock.transfers.locking import By
from noren.stock.transfers.receive import Arrival, receive_transfer
from noren.stock.transfers.send import send_transfer
from noren.stores.models import Store
from tests.factories import (
    NOON,
    all_differences,
    make_coupon,
    make_member,
    make_staff,
    make_store,
    make_variant,
    pickup,
    stock_up,
    want,
)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]


def rejecting(placed: PlacedOrder, store: Store, reason: SourcingReason) -> "partial[None]":
    """The store says that it cannot give the order's piece."""
    line = OrderLine.objects.get(order__uid=placed.uid)
    staff = make_staff(store=store)
    return partial(
        reject_line,
        placed.uid,
        line.uid,
        uid=uuid7(),
        quantity=1,
        reason=reason,
        staff_uid=staff.uid,
        at=NOON,
        channel="office",
    )


def test_two_rejects_racing_for_the_last_piece_of_another_store_get_it_once() -> None:
    here, other, coffee = make_store(), make_store(), make_variant()
    stock_up(here, coffee, 2)
    level = stock_up(other, coffee, 1)
    first, second = (place_order(pickup(here, want(coffee)), at=NOON) for _ in range(2))
    calls = [rejecting(placed, here, SourcingReason.NOT_FOUND) for placed in (first, second)]

    outcomes = race(*calls, queue_on=Level.objects.filter(pk=level.pk))

    assert [type(each) for each in outcomes] == [NoneType, NoneType]
    level.refresh_from_db()
    assert (level.on_hand, level.held, level.short) == (1, 1, 0)
    assert sorted(Sourcing.objects.values_list("status", flat=True)) == ["coming", "parked"]
    assert all_differences() == []


def test_a_reject_and_an_order_in_the_other_store_promise_its_last_piece_once() -> None:
    here, other, coffee = make_store(), make_store(), make_variant()
    stock_up(here, coffee, 1)
    level = stock_up(other, coffee, 1)
    placed = place_order(pickup(here, want(coffee)), at=NOON)
    calls = [
        rejecting(placed, here, SourcingReason.NOT_FOUND),
        partial(place_order, pickup(other, want(coffee)), at=NOON),
    ]

    outcomes = race(*calls, queue_on=Level.objects.filter(pk=level.pk))  # type: ignore[arg-type]

    assert [type(each).__name__ for each in outcomes] == ["NoneType", "OutOfStock"]
    level.refresh_from_db()
    assert (level.allocated, level.held, level.short) == (0, 1, 0)
    assert all_differences() == []


def test_a_reject_that_finds_the_last_piece_of_the_other_store_just_ordered_is_parked() -> None:
    here, other, coffee = make_store(), make_store(), make_variant()
    stock_up(here, coffee, 1)
    level = stock_up(other, coffee, 1)
    placed = place_order(pickup(here, want(coffee)), at=NOON)
    calls = [
        partial(place_order, pickup(other, want(coffee)), at=NOON),
        rejecting(placed, here, SourcingReason.NOT_FOUND),
    ]

    outcomes = race(*calls, queue_on=Level.objects.filter(pk=level.pk))  # type: ignore[arg-type]

    assert [type(each).__name__ for each in outcomes] == ["PlacedOrder", "NoneType"]
    level.refresh_from_db()
    assert (level.allocated, level.held, level.short) == (1, 0, 0)
    assert Sourcing.objects.get().status == "parked"
    assert all_differences() == []


def test_two_stores_that_send_each_other_goods_do_not_meet_crosswise() -> None:
    one, two = make_store(), make_store()
    coffee, filters = make_variant(), make_variant()
    for store in (one, two):
        for variant in (coffee, filters):
            stock_up(store, variant, 2)
    placed = [place_order(pickup(store, want(coffee)), at=NOON) for store in (one, two)]
    calls = [rejecting(order, store, SourcingReason.DAMAGED) for order, store in zip(placed, (one, two), strict=True)]

    outcomes = race(*calls, queue_on=Level.objects.filter(variant=coffee))

    assert [type(each) for each in outcomes] == [NoneType, NoneType]
    assert sorted(Sourcing.objects.values_list("status", flat=True)) == ["coming", "coming"]
    assert all_differences() == []


def test_an_order_that_is_cancelled_while_its_goods_arrive_leaves_nothing_kept() -> None:
    here, other, coffee = make_store(), make_store(), make_variant()
    level = stock_up(here, coffee, 1)
    stock_up(other, coffee, 1)
    placed = place_order(pickup(here, want(coffee)), at=NOON)
    rejecting(placed, here, SourcingReason.NOT_FOUND)()
    transfer, by = Transfer.objects.get(), By(NOON)
    send_transfer(transfer.uid, by=by)
    receive_transfer(transfer.uid, Arrival(uuid7(), None), by=by)
    calls = [
        partial(follow_transfer, transfer.uid, at=NOON),
        partial(cancel_order, placed.uid, by="customer", at=NOON),
    ]

    outcomes = race(*calls, queue_on=Level.objects.filter(pk=level.pk))
    follow_transfer(transfer.uid, at=NOON)

    assert [type(each) for each in outcomes] == [NoneType, NoneType]
    level.refresh_from_db()
    assert (level.on_hand, level.allocated, level.held) == (1, 0, 0)
    assert all_differences() == []


@pytest.mark.parametrize("limit", ["redemption_limit", "customer_limit"])
def test_coupons_of_several_orders_come_back_without_meeting_another_order_crosswise(limit: str) -> None:
    store, coffee, cups = make_store(), make_variant(), make_variant()
    stock_up(store, coffee, 2)
    stock_up(store, cups, 1)
    member = make_member()
    limits: dict[str, Any] = {limit: 9}
    first, second = (make_coupon(code=code, **limits) for code in ("FIRST", "SECOND"))
    for coupon in (first, second):
        wanted = pickup(store, want(coffee), customer=member, coupon_codes=(coupon.code,))
        place_order(wanted, at=NOON)
    set_on_hand(store.pk, {coffee.pk: 0}, cause=Cause("office", uuid7(), NOON, "割れた"))
    short, staff = Shortfall.objects.get(), make_staff(store=store)
    both = pickup(store, want(cups), customer=member, coupon_codes=("FIRST", "SECOND"))
    counters = Coupon.objects.filter(pk=second.pk)
    held = counters if limit == "redemption_limit" else CustomerUse.objects.filter(coupon=second)
    calls = [
        partial(end_shortfall, short.uid, reason="入荷なし", staff_uid=staff.uid, at=NOON),
        partial(place_order, both, at=NOON),
    ]

    outcomes = race(*calls, queue_on=held)  # type: ignore[arg-type]

    assert [type(each).__name__ for each in outcomes] == ["int", "PlacedOrder"]
    assert sorted(Redemption.objects.filter(withdrawn_at=None).values_list("coupon__code", flat=True)) == [
        "FIRST",
        "SECOND",
    ]
    assert all_differences() == []
