"""Baskets: open one, change it, see what it costs. Setting is repeatable by nature and needs no key."""

from datetime import datetime
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from ninja import Router

from noren.api.callers import ApiRequest
from noren.api.documenting import reads, writes
from noren.api.once import once
from noren.api.paths import BasketSku, BasketUid, CouponInPath
from noren.api.present.baskets import basket_out
from noren.api.schemas.baskets import BasketOut, CouponIn, LineIn, StoreIn
from noren.coupons.errors import CouponNotApplicable, CouponNotFound
from noren.orders.basket import add_coupon, choose_store, get_basket, open_basket, remove_coupon, set_line
from noren.orders.errors import BasketNotFound, BasketTooLarge, QuantityInvalid, VariantNotFound
from noren.people.tokens import Scope
from noren.stores.errors import StoreNotFound

router = Router(tags=["Baskets"])


@router.post("/baskets", **writes(BasketOut, Scope.ORDERS_WRITE, status=201), summary="Open a basket")
def open_a_basket(request: ApiRequest) -> HttpResponse:
    """A guest's new basket; with a token of a customer the customer's own, whether it is new or not."""

    def deed(at: datetime) -> BasketOut:
        return basket_out(get_basket(open_basket(customer_id=request.auth.customer_id, at=at), at=at, channel="api"))

    return once(request, deed, status=201)


@router.get(
    "/baskets/{uid}", **reads(BasketOut, Scope.ORDERS_WRITE, BasketNotFound), summary="A basket and what it costs"
)
def read_basket(request: ApiRequest, uid: BasketUid) -> BasketOut:
    """The basket at today's prices, with its coupons tried and the chosen store's stock."""
    return _own(request, uid)


@router.put(
    "/baskets/{uid}/lines/{sku}",
    **writes(
        BasketOut,
        Scope.ORDERS_WRITE,
        BasketNotFound,
        VariantNotFound,
        QuantityInvalid,
        BasketTooLarge,
        has_key=False,
    ),
    summary="Set how many of a variant are in it",
)
def put_line(request: ApiRequest, uid: BasketUid, sku: BasketSku, wanted: LineIn) -> BasketOut:
    """Put a variant in, or change its quantity. The price of now is kept as the one that was seen."""
    _own(request, uid)
    set_line(uid, sku=sku, quantity=wanted.quantity, at=timezone.now())
    return _own(request, uid)


@router.delete(
    "/baskets/{uid}/lines/{sku}",
    **writes(BasketOut, Scope.ORDERS_WRITE, BasketNotFound, has_key=False),
    summary="Take a variant out",
)
def remove_line(request: ApiRequest, uid: BasketUid, sku: BasketSku) -> BasketOut:
    """Take a variant out; it need not be in."""
    _own(request, uid)
    set_line(uid, sku=sku, quantity=0, at=timezone.now())
    return _own(request, uid)


@router.put(
    "/baskets/{uid}/store",
    **writes(BasketOut, Scope.ORDERS_WRITE, BasketNotFound, StoreNotFound, has_key=False),
    summary="Choose where it is picked up",
)
def put_store(request: ApiRequest, uid: BasketUid, wanted: StoreIn) -> BasketOut:
    """Choose the store; the answer says what it has of each line."""
    _own(request, uid)
    choose_store(uid, store_code=wanted.store_code, at=timezone.now())
    return _own(request, uid)


@router.post(
    "/baskets/{uid}/coupons",
    **writes(BasketOut, Scope.ORDERS_WRITE, BasketNotFound, CouponNotFound, CouponNotApplicable, has_key=False),
    summary="Use a coupon",
)
def use_coupon(request: ApiRequest, uid: BasketUid, wanted: CouponIn) -> BasketOut:
    """Put a coupon in, once. One that the goods do not earn yet stays in, among `refused_coupons`."""
    _own(request, uid)
    add_coupon(uid, code=wanted.code, channel="api", at=timezone.now())
    return _own(request, uid)


@router.delete(
    "/baskets/{uid}/coupons/{code}",
    **writes(BasketOut, Scope.ORDERS_WRITE, BasketNotFound, has_key=False),
    summary="Take a coupon out",
)
def drop_coupon(request: ApiRequest, uid: BasketUid, code: CouponInPath) -> BasketOut:
    """Take a coupon out; it need not be in."""
    _own(request, uid)
    remove_coupon(uid, code=code, at=timezone.now())
    return _own(request, uid)


def _own(request: ApiRequest, uid: UUID) -> BasketOut:
    """The basket, if it is the caller's: a member's is reached by a token of that member alone."""
    basket = get_basket(uid, at=timezone.now(), channel="api")
    if basket.customer_id != request.auth.customer_id:
        raise BasketNotFound(field="uid")
    return basket_out(basket)
