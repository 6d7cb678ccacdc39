"""What coupons that are offered to a shopper would do in the basket. Only reads."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from noren.catalog.sellable import load_sellable
from noren.coupons.usable import UsableCoupon, sort_out_usable
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
    """What each of these coupons would do by itself beside those that work in the basket, by code.

    A code of no coupon in force is left out.
    """
    usable, reasons = sort_out_usable(
        [*basket.working_coupon_codes, *codes],
        customer_id=basket.customer_id,
        channel=channel,
        store_code=basket.store_code,
        at=at,
    )
    working = [usable[code] for code in basket.working_coupon_codes if code in usable]
    lines = _lines_on_sale(basket)
    effects = {code: CouponEffect(0, reasons[code]) for code in codes if code in reasons}
    return effects | {code: _effect(basket, lines, working, usable[code]) for code in codes if code in usable}


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
