"""What placing an order answers."""

from datetime import datetime

from noren.orders.models import Order, OrderStatus
from noren.orders.wanted import PlacedOrder
from noren.payments.cash import Taken


def placed_of(
    order: Order,
    *,
    pickup_code: str | None = None,
    due_at: datetime | None = None,
    kept_until: datetime | None = None,
    taken: Taken | None = None,
    receipt_number: str | None = None,
) -> PlacedOrder:
    """An order that was just placed, with what only its kind has."""
    return PlacedOrder(
        uid=order.uid,
        number=order.number,
        status=order.status,
        total_minor=order.total_minor,
        discount_minor=order.discount_minor,
        tax_minor=order.tax_minor,
        points=order.points,
        pickup_code=pickup_code,
        due_at=due_at,
        kept_until=kept_until,
        change_minor=taken.change_minor if taken else None,
        receipt_number=receipt_number,
        pay_until=order.pay_until if order.status == OrderStatus.AWAITING_PAYMENT else None,
    )
