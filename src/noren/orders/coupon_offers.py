"""What coupons that are offered would do: in a shopper's basket, in a sale at the till, in a hand-over. Only reads."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from noren.catalog.sellable import load_sellable
from noren.coupons.usable import UsableCoupon, sort_out_usable
from noren.kernel.ids import uuid7
from noren.orders.basket import BasketView
from noren.orders.locking import lock_order
from noren.orders.pricing_of import (
    GoodsLine,
    benefits_for,
    deployment_terms,
    goods_of,
    line_to_price,
    load_goods,
    off_goods_only,
)
from noren.orders.reprice import goods_and_standing
from noren.orders.wanted import PlaceOrder, WantedLine
from noren.pricing import Benefit, Goods, Markdown, Quote, explain, quote


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
    terms = _Terms(basket.working_coupon_codes, basket.customer_id, channel, basket.store_code, at)
    if basket.quote is None:
        usable, reasons = terms.sort_out(codes)
        return {code: CouponEffect(0, reasons.get(code, "")) for code in codes if code in {*usable, *reasons}}
    return _effects(_lines_on_sale(basket), [], codes, terms)


def effects_in_sale(
    sale: PlaceOrder, codes: Sequence[str], *, customer_id: int, at: datetime
) -> dict[str, CouponEffect]:
    """The same for goods on the till's list, beside the coupons that work there: the sale's `coupon_codes`.

    What is taken off by hand comes first, as when it is sold.

    Raises:
        As `place_order` for lines.
    """
    terms = _Terms(sale.coupon_codes, customer_id, sale.channel, sale.store_code, at)
    markdowns = [each.priced() for each in sale.markdowns]
    return _effects(_lines_of(sale.lines), [], codes, terms, markdowns=markdowns)


def effects_in_hand_over(
    order_uid: UUID, codes: Sequence[str], *, extra_lines: Sequence[WantedLine], working: Sequence[str], at: datetime
) -> dict[str, CouponEffect]:
    """The same for a pickup with goods added to it, beside the coupons it was ordered with and those that work now.

    What it was ordered with is left out: it is in use. So is everything when its buyer was not proven to be a member.

    Raises:
        OrderNotFound; as `place_order` for lines.
    """
    with transaction.atomic(savepoint=False):
        locked = lock_order(order_uid)
        if not locked.order.is_buyer_proven:
            return {}
        lines, standing = goods_and_standing(locked, _lines_of(extra_lines) if extra_lines else [])
    in_order = {benefit.ref for benefit in standing}
    terms = _Terms(working, locked.order.customer_id, "till", locked.store_code, at)
    return _effects(lines, standing, [code for code in codes if code not in in_order], terms)


@dataclass(frozen=True, slots=True)
class _Terms:
    """Who buys where, and the coupons that work already."""

    working: Sequence[str]
    customer_id: int | None
    channel: str
    store_code: str | None
    at: datetime

    def sort_out(self, codes: Sequence[str]) -> tuple[dict[str, UsableCoupon], dict[str, str]]:
        return sort_out_usable(
            [*self.working, *codes],
            customer_id=self.customer_id,
            channel=self.channel,
            store_code=self.store_code,
            at=self.at,
        )


def _effects(
    lines: Sequence[GoodsLine],
    standing: Sequence[Benefit],
    codes: Sequence[str],
    terms: _Terms,
    *,
    markdowns: Sequence[Markdown] = (),
) -> dict[str, CouponEffect]:
    usable, reasons = terms.sort_out(codes)
    # Asked for all at once: a board of fifty coupons costs the queries of one.
    more = {benefit.ref: benefit for benefit in benefits_for(list(usable.values()), lines)}
    goods = goods_of(lines, [*standing, *more.values()])
    standing = off_goods_only(lines, standing)
    more = {benefit.ref: benefit for benefit in off_goods_only(lines, list(more.values()))}
    in_use = [*standing, *(more[code] for code in terms.working if code in more)]
    now = quote(goods, in_use, deployment_terms(), markdowns)
    applied = {outcome.ref for outcome in now.applied}
    working = [benefit for benefit in in_use if benefit.ref in applied]
    effects = {code: CouponEffect(0, reasons[code]) for code in codes if code in reasons}
    for code in codes:
        if code in applied:
            effects[code] = CouponEffect(0)  # in use already
        elif code in more:
            effects[code] = _effect(now, goods, [*working, more[code]], markdowns)
    return effects


def _lines_of(wanted: Sequence[WantedLine]) -> list[GoodsLine]:
    return [line_to_price(line, sellable) for line, sellable in zip(wanted, load_goods(wanted), strict=True)]


def _lines_on_sale(basket: BasketView) -> list[GoodsLine]:
    sold = [line for line in basket.lines if line.is_on_sale]
    sellables = load_sellable([line.sku for line in sold])
    return [
        line_to_price(WantedLine(uid=uuid7(), sku=line.sku, quantity=line.quantity), sellables[line.sku])
        for line in sold
    ]


def _effect(
    now: Quote, goods: Sequence[Goods], benefits: Sequence[Benefit], markdowns: Sequence[Markdown]
) -> CouponEffect:
    priced = quote(goods, benefits, deployment_terms(), markdowns)
    # One that pushes out a coupon already in use is not offered: the shopper would lose what was promised.
    for skipped in priced.skipped:
        return CouponEffect(0, explain(skipped, currency=settings.CURRENCY))
    return CouponEffect(now.total_minor - priced.total_minor)
