"""What a list at the till costs: each coupon that cannot be used is told beside the price, not instead of it."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from noren.api.present.customers import coupon_out
from noren.api.present.orders import quote_out
from noren.api.routes.orders import wanted_delivery
from noren.api.routes.till.marking import needs_approval, wanted_markdowns
from noren.api.schemas.quotes import CouponRefused
from noren.api.schemas.till import CouponOfferOut, TillLineIn, TillQuoteIn, TillQuoteOut
from noren.catalog.sellable import load_sellable
from noren.coupons.errors import CouponExhausted, CouponNotApplicable, CouponNotFound, CouponUsedByCustomer
from noren.coupons.queries import MemberCoupon, coupon_names, coupons_of_customer
from noren.coupons.usable import fold_code
from noren.kernel.errors import NorenError
from noren.kernel.ids import uuid7
from noren.orders.coupon_offers import CouponEffect, effects_in_hand_over, effects_in_sale
from noren.orders.errors import OrderOfOtherStore
from noren.orders.fees import fee_sku
from noren.orders.hand_over import quote_hand_over
from noren.orders.markdowns.errors import MarkdownNotOffered
from noren.orders.markdowns.rules import weight_of_quote
from noren.orders.models import Fee
from noren.orders.place import quote_order
from noren.orders.queries import OrderView, get_order
from noren.orders.routing.choose import plan
from noren.orders.shipping.offer import check_delivery
from noren.orders.wanted import PlaceOrder, WantedLine
from noren.people.queries import get_customer
from noren.people.roles import Staff
from noren.people.tokens import Till
from noren.pricing import Quote
from noren.stock.errors import OutOfStock
from noren.stores.loading import load_store_for_order

_COUPON_REFUSALS = (CouponNotFound, CouponNotApplicable, CouponExhausted, CouponUsedByCustomer)


def quote_at_till(wanted: TillQuoteIn, staff: Staff, till: Till, *, at: datetime) -> TillQuoteOut:
    """Price a sale over the counter, or the hand-over of a pickup with more goods; nothing is written.

    Raises:
        As `quote_order` and `quote_hand_over` for goods, customer and order; OrderOfOtherStore. Never for a coupon.
    """
    order = order_of_store(get_order(wanted.order_uid), till) if wanted.order_uid else None
    codes = list(dict.fromkeys(fold_code(code) for code in wanted.coupon_codes))
    refused: list[CouponRefused] = []
    while True:
        try:
            quote = _quote(wanted, codes, till, at=at)
            break
        except _COUPON_REFUSALS as refusal:
            code = str(refusal.details["coupon"])
            codes.remove(code)
            refused.append(CouponRefused(code=code, reason=refusal.code, message=_why(refusal)))
    names = {sellable.sku: sellable.name for sellable in load_sellable({line.sku for line in wanted.lines}).values()}
    names |= {line.sku: line.name for line in order.lines} if order else {}
    delivery_fee = fee_sku(Fee.DELIVERY)
    names[delivery_fee] = str(Fee.DELIVERY.label)
    if wanted.delivery is not None and order is None:
        _check_can_be_sent(wanted, till, at=at)
    priced = quote_out(
        quote,
        names,
        coupon_names=coupon_names([each.ref for each in quote.applied]),
        extra=frozenset(str(line.uid) for line in wanted.lines) if order else frozenset(),
        refused=refused,
    )
    paid = order.paid_minor if order else 0
    applied = {each.ref for each in quote.applied}
    working = [code for code in codes if code in applied]
    weight = weight_of_quote(quote)
    return TillQuoteOut(
        markdown_minor=weight.amount_minor,
        needs_approval=needs_approval(weight, staff, till),
        fees_minor=sum(line.total_minor for line in quote.lines if line.sku == delivery_fee),
        paid_minor=min(paid, quote.total_minor),
        due_minor=max(0, quote.total_minor - paid),
        **{**priced.model_dump(), "points": 0 if order and order.member_number is None else quote.points},
        offers=_offers(wanted, working, order, till, at=at),
    )


def order_of_store(order: OrderView, till: Till) -> OrderView:
    """The order, if it belongs to the till's store.

    Raises:
        OrderOfOtherStore.
    """
    if order.store.id != till.store_id:
        raise OrderOfOtherStore(store=order.store.name, field="pickup_code")
    return order


def wanted_lines(lines: Sequence[TillLineIn]) -> tuple[WantedLine, ...]:
    """Lines as the trade has them."""
    return tuple(WantedLine(line.uid, line.sku, line.quantity, line.unit_price_minor) for line in lines)


def _quote(wanted: TillQuoteIn, codes: Sequence[str], till: Till, *, at: datetime) -> Quote:
    lines = wanted_lines(wanted.lines)
    if wanted.order_uid is not None and wanted.markdowns:
        raise MarkdownNotOffered(field="markdowns")
    if wanted.order_uid is not None:
        return quote_hand_over(wanted.order_uid, extra_lines=lines, coupon_codes=codes, at=at)
    return quote_order(_sale(wanted, codes, till), at=at)


def _sale(wanted: TillQuoteIn, codes: Sequence[str], till: Till) -> PlaceOrder:
    return PlaceOrder(
        uid=uuid7(),
        channel="till",
        store_code=till.store_code,
        lines=wanted_lines(wanted.lines),
        fulfillment="delivery" if wanted.delivery else "counter",
        customer_uid=wanted.customer_uid,
        coupon_codes=tuple(codes),
        register_uid=till.register_uid,
        delivery=wanted_delivery(wanted.delivery),
        markdowns=wanted_markdowns(wanted.markdowns),
    )


def _check_can_be_sent(wanted: TillQuoteIn, till: Till, *, at: datetime) -> None:
    """Before money is taken: the address can be delivered to, and the stores that send parcels have the goods.

    Raises:
        OutOfStock: `field` is `lines.<place>.quantity`; errors of addresses as `place_order`.
    """
    check_delivery(wanted_delivery(wanted.delivery), load_store_for_order(till.store_code, at=at), at=at)
    goods = load_sellable({line.sku for line in wanted.lines})
    pieces: dict[int, int] = {}
    for line in wanted.lines:
        variant_id = goods[line.sku].variant_id
        pieces[variant_id] = pieces.get(variant_id, 0) + line.quantity
    missing = plan(pieces, kind="delivery", near=None, at=at).missing
    for place, line in enumerate(wanted.lines):
        found = goods[line.sku]
        if lacking := missing.get(found.variant_id):
            there = pieces[found.variant_id] - lacking
            field = f"lines.{place}.quantity"
            raise OutOfStock(field=field, sku=line.sku, name=found.name, wanted=line.quantity, available=there)


def _offers(
    wanted: TillQuoteIn, working: Sequence[str], order: OrderView | None, till: Till, *, at: datetime
) -> list[CouponOfferOut]:
    """The member's coupons with what each would do beside those that work: what takes off most first."""
    customer_id = order.customer_id if order else get_customer(wanted.customer_uid).id if wanted.customer_uid else None
    if customer_id is None:
        return []
    coupons = coupons_of_customer(customer_id, at=at)
    codes = [coupon.code for coupon in coupons]
    if order is not None:
        lines = wanted_lines(wanted.lines)
        effects = effects_in_hand_over(order.uid, codes, extra_lines=lines, working=working, at=at)
    else:
        effects = effects_in_sale(_sale(wanted, working, till), codes, customer_id=customer_id, at=at)
    offers = [_offer(coupon, effects) for coupon in coupons if coupon.code in effects]
    return sorted(offers, key=lambda offer: -offer.saving_minor)


def _offer(coupon: MemberCoupon, effects: Mapping[str, CouponEffect]) -> CouponOfferOut:
    effect = effects[coupon.code]
    return CouponOfferOut(
        **coupon_out(coupon).model_dump(), saving_minor=max(0, effect.saving_minor), refusal=effect.refusal
    )


def _why(refusal: NorenError) -> str:
    """The reason without naming the coupon again, where there is one."""
    return str(refusal.details.get("reason", refusal))
