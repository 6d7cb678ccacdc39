"""Shifts as the till is told: who counts blind sees nothing of an open one that says what to count."""

from noren.api.schemas.shifts import (
    CashMoveOut,
    CashOut,
    CountOut,
    FigureOut,
    LateBatchOut,
    RateFigureOut,
    ShiftBrief,
    ShiftCheckOut,
    ShiftOut,
    ShiftReportOut,
    TenderFigureOut,
    TenderHeldOut,
)
from noren.orders.shifts.queries import CheckView, ShiftSummary, ShiftView
from noren.orders.shifts.rules import Counts, Report


def shift_brief(shift: ShiftSummary) -> ShiftBrief:
    """A shift in a list."""
    return ShiftBrief.model_validate(shift)


def shift_out(shift: ShiftView, *, is_hidden: bool) -> ShiftOut:
    """A shift with all that belongs to it.

    Args:
        is_hidden: who looks does not see what an open one expects; a closed one is shown to them whole.
    """
    is_hidden = is_hidden and shift.summary.closed_at is None
    return ShiftOut(
        **shift_brief(shift.summary).model_dump(),
        opening_counts=_counts(shift.opening_counts),
        found_minor=shift.found_minor,
        closing_counts=_counts(shift.closing_counts),
        is_blind=shift.is_blind,
        report=None if is_hidden else report_out(shift.report),
        moves=[CashMoveOut.model_validate(move) for move in shift.moves],
        checks=[_check_out(check, is_hidden=is_hidden) for check in shift.checks],
        late=[
            LateBatchOut(
                uid=batch.uid,
                number=batch.number,
                began_at=batch.began_at,
                acknowledged_at=batch.acknowledged_at,
                acknowledged_by=batch.acknowledged_by,
                report=report_out(batch.report),
            )
            for batch in shift.late
        ],
    )


def report_out(report: Report) -> ShiftReportOut:
    """An X or Z report."""
    return ShiftReportOut(
        cash=CashOut.model_validate(report.cash),
        sales=FigureOut.model_validate(report.sales),
        returns=FigureOut.model_validate(report.returns),
        voids=FigureOut.model_validate(report.voids),
        discounts=FigureOut.model_validate(report.discounts),
        total_minor=report.total_minor,
        taxes=[RateFigureOut.model_validate(rate) for rate in report.taxes],
        tenders=[TenderFigureOut.model_validate(tender) for tender in report.tenders],
        held=[TenderHeldOut.model_validate(each) for each in report.held],
        points=report.points,
        coupons=report.coupons,
        receipts=report.receipts,
        first_receipt=report.first_receipt,
        last_receipt=report.last_receipt,
    )


def _check_out(check: CheckView, *, is_hidden: bool) -> ShiftCheckOut:
    return ShiftCheckOut(
        uid=check.uid,
        staff_name=check.staff_name,
        checked_at=check.checked_at,
        counted_minor=check.counted_minor,
        expected_minor=None if is_hidden else check.expected_minor,
        difference_minor=None if is_hidden else check.difference_minor,
        report=None if is_hidden else report_out(check.report),
    )


def _counts(counts: Counts | None) -> list[CountOut] | None:
    return None if counts is None else [CountOut(value_minor=value, pieces=pieces) for value, pieces in counts]
