"""Shifts in the office: the list with their differences, and a page for each: what happened, and what to do next."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from noren.office.answers import Cell, csv_file, page
from noren.office.permissions import Visitor, check_visitor_may
from noren.office.staff_log import log_looked_at
from noren.office.stock_access import check_in_store, is_done, may_in_store, read_asked
from noren.orders.shifts.acknowledge import acknowledge_late_sales
from noren.orders.shifts.close import explain_difference
from noren.orders.shifts.errors import ShiftNotFound
from noren.orders.shifts.no_shift import in_no_shift
from noren.orders.shifts.queries import ShiftSummary, ShiftView, get_shift, shifts_of_stores
from noren.orders.shifts.see_opening import see_opening
from noren.payments.words import provider_words
from noren.people.roles import Deed

MAY_SEE = (Deed.SEE_SHIFTS,)
SHOWN, MOST_IN_FILE = 100, 10_000
# Of how many days sales in no shift are told above the list.
DAYS = 31


def shifts(request: HttpRequest) -> HttpResponseBase:
    """Shifts of the stores of whoever looks, the newest first; with `open`, those with something left to do; as CSV."""
    asked = read_asked(request, *MAY_SEE)
    is_open = "open" in request.GET
    is_file = "csv" in request.GET
    limit = MOST_IN_FILE if is_file else SHOWN
    found = shifts_of_stores(asked.store_ids(), only_open_work=is_open, limit=limit)
    if is_file:
        log_looked_at(request)
        return csv_file("shifts.csv", _rows(found))
    today = timezone.localdate()
    since = today - timedelta(days=DAYS - 1)
    context = {
        "asked": asked,
        "shifts": found,
        "is_open": is_open,
        "shown": SHOWN,
        "is_more": len(found) == SHOWN,
        "none": in_no_shift(since, today, store_ids=asked.store_ids()),
        "since": since,
    }
    return page(request, "office/shifts.html", context, title=_("Shifts of registers"))


def shift(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    """One shift: what was expected and counted, what moved, what came late, and what to do next."""
    visitor = check_visitor_may(request, *MAY_SEE)
    found = _shift(uid, visitor)
    if "csv" in request.GET:
        log_looked_at(request)
        return csv_file(f"shift-{found.summary.register_code}-{found.summary.number}.csv", _report_rows(found))
    if request.method == "POST":
        return _change(request, found, visitor)
    summary = found.summary
    context = {
        "shift": found,
        "rates": [(f"{rate.rate_bp / 100:g}%", rate) for rate in found.report.taxes],
        "may_explain": summary.needs_reason and may_in_store(visitor, summary.store_id, Deed.CLOSE_SHIFT),
        "may_acknowledge": may_in_store(visitor, summary.store_id, Deed.ACKNOWLEDGE_LATE_SALES),
        "began": next((each for each in found.openings if not each.has_joined), None),
        "joined": [each for each in found.openings if each.has_joined],
        "late_cash": sum(batch.report.cash.change_minor for batch in found.late),
    }
    title = _("%(register)s, shift %(number)s") % {"register": summary.register_name, "number": summary.number}
    return page(request, "office/shift.html", context, title=title)


def _shift(uid: UUID, visitor: Visitor) -> ShiftView:
    try:
        found = get_shift(uid)
    except ShiftNotFound as missing:
        raise Http404(str(missing)) from None
    check_in_store(visitor, found.summary.store_id, *MAY_SEE)
    return found


def _change(request: HttpRequest, found: ShiftView, visitor: Visitor) -> HttpResponse:
    summary, deed, at = found.summary, request.POST.get("deed", ""), timezone.now()
    if deed == "explain":
        check_in_store(check_visitor_may(request, Deed.CLOSE_SHIFT), summary.store_id, Deed.CLOSE_SHIFT)
        reason, staff_uid = request.POST.get("reason", ""), visitor.staff.uid if visitor.staff else None
        is_done(
            request,
            lambda: explain_difference(summary.uid, reason=reason, staff_uid=staff_uid, at=at, channel="office"),
            done=_("The reason was saved."),
        )
    elif deed == "acknowledge":
        check_visitor_may(request, Deed.ACKNOWLEDGE_LATE_SALES)
        check_in_store(visitor, summary.store_id, Deed.ACKNOWLEDGE_LATE_SALES)
        _acknowledge(request, found, visitor)
    elif deed == "see":
        check_visitor_may(request, Deed.ACKNOWLEDGE_LATE_SALES)
        check_in_store(visitor, summary.store_id, Deed.ACKNOWLEDGE_LATE_SALES)
        _see(request, found, visitor)
    return HttpResponseRedirect(reverse("admin:shift", args=[summary.uid]))


def _acknowledge(request: HttpRequest, found: ShiftView, visitor: Visitor) -> None:
    """The batch as the page named it; one of another shift is none of this page's."""
    batch_uid = next((batch.uid for batch in found.late if str(batch.uid) == request.POST.get("batch")), None)
    staff_uid = visitor.staff.uid if visitor.staff else None
    if batch_uid is None:
        raise Http404
    seen = request.POST.get("seen", "")
    is_done(
        request,
        lambda: acknowledge_late_sales(batch_uid, seen=seen, staff_uid=staff_uid, at=timezone.now()),
        done=_("Noted that you looked at it."),
    )


def _see(request: HttpRequest, found: ShiftView, visitor: Visitor) -> None:
    """The count as the page named it; one beside another shift is none of this page's."""
    asked = request.POST.get("opening")
    uid = next((each.uid for each in found.openings if each.has_joined and str(each.uid) == asked), None)
    if uid is None:
        raise Http404
    staff_id = visitor.staff.id if visitor.staff else None
    is_done(
        request,
        lambda: see_opening(uid, staff_id=staff_id, at=timezone.now()),
        done=_("Noted that you looked at it."),
    )


def _rows(found: Sequence[ShiftSummary]) -> Iterator[Sequence[Cell]]:
    """Shifts, one a row; amounts in the minor unit, instants in UTC."""
    yield [_("Store"), _("Register"), _("Shift no."), _("Opened"), _("Opened by"), _("Closed"), _("Closed by"),
           _("When it opened"), _("Expected in the drawer"), _("Counted cash"), _("Over or short"), _("Reason"),
           _("Late batches to look at"), _("Opened without a network, heard")]  # fmt: skip
    for each in found:
        closed_at = each.closed_at.isoformat() if each.closed_at else ""
        yield [each.store_name, each.register_name, each.number, each.opened_at.isoformat(), each.opened_by,
               closed_at, each.closed_by, each.opening_minor, each.expected_minor, each.counted_minor,
               each.difference_minor, each.reason, each.late_open,
               each.heard_at.isoformat() if each.heard_at else ""]  # fmt: skip


def _report_rows(found: ShiftView) -> Iterator[Sequence[Cell]]:
    """The report of a shift, a figure a row: how often, and the amount in the minor unit."""
    summary, report = found.summary, found.report
    yield [_("Store"), summary.store_name]
    yield [_("Register"), summary.register_name]
    yield [_("Shift no."), summary.number]
    yield [_("Opened"), summary.opened_at.isoformat(), summary.opened_by]
    yield [_("Closed"), summary.closed_at.isoformat() if summary.closed_at else "", summary.closed_by]
    yield []
    figures = ((_("Sales"), report.sales, 1), (_("Returns"), report.returns, -1), (_("Voids"), report.voids, -1))
    for words, figure, sign in figures:
        yield [words, figure.count, sign * figure.minor]
    yield [_("Total"), "", report.total_minor]
    yield [_("Discounts in it"), report.discounts.count, -report.discounts.minor]
    for rate in report.taxes:
        yield [f"{rate.rate_bp / 100:g}%", _("Tax"), rate.tax_minor, rate.gross_minor]
    for tender in report.tenders:
        yield [tender.name or provider_words(tender.provider), "", tender.taken_minor - tender.given_back_minor]
    yield []
    yield [_("When it opened"), "", report.cash.opening_minor]
    yield [_("Sales in cash"), "", report.cash.taken_minor]
    yield [_("Given back in cash"), "", -report.cash.refunded_minor]
    yield [_("Paid out without a sale"), "", -report.cash.paid_out_minor]
    for move in found.moves:
        if move.is_late:
            continue  # none of the report's figures has it
        yield [move.purpose_words, move.reason, move.delta_minor]
    yield [_("Expected in the drawer"), "", report.cash.expected_minor]
    yield [_("Counted cash"), "", summary.counted_minor]
    yield [_("Over or short"), summary.reason, summary.difference_minor]
    if report.held:
        yield []
        yield [_("Way of paying"), _("Pieces"), _("Came in"), _("Went back"), _("Should be there"), _("Counted"),
               _("Over or short")]  # fmt: skip
    for each in report.held:
        difference = None if each.counted_minor is None else each.difference_minor
        yield [each.name, each.pieces, each.came_minor, each.back_minor, each.expected_minor, each.counted_minor,
               difference]  # fmt: skip
