"""Tenders beside cash in a shift: what should be there, what was counted, and how much they differ."""

from dataclasses import replace
from datetime import timedelta

import pytest

from noren.kernel.audit import Difference
from noren.kernel.ids import uuid7
from noren.orders.place import place_order
from noren.orders.shifts import audit
from noren.orders.shifts.check import check_shift
from noren.orders.shifts.close import close_shift, explain_difference
from noren.orders.shifts.errors import ShiftClosed, TenderCountInvalid, TenderDifferenceUnexplained
from noren.orders.shifts.models import Shift, ShiftCheck
from noren.orders.shifts.queries import get_shift, shifts_of_stores
from noren.orders.shifts.rules import report_from
from noren.orders.shifts.tenders import TenderCount
from noren.orders.shifts.tests.drawers import FLOAT, Drawer
from noren.payments.cash import Tender
from noren.payments.models import Entry
from noren.timeline.models import Event
from tests.factories import NOON, all_differences, by, cash, counter_sale, make_tender_kind, want
from tests.refusing import refused

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=8)


class TenderDrawer(Drawer):
    """A register that takes a card, and certificates that give change."""

    def __init__(self) -> None:
        super().__init__()
        self.card = make_tender_kind()
        self.town = make_tender_kind("town", form="voucher", rest="change", refund_by="cash")

    def sell_by(self, *tenders: Tender) -> None:
        """A packet of 1,000 yen."""
        wanted = counter_sale(self.register, self.staff, want(self.coffee, 1), tendered_minor=0)
        place_order(replace(wanted, tenders=tenders), at=NOON)

    def settle(
        self, shift: Shift, minor: int, *tenders: TenderCount, reason: str = "", is_blind: bool = False
    ) -> Shift:
        """The drawer is counted in ones, and the tenders as said."""
        return close_shift(
            shift.uid,
            staff_uid=self.staff.uid,
            counts=((1_000, minor // 1_000), (1, minor % 1_000)),
            tenders=tenders,
            reason=reason,
            is_blind=is_blind,
            at=LATER,
        )


def test_change_on_a_certificate_comes_out_of_the_drawer_and_the_certificate_lies_in_it() -> None:
    drawer = TenderDrawer()
    shift = drawer.open(counts=FLOAT)
    drawer.sell_by(by(drawer.town, 1_200, pieces=1))
    drawer.sell_by(by(drawer.card, 600), cash(500))

    closed = drawer.settle(shift, 30_200, TenderCount("town", 1_200, 1), TenderCount("card", 600))

    assert (closed.expected_minor, closed.difference_minor, closed.do_tenders_differ) == (30_200, 0, False)
    held = {each.provider: each for each in get_shift(shift.uid).report.held}
    assert (held["town"].expected_minor, held["town"].counted_minor, held["town"].pieces) == (1_200, 1_200, 1)
    assert (held["card"].expected_minor, held["card"].difference_minor) == (600, 0)
    assert [(each.provider, each.name, each.taken_minor) for each in get_shift(shift.uid).report.tenders] == [
        ("card", "クレジットカード", 600),
        ("cash", "", 400),
        ("town", "商品券", 1_000),
    ]
    assert all_differences() == []


def test_a_terminal_that_differs_needs_a_reason_and_is_kept() -> None:
    drawer = TenderDrawer()
    shift = drawer.open()
    drawer.sell_by(by(drawer.card, 1_000))

    with refused(TenderDifferenceUnexplained):
        drawer.settle(shift, 30_000, TenderCount("card", 900))
    closed = drawer.settle(shift, 30_000, TenderCount("card", 900), reason="端末の取消し漏れ")

    assert (closed.do_tenders_differ, closed.reason, closed.difference_minor) == (True, "端末の取消し漏れ", 0)
    assert drawer.settle(shift, 30_000, TenderCount("card", 900)).pk == closed.pk
    with refused(ShiftClosed):
        drawer.settle(shift, 30_000, TenderCount("card", 1_000))


def test_a_blind_count_of_a_tender_is_explained_afterwards() -> None:
    drawer = TenderDrawer()
    shift = drawer.open()
    drawer.sell_by(by(drawer.card, 1_000))
    drawer.settle(shift, 30_000, TenderCount("card", 900), is_blind=True)

    (found,) = shifts_of_stores(None, only_open_work=True)
    assert found.needs_reason
    explain_difference(shift.uid, staff_uid=None, reason="打ち間違い", at=LATER)

    assert shifts_of_stores(None, only_open_work=True) == []


def test_a_till_that_counts_cash_alone_closes_as_before() -> None:
    drawer = TenderDrawer()
    shift = drawer.open()
    drawer.sell_by(by(drawer.card, 1_000))

    closed = drawer.settle(shift, 30_000)

    assert closed.do_tenders_differ is False
    (held,) = get_shift(shift.uid).report.held
    assert (held.provider, held.expected_minor, held.counted_minor) == ("card", 1_000, None)


@pytest.mark.parametrize("counts", [("nothing",), ("card", "card"), ("cash",)])
def test_what_nobody_counts_is_refused(counts: tuple[str, ...]) -> None:
    drawer = TenderDrawer()
    shift = drawer.open()

    with refused(TenderCountInvalid):
        drawer.settle(shift, 30_000, *(TenderCount(code, 0) for code in counts))


def test_the_audit_finds_a_tender_that_the_report_of_a_closed_shift_does_not_have() -> None:
    drawer = TenderDrawer()
    shift = drawer.open()
    drawer.sell_by(by(drawer.card, 1_000))
    drawer.settle(shift, 30_000, TenderCount("card", 1_000))

    Entry.objects.filter(tender="card").update(tender="town")

    found = {each.check for each in audit.differences() if isinstance(each, Difference)}
    assert found >= {"shift_tenders", "shift_tender_missing", "receipt_tenders"}


def test_a_check_compares_tenders_too_and_resets_nothing() -> None:
    drawer = TenderDrawer()
    shift = drawer.open()
    drawer.sell_by(by(drawer.card, 1_000))

    check = check_shift(
        uuid7(),
        shift_uid=shift.uid,
        staff_uid=drawer.staff.uid,
        counts=None,
        tenders=(TenderCount("card", 900), TenderCount("town", 0, 0)),
        at=NOON,
    )

    (held,) = report_from(check.report).held
    assert (held.provider, held.expected_minor, held.counted_minor, held.difference_minor) == ("card", 1_000, 900, -100)
    assert check.counted_minor is None
    told = Event.objects.get(name="Shift Checked").properties["tenders"]
    assert told == [{"kind": "card", "expected_minor": 1_000, "counted_minor": 900}]
    (now,) = get_shift(shift.uid).report.held
    assert (now.expected_minor, now.counted_minor) == (1_000, None)
    drawer.settle(shift, 30_000, TenderCount("card", 1_000))
    assert all_differences() == []


def test_a_check_of_a_tender_that_nobody_counts_keeps_nothing() -> None:
    drawer = TenderDrawer()
    shift = drawer.open()

    with refused(TenderCountInvalid):
        check_shift(
            uuid7(),
            shift_uid=shift.uid,
            staff_uid=drawer.staff.uid,
            counts=None,
            tenders=(TenderCount("coupon", 1),),
            at=NOON,
        )

    assert not ShiftCheck.objects.exists()


def test_a_closed_shift_tells_what_it_should_hold_of_each_tender_and_what_was_counted() -> None:
    drawer = TenderDrawer()
    shift = drawer.open()
    drawer.sell_by(by(drawer.card, 600), cash(400))
    drawer.sell_by(by(drawer.town, 1_000, pieces=1))

    drawer.settle(shift, 30_400, TenderCount("card", 500), reason="端末の取消し漏れ")

    told = Event.objects.get(name="Shift Closed").properties["tenders"]
    assert sorted(told, key=lambda each: each["kind"]) == [
        {"kind": "card", "expected_minor": 600, "counted_minor": 500},
        {"kind": "town", "expected_minor": 1_000, "counted_minor": None},
    ]
