"""`noren audit` of a full year: 1.46 million sold lines, each with its movements of stock, in seconds.

The year is that of `import_sales`, as if it had been sold here: goods in, then a sale over the counter or, for every
fourth order, a promise and its hand-over. The floor sums each ledger once by what it belongs to.
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psycopg
from psycopg import sql

from .figures import BenchmarkFailed, Figures
from .harness import FLOORS, Benchmark
from .memory import run_watched
from .workbench import Workbench

_NOREN = (sys.executable, "-m", "noren.run.cli")
_LEVELS = """
INSERT INTO stock_level (store_id, variant_id, on_hand, allocated, held, safety, short)
SELECT DISTINCT o.store_id, i.variant_id, 0, 0, 0, 0, 0 FROM orders_orderline i JOIN orders_order o ON o.id = i.order_id
ON CONFLICT DO NOTHING
"""
# What is sold in the year came in before it, so that every level is in the end as it was.
_MOVEMENTS = """
WITH sold AS MATERIALIZED (
    SELECT i.id, l.id AS level_id, i.quantity, o.uid, o.placed_at, o.id % 4 = 0 AS is_pickup
    FROM orders_orderline i JOIN orders_order o ON o.id = i.order_id
    JOIN stock_level l ON l.store_id = o.store_id AND l.variant_id = i.variant_id WHERE i.quantity > 0
), moved AS (
    SELECT level_id, 'received' AS kind, sum(quantity)::int AS on_hand, 0 AS allocated, 'delivery' AS cause,
           gen_random_uuid() AS uid, min(placed_at) - interval '1 day' AS at, 0::bigint AS line, 0 AS step
    FROM sold GROUP BY level_id
    UNION ALL
    SELECT level_id, 'sold', -quantity, 0, 'order', uid, placed_at, id, 0 FROM sold WHERE NOT is_pickup
    UNION ALL
    SELECT level_id, 'allocated', 0, quantity, 'order', uid, placed_at, id, 0 FROM sold WHERE is_pickup
    UNION ALL
    SELECT level_id, 'handed_over', -quantity, -quantity, 'hand_over', uid, placed_at + interval '1 day', id, 1
    FROM sold WHERE is_pickup
)
INSERT INTO stock_movement (level_id, kind, on_hand_change, allocated_change, held_change, safety_change, short_change,
                            reason, cause_kind, cause_uid, at)
SELECT level_id, kind, on_hand, allocated, 0, 0, 0, '', cause, uid, at FROM moved ORDER BY at, line, step
"""


@dataclass(slots=True)
class AuditContest:
    """The command against plain sums. Their sizes are fixed; `seconds` is not looked at."""

    workbench: Workbench
    movements: int

    def product(self, seconds: float) -> Figures:
        """Run the command, start included."""
        del seconds
        done = run_watched((*_NOREN, "audit"), environment=_environment(self.workbench))
        if done.status:
            raise BenchmarkFailed(f"the audit ended with status {done.status}")
        return Figures(seconds=done.seconds, peak_mib=done.peak_mib, extras={"movements": self.movements})

    def floor(self, seconds: float) -> Figures:
        """Sum each ledger."""
        del seconds
        statements = (FLOORS / "audit.sql").read_text()
        began = time.perf_counter()
        with psycopg.connect(self.workbench.url) as connection:
            connection.execute("SET work_mem = '64MB'")
            connection.execute(sql.SQL(statements))
        return Figures(seconds=time.perf_counter() - began)


@contextmanager
def auditing(workbench: Workbench) -> Iterator[AuditContest]:
    """Import the year, and write the ledger that it would have left."""
    subprocess.run((*_NOREN, "import", "completejourney"), env=_environment(workbench), check=True, stdout=sys.stderr)
    workbench.execute(_LEVELS, _MOVEMENTS, "VACUUM ANALYZE")
    with psycopg.connect(workbench.url) as connection:
        row = connection.execute("SELECT count(*) FROM stock_movement").fetchone()
    yield AuditContest(workbench, row[0] if row else 0)


def _environment(workbench: Workbench) -> dict[str, str]:
    return {**os.environ, "DATABASE_URL": workbench.url}


BENCHMARK = Benchmark(prepare=auditing, ratio_of="seconds", rounds=3, warm_up_s=0)
