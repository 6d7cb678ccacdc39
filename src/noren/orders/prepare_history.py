"""Preparing past sales: staged lines get the keys of what they name, and receipts a number in order of time."""

from dataclasses import dataclass

from django.db import connection, transaction

from noren.kernel.staging import SqlValue, analyze, with_tables
from noren.kernel.tax import ServiceMode, TaxClass, rate_bp
from noren.orders.history import HistoryInvalid

SALE_COLUMNS = {
    "line": "bigint NOT NULL",
    "receipt": "text NOT NULL",
    "number": "text",
    "store": "text NOT NULL",
    "sold_at": "timestamptz NOT NULL",
    "member": "text",
    "sku": "text NOT NULL",
    "name": "text",
    "quantity": "integer NOT NULL",
    "unit_price_minor": "integer",
    "discount_minor": "bigint NOT NULL",
    "discounts": "jsonb",
    "total_minor": "bigint NOT NULL",
    "tax_rate_bp": "smallint",
}
"""A staged line of a past sale.

`line` orders the lines of a receipt; `receipt` names the sale within its source and `number` is what people call it
(made from the receipt when null). `total_minor` is what was sold, tax included, after `discount_minor`. Null `name`,
`unit_price_minor`, `discounts` and `tax_rate_bp` follow from the catalog, the total, the discount and the tax class.
"""

_PREPARE = """
CREATE UNLOGGED TABLE {prepared} AS
SELECT dense_rank() OVER (ORDER BY t.sold_at, t.receipt)::integer AS receipt_no, t.receipt,
       coalesce(t.number, 'H' || upper(left(md5(%(source)s || '/' || t.receipt), 15))) AS number,
       (row_number() OVER (PARTITION BY t.receipt ORDER BY t.line))::integer AS position, t.line,
       s.id AS store_id, c.id AS customer_id, t.sold_at, v.id AS variant_id, t.name, t.quantity,
       coalesce(t.unit_price_minor, (2 * (t.total_minor + t.discount_minor) + t.quantity) / (2 * t.quantity))::integer
           AS unit_price_minor,
       t.discount_minor,
       coalesce(t.discounts, CASE WHEN t.discount_minor = 0 THEN '[]'::jsonb
                ELSE jsonb_build_array(jsonb_build_array('', t.discount_minor)) END) AS discounts,
       t.total_minor, coalesce(t.tax_rate_bp, rate.rate_bp) AS tax_rate_bp
FROM {staged} t
JOIN stores_store s ON s.code = t.store
JOIN catalog_variant v ON v.sku = t.sku
JOIN catalog_product p ON p.id = v.product_id
JOIN unnest(%(classes)s::text[], %(rates)s::smallint[]) AS rate (tax_class, rate_bp) ON rate.tax_class = p.tax_class
LEFT JOIN people_customer c ON c.member_number = t.member
"""
_COUNT = """
SELECT coalesce(max(receipt_no), 0), count(*), (SELECT count(*) FROM {staged}),
       EXISTS (SELECT 1 FROM {prepared} GROUP BY receipt HAVING min(receipt_no) < max(receipt_no))
FROM {prepared}
"""


@dataclass(frozen=True, slots=True)
class PreparedHistory:
    """Staged lines with keys resolved and receipts numbered from 1 in order of time."""

    receipts: int
    lines: int


def prepare_history(*, staged: str, prepared: str, source: str) -> PreparedHistory:
    """Make the table `prepared` from the staged lines (`SALE_COLUMNS`) in one statement, anew on a repeat.

    Raises:
        HistoryInvalid: a line names an unknown store, SKU or tax class, or the lines of a receipt have several times.
    """
    rates = {str(each): rate_bp(each, ServiceMode.TAKE_OUT) for each in TaxClass}
    values: dict[str, SqlValue] = {"source": source, "classes": list(rates), "rates": list(rates.values())}
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        cursor.execute(with_tables("DROP TABLE IF EXISTS {prepared}", prepared=prepared))
        # Just filled, and unknown to the planner, which would join the lines one by one.
        analyze(staged, "catalog_product", "catalog_variant", "stores_store", "people_customer")
        cursor.execute(with_tables(_PREPARE, prepared=prepared, staged=staged), values)
        cursor.execute(with_tables("CREATE INDEX ON {prepared} (receipt_no)", prepared=prepared))
        analyze(prepared)
        cursor.execute(with_tables(_COUNT, prepared=prepared, staged=staged))
        receipts, lines, given, are_mixed = cursor.fetchone()
        if lines != given or are_mixed:
            raise HistoryInvalid(given=given, found=lines)
    return PreparedHistory(receipts=receipts, lines=lines)
