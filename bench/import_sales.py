"""The full year of sample sales through `noren import completejourney`, in seconds and peak memory.

1,469,307 lines with stores, goods, members, coupons and stock, by the command itself, start included. The floor is COPY
of the rows that it made into the same tables with their indexes. One run of each; `--rounds` for more.
"""

import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from psycopg import sql

from .figures import BenchmarkFailed, Figures
from .floors.import_sales import Piece, copy_all, dump, tables_of
from .harness import Benchmark
from .memory import run_watched
from .workbench import Workbench

LINES = 1_469_307
SOLD_LINES = 1_460_438
_COMMAND = (sys.executable, "-m", "noren.run.cli", "import", "completejourney")


@dataclass(slots=True)
class ImportContest:
    """The command against COPY, each into empty tables. Their sizes are fixed; `seconds` is not looked at."""

    workbench: Workbench
    folder: Path
    rounds: list[list[Piece]] = field(default_factory=list)
    first: Figures | None = None

    def product(self, seconds: float) -> Figures:
        """Run the command. The run that made the floor's rows counts as the first."""
        del seconds
        if self.first is not None:
            figures, self.first = self.first, None
            return figures
        return self._import()

    def floor(self, seconds: float) -> Figures:
        """Copy the rows that the command made."""
        del seconds
        if not self.rounds:
            self.first = self._import()
            self.rounds = dump(self.workbench.url, self.folder)
        self._empty()
        began = time.perf_counter()
        copy_all(self.workbench.url, self.rounds)
        took = time.perf_counter() - began
        self._check_lines()
        return Figures(per_s=LINES / took, seconds=took)

    def _import(self) -> Figures:
        self._empty()
        done = run_watched(_COMMAND, environment={**os.environ, "DATABASE_URL": self.workbench.url})
        if done.status:
            raise BenchmarkFailed(f"the import ended with status {done.status}")
        self._check_lines()
        return Figures(per_s=LINES / done.seconds, seconds=done.seconds, peak_mib=done.peak_mib)

    def _empty(self) -> None:
        """Empty tables, and nothing left to be written by the next checkpoint."""
        with psycopg.connect(self.workbench.url, autocommit=True) as connection:
            names = [*tables_of(connection), "connect_import"]
            tables = sql.SQL(", ").join(map(sql.Identifier, names))
            connection.execute(sql.SQL("TRUNCATE {} CASCADE").format(tables))
        if self.workbench.superuser_url:
            with psycopg.connect(self.workbench.superuser_url, autocommit=True) as connection:
                connection.execute("CHECKPOINT")

    def _check_lines(self) -> None:
        with psycopg.connect(self.workbench.url) as connection:
            row = connection.execute("SELECT count(*) FROM orders_orderline").fetchone()
        if row is None or row[0] != SOLD_LINES:
            raise BenchmarkFailed(f"there are {row} lines instead of {SOLD_LINES:,}")


@contextmanager
def importing(workbench: Workbench) -> Iterator[ImportContest]:
    """A folder for the floor's rows, thrown away at the end."""
    where = os.environ.get("NOREN_BENCH_DIR", "/var/tmp")
    with tempfile.TemporaryDirectory(prefix="noren-bench-rows-", dir=where) as folder:
        yield ImportContest(workbench, Path(folder))


BENCHMARK = Benchmark(prepare=importing, ratio_of="seconds", rounds=1, warm_up_s=0)
