"""Writing a late sale beside its order: the envelope, and every difference. Called in the order's transaction."""

import json
from collections.abc import Collection, Mapping
from dataclasses import fields
from datetime import datetime, timedelta

from django.db import connection

from noren.kernel.rows import insert_row
from noren.orders.draft import Draft
from noren.orders.events import OrderCompleted, SaleBookedLate
from noren.orders.late.causes import Said, SaidCoupon, SaidLine, differences_of
from noren.orders.late.made import Late
from noren.orders.late.models import LateDifference, LateSale
from noren.orders.late.moment import moved_s
from noren.orders.markdowns.rules import weight_of_quote
from noren.orders.models import Order
from noren.payments.cash import Taken
from noren.payments.tenders.rules import CASH

_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)

# What a register had sold and taken alone, since it had the goods and prices of one moment; it is locked.
_BEFORE = """
SELECT device_minor, device_uses::text FROM orders_latesale
WHERE register_id = %s AND synced_at = %s ORDER BY id DESC LIMIT 1
"""


def write_late_sale(order: Order, draft: Draft, late: Late, *, over_limit: Collection[str], taken: Taken) -> None:
    """Write the envelope of a booked order with its differences, once.

    Args:
        taken: how it was paid.
        over_limit: codes of coupons that had no use left.
    """
    made = late.made
    assert order.register_id is not None
    sold_before, used_before = _before(order.register_id, made.synced_at)
    tenders = _beside_cash(taken)
    said = _said(draft, late, over_limit, sold_before=sold_before, used_before=used_before, tenders=tenders)
    found = differences_of(said, late.ours)
    sale = LateSale(
        order=order,
        register_id=order.register_id,
        provisional_number=made.provisional_number.upper(),
        fingerprint=made.fingerprint,
        device_at=made.device_at,
        clock_offset_s=made.clock_offset_s,
        synced_at=made.synced_at,
        assortment_version=made.assortment_version,
        named_customer=late.named_customer,
        quoted_points=made.quoted.points,
        sent_by_id=made.sent_by_id,
        ours=late.ours.as_json(),
        device_minor=said.device_minor,
        device_uses=used_before | {each.code: each.earlier_uses + 1 for each in said.coupons},
        difference_count=len(found),
    )
    insert_row(sale)
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


def _beside_cash(taken: Taken) -> dict[str, int]:
    """What was handed in by each tender kind beside cash, minor units, by code."""
    sums: dict[str, int] = {}
    for part in taken.parts:
        if part.tender != CASH:
            sums[part.tender] = sums.get(part.tender, 0) + part.tendered_minor
    return sums


def told_late(completed: OrderCompleted, late: Late) -> SaleBookedLate:
    """The event of a sale, with when it was made and when it was booked."""
    return SaleBookedLate(
        **{field.name: getattr(completed, field.name) for field in fields(completed)},
        made_offline=True,
        made_at=late.made_at,
        booked_at=late.booked_at,
        provisional_number=late.made.provisional_number,
    )


def _said(
    draft: Draft,
    late: Late,
    over_limit: Collection[str],
    *,
    sold_before: int,
    used_before: Mapping[str, int],
    tenders: Mapping[str, int],
) -> Said:
    quoted, made = late.made.quoted, late.made
    return Said(
        lines=tuple(
            SaidLine(line.ref, line.quantity, line.unit_price_minor, line.tax_rate_bp, line.total_minor)
            for line in quoted.lines
        ),
        coupons=tuple(
            SaidCoupon(each.ref, each.discount_minor, each.ref in over_limit, used_before.get(each.ref, 0))
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
        device_minor=quoted.total_minor + sold_before,
        marked=weight_of_quote(quoted),
        tenders=tenders,
    )


def _before(register_id: int, synced_at: datetime) -> tuple[int, dict[str, int]]:
    """What the register sold in all, and its uses by coupon code, in the sales booked before."""
    with connection.cursor() as cursor:
        cursor.execute(_BEFORE, [register_id, synced_at])
        row = cursor.fetchone()
    return (row[0], json.loads(row[1])) if row else (0, {})
