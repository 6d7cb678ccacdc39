"""The counters of limited coupons, locked before the uses of several orders come back one order after the other."""

from collections.abc import Collection
from uuid import UUID

from django.db import connection

_LOCK_OF_CUSTOMERS = """
SELECT u.id FROM coupons_customeruse u
WHERE (u.coupon_id, u.customer_id) IN (
    SELECT coupon_id, customer_id FROM coupons_redemption WHERE order_uid = ANY(%s) AND withdrawn_at IS NULL
)
ORDER BY u.coupon_id, u.customer_id FOR NO KEY UPDATE OF u
"""
_LOCK_IN_ALL = """
SELECT id FROM coupons_coupon
WHERE redemption_limit IS NOT NULL AND is_use_returned AND id IN (
    SELECT coupon_id FROM coupons_redemption WHERE order_uid = ANY(%s) AND withdrawn_at IS NULL
)
ORDER BY id FOR NO KEY UPDATE
"""


def lock_counters(order_uids: Collection[UUID]) -> None:
    """Lock what the coupons of several locked orders are counted by, in order: uses of customers, then uses in all.

    Given back order by order they would be taken in the order of the orders, and two deeds would meet crosswise.
    """
    with connection.cursor() as cursor:
        for lock in (_LOCK_OF_CUSTOMERS, _LOCK_IN_ALL):
            cursor.execute(lock, [list(order_uids)])
