"""The slip of a pickup: what goes with the goods from the shelf to the counter, and lies with them there until then."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from noren.orders.errors import OrderNotFound
from noren.orders.names import names_of_orders
from noren.orders.notes import notes_of_order
from noren.orders.queries import get_order
from noren.stock.places import places_of_goods


@dataclass(frozen=True, slots=True)
class SlipLine:
    """Goods to fetch: `places` are where they stood when they were counted last; `awaited` of the pieces are not here.

    `code` is what their barcode says: the barcode number, else the SKU.
    """

    name: str
    sku: str
    code: str
    places: tuple[str, ...]
    quantity: int
    awaited: int


@dataclass(frozen=True, slots=True)
class PickupSlip:
    """A pickup as it is printed. `last_day` is the last day on which it is kept; `notes` are those of staff."""

    order_uid: UUID
    number: str
    pickup_code: str
    store_name: str
    contact_name: str
    placed_at: datetime
    due_at: datetime | None
    last_day: date | None
    total_minor: int
    due_minor: int
    buyer_note: str
    is_gift: bool
    gift_message: str
    notes: tuple[str, ...]
    lines: tuple[SlipLine, ...]

    @property
    def pieces(self) -> int:
        """How many pieces there are to hand over."""
        return sum(line.quantity for line in self.lines)


def pickup_slip(order_uid: UUID) -> PickupSlip:
    """The slip of a pickup as it stands now; printing it counts nothing, and says the same as often as it is done.

    Raises:
        OrderNotFound: no order has this uid, or it is no pickup.
    """
    order = get_order(order_uid)
    if not order.pickup_code:
        raise OrderNotFound(field="order_uid")
    goods = [line for line in order.lines if line.quantity and not line.fee]
    places = places_of_goods(order.store.id, [line.sku for line in goods])
    return PickupSlip(
        order_uid=order.uid,
        number=order.number,
        pickup_code=order.pickup_code,
        store_name=order.store.name,
        contact_name=order.contact_name,
        placed_at=order.placed_at,
        due_at=order.due_at,
        last_day=names_of_orders([order.uid])[order.uid].last_day,
        total_minor=order.total_minor,
        due_minor=order.due_minor,
        buyer_note=order.buyer_note,
        is_gift=order.is_gift,
        gift_message=order.gift_message,
        notes=tuple(note.text for note in notes_of_order(order.uid)),
        lines=tuple(
            SlipLine(
                name=line.name,
                sku=line.sku,
                code=line.gtin or line.sku,
                places=places.get(line.sku, ()),
                quantity=line.quantity,
                awaited=line.awaited_quantity,
            )
            for line in goods
        ),
    )
