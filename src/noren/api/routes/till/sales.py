"""Sales over the counter: sell, list today's, take one back."""

from collections.abc import Collection, Sequence
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
from noren.api.routes.till.marking import MARKDOWN_REFUSALS, markdown_request, wanted_markdowns
from noren.api.routes.till.quoting import order_of_store, wanted_lines
from noren.api.routes.till.training import check_not_training
from noren.api.schemas.returns import ReferenceIn, RefundOut, VoidPlanOut
from noren.api.schemas.tenders import MadeTenderIn, TenderIn
from noren.api.schemas.till import SaleDoneOut, SaleIn, SaleList, VoidIn, VoidOut
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
from noren.payments.errors import (
    FaceValueUnknown,
    ReferenceMissing,
    TenderInvalid,
    TenderTooLarge,
    TenderTooSmall,
    TenderUnknown,
)
from noren.payments.refund import plan_void
from noren.people.approve import Request, permit_of
from noren.people.errors import ApprovalInvalid, ApprovalNeeded, NotAllowed
from noren.people.roles import Deed, Staff
from noren.people.tokens import Scope, Till
from noren.stock.errors import OutOfStock
from noren.stores.loading import load_store_for_order

router = Router(tags=["Till: sales"])

MONEY_REFUSALS = (
    PriceChanged,
    TenderTooSmall,
    TenderTooLarge,
    TenderInvalid,
    TenderUnknown,
    ReferenceMissing,
    FaceValueUnknown,
    ShiftNotOpen,
)


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
        *MARKDOWN_REFUSALS,
        ApprovalNeeded,
        ApprovalInvalid,
        *DELIVERY_REFUSALS,
        TrainingNotBooked,
        status=201,
    ),
    summary="Sell over the counter, or to be sent home",
)
def sell(request: ApiRequest, wanted: SaleIn) -> HttpResponse:
    """Goods and money change hands: never refused for want of stock. The answer has the receipt to print.

    With `delivery` the money alone does: stores that have the goods send them home, and it is refused where they lack.
    Who may not take off so much by hand alone names an approval of these goods and markdowns; the quote says so.
    """
    staff, till = staff_at_till(request, Deed.SELL)
    check_not_training(wanted)

    def deed(at: datetime) -> SaleDoneOut:
        check = permit_of(staff, markdown_request(wanted, till), approval_uid=wanted.approval_uid, at=at)

        def permit(deeds: Collection[Deed]) -> None:
            note_deed(request, *deeds)
            check(deeds)

        return _done(place_order(_sale_of(wanted, staff, till), at=at, permit=permit))

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
    """Undo a sale or a hand-over of today at this register: goods, money, points and coupons go back.

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
            references=dict(references_of(why.references)),
        )
        return VoidOut(order=order_out(get_order(uid)), receipt=receipt_out(get_receipt(number)))

    return once(request, deed)


@router.get(
    "/sales/{uid}/void",
    **reads(VoidPlanOut, Scope.TILL, NotAllowed, OrderNotFound, OrderOfOtherStore),
    summary="What taking a sale back would give back",
)
def plan_a_void(request: ApiRequest, uid: OrderUid) -> VoidPlanOut:
    """By which tenders the money of a sale would go back at the till; nothing is written."""
    _staff, till = staff_at_till(request, Deed.SELL)
    order_of_store(get_order(uid), till)
    return VoidPlanOut(refunds=[RefundOut.model_validate(each) for each in plan_void(uid)])


def void_request(order_uid: UUID, reason: str, till: Till) -> Request:
    """A void as it is approved and as it is done."""
    return Request(till.store_id, order_uid, {"deed": "void_sale", "reason": reason}, reason)


def tenders_of(tenders: Sequence[TenderIn]) -> tuple[Tender, ...]:
    """Money handed in, as the trade has it."""
    return tuple(
        Tender(
            uid=tender.uid,
            amount_minor=tender.amount_minor,
            provider=tender.provider,
            reference=tender.reference or "",
            pieces=tender.pieces,
            change_minor=tender.change_minor if isinstance(tender, MadeTenderIn) else None,
        )
        for tender in tenders
    )


def references_of(references: Sequence[ReferenceIn]) -> tuple[tuple[str, str], ...]:
    """Numbers of slips by code of the tender kind."""
    return tuple((each.provider, each.reference) for each in references)


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
        markdowns=wanted_markdowns(wanted.markdowns),
    )
