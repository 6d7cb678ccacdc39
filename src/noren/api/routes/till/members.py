"""Members at the till: join, find, look at, change."""

from datetime import datetime
from typing import Annotated

from django.http import HttpResponse
from django.utils import timezone
from ninja import Router

from noren.api.callers import ApiRequest, staff_at_till
from noren.api.documenting import reads, writes
from noren.api.once import once
from noren.api.paths import CustomerUid
from noren.api.present.customers import customer_out
from noren.api.present.till import member_out
from noren.api.query import Query
from noren.api.routes.customers import JOIN_REFUSALS, new_member
from noren.api.schemas.base import Typed
from noren.api.schemas.customers import CustomerList, JoinIn, MemberChangeIn
from noren.api.schemas.till import MemberOut
from noren.api.staff_log import log_looked_at
from noren.people.change_member import MemberChange, change_member
from noren.people.errors import CustomerNotFound, NotAllowed
from noren.people.join import join_member
from noren.people.queries import find_member, get_customer
from noren.people.roles import Deed
from noren.people.tokens import Scope

router = Router(tags=["Till: members"])


@router.post(
    "/members", **writes(MemberOut, Scope.TILL, NotAllowed, *JOIN_REFUSALS, status=201), summary="Make a member"
)
def join_at_till(request: ApiRequest, new: JoinIn) -> HttpResponse:
    """Make a member of the customer at the counter; this store becomes the home store."""
    _staff, till = staff_at_till(request, Deed.JOIN_MEMBER)

    def deed(at: datetime) -> MemberOut:
        return member_out(join_member(new_member(new), channel="till", at=at, store_id=till.store_id), at=at)

    return once(request, deed, status=201)


@router.get("/members", **reads(CustomerList, Scope.TILL, NotAllowed), summary="Find a member")
def find_members(
    request: ApiRequest, q: Annotated[Typed, Query(description="Member number, phone or e-mail, exactly.")]
) -> CustomerList:
    """The member whom the words name exactly: one or none."""
    staff_at_till(request, Deed.FIND_MEMBER)
    log_looked_at(request)
    found = find_member(q)
    return CustomerList(customers=[customer_out(found)] if found else [])


@router.get("/members/{uid}", **reads(MemberOut, Scope.TILL, NotAllowed, CustomerNotFound), summary="A member")
def read_member(request: ApiRequest, uid: CustomerUid) -> MemberOut:
    """A member with points, usable coupons and what they bought last, anywhere."""
    staff_at_till(request, Deed.FIND_MEMBER)
    log_looked_at(request)
    return member_out(get_customer(uid), at=timezone.now())


@router.patch(
    "/members/{uid}",
    **writes(MemberOut, Scope.TILL, NotAllowed, CustomerNotFound, *JOIN_REFUSALS),
    summary="Change a member",
)
def change_at_till(request: ApiRequest, uid: CustomerUid, change: MemberChangeIn) -> HttpResponse:
    """Change the names, e-mail or phone of a member who says so. How the member signs in online stays as it is."""
    staff, till = staff_at_till(request, Deed.CHANGE_MEMBER)

    def deed(at: datetime) -> MemberOut:
        told = MemberChange(**change.model_dump())
        changed = change_member(uid, told, channel="till", at=at, store_id=till.store_id, staff_uid=staff.uid)
        return member_out(changed, at=at)

    return once(request, deed)
