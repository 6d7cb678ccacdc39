"""Receipts that belong to no shift: what was done at a register that has shifts, while none was open.

What a register did before its first shift is not counted: nobody settled drawers there yet.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import connection

from noren.orders.shifts.rules import Figure

MOST_NAMED = 20
SINCE_AT_MOST = timedelta(days=31)

# A day of margin on both sides finds every receipt of a business day, whatever zone its store is in. From a register's
# first shift on, its receipts in none are found by their own index.
_IN_NO_SHIFT = """
FROM stores_register g
JOIN stores_store s ON s.id = g.store_id
JOIN LATERAL (SELECT opened_at FROM orders_shift WHERE register_id = g.id ORDER BY number LIMIT 1) f ON true
JOIN orders_receipt r ON r.register_id = g.id AND r.shift_id IS NULL AND r.issued_at >= f.opened_at
CROSS JOIN LATERAL (
    SELECT ((r.issued_at AT TIME ZONE s.time_zone) - make_interval(hours => s.closing_hour))::date AS day
) b
WHERE r.issued_at >= %(first)s::date - interval '1 day' AND r.issued_at < %(last)s::date + interval '3 days'
  AND b.day BETWEEN %(first)s AND %(last)s AND (%(stores)s::bigint[] IS NULL OR s.id = ANY(%(stores)s))
"""
_MINOR = """coalesce(sum(CASE WHEN r.kind = 'sale' THEN 1 ELSE -1 END * (r.document->>'total_minor')::bigint), 0)"""
_TOTAL = f"SELECT count(*), {_MINOR} {_IN_NO_SHIFT}"
_DAYS = f"""
SELECT b.day, s.name, g.name, count(*), {_MINOR},
       (array_agg(r.uid ORDER BY r.id))[1:%(named)s], (array_agg(r.number ORDER BY r.id))[1:%(named)s]
{_IN_NO_SHIFT}
GROUP BY b.day, s.id, g.id
ORDER BY b.day DESC, s.code, g.code
LIMIT %(limit)s
"""
_SINCE_CLOSING = f"""
SELECT count(*), {_MINOR} FROM orders_receipt r
WHERE r.register_id = %(register)s AND r.shift_id IS NULL AND r.issued_at >= (
    SELECT closed_at FROM orders_shift WHERE register_id = %(register)s ORDER BY number DESC LIMIT 1
) AND r.issued_at > %(since)s
"""  # noqa: S608 - only our own constants are put in


@dataclass(frozen=True, slots=True)
class NoShiftDay:
    """What a register did in no shift on a business day.

    `minor` is sales less what was taken back, minor units. `receipts` are the first of them, (uid, number).
    """

    day: date
    store_name: str
    register_name: str
    count: int
    minor: int
    receipts: tuple[tuple[UUID, str], ...]

    @property
    def unnamed(self) -> int:
        """How many receipts there are beyond those that are named."""
        return self.count - len(self.receipts)


def in_no_shift(first: date, last: date, *, store_ids: Collection[int] | None) -> Figure:
    """How many receipts of these business days belong to no shift, and what they come to; one statement.

    Args:
        store_ids: None for all stores.
    """
    with connection.cursor() as cursor:
        cursor.execute(_TOTAL, _asked(first, last, store_ids))
        return Figure(*cursor.fetchone())


def days_in_no_shift(
    first: date, last: date, *, store_ids: Collection[int] | None, limit: int = 100
) -> list[NoShiftDay]:
    """The same by register and business day, the latest day first; one statement.

    Args:
        store_ids: None for all stores.
    """
    with connection.cursor() as cursor:
        cursor.execute(_DAYS, _asked(first, last, store_ids) | {"named": MOST_NAMED, "limit": limit})
        return [
            NoShiftDay(day, store_name, register_name, count, minor, tuple(zip(uids, numbers, strict=True)))
            for day, store_name, register_name, count, minor, uids, numbers in cursor.fetchall()
        ]


def in_no_shift_since_closing(register_id: int, *, at: datetime) -> Figure:
    """The same of a register since its last shift was closed, of 31 days at most: a shop may have given shifts up.

    Nothing while one is open, or where there was none.
    """
    with connection.cursor() as cursor:
        cursor.execute(_SINCE_CLOSING, {"register": register_id, "since": at - SINCE_AT_MOST})
        return Figure(*cursor.fetchone())


def _asked(first: date, last: date, store_ids: Collection[int] | None) -> dict[str, date | int | list[int] | None]:
    return {"first": first, "last": last, "stores": None if store_ids is None else list(store_ids)}
