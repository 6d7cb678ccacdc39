"""Changing an order that is delivered home, before it is packed: its parcels and its fee follow its goods."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from noren.orders.fees import delivery_fee_line
from noren.orders.locking import LockedOrder
from noren.orders.models import Fee, OrderLine, OrderStatus, Receipt
from noren.orders.pricing_of import GoodsLine
from noren.orders.reprice import Repriced, goods_and_standing, reprice
from noren.orders.routing.choose import candidates
from noren.orders.routing.rule_sets import rules_in_force
from noren.orders.routing.rules import Part, Plan, choose
from noren.orders.routing.sourcing import lock_goods
from noren.orders.shipping.assign import check_nothing_missing, write_shipments
from noren.orders.shipping.errors import (
    AlreadyPacked,
    DeliveryCouponLost,
    DeliveryFeeComesBack,
    DeliveryPaidBefore,
    ParcelLeft,
    ReceiptStands,
)
from noren.orders.shipping.models import Shipment, ShipmentLine, ShipmentStatus
from noren.orders.shipping.work import shipments_of
from noren.payments.balance import paid_minor
from noren.stock.ledger import Cause
from noren.stock.parcels import allocate_in_stores, release_in_stores


def check_changeable(locked: LockedOrder) -> None:
    """Check that nothing of a locked delivery is packed, and that no till has issued its receipt.

    Raises:
        ParcelLeft, AlreadyPacked, ReceiptStands.
    """
    order = locked.order
    if shipments_of(order.pk, [ShipmentStatus.SHIPPED]):
        raise ParcelLeft
    if shipments_of(order.pk, [ShipmentStatus.PACKED]):
        raise AlreadyPacked(number=order.number)
    if Receipt.objects.filter(order=order).exists():
        raise ReceiptStands(number=order.number)


def check_paid_before_sent(locked: LockedOrder, total_minor: int, *, has_more: bool, has_fee: bool) -> None:
    """Refuse a change after which a delivery that is paid would not be: nobody is asked again before it is sent.

    Args:
        has_more: whether goods were added.
        has_fee: whether the fee comes back; without either it is a coupon that is lost.

    Raises:
        DeliveryPaidBefore, DeliveryFeeComesBack, DeliveryCouponLost.
    """
    order = locked.order
    if order.status != OrderStatus.PLACED or total_minor <= paid_minor(order.uid):
        return
    if has_more:
        raise DeliveryPaidBefore(number=order.number)
    if has_fee:
        raise DeliveryFeeComesBack(number=order.number)
    raise DeliveryCouponLost(number=order.number)


def with_delivery_fee(
    locked: LockedOrder, added: Sequence[GoodsLine], repriced: Repriced
) -> tuple[list[GoodsLine], Repriced]:
    """Have the fee follow the goods: it comes below the amount from which delivery is free, and goes from there on.

    One that stays keeps the price of its day. Answers what is added, and the price of all.
    """
    lines, _coupons = goods_and_standing(locked, added)
    fee = delivery_fee_line(lines, repriced.priced)
    stored = [line for line in locked.lines if line.fee == Fee.DELIVERY and line.quantity]
    if (fee is None) == (not stored):
        return list(added), repriced
    for line in stored:
        line.quantity = 0
    more = [*added, fee] if fee else list(added)
    return more, reprice(locked, more)


def move_pieces(
    locked: LockedOrder,
    fewer: Mapping[OrderLine, int],
    more: Mapping[int, int],
    *,
    cause: Cause,
    names: Mapping[int, str],
) -> tuple[Part, ...]:
    """Take pieces off the parcels of a locked delivery, and allocate others in stores that send parcels.

    Stores that send something of the order already are asked first. What is answered goes into parcels by
    `put_into_parcels` once its lines are written.

    Args:
        fewer: pieces by line.
        more: pieces by variant id, and `names` words for a refusal.

    Raises:
        OutOfStock: not all of `more` can be sent; `field` is `variants.<id>`.
    """
    lock_goods({line.variant_id for line in fewer} | set(more))
    release_in_stores(_take_off(locked, fewer, at=cause.at), cause=cause)
    found = _plan(locked, more, at=cause.at)
    check_nothing_missing(more, found, names)
    allocate_in_stores({part.store_id: part.quantities for part in found.parts}, cause=cause, names=names)
    return found.parts


def put_into_parcels(order_id: int, parts: Sequence[Part], lines: Mapping[OrderLine, int], *, at: datetime) -> None:
    """Put allocated pieces of lines into the parcels of their stores, or into new ones."""
    waiting = {each.store_id: each for each in shipments_of(order_id, [ShipmentStatus.TO_PACK])}
    for made in write_shipments(order_id, tuple(parts), lines, at=at):
        if same := waiting.get(made.store_id):
            _join(made, same, at=at)


def _plan(locked: LockedOrder, goods: Mapping[int, int], *, at: datetime) -> Plan:
    if not goods:
        return Plan((), {})
    sending = {each.store_id for each in shipments_of(locked.order.pk, [ShipmentStatus.TO_PACK])}
    found, rules = candidates(goods, kind="delivery", near=None, at=at), rules_in_force()
    first = choose(goods, [each for each in found if each.store_id in sending], rules)
    rest = choose(first.missing, [each for each in found if each.store_id not in sending], rules)
    return Plan((*first.parts, *rest.parts), rest.missing)


def _take_off(locked: LockedOrder, fewer: Mapping[OrderLine, int], *, at: datetime) -> dict[int, dict[int, int]]:
    """Take pieces off the parcels that are to be packed, the latest first; answer them by store and variant id."""
    taken: dict[int, dict[int, int]] = {}
    left = {line.pk: pieces for line, pieces in fewer.items()}
    rows = ShipmentLine.objects.select_related("shipment", "order_line").filter(
        shipment__order=locked.order, shipment__status=ShipmentStatus.TO_PACK, order_line__in=left
    )
    for row in rows.order_by("-shipment_id", "pk"):
        pieces = min(row.quantity, left[row.order_line_id])
        if not pieces:
            continue
        left[row.order_line_id] -= pieces
        of_store, variant_id = taken.setdefault(row.shipment.store_id, {}), row.order_line.variant_id
        of_store[variant_id] = of_store.get(variant_id, 0) + pieces
        if pieces == row.quantity:
            row.delete()
        else:
            ShipmentLine.objects.filter(pk=row.pk).update(quantity=row.quantity - pieces)
    assert not any(left.values()), "what is not parked is in parcels"
    empty = Shipment.objects.filter(order=locked.order, status=ShipmentStatus.TO_PACK, lines=None)
    empty.update(status=ShipmentStatus.CANCELED, changed_at=at)
    return taken


def _join(made: Shipment, same: Shipment, *, at: datetime) -> None:
    """Put everything of a new parcel into another one of the same store."""
    there = {line.order_line_id: line for line in same.lines.all()}
    for line in made.lines.all():
        if row := there.get(line.order_line_id):
            ShipmentLine.objects.filter(pk=row.pk).update(quantity=row.quantity + line.quantity)
        else:
            ShipmentLine.objects.filter(pk=line.pk).update(shipment=same)
    made.delete()
    Shipment.objects.filter(pk=same.pk).update(changed_at=at)
