"""Returns per second: a whole three-line order of a member with a coupon, over HTTP, each order once.

The goods come back in any of 20 stores, 30,000 orders are there to be returned, two web workers, 16 connections. The
floor is the same kind of rows in bare statements, on 5,000 other orders.
"""

import json
import random
import re
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from django.db import connection

from noren.kernel.ids import uuid7
from noren.stores.models import Register, Store

from .figures import Figures
from .harness import FLOORS, Benchmark, best_clients
from .load import drive, http_request
from .pgbench import run_pgbench
from .shop_data import ShopData, make_shop
from .statements import counted
from .workbench import Workbench

CONNECTIONS = 16
COUNTED_RETURNS = 64
ORDERS = 30_000
OF_THE_FLOOR = 5_000
REGISTER = "1"
_LITERAL = re.compile(r"'[^']*'|\b\d+\b")

# Completed pickups, three pieces of 300 yen less 10 % each: as many rows as 30,000 hand-overs leave.
_FILL = (
    """
INSERT INTO orders_order (uid, number, status, source, channel, completed_channel, store_id, customer_id, contact_name,
    contact_email, contact_phone, language, goods_minor, discount_minor, tax_minor, total_minor, points, taxes,
    prices_include_tax, placed_at, business_date, completed_at, ended_reason)
SELECT gen_random_uuid(), 'B' || lpad(n::text, 9, '0'), 'completed', 'live', 'web', 'till', n %% 20 + 1,
    n %% 5000 + 1, '佐藤', 'member@example.jp', '', 'ja', 900, 90, 60, 810, 7,
    '[{"rate_bp": 800, "net_minor": 750, "tax_minor": 60, "gross_minor": 810}]', true, now(), current_date, now(), ''
FROM generate_series(1, %(orders)s) AS n ORDER BY n
""",
    """
INSERT INTO orders_orderline (uid, order_id, position, variant_id, name, ordered_quantity, quantity, unit_price_minor,
    discount_minor, total_minor, tax_rate_bp, discounts, is_extra)
SELECT gen_random_uuid(), o.id, p, (o.id * 3 + p) %% 500 + 1, '深煎りコーヒー豆', 1, 1, 300, 30, 270, 800,
    '[["BENCH10", 30]]', false
FROM orders_order o CROSS JOIN generate_series(1, 3) AS p ORDER BY o.id, p
""",
    """
INSERT INTO orders_fulfillment (uid, order_id, store_id, kind, status, pickup_code, due_at, kept_until, handed_over_at,
    changed_at)
SELECT gen_random_uuid(), id, store_id, 'pickup', 'handed_over', 'P' || lpad(id::text, 9, '0'), now(), now(), now(),
    now()
FROM orders_order ORDER BY id
""",
    """
INSERT INTO payments_payment (uid, order_uid, provider, status, amount_minor, captured_minor, refunded_minor, made_at)
SELECT gen_random_uuid(), uid, 'cash', 'captured', 810, 810, 0, now() FROM orders_order ORDER BY id
""",
    """
INSERT INTO payments_entry (uid, payment_id, kind, amount_minor, tendered_minor, change_minor, at)
SELECT gen_random_uuid(), id, 'capture', 810, 810, 0, now() FROM payments_payment ORDER BY id
""",
    """
INSERT INTO loyalty_pointsaccount (customer_id, balance)
SELECT customer_id, sum(points) FROM orders_order GROUP BY customer_id ORDER BY customer_id
""",
    """
INSERT INTO loyalty_pointslot (account_id, points, remaining, earned_at, valid_until, cause_kind, cause_uid)
SELECT a.id, 7, 7, now(), now() + interval '1 year', 'order', o.uid
FROM orders_order o JOIN loyalty_pointsaccount a ON a.customer_id = o.customer_id ORDER BY o.id
""",
    """
INSERT INTO loyalty_pointsentry (account_id, lot_id, kind, points, at, reason, cause_kind, cause_uid)
SELECT account_id, id, 'earn', 7, now(), '', 'order', cause_uid FROM loyalty_pointslot ORDER BY id
""",
    """
INSERT INTO coupons_redemption (uid, coupon_id, customer_id, order_uid, discount_minor, rule, channel, store_id,
    redeemed_at, is_use_returned, source)
SELECT gen_random_uuid(), 1, customer_id, uid, 90, '{"v": 1}', 'web', store_id, now(), false, 'live'
FROM orders_order ORDER BY id
""",
    "ANALYZE",
)
_ORDERS = """
SELECT o.uid, array_agg(l.uid ORDER BY l.position) FROM orders_order o JOIN orders_orderline l ON l.order_id = o.id
WHERE o.id > %s GROUP BY o.id ORDER BY o.id
"""


@dataclass(slots=True)
class ReturningContest:
    """Returns over HTTP against the bare statements on the same tables."""

    workbench: Workbench
    address: tuple[str, int]
    requests: Iterator[bytes]
    script: Path
    floor_clients: int
    statements: float

    def product(self, seconds: float) -> Figures:
        """Return orders as fast as 16 connections get answers; each order is there once."""
        figures = drive(self.address, self.requests, connections=CONNECTIONS, seconds=seconds)
        return replace(figures, extras={"statements": self.statements})

    def floor(self, seconds: float) -> Figures:
        """Run the bare statements with the number of clients that does most."""
        return run_pgbench(self.workbench.url, self.script, clients=self.floor_clients, seconds=seconds)


@contextmanager
def returning(workbench: Workbench) -> Iterator[ReturningContest]:
    """Fill the database with completed orders, count the statements of a return, and find the floor's best."""
    data = make_shop(stores=20, variants=500, members=5_000)
    Register.objects.bulk_create(Register(store=store, code=REGISTER, name="レジ1") for store in Store.objects.all())
    with connection.cursor() as cursor:
        for statement in _FILL:
            cursor.execute(statement, {"orders": ORDERS + OF_THE_FLOOR})
        cursor.execute(_ORDERS, [OF_THE_FLOOR])
        orders = cursor.fetchall()
    requests = _requests(data, orders)
    statements = _statements_per_return(workbench, requests)
    script = FLOORS / "return_order.sql"
    clients = best_clients(lambda count: run_pgbench(workbench.url, script, clients=count, seconds=2))
    print(f"{statements:g} statements a return; the floor is best with {clients} clients", file=sys.stderr)
    with workbench.web() as address:
        yield ReturningContest(workbench, address, requests, script, clients, statements)


def _requests(data: ShopData, orders: list[tuple[object, list[object]]]) -> Iterator[bytes]:
    """Each order once, in a store drawn by lot."""
    drawn = random.Random(7)
    headers = {"Authorization": f"Bearer {data.token}"}
    for order_uid, lines in orders:
        body = {
            "uid": str(uuid7()),
            "store_code": drawn.choice(data.store_codes),
            "register_code": REGISTER,
            "lines": [{"line_uid": str(line), "quantity": 1, "condition": "resalable"} for line in lines],
            "reason": "サイズが合わない",
            "expected_minor": 810,
        }
        keyed = headers | {"Idempotency-Key": str(uuid7())}
        path = f"/api/v1/orders/{order_uid}/returns"
        yield http_request("POST", path, headers=keyed, body=json.dumps(body).encode())


def _statements_per_return(workbench: Workbench, requests: Iterator[bytes]) -> float:
    some = [next(requests) for _ in range(COUNTED_RETURNS)]
    with counted(workbench) as statements, workbench.web() as address:
        drive(address, iter(some), connections=1, seconds=60)
    if statements is None:
        return 0.0
    kinds = Counter(" ".join(_LITERAL.sub("?", text).split())[:100] for text in statements.texts)
    for text, times in kinds.most_common():
        print(f"{times / COUNTED_RETURNS:6.2f}  {text}", file=sys.stderr)
    return round(statements.per_deed(COUNTED_RETURNS), 2)


BENCHMARK = Benchmark(prepare=returning)
