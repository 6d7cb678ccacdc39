"""What may be changed of an order: who may, when, and how many pieces. Nothing is written here."""

from collections.abc import Sequence
from uuid import UUID

from django.conf import settings

from noren.orders.change_wanted import ChangeOrder
from noren.orders.errors import (
    BasketTooLarge,
    ChangeNotOffered,
    LineChanged,
    LineNotFound,
    OnlyFewer,
    OrderNotChangeable,
    QuantityInvalid,
    ReasonMissing,
)
from noren.orders.locking import LockedOrder, check_open
from noren.orders.models import Fee, FulfillmentKind, OrderLine, OrderStatus
from noren.orders.pricing_of import GoodsLine
from noren.orders.shipping.change import check_changeable
from noren.orders.wanted import MAX_LINES
from noren.pricing.basket import MAX_QUANTITY


def check_may(locked: LockedOrder, wanted: ChangeOrder) -> None:
    """Check that the order is not picked yet, and that buyers may change it if a buyer asks.

    Raises:
        OrderNotChangeable, AlreadyHandedOver, OrderExpired, OrderEnded; AlreadyPacked, ParcelLeft, ReceiptStands;
        ChangeNotOffered.
    """
    order, kind = locked.order, locked.fulfillment.kind
    is_delivery = kind == FulfillmentKind.DELIVERY
    if is_delivery and order.status in {OrderStatus.PLACED, OrderStatus.COMPLETED}:
        check_changeable(locked)
    elif kind == FulfillmentKind.COUNTER or order.status != OrderStatus.AWAITING_PAYMENT:
        check_open(order, locked.fulfillment)
    if order.status == OrderStatus.READY:
        raise OrderNotChangeable(number=order.number)
    if wanted.by == "customer" and settings.BUYER_CHANGES == "none":
        raise ChangeNotOffered


def kept_lines(locked: LockedOrder, wanted: ChangeOrder) -> dict[UUID, str]:
    """Give the named lines their new quantities, in memory; answer the reason of each.

    Raises:
        LineNotFound, QuantityInvalid, LineChanged, ReasonMissing, OnlyFewer: `field` is `lines.<place>…`.
    """
    lines = {line.uid: line for line in locked.lines}
    if wanted.by == "customer" and settings.BUYER_CHANGES != "any" and wanted.added:
        raise OnlyFewer(field="added")
    reasons = {}
    for place, change in enumerate(wanted.lines):
        line = lines.get(change.uid)
        if line is None or change.uid in reasons:
            raise LineNotFound(field=f"lines.{place}.uid", number=locked.order.number)
        reason = change.reason.strip() or wanted.reason.strip()
        _check_line(line, change.quantity, change.seen_quantity, place=place)
        _check_by(line, change.quantity, wanted, reason=reason, place=place)
        line.quantity = change.quantity
        reasons[change.uid] = reason
    return reasons


def _check_line(line: OrderLine, quantity: int, seen: int | None, *, place: int) -> None:
    field = f"lines.{place}.quantity"
    most = min(1, line.quantity) if line.fee else MAX_QUANTITY
    least = most if line.fee == Fee.DELIVERY else 0  # it follows the goods
    if not least <= quantity <= most:
        raise QuantityInvalid(field=field, limit=most)
    if seen is not None and seen != line.quantity:
        raise LineChanged(field=field, name=line.name, now=line.quantity, seen=seen)


def _check_by(line: OrderLine, quantity: int, wanted: ChangeOrder, *, reason: str, place: int) -> None:
    if wanted.by == "customer" and settings.BUYER_CHANGES != "any" and quantity > line.quantity:
        raise OnlyFewer(field=f"lines.{place}.quantity")
    if wanted.by == "staff" and quantity < line.quantity and not reason:
        raise ReasonMissing(field=f"lines.{place}.reason")


def check_amount(locked: LockedOrder, added: Sequence[GoodsLine]) -> None:
    """Check that an order still holds what it is to hold.

    Raises:
        QuantityInvalid, BasketTooLarge.
    """
    for line in locked.lines:
        if line.quantity > MAX_QUANTITY:
            raise QuantityInvalid(field="added", limit=MAX_QUANTITY)
    if sum(1 for line in locked.lines if line.quantity) + len(added) > MAX_LINES:
        raise BasketTooLarge(field="added", limit=MAX_LINES)


def goods_before(locked: LockedOrder) -> list[list[str | int]]:
    """All goods as they were ordered before a change: what a placing that is sent again is compared with.

    A line that was found short counts with what was ordered of it.
    """
    return [[line.variant.sku, line.ordered_quantity] for line in locked.lines if not line.fee]
