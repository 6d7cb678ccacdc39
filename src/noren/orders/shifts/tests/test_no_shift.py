"""Receipts that belong to no shift, by register and business day, and since the last closing."""

from datetime import date, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from noren.orders.end import void_sale
from noren.orders.models import Receipt
from noren.orders.shifts import no_shift
from noren.orders.shifts.no_shift import days_in_no_shift, in_no_shift, in_no_shift_since_closing
from noren.orders.shifts.rules import Figure
from noren.orders.shifts.tests.drawers import Drawer
from tests.factories import NOON

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
DAY = date(2026, 7, 4)


def _closed() -> Drawer:
    """A register whose shift went from noon to one o'clock."""
    drawer = Drawer()
    drawer.close(drawer.open(), 30_000, at=NOON + HOUR)
    return drawer


def test_what_is_sold_while_no_shift_is_open_is_named_with_its_register_sum_and_receipts() -> None:
    drawer = _closed()
    sold = [drawer.sell_for(minor, at=NOON + 2 * HOUR) for minor in (1_000, 3_000)]
    voided = drawer.sell_for(2_000, at=NOON + 2 * HOUR)
    void_sale(
        voided.uid,
        reason="打ち間違い",
        register_uid=drawer.register.uid,
        staff_uid=drawer.staff.uid,
        at=NOON + 3 * HOUR,
    )

    (found,) = days_in_no_shift(DAY, DAY, store_ids=None)

    assert (found.day, found.store_name, found.register_name) == (DAY, drawer.store.name, drawer.register.name)
    assert (found.count, found.minor, found.unnamed) == (4, 4_000, 0)
    kept = Receipt.objects.order_by("pk").values_list("uid", "number")
    assert found.receipts == tuple(kept)
    assert [number for _uid, number in found.receipts[:2]] == [one.number for one in sold]
    assert in_no_shift(DAY, DAY, store_ids=[drawer.store.pk]) == Figure(4, 4_000)
    assert in_no_shift_since_closing(drawer.register.pk, at=NOON + timedelta(days=1)) == Figure(4, 4_000)


def test_what_is_in_a_shift_in_a_late_batch_or_before_the_first_shift_is_not_among_them() -> None:
    drawer = Drawer()
    drawer.sell_for(1_000, at=NOON - HOUR)
    shift = drawer.open()
    drawer.sell_for(2_000, at=NOON)
    drawer.close(shift, 32_000, at=NOON + HOUR)
    drawer.sell_for(3_000, at=NOON)  # booked late

    assert days_in_no_shift(DAY, DAY, store_ids=None) == []
    assert in_no_shift(DAY, DAY, store_ids=None) == Figure(0, 0)
    assert in_no_shift_since_closing(drawer.register.pk, at=NOON + timedelta(days=1)) == Figure(0, 0)


def test_a_register_without_shifts_has_nothing_in_none() -> None:
    drawer = Drawer()
    drawer.sell_for(1_000, at=NOON)

    assert in_no_shift(DAY, DAY, store_ids=None) == Figure(0, 0)
    assert in_no_shift_since_closing(drawer.register.pk, at=NOON + timedelta(days=1)) == Figure(0, 0)


def test_once_the_next_shift_is_open_the_till_is_told_nothing_and_the_day_keeps_it() -> None:
    drawer = _closed()
    drawer.sell_for(1_000, at=NOON + 2 * HOUR)
    drawer.open(at=NOON + 3 * HOUR)

    assert in_no_shift_since_closing(drawer.register.pk, at=NOON + timedelta(days=1)) == Figure(0, 0)
    assert in_no_shift(DAY, DAY, store_ids=None) == Figure(1, 1_000)


def test_business_days_and_stores_are_kept_apart() -> None:
    drawer, other = _closed(), _closed()
    drawer.sell_for(1_000, at=NOON + 2 * HOUR)
    drawer.sell_for(2_000, at=NOON.replace(hour=17, minute=30))  # 2:30 in Tokyo
    drawer.sell_for(3_000, at=NOON + timedelta(days=1))
    other.sell_for(4_000, at=NOON + 2 * HOUR)
    next_day = DAY + timedelta(days=1)

    found = days_in_no_shift(DAY, next_day, store_ids=[drawer.store.pk])

    assert [(each.day, each.minor) for each in found] == [(next_day, 3_000), (DAY, 3_000)]
    assert in_no_shift(DAY, DAY, store_ids=None) == Figure(3, 7_000)
    assert days_in_no_shift(DAY, next_day, store_ids=[]) == []


def test_many_receipts_are_named_up_to_a_limit_in_one_statement(
    django_assert_num_queries: DjangoAssertNumQueries, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawer = _closed()
    for _ in range(3):
        drawer.sell_for(1_000, at=NOON + 2 * HOUR)
    monkeypatch.setattr(no_shift, "MOST_NAMED", 2)

    with django_assert_num_queries(1):
        (found,) = days_in_no_shift(DAY, DAY, store_ids=None)

    assert (found.count, len(found.receipts), found.unnamed) == (3, 2, 1)
