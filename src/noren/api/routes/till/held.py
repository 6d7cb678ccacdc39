"""Lists that are put by at one till of a store and taken up at any of them."""

from datetime import datetime

from django.http import HttpResponse
from django.utils import timezone
from ninja import Router

from noren.api.callers import ApiRequest, staff_at_till
from noren.api.documenting import reads, writes
from noren.api.once import once
from noren.api.paths import HeldUid
from noren.api.schemas.held import HeldIn, HeldListsOut, HeldOut, TakeIn, ThrowAwayIn
from noren.orders.errors import ReasonMissing
from noren.orders.held.errors import HeldListMoved, HeldListNotFound, HeldListSold
from noren.orders.held.hold import hold_list
from noren.orders.held.queries import held_lists
from noren.orders.held.take import take_list
from noren.orders.held.throw_away import throw_list_away
from noren.orders.held.wanted import At, HoldList
from noren.people.errors import NotAllowed
from noren.people.roles import Deed
from noren.people.tokens import Scope

router = Router(tags=["Till: held lists"])


@router.get("/held", **reads(HeldListsOut, Scope.TILL, NotAllowed), summary="Held lists of the store")
def list_held(request: ApiRequest) -> HeldListsOut:
    """Those that can be taken up, and what became of the others, so that a till that was away finds out."""
    _staff, till = staff_at_till(request, Deed.SELL)
    found = held_lists(till.store_id, at=timezone.now())
    return HeldListsOut(lists=[HeldOut.model_validate(each) for each in found])


@router.post(
    "/held/{uid}",
    **writes(HeldOut, Scope.TILL, NotAllowed, HeldListMoved, HeldListSold, HeldListNotFound),
    summary="Put a list by",
)
def hold(request: ApiRequest, uid: HeldUid, sent: HeldIn) -> HttpResponse:
    """Put a list where the other tills of the store see it, under the uid that its sale will have.

    It must be based on the stored version (`held_list_moved` says who changed it since).
    """
    by = _by(request)
    lines = [line.model_dump(mode="json") for line in sent.lines]
    wanted = HoldList(
        uid=uid,
        base_version=sent.base_version,
        lines=lines,
        coupon_codes=sent.coupon_codes,
        member_number=sent.member_number,
        is_for_home=sent.is_for_home,
        total_minor=sent.total_minor,
        held_at=sent.held_at,
    )

    def deed(at: datetime) -> HeldOut:
        return HeldOut.model_validate(hold_list(wanted, by=by, at=at))

    return once(request, deed)


@router.post(
    "/held/{uid}/take", **writes(HeldOut, Scope.TILL, NotAllowed, HeldListNotFound), summary="Take a held list up"
)
def take_held(request: ApiRequest, uid: HeldUid, how: TakeIn) -> HttpResponse:
    """Take a list up, unless another register was first: `state` and `register_uid` of the answer say who has it."""
    by = _by(request)

    def deed(at: datetime) -> HeldOut:
        return HeldOut.model_validate(take_list(uid, by=by, was_offline=how.was_offline, at=at))

    return once(request, deed)


@router.post(
    "/held/{uid}/throw-away",
    **writes(HeldOut, Scope.TILL, NotAllowed, HeldListNotFound, HeldListMoved, ReasonMissing),
    summary="Throw a held list away",
)
def throw_held_away(request: ApiRequest, uid: HeldUid, why: ThrowAwayIn) -> HttpResponse:
    """Its customer did not come back. The reason is kept in the staff log."""
    by = _by(request)

    def deed(at: datetime) -> HeldOut:
        return HeldOut.model_validate(throw_list_away(uid, reason=why.reason, by=by, at=at))

    return once(request, deed)


def _by(request: ApiRequest) -> At:
    staff, till = staff_at_till(request, Deed.SELL)
    return At(till.store_id, till.register_id, staff.id)
