"""The list of shortfalls: what was promised and is not there, whom it concerns, who sees to it, and what to do next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from noren.kernel.causes import CAUSES
from noren.kernel.moments import say_day
from noren.office.answers import page
from noren.office.permissions import check_visitor_may
from noren.office.several import results_of
from noren.office.shortfalls_several import owners_for
from noren.office.stock_access import check_in_store, is_done, read_asked
from noren.orders.names import OrderName, names_of_orders
from noren.orders.routing.shortfall import route_shortfall
from noren.people.roles import Deed
from noren.stock.errors import ShortfallNotFound
from noren.stock.shortfalls import (
    ShortfallView,
    ended_shortfalls,
    get_shortfall,
    note_shortfall,
    open_shortfalls,
    promised_pieces_of,
    take_shortfall,
)

MAY_SEE = (Deed.PICK, Deed.ADJUST_STOCK)


@dataclass(frozen=True, slots=True)
class Concerned:
    """An order that waits for some of the goods."""

    pieces: int
    order: OrderName
    url: str
    until: str


@dataclass(frozen=True, slots=True)
class ShortGoods:
    """A shortfall as it is read: with what caused it in words, whom it concerns, and what ended it."""

    shortfall: ShortfallView
    cause: str
    cause_url: str
    orders: tuple[Concerned, ...]
    end: str
    is_mine: bool


def shortfalls(request: HttpRequest) -> HttpResponse:
    """What is short now, the oldest first; with `ended`, what was."""
    asked = read_asked(request, *MAY_SEE)
    is_ended = "ended" in request.GET
    found = (ended_shortfalls if is_ended else open_shortfalls)(store_ids=asked.store_ids())
    context = {
        "asked": asked,
        "is_ended": is_ended,
        "goods": _goods(found, staff_id=asked.visitor.staff_id()),
        "may_route": asked.visitor.staff_id() is not None and asked.visitor.may(Deed.PICK),
        "may_take": asked.visitor.staff_id() is not None,
        "may_count": asked.visitor.may(Deed.ADJUST_STOCK),
        "may_draft": asked.visitor.may(Deed.DRAFT_TRANSFER),
        "may_end": asked.visitor.staff_id() is not None and asked.visitor.may(Deed.REJECT_PICKUP),
        "owners": owners_for(asked.visitor) if found and not is_ended else [],
        "several": results_of(request),
    }
    return page(request, "office/shortfalls.html", context, title=_("Shortfalls"))


@require_POST
def change_shortfall(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Take it, give it back, or note what was done."""
    visitor = check_visitor_may(request, *MAY_SEE)
    try:
        found = get_shortfall(uid)
    except ShortfallNotFound as missing:
        raise Http404(str(missing)) from None
    check_in_store(visitor, found.store_id, *MAY_SEE)
    deed = request.POST.get("deed", "")
    if deed == "take":
        is_done(request, lambda: take_shortfall(uid, staff_id=visitor.staff_id()), done=_("You see to it."))
    elif deed == "give_back":
        is_done(request, lambda: take_shortfall(uid, staff_id=None), done=_("Somebody else may take it."))
    elif deed == "note":
        note = request.POST.get("note", "")
        is_done(request, lambda: note_shortfall(uid, note=note), done=_("The note was saved."))
    return HttpResponseRedirect(f"{reverse('admin:shortfalls')}#s{uid}")


@require_POST
def route(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Have other stores serve what is short: all orders that wait for it at once, or none."""
    visitor = check_visitor_may(request, Deed.PICK)
    try:
        found = get_shortfall(uid)
    except ShortfallNotFound as missing:
        raise Http404(str(missing)) from None
    check_in_store(visitor, found.store_id, Deed.PICK)
    if visitor.staff is not None:
        staff_uid = visitor.staff.uid
        done = _("Routed again: the goods come from another store, or are parked, as the list below says.")
        if is_done(request, lambda: route_shortfall(uid, staff_uid=staff_uid, at=timezone.now()), done=done):
            return HttpResponseRedirect(f"{reverse('admin:sourcing')}?store={found.store_id}")
    return HttpResponseRedirect(f"{reverse('admin:shortfalls')}#s{uid}")


def _goods(found: Sequence[ShortfallView], *, staff_id: int | None) -> list[ShortGoods]:
    promised = promised_pieces_of({each.level_id for each in found if each.ended_at is None})
    uids = {order_uid for orders in promised.values() for order_uid in orders}
    orders = names_of_orders(
        {*uids, *(each.cause_uid for each in found), *(each.end_uid for each in found if each.end_uid)}
    )
    return [
        ShortGoods(
            shortfall=each,
            cause=_cause(each.cause_kind, each.cause_uid, orders),
            cause_url=_order_url(each.cause_uid) if each.cause_uid in orders else "",
            orders=_concerned(promised.get(each.level_id, {}), orders) if each.ended_at is None else (),
            end=_cause(each.end_kind, each.end_uid, orders) if each.end_uid else "",
            is_mine=staff_id is not None and each.owner_id == staff_id,
        )
        for each in found
    ]


def _concerned(promised: Mapping[UUID, int], orders: Mapping[UUID, OrderName]) -> tuple[Concerned, ...]:
    named = [(uid, pieces, orders[uid]) for uid, pieces in promised.items() if uid in orders]
    return tuple(Concerned(pieces, order, _order_url(uid), _until(order)) for uid, pieces, order in named)


def _until(order: OrderName) -> str:
    return _("%(day)s, closing time") % {"day": say_day(order.last_day)} if order.last_day else ""


def _cause(kind: str, uid: UUID | None, orders: Mapping[UUID, OrderName]) -> str:
    words = str(CAUSES.get(kind, kind))
    if uid is not None and uid in orders:
        return _("%(deed)s (order %(number)s)") % {"deed": words, "number": orders[uid].number}
    return words


def _order_url(uid: UUID) -> str:
    return reverse("admin:orders_order_change", args=[uid])
