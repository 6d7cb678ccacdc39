"""From SKUs and stored lines to quotes: where orders and baskets meet `noren.pricing`."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from django.conf import settings

from noren.catalog.sellable import Sellable, categories_above, load_sellable
from noren.coupons.errors import CouponNotApplicable
from noren.coupons.usable import UsableCoupon, benefits_of
from noren.kernel.money import Rounding
from noren.kernel.tax import ServiceMode, TaxClass, rate_bp
from noren.orders.errors import BasketEmpty, BasketTooLarge, PriceChange, PriceChanged, QuantityInvalid, VariantNotFound
from noren.orders.wanted import MAX_LINES, WantedLine
from noren.pricing import Benefit, Goods, GoodsFilter, Markdown, Quote, Terms, explain, quote
from noren.pricing.basket import MAX_QUANTITY


@cache
def deployment_terms() -> Terms:
    """How this deployment counts, from the settings."""
    return Terms(
        prices_include_tax=settings.PRICES_INCLUDE_TAX,
        tax_rounding=Rounding(settings.TAX_ROUNDING),
        discount_rounding=Rounding.FLOOR,
        points_per_minor=settings.POINTS_PER_MINOR,
    )


def load_goods(lines: Sequence[WantedLine], *, field: str = "lines") -> list[Sellable]:
    """What the lines name, in their order.

    Raises:
        BasketEmpty, BasketTooLarge, QuantityInvalid, VariantNotFound: `field` is `<field>.<place>…`.
    """
    if not lines:
        raise BasketEmpty(field=field)
    if len(lines) > MAX_LINES:
        raise BasketTooLarge(field=field, limit=MAX_LINES)
    for place, line in enumerate(lines):
        if not 1 <= line.quantity <= MAX_QUANTITY:
            raise QuantityInvalid(field=f"{field}.{place}.quantity", limit=MAX_QUANTITY)
    found = load_sellable({line.sku for line in lines})
    for place, line in enumerate(lines):
        if line.sku not in found or not found[line.sku].is_on_sale:
            raise VariantNotFound(field=f"{field}.{place}.sku", sku=line.sku)
    return [found[line.sku] for line in lines]


@dataclass(frozen=True, slots=True)
class GoodsLine:
    """A line on its way to a quote: stored lines bring the price and rate they were sold at. A `fee` is no goods."""

    ref: str
    sellable: Sellable
    quantity: int
    unit_price_minor: int
    tax_rate_bp: int
    fee: str = ""


def line_to_price(line: WantedLine, sellable: Sellable) -> GoodsLine:
    """A new line at today's price and rate."""
    return GoodsLine(
        ref=str(line.uid),
        sellable=sellable,
        quantity=line.quantity,
        unit_price_minor=sellable.price_minor,
        tax_rate_bp=rate_bp(TaxClass(sellable.tax_class), ServiceMode.TAKE_OUT),
    )


def quote_lines(lines: Sequence[GoodsLine], benefits: Sequence[Benefit], markdowns: Sequence[Markdown] = ()) -> Quote:
    """Price lines with benefits, which take nothing off a fee; markdowns are for lines without any."""
    benefits = off_goods_only(lines, benefits)
    return quote(goods_of(lines, benefits), benefits, deployment_terms(), markdowns)


def off_goods_only(lines: Sequence[GoodsLine], benefits: Sequence[Benefit]) -> Sequence[Benefit]:
    """The benefits as they are where a fee stands among the lines: those on all goods are on these goods."""
    if not any(line.fee for line in lines):
        return benefits
    skus = frozenset(line.sellable.sku for line in lines if not line.fee)
    return [
        benefit
        if benefit.rule.goods is not None
        else Benefit(benefit.ref, replace(benefit.rule, goods=GoodsFilter(skus=skus)))
        for benefit in benefits
    ]


def goods_of(lines: Sequence[GoodsLine], benefits: Sequence[Benefit]) -> list[Goods]:
    """What is priced; categories above those of the goods are looked up only if a rule names any."""
    above: Mapping[str, frozenset[str]] = {}
    if any(benefit.rule.goods and benefit.rule.goods.categories for benefit in benefits):
        above = categories_above({line.sellable.category_code for line in lines})
    return [
        Goods(
            ref=line.ref,
            sku=line.sellable.sku,
            product=line.sellable.product_code,
            categories=above.get(line.sellable.category_code) or frozenset((line.sellable.category_code,)),
            quantity=line.quantity,
            unit_price_minor=line.unit_price_minor,
            tax_rate_bp=line.tax_rate_bp,
        )
        for line in lines
    ]


def benefits_for(coupons: Sequence[UsableCoupon], lines: Iterable[GoodsLine]) -> list[Benefit]:
    """The coupons as benefits on these lines."""
    return benefits_of(coupons, {line.sellable.product_code for line in lines}) if coupons else []


def check_all_applied(priced: Quote, *, only: Collection[str] | None = None) -> None:
    """A coupon that the buyer named must take something off.

    Args:
        only: look at these coupons alone; None for all.

    Raises:
        CouponNotApplicable: the first one that does not, with the reason in the active language.
    """
    for skipped in priced.skipped:
        if only is not None and skipped.ref not in only:
            continue
        reason = explain(skipped, currency=settings.CURRENCY)
        raise CouponNotApplicable(field="coupon_codes", coupon=skipped.ref, reason=reason)


def check_expected(
    priced: Quote,
    expected_total_minor: int | None,
    lines: Sequence[WantedLine],
    sellables: Sequence[Sellable],
) -> None:
    """What the buyer saw must be what it costs.

    Raises:
        PriceChanged: a unit price or the total differs, with what changed.
    """
    changes = [
        PriceChange(line.sku, sellable.name, line.seen_price_minor, sellable.price_minor)
        for line, sellable in zip(lines, sellables, strict=True)
        if line.seen_price_minor is not None and line.seen_price_minor != sellable.price_minor
    ]
    expected = priced.total_minor if expected_total_minor is None else expected_total_minor
    if changes or expected != priced.total_minor:
        raise PriceChanged(expected=expected, now=priced.total_minor, changes=changes)
