"""Returns at the till: find the sale, say what comes back, see what is given back, do it."""

from collections.abc import Collection
from datetime import datetime
from typing import Annotated
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from ninja import Router

from noren.api.callers import ApiRequest, note_deed, staff_at_till
from noren.api.documenting import reads, writes
from noren.api.errors import CodeUnknown
from noren.api.once import once
from noren.api.paths import OrderUid
from noren.api.present.orders import order_brief
from noren.api.present.receipts import receipt_out
from noren.api.present.returns import return_out, return_quote_out, returnable_out
from noren.api.query import Query
from noren.api.routes.returns import RETURN_REFUSALS, SALE_REFUSALS
from noren.api.routes.till.finding import code_in
from noren.api.routes.till.sales import references_of
from noren.api.schemas.base import Scanned
from noren.api.schemas.returns import (
    ReturnableList,
    ReturnableOut,
    ReturnDoneOut,
    ReturnQuoteOut,
    TillReturnIn,
    TillReturnQuoteIn,
)
from noren.catalog.counter import counter_goods
from noren.catalog.queries import find_variant
from noren.kernel.ids import uuid7
from noren.orders.errors import OrderNotFound, VariantNotFound
from noren.orders.models import Condition
from noren.orders.queries import summary_of
from noren.orders.receipts import get_receipt
from noren.orders.return_goods import quote_return, return_goods
from noren.orders.return_wanted import BackLine, ReturnGoods
from noren.orders.returns import (
    find_sale_by_code,
    get_return,
    look_at_sale,
    sales_of_customer,
    sales_of_variant,
)
from noren.people.approve import Request, permit_of
from noren.people.errors import ApprovalInvalid, ApprovalNeeded, NotAllowed
from noren.people.queries import find_member
from noren.people.roles import Deed, Staff, deeds_in, deeds_with_approval
from noren.people.rules import fold_member_number, is_member_number
from noren.people.tokens import Scope, Till

router = Router(tags=["Till: returns"])


@router.get(
    "/returnable",
    **reads(ReturnableList, Scope.TILL, NotAllowed, CodeUnknown),
    summary="Find a sale to return goods of",
)
def find_returnable(
    request: ApiRequest,
    code: Annotated[Scanned, Query(description="Of a receipt, an order, a member or the goods; as scanned or typed.")],
) -> ReturnableList:
    """The sale that a receipt or an order number names, of any store; or what a member bought anywhere, or who bought
    these goods in this store, where something may still come back.
    """
    _staff, till = staff_at_till(request, Deed.RETURN_GOODS)
    typed, at = code_in(code), timezone.now()
    member = find_member(typed) if is_member_number(fold_member_number(typed)) else None
    if member is None and (variant := find_variant(typed)):
        sales = sales_of_variant(variant.variant.id, till.store_id, at=at)
        name = counter_goods(variant_ids=[variant.variant.id])[0].name
        return ReturnableList(sales=[order_brief(sale) for sale in sales], named="goods", name=name)
    if member is None and (order := find_sale_by_code(typed)):
        return ReturnableList(sales=[order_brief(summary_of(order.uid))], named="sale", name="")
    member = member or find_member(typed)
    if member is None:
        raise CodeUnknown(field="code", value=typed)
    sales = sales_of_customer(member.id)
    return ReturnableList(sales=[order_brief(sale) for sale in sales], named="member", name=member.name)


@router.get(
    "/returnable/{uid}",
    **reads(ReturnableOut, Scope.TILL, NotAllowed, OrderNotFound),
    summary="A sale to return goods of",
)
def read_returnable(request: ApiRequest, uid: OrderUid) -> ReturnableOut:
    """A sale of any store with what may still come back, and why not if nothing may."""
    staff, till = staff_at_till(request, Deed.RETURN_GOODS)
    return returnable_out(look_at_sale(uid, may_be_late=_may_be_late(staff, till), at=timezone.now()))


@router.post(
    "/returns/quote",
    **reads(ReturnQuoteOut, Scope.TILL, NotAllowed, VariantNotFound, *SALE_REFUSALS),
    summary="What a return would give back",
)
def quote_a_return(request: ApiRequest, wanted: TillReturnQuoteIn) -> ReturnQuoteOut:
    """What would be given back, with tax; nothing is written."""
    staff, till = _check_may(request, wanted.order_uid)
    quote = quote_return(_asked(wanted, uuid7(), staff, till), at=timezone.now())
    alone = deeds_in(staff, till.store_id)
    return return_quote_out(quote, needs_approval=[str(deed) for deed in quote.deeds if deed not in alone])


@router.post(
    "/returns",
    **writes(
        ReturnDoneOut,
        Scope.TILL,
        NotAllowed,
        ApprovalNeeded,
        ApprovalInvalid,
        VariantNotFound,
        *RETURN_REFUSALS,
        status=201,
    ),
    summary="Take goods back",
)
def return_at_till(request: ApiRequest, wanted: TillReturnIn) -> HttpResponse:
    """Goods come back and money is given back: to the tenders of the sale, or in cash at today's price without one.

    Who may not do it alone names an approval of exactly this request; the quote says so, and `approval_needed` does.
    """
    staff, till = _check_may(request, wanted.order_uid)

    def deed(at: datetime) -> ReturnDoneOut:
        asked = _asked(wanted, wanted.uid, staff, till, reason=wanted.reason, expected_minor=wanted.expected_minor)
        check = permit_of(staff, return_request(wanted, till), approval_uid=wanted.approval_uid, at=at)

        def permit(deeds: Collection[Deed]) -> None:
            note_deed(request, *deeds)
            check(deeds)

        booked = get_return(return_goods(asked, at=at, permit=permit).uid)
        return ReturnDoneOut(booked=return_out(booked), receipt=receipt_out(get_receipt(booked.number)))

    return once(request, deed, status=201)


def _check_may(request: ApiRequest, order_uid: UUID | None) -> tuple[Staff, Till]:
    """Who is signed in, if they may take goods back: of a sale, or without one.

    Raises:
        NotATill, NotAllowed.
    """
    staff, till = staff_at_till(request, Deed.RETURN_GOODS)
    if order_uid is None and not _may(staff, Deed.RETURN_WITHOUT_SALE, till):
        raise NotAllowed(deed=str(Deed.RETURN_WITHOUT_SALE))
    return staff, till


def _may_be_late(staff: Staff, till: Till) -> bool:
    return _may(staff, Deed.RETURN_LATE, till)


def _may(staff: Staff, deed: Deed, till: Till) -> bool:
    """Alone, or with the approval that is asked for once the whole request is known."""
    return deed in deeds_in(staff, till.store_id) | deeds_with_approval(staff, till.store_id)


def return_request(wanted: TillReturnIn, till: Till) -> Request:
    """A return as it is approved and as it is done."""
    content = wanted.model_dump(mode="json", exclude={"approval_uid", "deed"}) | {"deed": "return_goods"}
    return Request(till.store_id, wanted.uid, content, wanted.reason, wanted.expected_minor)


def deeds_of(wanted: TillReturnIn, staff: Staff, till: Till, *, at: datetime) -> tuple[Deed, ...]:
    """What the return comes to as things stand; refuses what would be refused."""
    return quote_return(_asked(wanted, wanted.uid, staff, till), at=at).deeds


def _asked(
    wanted: TillReturnQuoteIn,
    uid: UUID,
    staff: Staff,
    till: Till,
    *,
    reason: str = "",
    expected_minor: int | None = None,
) -> ReturnGoods:
    """The return as the trade has it. What does not fit is left out and so refused as missing."""
    lines = [
        BackLine(line.quantity, Condition(line.condition), line_uid=line.line_uid, note=line.note)
        for line in wanted.lines
    ]
    goods = [BackLine(line.quantity, Condition(line.condition), sku=line.sku, note=line.note) for line in wanted.goods]
    return ReturnGoods(
        uid=uid,
        channel="till",
        store_code=till.store_code,
        register_uid=till.register_uid,
        staff_uid=staff.uid,
        order_uid=wanted.order_uid,
        lines=tuple(lines if wanted.order_uid else goods),
        reason=reason,
        expected_minor=expected_minor,
        may_be_late=_may_be_late(staff, till),
        references=references_of(wanted.references) if isinstance(wanted, TillReturnIn) else (),
    )
