"""What the benchmarks of orders share: requests over HTTP, the floor's script, and statements per order."""

import json
import random
import re
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from noren.kernel.ids import uuid7

from .figures import Figures
from .harness import FLOORS, best_clients
from .load import drive, http_request
from .pgbench import run_pgbench
from .shop_data import ShopData, make_shop
from .statements import counted
from .workbench import Workbench

CONNECTIONS = 16
COUNTED_ORDERS = 64
_LITERAL = re.compile(r"'[^']*'|\b\d+\b")


@dataclass(slots=True)
class OrderingContest:
    """Orders over HTTP against the bare statements on the same tables."""

    workbench: Workbench
    address: tuple[str, int]
    data: ShopData
    lines: int
    is_hot: bool
    script: Path
    floor_clients: int
    statements: float

    def product(self, seconds: float) -> Figures:
        """Place orders as fast as 16 connections get answers."""
        requests = order_requests(self.data, lines=self.lines, is_hot=self.is_hot)
        figures = drive(self.address, requests, connections=CONNECTIONS, seconds=seconds)
        return replace(figures, extras={"statements": self.statements})

    def floor(self, seconds: float) -> Figures:
        """Run the bare statements with the number of clients that does most."""
        return run_pgbench(self.workbench.url, self.script, clients=self.floor_clients, seconds=seconds)


@contextmanager
def ordering(workbench: Workbench, *, lines: int, is_hot: bool, floor: str) -> Iterator[OrderingContest]:
    """Fill the database, count the statements of an order, start the web and find the floor's best."""
    data = make_shop(stores=20, variants=500, members=5_000)
    statements = _statements_per_order(workbench, data, lines=lines, is_hot=is_hot)
    script = FLOORS / floor
    clients = best_clients(lambda count: run_pgbench(workbench.url, script, clients=count, seconds=2))
    print(f"{statements:g} statements an order; the floor is best with {clients} clients", file=sys.stderr)
    with workbench.web() as address:
        yield OrderingContest(workbench, address, data, lines, is_hot, script, clients, statements)


def order_requests(data: ShopData, *, lines: int, is_hot: bool) -> Iterator[bytes]:
    """Orders of different goods by a member with the coupon; or, hot, all of one variant in one store."""
    drawn = random.Random(7)
    headers = {"Authorization": f"Bearer {data.token}"}
    while True:
        skus = data.skus[:1] if is_hot else drawn.sample(data.skus, lines)
        body = {
            "store_code": data.store_codes[0] if is_hot else drawn.choice(data.store_codes),
            "lines": [{"sku": sku, "quantity": drawn.randint(1, 3)} for sku in skus],
            "coupon_codes": [data.coupon_code],
            "customer_uid": str(drawn.choice(data.customer_uids)),
        }
        keyed = headers | {"Idempotency-Key": str(uuid7())}
        yield http_request("POST", "/api/v1/orders", headers=keyed, body=json.dumps(body).encode())


def _statements_per_order(workbench: Workbench, data: ShopData, *, lines: int, is_hot: bool) -> float:
    requests = order_requests(data, lines=lines, is_hot=is_hot)
    some = [next(requests) for _ in range(COUNTED_ORDERS)]
    with counted(workbench) as statements, workbench.web() as address:
        drive(address, iter(some), connections=1, seconds=60)
    if statements is None:
        return 0.0
    kinds = Counter(" ".join(_LITERAL.sub("?", text).split())[:100] for text in statements.texts)
    for text, times in kinds.most_common():
        print(f"{times / COUNTED_ORDERS:6.2f}  {text}", file=sys.stderr)
    return round(statements.per_deed(COUNTED_ORDERS), 2)
