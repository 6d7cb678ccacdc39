"""Tills that have one order open: each says so, and hears who else has and what was picked."""

from typing import Annotated

from django.http import HttpResponse
from django.utils import timezone
from ninja import Router

from noren.api.callers import ApiRequest, staff_at_till
from noren.api.documenting import writes
from noren.api.paths import OrderUid
from noren.api.query import Query
from noren.api.schemas.together import DoingIn, PickedLineOut, PickedOut, PresenceIn, TickedIn, TogetherOut
from noren.orders.errors import OrderNotFound, OrderOfOtherStore
from noren.orders.together.models import Doing
from noren.orders.together.tell import leave_order, tell_presence
from noren.orders.together.tick import tick_lines
from noren.orders.together.wanted import Here, Ticked
from noren.people.errors import NotAllowed
from noren.people.roles import Deed
from noren.people.tokens import Scope

router = Router(tags=["Till: pickups"])


@router.put(
    "/orders/{uid}/presence",
    **writes(TogetherOut, Scope.TILL, NotAllowed, OrderNotFound, OrderOfOtherStore, has_key=False),
    summary="Say that an order is open here",
)
def tell_order_open(request: ApiRequest, uid: OrderUid, told: PresenceIn) -> TogetherOut:
    """Tell the other tills, and read who else has it open and who did what with it last.

    To be said again every ten seconds; 45 seconds after the last word a till is forgotten. It locks nothing.
    """
    doing = Doing(told.doing)
    here = _here(request, doing)
    return TogetherOut.model_validate(tell_presence(uid, doing=doing, by=here, at=timezone.now()))


@router.delete(
    "/orders/{uid}/presence",
    **writes(None, Scope.TILL, NotAllowed, status=204, has_key=False),
    summary="Say that an order is left here",
)
def tell_order_left(
    request: ApiRequest, uid: OrderUid, doing: Annotated[DoingIn, Query(description="What it was open for.")]
) -> HttpResponse:
    """What the same register has it open for by now, if it is something else, stays."""
    here = _here(request, Doing(doing))
    leave_order(uid, doing=Doing(doing), register_id=here.register_id)
    return HttpResponse(status=204)


@router.put(
    "/pickups/{uid}/picked",
    **writes(PickedOut, Scope.TILL, NotAllowed, OrderNotFound, OrderOfOtherStore, has_key=False),
    summary="Tick lines off",
)
def tick_off(request: ApiRequest, uid: OrderUid, ticked: TickedIn) -> PickedOut:
    """Bring what was picked here together with what other tills picked; the answer is the whole.

    Nothing moves: the pieces are a help for whoever goes on, until the pickup is ready. A repeat changes nothing.
    """
    _staff, till = staff_at_till(request, Deed.PICK)
    lines = [Ticked(line.line_uid, line.quantity, line.seen_quantity) for line in ticked.lines]
    picked = tick_lines(uid, lines, store_id=till.store_id, at=timezone.now())
    return PickedOut(lines=[PickedLineOut.model_validate(each) for each in picked])


def _here(request: ApiRequest, doing: Doing) -> Here:
    """Who asks, if they may read the order for this: the same right as that of the screen."""
    staff, till = staff_at_till(request, Deed.RETURN_GOODS if doing == Doing.RETURN else Deed.PICK)
    return Here(till.store_id, till.register_id, till.register_name, staff.id)
