"""Sending an order that had ended unpaid, and whose money came in late, after all."""

from collections.abc import Mapping
from datetime import datetime

from noren.kernel.time import business_date
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


def due_anew(fulfillment: Fulfillment, *, at: datetime) -> datetime | None:
    """When a delivery is to be there, now that it is paid: by the day it is wanted on, else counted from now."""
    delivery, store = fulfillment.delivery, fulfillment.store
    if delivery.wanted_on is not None:
        return fulfillment.due_at
    today = business_date(at, time_zone=store.time_zone, closing_hour=store.closing_hour)
    return to_be_there_by(None, delivery.slot, today=today, time_zone=store.time_zone)
