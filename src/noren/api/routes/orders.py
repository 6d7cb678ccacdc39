"""Orders: place, look at, cancel."""

from datetime import datetime
from uuid import UUID

from django.http import HttpResponse
from ninja import Router

from noren.api.callers import ApiRequest, check_customer
from noren.api.documenting import reads, writes
from noren.api.errors import BuyerMissing, OtherCustomer
from noren.api.once import once
from noren.api.paths import OrderUid
from noren.api.present.orders import order_out
from noren.api.schemas.orders import CancelIn, OrderOut, OrderPlacedOut, PlaceOrderIn
from noren.coupons.errors import CouponExhausted, CouponNotApplicable, CouponNotFound, CouponUsedByCustomer
from noren.kernel.ids import uuid7
from noren.orders.basket import is_open
from noren.orders.end import cancel_order
from noren.orders.errors import (
    AlreadyHandedOver,
    BasketEmpty,
    BasketNotFound,
    BasketTooLarge,
    ContactMissing,
    CustomerNotFound,
    OrderEnded,
    OrderExpired,
    OrderNotFound,
    OrderUidTaken,
    PriceChanged,
    QuantityInvalid,
    VariantNotFound,
)
from noren.orders.place import place_order as place
from noren.orders.queries import OrderView, get_order
from noren.orders.wanted import Contact, PlaceOrder, WantedLine
from noren.payments.errors import PaymentInFlight, ProviderNotOffered
from noren.people.errors import EmailInvalid
from noren.people.tokens import Scope, Token
from noren.pricing.errors import LineRepeated
from noren.stock.errors import OutOfStock
from noren.stores.errors import PickupNotOffered, StoreClosed, StoreNotFound

router = Router(tags=["Orders"])

GOODS_REFUSALS = (BasketEmpty, BasketTooLarge, QuantityInvalid, VariantNotFound, LineRepeated)
COUPON_REFUSALS = (CouponNotFound, CouponNotApplicable, CouponExhausted, CouponUsedByCustomer)


@router.post(
    "/orders",
    **writes(
        OrderPlacedOut,
        Scope.ORDERS_WRITE,
        *GOODS_REFUSALS,
        *COUPON_REFUSALS,
        StoreNotFound,
        PickupNotOffered,
        StoreClosed,
        BuyerMissing,
        OtherCustomer,
        CustomerNotFound,
        ContactMissing,
        EmailInvalid,
        BasketNotFound,
        PriceChanged,
        OutOfStock,
        OrderUidTaken,
        ProviderNotOffered,
        status=201,
    ),
    summary="Place an order for pickup",
)
def place_order(request: ApiRequest, wanted: PlaceOrderIn) -> HttpResponse:
    """Promise goods of a store to a customer, who pays there, or before: then the goods are kept until `pay_until`, and
    `POST /orders/{uid}/pay` takes the money. Nothing is written when it is refused.
    """
    order = _order_of(wanted, request.auth)

    def deed(at: datetime) -> OrderPlacedOut:
        _check_basket(wanted, request.auth)
        return OrderPlacedOut.model_validate(place(order, at=at))

    return once(request, deed, status=201)


@router.get("/orders/{uid}", **reads(OrderOut, Scope.ORDERS_READ, OrderNotFound), summary="Everything about an order")
def read_order(request: ApiRequest, uid: OrderUid) -> OrderOut:
    """An order with its lines, money and states. A token of a customer reads the customer's own."""
    return order_out(own_order(request.auth, uid))


@router.post(
    "/orders/{uid}/cancel",
    **writes(OrderOut, Scope.ORDERS_WRITE, OrderNotFound, AlreadyHandedOver, OrderExpired, OrderEnded, PaymentInFlight),
    summary="Cancel a pickup",
)
def cancel(request: ApiRequest, uid: OrderUid, wanted: CancelIn) -> HttpResponse:
    """End a pickup that was not handed over: the goods are free again, coupons give their use back if they may."""

    def deed(at: datetime) -> OrderOut:
        own_order(request.auth, uid)
        cancel_order(uid, by="customer", channel="api", reason=wanted.reason, at=at)
        return order_out(get_order(uid))

    return once(request, deed)


def _order_of(wanted: PlaceOrderIn, token: Token) -> PlaceOrder:
    """The order as the trade has it.

    Raises:
        OtherCustomer: a token of a customer named somebody else.
        BuyerMissing: another token named nobody, or both a customer and a contact.
    """
    customer_uid = token.customer_uid or wanted.customer_uid
    if wanted.customer_uid is not None:
        check_customer(token, wanted.customer_uid)
    if (customer_uid is None) == (wanted.contact is None):
        raise BuyerMissing(field="contact" if token.customer_uid else "customer_uid")
    contact = wanted.contact
    return PlaceOrder(
        uid=wanted.uid or uuid7(),
        is_uid_new=wanted.uid is None,
        channel="api",
        store_code=wanted.store_code,
        lines=tuple(
            WantedLine(line.uid or uuid7(), line.sku, line.quantity, line.unit_price_minor) for line in wanted.lines
        ),
        fulfillment="pickup",
        customer_uid=customer_uid,
        contact=Contact(contact.name, contact.email, contact.phone) if contact else None,
        coupon_codes=tuple(wanted.coupon_codes),
        expected_total_minor=wanted.expected_total_minor,
        basket_uid=wanted.basket_uid,
        language=wanted.language,
        pay_by=wanted.pay_by,
    )


def _check_basket(wanted: PlaceOrderIn, token: Token) -> None:
    """A basket that is closed by the order must be the caller's."""
    if wanted.basket_uid is not None and not is_open(wanted.basket_uid, customer_id=token.customer_id):
        raise BasketNotFound(field="basket_uid")


def own_order(token: Token, uid: UUID) -> OrderView:
    """An order that the token may name: a customer's token only the customer's.

    Raises:
        OrderNotFound.
    """
    order = get_order(uid)
    if token.customer_id is not None and order.customer_id != token.customer_id:
        raise OrderNotFound(field="uid")
    return order
