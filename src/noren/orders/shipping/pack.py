"""Packing: a store has put a parcel together."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from noren.orders.events import ShipmentPacked
from noren.orders.parties import staff_id_of
from noren.orders.shipping.models import Shipment, ShipmentStatus
from noren.orders.shipping.work import check_status, lock_shipment
from noren.timeline.record import record


def pack_shipment(shipment_uid: UUID, *, staff_uid: UUID | None, channel: str = "office", at: datetime) -> None:
    """Say that everything of a parcel is in its box. Safe to repeat: packed stays packed.

    Raises:
        ShipmentNotFound, StaffNotFound; ShipmentNotOpen: it was sent or cancelled.

    Records "Shipment Packed".
    """
    with transaction.atomic(savepoint=False):
        held = lock_shipment(shipment_uid)
        staff_id = staff_id_of(staff_uid) if staff_uid else None
        shipment, order = held.shipment, held.locked.order
        if shipment.status == ShipmentStatus.PACKED:
            return
        check_status(held, ShipmentStatus.TO_PACK)
        Shipment.objects.filter(pk=shipment.pk).update(
            status=ShipmentStatus.PACKED, packed_at=at, changed_at=at, staff_id=staff_id
        )
        event = ShipmentPacked(order.uid, order.number, shipment.uid, shipment.store.code)
        record(event, told=held.locked.told(channel, at=at))
