"""What coupons that are offered to a shopper would do in the basket. Only reads."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from noren.catalog.sellable import load_sellable
from noren.coupons.usable import UsableCoupon, find_usable, reasons_against
from noren.kernel.ids import uuid7
from noren.orders.basket import BasketView
from noren.orders.pricing_of import GoodsLine, benefits_for, line_to_price, quote_lines
from noren.orders.wanted import WantedLine
from noren.pricing import explain


@dataclass(frozen=True, slots=True)
class CouponEffect:
    """What one more coupon takes off the total, tax included, minor units; or in words why it takes off nothing."""

    saving_minor: int
    refusal: str = ""


def effects_of_coupons(
    basket: BasketView, codes: Sequence[str], *, at: datetime, channel: str = "web"
) -> dict[str, CouponEffect]:
    """What each of these coupons in force would do by itself beside those that work in the basket, by code."""
    who, where = basket.customer_id, basket.store_code
    reasons = reasons_against(codes, customer_id=who, channel=channel, store_code=where, at=at)
    tried = [*basket.working_coupon_codes, *(code for code in codes if code not in reasons)]
    found = find_usable(tried, customer_id=who, channel=channel, store_code=where, at=at)
    usable = {each.code: each for each in found}
    working = [usable[code] for code in basket.working_coupon_codes]
    lines = _lines_on_sale(basket)
    return {
        code: CouponEffect(0, reasons[code]) if code in reasons else _effect(basket, lines, working, usable[code])
        for code in codes
    }


def _lines_on_sale(basket: BasketView) -> list[GoodsLine]:
    sold = [line for line in basket.lines if line.is_on_sale]
    sellables = load_sellable([line.sku for line in sold])
    return [
        line_to_price(WantedLine(uid=uuid7(), sku=line.sku, quantity=line.quantity), sellables[line.sku])
        for line in sold
    ]


def _effect(
    basket: BasketView, lines: Sequence[GoodsLine], working: Sequence[UsableCoupon], coupon: UsableCoupon
) -> CouponEffect:
    if basket.quote is None:
        return CouponEffect(0)
    together = sorted([*working, coupon], key=lambda each: each.id)
    priced = quote_lines(lines, benefits_for(together, lines))
    # One that pushes out a coupon already in the basket is not offered: the shopper would lose what was promised.
    for skipped in priced.skipped:
        return CouponEffect(0, explain(skipped, currency=settings.CURRENCY))
    return CouponEffect(basket.quote.total_minor - priced.total_minor)
