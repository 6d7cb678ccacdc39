"""The nearest stores that have a variant, with what may still be promised there."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from noren.catalog.models import Category, Product, Variant
from noren.kernel.ids import uuid7
from noren.stock.models import Hold, HoldKind, Level
from noren.stock.queries import availability, availability_in, available_in_store, variants_in_stock
from noren.stores.models import OpeningHours, Store

NOON = datetime(2026, 7, 6, 3, tzinfo=UTC)  # a Monday in Tokyo
SHIBUYA = (35.6580, 139.7016)

pytestmark = pytest.mark.django_db


def make_variant(sku: str = "COFFEE-200") -> Variant:
    category, _ = Category.objects.get_or_create(code="coffee", name="コーヒー")
    product = Product.objects.create(code=sku, name="深煎りコーヒー豆", category=category)
    return Variant.objects.create(product=product, sku=sku, price_minor=980)


def make_store(
    code: str, *, latitude: float | None = 35.6580, longitude: float | None = 139.7016, **more: Any
) -> Store:
    store = Store.objects.create(code=code, name=f"{code}店", latitude=latitude, longitude=longitude, **more)
    OpeningHours.objects.bulk_create(
        OpeningHours(store=store, weekday=weekday, opens_minute=600, closes_minute=1260) for weekday in range(7)
    )
    return store


def stock(store: Store, variant: Variant, on_hand: int, **figures: int) -> Level:
    return Level.objects.create(store=store, variant=variant, on_hand=on_hand, **figures)


def test_the_nearest_stores_with_stock_come_first_in_one_statement(django_assert_num_queries: Any) -> None:
    variant = make_variant()
    near = make_store("NEAR", latitude=35.6595)
    far = make_store("FAR", latitude=35.7000)
    empty = make_store("EMPTY")
    stock(far, variant, 9)
    stock(near, variant, 3)
    stock(empty, variant, 0)
    make_store("NEVER")

    with django_assert_num_queries(1):
        found = availability(variant.pk, near=SHIBUYA, at=NOON)

    assert [(store.store_code, store.available, store.distance_m) for store in found] == [
        ("NEAR", 3, 167),
        ("FAR", 9, 4670),
    ]


def test_a_store_says_its_hours_and_when_goods_can_be_collected() -> None:
    variant = make_variant()
    stock(make_store("S1", pickup_lead_minutes=30), variant, 1)

    (store,) = availability(variant.pk, near=SHIBUYA, at=NOON)

    assert store.today == (600, 1260)
    assert store.state.is_open
    assert store.state.closes_at == datetime(2026, 7, 6, 12, tzinfo=UTC)
    assert store.pickup_at == NOON + timedelta(minutes=30)


def test_only_what_is_not_promised_held_or_set_aside_is_available() -> None:
    variant = make_variant()
    level = stock(make_store("S1"), variant, 10, allocated=2, held=3, safety=1)
    for minutes, pieces in ((5, 1), (-5, 2)):
        Hold.objects.create(
            level=level,
            kind=HoldKind.BASKET,
            owner_uid=uuid7(),
            quantity=pieces,
            held_at=NOON - timedelta(minutes=15),
            expires_at=NOON + timedelta(minutes=minutes),
        )

    (store,) = availability(variant.pk, at=NOON)

    assert store.available == 10 - 2 - 3 - 1 + 2  # the hold of two that has run out is given back when asked for


def test_at_least_asks_for_enough_for_the_basket_or_for_any_store() -> None:
    variant = make_variant()
    stock(make_store("S1"), variant, 2)
    stock(make_store("S2"), variant, 5)
    make_store("S3")

    def codes(at_least: int) -> list[str]:
        return [store.store_code for store in availability(variant.pk, at=NOON, at_least=at_least)]

    assert codes(1) == ["S1", "S2"]
    assert codes(3) == ["S2"]
    assert codes(0) == ["S1", "S2", "S3"]


def test_stores_that_are_named_say_what_they_have_and_one_out_of_business_nothing() -> None:
    variant = make_variant()
    stock(make_store("S1"), variant, 2)
    make_store("S2")
    Store.objects.filter(pk=make_store("S3").pk).update(is_active=False)

    found = availability_in(variant.pk, ["S2", "S1", "S3", "S9"], near=SHIBUYA, at=NOON)

    assert [(each.store_code, each.available) for each in found] == [("S1", 2), ("S2", 0)]
    assert [each.distance_m is not None for each in found] == [True, True]
    assert availability_in(variant.pk, [], at=NOON) == []


def test_oversold_stock_is_shown_as_nothing() -> None:
    variant = make_variant()
    stock(make_store("S1"), variant, -3)

    (store,) = availability(variant.pk, at=NOON, at_least=0)

    assert (store.available, store.pickup_at) == (0, None)


def test_without_pickup_nothing_is_promised() -> None:
    variant = make_variant()
    stock(make_store("S1", is_pickup_enabled=False), variant, 3)

    (store,) = availability(variant.pk, at=NOON)

    assert store.pickup_at is None


def test_stores_without_coordinates_come_last_and_those_out_of_business_never() -> None:
    variant = make_variant()
    stock(make_store("A", latitude=None, longitude=None), variant, 1)
    stock(make_store("B"), variant, 1)
    stock(make_store("C", is_active=False), variant, 1)

    found = availability(variant.pk, near=SHIBUYA, at=NOON)

    assert [(store.store_code, store.distance_m) for store in found] == [("B", 0), ("A", None)]


def test_no_more_than_asked_for_are_listed() -> None:
    variant = make_variant()
    for place in range(5):
        stock(make_store(f"S{place}", latitude=35.0 + place), variant, 1)

    assert [store.store_code for store in availability(variant.pk, near=(39.0, 139.7), at=NOON, limit=2)] == [
        "S4",
        "S3",
    ]


def test_one_store_answers_for_many_variants() -> None:
    coffee, tea, never = make_variant("COFFEE"), make_variant("TEA"), make_variant("NEVER")
    store = make_store("S1")
    stock(store, coffee, 4, allocated=1)
    stock(store, tea, -1)

    assert available_in_store(store.pk, [coffee.pk, tea.pk, never.pk], at=NOON) == {
        coffee.pk: 3,
        tea.pk: 0,
        never.pk: 0,
    }


def test_what_any_store_in_business_can_promise_is_in_stock() -> None:
    here, promised, closed = make_variant("HERE"), make_variant("PROMISED"), make_variant("CLOSED")
    stock(make_store("S1"), here, 1)
    stock(make_store("S2"), promised, 1, allocated=1)
    stock(make_store("S3", is_active=False), closed, 9)

    assert variants_in_stock() == {here.pk}
