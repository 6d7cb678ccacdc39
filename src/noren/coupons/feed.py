"""What a till keeps of coupons: the query of this part of its feed. Only reads.

A coupon comes when a till of the store can use it now or within `AHEAD`, which also the clock alone may bring about,
and is gone when it no longer can. Uses in all and per customer stand in the definition; how many are spent only the
database knows.
"""

from datetime import timedelta

from noren.kernel.feed import IS_CHANGED, Part

AHEAD = timedelta(days=7)
_AHEAD_MS = AHEAD // timedelta(milliseconds=1)

# With the values `store_code` and `now_ms`.
_NOW = "to_timestamp(%(now_ms)s / 1000.0)"
_BEFORE = "to_timestamp(%(since_ms)s / 1000.0)"
_AHEAD = f"interval '{_AHEAD_MS} milliseconds'"
_USABLE = f"""
(c.is_active AND c.valid_until > {_NOW} AND c.valid_from <= {_NOW} + {_AHEAD}
 AND (c.channels = '{{}}' OR 'till' = ANY(c.channels))
 AND (c.store_codes = '{{}}' OR %(store_code)s::text = ANY(c.store_codes)))
"""
_BY_THE_CLOCK = f"""
(c.valid_from > {_BEFORE} + {_AHEAD} AND c.valid_from <= {_NOW} + {_AHEAD}
 OR c.valid_until > {_BEFORE} AND c.valid_until <= {_NOW})
"""
_ROW = """
json_build_array(c.code, c.name, c.kind, c.rule, CASE WHEN c.is_for_listed_goods THEN coalesce((
    SELECT json_agg(p.code ORDER BY p.code) FROM coupons_couponproduct l JOIN catalog_product p ON p.id = l.product_id
    WHERE l.coupon_id = c.id), '[]') END,
    to_char(c.valid_from AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
    to_char(c.valid_until AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), c.redemption_limit, c.customer_limit)::text
"""

# All strings that are put in are our own constants.
COUPONS = Part(
    name="coupons",
    tables=("coupons_coupon", "coupons_couponproduct"),
    everything=f"""
SELECT c.id, {_ROW}, NULL FROM coupons_coupon c WHERE {_USABLE} AND c.id > %(after)s ORDER BY c.id LIMIT %(limit)s
""",  # noqa: S608
    changes=f"""
SELECT c.id, CASE WHEN {_USABLE} THEN {_ROW} END, CASE WHEN NOT {_USABLE} THEN to_json(c.code)::text END
FROM coupons_coupon c
WHERE c.id > %(after)s AND (c.id IN (
    SELECT c.id FROM coupons_coupon c WHERE {IS_CHANGED.format("c")}
    UNION SELECT l.coupon_id FROM coupons_couponproduct l WHERE {IS_CHANGED.format("l")}
    UNION SELECT g.key::bigint FROM kernel_gone g WHERE g.part = 'coupon_lists' AND {IS_CHANGED.format("g")}
) OR {_BY_THE_CLOCK}) ORDER BY c.id LIMIT %(limit)s
""",  # noqa: S608
    still_there="SELECT FROM coupons_coupon c WHERE c.code = g.key",
    total=f"SELECT count(*) FROM coupons_coupon c WHERE {_USABLE}",  # noqa: S608
    page=50,
)
"""Coupons: code, name, kind, rule, codes of the products on its list or null, from, until, limits in all and each."""
