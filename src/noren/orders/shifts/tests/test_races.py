"""Races at a register: one shift opens, and a sale is in what a shift counts or in a late batch, never in neither."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from django.db import transaction

from noren.kernel.ids import uuid7
from noren.kernel.racing import race
from noren.orders.place import place_order
from noren.orders.shifts.acknowledge import acknowledge_late_sales
from noren.orders.shifts.close import close_shift
from noren.orders.shifts.models import DrawerEntry, LateBatch, Shift
from noren.orders.shifts.open import open_shift
from noren.orders.shifts.open_alone import OpenedAlone
from noren.orders.shifts.reading import report_of_batch
from noren.orders.shifts.rules import Figure, report_from
from noren.orders.shifts.tests.alone import LoneDrawer
from noren.orders.shifts.tests.drawers import FLOAT, Drawer
from noren.payments.models import Entry
from noren.stock.models import Level
from noren.stores.models import Register
from noren.timeline.models import Event
from tests.factories import NOON, all_differences, counter_sale, want

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


def _selling(drawer: Drawer) -> Callable[[], object]:
    """Somebody buys a packet of 1,000 yen an hour after noon."""
    wanted = counter_sale(drawer.register, drawer.staff, want(drawer.coffee), tendered_minor=1_000)
    return partial(place_order, wanted, at=NOON + HOUR)


def _closing(drawer: Drawer, shift: Shift, thousands: int) -> Callable[[], object]:
    """The shift is closed two hours after noon, with so many notes in the drawer."""
    return partial(
        close_shift,
        shift.uid,
        staff_uid=drawer.staff.uid,
        counts=((1_000, thousands),),
        at=NOON + 2 * HOUR,
        reason="数え間違い",
    )


def _kinds(outcomes: list[object]) -> list[str]:
    return sorted(type(outcome).__name__ for outcome in outcomes)


def test_of_two_who_open_a_register_at_once_one_does() -> None:
    drawer = Drawer()
    calls = [
        partial(
            open_shift,
            uuid7(),
            register_uid=drawer.register.uid,
            staff_uid=drawer.staff.uid,
            counts=FLOAT,
            at=NOON,
        )
        for _ in range(2)
    ]

    outcomes = race(*calls, queue_on=Register.objects.filter(pk=drawer.register.pk))

    assert _kinds([*outcomes]) == ["Shift", "ShiftOpenAlready"]
    assert Shift.objects.count() == 1
    assert all_differences() == []


def test_a_shift_that_closes_while_a_sale_is_booked_counts_the_sale() -> None:
    drawer = Drawer()
    shift = drawer.open()
    level = Level.objects.filter(store=drawer.store, variant=drawer.coffee)

    outcomes = race(_selling(drawer), _closing(drawer, shift, 31), queue_on=level)

    assert _kinds([*outcomes]) == ["PlacedOrder", "Shift"]
    shift.refresh_from_db()
    assert (shift.expected_minor, shift.difference_minor) == (31_000, 0)
    assert not LateBatch.objects.exists()
    assert all_differences() == []


def test_a_sale_that_waits_while_its_shift_closes_enters_a_late_batch() -> None:
    drawer = Drawer()
    shift = drawer.open()

    outcomes = race(_closing(drawer, shift, 30), _selling(drawer), queue_on=Shift.objects.filter(pk=shift.pk))

    assert _kinds([*outcomes]) == ["PlacedOrder", "Shift"]
    shift.refresh_from_db()
    assert shift.report is not None
    assert report_from(shift.report).sales == Figure()
    assert report_of_batch(shift.pk, LateBatch.objects.get().pk).sales == Figure(1, 1_000)
    assert all_differences() == []


def test_two_who_close_a_shift_at_once_close_it_once() -> None:
    drawer = Drawer()
    shift = drawer.open()
    same = [_closing(drawer, shift, 30) for _ in range(2)]

    outcomes = race(*same, _closing(drawer, shift, 29), queue_on=Shift.objects.filter(pk=shift.pk))

    assert _kinds([*outcomes]) == ["Shift", "Shift", "ShiftClosed"]
    assert Event.objects.filter(name="Shift Closed").count() == 1
    assert all_differences() == []


def test_two_late_sales_at_once_enter_one_batch() -> None:
    drawer = Drawer()
    shift = drawer.open()
    drawer.close(shift, 30_000, at=NOON + 2 * HOUR)

    outcomes = race(_selling(drawer), _selling(drawer), queue_on=Shift.objects.filter(pk=shift.pk))

    assert _kinds([*outcomes]) == ["PlacedOrder", "PlacedOrder"]
    assert LateBatch.objects.count() == 1
    assert all_differences() == []


def test_a_late_sale_whose_batch_loses_its_number_to_another_begins_the_next() -> None:
    drawer = Drawer()
    shift = drawer.open()
    drawer.close(shift, 30_000, at=NOON + 2 * HOUR)
    level = Level.objects.filter(store=drawer.store, variant=drawer.coffee)

    def taking_the_number() -> object:
        """Nobody's batch is open, so only its number can stop the sale's."""
        with transaction.atomic():
            taken = LateBatch.objects.create(
                uid=uuid7(), shift=shift, number=1, began_at=NOON, acknowledged_at=NOON, report={}
            )
            level.select_for_update().get()
        return taken

    outcomes = race(taking_the_number, _selling(drawer), queue_on=level)

    assert _kinds([*outcomes]) == ["LateBatch", "PlacedOrder"]
    assert LateBatch.objects.get(acknowledged_at__isnull=True).number == 2


def test_a_late_sale_that_is_booked_while_its_batch_is_acknowledged_is_in_it_or_in_the_next() -> None:
    drawer = Drawer()
    shift = drawer.open()
    drawer.close(shift, 30_000, at=NOON + 2 * HOUR)
    _selling(drawer)()
    batch = LateBatch.objects.get()
    seen = report_of_batch(shift.pk, batch.pk).digest
    acknowledging = partial(acknowledge_late_sales, batch.uid, seen=seen, staff_uid=None, at=NOON + 3 * HOUR)
    level = Level.objects.filter(store=drawer.store, variant=drawer.coffee)

    outcomes = race(_selling(drawer), acknowledging, queue_on=level)

    assert _kinds([*outcomes]) == ["LateSalesChanged", "PlacedOrder"]  # it waited, and saw one more than was looked at
    batch.refresh_from_db()
    assert batch.acknowledged_at is None
    assert report_of_batch(shift.pk, batch.pk).sales == Figure(2, 2_000)
    assert set(Entry.objects.values_list("late_batch_id", flat=True)) == {batch.pk}
    assert all_differences() == []


def test_of_two_tills_that_opened_one_register_alone_one_begins_and_one_joins() -> None:
    drawer = LoneDrawer()
    calls = [partial(drawer.open_alone, at=NOON + minutes * MINUTE, heard=NOON + HOUR) for minutes in (1, 2)]

    outcomes = race(*calls, queue_on=Register.objects.filter(pk=drawer.register.pk))

    assert sorted(outcome.has_joined for outcome in outcomes if isinstance(outcome, OpenedAlone)) == [False, True]
    assert Shift.objects.count() == 1
    assert all_differences() == []


def test_cash_heard_of_while_its_shift_closes_is_in_the_count_or_in_a_late_batch() -> None:
    drawer = LoneDrawer()
    shift = drawer.open()
    moving = partial(drawer.move_alone, "change", 5_000, at=NOON + HOUR, heard=NOON + HOUR)

    outcomes = race(_closing(drawer, shift, 30), moving, queue_on=Shift.objects.filter(pk=shift.pk))

    assert _kinds([*outcomes]) == ["MovedAlone", "Shift"]
    shift.refresh_from_db()
    assert shift.expected_minor == 30_000
    assert DrawerEntry.objects.get().late_batch == LateBatch.objects.get()
    assert all_differences() == []
