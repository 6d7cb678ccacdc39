"""What staff call orders, by their uids, for pages that show many records of rooms below."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from noren.orders.keeping import last_day_of
from noren.orders.models import Order, Return
from noren.orders.queries import fulfillment_of


@dataclass(frozen=True, slots=True)
class OrderName:
    """An order in short; `last_day` at whose closing time it ends only for a pickup."""

    number: str
    status: str
    status_words: str
    contact_name: str
    last_day: date | None


def names_of_orders(uids: Collection[UUID]) -> dict[UUID, OrderName]:
    """Orders by uid; a uid that is no order's is absent."""
    orders = Order.objects.filter(uid__in=uids).select_related("store", "fulfillment")
    return {
        order.uid: OrderName(
            order.number, order.status, order.get_status_display(), order.contact_name, _last_day(order)
        )
        for order in orders
    }


def numbers_of_returns(uids: Collection[UUID]) -> dict[UUID, str]:
    """Numbers of returns by uid; a uid that is no return's is absent."""
    return dict(Return.objects.filter(uid__in=uids).values_list("uid", "number")) if uids else {}


def _last_day(order: Order) -> date | None:
    fulfillment = fulfillment_of(order)
    if fulfillment is None or fulfillment.kept_until is None:
        return None
    store = order.store
    return last_day_of(fulfillment.kept_until, time_zone=store.time_zone, closing_hour=store.closing_hour)
