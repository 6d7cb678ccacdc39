"""Today in the stores: what is open, late and about to expire, by store. One statement over the work that is open."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from noren.orders.models import FulfillmentStatus, Order
from noren.orders.queries import OrderSummary, summaries

_STORES = """
SELECT s.id, s.code, s.name,
       coalesce(w.to_pick, 0), coalesce(w.late, 0), coalesce(w.ready, 0), coalesce(w.ending, 0),
       coalesce(d.handed_over, 0), coalesce(d.sales, 0), coalesce(d.sales_minor, 0) - coalesce(b.returned_minor, 0),
       coalesce(b.returns, 0), coalesce(b.returned_minor, 0)
FROM stores_store s
LEFT JOIN (
    SELECT f.store_id, count(*) FILTER (WHERE f.status = 'open') AS to_pick,
           count(*) FILTER (WHERE f.status = 'open' AND f.due_at < %(at)s::timestamptz) AS late,
           count(*) FILTER (WHERE f.status = 'ready') AS ready,
           count(*) FILTER (WHERE f.kept_until <= %(at)s::timestamptz + interval '24 hours') AS ending
    FROM orders_fulfillment f WHERE f.status IN ('open', 'ready') AND f.kind = 'pickup' GROUP BY f.store_id
) AS w ON w.store_id = s.id
LEFT JOIN LATERAL (
    SELECT count(*) FILTER (WHERE f.kind = 'pickup') AS handed_over, count(*) AS sales,
           sum(o.total_minor)::bigint AS sales_minor
    FROM orders_order o LEFT JOIN orders_fulfillment f ON f.order_id = o.id
    WHERE o.store_id = s.id AND o.status = 'completed' AND o.history_id IS NULL
      AND o.business_date >= (%(at)s::timestamptz AT TIME ZONE s.time_zone)::date - 14
      AND o.completed_at <= %(at)s::timestamptz AND o.completed_at >= (
          date_trunc('day', (%(at)s::timestamptz AT TIME ZONE s.time_zone) - make_interval(hours => s.closing_hour))
          + make_interval(hours => s.closing_hour)) AT TIME ZONE s.time_zone
) AS d ON true
LEFT JOIN LATERAL (
    SELECT count(*) AS returns, sum(r.total_minor)::bigint AS returned_minor FROM orders_return r
    WHERE r.store_id = s.id AND r.returned_at <= %(at)s::timestamptz AND r.business_date =
        ((%(at)s::timestamptz AT TIME ZONE s.time_zone) - make_interval(hours => s.closing_hour))::date
) AS b ON true
WHERE s.is_active AND (%(stores)s::bigint[] IS NULL OR s.id = ANY(%(stores)s::bigint[]))
ORDER BY coalesce(w.late, 0) DESC, coalesce(w.to_pick, 0) + coalesce(w.ready, 0) DESC,
         coalesce(d.sales_minor, 0) DESC, s.code
"""


@dataclass(frozen=True, slots=True)
class StoreToday:
    """A store's work and day so far.

    Attributes:
        to_pick: pickups that wait to be picked; late: those of them that were promised for earlier.
        ready: pickups that wait at the counter.
        ending: pickups, picked or not, that expire within 24 hours.
        handed_over, sales, sales_minor: since the store's business day began; the amount is less what was returned.
        returns, returned_minor: what came back in this store in that time, wherever it was sold, and what for.
    """

    store_id: int
    code: str
    name: str
    to_pick: int
    late: int
    ready: int
    ending: int
    handed_over: int
    sales: int
    sales_minor: int
    returns: int
    returned_minor: int

    @property
    def is_quiet(self) -> bool:
        """Whether nothing is to be done and nothing was sold or returned."""
        return not (self.to_pick or self.ready or self.sales or self.returns)


def today_in_stores(*, at: datetime, store_ids: Collection[int] | None = None) -> list[StoreToday]:
    """Stores in business, those with late pickups first; `store_ids` None for all of them."""
    terms = {"at": at, "stores": list(store_ids) if store_ids is not None else None}
    with connection.cursor() as cursor:
        cursor.execute(_STORES, terms)
        return [StoreToday(*row) for row in cursor.fetchall()]


def late_pickups(*, at: datetime, store_ids: Collection[int] | None = None, limit: int = 20) -> list[OrderSummary]:
    """Pickups that should have been ready, the longest overdue first."""
    orders = Order.objects.filter(
        fulfillment__status=FulfillmentStatus.OPEN, fulfillment__kind="pickup", fulfillment__due_at__lt=at
    )
    if store_ids is not None:
        orders = orders.filter(store_id__in=store_ids)
    return summaries(orders.order_by("fulfillment__due_at", "pk")[:limit])
