"""Several shortfalls at once: somebody is asked to see to them, or they are routed, parked or taken off the orders."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from noren.kernel.text import storable
from noren.office.permissions import Visitor, check_visitor_may
from noren.office.several import MOST_ROWS, Row, do_to_each
from noren.office.stock_access import check_in_store, whole
from noren.orders.routing.shortfall import end_shortfall, park_shortfall, route_shortfall
from noren.people.managers import Colleague, colleagues_who_may
from noren.people.roles import Deed
from noren.stock.errors import OwnerElsewhere, ShortfallNotFound
from noren.stock.shortfalls import ShortfallView, get_shortfall, take_shortfall

MAY_ASSIGN = (Deed.PICK, Deed.ADJUST_STOCK)
_DEEDS: Mapping[str, tuple[tuple[Deed, ...], object]] = {
    "assign": (MAY_ASSIGN, gettext_lazy("Ask somebody to see to it")),
    "route": ((Deed.PICK,), gettext_lazy("Route again")),
    "park": ((Deed.PICK,), gettext_lazy("Park")),
    "end": ((Deed.REJECT_PICKUP,), gettext_lazy("Take off the orders")),
}
_NEED_REASON = ("park", "end")


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is to be done to each, and by whom."""

    deed: str
    reason: str
    owner: Colleague | None
    visitor: Visitor
    at: datetime


@require_POST
def several_shortfalls(request: HttpRequest) -> HttpResponse:
    """Do what the button says to those that are ticked; the list then says what became of each."""
    typed = request.POST
    back = HttpResponseRedirect(f"{reverse('admin:shortfalls')}?{_place(typed.get('store', ''))}#results")
    deed = typed.get("do", "")
    if deed not in _DEEDS:
        return back
    deeds, title = _DEEDS[deed]
    visitor = check_visitor_may(request, *deeds)
    if visitor.staff is None and deed != "assign":
        raise PermissionDenied
    uids = dict.fromkeys(uid for uid in map(_uid, typed.getlist("shortfall")[:MOST_ROWS]) if uid is not None)
    reason, owner = storable(typed.get("reason", "")).strip(), _owner(visitor, typed.get("owner", ""))
    if not uids:
        messages.error(request, _("Tick at least one shortfall."))
    elif deed in _NEED_REASON and not reason:
        messages.error(
            request, _("Write a reason: it stays with the orders, and buyers read why something is missing.")
        )
    elif deed == "assign" and owner is None and typed.get("owner", "").strip():
        messages.error(request, _("Whom you chose may not see to shortfalls here. Choose somebody of the list."))
    else:
        asked = _Asked(deed, reason, owner, visitor, timezone.now())
        do_to_each(request, [_row(uid, asked, deeds) for uid in uids], title=str(title))
    return back


def owners_for(visitor: Visitor) -> list[Colleague]:
    """Who may be asked to see to a shortfall of the visitor's stores."""
    return colleagues_who_may(MAY_ASSIGN, visitor.store_ids(*MAY_ASSIGN))


def _row(uid: UUID, asked: _Asked, deeds: tuple[Deed, ...]) -> Row:
    try:
        short = get_shortfall(uid)
    except ShortfallNotFound:
        return Row(str(uid), str(uid), partial(_missing, uid))
    return Row(str(uid), f"{short.name} ・ {short.store_name}", partial(_do, short, asked, deeds))


def _missing(uid: UUID) -> str:
    raise ShortfallNotFound(uid=str(uid))


def _do(short: ShortfallView, asked: _Asked, deeds: tuple[Deed, ...]) -> str:
    check_in_store(asked.visitor, short.store_id, *deeds)
    return {"assign": _assign, "route": _route, "park": _park, "end": _end}[asked.deed](short, asked)


def _assign(short: ShortfallView, asked: _Asked) -> str:
    owner = asked.owner
    if owner is not None and not owner.works_in(short.store_id):
        raise OwnerElsewhere(name=owner.name, store=short.store_name)
    take_shortfall(short.uid, staff_id=owner.staff_id if owner else None)
    return _("%(name)s sees to it.") % {"name": owner.name} if owner else _("Somebody else may take it.")


def _route(short: ShortfallView, asked: _Asked) -> str:
    assert asked.visitor.staff is not None
    moved = route_shortfall(short.uid, staff_uid=asked.visitor.staff.uid, at=asked.at)
    return ngettext("%(n)d piece was routed again.", "%(n)d pieces were routed again.", moved) % {"n": moved}


def _park(short: ShortfallView, asked: _Asked) -> str:
    moved = _with_reason(park_shortfall, short, asked)
    return ngettext("%(n)d piece is parked.", "%(n)d pieces are parked.", moved) % {"n": moved}


def _end(short: ShortfallView, asked: _Asked) -> str:
    taken = _with_reason(end_shortfall, short, asked)
    words = ngettext(
        "%(n)d piece is off the orders; the buyers get a mail.",
        "%(n)d pieces are off the orders; the buyers get a mail.",
        taken,
    )
    return words % {"n": taken}


def _with_reason(verb: Callable[..., int], short: ShortfallView, asked: _Asked) -> int:
    assert asked.visitor.staff is not None
    return verb(short.uid, reason=asked.reason, staff_uid=asked.visitor.staff.uid, at=asked.at)


def _owner(visitor: Visitor, typed: str) -> Colleague | None:
    staff_id = whole(typed)
    return next((each for each in owners_for(visitor) if each.staff_id == staff_id), None)


def _uid(typed: str) -> UUID | None:
    try:
        return UUID(typed)
    except ValueError:
        return None


def _place(store: str) -> str:
    store_id = whole(store)
    return f"store={store_id}" if store_id is not None else ""
