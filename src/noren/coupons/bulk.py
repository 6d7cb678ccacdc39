"""Coupons in bulk: definitions, goods, grants and past uses that another system kept.

A past use is a redemption with the source `history`: it took nothing off here, it only counts against limits.
"""

from datetime import datetime

from django.db import connection, transaction

from noren.coupons.events import CouponRedeemed
from noren.coupons.usable import rule_of
from noren.kernel.merging import NEW_UID, Merge, merge
from noren.kernel.staging import with_tables
from noren.timeline.bulk import record_selected
from noren.timeline.record import HISTORY

COUPON_COLUMNS = {
    "line": "bigint NOT NULL",
    "code": "text NOT NULL",
    "name": "text NOT NULL",
    "kind": "text NOT NULL",
    "campaign": "text",
    "rule": "jsonb NOT NULL",
    "is_for_listed_goods": "boolean NOT NULL",
    "customer_limit": "integer",
    "valid_from": "timestamptz NOT NULL",
    "valid_until": "timestamptz NOT NULL",
}
"""A staged coupon; `code` is folded already, `campaign` the code of one that exists, `valid_until` exclusive."""

LISTED_COLUMNS = {"coupon": "text NOT NULL", "product": "text NOT NULL"}
"""A product's code on the list of a coupon; repeats are one."""

GRANT_COLUMNS = {
    "coupon": "text NOT NULL",
    "member": "text NOT NULL",
    "campaign": "text NOT NULL",
    "granted_at": "timestamptz NOT NULL",
    "channel": "text NOT NULL",
}
"""A member coupon given to a member by a campaign."""

USE_COLUMNS = {
    "uid": "uuid NOT NULL",
    "coupon": "text NOT NULL",
    "member": "text NOT NULL",
    "order_uid": "uuid",
    "discount_minor": "integer NOT NULL",
    "store": "text",
    "redeemed_at": "timestamptz NOT NULL",
}
"""A past use. Null `order_uid` and `store` mean that nobody knows the sale."""

CHANNEL = "till"

_COUPONS = """
SELECT t.line AS place, t.code, t.name, t.kind, a.id AS campaign_id, t.rule, t.is_for_listed_goods, t.customer_limit,
       t.valid_from, t.valid_until
FROM {staged} t LEFT JOIN campaigns_campaign a ON a.code = t.campaign
"""
_DEFAULTS = {
    "name": "''",
    "kind": "'code'",
    "campaign_id": "NULL",
    "rule": "NULL",
    "is_for_listed_goods": "false",
    "customer_limit": "NULL",
    "valid_from": "NULL",
    "valid_until": "NULL",
}
_LISTED = """
INSERT INTO coupons_couponproduct (coupon_id, product_id)
SELECT DISTINCT c.id, p.id FROM {staged} t
JOIN coupons_coupon c ON c.code = t.coupon JOIN catalog_product p ON p.code = t.product
ORDER BY c.id, p.id
ON CONFLICT (coupon_id, product_id) DO NOTHING
"""
_GRANTS = """
INSERT INTO coupons_grant (uid, coupon_id, customer_id, granted_at, channel, cause_kind, cause_uid)
SELECT {new_uid}, c.id, m.id, t.granted_at, t.channel, 'campaign', a.uid FROM {staged} t
JOIN coupons_coupon c ON c.code = t.coupon JOIN people_customer m ON m.member_number = t.member
JOIN campaigns_campaign a ON a.code = t.campaign
ORDER BY t.granted_at, c.id, m.id
ON CONFLICT (coupon_id, customer_id, cause_kind, cause_uid) DO NOTHING
"""
_USES = """
INSERT INTO coupons_redemption (uid, coupon_id, customer_id, order_uid, discount_minor, rule, channel, store_id,
                                redeemed_at, is_use_returned, source)
SELECT t.uid, c.id, m.id, t.order_uid, t.discount_minor, c.rule, %(channel)s, s.id, t.redeemed_at, false, 'history'
FROM {staged} t
JOIN coupons_coupon c ON c.code = t.coupon JOIN people_customer m ON m.member_number = t.member
LEFT JOIN stores_store s ON s.code = t.store
ORDER BY t.redeemed_at, c.id, m.id
ON CONFLICT DO NOTHING
RETURNING id
"""
_COUNT_USES = """
INSERT INTO coupons_customeruse AS u (coupon_id, customer_id, redeemed_count, customer_limit)
SELECT r.coupon_id, r.customer_id, count(*), greatest(count(*), c.customer_limit)
FROM coupons_redemption r JOIN coupons_coupon c ON c.id = r.coupon_id
WHERE c.customer_limit IS NOT NULL AND r.customer_id IS NOT NULL AND NOT r.is_use_returned AND NOT r.is_over_limit
  AND r.coupon_id IN (SELECT coupon_id FROM coupons_redemption WHERE id = ANY(%(ids)s))
GROUP BY r.coupon_id, r.customer_id, c.customer_limit
ON CONFLICT (coupon_id, customer_id) DO UPDATE
    SET redeemed_count = excluded.redeemed_count, customer_limit = excluded.customer_limit
    WHERE u.redeemed_count <> excluded.redeemed_count
"""
_COUNT_IN_ALL = """
UPDATE coupons_coupon c SET redeemed_count = used.n
FROM (
    SELECT coupon_id, count(*) AS n FROM coupons_redemption
    WHERE NOT is_use_returned AND NOT is_over_limit GROUP BY coupon_id
) AS used
WHERE used.coupon_id = c.id AND c.redemption_limit IS NOT NULL
  AND c.id IN (SELECT coupon_id FROM coupons_redemption WHERE id = ANY(%(ids)s))
"""
_EVENTS = """
SELECT r.channel, r.store_id, r.customer_id, r.order_uid AS subject_uid, r.redeemed_at AS at, jsonb_build_object(
    'code', c.code, 'name', c.name, 'order_uid', r.order_uid, 'discount_minor', r.discount_minor) AS properties
FROM coupons_redemption r JOIN coupons_coupon c ON c.id = r.coupon_id
WHERE r.id = ANY(%(ids)s) AND r.order_uid IS NOT NULL ORDER BY r.id
"""


def publish_coupons(staged: str) -> int:
    """Add and change coupons from a table with `COUPON_COLUMNS`; answer how many. Safe to repeat.

    Raises:
        RuleInvalid: a rule says something the language of rules does not have.
    """
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        cursor.execute(with_tables("SELECT DISTINCT rule::text FROM {staged}", staged=staged))
        for (text,) in cursor.fetchall():
            rule_of(text)
        own = {
            "uid": NEW_UID,
            "channels": "'{}'",
            "store_codes": "'{}'",
            "redeemed_count": "0",
            "is_use_returned": "true",
            "is_active": "true",
        }
        return len(merge(Merge("coupons_coupon", "code", _DEFAULTS, with_tables(_COUPONS, staged=staged), own)).touched)


def publish_listed_goods(staged: str) -> int:
    """Put products on the lists of coupons from a table with `LISTED_COLUMNS`; answer how many are new."""
    return _insert(with_tables(_LISTED, staged=staged))


def publish_grants(staged: str) -> int:
    """Keep that members were given coupons, from a table with `GRANT_COLUMNS`; answer how many are new.

    Tells nothing: what another system gave is no deed of this one.
    """
    return _insert(with_tables(_GRANTS.replace("{new_uid}", NEW_UID), staged=staged))


def publish_past_uses(staged: str, *, at: datetime) -> int:
    """Keep past uses from a table with `USE_COLUMNS` and count them where there is a limit; answer how many are new.

    Safe to repeat. Records "Coupon Redeemed" for uses whose sale is known, with the source `history`.
    """
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        cursor.execute(with_tables(_USES, staged=staged), {"channel": CHANNEL})
        ids = [row_id for (row_id,) in cursor.fetchall()]
        for count in (_COUNT_USES, _COUNT_IN_ALL):
            cursor.execute(count, {"ids": ids})
        record_selected(_EVENTS, {"ids": ids}, event_name=CouponRedeemed.event_name, source=HISTORY, received_at=at)
    return len(ids)


def _insert(statement: str) -> int:
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        cursor.execute(statement)
        count: int = cursor.rowcount
    return count
