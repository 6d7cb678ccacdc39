"""Sales over the counter: sell, list today's, take one back."""

from datetime import datetime
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from ninja import Router

from noren.api.callers import ApiRequest, note_deed, staff_at_till, till_of
from noren.api.documenting import reads, writes
from noren.api.errors import TrainingNotBooked
from noren.api.once import once
from noren.api.paths import OrderUid
from noren.api.present.orders import order_brief, order_out
from noren.api.present.receipts import receipt_out
from noren.api.present.returns import return_brief
from noren.api.routes.orders import COUPON_REFUSALS, DELIVERY_REFUSALS, GOODS_REFUSALS, wanted_delivery
from noren.api.routes.till.quoting import order_of_store, wanted_lines
from noren.api.routes.till.training import check_not_training
from noren.api.schemas.till import SaleDoneOut, SaleIn, SaleList, TenderIn, VoidIn, VoidOut
from noren.kernel.time import business_day_start
from noren.orders.end import void_sale
from noren.orders.errors import (
    CustomerNotFound,
    GoodsReturned,
    OrderEnded,
    OrderNotFound,
    OrderOfOtherStore,
    OrderUidTaken,
    PriceChanged,
    ReasonMissing,
    VoidNotAllowed,
)
from noren.orders.place import place_order
from noren.orders.queries import get_order
from noren.orders.receipts import get_receipt
from noren.orders.returns import returns_of_register
from noren.orders.shifts.errors import ShiftNotOpen
from noren.orders.wanted import PlacedOrder, PlaceOrder
from noren.orders.worklist import sales_of_register
from noren.payments.cash import Tender
from noren.payments.errors import TenderInvalid, TenderTooSmall
from noren.people.approve import Request, permit_of
from noren.people.errors import ApprovalInvalid, ApprovalNeeded, NotAllowed
from noren.people.roles import Deed, Staff
from noren.people.tokens import Scope, Till
from noren.stock.errors import OutOfStock
from noren.stores.loading import load_store_for_order

router = Router(tags=["Till: sales"])

MONEY_REFUSALS = (PriceChanged, TenderTooSmall, TenderInvalid, ShiftNotOpen)


@router.post(
    "/sales",
    **writes(
        SaleDoneOut,
        Scope.TILL,
        NotAllowed,
        *GOODS_REFUSALS,
        *COUPON_REFUSALS,
        *MONEY_REFUSALS,
        CustomerNotFound,
        OrderUidTaken,
        OutOfStock,
        *DELIVERY_REFUSALS,
        TrainingNotBooked,
        status=201,
    ),
    summary="Sell over the counter, or to be sent home",
)
def sell(request: ApiRequest, wanted: SaleIn) -> HttpResponse:
    """Goods and cash change hands: never refused for want of stock. The answer has the receipt to print.

    With `delivery` the cash alone does: stores that have the goods send them home, and it is refused where they lack.
    """
    staff, till = staff_at_till(request, Deed.SELL)
    check_not_training(wanted)

    def deed(at: datetime) -> SaleDoneOut:
        return _done(place_order(_sale_of(wanted, staff, till), at=at))

    return once(request, deed, status=201)


@router.get("/sales", **reads(SaleList, Scope.TILL, NotAllowed), summary="Today's sales of this register")
def list_sales(request: ApiRequest) -> SaleList:
    """What was completed and taken back at this register since its store's business day began, the newest first."""
    _staff, till = staff_at_till(request, Deed.SELL)
    at = timezone.now()
    store = load_store_for_order(till.store_code, at=at)
    since = business_day_start(at, time_zone=store.time_zone, closing_hour=store.closing_hour)
    return SaleList(
        sales=[order_brief(order) for order in sales_of_register(till.register_id, since=since)],
        returns=[return_brief(each) for each in returns_of_register(till.register_id, since=since)],
    )


@router.post(
    "/sales/{uid}/void",
    **writes(
        VoidOut,
        Scope.TILL,
        NotAllowed,
        ApprovalNeeded,
        ApprovalInvalid,
        OrderNotFound,
        OrderOfOtherStore,
        OrderEnded,
        VoidNotAllowed,
        GoodsReturned,
        ReasonMissing,
        ShiftNotOpen,
    ),
    summary="Take a sale back",
)
def void(request: ApiRequest, uid: OrderUid, why: VoidIn) -> HttpResponse:
    """Undo a sale or a hand-over of today at this register: goods, cash, points and coupons go back.

    Who may not void alone names an approval (`approval_needed` says so).
    """
    staff, till = till_of(request.auth)
    note_deed(request, Deed.VOID_SALE)

    def deed(at: datetime) -> VoidOut:
        order_of_store(get_order(uid), till)
        asked = void_request(uid, why.reason, till)
        number = void_sale(
            uid,
            reason=why.reason,
            register_uid=till.register_uid,
            staff_uid=staff.uid,
            at=at,
            permit=permit_of(staff, asked, approval_uid=why.approval_uid, at=at),
        )
        return VoidOut(order=order_out(get_order(uid)), receipt=receipt_out(get_receipt(number)))

    return once(request, deed)


def void_request(order_uid: UUID, reason: str, till: Till) -> Request:
    """A void as it is approved and as it is done."""
    return Request(till.store_id, order_uid, {"deed": "void_sale", "reason": reason}, reason)


def tenders_of(tenders: list[TenderIn]) -> tuple[Tender, ...]:
    """Money handed in, as the trade has it."""
    return tuple(Tender(uid=tender.uid, amount_minor=tender.amount_minor) for tender in tenders)


def done_out(order_uid: UUID, *, receipt_number: str, change_minor: int) -> SaleDoneOut:
    """What was booked, and the receipt to print."""
    receipt = receipt_out(get_receipt(receipt_number))
    return SaleDoneOut(order=order_out(get_order(order_uid)), receipt=receipt, change_minor=change_minor)


def _done(placed: PlacedOrder) -> SaleDoneOut:
    if placed.receipt_number is None:
        raise OrderNotFound(field="uid")  # the uid names a pickup, which nobody sold here
    return done_out(placed.uid, receipt_number=placed.receipt_number, change_minor=placed.change_minor or 0)


def _sale_of(wanted: SaleIn, staff: Staff, till: Till) -> PlaceOrder:
    return PlaceOrder(
        uid=wanted.uid,
        channel="till",
        store_code=till.store_code,
        lines=wanted_lines(wanted.lines),
        fulfillment="delivery" if wanted.delivery else "counter",
        delivery=wanted_delivery(wanted.delivery),
        customer_uid=wanted.customer_uid,
        coupon_codes=tuple(wanted.coupon_codes),
        expected_total_minor=wanted.expected_total_minor,
        register_uid=till.register_uid,
        staff_uid=staff.uid,
        tenders=tenders_of(wanted.tenders),
    )
