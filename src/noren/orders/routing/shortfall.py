"""Routing a shortfall: promises that a store cannot keep are moved to other stores, the latest promise first."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from noren.kernel.ids import uuid7
from noren.orders.locking import LockedOrder, lock_order
from noren.orders.models import FulfillmentKind, OrderLine, OrderStatus
from noren.orders.parties import staff_id_of
from noren.orders.routing.errors import NothingToRoute
from noren.orders.routing.models import SourcingReason
from noren.orders.routing.reject import reroute
from noren.orders.routing.sourcing import Ask, lock_goods
from noren.orders.shipping.models import Shipment, ShipmentStatus
from noren.orders.shipping.reroute import reroute as reroute_parcel
from noren.orders.shipping.work import lock_shipment
from noren.stock.errors import ShortfallEnded
from noren.stock.models import Level
from noren.stock.shortfalls import get_shortfall, promised_pieces_of


def route_shortfall(uid: UUID, *, staff_uid: UUID, at: datetime) -> int:
    """Have other stores serve what this store has promised and does not have; answer how many pieces were moved.

    Whoever ordered first keeps what is there. Orders that are ready have their goods at the counter and are left
    alone. What no store has is parked. Each order is moved in a transaction of its own, and a repeat moves what is
    still short.

    Parcels that are packed have their goods too.

    Raises:
        ShortfallNotFound, ShortfallEnded; StaffNotFound.
        NothingToRoute: no order that could be moved waits for the goods.

    Records "Order Line Sourced", "Order Line Parked", and for deliveries "Shipment Rejected".
    """
    shortfall = get_shortfall(uid)
    if shortfall.ended_at is not None:
        raise ShortfallEnded(uid=str(uid))
    staff_id = staff_id_of(staff_uid)
    level = Level.objects.get(pk=shortfall.level_id)
    promised = promised_pieces_of([level.pk]).get(level.pk, {})
    moved = 0
    for order_uid in reversed(promised):
        moved += _move(order_uid, level.pk, level.variant_id, staff_id=staff_id, at=at)
    if not moved:
        raise NothingToRoute(name=shortfall.name)
    return moved


def _move(order_uid: UUID, level_id: int, variant_id: int, *, staff_id: int | None, at: datetime) -> int:
    """Move what is short of a level off one order, as far as that order has it."""
    with transaction.atomic():
        locked = lock_order(order_uid)
        lock_goods([variant_id])
        level = Level.objects.get(pk=level_id)
        if locked.fulfillment.kind == FulfillmentKind.DELIVERY and locked.order.status == OrderStatus.PLACED:
            return _move_parcels(locked, level, staff_id=staff_id, at=at)
        moved = 0
        for line in _lines(locked, level):
            pieces = min(level.short - moved, line.quantity - line.awaited_quantity)
            if pieces > 0:
                ask = Ask(uuid7(), SourcingReason.SHORTFALL, staff_id=staff_id, channel="office")
                reroute(locked, line, pieces, ask, at=at)
                moved += pieces
    return moved


def _move_parcels(locked: LockedOrder, level: Level, *, staff_id: int | None, at: datetime) -> int:
    """Move what is short off the parcels that the level's store has not packed, the latest first."""
    moved = 0
    waiting = Shipment.objects.filter(order=locked.order, store_id=level.store_id, status=ShipmentStatus.TO_PACK)
    for uid in list(waiting.order_by("-pk").values_list("uid", flat=True)):
        held, gone = lock_shipment(uid), dict[OrderLine, int]()
        for line, pieces in held.of_lines().items():
            if line.variant_id == level.variant_id and (short := min(level.short - moved, pieces)) > 0:
                gone[line] = short
                moved += short
        if gone:
            ask = Ask(uid, SourcingReason.SHORTFALL, staff_id=staff_id, channel="office")
            reroute_parcel(held, gone, ask, at=at)
    return moved


def _lines(locked: LockedOrder, level: Level) -> Sequence[OrderLine]:
    """The order's lines of the goods, if it may still be moved."""
    order = locked.order
    is_open = order.status == OrderStatus.PLACED and locked.fulfillment.kind == FulfillmentKind.PICKUP
    if not is_open or order.store_id != level.store_id:
        return ()
    return [line for line in locked.lines if line.variant_id == level.variant_id]
