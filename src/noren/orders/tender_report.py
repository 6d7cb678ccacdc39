"""Money of business days by tender: what came in and went back at the registers of stores, as their receipts say."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db import connection

MOST_DAYS = 92

# A day of margin on both sides finds every receipt of a business day, whatever zone its store is in. Receipts of before
# there were tenders keep cash in one piece.
_DAYS = """
SELECT b.day, s.code, s.name, t.each->>'provider', coalesce(max(t.each->>'name'), ''),
       coalesce(sum((t.each->>'amount_minor')::bigint) FILTER (WHERE r.kind = 'sale'), 0),
       coalesce(sum((t.each->>'amount_minor')::bigint) FILTER (WHERE r.kind <> 'sale'), 0),
       coalesce(sum((t.each->>'kept_minor')::bigint) FILTER (WHERE r.kind = 'sale'), 0)
       - coalesce(sum((t.each->>'kept_minor')::bigint) FILTER (WHERE r.kind <> 'sale'), 0)
FROM orders_receipt r
JOIN stores_register g ON g.id = r.register_id
JOIN stores_store s ON s.id = g.store_id
CROSS JOIN LATERAL (
    SELECT ((r.issued_at AT TIME ZONE s.time_zone) - make_interval(hours => s.closing_hour))::date AS day
) b
CROSS JOIN LATERAL jsonb_array_elements(coalesce(r.document->'tenders', jsonb_build_array(
    jsonb_build_object('provider', 'cash', 'amount_minor', r.document->'total_minor')))) AS t(each)
WHERE r.issued_at >= %(first)s::date - interval '1 day' AND r.issued_at < %(last)s::date + interval '3 days'
  AND b.day BETWEEN %(first)s AND %(last)s AND (%(stores)s::bigint[] IS NULL OR s.id = ANY(%(stores)s))
GROUP BY b.day, s.id, t.each->>'provider'
ORDER BY b.day DESC, s.code, t.each->>'provider'
"""


@dataclass(frozen=True, slots=True)
class TenderDay:
    """What one tender brought to a store on a business day, minor units.

    `name` is what the shop calls a tender kind of its own. `kept_minor` is what certificates were worth beyond what was
    due, less what was handed back with them: income of its own, in no sale.
    """

    day: date
    store_code: str
    store_name: str
    provider: str
    name: str
    taken_minor: int
    back_minor: int
    kept_minor: int

    @property
    def left_minor(self) -> int:
        """What came in less what went back."""
        return self.taken_minor - self.back_minor


def tender_days(first: date, last: date, *, store_ids: Collection[int] | None) -> list[TenderDay]:
    """Every tender of every business day from first to last, the latest day first; one statement.

    Args:
        store_ids: None for all stores.
    """
    stores = None if store_ids is None else list(store_ids)
    with connection.cursor() as cursor:
        cursor.execute(_DAYS, {"first": first, "last": last, "stores": stores})
        return [TenderDay(*row) for row in cursor.fetchall()]
