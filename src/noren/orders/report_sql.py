"""The statements of the report from online to store. All look at the same orders: those placed in the period.

Amounts are what is left of these orders: what was given back for returns, whenever that was, is subtracted.
"""

from noren.orders.history import IS_VISIBLE_SQL

ONLINE = ("web", "app", "line", "mail", "api")
"""Channels in which somebody who is not in a store begins."""

IN_STORE = ("till", "tablet")
"""Channels of a store's counter."""

EXTRA_MINUTES = 60
"""How long after a pickup a sale to the same member in the same store counts as brought by it."""

COHORT = f"""
    o.business_date BETWEEN %(first)s AND %(last)s AND {IS_VISIBLE_SQL}
    AND (%(stores)s::bigint[] IS NULL OR o.store_id = ANY(%(stores)s::bigint[]))
    AND (%(source)s = '' OR o.source = %(source)s) AND o.status NOT IN ('awaiting_payment', 'unpaid')
"""
"""The orders of a report. One that waits for its money, or ended without, has not come about."""
OUTCOME = """
    CASE WHEN o.status = 'completed' AND o.completed_channel = ANY(%(in_store)s) THEN 'store'
         WHEN o.status = 'completed' THEN 'elsewhere'
         WHEN o.status IN ('placed', 'ready') THEN 'open'
         ELSE o.status END
"""
_IS_ONLINE = "o.channel = ANY(%(online)s)"
_IS_BROUGHT = f"{_IS_ONLINE} AND o.status = 'completed' AND o.completed_channel = ANY(%(in_store)s)"

_WEEK = "date_trunc('week', o.business_date::timestamp)::date"

# One scan for three tables: how orders began and ended, by week, and by store; `grouping` says which of them a row is.
# Grouped finely first, which is cheap and can be done in parallel, and only then into the three.
ORDERS = f"""
WITH fine AS (
    SELECT {_WEEK} AS week, o.store_id, o.channel, o.status, o.completed_channel,
           count(*) AS orders, sum(o.total_minor - o.returned_minor)::bigint AS total_minor
    FROM orders_order o WHERE {COHORT} GROUP BY 1, 2, 3, 4, 5
), told AS (
    SELECT o.week, o.store_id, o.channel, {OUTCOME} AS outcome, o.orders, o.total_minor, {_IS_BROUGHT} AS is_brought
    FROM fine o
)
SELECT grouping(week, store_id), week, store_id, channel, outcome,
       sum(orders)::bigint, sum(total_minor)::bigint,
       coalesce(sum(orders) FILTER (WHERE is_brought), 0)::bigint,
       coalesce(sum(total_minor) FILTER (WHERE is_brought), 0)::bigint,
       coalesce(sum(total_minor) FILTER (WHERE outcome = 'store'), 0)::bigint
FROM told GROUP BY GROUPING SETS ((channel, outcome), (week), (store_id))
"""  # noqa: S608 - only our own constants are put in
BY_WEEK, BY_STORE, BY_OUTCOME = 1, 2, 3
"""What `grouping` answers for a row of a week, of a store, or of a beginning and an outcome."""

# Goods added at the hand-over, and later sales to the same member. A sale after two pickups belongs to the later one.
# Lines of an order whose prices are kept without tax have none in them; the orders' totals always have.
# `+ 0` keeps the planner from reading a store's whole year beside the few orders of the customer.
_PICKUPS = f"""
pickups AS MATERIALIZED (
    SELECT o.id, o.store_id, o.customer_id, o.business_date, o.prices_include_tax, f.handed_over_at
    FROM orders_order o JOIN orders_fulfillment f ON f.order_id = o.id
    WHERE {COHORT} AND f.kind = 'pickup' AND o.status = 'completed' AND f.handed_over_at IS NOT NULL
), added AS (
    SELECT l.order_id AS id, sum(
        (l.total_minor::bigint * (l.quantity - l.returned_quantity) / l.quantity)
        * CASE WHEN p.prices_include_tax THEN 10000 ELSE 10000 + l.tax_rate_bp END
    )::bigint / 10000 AS minor
    FROM pickups p JOIN orders_orderline l ON l.order_id = p.id AND l.is_extra
    WHERE l.total_minor > 0 AND l.quantity > l.returned_quantity GROUP BY l.order_id
), later AS (
    SELECT DISTINCT ON (s.id) s.id AS sale_id, s.total_minor - s.returned_minor AS minor, p.id
    FROM pickups p
    JOIN orders_order s ON s.customer_id = p.customer_id AND s.store_id + 0 = p.store_id AND s.id <> p.id
        AND s.placed_at > p.handed_over_at
        AND s.placed_at <= p.handed_over_at + make_interval(mins => %(extra_minutes)s)
        AND s.status = 'completed' AND s.channel = ANY(%(in_store)s)
    ORDER BY s.id, p.handed_over_at DESC
), extra AS (
    SELECT id, sum(minor)::bigint AS minor, sum(minor) FILTER (WHERE kind = 'added')::bigint AS added_minor,
           sum(minor) FILTER (WHERE kind = 'later')::bigint AS later_minor
    FROM (SELECT id, minor, 'added' AS kind FROM added UNION ALL SELECT id, minor, 'later' FROM later) AS both_kinds
    GROUP BY id
)
"""  # noqa: S608
EXTRA = f"""
WITH {_PICKUPS}
SELECT grouping({_WEEK}, o.store_id), {_WEEK}, o.store_id, count(*), coalesce(sum(e.minor), 0)::bigint,
       coalesce(sum(e.added_minor), 0)::bigint, coalesce(sum(e.later_minor), 0)::bigint
FROM extra e JOIN pickups o ON o.id = e.id GROUP BY GROUPING SETS (({_WEEK}), (o.store_id))
"""  # noqa: S608
PICKUPS = f"""
SELECT grouping({_WEEK}, o.store_id), {_WEEK}, o.store_id,
       count(*) FILTER (WHERE o.status = 'completed'), count(*) FILTER (WHERE o.status = 'expired'),
       count(*) FILTER (WHERE o.status = 'canceled'), count(*) FILTER (WHERE o.status = 'rejected'),
       count(*) FILTER (WHERE o.status IN ('placed', 'ready'))
FROM orders_order o JOIN orders_fulfillment f ON f.order_id = o.id
WHERE {COHORT} AND f.kind = 'pickup' GROUP BY GROUPING SETS (({_WEEK}), (o.store_id))
"""  # noqa: S608

# A use counts in the store when its order was completed there, wherever the code was entered.
COUPONS = f"""
WITH given AS (
    SELECT g.coupon_id, count(*) AS given FROM coupons_grant g
    WHERE g.channel = ANY(%(online)s) AND g.granted_at >= %(first_at)s AND g.granted_at < %(last_at)s
    GROUP BY 1
), used AS (
    SELECT r.coupon_id, count(*) FILTER (WHERE {_IS_ONLINE}) AS online_in_store,
           count(*) FILTER (WHERE NOT {_IS_ONLINE} AND EXISTS (
               SELECT 1 FROM coupons_grant g WHERE g.coupon_id = r.coupon_id AND g.customer_id = r.customer_id
                   AND g.channel = ANY(%(online)s) AND g.granted_at <= r.redeemed_at)) AS given_in_store,
           count(*) AS in_store, sum(r.discount_minor)::bigint AS discount_minor, sum(o.total_minor - o.returned_minor)::bigint AS sales_minor
    FROM coupons_redemption r JOIN orders_order o ON o.uid = r.order_uid
    WHERE r.withdrawn_at IS NULL AND o.status = 'completed' AND o.completed_channel = ANY(%(in_store)s) AND {COHORT}
    GROUP BY 1
)
SELECT c.code, c.name, coalesce(given.given, 0), coalesce(used.online_in_store, 0), coalesce(used.given_in_store, 0),
       coalesce(used.in_store, 0), coalesce(used.discount_minor, 0), coalesce(used.sales_minor, 0)
FROM coupons_coupon c LEFT JOIN given ON given.coupon_id = c.id LEFT JOIN used ON used.coupon_id = c.id
WHERE given.coupon_id IS NOT NULL OR used.coupon_id IS NOT NULL
ORDER BY coalesce(used.online_in_store, 0) + coalesce(used.given_in_store, 0) DESC, coalesce(used.in_store, 0) DESC, c.code
LIMIT %(limit)s
"""  # noqa: E501, S608

_PAGE = "ORDER BY o.placed_at DESC, o.id DESC LIMIT %(limit)s OFFSET %(offset)s"
IDS = f"SELECT o.id FROM orders_order o WHERE {COHORT} AND {{figure}} {_PAGE}"  # noqa: S608
IDS_WITH_EXTRA = f"WITH {_PICKUPS} SELECT o.id FROM orders_order o JOIN extra e ON e.id = o.id {_PAGE}"  # noqa: S608
FIGURES = {
    "brought": f"({_IS_BROUGHT})",
    "cell": f"o.channel = %(begun)s AND ({OUTCOME}) = %(outcome)s",
    "pickup": "o.status = ANY(%(statuses)s) AND EXISTS (SELECT 1 FROM orders_fulfillment f "
    "WHERE f.order_id = o.id AND f.kind = 'pickup')",
    "coupon": "o.status = 'completed' AND o.completed_channel = ANY(%(in_store)s) AND EXISTS (SELECT 1 "
    "FROM coupons_redemption r JOIN coupons_coupon c ON c.id = r.coupon_id "
    "WHERE r.order_uid = o.uid AND r.withdrawn_at IS NULL AND c.code = %(coupon)s)",
}
"""Conditions that say which orders a figure of the report is made of."""
