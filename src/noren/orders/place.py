"""Placing: the one way an order comes into being, from the web, a till, a tablet or the API."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from noren.coupons.events import CouponRedeemed
from noren.coupons.redeem import redeem_coupons, redeem_used_coupons
from noren.kernel.ids import spoken_code
from noren.kernel.rows import insert_row, new_row
from noren.kernel.time import business_date
from noren.loyalty.earn import earn_points
from noren.orders.basket import mark_ordered
from noren.orders.draft import Draft, draft_order, price_order
from noren.orders.events import OrderCompleted, PaymentAwaited, SoldLine
from noren.orders.keeping import kept_until_of
from noren.orders.late.draft import draft_late_sale
from noren.orders.late.write import told_late, write_late_sale
from noren.orders.locking import lock_uid
from noren.orders.markdowns.give import check_permitted, give_markdowns
from noren.orders.models import (
    MOST_GIFT_MESSAGE,
    Fulfillment,
    FulfillmentKind,
    FulfillmentStatus,
    Order,
    OrderStatus,
)
from noren.orders.notes import check_note
from noren.orders.parties import Desk, find_desk
from noren.orders.placed import placed_of
from noren.orders.placed_before import find_placed
from noren.orders.receipts import issue_receipt
from noren.orders.routing.bring import allocate_with_others, bring
from noren.orders.routing.choose import Plan
from noren.orders.shifts.attribute import in_shift, in_shift_then
from noren.orders.shipping.assign import allocate_parcels, write_delivery, write_shipments
from noren.orders.shipping.offer import Promised, check_delivery
from noren.orders.wanted import PlacedOrder, PlaceOrder
from noren.orders.write import insert_order, taxes_of
from noren.payments.cash import open_payment
from noren.payments.models import Provider
from noren.payments.tenders.capture import capture_tenders, match_tenders
from noren.payments.ways import check_offered, check_paid_before, pay_until_of
from noren.people.roles import Permit
from noren.pricing import Quote
from noren.stock import promise
from noren.stock.errors import OutOfStock
from noren.stock.ledger import Cause
from noren.timeline.record import EventData, Told, record


def place_order(wanted: PlaceOrder, *, at: datetime, permit: Permit | None = None) -> PlacedOrder:
    """Place an order: check it, promise or sell the goods, spend its coupons, and tell it.

    Safe to repeat: a second call of the same buyer with the same uid answers the stored order, and waits for it while
    the first is under way. Nothing is written when it is refused.
    A delivery allocates stock in the stores that send it; a till takes its cash and issues its receipt now, else it
    waits for its money as a pickup that is paid before. Its fee is a line of the order.
    A counter sale that a till made without a network (`made`) is booked as it was made, at the moment it was made: at
    its prices, with its coupons and points. What would be otherwise now is written beside it (`noren.orders.late`).
    A pickup allocates stock and leaves the payment due at the store. If its buyer waits for it (`may_bring`), what its
    store lacks is held for it in others, which send it: it is then due when that is there. One that is paid before
    waits with its goods for the money until `pay_until`: `noren.orders.paying` takes it, and `noren.orders.finish` goes
    on. A counter sale is never refused for want of stock; it takes the cash, earns the points, issues the receipt and
    is completed.

    Args:
        permit: asked, in its transaction, whether what is taken off by hand may be; without it nothing is.

    Raises:
        BasketEmpty, BasketTooLarge, QuantityInvalid, VariantNotFound: the lines.
        StoreNotFound, PickupNotOffered, StoreClosed: the store.
        CustomerNotFound, ContactMissing, RegisterNotFound, StaffNotFound: the people and places.
        ShiftNotOpen: a till sells only in an open shift, and its register has none.
        CouponNotFound, CouponNotApplicable, CouponExhausted, CouponUsedByCustomer: the coupons.
        PriceChanged: it costs something else than the buyer saw.
        OutOfStock: a pickup wants more than is available, in its store or of what can be brought there; `field` is
            `lines.<place>.quantity`.
        TenderTooSmall, TenderTooLarge, TenderInvalid, TenderUnknown, ReferenceMissing, FaceValueUnknown: a counter sale
            is not paid, or not so.
        NoteTooLong, GiftWrapNotOffered: the note, the card and the wrapping.
        ProviderNotOffered: it is to be paid in a way that is not switched on, or a delivery at the store.
        DeliveryNotOffered, AddressIncomplete, PostalCodeInvalid, SlotNotOffered: a delivery.
        OrderUidTaken: the uid is that of an order of somebody else, in another store or channel, or of other goods.
        BasketNotFound: the basket does not exist, or became an order.
        MarkdownInvalid, MarkdownNotOffered, MarkdownReasonMissing, MarkdownWithoutEffect: what is taken off by hand.
        NotAllowed, ApprovalNeeded, ApprovalInvalid: who stands at the till may not take so much off.
        FiguresDoNotAddUp, CouponNamedTwice, MakerNotOfStore: a sale made without a network that cannot be one.

    Records "Order Completed", "Coupon Redeemed", and for a counter sale "Points Earned" and "Price Marked Down"; while
    the money is waited for, "Payment Awaited" in place of "Order Completed"; "Order Line Sourced" for what other stores
    bring.
    """
    with transaction.atomic(savepoint=False):
        if not wanted.is_uid_new:
            lock_uid(wanted.uid)
            if earlier := find_placed(wanted):
                return earlier
        if wanted.made is not None:
            draft, late_desk = draft_late_sale(wanted, wanted.made, at=at)
            made_at = draft.late.made_at if draft.late else at
            return _sell(draft, in_shift_then(late_desk.desk, made_at=made_at, at=at), at=made_at)
        draft = draft_order(wanted, at=at)
        if wanted.markdowns:
            check_permitted(draft.priced, permit)
        if wanted.basket_uid is not None:
            mark_ordered(wanted.basket_uid, at=at)  # before the stock, as who holds a basket's goods locks them
        if wanted.fulfillment == "counter":
            desk = find_desk(wanted.register_uid, wanted.staff_uid, draft.store.id)
            return _sell(draft, in_shift(desk, at=at), at=at)
        if wanted.fulfillment == "delivery":
            return _deliver(draft, at=at)
        return _promise(draft, at=at)


def quote_order(wanted: PlaceOrder, *, at: datetime) -> Quote:
    """What the order would cost now; nothing is written. Coupons that take nothing off are in `skipped`.

    Raises as `place_order` does for lines, store, people and coupons that are not usable at all.
    """
    return price_order(wanted, at=at).priced


def _promise(draft: Draft, *, at: datetime) -> PlacedOrder:
    """A pickup: the goods are allocated, the payment stays due; or the order waits for it, with its goods."""
    wanted, store = draft.wanted, draft.store
    check_offered(wanted.pay_by)
    pay_by = wanted.pay_by if draft.priced.total_minor else Provider.AT_STORE
    pay_until = pay_until_of(pay_by, at=at)
    due_at = store.pickup_ready_at(at)
    kept_until = kept_until_of(store, due_at)
    lacking = _allocate(draft, at=at)
    status = OrderStatus.PLACED if pay_until is None else OrderStatus.AWAITING_PAYMENT
    order = _insert_order(draft, None, status=status, pay_until=pay_until, at=at)
    code = spoken_code()
    insert_row(
        new_row(
            Fulfillment,
            order_id=order.pk,
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
    sourced: list[EventData] = []
    if lacking:
        locked, sourced = bring(order.uid, lacking, channel=wanted.channel, at=at)
        due_at, kept_until = locked.fulfillment.due_at or due_at, locked.fulfillment.kept_until or kept_until
    _redeem(draft, at=at)
    first = _completed(draft, order) if pay_until is None else _awaited(draft, order, pay_by)
    _tell(draft, order, first, *sourced, at=at)
    return placed_of(order, pickup_code=code, due_at=due_at, kept_until=kept_until)


def _allocate(draft: Draft, *, at: datetime) -> dict[int, int]:
    """Promise a pickup's goods in its store; answer the pieces by variant id that other stores are to bring there."""
    wanted, goods, names = draft.wanted, draft.quantities(), draft.names()
    cause = Cause("order", wanted.uid, at)
    try:
        if wanted.may_bring and settings.BRING_TO_STORE:
            return allocate_with_others(draft.store, goods, cause=cause, names=names, holder_uid=wanted.basket_uid)
        promise.allocate(draft.store.id, goods, cause=cause, names=names, holder_uid=wanted.basket_uid)
    except OutOfStock as refusal:
        raise _at_line(refusal, draft) from None
    return {}


def _deliver(draft: Draft, *, at: datetime) -> PlacedOrder:
    """A delivery: stores allocate what they are to send; it is paid in cash now, or waits for its money."""
    wanted, store, total_minor = draft.wanted, draft.store, draft.priced.total_minor
    promised = check_delivery(wanted.delivery, store, at=at)
    desk = find_desk(wanted.register_uid, wanted.staff_uid, store.id) if wanted.register_uid else None
    desk = in_shift(desk, at=at) if desk else None
    tendered = match_tenders(wanted.tenders, total_minor) if desk else None
    pay_by = Provider.CASH if desk else wanted.pay_by if total_minor else Provider.AT_STORE
    if desk is None and total_minor:
        check_paid_before(pay_by)
    pay_until = None if desk else pay_until_of(pay_by, at=at)
    cause = Cause("order", wanted.uid, at, staff_id=desk.staff_id if desk else None)
    try:
        sent = allocate_parcels(draft.quantities(), cause=cause, names=draft.names(), holder_uid=wanted.basket_uid)
    except OutOfStock as refusal:
        raise _at_line(refusal, draft) from None
    status = OrderStatus.PLACED if pay_until is None else OrderStatus.AWAITING_PAYMENT
    order = _insert_order(draft, desk, status=status, pay_until=pay_until, at=at)
    _insert_delivery(order, promised, sent, at=at)
    payment = open_payment(order.uid, provider=pay_by, amount_minor=total_minor, at=at)
    taken, receipt_number = None, None
    if desk is not None and tendered is not None:
        taken = capture_tenders(payment, tendered, amount_minor=total_minor, drawer=desk.drawer, at=at)
        receipt_number = issue_receipt(order, taken, desk=desk, store=store, buyer=draft.buyer, at=at)
    _redeem(draft, at=at)
    _tell(draft, order, _completed(draft, order) if pay_until is None else _awaited(draft, order, pay_by), at=at)
    return placed_of(order, due_at=promised.due_at, taken=taken, receipt_number=receipt_number)


def _insert_delivery(order: Order, promised: Promised, sent: Plan, *, at: datetime) -> None:
    is_waiting = order.status == OrderStatus.AWAITING_PAYMENT
    fulfillment = new_row(
        Fulfillment,
        order_id=order.pk,
        store_id=order.store_id,
        kind=FulfillmentKind.DELIVERY,
        status=FulfillmentStatus.WAITING if is_waiting else FulfillmentStatus.OPEN,
        due_at=promised.due_at,
        changed_at=at,
    )
    insert_row(fulfillment)
    write_delivery(fulfillment, promised.wanted)
    lines = {line: line.quantity for line in order.lines.filter(fee="").order_by("position")}
    write_shipments(order.pk, sent.parts, lines, at=at)


def _sell(draft: Draft, desk: Desk, *, at: datetime) -> PlacedOrder:
    """A sale over the counter: goods and money change hands now."""
    wanted, store, priced = draft.wanted, draft.store, draft.priced
    is_late = draft.late is not None
    tendered = match_tenders(wanted.tenders, priced.total_minor, is_booked_later=is_late)
    left_at = draft.late.booked_at if draft.late else at  # what counts stock now must not find it changed in the past
    cause = Cause("order", wanted.uid, left_at, staff_id=desk.staff_id)
    promise.hand_over(store.id, {}, draft.quantities(), cause=cause)
    order = _insert_order(draft, desk, status=OrderStatus.COMPLETED, at=at)
    insert_row(
        new_row(
            Fulfillment,
            order_id=order.pk,
            store_id=store.id,
            kind=FulfillmentKind.COUNTER,
            status=FulfillmentStatus.HANDED_OVER,
            handed_over_at=at,
            changed_at=at,
        )
    )
    marked = give_markdowns(order, wanted.markdowns, priced, desk=desk, at=at) if wanted.markdowns else None
    payment = open_payment(order.uid, provider=Provider.CASH, amount_minor=order.total_minor, at=at)
    taken = capture_tenders(payment, tendered, amount_minor=order.total_minor, drawer=desk.drawer, at=at)
    earned = _earn(draft, order, at=at)
    receipt_number = issue_receipt(order, taken, desk=desk, store=store, buyer=draft.buyer, at=at)
    if draft.late is None:
        _redeem(draft, at=at)
    else:
        write_late_sale(order, draft, draft.late, over_limit=_redeem_used(draft, at=at), taken=taken)
    _tell(draft, order, _completed(draft, order), *(each for each in (marked, earned) if each), at=at)
    return placed_of(order, taken=taken, receipt_number=receipt_number)


def _insert_order(
    draft: Draft, desk: Desk | None, *, status: OrderStatus, pay_until: datetime | None = None, at: datetime
) -> Order:
    wanted, store, priced, buyer = draft.wanted, draft.store, draft.priced, draft.buyer
    is_done = status == OrderStatus.COMPLETED
    message = check_note(wanted.gift.message, field="gift.message", most=MOST_GIFT_MESSAGE) if wanted.gift else ""
    order = new_row(
        Order,
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
        booked_at=draft.late.booked_at if draft.late else None,
        pay_until=pay_until,
        buyer_note=check_note(wanted.note, field="note"),
        is_gift=wanted.gift is not None,
        gift_message=message,
    )
    insert_order(order, draft.lines, {line.ref: line for line in priced.lines})
    return order


def _earn(draft: Draft, order: Order, *, at: datetime) -> EventData | None:
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


def _redeem(draft: Draft, *, at: datetime) -> None:
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


def _redeem_used(draft: Draft, *, at: datetime) -> frozenset[str]:
    """The coupons that a till took already; answers the codes of those that had no use left."""
    return redeem_used_coupons(
        draft.coupons,
        {applied.ref: applied.discount_minor for applied in draft.priced.applied},
        order_uid=draft.wanted.uid,
        customer_id=draft.buyer.customer_id,
        channel=draft.wanted.channel,
        store_id=draft.store.id,
        at=at,
        source=draft.wanted.source,
    )


def _awaited(draft: Draft, order: Order, pay_by: str) -> PaymentAwaited:
    assert order.pay_until is not None
    return PaymentAwaited(order.uid, order.number, draft.store.code, pay_by, order.total_minor, order.pay_until)


def _completed(draft: Draft, order: Order) -> OrderCompleted:
    lines = [pair for pair in zip(draft.lines, draft.priced.lines, strict=True) if not pair[0].fee]
    completed = OrderCompleted(
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
    return completed if draft.late is None else told_late(completed, draft.late)


def _tell(draft: Draft, order: Order, first: EventData, *more: EventData, at: datetime) -> None:
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
        received_at=draft.late.booked_at if draft.late else None,
    )
    record(first, *uses, *more, told=told)


def _at_line(refusal: OutOfStock, draft: Draft) -> OutOfStock:
    """The same refusal at the field of the line that asks for the variant."""
    variant_id = int((refusal.field or "").rpartition(".")[2])
    places = [place for place, line in enumerate(draft.lines) if line.sellable.variant_id == variant_id]
    sku = draft.lines[places[0]].sellable.sku
    return OutOfStock(field=f"lines.{places[0]}.quantity", sku=sku, **refusal.details)
