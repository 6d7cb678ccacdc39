"""A till that is one day behind catches up over HTTP: 2,575 of 92,331 goods; and a new till's load of all, in `full_s`.

A day: 1,847 prices (2 %), 277 names, 277 new goods, 185 taken off sale, spread evenly, some of them the same. One till
asks, as tills do with gzip, through two web workers, unpacks each page, and reads of it the cursor. The floor is COPY
TO of the same rows by the same index, to a client on the same machine that throws them away.
"""

import gzip
import http.client
import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import psycopg
from django.db import connection
from django.utils import timezone

from noren.people.models import Account, Role, StaffMember, StaffRole
from noren.people.staff import sign_in_till
from noren.stores.models import Register, Store
from noren.stores.registers import find_register

from .figures import BenchmarkFailed, Figures
from .harness import FLOORS, Benchmark
from .workbench import Workbench

GOODS = 92_331
PRICES, NAMES, NEW, OFF = 1_847, 277, 277, 185
TOLD = 2_575
PASSWORD = "only-for-benchmarks"

_GOODS = """
INSERT INTO catalog_product (uid, code, name, description, brand, category_id, tax_class, is_active)
SELECT gen_random_uuid(), 'P' || n, '深煎りコーヒー豆 ブレンド ' || n || '番 200g', '', '', c.id, 'food', true
FROM generate_series(%(first)s::int, %(last)s::int) n JOIN catalog_category c ON c.code = 'C' || n %% 300 ORDER BY n;
INSERT INTO catalog_variant (uid, product_id, sku, name, gtin, price_minor, is_active)
SELECT gen_random_uuid(), p.id, substr(p.code, 2), '', (4900000000000 + substr(p.code, 2)::bigint)::text, 980, true
FROM catalog_product p WHERE substr(p.code, 2)::int BETWEEN %(first)s::int AND %(last)s::int ORDER BY p.id;
"""
_CATEGORIES = (
    "INSERT INTO catalog_category (code, name, glyph) SELECT 'C' || n, '棚' || n, 'box' FROM generate_series(0, 299) n"
)
_LEVELS = """
INSERT INTO stock_level (store_id, variant_id, on_hand, allocated, held, safety, short)
SELECT s.id, v.id, 10, 0, 0, 0, 0 FROM stores_store s CROSS JOIN catalog_variant v WHERE v.id % 10 = 0
"""
_EVENLY = "SELECT id FROM catalog_{0} WHERE id % ({1} / {2}) = {3} ORDER BY id LIMIT {2}"
_DAY = (
    f"UPDATE catalog_variant SET price_minor = 1080 WHERE id IN ({_EVENLY.format('variant', GOODS, PRICES, 1)})",
    f"UPDATE catalog_product SET name = name || ' 新' WHERE id IN ({_EVENLY.format('product', GOODS, NAMES, 2)})",
    f"UPDATE catalog_variant SET is_active = false WHERE id IN ({_EVENLY.format('variant', GOODS, OFF, 3)})",
)


@dataclass(slots=True)
class CatchingUp:
    """Pages over HTTP against COPY."""

    url: str
    address: tuple[str, int]
    token: str
    yesterday: str
    floor_since: int

    def product(self, seconds: float) -> Figures:
        """Catch up again and again; then load all once."""
        client = http.client.HTTPConnection(*self.address)
        cpu, began = time.process_time(), time.perf_counter()
        deltas = again(seconds, lambda: self._check(self._load(client, self.yesterday), TOLD))
        lasted = time.perf_counter() - began
        client_cpu = (time.process_time() - cpu) / (lasted * (os.cpu_count() or 1))
        full_began = time.perf_counter()
        first_s, total = self._load_all(client)
        full_s = time.perf_counter() - full_began
        self._check(total, GOODS + NEW - OFF)
        extras = {"full_s": full_s, "first_goods_s": first_s}
        return Figures(per_s=deltas / lasted, client_cpu=client_cpu, extras=extras)

    def floor(self, seconds: float) -> Figures:
        """COPY the same rows again and again; then all once."""
        statement = (FLOORS / "till_delta.sql").read_text()
        with psycopg.connect(self.url, autocommit=True) as database:
            cpu, began = time.process_time(), time.perf_counter()
            copy_delta = statement.replace(":since", str(self.floor_since))
            deltas = again(seconds, lambda: self._check(copied(database, copy_delta), TOLD))
            lasted = time.perf_counter() - began
            client_cpu = (time.process_time() - cpu) / (lasted * (os.cpu_count() or 1))
            full_began = time.perf_counter()
            self._check(copied(database, (FLOORS / "till_full.sql").read_text()), GOODS + NEW - OFF)
            full_s = time.perf_counter() - full_began
        return Figures(per_s=deltas / lasted, client_cpu=client_cpu, extras={"full_s": full_s})

    def _load(self, client: http.client.HTTPConnection, since: str) -> int:
        rows = 0
        while True:
            page = ask(client, self.token, since)
            rows += page.rows
            if not page.has_more:
                return rows
            since = page.cursor

    def _load_all(self, client: http.client.HTTPConnection) -> tuple[float, int]:
        """Seconds until the common goods are there, and the rows of all pages behind them."""
        began = time.perf_counter()
        first = ask(client, self.token, "")
        return time.perf_counter() - began, self._load(client, first.cursor)

    def _check(self, rows: int, expected: int) -> None:
        if rows != expected:
            raise BenchmarkFailed(f"{rows} rows came, not {expected}")


@dataclass(frozen=True, slots=True)
class Asked:
    """A page; `rows` are those that came and those that are gone, `packed_bytes` what was sent."""

    cursor: str
    has_more: bool
    rows: int
    packed_bytes: int


def ask(client: http.client.HTTPConnection, token: str, since: str, *, part: str = "goods") -> Asked:
    """A page, unpacked. Reading 90,000 rows in Python would be measured as the product's time: they are counted."""
    asked = urlencode({"part": part} | ({"since": since} if since else {}))
    headers = {"Authorization": f"Bearer {token}", "Accept-Encoding": "gzip", "Host": "localhost"}
    client.request("GET", f"/api/v1/till/feed?{asked}", headers=headers)
    answer = client.getresponse()
    body = answer.read()
    if answer.status != 200:
        raise BenchmarkFailed(f"the product answered {answer.status}: {body[:500]!r}")
    is_packed = answer.headers["Content-Encoding"] == "gzip"  # one without rows is too short for it
    head, _, rest = (gzip.decompress(body) if is_packed else body).partition(b',"rows":[')
    rows, _, gone = rest.rpartition(b'],"gone":[')
    about = json.loads(head + b"}")
    number = (rows.count(b"\n") + 1 if rows else 0) + (gone.count(b",") + 1 if len(gone) > 2 else 0)
    return Asked(about["cursor"], about["has_more"], number, len(body))


def again(seconds: float, work: Callable[[], None]) -> int:
    """How often the work was done until the time was over, once at least."""
    times, ends = 0, time.perf_counter() + seconds
    while not times or time.perf_counter() < ends:
        work()
        times += 1
    return times


def copied(database: psycopg.Connection[Any], statement: str) -> int:
    """How many rows a COPY told."""
    with database.cursor() as cursor:
        with cursor.copy(statement.encode()) as copy:
            for _part in copy:
                pass
        return cursor.rowcount


@contextmanager
def catching_up(workbench: Workbench) -> Iterator[CatchingUp]:
    """Fill the database, let a till read all, let a day pass, and start the web."""
    token = make_goods_shop()
    with workbench.web() as address:
        client = http.client.HTTPConnection(*address)
        page = ask(client, token, "")
        while page.has_more:
            page = ask(client, token, page.cursor)
        since = int(page.cursor.split(".")[1])
        with psycopg.connect(workbench.url) as database:
            for statement in _DAY:
                database.execute(statement)
            database.execute(_filled(GOODS + 1, GOODS + NEW))
        workbench.execute("VACUUM ANALYZE catalog_variant, catalog_product")
        yield CatchingUp(workbench.url, address, token, page.cursor, since)


def _filled(first: int, last: int) -> str:
    return _GOODS.replace("%(first)s", str(first)).replace("%(last)s", str(last)).replace("%%", "%")


def make_goods_shop() -> str:
    """The goods, a tenth of them in one store, and the token of a till in it."""
    at = timezone.now()
    store = Store.objects.create(code="S001", name="本店", latitude=38.26, longitude=140.87)
    Register.objects.create(store=store, code="01", name="レジ1")
    account = Account.objects.create_user("till@example.jp", PASSWORD, is_staff=True)
    staff = StaffMember.objects.create(account=account, code="1001", name="山口")
    StaffRole.objects.create(staff=staff, role=Role.CLERK, store=store)
    with connection.cursor() as cursor:
        cursor.execute(_CATEGORIES)
        cursor.execute(_filled(1, GOODS))
        cursor.execute(_LEVELS)
        cursor.execute("ANALYZE")
    register = find_register("S001", "01")
    assert register is not None
    return sign_in_till(code="1001", password=PASSWORD, register=register, address="", at=at)


BENCHMARK = Benchmark(prepare=catching_up, seconds=5.0)
