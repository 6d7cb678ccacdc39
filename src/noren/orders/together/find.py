"""Which orders a till may have open: the pickups of its store, and for goods that come back those of any store."""

from dataclasses import dataclass
from uuid import UUID

from noren.orders.errors import OrderNotFound, OrderOfOtherStore
from noren.orders.queries import visible_orders
from noren.orders.together.models import Doing


@dataclass(frozen=True, slots=True)
class OpenOrder:
    """As much of an order as tills tell each other of."""

    id: int
    uid: UUID
    number: str
    status: str


def find_order(uid: UUID, *, doing: Doing, store_id: int) -> OpenOrder:
    """The order, if a till of the store may have it open for this; one statement.

    Raises:
        OrderNotFound, OrderOfOtherStore.
    """
    columns = ("id", "uid", "number", "status", "store_id", "store__name")
    found = visible_orders().filter(uid=uid).values_list(*columns).first()
    if found is None:
        raise OrderNotFound(field="order_uid")
    *known, own_store_id, store_name = found
    if doing != Doing.RETURN and own_store_id != store_id:
        raise OrderOfOtherStore(store=store_name, field="order_uid")
    return OpenOrder(*known)
