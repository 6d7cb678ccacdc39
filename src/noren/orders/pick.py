"""Picking: a store makes an order ready, or finds less than was ordered."""

from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from noren.orders.end import finish_as_rejected
from noren.orders.errors import LineNotFound, OrderNotOpen, PickedQuantityInvalid, ReasonMissing
from noren.orders.events import OrderLineShort, OrderReady
from noren.orders.locking import LockedOrder, lock_open_pickup
from noren.orders.models import Fulfillment, FulfillmentStatus, Order, OrderLine, OrderStatus
from noren.orders.parties import staff_id_of
from noren.orders.reprice import follow_coupons, reprice_short, write_totals
from noren.orders.routing.errors import GoodsAwaited
from noren.payments.balance import Balance
from noren.stock import promise
from noren.timeline.record import EventData, record


def mark_ready(order_uid: UUID, *, staff_uid: UUID, at: datetime, channel: str = "till") -> None:
    """Say that everything is picked and waits at the counter. Safe to repeat: ready stays ready.

    Raises:
        OrderNotFound, StaffNotFound; AlreadyHandedOver, OrderExpired, OrderEnded.
        GoodsAwaited: some of it comes from another store, or is parked.

    Records "Order Ready".
    """
    with transaction.atomic(savepoint=False):
        locked = lock_open_pickup(order_uid)
        staff_id_of(staff_uid)
        order = locked.order
        if order.status == OrderStatus.READY:
            return
        locked.check_all_here()
        Order.objects.filter(pk=order.pk).update(status=OrderStatus.READY)
        Fulfillment.objects.filter(order=order).update(status=FulfillmentStatus.READY, ready_at=at, changed_at=at)
        event = OrderReady(order.uid, order.number, locked.store_code, order.total_minor)
        record(event, told=locked.told(channel, at=at))


def short_pick(
    order_uid: UUID,
    line_uid: UUID,
    *,
    picked_quantity: int,
    reason: str,
    is_missing: bool = True,
    staff_uid: UUID,
    at: datetime,
) -> None:
    """Say that fewer pieces of a line will be handed over than were ordered.

    The order is priced again: a coupon it no longer earns is withdrawn, and what is due follows. When nothing is
    left of the whole order it is rejected. Safe to repeat with the same figure.

    Args:
        picked_quantity: 0 to what is on the line now.
        is_missing: the pieces are not there (or not fit for sale) and leave the stock; False when the customer
            no longer wants them and they may be sold to others.

    Raises:
        OrderNotFound, LineNotFound, StaffNotFound; AlreadyHandedOver, OrderExpired, OrderEnded;
        OrderNotOpen: it is ready already; PickedQuantityInvalid; ReasonMissing.
        GoodsAwaited: more are to be missing than the store has; the others are on their way, or parked.

    Records "Order Line Short", "Coupon Withdrawn", and "Order Rejected" when nothing is left.
    """
    if not reason.strip():
        raise ReasonMissing(field="reason")
    with transaction.atomic(savepoint=False):
        locked = lock_open_pickup(order_uid)
        staff_id = staff_id_of(staff_uid)
        line = _line_of(locked, line_uid)
        if not 0 <= picked_quantity <= line.quantity:
            raise PickedQuantityInvalid(field="picked_quantity", limit=line.quantity)
        if picked_quantity == line.quantity:
            return
        if locked.order.status != OrderStatus.PLACED:
            raise OrderNotOpen(number=locked.order.number)
        if picked_quantity < line.awaited_quantity:
            raise GoodsAwaited(number=locked.order.number, pieces=line.awaited_quantity)
        missing = {line.variant_id: line.quantity - picked_quantity}
        cause = locked.cause("short_pick", at=at, reason=reason.strip(), staff_id=staff_id)
        take_back = promise.write_off_allocated if is_missing else promise.release
        take_back(locked.order.store_id, missing, cause=cause)
        line.quantity = picked_quantity
        if locked.pieces():
            price_again(locked, line, reason=reason.strip(), at=at)
        else:
            OrderLine.objects.filter(pk=line.pk).update(quantity=0)
            finish_as_rejected(locked, reason=reason.strip(), at=at)


def price_again(
    locked: LockedOrder,
    line: OrderLine,
    *,
    reason: str,
    at: datetime,
    channel: str = "till",
    finish: Callable[[Balance], Sequence[EventData]] | None = None,
) -> None:
    """Price a locked order anew after pieces of a line were taken off it, and tell it.

    Args:
        finish: what else is done with it, before the counters of coupons are locked; it answers its events.
    """
    repriced = reprice_short(locked)
    is_member = locked.order.customer is not None and locked.order.customer.member_number is not None
    money = write_totals(locked, repriced.priced, points=repriced.priced.points if is_member else 0, at=at)
    more = finish(money) if finish else ()
    withdrawn = follow_coupons(locked, repriced, at=at)
    event = OrderLineShort(
        order_uid=locked.order.uid,
        number=locked.order.number,
        store=locked.store_code,
        sku=line.variant.sku,
        name=line.name,
        ordered_quantity=line.ordered_quantity,
        quantity=line.quantity,
        reason=reason,
        total_minor=locked.order.total_minor,
    )
    record(event, *more, *withdrawn, told=locked.told(channel, at=at))


def _line_of(locked: LockedOrder, line_uid: UUID) -> OrderLine:
    for line in locked.lines:
        if line.uid == line_uid and not line.fee:
            return line
    raise LineNotFound(field="line_uid", number=locked.order.number)
