"""The sample's stock: what every store sold in the last 13 weeks, in pieces that follow from how fast it sold."""

from datetime import timedelta
from uuid import UUID

from django.db import connection, transaction

from noren.connect.journey.calendar import LAST_DAY, Calendar
from noren.kernel.staging import analyze, make_staging, with_tables, work_in_bulk
from noren.stock.bulk import LEVEL_COLUMNS, open_levels
from noren.stock.ledger import Cause

WEEKS = 13
LEVELS_AT_ONCE = 20_000

# Two and a half weeks' worth, and three to eight pieces that stand on the shelf anyway.
_LEVELS = """
INSERT INTO {staged} (line, store, sku, on_hand)
SELECT row_number() OVER (ORDER BY store, sku), store, sku,
       least(200, ceil(pieces * 2.5 / 13)::integer + 3 + ('x' || left(md5(store || sku), 2))::bit(8)::integer %% 6)
FROM (
    SELECT store, sku, sum(quantity) AS pieces FROM {raw}
    WHERE quantity > 0 AND is_stocked AND NOT is_fuel
      AND at > (SELECT max(at) FROM {raw}) - make_interval(weeks => %(weeks)s)
    GROUP BY store, sku
) AS sold
"""


def stock_shelves(raw: str, staged: str, calendar: Calendar, *, uid: UUID) -> int:
    """Receive the goods in pieces of 20,000 levels; answer how many levels are new. Safe to repeat."""
    with transaction.atomic(), connection.cursor() as cursor:
        work_in_bulk()
        make_staging(staged, LEVEL_COLUMNS)
        cursor.execute(with_tables(_LEVELS, raw=raw, staged=staged), {"weeks": WEEKS})
        levels = cursor.rowcount
    # Before the eight weeks in which the demo's orders take from it.
    received_at = calendar.midnight(LAST_DAY - timedelta(weeks=WEEKS))
    cause = Cause("import", uid, received_at)
    opened = 0
    for after in range(0, levels, LEVELS_AT_ONCE):
        with transaction.atomic():
            work_in_bulk()
            opened += open_levels(staged, after=after, through=after + LEVELS_AT_ONCE, cause=cause)
    if opened:
        # What follows reads these tables by the thousand; the planner is not to think them empty.
        analyze("stock_level", "stock_movement")
    return opened
