"""What staff call orders, by their uids, for pages that show many records of rooms below."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from noren.orders.models import Order, OrderStatus


@dataclass(frozen=True, slots=True)
class OrderName:
    """An order in short; `kept_until` only for a pickup."""

    number: str
    status: str
    status_words: str
    contact_name: str
    kept_until: datetime | None


def names_of_orders(uids: Collection[UUID]) -> dict[UUID, OrderName]:
    """Orders by uid; a uid that is no order's is absent."""
    orders = Order.objects.filter(uid__in=uids)
    columns = ("uid", "number", "status", "contact_name", "fulfillment__kept_until")
    return {
        uid: OrderName(number, status, str(OrderStatus(status).label), contact_name, kept_until)
        for uid, number, status, contact_name, kept_until in orders.values_list(*columns)
    }
