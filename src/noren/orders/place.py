"""Placing: the one way an order comes into being, from the web, a till, a tablet or the API."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction

from noren.catalog.sellable import Sellable
from noren.coupons.events import CouponRedeemed
from noren.coupons.redeem import redeem_coupons
from noren.coupons.usable import UsableCoupon, find_usable
from noren.kernel.ids import spoken_code
from noren.kernel.rows import insert_row
from noren.kernel.time import business_date
from noren.loyalty.earn import earn_points
from noren.orders.basket import mark_ordered
from noren.orders.errors import GiftWrapNotOffered
from noren.orders.events import OrderCompleted, PaymentAwaited, SoldLine
from noren.orders.fees import gift_wrap_line
from noren.orders.keeping import kept_until_of
from noren.orders.locking import lock_uid
from noren.orders.models import (
    MOST_GIFT_MESSAGE,
    Fulfillment,
    FulfillmentKind,
    FulfillmentStatus,
    Order,
    OrderStatus,
)
from noren.orders.notes import check_note
from noren.orders.parties import Buyer, Desk, find_buyer, find_desk
from noren.orders.placed_before import find_placed
from noren.orders.pricing_of import (
    GoodsLine,
    benefits_for,
    check_all_applied,
    check_expected,
    line_to_price,
    load_goods,
    quote_lines,
)
from noren.orders.receipts import issue_receipt
from noren.orders.wanted import PlacedOrder, PlaceOrder
from noren.orders.write import insert_order, taxes_of
from noren.payments.cash import Taken, capture_cash, check_tenders, open_payment
from noren.payments.models import Provider
from noren.payments.ways import check_offered, pay_until_of
from noren.pricing import Quote
from noren.stock import promise
from noren.stock.errors import OutOfStock
from noren.stock.ledger import Cause
from noren.stores.loading import StoreForOrder, load_store_for_order
from noren.timeline.record import EventData, Told, record


@dataclass(frozen=True, slots=True)
class _Draft:
    """An order that is priced and may be written."""

    wanted: PlaceOrder
    store: StoreForOrder
    sellables: list[Sellable]
    lines: list[GoodsLine]
    coupons: list[UsableCoupon]
    priced: Quote
    buyer: Buyer

    def goods(self) -> list[GoodsLine]:
        """The lines without fees."""
        return [line for line in self.lines if not line.fee]

    def quantities(self) -> dict[int, int]:
        """Pieces by variant id, two lines of one variant summed."""
        pieces: dict[int, int] = {}
        for line in self.goods():
            pieces[line.sellable.variant_id] = pieces.get(line.sellable.variant_id, 0) + line.quantity
        return pieces

    def names(self) -> dict[int, str]:
        """Words by variant id."""
        return {sellable.variant_id: sellable.name for sellable in self.sellables}


def place_order(wanted: PlaceOrder, *, at: datetime) -> PlacedOrder:
    """Place an order: check it, promise or sell the goods, spend its coupons, and tell it.

    Safe to repeat: a second call of the same buyer with the same uid answers the stored order, and waits for it while
    the first is under way. Nothing is written when it is refused.
    A pickup allocates stock and leaves the payment due at the store. One that is paid before waits with its goods for
    the money until `pay_until`: `noren.orders.paying` takes it, and `noren.orders.finish` goes on. A counter sale is
    never refused for want of stock; it takes the cash, earns the points, issues the receipt and is completed.

    Raises:
        BasketEmpty, BasketTooLarge, QuantityInvalid, VariantNotFound: the lines.
        StoreNotFound, PickupNotOffered, StoreClosed: the store.
        CustomerNotFound, ContactMissing, RegisterNotFound, StaffNotFound: the people and places.
        CouponNotFound, CouponNotApplicable, CouponExhausted, CouponUsedByCustomer: the coupons.
        PriceChanged: it costs something else than the buyer saw.
        OutOfStock: a pickup wants more than is available; `field` is `lines.<place>.quantity`.
        TenderTooSmall, TenderInvalid: a counter sale is not paid.
        NoteTooLong, GiftWrapNotOffered: the note, the card and the wrapping.
        ProviderNotOffered: a pickup is to be paid in a way that is not switched on.
        OrderUidTaken: the uid is that of an order of somebody else, in another store or channel, or of other goods.
        BasketNotFound: the basket does not exist, or became an order.

    Records "Order Completed", "Coupon Redeemed", and for a counter sale "Points Earned"; while the money is waited for,
    "Payment Awaited" in place of "Order Completed".
    """
    with transaction.atomic(savepoint=False):
        if not wanted.is_uid_new:
            lock_uid(wanted.uid)
            if earlier := find_placed(wanted):
                return earlier
        draft = _draft(wanted, at=at)
        if wanted.basket_uid is not None:
            mark_ordered(wanted.basket_uid, at=at)  # before the stock, as who holds a basket's goods locks them
        if wanted.fulfillment == "counter":
            return _sell(draft, find_desk(wanted.register_uid, wanted.staff_uid, draft.store.id), at=at)
        return _promise(draft, at=at)


def quote_order(wanted: PlaceOrder, *, at: datetime) -> Quote:
    """What the order would cost now; nothing is written. Coupons that take nothing off are in `skipped`.

    Raises as `place_order` does for lines, store, people and coupons that are not usable at all.
    """
    return _price(wanted, at=at).priced


def _draft(wanted: PlaceOrder, *, at: datetime) -> _Draft:
    draft = _price(wanted, at=at)
    check_all_applied(draft.priced)
    check_expected(draft.priced, wanted.expected_total_minor, wanted.lines, draft.sellables)
    return draft


def _price(wanted: PlaceOrder, *, at: datetime) -> _Draft:
    store = load_store_for_order(wanted.store_code, at=at)
    buyer = find_buyer(wanted, at=at)
    sellables = load_goods(wanted.lines)
    lines = [line_to_price(line, sellable) for line, sellable in zip(wanted.lines, sellables, strict=True)]
    if wanted.gift is not None:
        lines.append(_gift_wrap(wanted))
    coupons = find_usable(
        wanted.coupon_codes,
        customer_id=buyer.customer_id if buyer.is_proven else None,
        channel=wanted.channel,
        store_code=store.code,
        at=at,
    )
    priced = quote_lines(lines, benefits_for(coupons, lines))
    return _Draft(wanted, store, sellables, lines, coupons, priced, buyer)


def _gift_wrap(wanted: PlaceOrder) -> GoodsLine:
    if wanted.fulfillment == "counter":
        raise GiftWrapNotOffered(field="gift")
    return gift_wrap_line()


def _promise(draft: _Draft, *, at: datetime) -> PlacedOrder:
    """A pickup: the goods are allocated, the payment stays due; or the order waits for it, with its goods."""
    wanted, store = draft.wanted, draft.store
    check_offered(wanted.pay_by)
    pay_by = wanted.pay_by if draft.priced.total_minor else Provider.AT_STORE
    pay_until = pay_until_of(pay_by, at=at)
    due_at = store.pickup_ready_at(at)
    kept_until = kept_until_of(store, due_at)
    cause = Cause("order", wanted.uid, at)
    try:
        promise.allocate(store.id, draft.quantities(), cause=cause, names=draft.names(), holder_uid=wanted.basket_uid)
    except OutOfStock as refusal:
        raise _at_line(refusal, draft) from None
    status = OrderStatus.PLACED if pay_until is None else OrderStatus.AWAITING_PAYMENT
    order = _insert_order(draft, None, status=status, pay_until=pay_until, at=at)
    code = spoken_code()
    insert_row(
        Fulfillment(
            order=order,
            store_id=store.id,
            kind=FulfillmentKind.PICKUP,
            status=FulfillmentStatus.OPEN if pay_until is None else FulfillmentStatus.WAITING,
            pickup_code=code,
            due_at=due_at,
            kept_until=kept_until,
            changed_at=at,
        )
    )
    open_payment(order.uid, provider=pay_by, amount_minor=order.total_minor, at=at)
    _redeem(draft, at=at)
    if pay_until is None:
        _tell(draft, order, _completed(draft, order), at=at)
    else:
        number, total = order.number, order.total_minor
        awaited = PaymentAwaited(order.uid, number, store.code, pay_by, total, pay_until)
        _tell(draft, order, awaited, at=at)
    return _placed(order, pickup_code=code, due_at=due_at, kept_until=kept_until)


def _sell(draft: _Draft, desk: Desk, *, at: datetime) -> PlacedOrder:
    """A sale over the counter: goods and cash change hands now."""
    wanted, store, priced = draft.wanted, draft.store, draft.priced
    tender = check_tenders(wanted.tenders, priced.total_minor)
    promise.hand_over(store.id, {}, draft.quantities(), cause=Cause("order", wanted.uid, at, staff_id=desk.staff_id))
    order = _insert_order(draft, desk, status=OrderStatus.COMPLETED, at=at)
    insert_row(
        Fulfillment(
            order=order,
            store_id=store.id,
            kind=FulfillmentKind.COUNTER,
            status=FulfillmentStatus.HANDED_OVER,
            handed_over_at=at,
            changed_at=at,
        )
    )
    payment = open_payment(order.uid, provider=Provider.CASH, amount_minor=order.total_minor, at=at)
    taken = capture_cash(
        payment,
        tender,
        amount_minor=order.total_minor,
        register_id=desk.register_id,
        staff_id=desk.staff_id,
        at=at,
    )
    earned = _earn(draft, order, at=at)
    receipt_number = issue_receipt(order, taken, desk=desk, store=store, buyer=draft.buyer, at=at)
    _redeem(draft, at=at)
    _tell(draft, order, _completed(draft, order), *((earned,) if earned else ()), at=at)
    return _placed(order, taken=taken, receipt_number=receipt_number)


def _insert_order(
    draft: _Draft, desk: Desk | None, *, status: OrderStatus, pay_until: datetime | None = None, at: datetime
) -> Order:
    wanted, store, priced, buyer = draft.wanted, draft.store, draft.priced, draft.buyer
    is_done = status == OrderStatus.COMPLETED
    message = check_note(wanted.gift.message, field="gift.message", most=MOST_GIFT_MESSAGE) if wanted.gift else ""
    order = Order(
        uid=wanted.uid,
        basket_uid=wanted.basket_uid,
        status=status,
        source=wanted.source,
        channel=wanted.channel,
        completed_channel=wanted.channel if is_done else "",
        store_id=store.id,
        register_id=desk.register_id if desk else None,
        staff_id=desk.staff_id if desk else None,
        customer_id=buyer.customer_id,
        is_buyer_proven=buyer.is_proven,
        contact_name=buyer.name,
        contact_email=buyer.email,
        contact_phone=buyer.phone,
        language=wanted.language,
        goods_minor=priced.goods_minor,
        discount_minor=priced.discount_minor,
        tax_minor=priced.tax_minor,
        total_minor=priced.total_minor,
        points=priced.points if buyer.is_member else 0,
        taxes=taxes_of(priced),
        prices_include_tax=settings.PRICES_INCLUDE_TAX,
        placed_at=at,
        business_date=business_date(at, time_zone=store.time_zone, closing_hour=store.closing_hour),
        completed_at=at if is_done else None,
        pay_until=pay_until,
        buyer_note=check_note(wanted.note, field="note"),
        is_gift=wanted.gift is not None,
        gift_message=message,
    )
    insert_order(order, draft.lines, {line.ref: line for line in priced.lines})
    return order


def _earn(draft: _Draft, order: Order, *, at: datetime) -> EventData | None:
    if not draft.buyer.is_member or draft.buyer.customer_id is None:
        return None
    return earn_points(
        customer_id=draft.buyer.customer_id,
        points=order.points,
        valid_days=settings.POINTS_VALID_DAYS,
        cause_kind="order",
        cause_uid=order.uid,
        at=at,
    )


def _redeem(draft: _Draft, *, at: datetime) -> None:
    redeem_coupons(
        draft.coupons,
        {applied.ref: applied.discount_minor for applied in draft.priced.applied},
        order_uid=draft.wanted.uid,
        customer_id=draft.buyer.customer_id,
        channel=draft.wanted.channel,
        store_id=draft.store.id,
        at=at,
        source=draft.wanted.source,
    )


def _completed(draft: _Draft, order: Order) -> OrderCompleted:
    lines = [pair for pair in zip(draft.lines, draft.priced.lines, strict=True) if not pair[0].fee]
    return OrderCompleted(
        order_uid=order.uid,
        number=order.number,
        store=draft.store.code,
        fulfillment=draft.wanted.fulfillment,
        total_minor=order.total_minor,
        discount_minor=order.discount_minor,
        coupons=tuple(coupon.code for coupon in draft.coupons),
        lines=tuple(
            SoldLine(line.sellable.sku, line.sellable.name, line.quantity, quoted.total_minor) for line, quoted in lines
        ),
    )


def _tell(draft: _Draft, order: Order, first: EventData, *more: EventData, at: datetime) -> None:
    names = {coupon.code: coupon.name for coupon in draft.coupons}
    uses = [
        CouponRedeemed(applied.ref, names[applied.ref], order.uid, applied.discount_minor)
        for applied in draft.priced.applied
    ]
    told = Told(
        at=at,
        channel=draft.wanted.channel,
        store_id=draft.store.id,
        customer_id=draft.buyer.customer_id,
        subject_uid=order.uid,
        source=draft.wanted.source,
    )
    record(first, *uses, *more, told=told)


def _at_line(refusal: OutOfStock, draft: _Draft) -> OutOfStock:
    """The same refusal at the field of the line that asks for the variant."""
    variant_id = int((refusal.field or "").rpartition(".")[2])
    places = [place for place, line in enumerate(draft.lines) if line.sellable.variant_id == variant_id]
    sku = draft.lines[places[0]].sellable.sku
    return OutOfStock(field=f"lines.{places[0]}.quantity", sku=sku, **refusal.details)


def _placed(
    order: Order,
    *,
    pickup_code: str | None = None,
    due_at: datetime | None = None,
    kept_until: datetime | None = None,
    taken: Taken | None = None,
    receipt_number: str | None = None,
) -> PlacedOrder:
    return PlacedOrder(
        uid=order.uid,
        number=order.number,
        status=order.status,
        total_minor=order.total_minor,
        discount_minor=order.discount_minor,
        tax_minor=order.tax_minor,
        points=order.points,
        pickup_code=pickup_code,
        due_at=due_at,
        kept_until=kept_until,
        change_minor=taken.change_minor if taken else None,
        receipt_number=receipt_number,
        pay_until=order.pay_until if order.status == OrderStatus.AWAITING_PAYMENT else None,
    )
