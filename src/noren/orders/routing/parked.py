"""Parked pieces in the hands of staff: taken, noted, looked for again, found, or given up."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from noren.orders.end import finish_as_rejected
from noren.orders.errors import ReasonMissing
from noren.orders.events import OrderLineArrived, ShipmentRouted
from noren.orders.locking import LockedOrder, lock_order
from noren.orders.models import FulfillmentKind, OrderLine, Receipt
from noren.orders.parties import staff_id_of
from noren.orders.pick import price_again
from noren.orders.routing.choose import plan
from noren.orders.routing.end import drop
from noren.orders.routing.errors import NoStoreHasIt, SourcingEnded, SourcingNotFound, SourcingNotParked
from noren.orders.routing.models import Sourcing, SourcingReason, SourcingStatus
from noren.orders.routing.sourcing import Ask, lock_goods, open_sourcings, settle, source
from noren.orders.shipping.assign import write_shipment
from noren.orders.shipping.errors import ReceiptStands
from noren.orders.shipping.models import ShipmentStatus
from noren.orders.shipping.reroute import find_senders
from noren.orders.shipping.ship import complete_delivery
from noren.orders.shipping.work import is_all_sent, shipments_of
from noren.orders.short_receipts import amounts_of, issue_short_receipt
from noren.payments.balance import Balance
from noren.stock import promise
from noren.stock.queries import available_in_store
from noren.timeline.record import EventData, record

LONGEST_NOTE = 500


def take_sourcing(uid: UUID, *, staff_id: int | None) -> None:
    """Somebody sees to it from now on; None gives it back to everybody.

    Raises:
        SourcingNotFound, SourcingEnded.
    """
    _change(uid, owner_id=staff_id)


def note_sourcing(uid: UUID, *, note: str) -> None:
    """Write down what was done, in place of the note before; at most 500 characters are kept.

    Raises:
        SourcingNotFound, SourcingEnded.
    """
    _change(uid, note=note.strip()[:LONGEST_NOTE])


def route_again(uid: UUID, *, staff_uid: UUID, at: datetime) -> None:
    """Look for parked pieces once more: in the order's own store first, then in all others by the rules in force.

    Those of a delivery are looked for in all stores that send parcels.

    A store that could not give them before is asked again when its figures say that it has some. What still nobody has
    stays parked, with its owner and note.

    Raises:
        SourcingNotFound, SourcingEnded, SourcingNotParked; StaffNotFound.
        NoStoreHasIt: nothing changed.

    Records "Order Line Arrived", "Order Line Sourced"; of a delivery "Shipment Routed".
    """
    with transaction.atomic(savepoint=False):
        locked, row = _lock_parked(uid)
        staff_id, line, order = staff_id_of(staff_uid), row.line, locked.order
        lock_goods([line.variant_id])
        if locked.fulfillment.kind == FulfillmentKind.DELIVERY:
            _send(locked, row, staff_id=staff_id, at=at)
            return
        wanted = {line.variant_id: row.open}
        here = min(row.open, available_in_store(order.store_id, [line.variant_id], at=at)[line.variant_id])
        elsewhere = {line.variant_id: row.open - here} if row.open > here else {}
        planned = plan(elsewhere, kind="pickup", near=None, not_stores=frozenset({order.store_id}), at=at)
        sent = sum(sum(part.quantities.values()) for part in planned.parts)
        if not here + sent:
            raise NoStoreHasIt(name=line.name)
        if here:
            cause = locked.cause("sourced", at=at, staff_id=staff_id)
            wanted[line.variant_id] = here
            promise.allocate(order.store_id, wanted, cause=cause, names={line.variant_id: line.name})
        line.awaited_quantity -= here + sent
        list(settle([(row, here, sent)], words="", at=at))
        events: list[EventData] = [_arrived(locked, line, here)] if here else []
        if sent:
            ask = Ask(row.request_uid, SourcingReason(row.reason), row.words, staff_id=staff_id, channel="office")
            events += source(locked, [(line, sent)], ask, at=at)
        record(*events, told=locked.told("office", at=at))


def settle_by_hand(uid: UUID, *, reason: str, staff_uid: UUID, at: datetime) -> None:
    """Say that parked pieces are in the order's store after all: found, bought, or brought. They are promised to it.

    Those of a delivery are in the store that was to send them last, and are a parcel of its own there. The figures did
    not know of them, so they come on hand with the reason.

    Raises:
        ReasonMissing; SourcingNotFound, SourcingEnded, SourcingNotParked; StaffNotFound.

    Records "Order Line Arrived".
    """
    if not reason.strip():
        raise ReasonMissing(field="reason")
    with transaction.atomic(savepoint=False):
        locked, row = _lock_parked(uid)
        cause = locked.cause("found", at=at, reason=reason.strip()[:200], staff_id=staff_id_of(staff_uid))
        line, pieces = row.line, row.open
        store_id = locked.order.store_id
        if locked.fulfillment.kind == FulfillmentKind.DELIVERY:
            store_id = row.from_store_id or store_id
            write_shipment(locked.order.pk, store_id, {line: pieces}, at=at)
        promise.allocate_found(store_id, {line.variant_id: pieces}, cause=cause)
        line.awaited_quantity -= pieces
        list(settle([(row, pieces, 0)], words=reason.strip(), at=at))
        record(_arrived(locked, line, pieces), told=locked.told("office", at=at))


def give_up(uid: UUID, *, reason: str, staff_uid: UUID, at: datetime) -> None:
    """Take pieces that nobody has off the order, and tell the buyer: it is priced again, and what is due follows.

    When nothing is left of the order it is rejected. A delivery of which everything else has left is completed.

    Args:
        reason: the buyer reads it in the mail.

    Raises:
        ReasonMissing; SourcingNotFound, SourcingEnded, SourcingNotParked; StaffNotFound.
        ReceiptStands: a till has issued the receipt of a delivery of which nothing has left, so that it can be
            cancelled as a whole. Once a parcel has left, a receipt of what is taken off is issued, and cash is owed.

    Records "Order Line Short", "Coupon Withdrawn", or "Order Rejected"; of a delivery "Delivery Completed" and "Points
    Earned".
    """
    if not reason.strip():
        raise ReasonMissing(field="reason")
    words = reason.strip()[:200]
    with transaction.atomic(savepoint=False):
        locked, row = _lock_parked(uid)
        staff_id_of(staff_uid)
        line, pieces = row.line, row.open
        if sum(locked.pieces().values()) == pieces:
            finish_as_rejected(locked, reason=words, channel="office", at=at)
            return
        is_delivery = locked.fulfillment.kind == FulfillmentKind.DELIVERY
        if is_delivery:
            _check_receipt(locked)
        drop(locked, [(row, row.open)], words=words, channel="office", at=at)
        line.quantity -= pieces
        before = amounts_of(locked.order)

        def finish(money: Balance) -> Sequence[EventData]:
            if not is_delivery:
                return ()
            issue_short_receipt(locked, (line, pieces), before=before, back=money.back, reason=words, at=at)
            return complete_delivery(locked, at=at) if is_all_sent(locked) else ()

        price_again(locked, line, reason=words, channel="office", at=at, finish=finish)


def _check_receipt(locked: LockedOrder) -> None:
    has_left = bool(shipments_of(locked.order.pk, [ShipmentStatus.SHIPPED]))
    if not has_left and Receipt.objects.filter(order=locked.order).exists():
        raise ReceiptStands(number=locked.order.number)


def _send(locked: LockedOrder, row: Sourcing, *, staff_id: int | None, at: datetime) -> None:
    """Have stores send parked pieces of a delivery, as far as they have them."""
    line, order = row.line, locked.order
    found = find_senders(locked, {line: row.open}, staff_id=staff_id, at=at)
    sent = row.open - found.missing.get(line, 0)
    if not sent:
        raise NoStoreHasIt(name=line.name)
    line.awaited_quantity -= sent
    list(settle([(row, sent, 0)], words="", at=at))
    event = ShipmentRouted(order.uid, order.number, found.stores, line.variant.sku, line.name, sent)
    record(event, told=locked.told("office", at=at))


def _lock_parked(uid: UUID) -> tuple[LockedOrder, Sourcing]:
    """Lock the order of parked pieces, and read them anew under its lock."""
    order_uid = Sourcing.objects.filter(uid=uid).values_list("line__order__uid", flat=True).first()
    if order_uid is None:
        raise SourcingNotFound(field="uid")
    locked = lock_order(order_uid)
    row = next((row for row in open_sourcings(locked) if row.uid == uid), None)
    if row is None:
        raise SourcingEnded
    if row.status != SourcingStatus.PARKED:
        raise SourcingNotParked
    return locked, row


def _change(uid: UUID, **columns: object) -> None:
    with transaction.atomic(savepoint=False):
        if Sourcing.objects.filter(uid=uid).exclude(status=SourcingStatus.DONE).update(**columns):
            return
        if Sourcing.objects.filter(uid=uid).exists():
            raise SourcingEnded
        raise SourcingNotFound(field="uid")


def _arrived(locked: LockedOrder, line: OrderLine, pieces: int) -> OrderLineArrived:
    order = locked.order
    return OrderLineArrived(
        order.uid, order.number, locked.store_code, line.variant.sku, line.name, pieces, not locked.is_waiting
    )
