"""Customers: join, find, and what they own across all channels."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from ninja import Router
from pydantic import AwareDatetime

from noren.api.callers import ApiRequest, check_customer
from noren.api.documenting import reads, writes
from noren.api.errors import OtherCustomer
from noren.api.once import once
from noren.api.paths import CustomerUid
from noren.api.present.customers import coupon_out, customer_out, event_out, points_out
from noren.api.present.orders import order_brief
from noren.api.query import Query
from noren.api.schemas.base import Typed
from noren.api.schemas.customers import (
    CouponList,
    CustomerList,
    CustomerOut,
    JoinIn,
    PointsOut,
    TimelinePage,
)
from noren.api.schemas.orders import OrderPage
from noren.coupons.queries import coupons_of_customer
from noren.kernel.ids import uuid7
from noren.loyalty.queries import points_of_customer
from noren.orders.queries import orders_of_customer
from noren.people.errors import (
    ContactNeeded,
    CustomerNotFound,
    EmailInvalid,
    EmailTaken,
    NameMissing,
    PhoneInvalid,
    PhoneTaken,
)
from noren.people.join import NewMember, join_member
from noren.people.queries import CustomerView, find_member, get_customer
from noren.people.tokens import Scope
from noren.stores.errors import StoreNotFound
from noren.stores.queries import all_stores, get_store
from noren.timeline.queries import events_of_customer

router = Router(tags=["Customers"])

JOIN_REFUSALS = (NameMissing, ContactNeeded, EmailInvalid, PhoneInvalid, EmailTaken, PhoneTaken)
Before = Annotated[AwareDatetime | None, Query(description="Only what is older; `next_before` of the page before.")]
BeforeId = Annotated[
    int | None,
    Query(
        ge=1,
        le=2**63 - 1,
        description="`next_before_id` of the page before; without it, what shares `before` is left out.",
    ),
]
Limit = Annotated[int, Query(ge=1, le=100, description="At most so many.")]


@router.post(
    "/customers",
    **writes(CustomerOut, Scope.CUSTOMERS_WRITE, *JOIN_REFUSALS, StoreNotFound, OtherCustomer, status=201),
    summary="Make a member",
)
def join_customer(request: ApiRequest, new: JoinIn) -> HttpResponse:
    """Make a member, known by member number, e-mail and phone from now on.

    A guest who ordered with this e-mail before becomes the member: prove first that the address is theirs.
    """
    if request.auth.customer_uid is not None:
        raise OtherCustomer

    def deed(at: datetime) -> CustomerOut:
        store_id = get_store(new.home_store_code, at=at).id if new.home_store_code else None
        return customer_out(join_member(new_member(new), channel="api", at=at, store_id=store_id))

    return once(request, deed, status=201)


def new_member(new: JoinIn) -> NewMember:
    """What somebody told, as the trade has it."""
    return NewMember(uid=new.uid or uuid7(), **new.model_dump(exclude={"uid", "home_store_code"}))


@router.get("/customers", **reads(CustomerList, Scope.CUSTOMERS_READ), summary="Find a member")
def find_customers(
    request: ApiRequest,
    code: Annotated[Typed, Query(description="Member number, phone, e-mail or code of another POS, exactly.")],
) -> CustomerList:
    """The member whom the code names exactly: one or none. A token of a customer finds that customer alone."""
    found = find_member(code)
    if found is None or request.auth.customer_id not in (None, found.id):
        return CustomerList(customers=[])
    return CustomerList(customers=[customer_out(found)])


@router.get(
    "/customers/{uid}",
    **reads(CustomerOut, Scope.CUSTOMERS_READ, CustomerNotFound, OtherCustomer),
    summary="A customer",
)
def read_customer(request: ApiRequest, uid: CustomerUid) -> CustomerOut:
    """A member or a guest."""
    return customer_out(_customer(request, uid))


@router.get(
    "/customers/{uid}/points",
    **reads(PointsOut, Scope.CUSTOMERS_READ, CustomerNotFound, OtherCustomer),
    summary="A customer's points",
)
def read_points(request: ApiRequest, uid: CustomerUid, limit: Limit = 20) -> PointsOut:
    """The balance, what ends next, and the newest entries of the ledger, from web and stores alike."""
    return points_out(points_of_customer(_customer(request, uid).id, limit=limit))


@router.get(
    "/customers/{uid}/coupons",
    **reads(CouponList, Scope.CUSTOMERS_READ, CustomerNotFound, OtherCustomer),
    summary="A customer's coupons",
)
def list_coupons(request: ApiRequest, uid: CustomerUid) -> CouponList:
    """Coupons that were given to the customer and can still be used, those that end first first."""
    customer = _customer(request, uid)
    return CouponList(coupons=[coupon_out(each) for each in coupons_of_customer(customer.id, at=timezone.now())])


@router.get(
    "/customers/{uid}/orders",
    **reads(OrderPage, Scope.CUSTOMERS_READ, CustomerNotFound, OtherCustomer),
    summary="A customer's orders",
)
def list_orders(
    request: ApiRequest, uid: CustomerUid, before: Before = None, before_id: BeforeId = None, limit: Limit = 20
) -> OrderPage:
    """What the customer bought, online and in stores, the newest first."""
    orders = orders_of_customer(_customer(request, uid).id, before=before, before_id=before_id, limit=limit)
    last = orders[-1] if len(orders) == limit else None
    return OrderPage(
        orders=[order_brief(order) for order in orders],
        next_before=last.placed_at if last else None,
        next_before_id=last.id if last else None,
    )


@router.get(
    "/customers/{uid}/timeline",
    **reads(TimelinePage, Scope.CUSTOMERS_READ, CustomerNotFound, OtherCustomer),
    summary="A customer's timeline",
)
def list_events(
    request: ApiRequest, uid: CustomerUid, before: Before = None, before_id: BeforeId = None, limit: Limit = 50
) -> TimelinePage:
    """Everything the customer did and that was done for them, in all channels, the newest first."""
    events = events_of_customer(_customer(request, uid).id, before=before, before_id=before_id, limit=limit)
    codes = {store.id: store.code for store in all_stores(at=timezone.now())} if events else {}
    last = events[-1] if len(events) == limit else None
    return TimelinePage(
        events=[event_out(event, codes) for event in events],
        next_before=last.occurred_at if last else None,
        next_before_id=last.id if last else None,
    )


def _customer(request: ApiRequest, uid: UUID) -> CustomerView:
    check_customer(request.auth, uid)
    return get_customer(uid)
