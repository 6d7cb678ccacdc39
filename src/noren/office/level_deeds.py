"""Deeds on a stock level: set pieces aside, put them back, throw them away; safety stock and reorder point."""

from collections.abc import Callable
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from noren.kernel.ids import uuid7
from noren.office.permissions import check_visitor_may
from noren.office.second_person import HOW, is_done_in_twos
from noren.office.stock_access import check_in_store, is_done, whole
from noren.people.models import LimitKind
from noren.people.roles import Deed
from noren.people.second_person import Weigh, Weighty
from noren.stock.correct import set_safety
from noren.stock.errors import LevelNotFound
from noren.stock.ledger import Cause
from noren.stock.models import AsideState
from noren.stock.reorder import set_reorder_points
from noren.stock.set_aside import is_thrown_away, put_back, set_aside, throw_away, worth_minor
from noren.stock.story import LevelView, get_level

_MOVES = {
    "set_aside": (set_aside, _("Set aside: no longer for sale.")),
    "put_back": (put_back, _("Put back: for sale again.")),
}


@require_POST
def level_deed(request: HttpRequest, level_id: int) -> HttpResponse:
    """Do it and go back to the level's page."""
    visitor = check_visitor_may(request, Deed.ADJUST_STOCK)
    try:
        level = get_level(level_id)
    except LevelNotFound as missing:
        raise Http404(str(missing)) from None
    check_in_store(visitor, level.store_id, Deed.ADJUST_STOCK)
    reason = request.POST.get("reason", "").strip()[:200]
    uid = _uid(request.POST.get("uid", "")) or uuid7()
    cause = Cause("office", uid, timezone.now(), reason=reason, staff_id=visitor.staff_id())
    deed = request.POST.get("deed", "")
    if deed == "throw_away":
        _throw_away(request, level, cause)
    elif deed in _MOVES:
        verb, done = _MOVES[deed]
        is_done(request, _move(verb, level, request, cause), done=done)
    elif deed == "limits":
        is_done(request, lambda: _set_limits(level, request, cause), done=_("The limits were saved."))
    return HttpResponseRedirect(reverse("admin:level", args=[level_id]))


def _move(verb: Callable[..., None], level: LevelView, request: HttpRequest, cause: Cause) -> Callable[[], None]:
    pieces = whole(request.POST.get("pieces")) or 0
    state = _state(request)
    names = {level.variant_id: level.name}
    return lambda: verb(level.store_id, {level.variant_id: pieces}, state, cause=cause, names=names)


def _throw_away(request: HttpRequest, level: LevelView, cause: Cause) -> None:
    """Needs a second person where it is worth more than one manager may decide; pressed twice it is done once."""
    pieces, state = whole(request.POST.get("pieces")) or 0, _state(request)
    content = {"uid": str(cause.uid), "level": level.id, "pieces": pieces, "state": state.value, "reason": cause.reason}
    weighty = Weighty(LimitKind.WRITE_OFF, level.store_id, level.variant_uid, content, cause.reason, HOW)
    quantities, names = {level.variant_id: pieces}, {level.variant_id: level.name}

    def deed(weigh: Weigh | None) -> None:
        throw_away(level.store_id, quantities, state, cause=cause, names=names, weigh=weigh)

    done = _("Taken out of the building, with the reason.")
    if is_thrown_away(cause):
        is_done(request, lambda: deed(None), done=done)
        return
    is_done_in_twos(request, weighty, worth_minor(quantities), deed, done=done)


def _uid(typed: str) -> UUID | None:
    try:
        return UUID(typed)
    except ValueError:
        return None


def _state(request: HttpRequest) -> AsideState:
    typed = request.POST.get("state", "")
    return AsideState(typed) if typed in AsideState.values else AsideState.CHECKING


def _set_limits(level: LevelView, request: HttpRequest, cause: Cause) -> None:
    safety = whole(request.POST.get("safety"))
    if safety is not None:
        set_safety(level.store_id, {level.variant_id: safety}, cause=cause)
    set_reorder_points(level.store_id, {level.variant_id: whole(request.POST.get("reorder_point"))})
