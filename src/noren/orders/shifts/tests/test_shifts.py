"""Shifts: opened with a count, checked, cash moved, closed; late sales; what belongs to which."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from pytest_django import DjangoAssertNumQueries, Settings

from noren.kernel.ids import uuid7
from noren.orders.end import void_sale
from noren.orders.late.tests.devices import late_sale
from noren.orders.models import Receipt
from noren.orders.parties import find_desk
from noren.orders.place import place_order
from noren.orders.return_goods import return_goods
from noren.orders.shifts.acknowledge import acknowledge_late_sales
from noren.orders.shifts.attribute import in_shift_then, shift_of
from noren.orders.shifts.audit import differences
from noren.orders.shifts.check import check_shift
from noren.orders.shifts.close import close_shift, explain_difference
from noren.orders.shifts.errors import (
    CashAmountInvalid,
    CashPurposeUnknown,
    CashReasonMissing,
    DenominationUnknown,
    DifferenceUnexplained,
    LateSalesChanged,
    NothingToExplain,
    NothingToTakeOver,
    ShiftClosed,
    ShiftNotFound,
    ShiftNotOpen,
    ShiftOpenAlready,
    ShiftUidTaken,
)
from noren.orders.shifts.models import DrawerEntry, LateBatch, Shift, ShiftCheck
from noren.orders.shifts.move_cash import MoveCash, move_cash
from noren.orders.shifts.open import open_shift
from noren.orders.shifts.reading import report_of_batch
from noren.orders.shifts.rules import Figure, report_from
from noren.orders.shifts.standing import NO_SHIFT, ShiftAt
from noren.orders.shifts.tests.drawers import FLOAT, Drawer
from noren.payments.models import Entry
from noren.timeline.models import Event
from tests import depth
from tests.factories import NOON, all_differences, bring_back, counter_sale, pickup, want
from tests.refusing import refused

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


def _batch_of(shift: Shift) -> LateBatch:
    return LateBatch.objects.get(shift=shift)


def test_a_shift_opens_with_a_count_of_coins_and_notes_and_says_so_once() -> None:
    drawer, uid = Drawer(), uuid7()
    wanted: dict[str, Any] = {
        "register_uid": drawer.register.uid,
        "staff_uid": drawer.staff.uid,
        "counts": FLOAT,
    }

    first, again = open_shift(uid, **wanted, at=NOON), open_shift(uid, **wanted, at=NOON + HOUR)

    assert first.pk == again.pk
    assert (first.number, first.opening_minor, first.found_minor) == (1, 30_000, None)
    assert (again.opened_at, again.opening_counts) == (NOON, [[10_000, 2], [1_000, 8], [100, 20]])
    assert Event.objects.filter(name="Shift Opened", subject_uid=uid).count() == 1
    assert all_differences() == []


def test_a_register_has_one_open_shift_and_a_uid_one_count() -> None:
    drawer = Drawer()
    shift = drawer.open()

    with refused(ShiftOpenAlready) as refusal:
        drawer.open()
    with refused(ShiftUidTaken):
        open_shift(shift.uid, register_uid=drawer.register.uid, staff_uid=drawer.staff.uid, counts=((10, 1),), at=NOON)

    assert refusal.value.details == {"number": 1}
    assert Shift.objects.count() == 1


def test_the_next_shift_may_take_the_drawer_over_as_the_last_one_counted_it() -> None:
    drawer = Drawer()
    drawer.close(drawer.open(), 30_000, at=NOON + HOUR)

    taken_over = drawer.open(at=NOON + 2 * HOUR, counts=None)

    assert (taken_over.number, taken_over.opening_minor, taken_over.found_minor) == (2, 30_000, 30_000)
    assert taken_over.opening_counts is None
    assert all_differences() == []


def test_a_drawer_that_nobody_counted_before_cannot_be_taken_over() -> None:
    with refused(NothingToTakeOver):
        Drawer().open(counts=None)

    assert not Shift.objects.exists()


def test_a_shift_that_was_counted_anew_keeps_what_the_last_one_left() -> None:
    drawer = Drawer()
    drawer.close(drawer.open(), 30_000, at=NOON + HOUR)

    counted = drawer.open(at=NOON + 2 * HOUR, counts=((10_000, 1),))

    assert (counted.opening_minor, counted.found_minor) == (10_000, 30_000)


def test_a_shift_opens_no_earlier_than_the_last_one_closed() -> None:
    drawer = Drawer()
    drawer.close(drawer.open(), 30_000, at=NOON + HOUR)

    assert drawer.open(at=NOON).opened_at == NOON + HOUR
    assert all_differences() == []


def test_a_drawer_is_expected_to_hold_what_the_ledger_and_the_moves_say() -> None:
    drawer = Drawer()
    shift = drawer.open()
    sold, other = drawer.sell_for(3_000, at=NOON + HOUR), drawer.sell_for(2_000, at=NOON + HOUR)
    place_order(counter_sale(drawer.register, drawer.staff, want(drawer.coffee), tendered_minor=10_000), at=NOON + HOUR)
    return_goods(bring_back(other, drawer.register, drawer.staff), at=NOON + HOUR)
    void_sale(
        sold.uid, reason="打ち間違い", register_uid=drawer.register.uid, staff_uid=drawer.staff.uid, at=NOON + HOUR
    )
    drawer.move(shift, "change", 5_000)
    drawer.move(shift, "bank", 20_000)
    drawer.move(shift, "exchange", 10_000)

    closed = drawer.close(shift, 30_000 + 1_000 + 5_000 - 20_000, at=NOON + 2 * HOUR)

    assert closed.report is not None
    report = report_from(closed.report)
    assert (closed.expected_minor, closed.counted_minor, closed.difference_minor) == (16_000, 16_000, 0)
    assert (report.sales, report.returns, report.voids) == (Figure(3, 6_000), Figure(1, 2_000), Figure(1, 3_000))
    assert (report.cash.taken_minor, report.cash.refunded_minor) == (6_000, 5_000)
    assert (report.cash.moved_in_minor, report.cash.moved_out_minor) == (5_000, 20_000)
    assert report.receipts == 5
    assert all_differences() == []


def test_cash_that_is_moved_again_under_the_same_uid_moves_once() -> None:
    drawer = Drawer()
    shift = drawer.open()
    wanted = MoveCash(uuid7(), shift.uid, "petty", 300, "切手")

    first, again = (move_cash(wanted, staff_uid=drawer.staff.uid, at=NOON) for _ in range(2))
    with refused(ShiftUidTaken):
        move_cash(replace(wanted, amount_minor=400), staff_uid=drawer.staff.uid, at=NOON)

    assert first.pk == again.pk
    assert (DrawerEntry.objects.get().delta_minor, Event.objects.filter(name="Cash Moved").count()) == (-300, 1)


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"amount_minor": 0}, CashAmountInvalid),
        ({"amount_minor": -5}, CashAmountInvalid),
        ({"amount_minor": 10**10}, CashAmountInvalid),
        ({"purpose": "gift"}, CashPurposeUnknown),
        ({"reason": "  "}, CashReasonMissing),
    ],
)
def test_cash_is_not_moved_without_amount_purpose_and_reason(change: dict[str, Any], error: type[Any]) -> None:
    drawer = Drawer()
    wanted = MoveCash(uuid7(), drawer.open().uid, "petty", 300, "切手")

    with refused(error):
        move_cash(replace(wanted, **change), staff_uid=drawer.staff.uid, at=NOON)

    assert not DrawerEntry.objects.exists()


def test_nothing_is_moved_or_checked_in_a_shift_that_is_closed_or_is_none() -> None:
    drawer = Drawer()
    shift = drawer.open()
    drawer.close(shift, 30_000, at=NOON + HOUR)

    with refused(ShiftClosed):
        drawer.move(shift, "petty", 300)
    with refused(ShiftClosed):
        check_shift(uuid7(), shift_uid=shift.uid, staff_uid=drawer.staff.uid, counts=None, at=NOON + 2 * HOUR)
    with refused(ShiftNotFound):
        close_shift(uuid7(), staff_uid=drawer.staff.uid, counts=(), at=NOON)

    assert not DrawerEntry.objects.exists()
    assert not ShiftCheck.objects.exists()


def test_a_check_resets_nothing() -> None:
    drawer = Drawer()
    shift = drawer.open()
    drawer.sell_for(1_000, at=NOON + HOUR)
    uid = uuid7()
    asked: dict[str, Any] = {"shift_uid": shift.uid, "staff_uid": drawer.staff.uid}

    checks = [check_shift(uid, **asked, counts=((1_000, 30),), at=NOON + 2 * HOUR) for _ in range(2)]
    drawer.sell_for(2_000, at=NOON + 3 * HOUR)
    later = check_shift(uuid7(), **asked, counts=None, at=NOON + 4 * HOUR)

    assert [(check.expected_minor, check.counted_minor) for check in checks] == [(31_000, 30_000)] * 2
    assert (later.expected_minor, later.counted_minor) == (33_000, None)
    assert later.report["sales"] == {"count": 2, "minor": 3_000}
    assert Event.objects.filter(name="Shift Checked").count() == 2
    assert drawer.close(shift, 33_000, at=NOON + 5 * HOUR).difference_minor == 0
    assert all_differences() == []


def test_a_difference_is_kept_with_its_reason_and_not_accepted_without() -> None:
    drawer = Drawer()
    shift = drawer.open()

    with refused(DifferenceUnexplained) as refusal:
        drawer.close(shift, 29_500, at=NOON + HOUR)
    shift.refresh_from_db()
    assert shift.closed_at is None
    closed = drawer.close(shift, 29_500, at=NOON + HOUR, reason="釣り銭の渡し間違い")

    assert refusal.value.details["difference"] == "-¥500"
    assert (closed.expected_minor, closed.counted_minor, closed.difference_minor) == (30_000, 29_500, -500)
    assert closed.reason == "釣り銭の渡し間違い"
    assert Event.objects.get(name="Shift Closed").properties["difference_minor"] == -500
    assert all_differences() == []


def test_a_shift_that_is_closed_again_with_the_same_count_stays_as_it_was() -> None:
    drawer = Drawer()
    shift = drawer.open()
    first = drawer.close(shift, 30_000, at=NOON + HOUR)

    again = drawer.close(shift, 30_000, at=NOON + 2 * HOUR)
    with refused(ShiftClosed):
        drawer.close(shift, 31_000, at=NOON + 2 * HOUR, reason="数え直した")

    assert (again.pk, again.closed_at, again.difference_minor) == (first.pk, NOON + HOUR, 0)
    assert Event.objects.filter(name="Shift Closed").count() == 1


def test_a_shift_that_is_closed_blind_is_explained_afterwards_and_once() -> None:
    drawer = Drawer()
    shift = drawer.open()
    drawer.close(shift, 30_100, at=NOON + HOUR, is_blind=True)

    for _ in range(2):
        explain_difference(shift.uid, reason="百円多く入れた", staff_uid=drawer.staff.uid, at=NOON + 2 * HOUR)
    with refused(NothingToExplain):
        explain_difference(shift.uid, reason="別の理由", staff_uid=drawer.staff.uid, at=NOON + 2 * HOUR)

    shift.refresh_from_db()
    assert (shift.difference_minor, shift.reason, shift.is_blind) == (100, "百円多く入れた", True)
    assert Event.objects.get(name="Shift Explained").properties["staff_uid"] == str(drawer.staff.uid)


def test_a_shift_without_a_difference_has_nothing_to_explain() -> None:
    drawer = Drawer()
    shift = drawer.close(drawer.open(), 30_000, at=NOON + HOUR)

    with refused(NothingToExplain):
        explain_difference(shift.uid, reason="なし", staff_uid=None, at=NOON + HOUR)


def test_a_count_with_a_coin_that_does_not_exist_closes_nothing() -> None:
    drawer = Drawer()
    shift = drawer.open()

    with refused(DenominationUnknown):
        close_shift(shift.uid, staff_uid=drawer.staff.uid, counts=((3, 1),), at=NOON)

    shift.refresh_from_db()
    assert shift.closed_at is None


def test_a_moment_belongs_to_the_shift_it_lies_in_and_to_none_between_shifts() -> None:
    drawer = Drawer()
    first = drawer.close(drawer.open(at=NOON), 30_000, at=NOON + 2 * HOUR)
    second = drawer.open(at=NOON + 4 * HOUR)
    register = drawer.register.pk

    def at(hours: float) -> ShiftAt:
        return shift_of(register, NOON + hours * HOUR, at=NOON + 9 * HOUR)

    batch = at(0).late_batch_id
    assert batch is not None
    assert [at(hours) for hours in (-1, 0, 1, 2, 3, 4, 8)] == [
        NO_SHIFT,
        ShiftAt(first.pk, batch),
        ShiftAt(first.pk, batch),
        ShiftAt(first.pk, batch),
        NO_SHIFT,
        ShiftAt(second.pk),
        ShiftAt(second.pk),
    ]
    assert shift_of(Drawer().register.pk, NOON, at=NOON) == NO_SHIFT


def test_finding_the_open_shift_is_one_statement(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    drawer = Drawer()
    drawer.open()

    with django_assert_num_queries(1):
        shift_of(drawer.register.pk, NOON + HOUR, at=NOON + HOUR)


def test_an_order_from_the_web_asks_for_no_shift() -> None:
    drawer = Drawer()
    drawer.open()

    with connection.execute_wrapper(_refuse_shifts):
        place_order(pickup(drawer.store, want(drawer.coffee)), at=NOON + HOUR)

    assert not Receipt.objects.exists()


def _refuse_shifts(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    assert "orders_shift " not in sql, sql
    return execute(sql, params, many, context)


def test_what_is_sold_in_no_shift_belongs_to_none() -> None:
    drawer = Drawer()

    drawer.sell(at=NOON)

    assert (Entry.objects.get().shift_id, Receipt.objects.get().shift_id) == (None, None)


def test_a_late_sale_enters_a_batch_beside_its_shift_and_changes_nothing_of_it() -> None:
    drawer = Drawer()
    shift = drawer.open()
    closed = drawer.close(shift, 31_000, at=NOON + 2 * HOUR, reason="売上一件が未送信")
    assert closed.report is not None
    said = (report_from(closed.report), closed.expected_minor, closed.difference_minor)

    drawer.sell_for(1_000, at=NOON + HOUR)
    batch = _batch_of(shift)

    shift.refresh_from_db()
    assert shift.report is not None
    assert (report_from(shift.report), shift.expected_minor, shift.difference_minor) == said
    assert (batch.number, batch.acknowledged_at) == (1, None)
    assert report_of_batch(shift.pk, batch.pk).sales == Figure(1, 1_000)
    entry, receipt = Entry.objects.get(), Receipt.objects.get()
    assert (entry.shift_id, entry.late_batch_id) == (receipt.shift_id, receipt.late_batch_id) == (shift.pk, batch.pk)
    assert all_differences() == []


def test_what_a_till_made_by_itself_is_of_the_shift_it_was_made_in_and_refused_by_none(settings: Settings) -> None:
    settings.SHIFTS = "required"
    drawer = Drawer()
    shift = drawer.close(drawer.open(at=NOON - HOUR), 30_000, at=NOON + 2 * HOUR)

    for _ in range(2):
        wanted = late_sale(drawer.register, drawer.staff, (drawer.coffee, 1))
        place_order(wanted, at=NOON + 3 * HOUR)
        place_order(wanted, at=NOON + 4 * HOUR)

    batch = _batch_of(shift)
    assert report_of_batch(shift.pk, batch.pk).sales == Figure(2, 2_000)
    assert all_differences() == []


def test_what_comes_late_after_a_batch_was_acknowledged_begins_the_next_one() -> None:
    drawer = Drawer()
    shift = drawer.close(drawer.open(), 30_000, at=NOON + 2 * HOUR)
    drawer.sell_for(1_000, at=NOON + HOUR)
    first = _batch_of(shift)
    seen = report_of_batch(shift.pk, first.pk).digest

    for _ in range(2):
        acknowledge_late_sales(first.uid, seen=seen, staff_uid=drawer.staff.uid, at=NOON + 3 * HOUR)
    drawer.sell_for(2_000, at=NOON + HOUR)

    first.refresh_from_db()
    assert first.report is not None
    assert first.report["sales"] == {"count": 1, "minor": 1_000}
    assert [(batch.number, batch.acknowledged_at) for batch in LateBatch.objects.order_by("number")] == [
        (1, NOON + 3 * HOUR),
        (2, None),
    ]
    assert Event.objects.filter(name="Late Sales Acknowledged").count() == 1
    assert all_differences() == []


def test_a_batch_that_grew_since_it_was_looked_at_is_not_acknowledged() -> None:
    drawer = Drawer()
    shift = drawer.close(drawer.open(), 30_000, at=NOON + 2 * HOUR)
    drawer.sell_for(1_000, at=NOON + HOUR)
    batch = _batch_of(shift)
    seen = report_of_batch(shift.pk, batch.pk).digest
    drawer.sell_for(2_000, at=NOON + HOUR)

    with refused(LateSalesChanged) as refusal:
        acknowledge_late_sales(batch.uid, seen=seen, staff_uid=drawer.staff.uid, at=NOON + 3 * HOUR)

    assert refusal.value.details == {"receipts": 2, "total": "¥3,000", "cash": "¥3,000"}
    batch.refresh_from_db()
    assert (batch.acknowledged_at, batch.report) == (None, None)


@pytest.mark.parametrize(
    "change",
    [
        ("sales", {"count": 2, "minor": 1_000}),
        ("discounts", {"count": 1, "minor": 100}),
        ("points", 1),
        ("coupons", 1),
        ("receipts", 2),
        ("last_receipt", "無し"),
    ],
)
def test_the_audit_finds_every_figure_of_an_acknowledged_batch_that_is_not_so(change: tuple[str, object]) -> None:
    drawer = Drawer()
    shift = drawer.close(drawer.open(), 30_000, at=NOON + 2 * HOUR)
    drawer.sell_for(1_000, at=NOON + HOUR)
    batch = _batch_of(shift)
    seen = report_of_batch(shift.pk, batch.pk).digest
    batch = acknowledge_late_sales(batch.uid, seen=seen, staff_uid=drawer.staff.uid, at=NOON + 3 * HOUR)
    name, figure = change

    LateBatch.objects.filter(pk=batch.pk).update(report={**(batch.report or {}), name: figure})

    assert [each.check for each in differences()] == ["late_batch_report"]


def test_a_batch_of_before_there_were_tenders_and_one_whose_kind_has_another_name_now_are_no_difference() -> None:
    drawer = Drawer()
    shift = drawer.close(drawer.open(), 30_000, at=NOON + 2 * HOUR)
    drawer.sell_for(1_000, at=NOON + HOUR)
    batch = _batch_of(shift)
    seen = report_of_batch(shift.pk, batch.pk).digest
    batch = acknowledge_late_sales(batch.uid, seen=seen, staff_uid=drawer.staff.uid, at=NOON + 3 * HOUR)
    told = batch.report or {}
    before = {name: figure for name, figure in told.items() if name != "held"}
    unnamed = [{name: figure for name, figure in each.items() if name != "name"} for each in told["tenders"]]
    renamed = [{**each, "name": "別の名前"} for each in told["tenders"]]

    for report in ({**before, "tenders": unnamed}, {**told, "tenders": renamed}):
        LateBatch.objects.filter(pk=batch.pk).update(report=report)
        assert list(differences()) == []

    wrong = [{**each, "taken_minor": 1} for each in told["tenders"]]
    LateBatch.objects.filter(pk=batch.pk).update(report={**told, "tenders": wrong})
    assert [each.check for each in differences()] == ["late_batch_report"]


def test_where_shifts_are_required_a_till_sells_only_in_one(settings: Settings) -> None:
    drawer = Drawer()
    settings.SHIFTS = "required"

    with refused(ShiftNotOpen):
        drawer.sell(at=NOON)
    assert not Receipt.objects.exists()
    shift = drawer.open(at=NOON)
    drawer.sell(at=NOON + HOUR)

    assert Receipt.objects.get().shift_id == shift.pk


@pytest.mark.parametrize(("after_s", "batches"), [(1, 1), (14, 1), (16, 0)])
def test_what_waited_while_its_shift_was_closed_enters_a_late_batch(after_s: int, batches: int) -> None:
    drawer = Drawer()
    drawer.close(drawer.open(at=NOON - HOUR), 30_000, at=NOON)

    drawer.sell_for(1_000, at=NOON + timedelta(seconds=after_s))

    assert LateBatch.objects.count() == batches
    assert all_differences() == []


def test_what_was_sold_before_it_is_booked_is_never_refused(settings: Settings) -> None:
    settings.SHIFTS = "required"
    drawer = Drawer()
    wanted = counter_sale(drawer.register, drawer.staff, want(drawer.coffee), tendered_minor=1_000)
    assert wanted.register_uid is not None

    desk = find_desk(wanted.register_uid, wanted.staff_uid, drawer.store.pk)

    assert in_shift_then(desk, made_at=NOON - HOUR, at=NOON).shift == NO_SHIFT


def test_the_audit_finds_a_shift_whose_figures_are_not_those_of_the_ledger() -> None:
    drawer = Drawer()
    shift = drawer.open()
    drawer.sell_for(1_000, at=NOON + HOUR)
    drawer.close(shift, 31_000, at=NOON + 2 * HOUR)
    assert all_differences() == []

    Entry.objects.update(shift_id=None)
    found = {difference.check for difference in all_differences()}  # type: ignore[attr-defined]

    assert {"shift_expected", "sale_in_two_shifts", "cash_in_no_shift"} <= found


# The clocks of Berlin go back at 01:00 UTC on 25 October 2026, and forward on 28 March 2027.
_NIGHTS = (datetime(2026, 10, 24, 20, tzinfo=UTC), datetime(2027, 3, 27, 20, tzinfo=UTC), NOON)


class ShiftsAddUp(TestCase):
    """Whatever the clock on the wall does, a shift is the time between two instants."""

    @settings(max_examples=depth.examples(40), deadline=None)
    @given(
        night=st.sampled_from(_NIGHTS),
        minutes=st.lists(st.integers(1, 900), min_size=2, max_size=5, unique=True),
        sales=st.lists(st.tuples(st.integers(0, 960), st.integers(1, 3)), max_size=5),
    )
    def test_every_sale_is_in_one_shift_over_midnight_and_over_a_change_of_the_clocks(
        self, night: datetime, minutes: list[int], sales: list[tuple[int, int]]
    ) -> None:
        drawer = Drawer()
        drawer.store.time_zone = "Europe/Berlin"
        drawer.store.save(update_fields=["time_zone"])
        ends = [night + timedelta(minutes=minute) for minute in sorted(minutes)]

        expected, shifts = 30_000, list[Shift]()
        for place, (begin, end) in enumerate(pairwise([night, *ends])):
            shift = drawer.open(at=begin, counts=None if place else FLOAT)
            for minute, pieces in sales:
                at = night + timedelta(minutes=minute)
                if begin < at < end:
                    drawer.sell_for(pieces * 1_000, at=at)
                    expected += pieces * 1_000
            shifts.append(drawer.close(shift, expected, at=end))

        assert [shift.difference_minor for shift in shifts] == [0] * len(shifts)
        assert all_differences() == []
