"""What a till keeps of the members its store knows: the query of this part of its feed. Only reads.

A lost till is a leak, so a row is what a cashier needs at the counter and no more: no mail, phone, address, birthday or
given name, unless it is the only one. Of coupons there are the codes of those granted and not used up; what they take
off stands in the part of coupons. See docs/adr/0032-members-on-the-till.md
"""

from noren.kernel.feed import IS_CHANGED, Part

# With the values `store_id`, `store_code` and `now_ms`. What a change of a coupon alone brings about is looked for
# too; what ends by the clock stays in the rows, and leaves the part of coupons.
_COUPONS = """
SELECT json_agg(k.code ORDER BY k.valid_until, k.code) FROM coupons_coupon k
LEFT JOIN coupons_customeruse u ON u.coupon_id = k.id AND u.customer_id = c.id
WHERE k.id IN (SELECT g.coupon_id FROM coupons_grant g WHERE g.customer_id = c.id)
  AND k.kind = 'member' AND k.is_active AND k.valid_until > to_timestamp(%(now_ms)s / 1000.0)
  AND (k.channels = '{}' OR 'till' = ANY(k.channels))
  AND (k.store_codes = '{}' OR %(store_code)s::text = ANY(k.store_codes))
  AND (k.customer_limit IS NULL OR coalesce(u.redeemed_count, 0) < k.customer_limit)
"""
_ROW = f"""
'[' || to_json(c.uid) || ',' || to_json(c.member_number) || ','
    || to_json(CASE WHEN c.family_name = '' THEN c.given_name ELSE c.family_name END) || ','
    || coalesce(p.balance, 0) || ',' || coalesce(({_COUPONS})::text, '[]') || ']'
"""
_JOINED = """
orders_regular r JOIN people_customer c ON c.id = r.customer_id
LEFT JOIN loyalty_pointsaccount p ON p.customer_id = r.customer_id
"""
_KNOWN = "(r.is_kept AND c.member_number IS NOT NULL)"

# All strings that are put in are our own constants.
_TOUCHED = f"""
SELECT p.customer_id FROM loyalty_pointsaccount p WHERE {IS_CHANGED.format("p")}
UNION SELECT g.customer_id FROM coupons_grant g WHERE {IS_CHANGED.format("g")}
UNION SELECT u.customer_id FROM coupons_customeruse u WHERE {IS_CHANGED.format("u")}
UNION SELECT g.key::bigint FROM kernel_gone g
    WHERE g.part IN ('grants', 'customer_uses', 'points') AND {IS_CHANGED.format("g")}
"""  # noqa: S608
_COUPONS_CHANGED = f"SELECT k.id FROM coupons_coupon k WHERE k.kind = 'member' AND {IS_CHANGED.format('k')}"  # noqa: S608
MEMBERS = Part(
    name="members",
    tables=(
        "orders_regular",
        "people_customer",
        "loyalty_pointsaccount",
        "coupons_grant",
        "coupons_customeruse",
        "coupons_coupon",
    ),
    everything=f"""
SELECT r.id, {_ROW}, NULL FROM {_JOINED}
WHERE {_KNOWN} AND r.store_id = %(store_id)s AND r.id > %(after)s ORDER BY r.id LIMIT %(limit)s
""",  # noqa: S608
    # Who is not kept is told gone when that changed, and not whenever they earn points elsewhere. Arrays are looked up
    # one by one: as joins, the planner would read all regulars twice, for a coupon given to many that may have changed.
    changes=f"""
SELECT r.id, CASE WHEN {_KNOWN} THEN {_ROW} END, CASE WHEN NOT {_KNOWN} THEN to_json(c.uid)::text END FROM {_JOINED}
WHERE r.store_id = %(store_id)s AND r.id > %(after)s AND r.id = ANY(ARRAY(
    SELECT r.id FROM orders_regular r WHERE r.store_id = %(store_id)s AND {IS_CHANGED.format("r")}
    UNION SELECT r.id FROM orders_regular r WHERE r.store_id = %(store_id)s AND r.customer_id = ANY(ARRAY(
        SELECT c.id FROM people_customer c WHERE {IS_CHANGED.format("c")}))
    UNION SELECT r.id FROM orders_regular r
        WHERE r.store_id = %(store_id)s AND r.is_kept AND r.customer_id = ANY(ARRAY({_TOUCHED}))
    UNION SELECT r.id FROM orders_regular r WHERE EXISTS ({_COUPONS_CHANGED})
        AND r.store_id = %(store_id)s AND r.is_kept AND EXISTS (
            SELECT FROM coupons_grant g
            WHERE g.customer_id = r.customer_id AND g.coupon_id = ANY(ARRAY({_COUPONS_CHANGED})))
)) ORDER BY r.id LIMIT %(limit)s
""",  # noqa: S608
    still_there="SELECT FROM people_customer c WHERE c.uid::text = g.key",
    total=f"SELECT count(*) FROM {_JOINED} WHERE {_KNOWN} AND r.store_id = %(store_id)s",  # noqa: S608
)
"""Members: uid, card number, family name, points, codes of their coupons."""
