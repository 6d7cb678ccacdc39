"""What coupons that are offered to a shopper would do in the basket. Only reads."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from noren.catalog.sellable import load_sellable
from noren.coupons.usable import sort_out_usable
from noren.kernel.ids import uuid7
from noren.orders.basket import BasketView
from noren.orders.pricing_of import GoodsLine, benefits_for, deployment_terms, goods_of, line_to_price
from noren.orders.wanted import WantedLine
from noren.pricing import Benefit, Goods, explain, quote


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
    effects = {code: CouponEffect(0, reasons[code]) for code in codes if code in reasons}
    lines = _lines_on_sale(basket)
    # Asked for all at once: a board of fifty coupons costs the queries of one.
    benefits = benefits_for(list(usable.values()), lines)
    goods = goods_of(lines, benefits)
    for code in codes:
        if code in usable:
            tried = {*basket.working_coupon_codes, code}
            effects[code] = _effect(basket, goods, [each for each in benefits if each.ref in tried])
    return effects


def _lines_on_sale(basket: BasketView) -> list[GoodsLine]:
    sold = [line for line in basket.lines if line.is_on_sale]
    sellables = load_sellable([line.sku for line in sold])
    return [
        line_to_price(WantedLine(uid=uuid7(), sku=line.sku, quantity=line.quantity), sellables[line.sku])
        for line in sold
    ]


def _effect(basket: BasketView, goods: Sequence[Goods], benefits: Sequence[Benefit]) -> CouponEffect:
    if basket.quote is None:
        return CouponEffect(0)
    priced = quote(goods, benefits, deployment_terms())
    # One that pushes out a coupon already in the basket is not offered: the shopper would lose what was promised.
    for skipped in priced.skipped:
        return CouponEffect(0, explain(skipped, currency=settings.CURRENCY))
    return CouponEffect(basket.quote.total_minor - priced.total_minor)
