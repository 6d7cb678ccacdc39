"""A store is loaded with its hours in one statement."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from noren.stores.errors import PickupNotOffered, StoreClosed, StoreNotFound
from noren.stores.loading import load_store_for_order
from noren.stores.models import OpeningHours, SpecialDay, Store

NOON_OF_MONDAY = datetime(2026, 7, 6, 3, tzinfo=UTC)


def make_store(code: str = "S001", *, opens: int = 600, closes: int = 1260, **fields: Any) -> Store:
    """A store in Tokyo that is open from ten to nine on every day."""
    store = Store.objects.create(code=code, name=fields.pop("name", "渋谷店"), **fields)
    OpeningHours.objects.bulk_create(
        OpeningHours(store=store, weekday=weekday, opens_minute=opens, closes_minute=closes) for weekday in range(7)
    )
    return store


@pytest.mark.django_db
def test_the_store_comes_with_week_and_special_days_in_one_statement(django_assert_num_queries: Any) -> None:
    store = make_store()
    SpecialDay.objects.create(store=store, date=date(2026, 7, 7))
    SpecialDay.objects.create(store=store, date=date(2026, 7, 8), opens_minute=720, closes_minute=1500)
    SpecialDay.objects.create(store=store, date=date(2026, 1, 1))

    with django_assert_num_queries(1):
        loaded = load_store_for_order("S001", at=NOON_OF_MONDAY)

    assert loaded.id == store.pk
    assert loaded.hours.weekly == dict.fromkeys(range(7), (600, 1260))
    assert loaded.hours.special == {date(2026, 7, 7): None, date(2026, 7, 8): (720, 1500)}


@pytest.mark.django_db
def test_the_pickup_is_promised_around_the_special_days() -> None:
    store = make_store(pickup_lead_minutes=600)
    SpecialDay.objects.create(store=store, date=date(2026, 7, 7))

    loaded = load_store_for_order("S001", at=NOON_OF_MONDAY)

    assert loaded.pickup_ready_at(NOON_OF_MONDAY) == datetime(2026, 7, 8, 2, tzinfo=UTC)


@pytest.mark.django_db
def test_a_store_without_hours_is_closed() -> None:
    Store.objects.create(code="S001", name="渋谷店")

    with pytest.raises(StoreClosed):
        load_store_for_order("S001", at=NOON_OF_MONDAY).pickup_ready_at(NOON_OF_MONDAY)


@pytest.mark.django_db
def test_a_store_without_pickup_promises_none() -> None:
    make_store(is_pickup_enabled=False)

    with pytest.raises(PickupNotOffered):
        load_store_for_order("S001", at=NOON_OF_MONDAY).pickup_ready_at(NOON_OF_MONDAY)


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["S999", "S001", "", "'; DROP TABLE stores_store; --", "S\0"])
def test_an_unknown_or_closed_down_store_is_not_found(code: str) -> None:
    make_store(is_active=False)

    with pytest.raises(StoreNotFound) as refusal:
        load_store_for_order(code, at=NOON_OF_MONDAY)

    assert refusal.value.field == "store_code"
