"""Stores for all of a basket: those that have most of it, the nearest or the soonest."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from noren.kernel.ids import uuid7
from noren.stock.coverage import stores_for_goods
from noren.stores.models import OpeningHours
from tests.factories import make_store, make_variant, stock_up

pytestmark = pytest.mark.django_db

MONDAY_EVENING = datetime(2026, 7, 6, 13, tzinfo=UTC)  # 22:00 in Tokyo
BASKET: UUID = uuid7()


def test_without_a_place_those_come_first_where_it_is_ready_soonest() -> None:
    beans = make_variant()
    for code, hours in (("S1", (600, 1_260)), ("S2", (540, 1_200)), ("S3", (0, 1_440)), ("S4", (0, 1_440))):
        store = make_store(code=code)
        OpeningHours.objects.filter(store=store).update(opens_minute=hours[0], closes_minute=hours[1])
        stock_up(store, beans, 5 if code != "S4" else 1)

    found = stores_for_goods({beans.pk: 2}, owner_uid=BASKET, at=MONDAY_EVENING)
    few = stores_for_goods({beans.pk: 2}, owner_uid=BASKET, at=MONDAY_EVENING, limit=1)
    chosen = stores_for_goods({beans.pk: 2}, owner_uid=BASKET, at=MONDAY_EVENING, chosen="S1")

    assert [store.store_code for store in found] == ["S3", "S2", "S1", "S4"]
    assert [store.store_code for store in few] == ["S3"]
    assert [store.store_code for store in chosen] == ["S1", "S3", "S2", "S4"]


def test_where_something_is_missing_the_open_come_before_the_closed() -> None:
    beans = make_variant()
    make_store(code="S1")
    late = make_store(code="S2")
    OpeningHours.objects.filter(store=late).update(opens_minute=0, closes_minute=1_440)

    found = stores_for_goods({beans.pk: 2}, owner_uid=BASKET, at=MONDAY_EVENING)

    assert [store.store_code for store in found] == ["S2", "S1"]


def test_from_a_place_the_nearest_come_first_open_or_not() -> None:
    beans = make_variant()
    near, far = make_store(code="S1"), make_store(code="S2")
    type(far).objects.filter(pk=far.pk).update(latitude=35.70)
    OpeningHours.objects.filter(store=far).update(opens_minute=0, closes_minute=1_440)
    for store in (near, far):
        stock_up(store, beans, 5)

    found = stores_for_goods({beans.pk: 2}, owner_uid=BASKET, at=MONDAY_EVENING, near=(35.658, 139.7016))

    assert [store.store_code for store in found] == ["S1", "S2"]


def test_only_stores_that_were_named_are_looked_at() -> None:
    beans = make_variant()
    for code in ("S1", "S2", "S3"):
        make_store(code=code)

    found = stores_for_goods({beans.pk: 2}, owner_uid=BASKET, at=MONDAY_EVENING, among=["S3", "S2", "S9"])

    assert [store.store_code for store in found] == ["S2", "S3"]
    assert stores_for_goods({beans.pk: 2}, owner_uid=BASKET, at=MONDAY_EVENING, among=[]) == []
