"""Today in the stores: open work counted by store, and the day's sales by the store's own clock."""

from datetime import datetime, timedelta

import pytest

from noren.orders.hand_over import hand_over
from noren.orders.pick import mark_ready
from noren.orders.place import place_order
from noren.orders.today import late_pickups, today_in_stores
from noren.orders.wanted import PlacedOrder
from noren.stores.models import Store
from tests.factories import (
    NOON,
    at_counter,
    counter_sale,
    make_register,
    make_staff,
    make_store,
    make_variant,
    pickup,
    stock_up,
    want,
)

pytestmark = pytest.mark.django_db


def order(store: Store, *, at: datetime = NOON) -> PlacedOrder:
    variant = make_variant(price_minor=1_000)
    stock_up(store, variant, 5)
    return place_order(pickup(store, want(variant)), at=at)


def test_open_late_ready_and_ending_pickups_are_counted_by_store() -> None:
    store, quiet, staff = make_store(code="A"), make_store(code="B"), make_staff()
    late = order(store)
    mark_ready(order(store).uid, staff_uid=staff.uid, at=NOON)

    busy, other = today_in_stores(at=NOON + timedelta(hours=2))

    assert (busy.code, busy.to_pick, busy.late, busy.ready, busy.ending) == ("A", 1, 1, 1, 0)
    assert (other.code, other.is_quiet) == (quiet.code, True)
    assert [found.uid for found in late_pickups(at=NOON + timedelta(hours=2))] == [late.uid]
    assert late.kept_until is not None
    (ending, _) = today_in_stores(at=late.kept_until - timedelta(hours=1))
    assert ending.ending == 2


def test_the_days_sales_begin_with_the_stores_business_day() -> None:
    store = make_store()
    register, staff, variant = make_register(store), make_staff(), make_variant(price_minor=1_000)
    stock_up(store, variant, 10)
    midnight = datetime.fromisoformat("2026-07-05T00:00:00+09:00")
    for at in (NOON, midnight):
        place_order(counter_sale(register, staff, want(variant), tendered_minor=1_000), at=at)
    placed = order(store)
    hand_over(placed.uid, at_counter(register, staff, tendered_minor=1_000), at=NOON + timedelta(hours=1))

    (before_five,) = today_in_stores(at=midnight + timedelta(hours=4))
    (after_five,) = today_in_stores(at=midnight + timedelta(hours=6))

    assert (before_five.sales, before_five.sales_minor, before_five.handed_over) == (3, 3_000, 1)
    assert (after_five.sales, after_five.sales_minor) == (0, 0)


def test_only_the_asked_stores_are_counted() -> None:
    store = make_store(code="A")
    make_store(code="B")
    order(store)

    assert [row.code for row in today_in_stores(at=NOON, store_ids=(store.pk,))] == ["A"]
    assert late_pickups(at=NOON + timedelta(days=1), store_ids=()) == []
