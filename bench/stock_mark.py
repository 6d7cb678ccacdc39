"""Open product pages: 200 of them ask twice a second whether any of 457 stores has more or less than before.

400 requests a second over 200 connections, each page for a variant of its own; nothing changed, so the answer is empty.
The floor is the bare query at the same rate over 8 connections; p95 counts from when a request was due.
"""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from itertools import cycle
from urllib.parse import urlencode

import psutil

from noren.shop.shelf import MANY
from noren.stock.queries import stock_mark

from .availability import VARIANTS, make_stores
from .figures import Figures
from .harness import FLOORS, Benchmark
from .load import answer_of, drive, http_request
from .pgbench import run_pgbench
from .workbench import Workbench

PAGES = 200
ASKS_PER_S = 2
FLOOR_CLIENTS = 8


@dataclass(slots=True)
class MarkContest:
    """The page's question over HTTP against the bare query, both at a fixed rate."""

    workbench: Workbench
    address: tuple[str, int]
    requests: list[bytes]
    answer_bytes: int

    def product(self, seconds: float) -> Figures:
        """Ask as 200 pages do; `web_cpu` is the share of the machine that the web's processes took for it."""
        before, began = _children_cpu_s(), time.perf_counter()
        figures = drive(
            self.address,
            cycle(self.requests),
            connections=PAGES,
            seconds=seconds,
            per_s=PAGES * ASKS_PER_S,
            accepted=frozenset({204}),
        )
        share = (_children_cpu_s() - before) / ((time.perf_counter() - began) * (os.cpu_count() or 1))
        return replace(figures, extras={"web_cpu": share, "answer_bytes": self.answer_bytes})

    def floor(self, seconds: float) -> Figures:
        """Run the bare query at the same rate."""
        return run_pgbench(
            self.workbench.url,
            FLOORS / "stock_mark.sql",
            clients=FLOOR_CLIENTS,
            seconds=seconds,
            per_s=PAGES * ASKS_PER_S,
            variables={"variants": VARIANTS},
        )


@contextmanager
def asking(workbench: Workbench) -> Iterator[MarkContest]:
    """Fill the database, open the pages, and start the web."""
    make_stores()
    requests = [_ask(f"SKU{number:04}") for number in range(PAGES)]
    with workbench.web() as address:
        yield MarkContest(workbench, address, requests, len(answer_of(address, requests[0])))


def _ask(sku: str) -> bytes:
    asked = urlencode({"sku": sku, "seen": stock_mark(sku, many=MANY)})
    return http_request("GET", f"/stock/?{asked}")


def _children_cpu_s() -> float:
    """Seconds of CPU that processes below this one took so far; the database server is none of them."""
    total = 0.0
    for child in psutil.Process().children(recursive=True):
        with suppress(psutil.NoSuchProcess):
            if "postgres" not in child.name():
                times = child.cpu_times()
                total += times.user + times.system
    return total


BENCHMARK = Benchmark(prepare=asking, ratio_of="p95_ms")
