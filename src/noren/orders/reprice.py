"""Repricing: the totals of an order after its lines changed, by the same quote that placed it.

Stored lines keep the price and rate they were sold at, and coupons the rule they were redeemed by.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import connection

from noren.catalog.sellable import Sellable
from noren.coupons.events import CouponWithdrawn
from noren.coupons.usable import UsableCoupon, benefits_of
from noren.coupons.withdraw import LiveRedemption, live_redemptions, set_discount, withdraw_coupons
from noren.orders.locking import LockedOrder
from noren.orders.models import FulfillmentKind, Order, OrderLine
from noren.orders.pricing_of import GoodsLine, benefits_for, quote_lines
from noren.orders.write import taxes_of
from noren.payments.balance import Balance, balance
from noren.pricing import Benefit, Quote, Rule

_REWRITE = """
UPDATE orders_orderline l
SET quantity = c.quantity, discount_minor = c.discount, total_minor = c.total, discounts = c.discounts
FROM unnest(%s::bigint[], %s::int[], %s::bigint[], %s::bigint[], %s::jsonb[])
    AS c (id, quantity, discount, total, discounts)
WHERE l.id = c.id
"""


@dataclass(frozen=True, slots=True)
class Repriced:
    """A new quote for an order: over its lines that still have pieces, and extra lines."""

    priced: Quote
    lost_codes: tuple[str, ...]


def reprice(locked: LockedOrder, extra: Sequence[GoodsLine] = (), coupons: Sequence[UsableCoupon] = ()) -> Repriced:
    """Quote the order as it stands with extra goods and coupons; nothing is written.

    Coupons of the order that no longer take anything off are named in `lost_codes`.
    """
    lines, standing = goods_and_standing(locked, extra)
    priced = quote_lines(lines, [*standing, *benefits_for(coupons, lines)])
    applied = {outcome.ref for outcome in priced.applied}
    lost = tuple(benefit.ref for benefit in standing if benefit.ref not in applied)
    return Repriced(priced, lost)


def reprice_short(locked: LockedOrder) -> Repriced:
    """Quote the order after the shop took pieces off it; nothing is written.

    What is delivered is paid before it is sent, and nobody is asked for more because a store lacks goods: where the
    order would come to more without a coupon that it no longer earns, its coupons stand whatever it comes to.
    """
    repriced = reprice(locked)
    is_delivery = locked.fulfillment.kind == FulfillmentKind.DELIVERY
    if not is_delivery or repriced.priced.total_minor <= locked.order.total_minor:
        return repriced
    lines, standing = goods_and_standing(locked, ())
    kept = [replace(benefit, rule=replace(benefit.rule, minimum_minor=0)) for benefit in standing]
    priced = quote_lines(lines, kept)
    applied = {outcome.ref for outcome in priced.applied}
    return Repriced(priced, tuple(benefit.ref for benefit in kept if benefit.ref not in applied))


def goods_and_standing(locked: LockedOrder, extra: Sequence[GoodsLine]) -> tuple[list[GoodsLine], list[Benefit]]:
    """The order's goods as they stand with extra ones, and the coupons it was ordered with as benefits on them."""
    lines = [*_stored(locked.lines), *extra]
    return lines, _frozen(live_redemptions(locked.order.uid), locked.lines, lines)


def write_totals(locked: LockedOrder, priced: Quote, *, points: int, at: datetime) -> Balance:
    """Write the quote into the stored lines and the order; what was paid above it goes back, what is missing is due."""
    write_amounts(locked, priced, points=points)
    return balance(locked.order.uid, owed_minor=priced.total_minor, reason="repriced", at=at)


def write_amounts(locked: LockedOrder, priced: Quote, *, points: int) -> None:
    """Write the quote into the stored lines and the order, and leave the money to the caller."""
    by_ref = {line.ref: line for line in priced.lines}
    with connection.cursor() as cursor:
        quoted = [(line, by_ref.get(str(line.uid))) for line in locked.lines]
        cursor.execute(
            _REWRITE,
            [
                [line.pk for line, _quote in quoted],
                [line.quantity for line, _quote in quoted],
                [quote.discount_minor if quote else 0 for _line, quote in quoted],
                [quote.total_minor if quote else 0 for _line, quote in quoted],
                [json.dumps([list(part) for part in quote.discounts] if quote else []) for _line, quote in quoted],
            ],
        )
    order = locked.order
    order.goods_minor = priced.goods_minor
    order.discount_minor = priced.discount_minor
    order.tax_minor = priced.tax_minor
    order.total_minor = priced.total_minor
    order.taxes = taxes_of(priced)
    order.points = points
    Order.objects.filter(pk=order.pk).update(
        goods_minor=order.goods_minor,
        discount_minor=order.discount_minor,
        tax_minor=order.tax_minor,
        total_minor=order.total_minor,
        taxes=order.taxes,
        points=order.points,
    )


def follow_coupons(locked: LockedOrder, repriced: Repriced, *, at: datetime) -> list[CouponWithdrawn]:
    """Write what each standing coupon takes off now, and withdraw those that take off nothing."""
    now = {outcome.ref: outcome.discount_minor for outcome in repriced.priced.applied}
    for redemption in live_redemptions(locked.order.uid):
        if redemption.code in now and now[redemption.code] != redemption.discount_minor:
            set_discount(locked.order.uid, redemption.code, now[redemption.code])
    if not repriced.lost_codes:
        return []
    return withdraw_coupons(locked.order.uid, codes=repriced.lost_codes, at=at)


def _stored(lines: Sequence[OrderLine]) -> list[GoodsLine]:
    return [
        GoodsLine(
            ref=str(line.uid),
            sellable=Sellable(
                variant_id=line.variant_id,
                sku=line.variant.sku,
                name=line.name,
                price_minor=line.unit_price_minor,
                product_code=line.variant.product.code,
                tax_class=line.variant.product.tax_class,
                category_code=line.variant.product.category.code,
                is_on_sale=True,
            ),
            quantity=line.quantity,
            unit_price_minor=line.unit_price_minor,
            tax_rate_bp=line.tax_rate_bp,
            fee=line.fee,
        )
        for line in lines
        if line.quantity
    ]


def _frozen(
    standing: Sequence[LiveRedemption], stored: Sequence[OrderLine], lines: Sequence[GoodsLine]
) -> list[Benefit]:
    """The redeemed coupons as benefits; the catalog may have moved goods meanwhile, which lose no coupon by that."""
    coupons = [
        UsableCoupon(
            id=redemption.coupon_id,
            code=redemption.code,
            name="",
            rule_text=json.dumps(redemption.rule, sort_keys=True),
            is_for_listed_goods=redemption.is_for_listed_goods,
            redemption_limit=None,
            customer_limit=None,
        )
        for redemption in standing
    ]
    benefits = benefits_of(coupons, {line.sellable.product_code for line in lines})
    return [Benefit(benefit.ref, _also_for(benefit.rule, _discounted(stored, benefit.ref))) for benefit in benefits]


def _discounted(lines: Sequence[OrderLine], code: str) -> frozenset[str]:
    """The SKUs that a coupon takes something off."""
    return frozenset(line.variant.sku for line in lines if any(ref == code for ref, _minor in line.discounts))


def _also_for(rule: Rule, skus: frozenset[str]) -> Rule:
    return replace(rule, goods=replace(rule.goods, skus=rule.goods.skus | skus)) if rule.goods else rule
