"""Shifts over the API: open, move cash, check, close; who sees what; a second person for much cash."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.db.models import F
from pytest_django import Settings

from noren.api.tests.client import Caller, Reply
from noren.catalog.models import Variant
from noren.kernel.ids import uuid7
from noren.orders.shifts.models import DrawerEntry, Shift, ShiftCheck
from noren.people.models import DeedRecord, Role, StaffRole
from noren.stores.models import Register
from tests.factories import (
    all_differences,
    make_register,
    make_staff,
    make_store,
    make_tender_kind,
    make_variant,
    stock_up,
)

pytestmark = pytest.mark.django_db
PASSWORD = "nagoya-castle-1612"


@dataclass(frozen=True, slots=True)
class Desk:
    """A register with somebody signed in at it, and goods for 1,000 yen."""

    register: Register
    variant: Variant
    till: Caller

    def open(self, *, pieces: int = 30) -> str:
        """A shift begins with so many notes of 1,000 yen; answer its uid."""
        opened = self.till.post("/till/shifts", {"uid": str(uuid7()), "counts": _thousands(pieces)})
        assert opened.status == 201, opened.body
        return str(opened.body["uid"])

    def sell(self) -> Reply:
        """A packet is sold."""
        line = {"uid": str(uuid7()), "sku": self.variant.sku, "quantity": 1, "unit_price_minor": 1_000}
        tender = {"uid": str(uuid7()), "amount_minor": 1_000}
        wanted = {"uid": str(uuid7()), "lines": [line], "tenders": [tender], "expected_total_minor": 1_000}
        return self.till.post("/till/sales", wanted)


def _thousands(pieces: int) -> list[dict[str, int]]:
    return [{"value_minor": 1_000, "pieces": pieces}]


def _sign_in(register: Register, *, role: Role = Role.CLERK) -> Caller:
    staff = make_staff(role=role, store=register.store, password=PASSWORD)
    who = {"staff_code": staff.code, "password": PASSWORD}
    place = {"store_code": register.store.code, "register_code": register.code}
    return Caller(Caller().post("/till/sign-in", who | place, key=None).body["token"])


def _desk(*, role: Role = Role.CLERK) -> Desk:
    register, variant = make_register(make_store()), make_variant(price_minor=1_000)
    stock_up(register.store, variant, 50)
    return Desk(register, variant, _sign_in(register, role=role))


def _taking(amount_minor: int, **fields: Any) -> dict[str, Any]:
    return {"uid": str(uuid7()), "purpose": "bank", "amount_minor": amount_minor, "reason": "銀行へ", **fields}


def test_a_day_at_a_register_from_the_first_count_to_the_last() -> None:
    desk = _desk()
    before = desk.till.get("/till/shifts/current").body
    uid = desk.open()
    sold = desk.sell()
    moved = desk.till.post(f"/till/shifts/{uid}/cash", _taking(5_000))
    checked = desk.till.post(f"/till/shifts/{uid}/checks", {"uid": str(uuid7()), "counts": _thousands(26)})

    closed = desk.till.post(f"/till/shifts/{uid}/close", {"counts": _thousands(26)})

    assert (before["shift"], before["left_minor"], before["is_required"]) == (None, None, False)
    assert before["denominations"][0] == 10_000
    assert (sold.status, moved.status, checked.status, closed.status) == (201, 201, 201, 200)
    assert moved.body["moves"][0]["delta_minor"] == -5_000
    assert checked.body["checks"][0]["difference_minor"] == 0
    body = closed.body
    assert (body["expected_minor"], body["counted_minor"], body["difference_minor"]) == (26_000, 26_000, 0)
    assert (body["report"]["sales"], body["report"]["receipts"]) == ({"count": 1, "minor": 1_000}, 1)
    assert desk.till.get("/till/shifts/current").body["left_minor"] == 26_000
    assert [shift["number"] for shift in desk.till.get("/till/shifts").body["shifts"]] == [1]
    assert all_differences() == []


def test_what_is_sent_twice_under_one_key_is_done_once() -> None:
    desk = _desk()
    uid = desk.open()
    move, close = _taking(5_000), {"counts": _thousands(25)}

    moves = [desk.till.post(f"/till/shifts/{uid}/cash", move, key="move") for _ in range(2)]
    closings = [desk.till.post(f"/till/shifts/{uid}/close", close, key="close") for _ in range(2)]
    again = desk.till.post(f"/till/shifts/{uid}/close", close)

    assert moves[0].body == moves[1].body
    assert closings[0].body == closings[1].body == again.body
    assert DrawerEntry.objects.count() == 1


def test_a_count_that_differs_is_refused_until_somebody_says_why() -> None:
    desk = _desk()
    uid = desk.open()

    refused = desk.till.post(f"/till/shifts/{uid}/close", {"counts": _thousands(29)})
    closed = desk.till.post(f"/till/shifts/{uid}/close", {"counts": _thousands(29), "reason": "渡し間違い"})

    assert (refused.status, refused.fields) == (422, {"reason": "difference_unexplained"})
    assert (closed.body["difference_minor"], closed.body["reason"]) == (-1_000, "渡し間違い")


def test_who_counts_blind_learns_what_was_expected_only_afterwards(settings: Settings) -> None:
    settings.BLIND_CLOSE = True
    desk = _desk()
    uid = desk.open()
    desk.till.post(f"/till/shifts/{uid}/checks", {"uid": str(uuid7()), "counts": _thousands(29)})

    shown = desk.till.get("/till/shifts/current").body
    closed = desk.till.post(f"/till/shifts/{uid}/close", {"counts": _thousands(29)})
    explained = desk.till.post(f"/till/shifts/{uid}/reason", {"reason": "渡し間違い"})

    assert (shown["is_blind"], shown["shift"]["report"]) == (True, None)
    assert [shown["shift"]["checks"][0][name] for name in ("expected_minor", "difference_minor", "report")] == [
        None
    ] * 3
    assert (closed.status, closed.body["difference_minor"], closed.body["needs_reason"]) == (200, -1_000, True)
    assert (explained.body["reason"], explained.body["needs_reason"]) == ("渡し間違い", False)


def test_what_an_open_shift_comes_to_is_nothing_for_who_does_not_work_at_its_drawer() -> None:
    desk = _desk()
    uid = desk.open()
    desk.till.post(f"/till/shifts/{uid}/checks", {"uid": str(uuid7()), "counts": _thousands(30)})
    before = desk.till.get("/till/shifts/current").body["shift"]
    StaffRole.objects.update(role=Role.MARKETER)  # who is still signed in at the till

    current, named = desk.till.get("/till/shifts/current").body["shift"], desk.till.get(f"/till/shifts/{uid}").body

    assert before["report"]["cash"]["expected_minor"] == 30_000
    assert (current["report"], current["checks"][0]["expected_minor"]) == (None, None)
    assert (named["report"], named["checks"][0]["report"]) == (None, None)


def test_a_manager_sees_what_is_expected_also_where_clerks_count_blind(settings: Settings) -> None:
    settings.BLIND_CLOSE = True
    desk = _desk()
    desk.open()
    manager = _sign_in(desk.register, role=Role.MANAGER)

    shown = manager.get("/till/shifts/current").body

    assert (shown["is_blind"], shown["shift"]["report"]["cash"]["expected_minor"]) == (False, 30_000)


def test_a_clerk_takes_much_cash_out_only_when_a_manager_approves() -> None:
    desk = _desk()
    uid = desk.open(pieces=90)
    manager = make_staff(role=Role.MANAGER, store=desk.register.store, password=PASSWORD)
    move = _taking(50_000)

    refused = desk.till.post(f"/till/shifts/{uid}/cash", move)
    asked = {"deed": "move_cash", "shift_uid": uid, **move}
    approved = desk.till.post(
        "/till/approvals", {"request": asked, "staff_code": manager.code, "password": PASSWORD}, key=None
    )
    other = _taking(60_000, approval_uid=approved.body["uid"])
    of_other = desk.till.post(f"/till/shifts/{uid}/cash", other)
    done = desk.till.post(f"/till/shifts/{uid}/cash", {**move, "approval_uid": approved.body["uid"]})

    assert (refused.status, refused.code) == (403, "approval_needed")
    assert (approved.status, of_other.code) == (201, "approval_invalid")
    assert (done.status, DrawerEntry.objects.get().amount_minor) == (201, 50_000)


def test_cash_that_is_put_in_or_little_that_is_taken_out_needs_nobody_else() -> None:
    desk = _desk()
    uid = desk.open()

    put_in = desk.till.post(f"/till/shifts/{uid}/cash", _taking(500_000, purpose="change"))
    taken = desk.till.post(f"/till/shifts/{uid}/cash", _taking(30_000))

    assert (put_in.status, taken.status) == (201, 201)


def test_a_clerk_sees_their_own_shifts_and_a_manager_all_of_the_register() -> None:
    desk = _desk()
    uid = desk.open()
    desk.till.post(f"/till/shifts/{uid}/close", {"counts": _thousands(30)})
    colleague, manager = _sign_in(desk.register), _sign_in(desk.register, role=Role.MANAGER)
    elsewhere = _sign_in(make_register(desk.register.store, code="2"), role=Role.MANAGER)

    replies = [who.get(f"/till/shifts/{uid}") for who in (desk.till, colleague, manager, elsewhere)]

    assert [(reply.status, reply.code) for reply in replies] == [
        (200, ""),
        (403, "not_allowed"),
        (200, ""),
        (404, "shift_not_found"),
    ]
    assert [len(who.get("/till/shifts").body["shifts"]) for who in (colleague, manager)] == [0, 1]


def test_a_shift_of_another_register_is_neither_counted_nor_closed() -> None:
    desk = _desk()
    uid = desk.open()
    elsewhere = _sign_in(make_register(desk.register.store, code="2"))

    replies = [
        elsewhere.post(f"/till/shifts/{uid}/cash", _taking(100)),
        elsewhere.post(f"/till/shifts/{uid}/checks", {"uid": str(uuid7())}),
        elsewhere.post(f"/till/shifts/{uid}/close", {"counts": _thousands(30)}),
        elsewhere.post(f"/till/shifts/{uid}/reason", {"reason": "なし"}),
    ]

    assert {reply.code for reply in replies} == {"shift_not_found"}
    assert Shift.objects.get().closed_at is None


def test_a_coin_that_does_not_exist_and_a_marketer_at_the_till_are_refused() -> None:
    desk = _desk()
    strange = [{"value_minor": 3, "pieces": 1}]

    coin = desk.till.post("/till/shifts", {"uid": str(uuid7()), "counts": strange})
    nothing = desk.till.post("/till/shifts", {"uid": str(uuid7()), "counts": None})

    assert (coin.status, coin.fields) == (422, {"counts.0.value_minor": "denomination_unknown"})
    assert (nothing.status, nothing.code) == (409, "nothing_to_take_over")
    assert not Shift.objects.exists()


def test_where_sales_need_a_shift_the_till_is_told_to_open_one(settings: Settings) -> None:
    settings.SHIFTS = "required"
    desk = _desk()

    refused = desk.sell()
    desk.open()

    assert (refused.status, refused.code) == (409, "shift_not_open")
    assert desk.till.get("/till/shifts/current").body["is_required"] is True
    assert desk.sell().status == 201


def test_the_staff_log_names_who_opened_moved_cash_and_closed() -> None:
    desk = _desk()
    uid = desk.open()
    desk.till.post(f"/till/shifts/{uid}/cash", _taking(1_000))
    desk.till.post(f"/till/shifts/{uid}/close", {"counts": _thousands(29)})

    logged = DeedRecord.objects.filter(deed__in=["open_shift", "move_cash", "close_shift"]).order_by("pk")

    assert [record.deed for record in logged] == ["open_shift", "move_cash", "close_shift"]


def test_what_was_sold_in_no_shift_is_told_before_the_next_one_opens() -> None:
    desk = _desk()
    desk.till.post(f"/till/shifts/{desk.open()}/close", {"counts": _thousands(30)})
    # A sale right after the closing may have waited for it, and is booked late.
    minute = timedelta(minutes=1)
    Shift.objects.update(opened_at=F("opened_at") - minute, closed_at=F("closed_at") - minute)
    before = desk.till.get("/till/shifts/current").body["in_no_shift"]
    desk.sell()

    told = desk.till.get("/till/shifts/current").body["in_no_shift"]
    desk.open()
    opened = desk.till.get("/till/shifts/current").body["in_no_shift"]

    assert told == {"receipts": 1, "total_minor": 1_000}
    assert before == opened == {"receipts": 0, "total_minor": 0}


def test_a_check_compares_what_the_terminal_says_and_resets_nothing() -> None:
    make_tender_kind()
    desk = _desk(role=Role.MANAGER)
    address = f"/till/shifts/{desk.open()}/checks"
    counted = [{"provider": "card", "counted_minor": 500}]

    checked = desk.till.post(address, {"uid": str(uuid7()), "counts": None, "tenders": counted})
    refused = desk.till.post(address, {"uid": str(uuid7()), "counts": None, "tenders": counted * 2})

    assert checked.status == 201, checked.body
    (check,) = checked.body["checks"]
    (card,) = check["report"]["held"]
    assert (card["expected_minor"], card["counted_minor"], card["difference_minor"]) == (0, 500, 500)
    assert (check["counted_minor"], checked.body["report"]["held"]) == (None, [])
    assert (refused.status, refused.body["code"]) == (422, "tender_count_invalid")
    assert ShiftCheck.objects.count() == 1
