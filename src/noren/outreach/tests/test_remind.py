"""The reminder of the last day: in its morning, once, and only for who can still come."""

from datetime import UTC, datetime, timedelta

import pytest

from noren.kernel.ids import in_groups
from noren.orders.end import cancel_order
from noren.orders.pick import mark_ready
from noren.orders.place import place_order
from noren.orders.wanted import PlacedOrder
from noren.outreach.models import Message
from noren.outreach.remind import queue_last_day
from tests.factories import NOON, make_staff, make_store, make_variant, pickup, stock_up, want

pytestmark = pytest.mark.django_db
# Placed on Saturday, kept for three days more: until Tuesday's closing time in Tokyo.
TUESDAY_NINE = datetime(2026, 7, 7, 0, 0, tzinfo=UTC)


def ready_order(*, ready_at: datetime = NOON, source: str = "live") -> PlacedOrder:
    """A pickup that waits at the counter."""
    store, variant = make_store(), make_variant()
    stock_up(store, variant, 5)
    placed = place_order(pickup(store, want(variant), language="en", source=source), at=NOON)
    mark_ready(placed.uid, staff_uid=make_staff().uid, at=ready_at)
    return placed


def test_the_last_day_is_reminded_of_in_its_morning_with_code_and_hours() -> None:
    placed = ready_order()

    counts = [queue_last_day(at=TUESDAY_NINE - timedelta(minutes=1)), queue_last_day(at=TUESDAY_NINE)]

    assert counts == [0, 1]
    message = Message.objects.get()
    assert message.template == "order_last_day"
    assert "The store is open 10:00–21:00." in message.text
    assert f"Pickup code: {in_groups(placed.pickup_code or '')}" in message.text


def test_nobody_is_reminded_twice() -> None:
    ready_order()

    counts = [queue_last_day(at=TUESDAY_NINE + timedelta(minutes=minute)) for minute in range(3)]

    assert counts == [1, 0, 0]
    assert Message.objects.count() == 1


def test_an_order_that_became_ready_on_its_last_day_is_not_reminded_of() -> None:
    ready_order(ready_at=TUESDAY_NINE - timedelta(hours=1))

    assert queue_last_day(at=TUESDAY_NINE) == 0


def test_ended_open_and_simulated_orders_are_not_reminded_of() -> None:
    cancelled = ready_order()
    cancel_order(cancelled.uid, by="customer", at=NOON)
    ready_order(source="simulated")
    store, variant = make_store(), make_variant()
    stock_up(store, variant, 5)
    place_order(pickup(store, want(variant)), at=NOON)

    assert queue_last_day(at=TUESDAY_NINE) == 0


def test_the_round_is_bounded() -> None:
    for _ in range(3):
        ready_order()

    counts = [queue_last_day(at=TUESDAY_NINE, limit=2) for _ in range(3)]

    assert counts == [2, 1, 0]
