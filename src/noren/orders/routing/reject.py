"""Rejecting: a store says that it cannot serve pieces of a line; they are looked for in other stores at once."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from noren.orders.errors import LineNotFound, OrderNotOpen, ReasonMissing
from noren.orders.locking import LockedOrder, lock_open_pickup
from noren.orders.models import OrderLine, OrderStatus
from noren.orders.parties import staff_id_of
from noren.orders.routing.errors import RejectedTooMany, SourcingUidTaken
from noren.orders.routing.models import Sourcing, SourcingReason
from noren.orders.routing.sourcing import Ask, lock_goods, source, take_back_promise
from noren.timeline.record import record

REASONS = (SourcingReason.NOT_FOUND, SourcingReason.DAMAGED, SourcingReason.OTHER)
"""What staff may say."""


def reject_line(
    order_uid: UUID,
    line_uid: UUID,
    *,
    uid: UUID,
    quantity: int,
    reason: SourcingReason,
    words: str = "",
    staff_uid: UUID,
    at: datetime,
    channel: str = "till",
) -> None:
    """Say that the store cannot serve so many pieces of a pickup's line. They are routed: another store sends them.

    Pieces that were not found leave the stock, damaged ones are set aside, for another reason they are free again.
    Other stores are chosen by the rules in force; each gets a transfer for the order, with its pieces held. What none
    has is parked. The order is promised for when the last of it may be here. Safe to repeat with the same `uid`.

    Args:
        quantity: 1 to what is allocated of the line.
        words: for `other` it must say why.

    Raises:
        OrderNotFound, LineNotFound, StaffNotFound; AlreadyHandedOver, OrderExpired, OrderEnded;
        OrderNotOpen: it is ready already; RejectedTooMany; ReasonMissing; SourcingUidTaken.

    Records "Order Line Sourced", "Order Line Parked", and those of the transfers.
    """
    if reason not in REASONS or (reason is SourcingReason.OTHER and not words.strip()):
        raise ReasonMissing(field="reason")
    with transaction.atomic(savepoint=False):
        locked = lock_open_pickup(order_uid)
        staff_id = staff_id_of(staff_uid)
        line = line_of(locked, line_uid)
        if _is_repeat(uid, line, quantity, reason):
            return
        if locked.order.status != OrderStatus.PLACED:
            raise OrderNotOpen(number=locked.order.number)
        ask = Ask(uid, reason, words.strip()[:200], staff_id=staff_id, channel=channel)
        reroute(locked, line, quantity, ask, at=at)


def reroute(locked: LockedOrder, line: OrderLine, quantity: int, ask: Ask, *, at: datetime) -> None:
    """Take allocated pieces of a locked order's line off its store and look for them elsewhere.

    Raises:
        RejectedTooMany.
    """
    limit = line.quantity - line.awaited_quantity
    if not 1 <= quantity <= limit:
        raise RejectedTooMany(field="quantity", name=line.name, limit=limit, quantity=quantity)
    lock_goods([line.variant_id])
    take_back_promise(locked, locked.order.store_id, {line.variant_id: quantity}, ask, at=at)
    events = source(locked, [(line, quantity)], ask, at=at)
    record(*events, told=locked.told(ask.channel, at=at))


def line_of(locked: LockedOrder, line_uid: UUID) -> OrderLine:
    """The order's line with this uid, or LineNotFound."""
    for line in locked.lines:
        if line.uid == line_uid and not line.fee:
            return line
    raise LineNotFound(field="line_uid", number=locked.order.number)


def _is_repeat(uid: UUID, line: OrderLine, quantity: int, reason: SourcingReason) -> bool:
    made = Sourcing.objects.filter(request_uid=uid).values_list("line_id", "reason", "quantity")
    if not made:
        return False
    if {(line_id, said) for line_id, said, _pieces in made} != {(line.pk, reason.value)} or quantity != sum(
        pieces for _line_id, _said, pieces in made
    ):
        raise SourcingUidTaken(field="uid")
    return True
