"""Ends other than the hand-over: cancelled, rejected, expired, not paid, and a sale voided on the same day."""

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Exists, OuterRef

from noren.coupons.withdraw import withdraw_coupons
from noren.kernel.time import business_date
from noren.loyalty.take_back import Undoing, take_points_back
from noren.orders.errors import GoodsReturned, OrderEnded, ReasonMissing, VoidNotAllowed
from noren.orders.events import OrderCancelled, OrderExpired, OrderRejected, OrderUnpaid, SaleVoided
from noren.orders.locking import OPEN, LockedOrder, check_open, lock_open_pickup, lock_order
from noren.orders.models import (
    Fulfillment,
    FulfillmentKind,
    FulfillmentStatus,
    Order,
    OrderLine,
    OrderStatus,
    Receipt,
    ReceiptKind,
)
from noren.orders.parties import Desk, buyer_of, find_desk, staff_id_of
from noren.orders.receipts import issue_receipt, taken_back
from noren.orders.routing.end import stop_waiting
from noren.orders.shifts.attribute import in_shift
from noren.orders.shipping.errors import AlreadyPacked, ParcelLeft
from noren.orders.shipping.models import ShipmentStatus
from noren.orders.shipping.online import online_desk
from noren.orders.shipping.work import release_goods, shipments_of
from noren.payments.attempts import let_go, live_attempt
from noren.payments.balance import balance
from noren.payments.cash import Taken, cancel_payment
from noren.payments.errors import PaymentInFlight
from noren.payments.models import AttemptStatus
from noren.payments.queries import provider_of
from noren.payments.refund import refund_at_till
from noren.people.roles import Deed, Permit
from noren.stock import promise
from noren.stores.loading import StoreForOrder, load_store, load_store_for_order
from noren.timeline.record import EventData, record

log = logging.getLogger(__name__)


def cancel_order(
    order_uid: UUID, *, by: str, at: datetime, channel: str = "web", reason: str = "", staff_uid: UUID | None = None
) -> None:
    """Cancel a pickup before it is handed over, or a delivery before it is packed. Safe to repeat.

    Stock is free again, coupons give their use back if they may, nothing is due, and what was paid goes back.
    One that waits for its payment ends as not paid. Staff may also cancel a delivery that is packed.

    Args:
        by: `customer` or `staff`.

    Raises:
        OrderNotFound; AlreadyHandedOver, OrderExpired; OrderEnded: it was rejected or voided.
        AlreadyPacked, ParcelLeft: a delivery is too far on its way.
        PaymentInFlight: its money is being taken at this moment.

    Records "Order Cancelled" or "Order Unpaid", "Coupon Withdrawn".
    """
    with transaction.atomic(savepoint=False):
        locked = lock_order(order_uid)
        if locked.order.status in {OrderStatus.CANCELED, OrderStatus.UNPAID}:
            return
        staff_id = staff_id_of(staff_uid) if staff_uid else None
        finish_as_canceled(locked, by=by, channel=channel, reason=reason, staff_id=staff_id, at=at)


def finish_as_canceled(
    locked: LockedOrder, *, by: str, channel: str, reason: str, staff_id: int | None, at: datetime
) -> None:
    """End a locked order that nobody wants any more; one that waits for its payment ends as not paid.

    Raises:
        AlreadyHandedOver, OrderExpired, OrderEnded; AlreadyPacked, ParcelLeft; PaymentInFlight.
    """
    if locked.order.status == OrderStatus.AWAITING_PAYMENT:
        end_unpaid(locked, by=by, channel=channel, reason=reason, staff_id=staff_id, at=at)
        return
    _check_cancelable(locked, by=by)
    order = locked.order
    event = OrderCancelled(order.uid, order.number, locked.store_code, order.total_minor, by, reason)
    _end(locked, OrderStatus.CANCELED, event, channel=channel, reason=reason, staff_id=staff_id, at=at)


def _check_cancelable(locked: LockedOrder, *, by: str) -> None:
    order = locked.order
    if locked.fulfillment.kind != FulfillmentKind.DELIVERY or order.status not in OPEN:
        check_open(order, locked.fulfillment)
        return
    if shipments_of(order.pk, [ShipmentStatus.SHIPPED]):
        raise ParcelLeft
    if by == "customer" and shipments_of(order.pk, [ShipmentStatus.PACKED]):
        raise AlreadyPacked(number=order.number)


def end_unpaid(
    locked: LockedOrder,
    *,
    by: str,
    at: datetime,
    channel: str,
    reason: str = "",
    staff_id: int | None = None,
    is_certain: bool = False,
) -> None:
    """End a locked order that waits for its payment: the goods are free, and no money is asked for it any more.

    Args:
        by: `customer`, `staff` or `time`.
        is_certain: end it also while its money may be on its way; what then comes in is late.

    Raises:
        PaymentInFlight: its money is being taken at this moment.
    """
    order = locked.order
    attempt = live_attempt(order.uid)
    if attempt is not None and attempt.status == AttemptStatus.CAPTURING and not is_certain:
        raise PaymentInFlight
    let_go(order.uid, at=at)
    provider = provider_of(order.uid)
    event = OrderUnpaid(order.uid, order.number, locked.store_code, provider, order.total_minor, by, reason)
    _end(locked, OrderStatus.UNPAID, event, channel=channel, reason=reason, staff_id=staff_id, at=at)


def reject_order(order_uid: UUID, *, reason: str, staff_uid: UUID, at: datetime) -> None:
    """Say that the store cannot serve a pickup at all. Safe to repeat.

    Raises:
        ReasonMissing; OrderNotFound, StaffNotFound; AlreadyHandedOver, OrderExpired, OrderEnded.

    Records "Order Rejected", "Coupon Withdrawn".
    """
    if not reason.strip():
        raise ReasonMissing(field="reason")
    with transaction.atomic(savepoint=False):
        locked = lock_order(order_uid)
        if locked.order.status == OrderStatus.REJECTED:
            return
        locked = lock_open_pickup(order_uid)
        staff_id_of(staff_uid)
        finish_as_rejected(locked, reason=reason.strip(), at=at)


def finish_as_rejected(locked: LockedOrder, *, reason: str, channel: str = "till", at: datetime) -> None:
    """End a locked order that cannot be served; what is still allocated is released."""
    order = locked.order
    event = OrderRejected(order.uid, order.number, locked.store_code, order.total_minor, reason)
    _end(locked, OrderStatus.REJECTED, event, channel=channel, reason=reason, at=at)


def expire_orders(*, at: datetime, limit: int = 200) -> int:
    """End pickups that nobody came for in time; answer how many. For the worker; safe to run in many places.

    One that waits for goods of another store is not late: nobody could come for it.
    Each order ends in a transaction of its own, so that one that cannot be expired keeps no other from it.

    Raises:
        ExceptionGroup: after all others, what kept some orders from being expired; each is in the log. An error of a
            database that is gone is raised at once.

    Records "Order Expired", "Coupon Withdrawn".
    """
    awaited = OrderLine.objects.filter(order=OuterRef("order"), awaited_quantity__gt=0)
    due = Fulfillment.objects.filter(
        ~Exists(awaited), status__in=[FulfillmentStatus.OPEN, FulfillmentStatus.READY], kept_until__lte=at
    ).order_by("kept_until")
    expired, faults = 0, list[Exception]()
    for order_uid in list(due.values_list("order__uid", flat=True)[:limit]):
        try:
            expired += _expire(order_uid, at=at)
        except Exception as fault:
            if not connection.is_usable():
                raise
            log.exception("order %s cannot be expired", order_uid)
            faults.append(fault)
    if faults:
        raise ExceptionGroup(f"{len(faults)} orders cannot be expired, {expired} are", faults)
    return expired


def _expire(order_uid: UUID, *, at: datetime) -> bool:
    with transaction.atomic():
        locked = lock_order(order_uid)
        order, kept_until = locked.order, locked.fulfillment.kept_until
        if order.status not in OPEN or kept_until is None or kept_until > at:
            return False
        if locked.is_waiting:
            return False
        event = OrderExpired(order.uid, order.number, locked.store_code, order.total_minor)
        _end(locked, OrderStatus.EXPIRED, event, channel="system", reason="", at=at)
        return True


def _end(
    locked: LockedOrder,
    status: OrderStatus,
    event: EventData,
    *,
    channel: str,
    reason: str,
    at: datetime,
    staff_id: int | None = None,
) -> None:
    order = locked.order
    allocated = locked.allocated()
    stop_waiting(locked, words=reason or str(status.label), channel=channel, at=at)
    cause = locked.cause(status.value, at=at, reason=reason, staff_id=staff_id)
    release_goods(locked, allocated, cause=cause, at=at)
    cancel_payment(order.uid)
    back = balance(order.uid, owed_minor=0, reason=status.value, at=at).back
    _take_receipt_back(locked, back, reason=reason, at=at)
    Fulfillment.objects.filter(order=order).update(status=FulfillmentStatus.CANCELED, changed_at=at)
    Order.objects.filter(pk=order.pk).update(status=status, ended_reason=reason)
    withdrawn = withdraw_coupons(order.uid, at=at)
    record(event, *withdrawn, told=locked.told(channel, at=at))


def _take_receipt_back(locked: LockedOrder, back: Sequence[tuple[str, int]], *, reason: str, at: datetime) -> None:
    """A delivery that was paid at a till has its receipt since then: it is taken back by another one."""
    order = locked.order
    if locked.fulfillment.kind != FulfillmentKind.DELIVERY:
        return
    sale = Receipt.objects.filter(order=order, kind=ReceiptKind.SALE).first()
    if sale is None:
        return
    store = load_store(locked.store_code, at=at)
    issue_receipt(
        order,
        Taken(0, 0, 0),
        desk=online_desk(store.id),
        store=store,
        buyer=buyer_of(order.customer),
        at=at,
        kind=ReceiptKind.VOID,
        reason=reason or str(OrderStatus.CANCELED.label),
        others=back,
        original=sale,
    )


def void_sale(
    order_uid: UUID,
    *,
    reason: str,
    register_uid: UUID,
    staff_uid: UUID,
    at: datetime,
    permit: Permit | None = None,
    references: Mapping[str, str] | None = None,
) -> str:
    """Take back a completed sale on the same business day at the register that made it. Safe to repeat.

    Goods are in the store again, the money is given back by the tenders it came by, what was paid before goes back as
    it came, points are taken back, coupons withdrawn.

    Args:
        references: numbers of the slips of what was given back on terminals, by code of the tender kind.
        permit: asked, under the sale's lock, whether it may be voided; raises NotAllowed, ApprovalNeeded or
            ApprovalInvalid. None for a caller that is no person.

    Returns:
        The number of the void's receipt.

    Raises:
        ReasonMissing; OrderNotFound, RegisterNotFound, StaffNotFound; OrderEnded: it was not completed;
        VoidNotAllowed: another day or register, or goods that were sent home;
        ShiftNotOpen: the till gives money back only in an open shift;
        GoodsReturned: some of it came back already.

    Records "Sale Voided", "Points Taken Back", "Coupon Withdrawn".
    """
    if not reason.strip():
        raise ReasonMissing(field="reason")
    with transaction.atomic(savepoint=False):
        locked = lock_order(order_uid)
        order = locked.order
        sale = Receipt.objects.filter(order=order, kind=ReceiptKind.SALE).first()
        if order.status == OrderStatus.VOIDED:
            return Receipt.objects.get(order=order, kind=ReceiptKind.VOID).number
        if order.status != OrderStatus.COMPLETED or sale is None:
            raise OrderEnded(number=order.number, status=str(OrderStatus(order.status).label))
        store = load_store_for_order(locked.store_code, at=at)
        desk = in_shift(find_desk(register_uid, staff_uid, order.store_id), at=at)
        _check_voidable(locked, sale, desk=desk, store=store, at=at)
        if permit is not None:
            permit([Deed.VOID_SALE])
        cause = locked.cause("void", at=at, reason=reason.strip(), staff_id=desk.staff_id)
        promise.take_back(order.store_id, locked.pieces(), cause=cause)
        refunds = refund_at_till(order.uid, drawer=desk.drawer, references=references, at=at)
        back = balance(order.uid, owed_minor=0, reason="void", at=at).back
        events: list[EventData] = [SaleVoided(order.uid, order.number, store.code, order.total_minor, reason.strip())]
        events += _take_points_back(order, at=at)
        Order.objects.filter(pk=order.pk).update(status=OrderStatus.VOIDED, ended_reason=reason.strip())
        number = issue_receipt(
            order,
            taken_back(refunds),
            desk=desk,
            store=store,
            buyer=buyer_of(order.customer),
            at=at,
            kind=ReceiptKind.VOID,
            reason=reason.strip(),
            others=back,
            original=sale,
        )
        events += withdraw_coupons(order.uid, at=at)
        record(*events, told=locked.told("till", at=at))
    return number


def _take_points_back(order: Order, *, at: datetime) -> list[EventData]:
    if order.customer_id is None:
        return []
    undoing = Undoing("void", order.uid)
    taken = take_points_back(customer_id=order.customer_id, cause_kind="order", cause_uid=order.uid, by=undoing, at=at)
    return [taken] if taken else []


def _check_voidable(locked: LockedOrder, sale: Receipt, *, desk: Desk, store: StoreForOrder, at: datetime) -> None:
    day_of_sale, today = (
        business_date(moment, time_zone=store.time_zone, closing_hour=store.closing_hour)
        for moment in (sale.issued_at, at)
    )
    is_sent = locked.fulfillment.kind == FulfillmentKind.DELIVERY
    if is_sent or sale.register_id != desk.register_id or day_of_sale != today:
        raise VoidNotAllowed(field="register_uid")
    if any(line.returned_quantity for line in locked.lines):
        raise GoodsReturned(number=locked.order.number)
