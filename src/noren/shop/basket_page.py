"""The basket as its page shows it: lines with what is wrong with each, sums, and the stores that have all of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from noren.catalog.queries import cards_by_code
from noren.catalog.views import ProductCard
from noren.orders.basket import BasketLineView, BasketView
from noren.orders.routing.bring import Offer
from noren.shop.bringing import offer_for_basket
from noren.shop.coupon_board import BasketCoupon, OfferedCoupon, coupons_for_basket, coupons_in_basket
from noren.shop.visitor import Place
from noren.stock.coverage import StoreCoverage, stores_for_goods

_SHOWN_STORES = 6


@dataclass(frozen=True, slots=True)
class PageLine:
    """A line and what the shopper must know of it: a refused quantity, another price, too few in the store."""

    line: BasketLineView
    card: ProductCard | None = None
    error: str = ""

    @property
    def is_price_changed(self) -> bool:
        """Whether it costs something else than when it was put in."""
        return self.line.is_on_sale and self.line.seen_price_minor != self.line.unit_price_minor

    @property
    def is_short(self) -> bool:
        """Whether the chosen store has less than is wanted."""
        return self.line.is_on_sale and self.line.available is not None and self.line.available < self.line.quantity


@dataclass(frozen=True, slots=True)
class BasketPage:
    """Everything the page shows. `errors` has words by field: a SKU, `coupon`, `store`, or "" for the whole.

    `basket` is None without goods; `coupons` may be in it all the same. `bring` says when what the chosen store lacks
    can be brought there.
    """

    basket: BasketView | None
    lines: tuple[PageLine, ...] = ()
    stores: tuple[StoreCoverage, ...] = ()
    place: Place | None = None
    errors: Mapping[str, str] = field(default_factory=dict)
    typed_coupon: str = ""
    coupons: tuple[BasketCoupon, ...] = ()
    offers: tuple[OfferedCoupon, ...] = ()
    bring: Offer | None = None

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing in it."""
        return not self.lines

    @property
    def is_price_changed(self) -> bool:
        """Whether any line costs something else than was seen."""
        return any(line.is_price_changed for line in self.lines)

    @property
    def chosen(self) -> StoreCoverage | None:
        """The store that was chosen, if it still offers pickup."""
        return (
            next((store for store in self.stores if store.store_code == self.basket.store_code), None)
            if self.basket
            else None
        )

    @property
    def others(self) -> tuple[StoreCoverage, ...]:
        """Stores besides the chosen one that have all of it."""
        return tuple(store for store in self.stores if store.has_all and store is not self.chosen)


def basket_page(
    basket: BasketView | None,
    *,
    place: Place | None,
    at: datetime,
    errors: Mapping[str, str] | None = None,
    typed_coupon: str = "",
    listed: Sequence[str] = (),
) -> BasketPage:
    """The page of a basket; None is an empty one.

    Args:
        place: where distances to stores are counted from.
        errors: words by field, as `BasketPage.errors`.
        listed: codes of the stores that the page shows already, which stay in this order; empty to look for them.
    """
    errors = errors or {}
    coupons = tuple(coupons_in_basket(basket, at=at)) if basket else ()
    if basket is None or not basket.lines:
        return BasketPage(basket=None, place=place, errors=errors, coupons=coupons)
    stores = stores_for_basket(basket, place=place, at=at, among=listed or None, limit=_SHOWN_STORES)
    cards = cards_by_code({line.product_code for line in basket.lines})
    return BasketPage(
        basket=basket,
        lines=tuple(PageLine(line, cards.get(line.product_code), errors.get(line.sku, "")) for line in basket.lines),
        stores=tuple(sorted(stores, key=lambda each: listed.index(each.store_code)) if listed else stores),
        place=place,
        errors=errors,
        typed_coupon=typed_coupon,
        coupons=coupons,
        offers=tuple(coupons_for_basket(basket, at=at)),
        bring=offer_for_basket(basket, at=at),
    )


def stores_for_basket(
    basket: BasketView, *, place: Place | None, at: datetime, among: Sequence[str] | None = None, limit: int
) -> list[StoreCoverage]:
    """The stores where what is in the basket can be picked up, as `stores_for_goods`."""
    wanted = {line.variant_id: line.quantity for line in basket.lines if line.is_on_sale}
    if not wanted:
        return []
    return stores_for_goods(
        wanted,
        owner_uid=basket.uid,
        near=place.point if place else None,
        chosen=basket.store_code,
        among=among,
        limit=limit,
        at=at,
    )
