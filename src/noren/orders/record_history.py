"""Past sales from another system: the only code that writes orders which were not placed here.

A deed of its own, in bulk: a past sale moves no stock, takes no payment and earns nothing. What it cost is kept as it
was sold; what does not follow from quantity and unit price stands in the line's `rounding_minor`.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

from noren.kernel.money import Rounding
from noren.kernel.staging import SqlValue, with_tables
from noren.orders.history import LINE_UID, ORDER_UID, HistoryFinished
from noren.orders.models import History

CHANNEL = "till"

# Grouped by receipt and rate first: the tax is rounded once per rate, as `kernel.tax.tax_totals` does for live sales.
_RECORD = """
WITH lines AS MATERIALIZED (
    SELECT * FROM {prepared} WHERE receipt_no > %(after)s AND receipt_no <= %(through)s
), gross AS (
    SELECT receipt_no, tax_rate_bp AS rate, sum(total_minor) AS gross FROM lines GROUP BY receipt_no, tax_rate_bp
), rates AS (
    SELECT receipt_no, rate, gross, ({tax_minor})::bigint AS tax FROM gross
), taxes AS (
    SELECT receipt_no, sum(tax) AS tax, jsonb_agg(jsonb_build_object(
        'rate_bp', rate, 'net_minor', gross - tax, 'tax_minor', tax, 'gross_minor', gross) ORDER BY rate DESC) AS taxes
    FROM rates GROUP BY receipt_no
), sums AS (
    SELECT receipt_no, min(receipt) AS receipt, min(number) AS number, min(store_id) AS store_id,
           min(customer_id) AS customer_id, min(sold_at) AS sold_at, sum(total_minor) AS total,
           sum(discount_minor) AS discount
    FROM lines GROUP BY receipt_no
), made AS (
    INSERT INTO orders_order (uid, number, status, source, channel, completed_channel, store_id, customer_id,
        contact_name, contact_email, contact_phone, language, goods_minor, discount_minor, tax_minor, total_minor,
        points, taxes, prices_include_tax, placed_at, business_date, completed_at, ended_reason, history_id)
    SELECT {order_uid}, sums.number, 'completed', 'history', %(channel)s, %(channel)s, s.id, customer_id,
           '', '', '', %(language)s, total + discount, discount, tax, total,
           0, taxes, true, sold_at,
           ((sold_at AT TIME ZONE s.time_zone) - make_interval(hours => s.closing_hour))::date, sold_at, '', %(history)s
    FROM sums JOIN taxes USING (receipt_no) JOIN stores_store s ON s.id = sums.store_id
    ORDER BY receipt_no
    ON CONFLICT (uid) DO NOTHING
    RETURNING id, number
), sold AS (
    INSERT INTO orders_orderline (uid, order_id, position, variant_id, name, ordered_quantity, quantity,
        unit_price_minor, discount_minor, rounding_minor, total_minor, tax_rate_bp, discounts, is_extra)
    SELECT {line_uid}, made.id, position, variant_id,
           coalesce(l.name, CASE WHEN v.name = '' THEN p.name ELSE left(p.name || ' ' || v.name, 200) END),
           quantity, quantity, unit_price_minor, discount_minor,
           total_minor + discount_minor - quantity::bigint * unit_price_minor, total_minor, tax_rate_bp, discounts,
           false
    FROM lines l JOIN made USING (number)
    JOIN catalog_variant v ON v.id = l.variant_id JOIN catalog_product p ON p.id = v.product_id
    ORDER BY receipt_no, position
    RETURNING 1
)
SELECT (SELECT count(*) FROM lines), (SELECT count(*) FROM made), (SELECT count(*) FROM sold)
"""
_OPEN = "SELECT id, source FROM orders_history WHERE uid = %s AND finished_at IS NULL FOR SHARE"
_ROUNDED_TAX = {
    Rounding.FLOOR: "div(gross * rate, 10000 + rate)",
    Rounding.HALF_UP: "div(2 * gross * rate + 10000 + rate, 2 * (10000 + rate))",
    Rounding.CEILING: "div(gross * rate + 9999 + rate, 10000 + rate)",
}


@dataclass(frozen=True, slots=True)
class RecordedSales:
    """What one call did: lines it looked at, orders and lines that were new."""

    seen_lines: int
    orders: int
    lines: int


def open_history(*, uid: UUID, source: str, at: datetime) -> None:
    """Open a batch of past sales, which readers do not see before it is finished. Safe to repeat.

    Args:
        source: the system the sales come from; receipts are named within it.
    """
    History.objects.get_or_create(uid=uid, defaults={"source": source, "started_at": at})


def record_history(*, history_uid: UUID, prepared: str, after: int, through: int) -> RecordedSales:
    """Record the prepared receipts numbered above `after` up to `through` as completed orders of an open batch.

    Safe to repeat: order and line uids follow from source, receipt and place in it, and what is there already stays
    as it is. The tax of a receipt is worked out of its totals per rate, rounded once per rate.

    Raises:
        HistoryFinished: the batch does not exist or is finished.
    """
    with transaction.atomic(savepoint=False):
        history_id, source = _open_batch(history_uid)
        statement = with_tables(_filled_in(), prepared=prepared)
        values: dict[str, SqlValue] = {
            "after": after,
            "through": through,
            "source": source,
            "channel": CHANNEL,
            "language": settings.LANGUAGE_CODE,
            "history": history_id,
        }
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
            seen, orders, lines = cursor.fetchone()
    return RecordedSales(seen_lines=seen, orders=orders, lines=lines)


def _open_batch(uid: UUID) -> tuple[int, str]:
    """Hold the batch against being finished while orders are added to it; several may add at the same time."""
    with connection.cursor() as cursor:
        cursor.execute(_OPEN, [uid])
        row = cursor.fetchone()
    if row is None:
        raise HistoryFinished
    return row[0], row[1]


def _filled_in() -> str:
    parts = {
        "{tax_minor}": _ROUNDED_TAX[Rounding(settings.TAX_ROUNDING)],
        "{order_uid}": ORDER_UID.format("sums.receipt"),
        "{line_uid}": LINE_UID.format("l.receipt || '/' || l.position"),
    }
    statement = _RECORD
    for place, part in parts.items():
        statement = statement.replace(place, part)
    return statement
