"""The last look before an order: everything the law wants on one page, read from the rooms that will keep it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from noren.orders.basket import BasketLineView, BasketView
from noren.orders.errors import PriceChange
from noren.orders.keeping import kept_until_of
from noren.orders.routing.bring import Offer
from noren.orders.wanted import Contact
from noren.shop.bringing import offer_for_basket
from noren.stores.loading import StoreForOrder, load_store_for_order


@dataclass(frozen=True, slots=True)
class Confirmation:
    """What the page shows.

    Attributes:
        bring: says when what the store lacks is brought there; None when it has all of it.
        due_at: when the goods are promised ready, if the order is placed now.
        kept_until: until when they are kept then, exclusive.
        is_held: whether the goods are kept for this basket at this moment.
    """

    order_uid: UUID
    basket: BasketView
    store: StoreForOrder
    contact: Contact
    due_at: datetime
    kept_until: datetime
    is_held: bool
    bring: Offer | None = None

    @property
    def lacking(self) -> tuple[BasketLineView, ...]:
        """The lines that the store does not have in full."""
        return tuple(line for line in self.basket.lines if (line.available or 0) < line.quantity)


def confirmation_of(basket: BasketView, contact: Contact, *, order_uid: UUID, at: datetime) -> Confirmation:
    """The terms of an order of this basket, if it were placed at this instant.

    Raises:
        StoreNotFound, PickupNotOffered, StoreClosed: the chosen store cannot serve it any more.
    """
    store = load_store_for_order(basket.store_code or "", at=at)
    bring = offer_for_basket(basket, at=at)
    due_at = bring.ready_at if bring else store.pickup_ready_at(at)
    return Confirmation(
        order_uid=order_uid,
        basket=basket,
        store=store,
        contact=contact,
        due_at=due_at,
        kept_until=kept_until_of(store, due_at),
        is_held=basket.held_until is not None and basket.held_until > at,
        bring=bring,
    )


def price_changes(basket: BasketView) -> tuple[PriceChange, ...]:
    """What costs something else than when it was put into the basket."""
    return tuple(
        PriceChange(line.sku, line.name, line.seen_price_minor, line.unit_price_minor)
        for line in basket.lines
        if line.is_on_sale and line.seen_price_minor != line.unit_price_minor
    )
