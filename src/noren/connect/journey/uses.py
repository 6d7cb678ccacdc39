"""Finding the sale in which a coupon of the sample was used.

It is the household's basket of that day with goods of the coupon that a maker's coupon took something off.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection, transaction

from noren.connect.journey.calendar import SOLD_AT, Calendar
from noren.kernel.staging import analyze, copy_rows, make_staging, with_tables, work_in_bulk

_FIND = """
SELECT DISTINCT ON (u.place) u.place, r.basket, r.store, {sold_at}, array_agg(r.coupon + r.coupon_match ORDER BY r.sku)
FROM {uses} u
JOIN {raw} r ON r.household = u.household AND r.coupon > 0 AND r.quantity > 0
            AND (r.at AT TIME ZONE 'UTC' AT TIME ZONE 'America/New_York')::date = u.day
JOIN {listed} l ON l.coupon = u.coupon AND l.product = r.sku
GROUP BY u.place, r.basket, r.store, r.at
ORDER BY u.place, r.at, r.basket
"""


@dataclass(frozen=True, slots=True)
class SampleUse:
    """A redemption of the package: of which coupon, by whom, on which day; nothing says in which sale."""

    place: int
    coupon: str
    household: int
    day: date


@dataclass(frozen=True, slots=True)
class FoundUse:
    """The sale in which a coupon was used, and what was taken off each of its lines, in yen."""

    basket: int
    store: str
    sold_at: datetime
    discounts: tuple[int, ...]


def find_uses(raw: str, listed: str, staged: str, uses: Iterable[SampleUse], calendar: Calendar) -> dict[int, FoundUse]:
    """The sales that can be found, by the place of the use.

    Args:
        raw: the sample's lines; listed: a table with `coupons.bulk.LISTED_COLUMNS`; staged: a table to be made.
    """
    columns = {"place": "integer", "coupon": "text", "household": "integer", "day": "date"}
    with transaction.atomic(), connection.cursor() as cursor:
        work_in_bulk()
        make_staging(staged, columns)
        copy_rows(staged, list(columns), ([use.place, use.coupon, use.household, use.day] for use in uses))
        analyze(staged)
        statement = _FIND.replace("{sold_at}", SOLD_AT.replace("{at}", "r.at"))
        cursor.execute(
            with_tables(statement, uses=staged, raw=raw, listed=listed),
            {"weeks": calendar.weeks, "zone": calendar.zone},
        )
        return {row[0]: FoundUse(row[1], row[2], row[3], tuple(row[4])) for row in cursor.fetchall()}
