"""Holds: kept for one, not for others, and never in the owner's own way."""

from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

import pytest

from noren.kernel.ids import uuid7
from noren.kernel.racing import race
from noren.orders.place import place_order
from noren.stock.correct import adjust, receive, set_on_hand, set_safety
from noren.stock.errors import MoveQuantityInvalid, OutOfStock, ReasonMissing
from noren.stock.holding import expire_holds, hold, release_holds
from noren.stock.ledger import Cause
from noren.stock.models import Hold, HoldKind, Level
from tests.factories import NOON, all_differences, make_store, make_variant, pickup, stock_up, want
from tests.refusing import refused

TEN_MINUTES = timedelta(minutes=10)


def _hold(level: Level, quantity: int, *, owner: UUID | None = None, at: datetime = NOON) -> None:
    hold(
        level.store_id,
        {level.variant_id: quantity},
        kind=HoldKind.BASKET,
        owner_uid=owner or uuid7(),
        expires_at=at + TEN_MINUTES,
        at=at,
        names={level.variant_id: "豆"},
    )


@pytest.mark.django_db
def test_what_one_holds_another_cannot_order() -> None:
    store, variant = make_store(), make_variant()
    level = stock_up(store, variant, 2)
    _hold(level, 2)

    with refused(OutOfStock):
        place_order(pickup(store, want(variant)), at=NOON)

    level.refresh_from_db()
    assert (level.held, level.available) == (2, 0)
    assert all_differences() == []


@pytest.mark.django_db
def test_an_owner_may_hold_again_and_is_not_blocked_by_the_own_hold() -> None:
    store, variant = make_store(), make_variant()
    level = stock_up(store, variant, 2)
    owner = uuid7()

    _hold(level, 2, owner=owner)
    _hold(level, 1, owner=owner)
    _hold(level, 1, owner=owner)

    level.refresh_from_db()
    assert level.held == 1
    assert Hold.objects.filter(ended_at=None).count() == 1
    assert all_differences() == []


@pytest.mark.django_db
def test_a_hold_moves_to_another_store_whole() -> None:
    variant, owner = make_variant(), uuid7()
    first, second = (stock_up(make_store(), variant, 2) for _ in range(2))

    _hold(first, 2, owner=owner)
    _hold(second, 1, owner=owner)

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.held, second.held) == (0, 1)
    assert release_holds(owner, at=NOON) == 1
    assert release_holds(owner, at=NOON) == 0
    assert all_differences() == []


@pytest.mark.django_db
def test_a_hold_whose_time_is_over_is_ended_before_an_order_is_refused() -> None:
    store, variant = make_store(), make_variant()
    level = stock_up(store, variant, 2)
    _hold(level, 2)

    placed = place_order(pickup(store, want(variant, 2)), at=NOON + TEN_MINUTES)

    level.refresh_from_db()
    assert placed.status == "placed"
    assert (level.held, level.allocated) == (0, 2)
    assert all_differences() == []


@pytest.mark.django_db
def test_expired_holds_are_swept_once() -> None:
    level = stock_up(make_store(), make_variant(), 5)
    _hold(level, 2)
    _hold(level, 1)

    assert expire_holds(at=NOON) == 0
    assert expire_holds(at=NOON + TEN_MINUTES) == 1
    assert expire_holds(at=NOON + TEN_MINUTES) == 0

    level.refresh_from_db()
    assert level.held == 0
    assert all_differences() == []


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_shoppers_holding_the_last_piece_at_once_hold_it_once() -> None:
    level = stock_up(make_store(), make_variant(), 1)

    outcomes = race(*[partial(_hold, level, 1)] * 2, queue_on=Level.objects.filter(pk=level.pk))

    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["NoneType", "OutOfStock"]
    assert all_differences() == []


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_shoppers_who_change_stores_crosswise_do_not_deadlock() -> None:
    variant = make_variant()
    first, second = (stock_up(make_store(), variant, 5) for _ in range(2))
    here, there = uuid7(), uuid7()
    _hold(first, 1, owner=here)
    _hold(second, 1, owner=there)

    outcomes = race(
        partial(_hold, second, 1, owner=here),
        partial(_hold, first, 1, owner=there),
        queue_on=Level.objects.filter(pk__in=[first.pk, second.pk]),
    )

    assert outcomes == [None, None]
    assert all_differences() == []


@pytest.mark.django_db
def test_goods_in_counts_corrections_and_safety_stock_are_movements() -> None:
    store, variant = make_store(), make_variant()
    cause = Cause("delivery", uuid7(), NOON, reason="納品書 12")

    receive(store.pk, {variant.pk: 10}, cause=cause)
    adjust(store.pk, {variant.pk: -2}, cause=cause)
    set_safety(store.pk, {variant.pk: 3}, cause=cause)
    changed = set_on_hand(store.pk, {variant.pk: 7}, cause=cause)

    level = Level.objects.get()
    assert (level.on_hand, level.safety, level.available, changed) == (7, 3, 4, 1)
    assert set_on_hand(store.pk, {variant.pk: 7}, cause=cause) == 0
    assert list(level.movements.order_by("id").values_list("kind", flat=True)) == [
        "received",
        "adjusted",
        "safety_set",
        "counted",
    ]
    with refused(ReasonMissing):
        adjust(store.pk, {variant.pk: 1}, cause=Cause("office", uuid7(), NOON))
    with refused(MoveQuantityInvalid):
        receive(store.pk, {variant.pk: 0}, cause=cause)
    assert all_differences() == []


@pytest.mark.django_db
def test_goods_that_come_in_settle_a_shortfall() -> None:
    store, variant = make_store(), make_variant()
    level = stock_up(store, variant, 2)
    place_order(pickup(store, want(variant, 2)), at=NOON)
    set_on_hand(store.pk, {variant.pk: 0}, cause=Cause("count", uuid7(), NOON))
    level.refresh_from_db()
    assert level.short == 2

    receive(store.pk, {variant.pk: 5}, cause=Cause("delivery", uuid7(), NOON))

    level.refresh_from_db()
    assert (level.short, level.available) == (0, 3)
    assert all_differences() == []
