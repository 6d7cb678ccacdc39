"""Withdrawal: a use is taken off an order that was undone, or that no longer earns the discount."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import F

from noren.coupons.events import CouponWithdrawn
from noren.coupons.models import Coupon, CustomerUse, Redemption

# A change of a coupon waits for the lock, so that its counters are recounted after the uses have come back.
_WITHDRAW = """
WITH c AS (
    SELECT * FROM coupons_coupon WHERE id IN (SELECT coupon_id FROM coupons_redemption WHERE order_uid = %s)
    FOR KEY SHARE
)
UPDATE coupons_redemption r SET withdrawn_at = %s, is_use_returned = c.is_use_returned AND NOT r.is_over_limit
FROM c
WHERE c.id = r.coupon_id AND r.order_uid = %s AND r.withdrawn_at IS NULL AND (%s OR c.code = ANY(%s))
RETURNING c.id, c.code, c.name, r.customer_id, r.is_use_returned, c.redemption_limit, c.customer_limit
"""


@dataclass(frozen=True, slots=True)
class LiveRedemption:
    """A use that stands on an order, with the rule as it was when it was spent."""

    coupon_id: int
    code: str
    rule: dict[str, object]
    is_for_listed_goods: bool
    discount_minor: int


def live_redemptions(order_uid: UUID) -> list[LiveRedemption]:
    """The uses that stand on an order, in order of the coupon's id."""
    live = Redemption.objects.filter(order_uid=order_uid, withdrawn_at=None).select_related("coupon")
    return [
        LiveRedemption(
            coupon_id=redemption.coupon_id,
            code=redemption.coupon.code,
            rule=redemption.rule,
            is_for_listed_goods=redemption.coupon.is_for_listed_goods,
            discount_minor=redemption.discount_minor,
        )
        for redemption in live.order_by("coupon_id")
    ]


def set_discount(order_uid: UUID, code: str, discount_minor: int) -> None:
    """Write down that a use on an order takes off another amount now, because its lines changed."""
    Redemption.objects.filter(order_uid=order_uid, coupon__code=code, withdrawn_at=None).update(
        discount_minor=discount_minor
    )


def withdraw_coupons(order_uid: UUID, *, at: datetime, codes: Collection[str] | None = None) -> list[CouponWithdrawn]:
    """Take the uses off an order; those whose definition says so may be used again. Safe to repeat.

    One beyond its limit gives nothing back: no counter holds it.

    Args:
        codes: only these; None for all.

    Returns:
        The events, which the caller records with its own.
    """
    with connection.cursor() as cursor:
        cursor.execute(_WITHDRAW, [order_uid, at, order_uid, codes is None, list(codes or ())])
        withdrawn = sorted(cursor.fetchall())
    for coupon_id, _code, _name, customer_id, is_returned, _limit, customer_limit in withdrawn:
        if is_returned and customer_limit is not None and customer_id is not None:
            CustomerUse.objects.filter(coupon_id=coupon_id, customer_id=customer_id).update(
                redeemed_count=F("redeemed_count") - 1
            )
    for coupon_id, _code, _name, _customer_id, is_returned, limit, _customer_limit in withdrawn:
        if is_returned and limit is not None:
            Coupon.objects.filter(pk=coupon_id).update(redeemed_count=F("redeemed_count") - 1)
    return [
        CouponWithdrawn(code=code, name=name, order_uid=order_uid, is_use_returned=is_returned)
        for _id, code, name, _customer_id, is_returned, _limit, _customer_limit in withdrawn
    ]
