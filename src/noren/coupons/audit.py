"""The audit of coupons: counters against the redemptions they count."""

from collections.abc import Iterator

from django.db import connection

from noren.kernel.audit import Difference

_IN_ALL = """
SELECT c.id, c.code, c.redeemed_count, count(r.id)
FROM coupons_coupon c
LEFT JOIN coupons_redemption r ON r.coupon_id = c.id AND NOT r.is_use_returned AND NOT r.is_over_limit
WHERE c.redemption_limit IS NOT NULL
GROUP BY c.id HAVING c.redeemed_count <> count(r.id)
"""
_PER_CUSTOMER = """
SELECT coalesce(u.coupon_id, r.coupon_id), coalesce(u.customer_id, r.customer_id),
       coalesce(u.redeemed_count, 0), coalesce(r.used, 0)
FROM coupons_customeruse u
FULL JOIN (
    SELECT r.coupon_id, r.customer_id, count(*) AS used
    FROM coupons_redemption r JOIN coupons_coupon c ON c.id = r.coupon_id
    WHERE NOT r.is_use_returned AND NOT r.is_over_limit AND r.customer_id IS NOT NULL AND c.customer_limit IS NOT NULL
    GROUP BY r.coupon_id, r.customer_id
) r ON r.coupon_id = u.coupon_id AND r.customer_id = u.customer_id
WHERE coalesce(u.redeemed_count, 0) <> coalesce(r.used, 0)
"""


def differences() -> Iterator[Difference]:
    """Uses in all and per customer."""
    with connection.cursor() as cursor:
        cursor.execute(_IN_ALL)
        for coupon_id, code, found, expected in cursor.fetchall():
            yield Difference("coupons", "uses_in_all", f"coupon {coupon_id} ({code})", str(expected), str(found))
        cursor.execute(_PER_CUSTOMER)
        for coupon_id, customer_id, found, expected in cursor.fetchall():
            subject = f"coupon {coupon_id}, customer {customer_id}"
            yield Difference("coupons", "uses_per_customer", subject, str(expected), str(found))
