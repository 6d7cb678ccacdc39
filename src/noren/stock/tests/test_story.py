"""The story of a level: every movement with the figures after it, and whom the pieces are kept for."""

from datetime import timedelta

import pytest

from noren.kernel.ids import uuid7
from noren.orders.basket import choose_store, hold_basket, open_basket, set_line
from noren.orders.hand_over import hand_over
from noren.orders.place import place_order
from noren.stock.correct import set_on_hand, set_safety
from noren.stock.errors import LevelNotFound
from noren.stock.ledger import Cause
from noren.stock.story import Figures, get_level, live_holds, movements_of_level, promised_pieces
from tests.factories import (
    NOON,
    at_counter,
    make_register,
    make_staff,
    make_store,
    make_variant,
    pickup,
    stock_up,
    want,
)
from tests.refusing import refused

pytestmark = pytest.mark.django_db


def test_each_movement_shows_the_figures_that_stood_after_it() -> None:
    store, variant = make_store(), make_variant(price_minor=980)
    level = stock_up(store, variant, 10)
    staff = make_staff(store=store)
    placed = place_order(pickup(store, want(variant, 3)), at=NOON)
    set_safety(store.pk, {variant.pk: 2}, cause=Cause("office", uuid7(), NOON))
    hand_over(placed.uid, at_counter(make_register(store), staff, tendered_minor=5_000), at=NOON)
    set_on_hand(store.pk, {variant.pk: 6}, cause=Cause("office", uuid7(), NOON, "棚卸し", staff.pk))

    newest_first = movements_of_level(level.pk)

    assert [(each.kind, each.after) for each in newest_first] == [
        ("counted", Figures(6, 0, 0, 2, 0, 0)),
        ("handed_over", Figures(7, 0, 0, 2, 0, 0)),
        ("safety_set", Figures(10, 3, 0, 2, 0, 0)),
        ("allocated", Figures(10, 3, 0, 0, 0, 0)),
        ("received", Figures(10, 0, 0, 0, 0, 0)),
    ]
    assert newest_first[0].after.available == 4
    assert (newest_first[0].reason, newest_first[0].staff_id) == ("棚卸し", staff.pk)
    assert newest_first[1].cause_uid == newest_first[3].cause_uid == placed.uid
    assert get_level(level.pk).now == newest_first[0].after


def test_a_page_goes_on_where_the_last_one_ended() -> None:
    store, variant = make_store(), make_variant()
    level = stock_up(store, variant, 1)
    for found in range(2, 7):
        set_on_hand(store.pk, {variant.pk: found}, cause=Cause("office", uuid7(), NOON))
    whole = movements_of_level(level.pk)

    first = movements_of_level(level.pk, limit=4)
    second = movements_of_level(level.pk, before=first[-1].id, limit=4)

    assert first + second == whole
    assert [each.after.on_hand for each in whole] == [6, 5, 4, 3, 2, 1]
    assert movements_of_level(level.pk, before=second[-1].id) == []


def test_promised_pieces_name_their_orders_and_holds_their_end() -> None:
    store, variant = make_store(), make_variant()
    level = stock_up(store, variant, 10)
    kept = place_order(pickup(store, want(variant, 3)), at=NOON)
    gone = place_order(pickup(store, want(variant, 2)), at=NOON)
    staff = make_staff(store=store)
    hand_over(gone.uid, at_counter(make_register(store), staff, tendered_minor=9_000), at=NOON)
    basket_uid = open_basket(customer_id=None, at=NOON)
    set_line(basket_uid, sku=variant.sku, quantity=1, at=NOON)
    choose_store(basket_uid, store_code=store.code, at=NOON)
    hold_basket(basket_uid, at=NOON)

    assert promised_pieces(level.pk) == {kept.uid: 3}
    (held,) = live_holds(level.pk)
    assert held.quantity == 1
    assert held.expires_at is not None
    assert held.expires_at > NOON + timedelta(minutes=5)


def test_a_level_that_does_not_exist_is_not_found() -> None:
    with refused(LevelNotFound):
        get_level(1)
