"""Shifts at the till: open with a count, move cash, check, close, and what the reports say."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone
from ninja import Router

from noren.api.callers import ApiRequest, note_deed, staff_at_till, till_of
from noren.api.documenting import reads, writes
from noren.api.once import once
from noren.api.paths import ShiftUid
from noren.api.present.shifts import shift_brief, shift_out
from noren.api.schemas.shifts import (
    CashMoveAsked,
    CashMoveIn,
    CountIn,
    ExplainIn,
    InNoShiftOut,
    ShiftCheckIn,
    ShiftCloseIn,
    ShiftDeskOut,
    ShiftIn,
    ShiftList,
    ShiftOut,
    TenderCountIn,
)
from noren.kernel.denominations import denominations_of
from noren.orders.shifts.check import check_shift
from noren.orders.shifts.close import close_shift, explain_difference
from noren.orders.shifts.errors import (
    CashAmountInvalid,
    DenominationUnknown,
    DifferenceUnexplained,
    NothingToExplain,
    NothingToTakeOver,
    ShiftClosed,
    ShiftNotFound,
    ShiftOpenAlready,
    ShiftUidTaken,
    TenderCountInvalid,
    TenderDifferenceUnexplained,
)
from noren.orders.shifts.move_cash import MoveCash, deeds_of_move, move_cash
from noren.orders.shifts.no_shift import in_no_shift_since_closing
from noren.orders.shifts.open import open_shift
from noren.orders.shifts.queries import (
    ShiftSummary,
    ShiftView,
    find_open_shift,
    get_shift,
    left_in_drawer,
    shifts_of_register,
)
from noren.orders.shifts.tenders import TenderCount
from noren.people.approve import Request, permit_of
from noren.people.errors import ApprovalInvalid, ApprovalNeeded, NotAllowed
from noren.people.roles import Deed, Staff, deeds_in
from noren.people.tokens import Scope, Till

router = Router(tags=["Till: shifts"])


@router.get("/shifts/current", **reads(ShiftDeskOut, Scope.TILL, NotAllowed), summary="How this register stands")
def read_shift_desk(request: ApiRequest) -> ShiftDeskOut:
    """The open shift of this register, if there is one, and what the last one left in the drawer."""
    staff, till = till_of(request.auth)
    uid = find_open_shift(till.register_id)
    none = in_no_shift_since_closing(till.register_id, at=timezone.now())
    return ShiftDeskOut(
        at=timezone.now(),
        shift=_told(uid, staff, till) if uid else None,
        left_minor=left_in_drawer(till.register_id),
        in_no_shift=InNoShiftOut(receipts=none.count, total_minor=none.minor),
        is_required=settings.SHIFTS == "required",
        is_blind=_is_blind(staff, till),
        denominations=list(denominations_of(settings.CURRENCY)),
    )


@router.get("/shifts", **reads(ShiftList, Scope.TILL, NotAllowed), summary="Shifts of this register")
def list_shifts(request: ApiRequest) -> ShiftList:
    """The newest first, at most 20: those that the user opened or closed; with the deed `see_shifts` all."""
    staff, till = till_of(request.auth)
    shifts = shifts_of_register(till.register_id)
    return ShiftList(shifts=[shift_brief(shift) for shift in shifts if _may_see(shift, staff, till)])


@router.get("/shifts/{uid}", **reads(ShiftOut, Scope.TILL, NotAllowed, ShiftNotFound), summary="A shift")
def read_shift(request: ApiRequest, uid: ShiftUid) -> ShiftOut:
    """A shift of this register with its report, cash moves, checks and late sales.

    What an open one comes to is told with the deed `check_shift`, or `see_shifts` where the drawer is counted blind.
    """
    staff, till = till_of(request.auth)
    shift = _shift_here(uid, till)
    if not _may_see(shift.summary, staff, till):
        raise NotAllowed(deed=str(Deed.SEE_SHIFTS))
    return shift_out(shift, is_hidden=not _sees_expected(staff, till))


@router.post(
    "/shifts",
    **writes(
        ShiftOut,
        Scope.TILL,
        NotAllowed,
        DenominationUnknown,
        ShiftOpenAlready,
        NothingToTakeOver,
        ShiftUidTaken,
        status=201,
    ),
    summary="Open a shift",
)
def open_a_shift(request: ApiRequest, wanted: ShiftIn) -> HttpResponse:
    """Count the drawer, or take it over as the last shift left it. A register has one open shift."""
    staff, till = staff_at_till(request, Deed.OPEN_SHIFT)

    def deed(at: datetime) -> ShiftOut:
        counts = None if wanted.counts is None else _pairs(wanted.counts)
        open_shift(wanted.uid, register_uid=till.register_uid, staff_uid=staff.uid, counts=counts, at=at)
        return _told(wanted.uid, staff, till)

    return once(request, deed, status=201)


@router.post(
    "/shifts/{uid}/cash",
    **writes(
        ShiftOut,
        Scope.TILL,
        NotAllowed,
        ApprovalNeeded,
        ApprovalInvalid,
        ShiftNotFound,
        ShiftClosed,
        ShiftUidTaken,
        CashAmountInvalid,
        status=201,
    ),
    summary="Move cash",
)
def move_some_cash(request: ApiRequest, uid: ShiftUid, wanted: CashMoveIn) -> HttpResponse:
    """Put cash into the drawer, take it out, or exchange it. Who takes much out names an approval."""
    staff, till = staff_at_till(request, Deed.MOVE_CASH)
    note_deed(request, *deeds_of_move(wanted.purpose, wanted.amount_minor)[1:])
    move = MoveCash(wanted.uid, uid, wanted.purpose, wanted.amount_minor, wanted.reason)

    def deed(at: datetime) -> ShiftOut:
        _shift_here(uid, till)
        permit = permit_of(staff, move_request(move, till), approval_uid=wanted.approval_uid, at=at)
        move_cash(move, staff_uid=staff.uid, at=at, permit=permit)
        return _told(uid, staff, till)

    return once(request, deed, status=201)


@router.post(
    "/shifts/{uid}/checks",
    **writes(
        ShiftOut,
        Scope.TILL,
        NotAllowed,
        DenominationUnknown,
        TenderCountInvalid,
        ShiftNotFound,
        ShiftClosed,
        ShiftUidTaken,
        status=201,
    ),
    summary="Check a shift",
)
def check_a_shift(request: ApiRequest, uid: ShiftUid, wanted: ShiftCheckIn) -> HttpResponse:
    """What the shift comes to now (X report), kept with what was counted of cash and beside it. It resets nothing."""
    staff, till = staff_at_till(request, Deed.CHECK_SHIFT)

    def deed(at: datetime) -> ShiftOut:
        _shift_here(uid, till)
        counts = None if wanted.counts is None else _pairs(wanted.counts)
        tenders = _tenders(wanted.tenders)
        check_shift(wanted.uid, shift_uid=uid, staff_uid=staff.uid, counts=counts, tenders=tenders, at=at)
        return _told(uid, staff, till)

    return once(request, deed, status=201)


@router.post(
    "/shifts/{uid}/close",
    **writes(
        ShiftOut,
        Scope.TILL,
        NotAllowed,
        DenominationUnknown,
        DifferenceUnexplained,
        TenderDifferenceUnexplained,
        TenderCountInvalid,
        ShiftNotFound,
        ShiftClosed,
    ),
    summary="Close a shift",
)
def close_a_shift(request: ApiRequest, uid: ShiftUid, wanted: ShiftCloseIn) -> HttpResponse:
    """Count the drawer and settle (Z report): what was expected, counted, and how much it differs are kept for good.

    What is booked later from before the closing enters a late batch beside it.
    """
    staff, till = staff_at_till(request, Deed.CLOSE_SHIFT)

    def deed(at: datetime) -> ShiftOut:
        _shift_here(uid, till)
        close_shift(
            uid,
            staff_uid=staff.uid,
            counts=_pairs(wanted.counts),
            reason=wanted.reason,
            tenders=_tenders(wanted.tenders),
            is_blind=_is_blind(staff, till),
            at=at,
        )
        return _told(uid, staff, till)

    return once(request, deed)


@router.post(
    "/shifts/{uid}/reason",
    **writes(ShiftOut, Scope.TILL, NotAllowed, ShiftNotFound, NothingToExplain),
    summary="Say why a shift differs",
)
def explain_a_shift(request: ApiRequest, uid: ShiftUid, why: ExplainIn) -> HttpResponse:
    """Say once why a shift differs that was counted without seeing what was expected."""
    staff, till = staff_at_till(request, Deed.CLOSE_SHIFT)

    def deed(at: datetime) -> ShiftOut:
        if not _may_see(_shift_here(uid, till).summary, staff, till):
            raise NotAllowed(deed=str(Deed.SEE_SHIFTS))
        explain_difference(uid, reason=why.reason, staff_uid=staff.uid, at=at)
        return _told(uid, staff, till)

    return once(request, deed)


def asked_move(asked: CashMoveAsked) -> MoveCash:
    """The move that a second person is to approve."""
    return MoveCash(asked.uid, asked.shift_uid, asked.purpose, asked.amount_minor, asked.reason)


def move_request(move: MoveCash, till: Till) -> Request:
    """A cash move as it is approved and as it is done."""
    content = {"deed": "move_cash", "shift": str(move.shift_uid), "purpose": move.purpose, "amount": move.amount_minor}
    return Request(till.store_id, move.uid, {**content, "reason": move.reason}, move.reason, move.amount_minor)


def _told(uid: UUID, staff: Staff, till: Till) -> ShiftOut:
    return shift_out(get_shift(uid), is_hidden=not _sees_expected(staff, till))


def _shift_here(uid: UUID, till: Till) -> ShiftView:
    """A shift of this register; of another one nobody here knows.

    Raises:
        ShiftNotFound.
    """
    shift = get_shift(uid)
    if shift.summary.register_id != till.register_id:
        raise ShiftNotFound(field="uid")
    return shift


def _is_blind(staff: Staff, till: Till) -> bool:
    """Whether the user counts without seeing what is expected."""
    return settings.BLIND_CLOSE and Deed.SEE_SHIFTS not in deeds_in(staff, till.store_id)


def _sees_expected(staff: Staff, till: Till) -> bool:
    """Whether the user sees what an open shift comes to, and so what its drawer should hold."""
    deeds = deeds_in(staff, till.store_id)
    return Deed.SEE_SHIFTS in deeds or (Deed.CHECK_SHIFT in deeds and not settings.BLIND_CLOSE)


def _may_see(shift: ShiftSummary, staff: Staff, till: Till) -> bool:
    """Whether the user may look at a shift: the open one, their own, or all."""
    is_own = staff.id in {shift.opened_by_id, shift.closed_by_id}
    return shift.closed_at is None or is_own or Deed.SEE_SHIFTS in deeds_in(staff, till.store_id)


def _pairs(counts: list[CountIn]) -> tuple[tuple[int, int], ...]:
    return tuple((count.value_minor, count.pieces) for count in counts)


def _tenders(counts: list[TenderCountIn]) -> list[TenderCount]:
    return [TenderCount(each.provider, each.counted_minor, each.pieces) for each in counts]
