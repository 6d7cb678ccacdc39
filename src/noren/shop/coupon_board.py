"""Coupons for everybody as the shop shows them: whether each can be used, is in the basket, or why not."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from noren.coupons.queries import PublicCoupon, public_coupons
from noren.coupons.usable import sort_out_usable
from noren.orders.basket import BasketView
from noren.orders.coupon_offers import effects_of_coupons

_CHANNEL = "web"
_SHOWN = 8


@dataclass(frozen=True, slots=True)
class OfferedCoupon:
    """One coupon. `refusal` says why it cannot be used now; `saving_minor` is 0 where no basket was asked."""

    coupon: PublicCoupon
    is_in_basket: bool = False
    refusal: str = ""
    saving_minor: int = 0


def coupons_for_visitor(
    *, customer_id: int | None, store_code: str | None, in_basket: Collection[str], at: datetime
) -> list[OfferedCoupon]:
    """What the first page offers, whatever is in the basket: what can be used first, of these what ends first."""
    public = public_coupons(channel=_CHANNEL, customer_id=customer_id, at=at)
    _usable, reasons = sort_out_usable(
        [each.code for each in public], customer_id=customer_id, channel=_CHANNEL, store_code=store_code, at=at
    )
    return _first([OfferedCoupon(each, each.code in in_basket, reasons.get(each.code, "")) for each in public])


def coupons_for_basket(basket: BasketView, *, at: datetime) -> list[OfferedCoupon]:
    """What the basket's page offers beside the coupons that are in it: those that take off most first."""
    public = [
        each
        for each in public_coupons(channel=_CHANNEL, customer_id=basket.customer_id, at=at)
        if each.code not in basket.coupon_codes
    ]
    effects = effects_of_coupons(basket, [each.code for each in public], at=at)
    return _first(
        [
            OfferedCoupon(each, refusal=effects[each.code].refusal, saving_minor=effects[each.code].saving_minor)
            for each in public
            if each.code in effects
        ]
    )


def _first(offered: list[OfferedCoupon]) -> list[OfferedCoupon]:
    """Sorted before it is cut: eight that are refused must not hide a ninth that works."""
    return sorted(offered, key=lambda each: (bool(each.refusal), -each.saving_minor))[:_SHOWN]
