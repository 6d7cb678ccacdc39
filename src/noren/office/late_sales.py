"""Sales made without a network: what differs in them, what it comes to, and who has seen it."""

from collections.abc import Iterator, Sequence
from functools import partial
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from noren.kernel.text import storable
from noren.office.answers import Cell, csv_file, page
from noren.office.late_words import causes_in_short, rows_of, signed
from noren.office.permissions import Visitor, check_visitor_may
from noren.office.several import MOST_ROWS, Row, do_to_each, results_of
from noren.office.staff_log import log_looked_at
from noren.office.stock_access import check_in_store, is_done, read_asked
from noren.orders.late.errors import LateSaleNotFound
from noren.orders.late.models import LateCause
from noren.orders.late.queries import LateSaleView, get_late_sale, late_sales
from noren.orders.late.see import see_late_sale
from noren.people.roles import Deed

MOST_CSV = 20_000
_STATES: dict[str, bool | None] = {"open": False, "seen": True, "all": None}


def late_sale_list(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """The list of what nobody has seen, by store, cause and state; as CSV with `format=csv`."""
    asked = read_asked(request, Deed.SEE_LATE_SALES)
    cause = request.GET.get("cause", "")
    cause = cause if cause in LateCause.values else ""
    state = request.GET.get("state", "open")
    state = state if state in _STATES else "open"
    is_csv = request.GET.get("format") == "csv"
    found = late_sales(
        store_ids=asked.store_ids(),
        cause=cause,
        is_seen=_STATES[state],
        limit=MOST_CSV if is_csv else MOST_ROWS + 1,
    )
    if is_csv:
        log_looked_at(request)
        return csv_file(f"sales-without-network_{timezone.localdate()}.csv", _csv(found))
    shown = found[:MOST_ROWS]
    context = {
        "asked": asked,
        "cause": cause,
        "causes": LateCause.choices,
        "state": state,
        "states": [("open", _("nobody has seen it")), ("seen", _("seen")), ("all", _("all of them"))],
        "sales": [(sale, causes_in_short(sale), signed(sale.amount_minor)) for sale in shown],
        "sum": signed(sum(sale.amount_minor for sale in shown)),
        "has_more": len(found) > MOST_ROWS,
        "may_see": asked.visitor.staff is not None and state != "seen",
        "csv_url": f"?format=csv&store={asked.store_id or ''}&cause={cause}&state={state}",
        "several": results_of(request),
    }
    return page(request, "office/late_sales.html", context, title=_("Sales made without a network"))


def late_sale(request: HttpRequest, uid: UUID) -> HttpResponse:
    """What happened in one, and what to do next; a POST says that it was seen."""
    visitor = check_visitor_may(request, Deed.SEE_LATE_SALES)
    try:
        found = get_late_sale(uid)
    except LateSaleNotFound as missing:
        raise Http404(str(missing)) from None
    check_in_store(visitor, found.store_id, Deed.SEE_LATE_SALES)
    if request.method == "POST":
        see = partial(see_late_sale, uid, staff_id=_staff_id(visitor), at=timezone.now())
        note = request.POST.get("note", "")
        is_done(request, lambda: see(note=note), done=_("It is noted that you have seen it."))
        return HttpResponseRedirect(reverse("admin:late_sale", args=[uid]))
    context = {
        "sale": found,
        "rows": rows_of(found),
        "amount": signed(found.amount_minor),
        "may_see": visitor.staff is not None,
    }
    title = _("Sale %(number)s, made without a network") % {"number": found.number}
    return page(request, "office/late_sale.html", context, title=title)


@require_POST
def several_late_sales(request: HttpRequest) -> HttpResponse:
    """Those that are ticked were seen; the list then says what became of each."""
    visitor = check_visitor_may(request, Deed.SEE_LATE_SALES)
    note = storable(request.POST.get("note", ""))
    uids = dict.fromkeys(filter(None, map(_uid, request.POST.getlist("sale")[:MOST_ROWS])))
    if not uids:
        messages.error(request, _("Tick at least one sale."))
    else:
        staff_id = _staff_id(visitor)
        rows = [Row(str(uid), *_named(visitor, uid, staff_id=staff_id, note=note)) for uid in uids]
        do_to_each(request, rows, title=_("I have seen them"))
    return HttpResponseRedirect(f"{reverse('admin:late_sales')}?{request.POST.get('back', '')[:200]}#results")


def _named(visitor: Visitor, uid: UUID, *, staff_id: int, note: str) -> tuple[str, "partial[str]"]:
    try:
        found = get_late_sale(uid)
    except LateSaleNotFound:
        return str(uid), partial(_see, visitor, uid, 0, staff_id=staff_id, note=note)
    return found.number, partial(_see, visitor, uid, found.store_id, staff_id=staff_id, note=note)


def _see(visitor: Visitor, uid: UUID, store_id: int, *, staff_id: int, note: str) -> str:
    check_in_store(visitor, store_id, Deed.SEE_LATE_SALES)
    if see_late_sale(uid, staff_id=staff_id, note=note, at=timezone.now()):
        return _("It is noted that you have seen it.")
    return _("Somebody had seen it before.")


def _staff_id(visitor: Visitor) -> int:
    if visitor.staff is None:
        raise PermissionDenied
    return visitor.staff.id


def _uid(typed: str) -> UUID | None:
    try:
        return UUID(typed)
    except ValueError:
        return None


def _csv(found: Sequence[LateSaleView]) -> Iterator[Sequence[Cell]]:
    """One row per difference, a sale without any in one row; instants in UTC, amounts in the minor unit."""
    yield [
        _("Order"), _("On the till's paper"), _("Store"), _("Register"), _("Sold by"), _("Made at"), _("Booked at"),
        _("Total"), _("Cause"), _("About"), _("At the till"), _("Here"), _("Amount"), _("Seen by"), _("Seen at"),
    ]  # fmt: skip
    for sale in found:
        head: list[Cell] = [
            sale.number, sale.provisional_number, sale.store_name, sale.register_name, sale.staff_name,
            sale.made_at.isoformat(), sale.booked_at.isoformat(), sale.total_minor,
        ]  # fmt: skip
        seen: list[Cell] = [sale.seen_by, sale.seen_at.isoformat() if sale.seen_at else ""]
        for each in sale.differences:
            about = each.goods or each.about
            yield [*head, str(each.cause.label), about, each.said, each.ours, each.amount_minor, *seen]
        if not sale.differences:
            yield [*head, "", "", "", "", "", *seen]
