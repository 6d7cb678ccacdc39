"""Reads of deliveries and parcels for faces: frozen values, the most urgent first in lists of work."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Prefetch, Q, QuerySet

from noren.orders.models import Fulfillment, FulfillmentStatus
from noren.orders.shipping.carriers import carrier_words, tracking_url
from noren.orders.shipping.errors import ShipmentNotFound
from noren.orders.shipping.models import ALLOCATED, Delivery, Shipment, ShipmentLine, ShipmentStatus
from noren.orders.shipping.wanted import Address, WantedDelivery


@dataclass(frozen=True, slots=True)
class ParcelLine:
    """Pieces in a parcel."""

    line_uid: UUID
    sku: str
    gtin: str | None
    name: str
    quantity: int


@dataclass(frozen=True, slots=True)
class Parcel:
    """A parcel as its order's pages tell it."""

    uid: UUID
    status: str
    status_words: str
    store_id: int
    store_code: str
    store_name: str
    carrier: str
    tracking_number: str
    reject_reason: str
    note: str
    made_at: datetime
    packed_at: datetime | None
    shipped_at: datetime | None
    lines: tuple[ParcelLine, ...]

    @property
    def carrier_words(self) -> str:
        """The carrier's name."""
        return carrier_words(self.carrier)

    @property
    def tracking_url(self) -> str:
        """Where it can be followed; empty where it cannot."""
        return tracking_url(self.carrier, self.tracking_number)

    @property
    def is_shipped(self) -> bool:
        """Whether it has left."""
        return self.status == ShipmentStatus.SHIPPED

    @property
    def is_live(self) -> bool:
        """Whether it is, or was, to be sent."""
        return self.status != ShipmentStatus.CANCELED

    @property
    def piece_count(self) -> int:
        """Pieces in it."""
        return sum(line.quantity for line in self.lines)


@dataclass(frozen=True, slots=True)
class ToShip:
    """A parcel in the list of work, with what of its order a packer must know."""

    parcel: Parcel
    order_uid: UUID
    order_number: str
    order_status: str
    language: str
    placed_at: datetime
    due_at: datetime | None
    time_zone: str
    wanted: WantedDelivery
    buyer_note: str
    is_gift: bool
    gift_message: str


@dataclass(frozen=True, slots=True)
class WaitingParcels:
    """Parcels that wait to be packed, packed ones that wait for their carrier, and those of either that are late."""

    to_pack: int
    packed: int
    late: int


@dataclass(frozen=True, slots=True)
class DeliveryOfOrder:
    """Where an order goes, and its parcels, the oldest first."""

    wanted: WantedDelivery
    parcels: tuple[Parcel, ...]

    @property
    def live_parcels(self) -> tuple[Parcel, ...]:
        """Without those that were canceled."""
        return tuple(parcel for parcel in self.parcels if parcel.is_live)

    @property
    def is_begun(self) -> bool:
        """Whether a parcel is packed or has left."""
        return any(parcel.packed_at is not None for parcel in self.live_parcels)


def wanted_of(delivery: Delivery) -> WantedDelivery:
    """Where to and when, as it is kept."""
    address = Address(
        name=delivery.name,
        postal_code=delivery.postal_code,
        prefecture=delivery.prefecture,
        city=delivery.city,
        line1=delivery.line1,
        line2=delivery.line2,
        phone=delivery.phone,
    )
    return WantedDelivery(address, delivery.wanted_on, delivery.slot)


def delivery_of(order_uid: UUID) -> DeliveryOfOrder | None:
    """Where an order goes; None when it is not delivered."""
    delivery = Delivery.objects.filter(fulfillment__order__uid=order_uid).first()
    if delivery is None:
        return None
    shipments = _shipments().filter(order__uid=order_uid).order_by("pk")
    return DeliveryOfOrder(wanted_of(delivery), tuple(_parcel(shipment) for shipment in shipments))


def to_ship(*, store_ids: Collection[int] | None = None, limit: int = 200) -> list[ToShip]:
    """Parcels that wait to be packed or to be sent, of orders that are paid; the most urgent first.

    Args:
        store_ids: of these stores only; None for all.
    """
    shipments = _shipments().filter(
        status__in=ALLOCATED,
        order__fulfillment__status=FulfillmentStatus.OPEN,
    )
    if store_ids is not None:
        shipments = shipments.filter(store_id__in=store_ids)
    return [_work(each) for each in shipments.order_by("order__fulfillment__due_at", "pk")[:limit]]


def count_to_ship(*, at: datetime, store_ids: Collection[int] | None = None) -> WaitingParcels:
    """How many parcels of paid orders wait, in one count.

    Args:
        store_ids: of these stores only; None for all.
    """
    waiting = Shipment.objects.filter(order__fulfillment__status=FulfillmentStatus.OPEN, status__in=ALLOCATED)
    if store_ids is not None:
        waiting = waiting.filter(store_id__in=store_ids)
    counted = waiting.aggregate(
        to_pack=Count("pk", filter=Q(status=ShipmentStatus.TO_PACK)),
        packed=Count("pk", filter=Q(status=ShipmentStatus.PACKED)),
        late=Count("pk", filter=Q(order__fulfillment__due_at__lt=at)),
    )
    return WaitingParcels(**counted)


def get_to_ship(shipment_uid: UUID) -> ToShip:
    """One parcel with its order.

    Raises:
        ShipmentNotFound.
    """
    shipment = _shipments().filter(uid=shipment_uid).first()
    if shipment is None:
        raise ShipmentNotFound(field="shipment_uid")
    return _work(shipment)


def _shipments() -> QuerySet[Shipment]:
    lines = ShipmentLine.objects.select_related("order_line__variant").order_by("order_line__position")
    related = ("store", "order__store", "order__fulfillment__delivery")
    return Shipment.objects.select_related(*related).prefetch_related(Prefetch("lines", lines))


def _work(shipment: Shipment) -> ToShip:
    order = shipment.order
    fulfillment: Fulfillment = order.fulfillment
    return ToShip(
        parcel=_parcel(shipment),
        order_uid=order.uid,
        order_number=order.number,
        order_status=order.status,
        language=order.language,
        placed_at=order.placed_at,
        due_at=fulfillment.due_at,
        time_zone=order.store.time_zone,
        wanted=wanted_of(fulfillment.delivery),
        buyer_note=order.buyer_note,
        is_gift=order.is_gift,
        gift_message=order.gift_message,
    )


def _parcel(shipment: Shipment) -> Parcel:
    return Parcel(
        uid=shipment.uid,
        status=shipment.status,
        status_words=str(ShipmentStatus(shipment.status).label),
        store_id=shipment.store_id,
        store_code=shipment.store.code,
        store_name=shipment.store.name,
        carrier=shipment.carrier,
        tracking_number=shipment.tracking_number,
        reject_reason=shipment.reject_reason,
        note=shipment.note,
        made_at=shipment.made_at,
        packed_at=shipment.packed_at,
        shipped_at=shipment.shipped_at,
        lines=tuple(
            ParcelLine(
                line_uid=line.order_line.uid,
                sku=line.order_line.variant.sku,
                gtin=line.order_line.variant.gtin,
                name=line.order_line.name,
                quantity=line.quantity,
            )
            for line in shipment.lines.all()
        ),
    )
