"""Returns of an order by another system: book one, read them."""

from datetime import datetime

from django.http import HttpResponse
from ninja import Router

from noren.api.callers import ApiRequest
from noren.api.documenting import reads, writes
from noren.api.errors import OtherCustomer
from noren.api.once import once
from noren.api.paths import OrderUid
from noren.api.present.returns import return_out
from noren.api.schemas.returns import OrderReturnIn, ReturnList, ReturnOut
from noren.orders.errors import (
    LineNotFound,
    NoteMissing,
    NotReturnable,
    OrderNotFound,
    PastSaleNotReturnable,
    QuantityInvalid,
    ReasonMissing,
    RefundChanged,
    RegisterNotFound,
    ReturnedAlready,
    ReturnEmpty,
    ReturnTooLarge,
    ReturnTooLate,
    ReturnUidTaken,
)
from noren.orders.models import Condition
from noren.orders.parties import register_uid_of
from noren.orders.queries import get_order
from noren.orders.return_goods import return_goods
from noren.orders.return_wanted import BackLine, ReturnGoods
from noren.orders.returns import get_return, returns_of_order
from noren.orders.shifts.errors import ShiftNotOpen
from noren.payments.errors import RefundTooLarge
from noren.people.tokens import Scope
from noren.stores.errors import StoreNotFound

router = Router(tags=["Returns"])

SALE_REFUSALS = (
    ReturnEmpty,
    ReturnTooLarge,
    QuantityInvalid,
    OrderNotFound,
    PastSaleNotReturnable,
    NotReturnable,
    ReturnTooLate,
    LineNotFound,
    ReturnedAlready,
)
RETURN_REFUSALS = (
    *SALE_REFUSALS,
    ReasonMissing,
    NoteMissing,
    RefundChanged,
    RefundTooLarge,
    ReturnUidTaken,
    ShiftNotOpen,
)


@router.post(
    "/orders/{uid}/returns",
    **writes(
        ReturnOut,
        Scope.RETURNS_WRITE,
        StoreNotFound,
        RegisterNotFound,
        OtherCustomer,
        *RETURN_REFUSALS,
        status=201,
    ),
    summary="Return goods of an order",
)
def return_of_order(request: ApiRequest, uid: OrderUid, wanted: OrderReturnIn) -> HttpResponse:
    """Take goods back in any store, within the shop's time for returns, and give back what was paid for them.

    A token that acts for one customer cannot: goods change hands over a counter.
    """
    if request.auth.customer_id is not None:
        raise OtherCustomer

    def deed(at: datetime) -> ReturnOut:
        asked = ReturnGoods(
            uid=wanted.uid,
            channel="api",
            store_code=wanted.store_code,
            register_uid=register_uid_of(wanted.store_code, wanted.register_code),
            order_uid=uid,
            lines=tuple(
                BackLine(line.quantity, Condition(line.condition), line_uid=line.line_uid, note=line.note)
                for line in wanted.lines
            ),
            reason=wanted.reason,
            expected_minor=wanted.expected_minor,
        )
        return return_out(get_return(return_goods(asked, at=at).uid))

    return once(request, deed, status=201)


@router.get(
    "/orders/{uid}/returns", **reads(ReturnList, Scope.ORDERS_READ, OrderNotFound), summary="Returns of an order"
)
def read_returns(request: ApiRequest, uid: OrderUid) -> ReturnList:
    """What came back of an order, the oldest first. A token of a customer reads those of the customer's own orders."""
    order = get_order(uid)
    if request.auth.customer_id is not None and order.customer_id != request.auth.customer_id:
        raise OrderNotFound(field="uid")
    return ReturnList(returns=[return_out(get_return(each.uid)) for each in returns_of_order(uid)])
