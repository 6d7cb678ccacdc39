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
_GIVE_BACK_TO_CUSTOMER = """
UPDATE coupons_customeruse SET redeemed_count = redeemed_count - 1 WHERE coupon_id = %s AND customer_id = %s AND %s
"""
_MARK_OVER_LIMIT = """
UPDATE coupons_redemption SET is_over_limit = true
WHERE order_uid = %s AND coupon_id = ANY(%s) AND withdrawn_at IS NULL
"""
_Value = UUID | int | str | datetime | None


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
    rows = [
        [uuid7(), coupon.id, customer_id, order_uid, discounts[coupon.code], coupon.rule_text, channel, store_id, at]
        for coupon in coupons
    ]
    with connection.cursor() as cursor:
        coupons = _insert(cursor, coupons, rows, source=source)
        for coupon in coupons:
            if not _is_taken_of_customer(cursor, coupon, customer_id):
                limit = coupon.customer_limit or 0
                raise CouponUsedByCustomer(field="coupon_codes", coupon=coupon.code, limit=limit)
        for coupon in coupons:
            if not _is_taken(cursor, coupon):
                limit = coupon.redemption_limit or 0
                raise CouponExhausted(field="coupon_codes", coupon=coupon.code, limit=limit)


def redeem_used_coupons(
    coupons: Sequence[UsableCoupon],
    discounts: Mapping[str, int],
    *,
    order_uid: UUID,
    customer_id: int | None,
    channel: str,
    store_id: int,
    at: datetime,
    source: str,
) -> frozenset[str]:
    """Write down uses that were taken already, by a till without a network; answer the codes of those beyond a limit.

    Nothing is refused: the discount was given. A use for which none is left, in all or of the customer, is marked as
    beyond the limit and is in no counter, so that the limits hold for everybody else.

    Args:
        coupons, discounts: as `redeem_coupons`.
    """
    if not coupons:
        return frozenset()
    rows = [
        [uuid7(), coupon.id, customer_id, order_uid, discounts[coupon.code], coupon.rule_text, channel, store_id, at]
        for coupon in coupons
    ]
    with connection.cursor() as cursor:
        coupons = _insert(cursor, coupons, rows, source=source)
        over = {coupon.id for coupon in coupons if not _is_taken_of_customer(cursor, coupon, customer_id)}
        for coupon in coupons:
            if coupon.id not in over and not _is_taken(cursor, coupon):
                over.add(coupon.id)
                cursor.execute(_GIVE_BACK_TO_CUSTOMER, [coupon.id, customer_id, coupon.customer_limit is not None])
        if over:
            cursor.execute(_MARK_OVER_LIMIT, [order_uid, list(over)])
    return frozenset(coupon.code for coupon in coupons if coupon.id in over)


def _insert(
    cursor: CursorWrapper, coupons: Sequence[UsableCoupon], rows: Sequence[Sequence[_Value]], *, source: str
) -> list[UsableCoupon]:
    """Insert the uses; answer the coupons with their limits as they are under the lock."""
    values = [value for row in rows for value in (*row, source)]
    ids = [coupon.id for coupon in coupons]
    cursor.execute(_INSERT + ", ".join([_ROW] * len(coupons)) + _LIMITS, [ids, *values])
    limits = {coupon_id: (in_all, of_customer) for coupon_id, in_all, of_customer in cursor.fetchall()}
    return [_with_limits(coupon, *limits[coupon.id]) for coupon in coupons]


def _with_limits(coupon: UsableCoupon, in_all: int | None, of_customer: int | None) -> UsableCoupon:
    return replace(coupon, redemption_limit=in_all, customer_limit=of_customer)


def _is_taken_of_customer(cursor: CursorWrapper, coupon: UsableCoupon, customer_id: int | None) -> bool:
    """Take one of the customer's uses, where these are limited; False when none is left."""
    if coupon.customer_limit is None or customer_id is None:
        return True
    values = {"coupon": coupon.id, "customer": customer_id, "limit": coupon.customer_limit}
    cursor.execute(_TAKE_OF_CUSTOMER, values)
    return bool(cursor.rowcount)


def _is_taken(cursor: CursorWrapper, coupon: UsableCoupon) -> bool:
    """Take one of all uses, where these are limited; False when none is left."""
    if coupon.redemption_limit is None:
        return True
    cursor.execute(_TAKE, [coupon.id])
    return bool(cursor.rowcount)
