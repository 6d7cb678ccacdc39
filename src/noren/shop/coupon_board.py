"""Coupons as the shop shows them: those for everybody, and those in the basket with what each takes off or why not."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from noren.coupons.queries import KnownCoupon, PublicCoupon, known_coupons, public_coupons
from noren.coupons.usable import sort_out_usable
from noren.kernel.errors import NorenError
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


@dataclass(frozen=True, slots=True)
class BasketCoupon:
    """A coupon that was put in; `coupon` is None when there is none with its code any more.

    `refusal` says why it takes nothing off; both it and `taken_minor` are empty while the basket has no goods.
    """

    code: str
    coupon: KnownCoupon | None
    refusal: str = ""
    taken_minor: int = 0

    @property
    def name(self) -> str:
        """What it is called."""
        return self.coupon.name if self.coupon else self.code


def coupons_in_basket(basket: BasketView, *, at: datetime) -> list[BasketCoupon]:
    """The coupons that were put in, in that order."""
    known = known_coupons(basket.coupon_codes, customer_id=basket.customer_id, at=at)
    refusals = dict(basket.coupon_refusals)
    taken = _taken(basket)
    return [
        BasketCoupon(code, known.get(code), refusals.get(code, ""), taken.get(code, 0)) for code in basket.coupon_codes
    ]


def refusal_by_name(refusal: NorenError, coupons: Collection[BasketCoupon]) -> str:
    """Why a coupon was refused, in words that name it as the shopper knows it, by name instead of code."""
    named = {each.code: each.name for each in coupons}
    code = str(refusal.details.get("coupon", ""))
    return str(refusal.words) % {**refusal.details, "coupon": named.get(code, code)}


def _taken(basket: BasketView) -> Mapping[str, int]:
    return {applied.ref: applied.discount_minor for applied in basket.quote.applied} if basket.quote else {}


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
