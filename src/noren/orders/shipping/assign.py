"""Assigning: which stores send an order, with the goods allocated there and a shipment for each."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from noren.kernel.ids import uuid7
from noren.kernel.rows import insert_row
from noren.orders.models import Fulfillment, OrderLine
from noren.orders.routing.choose import Part, Plan, plan
from noren.orders.shipping.models import Delivery, Shipment, ShipmentLine, ShipmentStatus
from noren.orders.shipping.wanted import WantedDelivery
from noren.stock.errors import OutOfStock
from noren.stock.ledger import Cause
from noren.stock.parcels import allocate_in_stores


def allocate_parcels(
    goods: Mapping[int, int], *, cause: Cause, names: Mapping[int, str], holder_uid: UUID | None = None
) -> Plan:
    """Choose stores for all of the goods and allocate them there, or refuse; answer what was promised where.

    The plan is made without locks and checked under them: when somebody was quicker it is made once more.

    Args:
        goods: pieces by variant id.
        names: words for a refusal, by variant id.
        holder_uid: the basket, whose own holds count as free.

    Raises:
        OutOfStock: not all of it can be sent; `field` is `variants.<id>`.
    """
    found = _planned(goods, names, holder_uid, at=cause.at)
    try:
        with transaction.atomic():  # a lost race gives its locks back before others are taken
            allocate_in_stores(_by_store(found), cause=cause, names=names, holder_uid=holder_uid)
    except OutOfStock:
        found = _planned(goods, names, holder_uid, at=cause.at)
        allocate_in_stores(_by_store(found), cause=cause, names=names, holder_uid=holder_uid)
    return found


def allocate_what_there_is(
    goods: Mapping[int, int], *, cause: Cause, names: Mapping[int, str], not_stores: frozenset[int] = frozenset()
) -> Plan:
    """Allocate in stores that send parcels what they have of the goods, and leave the rest in `missing`.

    The caller holds the levels of the goods in all stores (`lock_goods`).
    """
    found = plan(goods, kind="delivery", near=None, not_stores=not_stores, at=cause.at)
    allocate_in_stores(_by_store(found), cause=cause, names=names)
    return found


def check_nothing_missing(goods: Mapping[int, int], found: Plan, names: Mapping[int, str]) -> None:
    """Check that a plan serves all of the goods.

    Raises:
        OutOfStock: `field` is `variants.<id>`.
    """
    for variant_id, missing in found.missing.items():
        field, wanted = f"variants.{variant_id}", goods[variant_id]
        raise OutOfStock(field=field, name=names[variant_id], wanted=wanted, available=wanted - missing)


def _planned(goods: Mapping[int, int], names: Mapping[int, str], holder_uid: UUID | None, *, at: datetime) -> Plan:
    found = plan(goods, kind="delivery", near=None, holder_uid=holder_uid, at=at)
    check_nothing_missing(goods, found, names)
    return found


def _by_store(found: Plan) -> dict[int, Mapping[int, int]]:
    return {part.store_id: part.quantities for part in found.parts}


def write_delivery(fulfillment: Fulfillment, wanted: WantedDelivery) -> None:
    """Keep where and when the order is wanted."""
    address = wanted.address
    insert_row(
        Delivery(
            fulfillment=fulfillment,
            name=address.name,
            postal_code=address.postal_code,
            prefecture=address.prefecture,
            city=address.city,
            line1=address.line1,
            line2=address.line2,
            phone=address.phone,
            wanted_on=wanted.day,
            slot=wanted.slot,
        )
    )


def write_shipments(
    order_id: int, parts: tuple[Part, ...], lines: Mapping[OrderLine, int], *, at: datetime
) -> list[Shipment]:
    """Write the parcels of a plan for pieces of an order's lines.

    Args:
        lines: how many pieces of each line the plan is for.
    """
    left, made = dict(lines), list[Shipment]()
    for part in parts:
        made.append(write_shipment(order_id, part.store_id, _take(left, part.quantities), at=at))
    return made


def write_shipment(order_id: int, store_id: int, lines: Mapping[OrderLine, int], *, at: datetime) -> Shipment:
    """Write one parcel with its lines, to be packed."""
    status = ShipmentStatus.TO_PACK
    shipment = Shipment(uid=uuid7(), order_id=order_id, store_id=store_id, status=status, made_at=at, changed_at=at)
    insert_row(shipment)
    ShipmentLine.objects.bulk_create(
        ShipmentLine(shipment=shipment, order_line=line, quantity=quantity) for line, quantity in lines.items()
    )
    return shipment


def _take(left: dict[OrderLine, int], quantities: Mapping[int, int]) -> dict[OrderLine, int]:
    """Take a store's pieces from the lines that want them, the first lines first."""
    taken: dict[OrderLine, int] = {}
    for variant_id, pieces in quantities.items():
        for line in [each for each in left if each.variant_id == variant_id]:
            part = min(pieces, left[line])
            if part:
                taken[line] = part
                left[line] -= part
                pieces -= part
    return taken
