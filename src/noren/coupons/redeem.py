"""Redemption: the only code that spends a coupon's uses. Called last before the commit, so that a counter that
everybody wants is locked for the shortest time."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.backends.utils import CursorWrapper

from noren.coupons.errors import CouponExhausted, CouponUsedByCustomer
from noren.coupons.usable import UsableCoupon
from noren.kernel.ids import uuid7

# A coupon may be changed while an order is priced: the limits are read again under a lock that a change waits for.
_INSERT = """
WITH c AS (SELECT id, redemption_limit, customer_limit FROM coupons_coupon WHERE id = ANY(%s) FOR KEY SHARE)
INSERT INTO coupons_redemption (uid, coupon_id, customer_id, order_uid, discount_minor, rule, channel, store_id,
                                redeemed_at, is_use_returned, source)
VALUES """
_ROW = "(%s, %s, %s, %s, %s, %s::jsonb, %s, %s, %s, false, %s)"
_LIMITS = """
RETURNING coupon_id, (SELECT redemption_limit FROM c WHERE c.id = coupon_id),
          (SELECT customer_limit FROM c WHERE c.id = coupon_id)
"""
_TAKE_OF_CUSTOMER = """
INSERT INTO coupons_customeruse AS u (coupon_id, customer_id, redeemed_count, customer_limit)
SELECT %(coupon)s, %(customer)s, 1, %(limit)s WHERE %(limit)s > 0
ON CONFLICT (coupon_id, customer_id) DO UPDATE
SET redeemed_count = u.redeemed_count + 1, customer_limit = excluded.customer_limit
WHERE u.redeemed_count < excluded.customer_limit
"""
_TAKE = """
UPDATE coupons_coupon SET redeemed_count = redeemed_count + 1
WHERE id = %s AND (redemption_limit IS NULL OR redeemed_count < redemption_limit)
"""


def redeem_coupons(
    coupons: Sequence[UsableCoupon],
    discounts: Mapping[str, int],
    *,
    order_uid: UUID,
    customer_id: int | None,
    channel: str,
    store_id: int,
    at: datetime,
    source: str,
) -> None:
    """Spend one use of each coupon on an order.

    Args:
        coupons: in order of their id, which is the order the counters are taken in.
        discounts: what each takes off, minor units, by code.

    Raises:
        CouponExhausted: the last use in all is spent.
        CouponUsedByCustomer: the customer's last use is spent.
    """
    if not coupons:
        return
    values: list[UUID | int | str | datetime | None] = []
    for coupon in coupons:
        values += [uuid7(), coupon.id, customer_id, order_uid, discounts[coupon.code], coupon.rule_text]
        values += [channel, store_id, at, source]
    with connection.cursor() as cursor:
        ids = [coupon.id for coupon in coupons]
        cursor.execute(_INSERT + ", ".join([_ROW] * len(coupons)) + _LIMITS, [ids, *values])
        limits = {coupon_id: (in_all, of_customer) for coupon_id, in_all, of_customer in cursor.fetchall()}
        coupons = [_with_limits(coupon, *limits[coupon.id]) for coupon in coupons]
        for coupon in coupons:
            if coupon.customer_limit is not None and customer_id is not None:
                _take_of_customer(cursor, coupon, customer_id)
        for coupon in coupons:
            if coupon.redemption_limit is not None:
                cursor.execute(_TAKE, [coupon.id])
                if cursor.rowcount == 0:
                    raise CouponExhausted(field="coupon_codes", coupon=coupon.code, limit=coupon.redemption_limit)


def _with_limits(coupon: UsableCoupon, in_all: int | None, of_customer: int | None) -> UsableCoupon:
    return replace(coupon, redemption_limit=in_all, customer_limit=of_customer)


def _take_of_customer(cursor: CursorWrapper, coupon: UsableCoupon, customer_id: int) -> None:
    values = {"coupon": coupon.id, "customer": customer_id, "limit": coupon.customer_limit}
    cursor.execute(_TAKE_OF_CUSTOMER, values)
    if cursor.rowcount == 0:
        raise CouponUsedByCustomer(field="coupon_codes", coupon=coupon.code, limit=coupon.customer_limit or 0)
