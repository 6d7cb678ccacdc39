"""Writing a late sale beside its order: the envelope, and every difference. Called in the order's transaction."""

from collections.abc import Collection
from dataclasses import fields
from datetime import timedelta

from django.db import connection

from noren.orders.draft import Draft
from noren.orders.events import OrderCompleted, SaleBookedLate
from noren.orders.late.causes import Said, SaidCoupon, SaidLine, differences_of
from noren.orders.late.made import Late
from noren.orders.late.models import LateDifference, LateSale
from noren.orders.late.moment import moved_s
from noren.orders.models import Order

_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)

# What a register did before, since it had the goods and prices of one moment; it is locked.
_SOLD = """
SELECT coalesce(sum(o.total_minor), 0) FROM orders_latesale l JOIN orders_order o ON o.id = l.order_id
WHERE o.register_id = %s AND l.synced_at = %s
"""
_USED = """
SELECT r.coupon_id, count(*) FROM coupons_redemption r
JOIN orders_order o ON o.uid = r.order_uid JOIN orders_latesale l ON l.order_id = o.id
WHERE r.coupon_id = ANY(%s) AND o.register_id = %s AND l.synced_at = %s GROUP BY r.coupon_id
"""


def write_late_sale(order: Order, draft: Draft, late: Late, *, over_limit: Collection[str]) -> None:
    """Write the envelope of a booked order with its differences, once.

    Called before the order's own envelope is written, and after its coupon uses are: these are taken off the counts.

    Args:
        over_limit: codes of coupons that had no use left.
    """
    made = late.made
    said = _said(order, draft, late, over_limit)
    found = differences_of(said, late.ours)
    sale = LateSale.objects.create(
        order=order,
        provisional_number=made.provisional_number,
        fingerprint=made.fingerprint,
        device_at=made.device_at,
        clock_offset_s=made.clock_offset_s,
        synced_at=made.synced_at,
        assortment_version=made.assortment_version,
        named_customer=late.named_customer,
        quoted_points=made.quoted.points,
        sent_by_id=made.sent_by_id,
        ours=late.ours.as_json(),
        difference_count=len(found),
    )
    LateDifference.objects.bulk_create(
        LateDifference(
            late_sale=sale,
            cause=each.cause,
            about=each.about,
            said=each.said,
            ours=each.ours,
            amount_minor=each.amount_minor,
        )
        for each in found
    )


def told_late(completed: OrderCompleted, late: Late) -> SaleBookedLate:
    """The event of a sale, with when it was made and when it was booked."""
    return SaleBookedLate(
        **{field.name: getattr(completed, field.name) for field in fields(completed)},
        made_offline=True,
        made_at=late.made_at,
        booked_at=late.booked_at,
        provisional_number=late.made.provisional_number,
    )


def _said(order: Order, draft: Draft, late: Late, over_limit: Collection[str]) -> Said:
    quoted, made = late.made.quoted, late.made
    used = _used_before(order, late)
    return Said(
        lines=tuple(
            SaidLine(line.ref, line.quantity, line.unit_price_minor, line.tax_rate_bp, line.total_minor)
            for line in quoted.lines
        ),
        coupons=tuple(
            SaidCoupon(each.ref, each.discount_minor, each.ref in over_limit, used.get(late.coupon_ids[each.ref], 0))
            for each in quoted.applied
        ),
        total_minor=quoted.total_minor,
        tax_minor=quoted.tax_minor,
        points=quoted.points if draft.buyer.is_member else None,
        is_member_unknown=bool(late.named_customer),
        clock_moved_s=moved_s(
            made.device_at,
            offset_s=made.clock_offset_s,
            synced_at=made.synced_at,
            made_at=late.made_at,
            booked_at=late.booked_at,
        ),
        data_age_h=max(0, (late.made_at - late.data_of) // _HOUR),
        days_late=(late.booked_at - late.made_at) // _DAY,
        device_minor=quoted.total_minor + _sold_before(order, late),
    )


def _sold_before(order: Order, late: Late) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_SOLD, [order.register_id, late.made.synced_at])
        return int(cursor.fetchone()[0])


def _used_before(order: Order, late: Late) -> dict[int, int]:
    """Uses by coupon id of earlier late sales: this one has no envelope yet."""
    if not late.coupon_ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_USED, [list(late.coupon_ids.values()), order.register_id, late.made.synced_at])
        return dict(cursor.fetchall())
