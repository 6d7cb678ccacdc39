"""The sample's sales: from the package into a table of raw lines; from there past sales, prices and households."""

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
from django.db import connection, transaction

from noren.connect.journey.calendar import LAST_WEEK, SOLD_AT, Calendar
from noren.connect.journey.goods import FUEL_TYPE, is_stocked
from noren.connect.journey.naming import Goods
from noren.connect.journey.package import read_batches
from noren.connect.progress import Progress
from noren.kernel.staging import SqlValue, copy_csv, make_staging, with_tables, work_in_bulk

SOURCE = "completejourney"

RAW_COLUMNS = {
    "household": "integer NOT NULL",
    "store": "text NOT NULL",
    "basket": "bigint NOT NULL",
    "sku": "text NOT NULL",
    "quantity": "integer NOT NULL",
    "sales": "integer NOT NULL",
    "retail": "integer NOT NULL",
    "coupon": "integer NOT NULL",
    "coupon_match": "integer NOT NULL",
    "at": "timestamp NOT NULL",
    "is_fuel": "boolean NOT NULL",
    "is_stocked": "boolean NOT NULL",
}
"""A line of the package: amounts in cents, which become yen; `at` is its own naive time.

`is_fuel`: the quantity is thousandths of a gallon. `is_stocked`: stores have it on their shelves.
"""

_READ = (
    "household_id",
    "store_id",
    "basket_id",
    "product_id",
    "quantity",
    "sales_value",
    "retail_disc",
    "coupon_disc",
    "coupon_match_disc",
    "transaction_timestamp",
    "week",
)
# Fuel is measured from this quantity on; below are pieces that were rung up on the same button.
_LEAST_FUEL = 100

# The package's key: the retailer received `sales`, the price tag said that plus what card holders and the retailer's
# part of coupons took off. What makers paid for coupons is within `sales`.
_UNIT = "(2 * (sales + retail + coupon_match) + quantity) / (2 * quantity)"
_PRICES = """
WITH counted AS (
    SELECT sku, {unit} AS price, count(*) AS n FROM {raw} WHERE quantity > 0 AND NOT is_fuel GROUP BY 1, 2
), ranked AS (
    SELECT sku, price, n, row_number() OVER (PARTITION BY sku ORDER BY n DESC, price) AS rank,
           sum(n) OVER (PARTITION BY sku) AS lines, sum(n) OVER (PARTITION BY sku ORDER BY price) AS lines_to_here
    FROM counted
)
SELECT sku::bigint, CASE WHEN 4 * max(n) >= max(lines) THEN min(price) FILTER (WHERE rank = 1)
                         ELSE min(price) FILTER (WHERE 2 * lines_to_here >= lines) END
FROM ranked GROUP BY sku
"""
_HOUSEHOLDS = """
SELECT household, {sold_at}, mode() WITHIN GROUP (ORDER BY store) FROM {raw} GROUP BY household ORDER BY household
"""
_SALES = """
INSERT INTO {staged} (line, receipt, number, store, sold_at, member, sku, name, quantity, discount_minor, discounts,
                      total_minor)
SELECT sku::bigint, basket, 'H' || basket, store, {sold_at}, m.member, sku,
       CASE WHEN is_fuel THEN 'レギュラーガソリン ' || round(quantity * 3.785 / 1000, 1) || 'L' END,
       CASE WHEN is_fuel THEN 1 ELSE quantity END, retail + coupon_match,
       CASE WHEN retail + coupon_match = 0 THEN '[]'::jsonb ELSE
           CASE WHEN retail > 0 THEN jsonb_build_array(jsonb_build_array('会員価格', retail)) ELSE '[]' END ||
           CASE WHEN coupon_match > 0 THEN jsonb_build_array(jsonb_build_array('クーポン上乗せ', coupon_match))
                ELSE '[]' END END,
       sales
FROM {raw} JOIN unnest(%(households)s::int[], %(members)s::text[]) AS m (household, member) USING (household)
WHERE quantity > 0
"""
_LEFT_OUT = "SELECT count(*) FILTER (WHERE quantity = 0), count(*) FILTER (WHERE is_fuel) FROM {raw}"


@dataclass(frozen=True, slots=True)
class Household:
    """Who bought, for the first time when, and mostly where."""

    id: int
    first_bought_at: datetime
    home_store: str


def stage_raw(
    folder: Path, raw: str, goods: Sequence[Goods], *, weeks: int | None, progress: Progress
) -> Iterator[int]:
    """Copy the package's lines into a fresh table, 50,000 at a time; yields how many each time, after its commit.

    Args:
        weeks: only so many last weeks.
    """
    make_staging(raw, RAW_COLUMNS)
    fuel = pa.array([each.id for each in goods if each.kind.type == FUEL_TYPE], pa.int64())
    stocked = pa.array([each.id for each in goods if is_stocked(each.kind)], pa.int64())
    first_week = LAST_WEEK - weeks + 1 if weeks else 0
    rows = read = 0
    for batch in read_batches(folder, "transactions", list(_READ)):
        read += len(batch)
        wanted = batch.filter(pc.greater_equal(batch.column("week"), first_week))
        with transaction.atomic():
            work_in_bulk()
            copy_csv(raw, list(RAW_COLUMNS), [_as_csv(wanted, fuel, stocked)])
        rows += len(wanted)
        progress("reading", rows, read / _LINES)
        yield len(wanted)


_LINES = 1_469_307


def _as_csv(batch: pa.RecordBatch, fuel: pa.Array, stocked: pa.Array) -> bytes:
    product, quantity = batch.column("product_id"), batch.column("quantity")
    is_fuel = pc.and_(pc.is_in(product, value_set=fuel), pc.greater_equal(quantity, _LEAST_FUEL))
    store = pc.utf8_lpad(pc.cast(batch.column("store_id"), pa.string()), 5, "0")
    columns = [
        batch.column("household_id"),
        pc.binary_join_element_wise("S", store, ""),
        batch.column("basket_id"),
        product,
        quantity,
        *(_cents(batch.column(name)) for name in _READ[5:9]),
        pc.cast(batch.column("transaction_timestamp"), pa.timestamp("s")),
        is_fuel,
        pc.is_in(product, value_set=stocked),
    ]
    out = io.BytesIO()
    table = pa.RecordBatch.from_arrays(columns, names=list(RAW_COLUMNS))
    pa_csv.write_csv(table, out, pa_csv.WriteOptions(include_header=False, quoting_style="none"))
    return out.getvalue()


def _cents(dollars: pa.Array) -> pa.Array:
    return pc.cast(pc.round(pc.multiply(dollars, 100)), pa.int32())


def regular_prices(raw: str) -> dict[int, int]:
    """The regular unit price in yen by product id: the one on most price tags, else the middle one."""
    statement = with_tables(_PRICES.replace("{unit}", _UNIT), raw=raw)
    with transaction.atomic(), connection.cursor() as cursor:
        work_in_bulk()
        cursor.execute(statement)
        return dict(cursor.fetchall())


def sold_products(raw: str) -> set[int]:
    """The products of which something was sold."""
    with connection.cursor() as cursor:
        cursor.execute(with_tables("SELECT DISTINCT sku::bigint FROM {raw} WHERE quantity > 0", raw=raw))
        return {product_id for (product_id,) in cursor.fetchall()}


def households(raw: str, calendar: Calendar) -> Iterator[Household]:
    """Everybody who bought, by number."""
    statement = with_tables(_HOUSEHOLDS.replace("{sold_at}", SOLD_AT.replace("{at}", "min(at)")), raw=raw)
    with transaction.atomic(), connection.cursor() as cursor:
        work_in_bulk()
        cursor.execute(statement, _when(calendar))
        for row in cursor.fetchall():
            yield Household(*row)


def stage_sales(raw: str, staged: str, calendar: Calendar, member_numbers: Mapping[int, str]) -> None:
    """Fill a table with `orders.prepare_history.SALE_COLUMNS` from the raw lines, but for those of quantity 0.

    Fuel is one piece with its liters in the name: thousandths of a gallon are no pieces.
    """
    statement = with_tables(_SALES.replace("{sold_at}", SOLD_AT.replace("{at}", "at")), raw=raw, staged=staged)
    values = {**_when(calendar), "households": list(member_numbers), "members": list(member_numbers.values())}
    with transaction.atomic(), connection.cursor() as cursor:
        work_in_bulk()
        cursor.execute(statement, values)


def left_out(raw: str) -> dict[str, int]:
    """What is not recorded as the package has it, by cause."""
    with connection.cursor() as cursor:
        cursor.execute(with_tables(_LEFT_OUT, raw=raw))
        without_quantity, fuel = cursor.fetchone()
    return {"lines_without_quantity": without_quantity, "fuel_lines": fuel}


def _when(calendar: Calendar) -> dict[str, SqlValue]:
    return {"weeks": calendar.weeks, "zone": calendar.zone}
