"""Orders: place, look at, cancel."""

from datetime import datetime
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from ninja import Router

from noren.api.callers import ApiRequest, check_customer
from noren.api.documenting import reads, writes
from noren.api.errors import BuyerMissing, NotForCustomers, OtherCustomer
from noren.api.once import once
from noren.api.paths import OrderUid
from noren.api.present.orders import order_out
from noren.api.schemas.deliveries import HomeDeliveryIn
from noren.api.schemas.orders import (
    CancelIn,
    ChangeOrderIn,
    ChangeQuoteOut,
    OrderNoteIn,
    OrderNoteOut,
    OrderNotesOut,
    OrderOut,
    OrderPlacedOut,
    PlaceOrderIn,
)
from noren.coupons.errors import CouponExhausted, CouponNotApplicable, CouponNotFound, CouponUsedByCustomer
from noren.kernel.ids import uuid7
from noren.orders.basket import is_open
from noren.orders.change_wanted import ChangeOrder, LineChange
from noren.orders.edit import change_order, quote_change
from noren.orders.end import cancel_order
from noren.orders.errors import (
    AlreadyHandedOver,
    BasketEmpty,
    BasketNotFound,
    BasketTooLarge,
    ChangeEmpty,
    ChangeNotOffered,
    ChangeUidTaken,
    ContactMissing,
    CustomerNotFound,
    GiftWrapNotOffered,
    LineChanged,
    LineNotFound,
    NoteEmpty,
    NoteTooLong,
    OnlyFewer,
    OrderEnded,
    OrderExpired,
    OrderNotChangeable,
    OrderNotFound,
    OrderUidTaken,
    PriceChanged,
    QuantityInvalid,
    ReasonMissing,
    VariantNotFound,
)
from noren.orders.notes import note_order, notes_of_order
from noren.orders.place import place_order as place
from noren.orders.queries import OrderView, get_order
from noren.orders.shipping.errors import (
    AddressIncomplete,
    AlreadyPacked,
    DeliveryNotOffered,
    DeliveryPaidBefore,
    ParcelLeft,
    PostalCodeInvalid,
    ReceiptStands,
    SlotNotOffered,
)
from noren.orders.shipping.wanted import Address, WantedDelivery
from noren.orders.wanted import Contact, GiftWrap, PlaceOrder, WantedLine
from noren.payments.errors import PaymentInFlight, ProviderNotOffered
from noren.people.errors import EmailInvalid
from noren.people.tokens import Scope, Token
from noren.pricing.errors import LineRepeated
from noren.stock.errors import OutOfStock
from noren.stores.errors import PickupNotOffered, StoreClosed, StoreNotFound

router = Router(tags=["Orders"])

GOODS_REFUSALS = (BasketEmpty, BasketTooLarge, QuantityInvalid, VariantNotFound, LineRepeated)
DELIVERY_REFUSALS = (DeliveryNotOffered, AddressIncomplete, PostalCodeInvalid, SlotNotOffered)
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
        NoteTooLong,
        GiftWrapNotOffered,
        *DELIVERY_REFUSALS,
        status=201,
    ),
    summary="Place an order for pickup or delivery",
)
def place_order(request: ApiRequest, wanted: PlaceOrderIn) -> HttpResponse:
    """Promise goods of a store to a customer, who pays there, or before: then the goods are kept until `pay_until`, and
    `POST /orders/{uid}/pay` takes the money. A delivery is paid before, and its fee is a line of the order. Nothing is
    written when it is refused.
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
    **writes(
        OrderOut,
        Scope.ORDERS_WRITE,
        OrderNotFound,
        AlreadyHandedOver,
        OrderExpired,
        OrderEnded,
        AlreadyPacked,
        ParcelLeft,
        PaymentInFlight,
    ),
    summary="Cancel a pickup or delivery",
)
def cancel(request: ApiRequest, uid: OrderUid, wanted: CancelIn) -> HttpResponse:
    """End a pickup that was not handed over, or a delivery that was not packed: the goods are free again, what was paid
    goes back, and coupons give their use back if they may.
    """

    def deed(at: datetime) -> OrderOut:
        own_order(request.auth, uid)
        cancel_order(uid, by="customer", channel="api", reason=wanted.reason, at=at)
        return order_out(get_order(uid))

    return once(request, deed)


CHANGE_REFUSALS = (
    BasketTooLarge,
    QuantityInvalid,
    VariantNotFound,
    LineNotFound,
    ReasonMissing,
    ChangeEmpty,
    OrderNotFound,
    OrderNotChangeable,
    AlreadyHandedOver,
    OrderExpired,
    OrderEnded,
    ChangeNotOffered,
    OnlyFewer,
    LineChanged,
    PriceChanged,
    AlreadyPacked,
    ParcelLeft,
    ReceiptStands,
    DeliveryPaidBefore,
)


@router.post(
    "/orders/{uid}/change/quote",
    **reads(ChangeQuoteOut, Scope.ORDERS_READ, *CHANGE_REFUSALS),
    summary="What changing an order would do",
)
def quote_order_change(request: ApiRequest, uid: OrderUid, wanted: ChangeOrderIn) -> ChangeQuoteOut:
    """The total, the money and the coupons of an order as it would be; nothing is written."""
    own_order(request.auth, uid)
    return ChangeQuoteOut.model_validate(quote_change(uid, _change_of(wanted, request.auth), at=timezone.now()))


@router.post(
    "/orders/{uid}/change",
    **writes(OrderOut, Scope.ORDERS_WRITE, *CHANGE_REFUSALS, OutOfStock, PaymentInFlight, ChangeUidTaken),
    summary="Change an order before it is picked",
)
def change(request: ApiRequest, uid: OrderUid, wanted: ChangeOrderIn) -> HttpResponse:
    """Fewer pieces of a line, more, none, or other goods. Stock, coupons and money follow at once; with nothing left
    the order is cancelled. A token of a customer changes the customer's own, as far as the shop lets buyers do that;
    any other says why something is taken off.
    """
    change_wanted = _change_of(wanted, request.auth)

    def deed(at: datetime) -> OrderOut:
        own_order(request.auth, uid)
        change_order(uid, change_wanted, at=at)
        return order_out(get_order(uid))

    return once(request, deed)


@router.get(
    "/orders/{uid}/notes",
    **reads(OrderNotesOut, Scope.ORDERS_READ, OrderNotFound, NotForCustomers),
    summary="The notes of staff on an order",
)
def read_notes(request: ApiRequest, uid: OrderUid) -> OrderNotesOut:
    """What staff wrote about an order for each other. No token of a customer reads them."""
    _check_no_customer(request.auth)
    get_order(uid)
    return OrderNotesOut(notes=[OrderNoteOut.model_validate(note) for note in notes_of_order(uid)])


@router.post(
    "/orders/{uid}/notes",
    **writes(OrderNoteOut, Scope.ORDERS_WRITE, OrderNotFound, NotForCustomers, NoteEmpty, NoteTooLong, status=201),
    summary="Write a note on an order",
)
def write_note(request: ApiRequest, uid: OrderUid, wanted: OrderNoteIn) -> HttpResponse:
    """A note for the staff, which the buyer never sees."""
    _check_no_customer(request.auth)
    note_uid = wanted.uid or uuid7()

    def deed(at: datetime) -> OrderNoteOut:
        note = note_order(uid, uid=note_uid, text=wanted.text, channel="api", staff_uid=None, at=at)
        return OrderNoteOut.model_validate(note)

    return once(request, deed, status=201)


def _check_no_customer(token: Token) -> None:
    """Notes of staff are for staff.

    Raises:
        NotForCustomers.
    """
    if token.customer_id is not None:
        raise NotForCustomers


def _change_of(wanted: ChangeOrderIn, token: Token) -> ChangeOrder:
    """The change as the trade has it."""
    return ChangeOrder(
        uid=wanted.uid or uuid7(),
        by="customer" if token.customer_uid else "staff",
        channel="api",
        lines=tuple(LineChange(line.uid, line.quantity, line.seen_quantity, line.reason) for line in wanted.lines),
        added=tuple(
            WantedLine(line.uid or uuid7(), line.sku, line.quantity, line.unit_price_minor) for line in wanted.added
        ),
        expected_total_minor=wanted.expected_total_minor,
        reason=wanted.reason,
    )


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
        fulfillment=wanted.fulfillment,
        delivery=wanted_delivery(wanted.delivery) if wanted.fulfillment == "delivery" else None,
        customer_uid=customer_uid,
        contact=Contact(contact.name, contact.email, contact.phone) if contact else None,
        coupon_codes=tuple(wanted.coupon_codes),
        expected_total_minor=wanted.expected_total_minor,
        basket_uid=wanted.basket_uid,
        language=wanted.language,
        pay_by=wanted.pay_by,
        note=wanted.note,
        gift=GiftWrap(wanted.gift.message) if wanted.gift else None,
        may_bring=wanted.may_bring,
    )


def wanted_delivery(delivery: HomeDeliveryIn | None) -> WantedDelivery | None:
    """Where to and when, as the trade has it."""
    if delivery is None:
        return None
    address = Address(
        name=delivery.name,
        postal_code=delivery.postal_code,
        prefecture=delivery.prefecture,
        city=delivery.city,
        line1=delivery.line1,
        line2=delivery.line2,
        phone=delivery.phone,
    )
    return WantedDelivery(address, delivery.day, delivery.slot)


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
