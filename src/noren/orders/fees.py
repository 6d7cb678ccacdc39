"""Fees: a line of an order that is no goods. It has a price, a tax rate and a place on the receipt, but no stock.

Coupons take nothing off it (`noren.orders.pricing_of.off_goods_only`), and it is not returned.
"""

from collections.abc import Sequence

from django.conf import settings

from noren.catalog.fee_goods import fee_goods, sku_of_fee
from noren.kernel.ids import uuid7
from noren.kernel.tax import ServiceMode, TaxClass, rate_bp
from noren.orders.errors import GiftWrapNotOffered
from noren.orders.models import Fee
from noren.orders.pricing_of import GoodsLine
from noren.pricing import Quote


def fee_line(fee: Fee, *, price_minor: int, tax_class: TaxClass = TaxClass.STANDARD) -> GoodsLine:
    """A fee as a new line of an order: one piece, at this price in the prices' own mode and the standard rate."""
    sellable = fee_goods(_code(fee), words=fee.label, tax_class=tax_class.value)
    return GoodsLine(
        ref=str(uuid7()),
        sellable=sellable,
        quantity=1,
        unit_price_minor=price_minor,
        tax_rate_bp=rate_bp(tax_class, ServiceMode.TAKE_OUT),
        fee=fee.value,
    )


def fee_sku(fee: Fee) -> str:
    """The SKU of a fee's line in a quote."""
    return sku_of_fee(_code(fee))


def _code(fee: Fee) -> str:
    return fee.value.replace("_", "-")


def gift_wrap_line() -> GoodsLine:
    """The wrapping of an order at this deployment's price.

    Raises:
        GiftWrapNotOffered: it wraps nothing.
    """
    if settings.GIFT_WRAP_MINOR is None:
        raise GiftWrapNotOffered(field="gift")
    return fee_line(Fee.GIFT_WRAP, price_minor=settings.GIFT_WRAP_MINOR)


def delivery_fee_line(lines: Sequence[GoodsLine], priced: Quote) -> GoodsLine | None:
    """The fee for sending these goods home, by this deployment's settings; None where it is free.

    Args:
        lines: the goods, and other fees, as `priced` quotes them.
    """
    fees = {line.ref for line in lines if line.fee}
    goods_minor = sum(line.total_minor for line in priced.lines if line.ref not in fees)
    free_from = settings.DELIVERY_FREE_FROM_MINOR
    fee_minor = 0 if free_from is not None and goods_minor >= free_from else settings.DELIVERY_FEE_MINOR
    return fee_line(Fee.DELIVERY, price_minor=fee_minor) if fee_minor else None
