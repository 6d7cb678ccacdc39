"""Rerouting: pieces that a store cannot send are sent by others that have them, and parked when none has."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from noren.orders.events import ShipmentRejected
from noren.orders.locking import LockedOrder
from noren.orders.models import OrderLine
from noren.orders.routing.sourcing import Ask, lock_goods, park, take_back_promise
from noren.orders.shipping.assign import allocate_what_there_is, write_shipment, write_shipments
from noren.orders.shipping.models import Shipment, ShipmentLine, ShipmentStatus
from noren.orders.shipping.work import LockedShipment
from noren.stores.models import Store
from noren.timeline.record import record


@dataclass(frozen=True, slots=True)
class Found:
    """Who sends pieces now: codes of stores, and by line what none of them has."""

    stores: tuple[str, ...]
    missing: Mapping[OrderLine, int]


def reroute(held: LockedShipment, gone: Mapping[OrderLine, int], ask: Ask, *, at: datetime) -> None:
    """Take pieces of a parcel that has not left off its store, and look for them in other stores.

    The parcel ends with these pieces; what else was in it is a parcel of its own, to be packed by the same store.
    Stores that could not send something of the order before are not asked.

    Records "Shipment Rejected", "Order Line Parked".
    """
    locked, shipment, order = held.locked, held.shipment, held.locked.order
    lock_goods({line.variant_id for line in gone})
    take_back_promise(locked, shipment.store_id, by_variant(gone), ask, at=at)
    _end_parcel(held, gone, ask, at=at)
    refusing = Shipment.objects.filter(order=order, status=ShipmentStatus.CANCELED).exclude(reject_reason="")
    ask = replace(ask, not_stores=ask.not_stores | set(refusing.values_list("store_id", flat=True)))
    found = find_senders(locked, gone, staff_id=ask.staff_id, not_stores=ask.not_stores, at=at)
    parked = park(locked, list(found.missing.items()), ask, last_store_id=shipment.store_id, at=at)
    event = ShipmentRejected(
        order_uid=order.uid,
        number=order.number,
        shipment_uid=shipment.uid,
        store=shipment.store.code,
        reason=str(ask.reason.value),
        note=ask.words,
        stores=found.stores,
        parked=sum(found.missing.values()),
    )
    record(event, *parked, told=locked.told(ask.channel, at=at))


def find_senders(
    locked: LockedOrder,
    lines: Mapping[OrderLine, int],
    *,
    staff_id: int | None,
    not_stores: frozenset[int] = frozenset(),
    at: datetime,
) -> Found:
    """Have stores send pieces of a locked delivery's lines that are promised nowhere, as far as they have them.

    The caller holds the levels of the goods in all stores (`lock_goods`).
    """
    names = {line.variant_id: line.name for line in lines}
    cause = locked.cause("routed", at=at, staff_id=staff_id)
    found = allocate_what_there_is(by_variant(lines), cause=cause, names=names, not_stores=not_stores)
    write_shipments(locked.order.pk, found.parts, lines, at=at)
    codes = Store.objects.filter(pk__in=[part.store_id for part in found.parts]).order_by("code")
    return Found(tuple(codes.values_list("code", flat=True)), _missing(lines, found.missing))


def by_variant(lines: Mapping[OrderLine, int]) -> dict[int, int]:
    """Pieces by variant id."""
    pieces: dict[int, int] = {}
    for line, quantity in lines.items():
        pieces[line.variant_id] = pieces.get(line.variant_id, 0) + quantity
    return pieces


def _end_parcel(held: LockedShipment, gone: Mapping[OrderLine, int], ask: Ask, *, at: datetime) -> None:
    shipment = held.shipment
    Shipment.objects.filter(pk=shipment.pk).update(
        status=ShipmentStatus.CANCELED,
        reject_reason=ask.reason,
        note=ask.words,
        changed_at=at,
        staff_id=ask.staff_id,
    )
    stays = {line: quantity - gone.get(line, 0) for line, quantity in held.of_lines().items()}
    stays = {line: quantity for line, quantity in stays.items() if quantity}
    if not stays:
        return
    ShipmentLine.objects.filter(shipment=shipment).exclude(order_line__in=[line.pk for line in gone]).delete()
    for line, quantity in gone.items():
        ShipmentLine.objects.filter(shipment=shipment, order_line=line).update(quantity=quantity)
    write_shipment(held.locked.order.pk, shipment.store_id, stays, at=at)


def _missing(lines: Mapping[OrderLine, int], missing: Mapping[int, int]) -> dict[OrderLine, int]:
    """What nobody has, by line: the first lines are served first, as `write_shipments` does."""
    left, found = dict(missing), dict[OrderLine, int]()
    for line, quantity in reversed(list(lines.items())):
        if pieces := min(quantity, left.get(line.variant_id, 0)):
            found[line] = pieces
            left[line.variant_id] -= pieces
    return found
