"""Deciding about a shortfall: promises that a store cannot keep are routed, parked or taken back, the latest first."""

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db import transaction

from noren.coupons.counters import lock_counters
from noren.kernel.ids import uuid7
from noren.orders.end import finish_as_rejected
from noren.orders.errors import ReasonMissing
from noren.orders.locking import LockedOrder, lock_order
from noren.orders.models import FulfillmentKind, OrderLine, OrderStatus
from noren.orders.parties import staff_id_of
from noren.orders.pick import price_again
from noren.orders.routing.errors import NothingToRoute
from noren.orders.routing.models import SourcingReason
from noren.orders.routing.reject import reroute
from noren.orders.routing.sourcing import Ask, lock_goods, park
from noren.orders.shipping.models import Shipment, ShipmentStatus
from noren.orders.shipping.reroute import reroute as reroute_parcel
from noren.orders.shipping.work import lock_shipment
from noren.stock import promise
from noren.stock.errors import ShortfallEnded
from noren.stock.models import Level
from noren.stock.shortfalls import get_shortfall, promised_pieces_of
from noren.timeline.record import record

_Parcels = Callable[[LockedOrder, Level], int]
"""What is done with a delivery, whose pieces are in parcels; answers how many pieces."""
_Deed = Callable[[LockedOrder, OrderLine, int], None]
"""What is done with pieces of a locked order's line that the store promised and does not have."""


def route_shortfall(uid: UUID, *, staff_uid: UUID, at: datetime) -> int:
    """Have other stores serve what this store has promised and does not have; answer how many pieces were moved.

    Whoever ordered first keeps what is there. Orders that are ready have their goods at the counter and are left
    alone. What no store has is parked. A repeat moves what is still short.

    Parcels that are packed have their goods too.

    Raises:
        ShortfallNotFound, ShortfallEnded; StaffNotFound.
        NothingToRoute: no order that could be moved waits for the goods.

    Records "Order Line Sourced", "Order Line Parked", and for deliveries "Shipment Rejected".
    """
    staff_id = staff_id_of(staff_uid)

    def deed(locked: LockedOrder, line: OrderLine, pieces: int) -> None:
        ask = Ask(uuid7(), SourcingReason.SHORTFALL, staff_id=staff_id, channel="office")
        reroute(locked, line, pieces, ask, at=at)

    def parcels(locked: LockedOrder, level: Level) -> int:
        return _move_parcels(locked, level, staff_id=staff_id, at=at)

    return _decide(uid, deed, parcels)


def park_shortfall(uid: UUID, *, reason: str, staff_uid: UUID, at: datetime) -> int:
    """Park what this store has promised and does not have, without asking other stores; answer how many pieces.

    For goods that are expected, or that somebody looks for. Deliveries are left alone; which others are, and repeats:
    as for `route_shortfall`.

    Raises:
        ReasonMissing; ShortfallNotFound, ShortfallEnded; StaffNotFound; NothingToRoute.

    Records "Order Line Parked".
    """
    words, staff_id = _words(reason), staff_id_of(staff_uid)
    return _decide(uid, partial(_park, words, staff_id, at))


def end_shortfall(uid: UUID, *, reason: str, staff_uid: UUID, at: datetime) -> int:
    """Take what this store has promised and does not have off the orders, and tell the buyers; answer how many pieces.

    Each order is priced again, and what is due follows; one of which nothing is left is rejected. Deliveries are
    left alone; which others are, and repeats: as for `route_shortfall`.

    Args:
        reason: buyers read it in the mail.

    Raises:
        ReasonMissing; ShortfallNotFound, ShortfallEnded; StaffNotFound; NothingToRoute.

    Records "Order Line Short", "Coupon Withdrawn", or "Order Rejected".
    """
    words, staff_id = _words(reason), staff_id_of(staff_uid)
    return _decide(uid, partial(_take_off, words, staff_id, at), lock=lock_counters)


def _words(reason: str) -> str:
    if not reason.strip():
        raise ReasonMissing(field="reason")
    return reason.strip()[:200]


def _park(words: str, staff_id: int | None, at: datetime, locked: LockedOrder, line: OrderLine, pieces: int) -> None:
    cause = locked.cause("rejected_line", at=at, reason=words, staff_id=staff_id)
    promise.release(locked.order.store_id, {line.variant_id: pieces}, cause=cause)
    ask = Ask(uuid7(), SourcingReason.SHORTFALL, words, staff_id=staff_id, channel="office")
    record(*park(locked, [(line, pieces)], ask, at=at), told=locked.told("office", at=at))


def _take_off(
    words: str, staff_id: int | None, at: datetime, locked: LockedOrder, line: OrderLine, pieces: int
) -> None:
    cause = locked.cause("short_pick", at=at, reason=words, staff_id=staff_id)
    promise.release(locked.order.store_id, {line.variant_id: pieces}, cause=cause)
    line.quantity -= pieces
    OrderLine.objects.filter(pk=line.pk).update(quantity=line.quantity)
    if locked.pieces():
        price_again(locked, line, reason=words, channel="office", at=at)
    else:
        finish_as_rejected(locked, reason=words, channel="office", at=at)


def _decide(
    uid: UUID, deed: _Deed, parcels: _Parcels | None = None, *, lock: Callable[[Collection[UUID]], None] | None = None
) -> int:
    """Do it to what is short, order by order, whoever ordered last first; answer how many pieces it was done to.

    Args:
        lock: locks what the deed takes of several orders after their goods.
    """
    shortfall = get_shortfall(uid)
    if shortfall.ended_at is not None:
        raise ShortfallEnded(uid=str(uid))
    promised = promised_pieces_of([shortfall.level_id]).get(shortfall.level_id, {})
    with transaction.atomic(savepoint=False):
        orders = _lock_orders(promised)
        lock_goods([shortfall.variant_id])
        if lock is not None:
            lock(orders)
        decided = sum(_decide_order(orders[uid], shortfall.level_id, deed, parcels) for uid in reversed(promised))
        if not decided:
            raise NothingToRoute(name=shortfall.name)
    return decided


def _lock_orders(uids: Iterable[UUID]) -> dict[UUID, LockedOrder]:
    """Lock all of them before any goods, so that nobody who holds one of them waits for these goods meanwhile."""
    return {uid: lock_order(uid) for uid in sorted(uids)}


def _decide_order(locked: LockedOrder, level_id: int, deed: _Deed, parcels: _Parcels | None) -> int:
    """Do it to what is short of a locked level, as far as one order has it."""
    level = Level.objects.get(pk=level_id)
    if locked.fulfillment.kind == FulfillmentKind.DELIVERY:
        return parcels(locked, level) if parcels and locked.order.status == OrderStatus.PLACED else 0
    decided = 0
    for line in _lines(locked, level):
        pieces = min(level.short - decided, line.quantity - line.awaited_quantity)
        if pieces > 0:
            deed(locked, line, pieces)
            decided += pieces
    return decided


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
