"""Baskets as the API tells them."""

from noren.api.present.orders import quote_out
from noren.api.schemas.baskets import BasketLineOut, BasketOut
from noren.api.schemas.orders import StoreBrief
from noren.api.schemas.quotes import CouponRefused
from noren.orders.basket import BasketView


def basket_out(basket: BasketView) -> BasketOut:
    """A basket as it stands."""
    refused = [
        CouponRefused(code=code, reason="coupon_not_applicable", message=reason)
        for code, reason in basket.coupon_refusals
    ]
    names = {line.sku: line.name for line in basket.lines}
    return BasketOut(
        uid=basket.uid,
        store=StoreBrief(code=basket.store_code, name=basket.store_name or "") if basket.store_code else None,
        lines=[BasketLineOut.model_validate(line) for line in basket.lines],
        coupon_codes=list(basket.coupon_codes),
        refused_coupons=refused,
        quote=quote_out(basket.quote, names, coupon_names={}) if basket.quote else None,
        is_orderable=basket.is_orderable,
        held_until=basket.held_until,
    )
