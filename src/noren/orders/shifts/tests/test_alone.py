"""Shifts that a till opened without a network: when they begin, what belongs to them, and which ones begin none."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from pytest_django import Settings

from noren.kernel.ids import uuid7
from noren.orders.late.errors import MakerNotOfStore
from noren.orders.models import Receipt
from noren.orders.shifts.acknowledge import acknowledge_late_sales
from noren.orders.shifts.audit import differences
from noren.orders.shifts.errors import (
    AloneOpeningNotFound,
    CashInNoShift,
    CashOutLargeAlone,
    DenominationUnknown,
    ShiftUidTaken,
)
from noren.orders.shifts.models import AloneOpening, DrawerEntry, LateBatch, Shift
from noren.orders.shifts.queries import get_shift, joined_work, shifts_of_stores
from noren.orders.shifts.reading import report_of_batch, report_of_shift
from noren.orders.shifts.see_opening import see_opening
from noren.orders.shifts.tests.alone import LoneDrawer
from noren.people.errors import NotAllowed
from noren.people.models import Role
from noren.people.roles import DEEDS, Deed
from noren.timeline.models import Event
from tests.factories import NOON, all_differences, make_staff, make_store
from tests.refusing import refused

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
LATER = NOON + 8 * HOUR


def test_a_shift_opened_alone_begins_with_its_count_and_holds_what_was_done_after_it() -> None:
    drawer = LoneDrawer()

    opened = drawer.open_alone(at=NOON, heard=LATER)
    drawer.move_alone("change", 5_000, at=NOON + HOUR, heard=LATER)
    drawer.sell_alone(2, at=NOON + 2 * HOUR, heard=LATER)
    drawer.sell_alone(1, at=NOON + 3 * HOUR, heard=LATER)

    shift = Shift.objects.get()
    assert (opened.shift.pk, opened.has_joined, opened.is_repeated) == (shift.pk, False, False)
    assert (shift.number, shift.opened_at, shift.opening_minor, shift.closed_at) == (1, NOON, 30_000, None)
    assert report_of_shift(shift).cash.expected_minor == 30_000 + 5_000 + 3_000
    assert list(Receipt.objects.values_list("shift_id", flat=True)) == [shift.pk] * 2
    assert not Receipt.objects.filter(late_batch__isnull=False).exists()
    closed = drawer.close(shift, 38_000, at=LATER + HOUR)
    assert (closed.difference_minor, closed.closed_at) == (0, LATER + HOUR)
    assert all_differences() == []


def test_the_office_reads_who_counted_when_and_when_the_word_came() -> None:
    drawer, sender = LoneDrawer(), make_staff(role=Role.MANAGER)

    drawer.open_alone(at=NOON, heard=LATER, sent_by_id=sender.pk)

    (summary,) = shifts_of_stores(None)
    (opening,) = get_shift(summary.uid).openings
    assert (summary.opened_at, summary.heard_at, summary.opened_by) == (NOON, LATER, drawer.staff.name)
    assert (opening.made_at, opening.heard_at, opening.sent_by, opening.has_joined) == (NOON, LATER, sender.name, False)
    event = Event.objects.get(name="Shift Opened")
    assert (event.occurred_at, event.received_at) == (NOON, LATER)
    assert event.properties["made_offline"] is True


def test_who_sent_the_word_of_a_move_is_kept_beside_who_moved_it() -> None:
    drawer, sender = LoneDrawer(), make_staff(role=Role.MANAGER)
    opened = drawer.open_alone(at=NOON, heard=LATER)

    drawer.move_alone("bank", 5_000, at=NOON + HOUR, heard=LATER, sent_by_id=sender.pk)

    (move,) = get_shift(opened.shift.uid).moves
    assert (move.staff_name, move.sent_by, move.heard_at) == (drawer.staff.name, sender.name, LATER)
    assert DrawerEntry.objects.get().sent_by == sender


def test_the_same_word_twice_opens_and_moves_once() -> None:
    drawer, opening_uid, move_uid = LoneDrawer(), uuid7(), uuid7()
    drawer.open_alone(at=NOON, heard=LATER, uid=opening_uid)
    drawer.move_alone("change", 5_000, at=NOON + HOUR, heard=LATER, uid=move_uid)

    opened = drawer.open_alone(at=NOON, heard=LATER + HOUR, uid=opening_uid)
    moved = drawer.move_alone("change", 5_000, at=NOON + HOUR, heard=LATER + HOUR, uid=move_uid)

    assert opened.is_repeated
    assert moved.is_repeated
    assert (Shift.objects.count(), AloneOpening.objects.count(), DrawerEntry.objects.count()) == (1, 1, 1)
    assert Event.objects.filter(name__in=["Shift Opened", "Cash Moved"]).count() == 2


def test_the_same_uid_with_another_count_is_refused() -> None:
    drawer, opening_uid, move_uid = LoneDrawer(), uuid7(), uuid7()
    drawer.open_alone(at=NOON, heard=LATER, uid=opening_uid)
    drawer.move_alone("change", 5_000, at=NOON + HOUR, heard=LATER, uid=move_uid)

    with refused(ShiftUidTaken):
        drawer.open_alone(at=NOON, heard=LATER, uid=opening_uid, counts=((1_000, 1),))
    with refused(ShiftUidTaken):
        drawer.move_alone("change", 6_000, at=NOON + HOUR, heard=LATER, uid=move_uid)

    assert Shift.objects.get().opening_minor == 30_000


def test_a_word_whose_shift_was_opened_with_a_network_without_an_answer_is_a_repeat() -> None:
    drawer = LoneDrawer()
    shift = drawer.open(at=NOON)

    again = drawer.open_alone(at=NOON, heard=LATER, uid=shift.uid)

    assert (again.shift.pk, again.is_repeated, again.has_joined) == (shift.pk, True, False)
    assert not AloneOpening.objects.exists()


def test_a_count_joins_a_shift_that_is_open_here_and_waits_to_be_looked_at() -> None:
    drawer = LoneDrawer()
    shift = drawer.open(at=NOON)

    joined = drawer.open_alone(at=NOON + HOUR, heard=LATER, counts=((10_000, 1),))
    drawer.move_alone("change", 5_000, at=NOON + 2 * HOUR, heard=LATER)
    drawer.sell_alone(1, at=NOON + 3 * HOUR, heard=LATER)

    opening = AloneOpening.objects.get()
    assert (joined.shift.pk, joined.has_joined, opening.counted_minor) == (shift.pk, True, 10_000)
    shift.refresh_from_db()
    assert (shift.opening_minor, report_of_shift(shift).cash.expected_minor) == (30_000, 36_000)
    assert Event.objects.get(name="Shift Opening Joined").subject_uid == shift.uid
    assert [each.uid for each in shifts_of_stores(None, only_open_work=True)] == [shift.uid]
    assert joined_work([drawer.store.pk]) == 1
    assert see_opening(opening.uid, staff_id=drawer.staff.pk, at=LATER) is True
    assert see_opening(opening.uid, staff_id=None, at=LATER + HOUR) is False
    assert joined_work(None) == 0
    assert shifts_of_stores(None, only_open_work=True) == []
    assert all_differences() == []


def test_a_count_from_before_the_end_of_another_shift_begins_none_whose_drawer_was_counted_since() -> None:
    drawer = LoneDrawer()
    other = drawer.open(at=NOON + HOUR)
    drawer.close(other, 30_000, at=NOON + 3 * HOUR)

    joined = drawer.open_alone(at=NOON, heard=LATER)
    drawer.sell_alone(1, at=NOON + 2 * HOUR, heard=LATER)
    drawer.sell_alone(1, at=NOON + timedelta(minutes=10), heard=LATER)

    assert (joined.shift.pk, joined.has_joined) == (other.pk, True)
    assert Shift.objects.count() == 1
    stands_in = Receipt.objects.order_by("pk").values_list("shift_id", "late_batch__shift_id")
    assert list(stands_in) == [(other.pk, other.pk), (None, None)]
    assert all_differences() == []


def test_the_next_shift_may_begin_at_the_moment_the_last_one_ended() -> None:
    drawer = LoneDrawer()
    drawer.close(drawer.open(at=NOON), 30_000, at=NOON + HOUR)

    opened = drawer.open_alone(at=NOON + HOUR, heard=LATER)

    assert (opened.has_joined, opened.shift.number, opened.shift.found_minor) == (False, 2, 30_000)
    assert all_differences() == []


@pytest.mark.parametrize(
    ("device_at", "offset_s", "expected"),
    [
        (NOON + HOUR, 3_600, NOON),
        (NOON + 20 * HOUR, 0, LATER),
        (datetime(2000, 1, 1, tzinfo=UTC), 0, NOON - HOUR),
        (NOON - HOUR - timedelta(minutes=4), 0, NOON - HOUR),
    ],
    ids=["ahead-as-known", "ahead-unknown", "flat-battery", "a-little-before-what-it-heard"],
)
def test_a_wrong_clock_opens_between_what_the_till_last_heard_and_now(
    device_at: datetime, offset_s: int, expected: datetime
) -> None:
    drawer = LoneDrawer()

    opened = drawer.open_alone(
        at=NOON, heard=LATER, device_at=device_at, clock_offset_s=offset_s, synced_at=NOON - HOUR
    )

    assert opened.shift.opened_at == expected
    (view,) = get_shift(opened.shift.uid).openings
    assert (view.clock_ahead_s != 0) is (abs(device_at - timedelta(seconds=offset_s) - expected) > timedelta(minutes=5))


def test_who_may_open_no_shift_here_does_not_open_one_alone_either() -> None:
    drawer = LoneDrawer()
    marketer = make_staff(role=Role.MARKETER, store=drawer.store)
    stranger = make_staff(store=make_store())

    with refused(NotAllowed):
        drawer.open_alone(at=NOON, heard=LATER, staff_uid=marketer.uid)
    with refused(MakerNotOfStore):
        drawer.open_alone(at=NOON, heard=LATER, staff_uid=stranger.uid)
    with refused(DenominationUnknown):
        drawer.open_alone(at=NOON, heard=LATER, counts=((7, 1),))
    assert not Shift.objects.exists()
    assert not AloneOpening.objects.exists()

    drawer.open_alone(at=NOON, heard=LATER, staff_uid=marketer.uid, sender_may=DEEDS[Role.CLERK])
    assert Shift.objects.get().opened_by_id == marketer.pk


def test_much_cash_leaves_a_drawer_alone_only_by_who_may_do_it_alone(settings: Settings) -> None:
    settings.CLERKS_NEED_APPROVAL = ("cash_out_large",)
    settings.CASH_OUT_LIMIT_MINOR = 10_000
    drawer = LoneDrawer()
    drawer.open_alone(at=NOON, heard=LATER)

    with refused(CashOutLargeAlone):
        drawer.move_alone("bank", 10_001, at=NOON + HOUR, heard=LATER)
    assert not DrawerEntry.objects.exists()

    drawer.move_alone("bank", 10_000, at=NOON + HOUR, heard=LATER)
    drawer.move_alone("bank", 10_001, at=NOON + HOUR, heard=LATER, sender_may=frozenset({Deed.CASH_OUT_LARGE}))
    assert report_of_shift(Shift.objects.get()).cash.moved_out_minor == 20_001


def test_cash_that_was_moved_while_no_shift_was_open_is_refused() -> None:
    drawer = LoneDrawer()
    drawer.close(drawer.open(at=NOON), 30_000, at=NOON + HOUR)

    with refused(CashInNoShift):
        drawer.move_alone("change", 5_000, at=NOON + 2 * HOUR, heard=LATER)

    assert not DrawerEntry.objects.exists()


def test_cash_that_is_heard_of_after_the_closing_enters_the_late_batch() -> None:
    drawer = LoneDrawer()
    shift = drawer.open(at=NOON)
    drawer.close(shift, 30_000, at=NOON + 3 * HOUR)

    drawer.move_alone("change", 5_000, at=NOON + HOUR, heard=LATER)
    drawer.sell_alone(1, at=NOON + 2 * HOUR, heard=LATER)

    batch, move = LateBatch.objects.get(), DrawerEntry.objects.get()
    shift.refresh_from_db()
    assert (shift.expected_minor, move.late_batch_id, move.shift_id) == (30_000, batch.pk, shift.pk)
    report = report_of_batch(shift.pk, batch.pk)
    assert (report.cash.change_minor, report.cash.moved_in_minor) == (6_000, 5_000)
    assert [each.is_late for each in get_shift(shift.uid).moves] == [True]
    acknowledge_late_sales(batch.uid, seen=report.digest, staff_uid=None, at=LATER)
    assert all_differences() == []


def test_only_a_count_that_joined_is_looked_at() -> None:
    drawer = LoneDrawer()
    opened = drawer.open_alone(at=NOON, heard=LATER)

    with refused(AloneOpeningNotFound):
        see_opening(opened.shift.uid, staff_id=drawer.staff.pk, at=LATER)

    assert AloneOpening.objects.get().seen_at is None


def test_the_audit_finds_an_opening_that_is_not_what_was_counted() -> None:
    drawer = LoneDrawer()
    drawer.open_alone(at=NOON, heard=LATER)

    with connection.cursor() as cursor:
        cursor.execute("UPDATE orders_aloneopening SET counted_minor = counted_minor + 1")

    assert [each.check for each in differences()] == ["shift_alone"]
