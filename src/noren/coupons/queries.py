"""Reads for faces: the coupons a customer has."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from noren.coupons.models import Coupon, CouponKind, CustomerUse, Grant


@dataclass(frozen=True, slots=True)
class MemberCoupon:
    """A coupon that was given to a customer. `uses_left` is None where there is no limit."""

    code: str
    name: str
    rule: dict[str, object]
    valid_until: datetime
    channels: tuple[str, ...]
    store_codes: tuple[str, ...]
    granted_at: datetime
    uses_left: int | None


def coupons_of_customer(customer_id: int, *, at: datetime) -> list[MemberCoupon]:
    """Member coupons that the customer can still use at this instant, those that end first first."""
    grants = (
        Grant.objects.filter(
            customer_id=customer_id,
            coupon__kind=CouponKind.MEMBER,
            coupon__is_active=True,
            coupon__valid_from__lte=at,
            coupon__valid_until__gt=at,
        )
        .select_related("coupon")
        .order_by("coupon__valid_until", "coupon_id", "granted_at")
    )
    used = dict(CustomerUse.objects.filter(customer_id=customer_id).values_list("coupon_id", "redeemed_count"))
    coupons: dict[int, MemberCoupon] = {}
    for grant in grants:
        left = _uses_left(grant.coupon, used.get(grant.coupon_id, 0))
        if left is None or left > 0:
            coupons.setdefault(grant.coupon_id, _member_coupon(grant, left))
    return list(coupons.values())


def _uses_left(coupon: Coupon, used: int) -> int | None:
    lefts = []
    if coupon.customer_limit is not None:
        lefts.append(coupon.customer_limit - used)
    if coupon.redemption_limit is not None:
        lefts.append(coupon.redemption_limit - coupon.redeemed_count)
    return max(0, min(lefts)) if lefts else None


def _member_coupon(grant: Grant, uses_left: int | None) -> MemberCoupon:
    coupon = grant.coupon
    return MemberCoupon(
        code=coupon.code,
        name=coupon.name,
        rule=coupon.rule,
        valid_until=coupon.valid_until,
        channels=tuple(coupon.channels),
        store_codes=tuple(coupon.store_codes),
        granted_at=grant.granted_at,
        uses_left=uses_left,
    )


def coupon_names(codes: Collection[str]) -> dict[str, str]:
    """The names of these coupons by code; unknown codes are absent."""
    return dict(Coupon.objects.filter(code__in=codes).values_list("code", "name")) if codes else {}
