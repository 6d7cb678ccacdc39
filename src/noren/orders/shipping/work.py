"""The parcels of a locked order: read under its lock, given back, and what they add up to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from noren.orders.locking import LockedOrder, lock_order
from noren.orders.models import FulfillmentKind, OrderLine
from noren.orders.shipping.errors import ShipmentNotFound, ShipmentNotOpen
from noren.orders.shipping.models import ALLOCATED, Shipment, ShipmentLine, ShipmentStatus
from noren.stock import promise
from noren.stock.ledger import Cause
from noren.stock.parcels import release_in_stores


@dataclass(slots=True)
class LockedShipment:
    """A parcel under the lock of its order."""

    locked: LockedOrder
    shipment: Shipment
    lines: list[ShipmentLine]

    def pieces(self) -> dict[int, int]:
        """Pieces by variant id."""
        return pieces_of(self.lines)

    def of_lines(self) -> dict[OrderLine, int]:
        """Pieces by the line of the order, as it stands under the lock."""
        by_id = {line.pk: line for line in self.locked.lines}
        return {by_id[each.order_line_id]: each.quantity for each in self.lines}


def lock_shipment(uid: UUID) -> LockedShipment:
    """Lock the order of a parcel, and read the parcel under that lock.

    Raises:
        ShipmentNotFound: no parcel has the uid.
    """
    order_uid = Shipment.objects.filter(uid=uid).values_list("order__uid", flat=True).first()
    if order_uid is None:
        raise ShipmentNotFound(field="shipment_uid")
    locked = lock_order(order_uid)
    shipment = Shipment.objects.select_related("store").get(uid=uid)
    return LockedShipment(locked, shipment, list(shipment.lines.select_related("order_line").order_by("pk")))


def check_status(held: LockedShipment, *allowed: ShipmentStatus) -> None:
    """Refuse a deed on a parcel that is in another state.

    Raises:
        ShipmentNotOpen.
    """
    if held.shipment.status not in allowed or held.locked.fulfillment.status != "open":
        raise ShipmentNotOpen(status=str(ShipmentStatus(held.shipment.status).label))


def pieces_of(lines: Iterable[ShipmentLine]) -> dict[int, int]:
    """Pieces by variant id of a parcel's lines."""
    pieces: dict[int, int] = {}
    for line in lines:
        variant_id = line.order_line.variant_id
        pieces[variant_id] = pieces.get(variant_id, 0) + line.quantity
    return pieces


def shipments_of(order_id: int, statuses: Iterable[str]) -> list[Shipment]:
    """The order's parcels in these states, the oldest first."""
    return list(Shipment.objects.filter(order_id=order_id, status__in=list(statuses)).order_by("pk"))


def is_all_sent(locked: LockedOrder) -> bool:
    """Whether nothing of a locked delivery is left to be sent: no parcel waits, and nothing is parked."""
    return not locked.is_waiting and not shipments_of(locked.order.pk, ALLOCATED)


def release_goods(locked: LockedOrder, here: Mapping[int, int], *, cause: Cause, at: datetime) -> None:
    """Make the goods of an order that ends free again, where they are promised: in its store, or in its parcels'.

    Args:
        here: what its store has promised to it, by variant id; a delivery's goods are those of its parcels.
    """
    if locked.fulfillment.kind != FulfillmentKind.DELIVERY:
        promise.release(locked.order.store_id, here, cause=cause)
        return
    by_store: dict[int, dict[int, int]] = {}
    lines = ShipmentLine.objects.filter(shipment__order=locked.order, shipment__status__in=ALLOCATED)
    for line in lines.select_related("shipment", "order_line"):
        pieces, variant_id = by_store.setdefault(line.shipment.store_id, {}), line.order_line.variant_id
        pieces[variant_id] = pieces.get(variant_id, 0) + line.quantity
    release_in_stores(by_store, cause=cause)
    unsent = Shipment.objects.filter(order=locked.order, status__in=ALLOCATED)
    unsent.update(status=ShipmentStatus.CANCELED, changed_at=at)
