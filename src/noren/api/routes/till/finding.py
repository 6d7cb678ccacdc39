"""What a till looks for: a scanned or typed code, goods by words, and what a list of goods costs."""

from typing import Annotated
from urllib.parse import parse_qs, urlsplit

from django.utils import timezone
from ninja import Router

from noren.api.callers import ApiRequest, staff_at_till
from noren.api.documenting import reads
from noren.api.errors import CodeUnknown
from noren.api.present.orders import order_out
from noren.api.present.receipts import check_store, receipt_out
from noren.api.present.till import member_out, till_variants
from noren.api.query import Query
from noren.api.routes.orders import DELIVERY_REFUSALS, GOODS_REFUSALS
from noren.api.routes.till.marking import MARKDOWN_REFUSALS
from noren.api.routes.till.quoting import order_of_store, quote_at_till
from noren.api.schemas.base import Scanned, Typed
from noren.api.schemas.till import (
    Resolved,
    ResolvedMember,
    ResolvedPickup,
    ResolvedReceipt,
    ResolvedVariant,
    TillQuoteIn,
    TillQuoteOut,
    VariantList,
)
from noren.catalog.counter import counter_goods, counter_goods_of_products
from noren.catalog.gs1 import read_gs1
from noren.catalog.queries import find_variant
from noren.catalog.search import search_products
from noren.orders.errors import (
    AlreadyHandedOver,
    CustomerNotFound,
    OrderEnded,
    OrderExpired,
    OrderNotFound,
    OrderNotPaid,
    OrderOfOtherStore,
    ReceiptNotFound,
)
from noren.orders.queries import OrderView, find_order_by_code
from noren.orders.receipts import get_receipt
from noren.people.errors import NotAllowed
from noren.people.queries import find_member
from noren.people.roles import Deed
from noren.people.rules import fold_member_number, is_member_number
from noren.people.tokens import Scope, Till
from noren.stock.errors import OutOfStock

router = Router(tags=["Till: finding"])


@router.get(
    "/resolve",
    **reads(Resolved, Scope.TILL, NotAllowed, CodeUnknown, OrderOfOtherStore),
    summary="What a code names",
)
def resolve_code(
    request: ApiRequest,
    code: Annotated[Scanned, Query(description="As scanned or typed; an address with a code or a GS1 code too.")],
) -> Resolved:
    """A SKU or barcode number, a pickup code, a member's number, phone or e-mail, a receipt's number or its QR code."""
    _staff, till = staff_at_till(request, Deed.SELL)
    typed, at = code_in(code), timezone.now()
    if is_member_number(fold_member_number(typed)) and (member := find_member(typed)):
        return ResolvedMember(member=member_out(member, at=at))
    if variant := find_variant(typed):
        goods = counter_goods(variant_ids=[variant.variant.id])
        return ResolvedVariant(variant=till_variants(goods, store_id=till.store_id, at=at)[0])
    if order := find_order_by_code(typed):
        return _resolved_order(order, till)
    if member := find_member(typed):
        return ResolvedMember(member=member_out(member, at=at))
    try:
        return ResolvedReceipt(receipt=receipt_out(check_store(get_receipt(typed), till.store_id)))
    except ReceiptNotFound:
        raise CodeUnknown(field="code", value=typed) from None


@router.get("/search", **reads(VariantList, Scope.TILL, NotAllowed), summary="Goods by words")
def search_goods(
    request: ApiRequest,
    q: Annotated[Typed, Query(description="Words of the name, brand or category, a SKU or a barcode number.")],
    limit: Annotated[int, Query(ge=1, le=50, description="At most so many.")] = 20,
) -> VariantList:
    """Variants on sale, the best match first, with what this store has of each."""
    _staff, till = staff_at_till(request, Deed.SELL)
    products = [card.id for card in search_products(q).cards]
    goods = counter_goods_of_products(products, limit=limit)
    return VariantList(variants=till_variants(goods, store_id=till.store_id, at=timezone.now()))


@router.post(
    "/quote",
    **reads(
        TillQuoteOut,
        Scope.TILL,
        NotAllowed,
        *GOODS_REFUSALS,
        CustomerNotFound,
        OrderNotFound,
        OrderOfOtherStore,
        AlreadyHandedOver,
        OrderExpired,
        OrderEnded,
        OrderNotPaid,
        OutOfStock,
        *DELIVERY_REFUSALS,
        *MARKDOWN_REFUSALS,
    ),
    summary="What a list costs",
)
def quote(request: ApiRequest, wanted: TillQuoteIn) -> TillQuoteOut:
    """Price goods and coupons as a sale or a hand-over would; nothing is written. Coupons never refuse the quote."""
    staff, till = staff_at_till(request, Deed.SELL)
    return quote_at_till(wanted, staff, till, at=timezone.now())


def code_in(scanned: str) -> str:
    """The code that a scanner read: itself, or what the address in a QR code names.

    That is the number of the goods in a GS1 Digital Link, else the `code` parameter, else the last part of the path.
    """
    if "://" not in scanned:
        return scanned
    if link := read_gs1(scanned):
        return link.gtin
    try:
        address = urlsplit(scanned)
    except ValueError:  # such as http://[
        return scanned
    named = parse_qs(address.query).get("code")
    return named[0] if named else address.path.rstrip("/").rpartition("/")[2]


def _resolved_order(order: OrderView, till: Till) -> ResolvedPickup | ResolvedReceipt:
    """An order that is not over is work to do; what is completed is looked at by its receipt."""
    own = order_of_store(order, till)
    if own.fulfillment == "counter" and own.receipt_numbers:
        return ResolvedReceipt(receipt=receipt_out(get_receipt(own.receipt_numbers[0])))
    return ResolvedPickup(order=order_out(own))
