"""Sending: a parcel leaves the house. With the last one the order is completed."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from noren.loyalty.earn import earn_points
from noren.orders.events import DeliveryCompleted, OrderShipped, ShippedLine
from noren.orders.locking import LockedOrder
from noren.orders.models import Fulfillment, FulfillmentStatus, Order, OrderStatus, Receipt, ReceiptKind
from noren.orders.parties import Buyer, buyer_of, staff_id_of
from noren.orders.receipts import issue_receipt
from noren.orders.shipping.carriers import check_parcel
from noren.orders.shipping.errors import ShipmentNotOpen
from noren.orders.shipping.models import ALLOCATED, Shipment, ShipmentStatus
from noren.orders.shipping.online import online_desk
from noren.orders.shipping.work import LockedShipment, check_status, is_all_sent, lock_shipment
from noren.payments.balance import paid_before
from noren.payments.cash import Taken
from noren.stock import promise
from noren.stores.loading import load_store
from noren.timeline.record import EventData, record


def ship_shipment(
    shipment_uid: UUID,
    *,
    carrier: str,
    tracking_number: str,
    staff_uid: UUID | None,
    channel: str = "office",
    at: datetime,
) -> bool:
    """Give a parcel to its carrier: its goods leave the store. Safe to repeat with the same carrier and number.

    A parcel that was not marked packed may be sent too: packing it is implied. When nothing is left to be sent the
    order is completed: points are earned, and the receipt is issued, unless a till did when it was paid.

    Returns:
        Whether it was the last one.

    Raises:
        ShipmentNotFound, StaffNotFound, CarrierMissing, TrackingInvalid;
        ShipmentNotOpen: it was sent otherwise or cancelled, or the order is not paid.

    Records "Order Shipped", and with the last parcel "Delivery Completed" and "Points Earned".
    """
    number = check_parcel(carrier, tracking_number)
    with transaction.atomic(savepoint=False):
        held = lock_shipment(shipment_uid)
        staff_id = staff_id_of(staff_uid) if staff_uid else None
        if held.shipment.status == ShipmentStatus.SHIPPED:
            return _repeat_of(held, carrier, number)
        check_status(held, *ALLOCATED)
        cause = held.locked.cause("shipped", at=at, staff_id=staff_id)
        promise.hand_over(held.shipment.store_id, held.pieces(), {}, cause=cause)
        Shipment.objects.filter(pk=held.shipment.pk).update(
            status=ShipmentStatus.SHIPPED,
            carrier=carrier,
            tracking_number=number,
            packed_at=held.shipment.packed_at or at,
            shipped_at=at,
            changed_at=at,
            staff_id=staff_id,
        )
        is_last = is_all_sent(held.locked)
        events: list[EventData] = [_shipped(held, carrier, number, is_last=is_last)]
        if is_last:
            events += complete_delivery(held.locked, at=at)
        record(*events, told=held.locked.told(channel, at=at))
    return is_last


def complete_delivery(locked: LockedOrder, *, at: datetime) -> list[EventData]:
    """Complete a locked order of which nothing is left to be sent; answer the events to be recorded."""
    order = locked.order
    order.status, order.completed_channel = OrderStatus.COMPLETED, order.channel
    Order.objects.filter(pk=order.pk).update(
        status=OrderStatus.COMPLETED, completed_channel=order.channel, completed_at=at
    )
    Fulfillment.objects.filter(order=order).update(status=FulfillmentStatus.SHIPPED, handed_over_at=at, changed_at=at)
    buyer = buyer_of(order.customer, is_proven=order.is_buyer_proven)
    earned = _earn(order, buyer, at=at)
    if not Receipt.objects.filter(order=order, kind=ReceiptKind.SALE).exists():
        store = load_store(locked.store_code, at=at)
        desk, before = online_desk(store.id), paid_before(order.uid)
        issue_receipt(order, Taken(0, 0, 0), desk=desk, store=store, buyer=buyer, others=before, at=at)
    return [DeliveryCompleted(order.uid, order.number, locked.store_code, order.total_minor), *earned]


def _earn(order: Order, buyer: Buyer, *, at: datetime) -> list[EventData]:
    if not buyer.is_member or buyer.customer_id is None:
        return []
    earned = earn_points(
        customer_id=buyer.customer_id,
        points=order.points,
        valid_days=settings.POINTS_VALID_DAYS,
        cause_kind="order",
        cause_uid=order.uid,
        at=at,
    )
    return [earned] if earned else []


def _shipped(held: LockedShipment, carrier: str, number: str, *, is_last: bool) -> OrderShipped:
    order = held.locked.order
    return OrderShipped(
        order_uid=order.uid,
        number=order.number,
        shipment_uid=held.shipment.uid,
        store=held.shipment.store.code,
        carrier=carrier,
        tracking_number=number,
        is_last=is_last,
        lines=tuple(ShippedLine(line.variant.sku, line.name, quantity) for line, quantity in held.of_lines().items()),
    )


def _repeat_of(held: LockedShipment, carrier: str, number: str) -> bool:
    if (held.shipment.carrier, held.shipment.tracking_number) != (carrier, number):
        raise ShipmentNotOpen(status=str(ShipmentStatus.SHIPPED.label))
    return held.locked.order.status == OrderStatus.COMPLETED
