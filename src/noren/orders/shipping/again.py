"""Sending an order that had ended unpaid, and whose money came in late, after all."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from noren.orders.locking import LockedOrder
from noren.orders.models import Fulfillment
from noren.orders.shipping.assign import allocate_parcels, write_shipments
from noren.orders.shipping.wanted import to_be_there_by
from noren.stock.ledger import Cause


def send_again(locked: LockedOrder, *, cause: Cause, names: Mapping[int, str], at: datetime) -> None:
    """Choose stores for all goods of a locked order anew, and allocate them there.

    Raises:
        OutOfStock: not all of it can be sent.
    """
    sent = allocate_parcels(locked.pieces(), cause=cause, names=names)
    lines = {line: line.quantity for line in locked.lines if line.quantity and not line.fee}
    write_shipments(locked.order.pk, sent.parts, lines, at=at)


def due_anew(fulfillment: Fulfillment, *, time_zone: str, at: datetime) -> datetime | None:
    """When a delivery is to be there, now that it is paid: by the day it is wanted on, else counted from now."""
    delivery = fulfillment.delivery
    if delivery.wanted_on is not None:
        return fulfillment.due_at
    return to_be_there_by(None, delivery.slot, today=at.astimezone(ZoneInfo(time_zone)).date(), time_zone=time_zone)
