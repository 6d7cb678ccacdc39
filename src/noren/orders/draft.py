"""Drafts: what is asked of an order, priced with its fees and coupons. Nothing is written here."""

from dataclasses import dataclass
from datetime import datetime

from noren.catalog.sellable import Sellable
from noren.coupons.usable import UsableCoupon, find_usable
from noren.orders.errors import GiftWrapNotOffered
from noren.orders.fees import delivery_fee_line, gift_wrap_line
from noren.orders.late.made import Late
from noren.orders.markdowns.give import check_markdowns
from noren.orders.parties import Buyer, find_buyer
from noren.orders.pricing_of import (
    GoodsLine,
    benefits_for,
    check_all_applied,
    check_expected,
    line_to_price,
    load_goods,
    quote_lines,
)
from noren.orders.wanted import PlaceOrder
from noren.pricing import Quote
from noren.stores.loading import StoreForOrder, load_store_for_order


@dataclass(frozen=True, slots=True)
class Draft:
    """An order that is priced and may be written. `late`: it was made elsewhere, and comes here afterwards."""

    wanted: PlaceOrder
    store: StoreForOrder
    sellables: list[Sellable]
    lines: list[GoodsLine]
    coupons: list[UsableCoupon]
    priced: Quote
    buyer: Buyer
    late: Late | None = None

    def goods(self) -> list[GoodsLine]:
        """The lines without fees."""
        return [line for line in self.lines if not line.fee]

    def quantities(self) -> dict[int, int]:
        """Pieces by variant id, two lines of one variant summed."""
        pieces: dict[int, int] = {}
        for line in self.goods():
            pieces[line.sellable.variant_id] = pieces.get(line.sellable.variant_id, 0) + line.quantity
        return pieces

    def names(self) -> dict[int, str]:
        """Words by variant id."""
        return {sellable.variant_id: sellable.name for sellable in self.sellables}


def draft_order(wanted: PlaceOrder, *, at: datetime) -> Draft:
    """Price an order, and check that it costs what the buyer saw.

    Raises as `place_order` does for lines, store, people, coupons and prices.
    """
    draft = price_order(wanted, at=at)
    check_all_applied(draft.priced)
    check_expected(draft.priced, wanted.expected_total_minor, wanted.lines, draft.sellables)
    return draft


def price_order(wanted: PlaceOrder, *, at: datetime) -> Draft:
    """Price an order with its fees; coupons that take nothing off are in the quote's `skipped`.

    Raises as `place_order` does for lines, store, people and coupons that are not usable at all.
    """
    store = load_store_for_order(wanted.store_code, at=at)
    buyer = find_buyer(wanted, at=at)
    sellables = load_goods(wanted.lines)
    lines = [line_to_price(line, sellable) for line, sellable in zip(wanted.lines, sellables, strict=True)]
    if wanted.gift is not None:
        lines.append(_gift_wrap(wanted))
    coupons = find_usable(
        wanted.coupon_codes,
        customer_id=buyer.customer_id if buyer.is_proven else None,
        channel=wanted.channel,
        store_code=store.code,
        at=at,
    )
    benefits = benefits_for(coupons, lines)
    priced = quote_lines(lines, benefits, [markdown.priced() for markdown in wanted.markdowns])
    check_markdowns(
        wanted.markdowns, priced, is_offered=wanted.fulfillment == "counter" and wanted.register_uid is not None
    )
    if wanted.fulfillment == "delivery" and (fee := delivery_fee_line(lines, priced)):
        lines.append(fee)
        priced = quote_lines(lines, benefits)
    return Draft(wanted, store, sellables, lines, coupons, priced, buyer)


def _gift_wrap(wanted: PlaceOrder) -> GoodsLine:
    if wanted.fulfillment == "counter":
        raise GiftWrapNotOffered(field="gift")
    return gift_wrap_line()
