"""Reorder points: a store's default, goods of their own, files; and what is low by them."""

from datetime import timedelta

import pytest

from noren.kernel.ids import uuid7
from noren.kernel.staging import copy_rows, drop_staging, make_staging
from noren.orders.place import place_order
from noren.stock.aside_list import list_aside
from noren.stock.bulk import LEVEL_COLUMNS, count_changes, count_levels
from noren.stock.errors import PiecesInvalid
from noren.stock.ledger import Cause
from noren.stock.models import AsideState, ReorderPoint
from noren.stock.reorder import low_levels, reorder_default, reorder_point, set_reorder_default, set_reorder_points
from noren.stock.set_aside import put_back, set_aside
from tests.factories import NOON, counter_sale, make_register, make_staff, make_store, make_variant, stock_up, want
from tests.refusing import refused

pytestmark = pytest.mark.django_db


def test_goods_are_low_at_their_own_point_or_else_at_the_stores() -> None:
    store, beans, cups, other = make_store(), make_variant(), make_variant(), make_store()
    for variant in (beans, cups):
        stock_up(store, variant, 5)
        stock_up(other, variant, 5)
    sale = counter_sale(make_register(store), make_staff(), want(cups, 2), tendered_minor=9_000)
    place_order(sale, at=NOON)

    set_reorder_default(store.pk, 3)
    assert [(low.variant_id, low.available, low.point, low.sold) for low in low_levels(at=NOON)] == [(cups.pk, 3, 3, 2)]
    assert low_levels(at=NOON)[0].days_left == 42
    assert low_levels(at=NOON + timedelta(days=29))[0].days_left is None
    set_reorder_points(store.pk, {beans.pk: 5, cups.pk: 0})
    assert [low.variant_id for low in low_levels(at=NOON, store_ids=[store.pk])] == [beans.pk]
    set_reorder_points(store.pk, {beans.pk: None})

    assert low_levels(at=NOON) == []
    assert (reorder_default(store.pk), reorder_point(store.pk, beans.pk), reorder_point(store.pk, cups.pk)) == (
        3,
        None,
        0,
    )
    with refused(PiecesInvalid):
        set_reorder_points(store.pk, {cups.pk: -1})
    with refused(PiecesInvalid):
        set_reorder_default(store.pk, 1_000_001)
    assert ReorderPoint.objects.count() == 2


def test_goods_that_are_off_sale_are_never_low() -> None:
    store, beans = make_store(), make_variant()
    stock_up(store, beans, 1)
    set_reorder_default(store.pk, 3)
    beans.is_active = False
    beans.save(update_fields=["is_active"])

    assert low_levels(at=NOON) == []


def test_a_file_of_levels_brings_reorder_points() -> None:
    store, beans, cups = make_store(), make_variant(), make_variant()
    stock_up(store, beans, 5)
    make_staging("staged_points", LEVEL_COLUMNS)
    rows = [[2, store.code, beans.sku, 5, None, 4], [3, store.code, cups.sku, 0, None, 2]]
    copy_rows("staged_points", tuple(LEVEL_COLUMNS), rows)

    foreseen = count_changes("staged_points")
    told = [count_levels("staged_points", after=0, through=9, cause=Cause("import", uuid7(), NOON)) for _ in range(2)]
    drop_staging("staged_points")

    assert foreseen == (2, 1)
    assert told == [(2, 2, 1), (2, 0, 0)]
    assert dict(ReorderPoint.objects.values_list("variant_id", "pieces")) == {beans.pk: 4, cups.pk: 2}


def test_what_is_set_aside_is_listed_since_it_was_last_nothing() -> None:
    store, beans, names = make_store(), make_variant(), {}
    names[beans.pk] = "豆"
    level = stock_up(store, beans, 9)

    def cause(days: int, reason: str) -> Cause:
        return Cause("office", uuid7(), NOON + timedelta(days=days), reason)

    one, three = {beans.pk: 1}, {beans.pk: 3}
    set_aside(store.pk, one, AsideState.DAMAGED, cause=cause(0, "割れ"), names=names)
    put_back(store.pk, one, AsideState.DAMAGED, cause=cause(1, ""), names=names)
    set_aside(store.pk, three, AsideState.DAMAGED, cause=cause(2, "水ぬれ"), names=names)
    put_back(store.pk, one, AsideState.DAMAGED, cause=cause(3, ""), names=names)
    set_aside(store.pk, one, AsideState.CHECKING, cause=cause(4, "期限を確認"), names=names)

    rows = list_aside(store_ids=[store.pk])
    assert [(row.level_id, row.state, row.pieces, row.since, row.reason) for row in rows] == [
        (level.pk, "damaged", 2, NOON + timedelta(days=2), "水ぬれ"),
        (level.pk, "checking", 1, NOON + timedelta(days=4), "期限を確認"),
    ]
    assert [row.state for row in list_aside(state="checking")] == ["checking"]
    assert list_aside(store_ids=[0]) == []
