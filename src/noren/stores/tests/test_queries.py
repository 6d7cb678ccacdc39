"""Stores near a place, with their hours, and places to choose by name."""

from datetime import UTC, datetime
from typing import Any

import pytest

from noren.stores.errors import StoreNotFound
from noren.stores.models import OpeningHours, Store
from noren.stores.queries import (
    Place,
    all_stores,
    earliest_pickup,
    get_store,
    nearest_stores,
    open_hours_on,
    opening_state,
    places,
)

NOON = datetime(2026, 7, 6, 3, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def make_store(code: str, *, latitude: float | None = 35.658, longitude: float | None = 139.7016, **more: Any) -> Store:
    store = Store.objects.create(code=code, name=f"{code}店", latitude=latitude, longitude=longitude, **more)
    OpeningHours.objects.create(store=store, weekday=0, opens_minute=600, closes_minute=1260)
    return store


def test_the_nearest_stores_come_first_in_one_statement(django_assert_num_queries: Any) -> None:
    make_store("FAR", latitude=36.0)
    make_store("NEAR", latitude=35.66)
    make_store("NOWHERE", latitude=None, longitude=None)
    make_store("GONE", is_active=False)

    with django_assert_num_queries(1):
        found = nearest_stores(35.658, 139.7016, at=NOON)

    assert [(store.code, store.distance_m) for store in found] == [("NEAR", 222), ("FAR", 38029)]


def test_a_store_answers_for_its_hours() -> None:
    make_store("S1", pickup_lead_minutes=30)
    store = get_store("S1", at=NOON)

    assert open_hours_on(store, NOON.date()) == (600, 1260)
    assert opening_state(store, NOON).closes_at == datetime(2026, 7, 6, 12, tzinfo=UTC)
    assert earliest_pickup(store, NOON) == datetime(2026, 7, 6, 3, 30, tzinfo=UTC)
    assert store.distance_m is None


def test_without_pickup_nothing_can_be_collected() -> None:
    make_store("S1", is_pickup_enabled=False)

    assert earliest_pickup(get_store("S1", at=NOON), NOON) is None


def test_all_stores_in_business_are_listed() -> None:
    for code, is_active in (("B", True), ("A", True), ("C", False)):
        make_store(code, is_active=is_active)

    assert [store.code for store in all_stores(at=NOON)] == ["A", "B"]
    with pytest.raises(StoreNotFound):
        get_store("C", at=NOON)


def test_places_are_the_wards_of_stores_with_their_middle() -> None:
    make_store("A", latitude=35.0, longitude=139.0, address="東京都渋谷区神南1-2-3")
    make_store("B", latitude=36.0, longitude=140.0, address="東京都渋谷区代々木1-1")
    make_store("C", latitude=35.7, longitude=139.7, address="東京都新宿区西新宿1")
    make_store("D", latitude=35.7, longitude=139.7, address="")

    assert places() == [Place("渋谷区", 35.5, 139.5, 2), Place("新宿区", 35.7, 139.7, 1)]
