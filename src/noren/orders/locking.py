"""Locking an order: the first lock of every deed on one; stock, points and coupons come after it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from noren.orders.errors import AlreadyHandedOver, OrderEnded, OrderExpired, OrderNotFound, OrderNotPaid
from noren.orders.models import Fulfillment, FulfillmentKind, Order, OrderLine, OrderStatus
from noren.orders.routing.errors import GoodsAwaited
from noren.orders.shipping.errors import IsDelivered
from noren.stock.ledger import Cause
from noren.timeline.record import Told

OPEN = (OrderStatus.PLACED, OrderStatus.READY)


_LOCK_UID = "SELECT pg_advisory_xact_lock(hashtextextended('order ' || %s::text, 0))"


@dataclass(slots=True)
class LockedOrder:
    """An order under our lock, with its fulfillment, its lines, and the code of its store."""

    order: Order
    fulfillment: Fulfillment
    lines: list[OrderLine]

    @property
    def store_code(self) -> str:
        """The code of the store it belongs to."""
        return self.order.store.code

    def pieces(self) -> dict[int, int]:
        """Pieces by variant id that are still to be handed over, or were."""
        pieces: dict[int, int] = {}
        for line in self.lines:
            if line.quantity and not line.fee:
                pieces[line.variant_id] = pieces.get(line.variant_id, 0) + line.quantity
        return pieces

    def next_position(self) -> int:
        """Where a line that is added stands; lines may have been taken off before."""
        return max((line.position for line in self.lines), default=0) + 1

    def allocated(self) -> dict[int, int]:
        """Pieces by variant id that its store has promised to it: those that are there, not those it waits for."""
        pieces = self.pieces()
        for line in self.lines:
            if line.awaited_quantity:
                pieces[line.variant_id] -= line.awaited_quantity
        return {variant_id: quantity for variant_id, quantity in pieces.items() if quantity}

    @property
    def is_waiting(self) -> bool:
        """Whether some of its goods are not in its store yet."""
        return any(line.awaited_quantity for line in self.lines)

    def check_all_here(self) -> None:
        """Raise GoodsAwaited when some of its goods are not in its store yet."""
        if awaited := sum(line.awaited_quantity for line in self.lines):
            raise GoodsAwaited(number=self.order.number, pieces=awaited)

    def cause(self, kind: str, *, at: datetime, reason: str = "", staff_id: int | None = None) -> Cause:
        """Why stock moves for it."""
        return Cause(kind, self.order.uid, at, reason, staff_id)

    def told(self, channel: str, *, at: datetime) -> Told:
        """Where and about whom its events are told."""
        return Told(
            at=at,
            channel=channel,
            store_id=self.order.store_id,
            customer_id=self.order.customer_id,
            subject_uid=self.order.uid,
            source=self.order.source,
        )


def lock_uid(uid: UUID) -> None:
    """Lock the uid of an order that may not exist yet, until the caller's transaction ends.

    A second request for the same order waits here, and its next statement sees what the first one placed.
    """
    with connection.cursor() as cursor:
        cursor.execute(_LOCK_UID, [uid])


def lock_order(uid: UUID) -> LockedOrder:
    """Lock an order and read what belongs to it; the caller holds it until its transaction ends.

    Raises:
        OrderNotFound: no order of this system has the uid; past sales of another system are not to be changed.
    """
    order = (
        Order.objects.select_for_update(no_key=True, of=("self",))
        .select_related("store", "customer", "fulfillment")
        .filter(uid=uid, fulfillment__isnull=False)
        .first()
    )
    if order is None:
        raise OrderNotFound(field="order_uid")
    fulfillment = Fulfillment.objects.get(order=order)
    lines = list(order.lines.select_related("variant__product__category").order_by("position"))
    return LockedOrder(order, fulfillment, lines)


def lock_open_pickup(uid: UUID) -> LockedOrder:
    """Lock a pickup that has not been handed over.

    Raises:
        OrderNotFound; AlreadyHandedOver, OrderExpired, OrderEnded: it is not open any more.
    """
    locked = lock_order(uid)
    check_open(locked.order, locked.fulfillment)
    return locked


def check_open(order: Order, fulfillment: Fulfillment) -> None:
    """Raise what the order's status says, unless it is a pickup that is still to be handed over."""
    if order.status in OPEN and fulfillment.kind == FulfillmentKind.PICKUP:
        return
    if order.status == OrderStatus.AWAITING_PAYMENT:
        raise OrderNotPaid(number=order.number)
    if order.status in OPEN and fulfillment.kind == FulfillmentKind.DELIVERY:
        raise IsDelivered(number=order.number)
    if order.status == OrderStatus.COMPLETED:
        raise AlreadyHandedOver(number=order.number)
    if order.status == OrderStatus.EXPIRED:
        raise OrderExpired(number=order.number)
    raise OrderEnded(number=order.number, status=str(OrderStatus(order.status).label))
