"""When a store cannot send a parcel, or some of it."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from noren.orders.errors import ReasonMissing
from noren.orders.models import OrderLine
from noren.orders.parties import staff_id_of
from noren.orders.routing.models import SourcingReason
from noren.orders.routing.reject import REASONS
from noren.orders.routing.sourcing import Ask
from noren.orders.shipping.models import ALLOCATED, ShipmentStatus
from noren.orders.shipping.reroute import reroute
from noren.orders.shipping.work import LockedShipment, check_status, lock_shipment


def reject_shipment(
    shipment_uid: UUID,
    *,
    reason: SourcingReason,
    words: str = "",
    pieces: Mapping[UUID, int] | None = None,
    staff_uid: UUID | None,
    channel: str = "office",
    at: datetime,
) -> None:
    """Say that a store cannot send a parcel, or some pieces of it: other stores send them, or they are parked.

    What was not found leaves the stock of the store, what is damaged is set aside there, for another reason it is free
    again. Safe to repeat: a parcel that is canceled stays so.

    Args:
        words: for `other` it must say why.
        pieces: how many of which line cannot be sent, by the line's uid; None for everything. The rest is then a
            parcel of its own, to be packed by the same store.

    Raises:
        ReasonMissing; ShipmentNotFound, StaffNotFound; ShipmentNotOpen: it has left.

    Records "Shipment Rejected", "Order Line Parked".
    """
    if reason not in REASONS or (reason is SourcingReason.OTHER and not words.strip()):
        raise ReasonMissing(field="reason")
    with transaction.atomic(savepoint=False):
        held = lock_shipment(shipment_uid)
        staff_id = staff_id_of(staff_uid) if staff_uid else None
        if held.shipment.status == ShipmentStatus.CANCELED:
            return
        check_status(held, *ALLOCATED)
        if gone := _gone(held, pieces):
            ask = Ask(shipment_uid, reason, words.strip()[:200], staff_id=staff_id, channel=channel)
            reroute(held, gone, ask, at=at)


def _gone(held: LockedShipment, pieces: Mapping[UUID, int] | None) -> dict[OrderLine, int]:
    lines = held.of_lines()
    if pieces is None:
        return lines
    gone = {line: min(max(0, pieces.get(line.uid, 0)), quantity) for line, quantity in lines.items()}
    return {line: quantity for line, quantity in gone.items() if quantity}
