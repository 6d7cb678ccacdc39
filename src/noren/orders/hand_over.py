"""The hand-over: the customer takes the goods, with others added if they like, and pays what was not paid before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from noren.catalog.sellable import Sellable
from noren.coupons.events import CouponRedeemed
from noren.coupons.redeem import redeem_coupons
from noren.coupons.usable import UsableCoupon, find_usable
from noren.kernel.ids import fold_spoken_code
from noren.loyalty.earn import earn_points
from noren.orders.errors import OrderExpired, OrderNotFound, OrderOfOtherStore, PriceChange, PriceChanged
from noren.orders.events import OrderHandedOver
from noren.orders.locking import LockedOrder, check_open, lock_order
from noren.orders.models import Fulfillment, FulfillmentStatus, Order, OrderStatus, Receipt, ReceiptKind
from noren.orders.parties import Buyer, Desk, buyer_of, find_desk
from noren.orders.pricing_of import GoodsLine, check_all_applied, line_to_price, load_goods
from noren.orders.receipts import issue_receipt
from noren.orders.reprice import Repriced, follow_coupons, reprice, write_totals
from noren.orders.shifts.attribute import in_shift
from noren.orders.wanted import HandedOver, HandOver, WantedLine
from noren.orders.write import insert_lines
from noren.payments.balance import Balance, paid_before
from noren.payments.cash import Taken, find_due
from noren.payments.tenders.capture import Tendered, are_tenders_of, capture_tenders, match_tenders
from noren.pricing import Quote
from noren.stock import promise
from noren.stores.loading import load_store_for_order
from noren.stores.models import Register
from noren.timeline.record import EventData, record


@dataclass(frozen=True, slots=True)
class _Checkout:
    """A pickup at the counter, priced with everything that is added to it."""

    locked: LockedOrder
    buyer: Buyer
    sellables: list[Sellable]
    extra: list[GoodsLine]
    coupons: list[UsableCoupon]
    repriced: Repriced


def quote_hand_over(
    order_uid: UUID, *, extra_lines: Sequence[WantedLine] = (), coupon_codes: Sequence[str] = (), at: datetime
) -> Quote:
    """What the pickup costs with goods and coupons added now; nothing is written.

    Raises:
        OrderNotFound; AlreadyHandedOver, OrderExpired, OrderEnded; errors of lines and coupons as `place_order`.
    """
    with transaction.atomic(savepoint=False):
        locked = lock_order(order_uid)
        check_open(locked.order, locked.fulfillment)
        return _price(locked, extra_lines, coupon_codes, at=at).repriced.priced


def hand_over(order_uid: UUID, wanted: HandOver, *, at: datetime) -> HandedOver:
    """Complete a pickup: take the money, hand over the goods and what was added, earn the points, issue the receipt.

    An order that was not marked ready may be handed over too: picking it is implied.
    Safe to repeat with the same tenders and the same goods added: the second call answers what the first did.

    Raises:
        OrderNotFound: no such order, or the pickup code is not its code.
        OrderOfOtherStore, AlreadyHandedOver, OrderExpired, OrderEnded: the order.
        GoodsAwaited: some of it is not in the store yet.
        RegisterNotFound, StaffNotFound; ShiftNotOpen: the till hands over only in an open shift;
        errors of lines and coupons as `place_order`; PriceChanged;
        TenderTooSmall, TenderTooLarge, TenderInvalid, TenderUnknown, ReferenceMissing, FaceValueUnknown.

    Records "Order Handed Over", "Points Earned", "Coupon Redeemed", "Coupon Withdrawn".
    """
    with transaction.atomic(savepoint=False):
        locked = lock_order(order_uid)
        desk = _find_desk(locked, wanted)
        if earlier := _repeat_of(locked, wanted):
            return earlier
        _check_may_leave(locked, wanted, at=at)
        desk = in_shift(desk, at=at)
        checkout = _price(locked, wanted.extra_lines, wanted.coupon_codes, at=at)
        _check_as_shown(checkout, wanted)
        return _complete(checkout, wanted, desk, at=at)


def _find_desk(locked: LockedOrder, wanted: HandOver) -> Desk:
    """The register and staff member, who must be in the order's store.

    Raises:
        OrderOfOtherStore: the register stands in another store.
        RegisterNotFound, StaffNotFound.
    """
    elsewhere = Register.objects.filter(uid=wanted.register_uid).exclude(store_id=locked.order.store_id)
    if elsewhere.exists():
        raise OrderOfOtherStore(store=locked.order.store.name, field="pickup_code")
    return find_desk(wanted.register_uid, wanted.staff_uid, locked.order.store_id)


def _check_may_leave(locked: LockedOrder, wanted: HandOver, *, at: datetime) -> None:
    order, fulfillment = locked.order, locked.fulfillment
    check_open(order, fulfillment)
    locked.check_all_here()
    if wanted.pickup_code is not None and fold_spoken_code(wanted.pickup_code) != fulfillment.pickup_code:
        raise OrderNotFound(field="pickup_code")
    if fulfillment.kept_until is not None and at >= fulfillment.kept_until:
        raise OrderExpired(number=order.number)


def _price(
    locked: LockedOrder, extra_lines: Sequence[WantedLine], coupon_codes: Sequence[str], *, at: datetime
) -> _Checkout:
    buyer = buyer_of(locked.order.customer, is_proven=locked.order.is_buyer_proven)
    sellables = load_goods(extra_lines) if extra_lines else []
    extra = [line_to_price(line, sellable) for line, sellable in zip(extra_lines, sellables, strict=True)]
    coupons = find_usable(
        coupon_codes,
        customer_id=buyer.customer_id if buyer.is_proven else None,
        channel="till",
        store_code=locked.store_code,
        at=at,
    )
    return _Checkout(locked, buyer, sellables, extra, coupons, reprice(locked, extra, coupons))


def _check_as_shown(checkout: _Checkout, wanted: HandOver) -> None:
    """What the till showed must hold: added coupons take something off, prices are as seen.

    Raises:
        CouponNotApplicable, PriceChanged.
    """
    priced = checkout.repriced.priced
    if checkout.coupons:
        added = {coupon.code for coupon in checkout.coupons}
        check_all_applied(priced, only=added)
    changes = [
        PriceChange(line.sku, sellable.name, line.seen_price_minor, sellable.price_minor)
        for line, sellable in zip(wanted.extra_lines, checkout.sellables, strict=True)
        if line.seen_price_minor is not None and line.seen_price_minor != sellable.price_minor
    ]
    expected = wanted.expected_total_minor
    if changes or (expected is not None and expected != priced.total_minor):
        raise PriceChanged(
            expected=priced.total_minor if expected is None else expected, now=priced.total_minor, changes=changes
        )


def _complete(checkout: _Checkout, wanted: HandOver, desk: Desk, *, at: datetime) -> HandedOver:
    locked, priced = checkout.locked, checkout.repriced.priced
    order = locked.order
    extra = _pieces(checkout.extra)
    cause = locked.cause("hand_over", at=at, staff_id=desk.staff_id)
    promise.hand_over(order.store_id, locked.pieces(), extra, cause=cause)
    kept = write_totals(locked, priced, points=priced.points if checkout.buyer.is_member else 0, at=at)
    tendered = match_tenders(wanted.tenders, kept.due_minor)
    first = locked.next_position()
    insert_lines(order.pk, checkout.extra, {line.ref: line for line in priced.lines}, first=first, is_extra=True)
    _close(locked, desk, at=at)
    taken = _take(order, tendered, kept, desk, at=at)
    store = load_store_for_order(locked.store_code, at=at)
    earned = _earn(checkout, at=at)
    before = paid_before(order.uid)
    number = issue_receipt(order, taken, desk=desk, store=store, buyer=checkout.buyer, others=before, at=at)
    _tell(checkout, [*earned, *_redeem(checkout, at=at)], at=at)
    return _answer(order, taken, number)


def _take(order: Order, tendered: Tendered, kept: Balance, desk: Desk, *, at: datetime) -> Taken:
    """Take the money that is due: all of it, what was added to a paid order, or nothing."""
    payment = find_due(order.uid)
    if payment is None:
        handed_minor = tendered.cash.amount_minor if tendered.cash else 0
        return Taken(0, handed_minor, handed_minor)
    return capture_tenders(payment, tendered, amount_minor=kept.due_minor, drawer=desk.drawer, at=at)


def _close(locked: LockedOrder, desk: Desk, *, at: datetime) -> None:
    locked.order.status, locked.order.completed_channel = OrderStatus.COMPLETED, "till"
    Order.objects.filter(pk=locked.order.pk).update(
        status=OrderStatus.COMPLETED,
        completed_channel="till",
        completed_at=at,
        register_id=desk.register_id,
        staff_id=desk.staff_id,
    )
    Fulfillment.objects.filter(order=locked.order).update(
        status=FulfillmentStatus.HANDED_OVER, handed_over_at=at, changed_at=at
    )


def _earn(checkout: _Checkout, *, at: datetime) -> list[EventData]:
    """Earn the points, before the receipt that tells the balance."""
    if not checkout.buyer.is_member or checkout.buyer.customer_id is None:
        return []
    order = checkout.locked.order
    earned = earn_points(
        customer_id=checkout.buyer.customer_id,
        points=order.points,
        valid_days=settings.POINTS_VALID_DAYS,
        cause_kind="order",
        cause_uid=order.uid,
        at=at,
    )
    return [earned] if earned else []


def _redeem(checkout: _Checkout, *, at: datetime) -> list[EventData]:
    """Move the coupons, whose counters are locked last."""
    order = checkout.locked.order
    applied = {outcome.ref: outcome.discount_minor for outcome in checkout.repriced.priced.applied}
    events = list[EventData](follow_coupons(checkout.locked, checkout.repriced, at=at))
    redeem_coupons(
        checkout.coupons,
        applied,
        order_uid=order.uid,
        customer_id=checkout.buyer.customer_id,
        channel="till",
        store_id=order.store_id,
        at=at,
        source=order.source,
    )
    return events + [
        CouponRedeemed(coupon.code, coupon.name, order.uid, applied[coupon.code]) for coupon in checkout.coupons
    ]


def _tell(checkout: _Checkout, more: Sequence[EventData], *, at: datetime) -> None:
    order = checkout.locked.order
    by_ref = {line.ref: line.total_minor for line in checkout.repriced.priced.lines}
    event = OrderHandedOver(
        order_uid=order.uid,
        number=order.number,
        store=checkout.locked.store_code,
        total_minor=order.total_minor,
        extra_minor=sum(by_ref[line.ref] for line in checkout.extra),
        points=order.points,
    )
    record(event, *more, told=checkout.locked.told("till", at=at))


def _repeat_of(locked: LockedOrder, wanted: HandOver) -> HandedOver | None:
    """What the first call answered, when this is the same hand-over sent again: the same tenders for the same goods.

    Goods that were added since would pass for booked: with those it is a second hand-over, which is refused.
    """
    order = locked.order
    if order.status != OrderStatus.COMPLETED or not wanted.tenders:
        return None
    receipt = Receipt.objects.filter(order=order, kind=ReceiptKind.SALE).first()
    added = {line.uid for line in locked.lines if line.is_extra}
    is_same_goods = added == {line.uid for line in wanted.extra_lines}
    tender_uids = {tender.uid for tender in wanted.tenders}
    if receipt is None or not is_same_goods or not are_tenders_of(order.uid, tender_uids):
        return None
    document = receipt.document
    taken = Taken(order.total_minor, document["tendered_minor"], document["change_minor"])
    return _answer(order, taken, receipt.number)


def _answer(order: Order, taken: Taken, receipt_number: str) -> HandedOver:
    return HandedOver(order.uid, order.number, order.total_minor, taken.change_minor, order.points, receipt_number)


def _pieces(lines: Sequence[GoodsLine]) -> dict[int, int]:
    pieces: dict[int, int] = {}
    for line in lines:
        pieces[line.sellable.variant_id] = pieces.get(line.sellable.variant_id, 0) + line.quantity
    return pieces
