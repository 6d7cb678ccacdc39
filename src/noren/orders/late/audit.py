"""The audit of late sales: every difference is found again from the books, and the uses beyond a limit are theirs."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection

from noren.coupons.models import Redemption
from noren.kernel.audit import Difference
from noren.orders.late.causes import Said, SaidCoupon, SaidLine, differences_of, ours_of
from noren.orders.late.models import LateCause, LateSale
from noren.orders.late.moment import moment_of, moved_s
from noren.orders.markdowns.rules import weight_of
from noren.payments.queries import handed_beside_cash

# Each query answers (order id, order number, expected, found) for orders where the two differ.
_CHECKS = {
    "late_sale_of_booked_order": """
        SELECT o.id, o.number, o.booked_at IS NOT NULL, l.id IS NOT NULL FROM orders_order o
        LEFT JOIN orders_latesale l ON l.order_id = o.id WHERE (o.booked_at IS NULL) <> (l.id IS NULL)
    """,
    "late_sale_told": """
        SELECT o.id, o.number, 'made ' || o.placed_at || ', booked ' || o.booked_at,
               coalesce('made ' || e.occurred_at || ', booked ' || e.received_at, 'not told')
        FROM orders_order o LEFT JOIN timeline_event e ON e.subject_uid = o.uid AND e.name = 'Order Completed'
        WHERE o.booked_at IS NOT NULL
          AND (e.id IS NULL OR e.occurred_at <> o.placed_at OR e.received_at <> o.booked_at
               OR NOT coalesce((e.properties->>'made_offline')::boolean, false))
    """,
    # What nobody but a till without a network may do, and its own row must say.
    "use_over_limit": f"""
        SELECT r.id, r.order_uid, d.id IS NOT NULL, r.is_over_limit FROM coupons_redemption r
        JOIN coupons_coupon c ON c.id = r.coupon_id
        LEFT JOIN orders_order o ON o.uid = r.order_uid LEFT JOIN orders_latesale l ON l.order_id = o.id
        LEFT JOIN orders_latedifference d
            ON d.late_sale_id = l.id AND d.cause = '{LateCause.COUPON_OVER_LIMIT}' AND d.about = c.code
        WHERE (d.id IS NOT NULL OR r.is_over_limit) AND r.is_over_limit <> (d.id IS NOT NULL)
    """,  # noqa: S608 - only our own constant is put in
    "register_of_late_sale": """
        SELECT o.id, o.number, o.register_id, l.register_id FROM orders_latesale l
        JOIN orders_order o ON o.id = l.order_id WHERE o.register_id IS DISTINCT FROM l.register_id
    """,
    "difference_count": """
        SELECT l.id, l.provisional_number, count(d.id), l.difference_count FROM orders_latesale l
        LEFT JOIN orders_latedifference d ON d.late_sale_id = l.id
        GROUP BY l.id HAVING count(d.id) <> l.difference_count
    """,
}
_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
_Period = tuple[int, datetime]


def differences() -> Iterator[Difference]:
    """Late sales against their orders, events and coupon uses; and what differed in each, worked out once more."""
    with connection.cursor() as cursor:
        for check, sql in _CHECKS.items():
            cursor.execute(sql)
            for row_id, name, expected, found in cursor.fetchall():
                yield Difference("orders", check, f"late sale {row_id} ({name})", str(expected), str(found))
    yield from _recomputed()


def _recomputed() -> Iterator[Difference]:
    """Each sale in the order they were booked: what a register sold before on the same data is summed on the way."""
    sold: dict[_Period, int] = defaultdict(int)
    used: dict[tuple[_Period, str], int] = defaultdict(int)
    sales = LateSale.objects.select_related("order__customer").prefetch_related("order__lines", "differences")
    for sale in sales.order_by("pk").iterator(chunk_size=500):
        period = (sale.order.register_id or 0, sale.synced_at)
        coupons = _coupons(sale.order.uid, used, period)
        sold[period] += sale.order.total_minor
        for coupon in coupons:
            used[period, coupon.code] += 1
        if sold[period] != sale.device_minor:
            subject = f"late sale {sale.pk} (order {sale.order.number})"
            yield Difference("orders", "late_device_sum", subject, str(sold[period]), str(sale.device_minor))
        expected = Counter(
            (str(each.cause), each.about, each.said, each.ours, each.amount_minor)
            for each in differences_of(_said(sale, coupons, sold[period]), ours_of(sale.ours))
        )
        rows = sale.differences.all()
        found = Counter((row.cause, row.about, row.said, row.ours, row.amount_minor) for row in rows)
        if expected != found:
            subject = f"late sale {sale.pk} (order {sale.order.number})"
            missing, more = sorted((expected - found).elements()), sorted((found - expected).elements())
            yield Difference("orders", "late_differences", subject, str(missing or "nothing more"), str(more or "none"))
        at = moment_of(
            sale.device_at,
            offset_s=sale.clock_offset_s,
            synced_at=sale.synced_at,
            booked_at=sale.order.booked_at or sale.order.placed_at,
        )[0]
        if at != sale.order.placed_at:
            subject = f"late sale {sale.pk} (order {sale.order.number})"
            yield Difference("orders", "late_moment", subject, at.isoformat(), sale.order.placed_at.isoformat())


def _coupons(order_uid: UUID, used: dict[tuple[_Period, str], int], period: _Period) -> tuple[SaidCoupon, ...]:
    uses = Redemption.objects.filter(order_uid=order_uid).select_related("coupon").order_by("pk")
    return tuple(
        SaidCoupon(use.coupon.code, use.discount_minor, use.is_over_limit, used[period, use.coupon.code])
        for use in uses
    )


def _said(sale: LateSale, coupons: tuple[SaidCoupon, ...], device_minor: int) -> Said:
    order = sale.order
    assert order.booked_at is not None
    data_of = min(sale.synced_at, order.booked_at)
    is_member = ours_of(sale.ours).is_member
    if is_member is None:
        is_member = order.customer is not None and order.customer.member_number is not None
    return Said(
        lines=tuple(
            SaidLine(str(line.uid), line.ordered_quantity, line.unit_price_minor, line.tax_rate_bp, line.total_minor)
            for line in order.lines.all()
        ),
        coupons=coupons,
        total_minor=order.total_minor,
        tax_minor=order.tax_minor,
        points=order.points if is_member else None,
        is_member_unknown=bool(sale.named_customer),
        clock_moved_s=moved_s(
            sale.device_at,
            offset_s=sale.clock_offset_s,
            synced_at=sale.synced_at,
            made_at=order.placed_at,
            booked_at=order.booked_at,
        ),
        data_age_h=max(0, (order.placed_at - data_of) // _HOUR),
        days_late=(order.booked_at - order.placed_at) // _DAY,
        device_minor=device_minor,
        marked=weight_of([(line.quantity * line.unit_price_minor, line.discounts) for line in order.lines.all()]),
        tenders=handed_beside_cash(order.uid) if sale.ours.get("tenders") else {},
    )
