"""Fees: a line of an order that is no goods. It has a price, a tax rate and a place on the receipt, but no stock.

Coupons take nothing off it (`noren.orders.pricing_of.off_goods_only`), and it is not returned.
"""

from django.conf import settings

from noren.catalog.fee_goods import fee_goods
from noren.kernel.ids import uuid7
from noren.kernel.tax import ServiceMode, TaxClass, rate_bp
from noren.orders.errors import GiftWrapNotOffered
from noren.orders.models import Fee
from noren.orders.pricing_of import GoodsLine


def fee_line(fee: Fee, *, price_minor: int, tax_class: TaxClass = TaxClass.STANDARD) -> GoodsLine:
    """A fee as a new line of an order: one piece, at this price in the prices' own mode and the standard rate."""
    sellable = fee_goods(fee.value.replace("_", "-"), words=fee.label, tax_class=tax_class.value)
    return GoodsLine(
        ref=str(uuid7()),
        sellable=sellable,
        quantity=1,
        unit_price_minor=price_minor,
        tax_rate_bp=rate_bp(tax_class, ServiceMode.TAKE_OUT),
        fee=fee.value,
    )


def gift_wrap_line() -> GoodsLine:
    """The wrapping of an order at this deployment's price.

    Raises:
        GiftWrapNotOffered: it wraps nothing.
    """
    if settings.GIFT_WRAP_MINOR is None:
        raise GiftWrapNotOffered(field="gift")
    return fee_line(Fee.GIFT_WRAP, price_minor=settings.GIFT_WRAP_MINOR)
