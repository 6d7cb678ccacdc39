"""Stores in bulk: staged rows become stores with their hours. Checks and publishes what `connect` has staged."""

from collections.abc import Iterator

from django.db import connection, transaction

from noren.kernel.merging import Merge, Merged, merge
from noren.kernel.staging import BadCell, with_tables

STORE_COLUMNS = {
    "line": "bigint NOT NULL",
    "code": "text NOT NULL",
    "name": "text NOT NULL",
    "postal_code": "text",
    "address": "text",
    "phone": "text",
    "latitude": "double precision",
    "longitude": "double precision",
    "time_zone": "text",
    "closing_hour": "smallint",
    "is_active": "boolean",
    "is_pickup_enabled": "boolean",
    "pickup_lead_minutes": "integer",
    "issuer_name": "text",
    "issuer_number": "text",
    "hours": "jsonb",
}
"""A staged store. Null means "as it was", or the default for a new store.

`hours` is an object of weekday ("0" is Monday) to `[opens, closes]` in minutes from local midnight, or null for a day
that is closed; days that it does not name stay as they were.
"""

_STORES = """
SELECT line AS place, code, name, postal_code, address, phone, latitude, longitude, time_zone, closing_hour, is_active,
       is_pickup_enabled, pickup_lead_minutes, issuer_name, issuer_number
FROM {staged}
"""
_DEFAULTS = {
    "name": "''",
    "postal_code": "''",
    "address": "''",
    "phone": "''",
    "latitude": "NULL",
    "longitude": "NULL",
    "time_zone": "%(time_zone)s",
    "closing_hour": "5",
    "is_active": "true",
    "is_pickup_enabled": "true",
    "pickup_lead_minutes": "60",
    "issuer_name": "''",
    "issuer_number": "''",
}
_HOURS = """
WITH days AS (
    SELECT s.id AS store_id, s.code, day.key::smallint AS weekday,
           (day.value->>0)::smallint AS opens, (day.value->>1)::smallint AS closes
    FROM {staged} t JOIN stores_store s ON s.code = t.code, jsonb_each(t.hours) AS day
), closed AS (
    DELETE FROM stores_openinghours h USING days d
    WHERE h.store_id = d.store_id AND h.weekday = d.weekday AND d.opens IS NULL RETURNING d.code
), opened AS (
    INSERT INTO stores_openinghours AS h (store_id, weekday, opens_minute, closes_minute)
    SELECT store_id, weekday, opens, closes FROM days WHERE opens IS NOT NULL ORDER BY store_id, weekday
    ON CONFLICT (store_id, weekday) DO UPDATE
        SET opens_minute = excluded.opens_minute, closes_minute = excluded.closes_minute
        WHERE (h.opens_minute, h.closes_minute) <> (excluded.opens_minute, excluded.closes_minute)
    RETURNING h.store_id
)
SELECT code FROM closed UNION SELECT s.code FROM opened JOIN stores_store s ON s.id = opened.store_id
"""
_TWICE = """
SELECT line, code FROM (SELECT line, code, row_number() OVER (PARTITION BY code ORDER BY line) AS n FROM {staged}) AS t
WHERE n > 1 ORDER BY line
"""
_UNKNOWN = """
SELECT t.line, t.store FROM {staged} t
WHERE t.store IS NOT NULL AND NOT EXISTS (SELECT 1 FROM stores_store s WHERE s.code = t.store) ORDER BY t.line
"""


def check_stores(staged: str) -> Iterator[BadCell]:
    """Codes that stand twice in the file."""
    with connection.cursor() as cursor:
        cursor.execute(with_tables(_TWICE, staged=staged))
        for line, code in cursor.fetchall():
            yield BadCell(line, "code", code, "repeated")


def unknown_stores(staged: str) -> Iterator[BadCell]:
    """Rows of a table with the columns `line` and `store` whose store does not exist."""
    with connection.cursor() as cursor:
        cursor.execute(with_tables(_UNKNOWN, staged=staged))
        for line, code in cursor.fetchall():
            yield BadCell(line, "store", code, "unknown_store")


def publish_stores(staged: str, *, time_zone: str) -> Merged:
    """Add and change stores from a table with `STORE_COLUMNS`, all or none; answer the codes of these stores.

    Safe to repeat.

    Args:
        time_zone: of new stores for which the row names none.
    """
    with transaction.atomic(savepoint=False):
        plan = Merge("stores_store", "code", _DEFAULTS, with_tables(_STORES, staged=staged))
        stores = merge(plan, {"time_zone": time_zone})
        with connection.cursor() as cursor:
            cursor.execute(with_tables(_HOURS, staged=staged))
            changed = stores.changed | {code for (code,) in cursor.fetchall()} - stores.added
    return Merged(added=stores.added, changed=changed)
