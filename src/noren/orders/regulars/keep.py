"""Keeping regulars: the only code that writes whom a store's tills know without a network."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import connection, transaction

from noren.orders.history import IS_VISIBLE_SQL

SEEN_WITHIN = timedelta(days=396)
"""13 months: who comes once a year is still known, a week late."""

_UPSERT = """
ON CONFLICT (store_id, customer_id) DO UPDATE SET seen_on = greatest(r.seen_on, excluded.seen_on), is_kept = true
WHERE NOT r.is_kept OR r.seen_on < excluded.seen_on
"""
_SEEN_NOW = f"""
INSERT INTO orders_regular AS r (store_id, customer_id, seen_on, is_kept)
SELECT s.store_id, s.customer_id, max(s.seen_on), true
FROM unnest(%s::bigint[], %s::bigint[], %s::date[]) AS s (store_id, customer_id, seen_on)
JOIN people_customer c ON c.id = s.customer_id AND c.member_number IS NOT NULL
GROUP BY s.store_id, s.customer_id ORDER BY s.store_id, s.customer_id
{_UPSERT}
"""  # noqa: S608 - only our own constants are put in
# Those beyond the bound are left out here already: kept and dropped again, they would be told to every till each night.
_SEEN_BEFORE = f"""
WITH seen AS (
    SELECT store_id, customer_id, max(seen_on) AS seen_on FROM (
        SELECT o.store_id, o.customer_id, o.business_date AS seen_on FROM orders_order o
        WHERE o.customer_id IS NOT NULL AND o.business_date >= %(since)s
          AND (o.channel = 'till' OR o.completed_channel = 'till') AND {IS_VISIBLE_SQL}
        UNION ALL
        SELECT c.home_store_id, c.id, (c.joined_at AT TIME ZONE 'UTC')::date FROM people_customer c
        WHERE c.home_store_id IS NOT NULL AND c.joined_at >= %(since)s
    ) AS each GROUP BY store_id, customer_id
), ranked AS (
    SELECT s.*, row_number() OVER (PARTITION BY s.store_id ORDER BY s.seen_on DESC, s.customer_id DESC) AS place
    FROM seen s JOIN people_customer c ON c.id = s.customer_id AND c.member_number IS NOT NULL
)
INSERT INTO orders_regular AS r (store_id, customer_id, seen_on, is_kept)
SELECT store_id, customer_id, seen_on, true FROM ranked WHERE place <= %(most)s ORDER BY store_id, customer_id
{_UPSERT}
"""  # noqa: S608
# The worker's notes wait meanwhile: each locks rows in an order of its own, and the bound is to be exact. Nobody else
# writes here, and reads go on.
_ALONE = "LOCK TABLE orders_regular IN SHARE ROW EXCLUSIVE MODE"
_DROP_UNSEEN = "UPDATE orders_regular SET is_kept = false WHERE is_kept AND seen_on < %s"
_DROP_BEYOND = """
UPDATE orders_regular SET is_kept = false WHERE id IN (
    SELECT id FROM orders_regular WHERE store_id = %s AND is_kept
    ORDER BY seen_on DESC, customer_id DESC OFFSET %s FOR NO KEY UPDATE)
"""


@dataclass(frozen=True, slots=True)
class Seen:
    """A customer whom a store saw on a day."""

    store_id: int
    customer_id: int
    on: date


def keep_seen(seen: Sequence[Seen]) -> None:
    """Make regulars of the members among these customers; who was seen longest ago leaves where they are too many.

    Safe to repeat. Nothing is kept where tills are told no members.
    """
    if settings.TILL_MEMBERS == 0 or not seen:
        return
    columns = ([each.store_id for each in seen], [each.customer_id for each in seen], [each.on for each in seen])
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        cursor.execute(_SEEN_NOW, columns)
        for store_id in sorted(set(columns[0])):
            cursor.execute(_DROP_BEYOND, [store_id, settings.TILL_MEMBERS])


def refresh_regulars(*, at: datetime) -> int:
    """Work out from orders and home stores who the regulars are: past sales count, and who was not seen leaves.

    Safe to repeat. Returns how many rows changed.
    """
    since = at.date() - SEEN_WITHIN
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        cursor.execute(_ALONE)
        cursor.execute(_SEEN_BEFORE, {"since": since, "most": settings.TILL_MEMBERS})
        changed: int = cursor.rowcount
        cursor.execute(_DROP_UNSEEN, [since])
        changed += cursor.rowcount
        cursor.execute("SELECT DISTINCT store_id FROM orders_regular WHERE is_kept ORDER BY store_id")
        for (store_id,) in cursor.fetchall():
            cursor.execute(_DROP_BEYOND, [store_id, settings.TILL_MEMBERS])
            changed += cursor.rowcount
    return changed
