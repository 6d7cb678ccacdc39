"""A till catches up with a busy minute of its chain: 500 balances changed, 100 of them of members whom its store knows.

200,000 members, 20,000 regulars of the store and as many of each of four others, two coupons granted to each of them.
One till asks over HTTP, with gzip, through two web workers, and unpacks each page. `full_s` is a new till's load of all
20,000, `full_kb` what is sent for it. The floor is COPY TO of the same rows to a client that throws them away.
"""

import http.client
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psycopg
from django.db import connection
from django.utils import timezone

from noren.coupons.create import CouponDefinition, create_coupon
from noren.people.models import Account, Role, StaffMember, StaffRole
from noren.people.staff import sign_in_till
from noren.stores.models import Register, Store
from noren.stores.registers import find_register

from .figures import BenchmarkFailed, Figures
from .harness import FLOORS, Benchmark
from .till_delta import PASSWORD, again, ask, copied
from .workbench import Workbench

MEMBERS, STORES, REGULARS = 200_000, 5, 20_000
TOLD = 100

_PEOPLE = f"""
INSERT INTO people_customer (uid, member_number, family_name, given_name, family_kana, given_kana, email, phone,
                             language, joined_at, joined_channel)
SELECT gen_random_uuid(), 'M' || lpad(n::text, 10, '0'), (ARRAY['佐藤', '鈴木', '高橋', '田中', '渡辺'])[n % 5 + 1],
       'はるか', '', '', 'member' || n || '@example.jp', '', 'ja', now(), 'till' FROM generate_series(1, {MEMBERS}) n;
INSERT INTO loyalty_pointsaccount (customer_id, balance) SELECT id, id % 5000 FROM people_customer ORDER BY id;
INSERT INTO orders_regular (store_id, customer_id, seen_on, is_kept)
SELECT s.id, c.id, current_date - (c.id % 390)::int, true
FROM (SELECT id, row_number() OVER (ORDER BY id) - 1 AS place FROM stores_store) s
JOIN people_customer c ON c.id % {STORES * 2} = s.place ORDER BY c.id;
INSERT INTO coupons_grant (uid, coupon_id, customer_id, granted_at, channel, cause_kind, cause_uid)
SELECT gen_random_uuid(), k.id, r.customer_id, now(), 'office', 'bench', gen_random_uuid()
FROM orders_regular r CROSS JOIN coupons_coupon k ORDER BY r.customer_id, k.id;
ANALYZE;
"""
_MINUTE = """
UPDATE loyalty_pointsaccount SET balance = balance + 1 WHERE customer_id IN (
    SELECT customer_id FROM (
        SELECT customer_id, row_number() OVER (PARTITION BY store_id ORDER BY id) AS place FROM orders_regular
    ) AS r WHERE place % 200 = 0)
"""


@dataclass(slots=True)
class Knowing:
    """Pages over HTTP against COPY."""

    url: str
    address: tuple[str, int]
    token: str
    before: str

    def product(self, seconds: float) -> Figures:
        """Catch up again and again; then load all once."""
        client = http.client.HTTPConnection(*self.address)
        began = time.perf_counter()
        deltas = again(seconds, lambda: self._check(self._load(client, self.before)[0], TOLD))
        lasted = time.perf_counter() - began
        full_began = time.perf_counter()
        rows, packed = self._load(client, "")
        full_s = time.perf_counter() - full_began
        self._check(rows, REGULARS)
        return Figures(per_s=deltas / lasted, extras={"full_s": full_s, "full_kb": packed / 1_000})

    def floor(self, seconds: float) -> Figures:
        """COPY the same rows again and again; then all once."""
        since = self.before.split(".")[1]
        delta = (FLOORS / "till_members.sql").read_text().replace(":since", since)
        with psycopg.connect(self.url, autocommit=True) as database:
            began = time.perf_counter()
            deltas = again(seconds, lambda: self._check(copied(database, delta), TOLD))
            lasted = time.perf_counter() - began
            full_began = time.perf_counter()
            self._check(copied(database, (FLOORS / "till_members_full.sql").read_text()), REGULARS)
            full_s = time.perf_counter() - full_began
        return Figures(per_s=deltas / lasted, extras={"full_s": full_s})

    def _load(self, client: http.client.HTTPConnection, since: str) -> tuple[int, int]:
        """Rows and bytes until there is no more."""
        rows = packed = 0
        while True:
            page = ask(client, self.token, since, part="members")
            rows, packed, since = rows + page.rows, packed + page.packed_bytes, page.cursor
            if not page.has_more:
                return rows, packed

    def _check(self, rows: int, expected: int) -> None:
        if rows != expected:
            raise BenchmarkFailed(f"{rows} rows came, not {expected}")


@contextmanager
def knowing(workbench: Workbench) -> Iterator[Knowing]:
    """Fill the database, let a till read all, let a minute pass, and start the web."""
    token = _make_people()
    with workbench.web() as address:
        client = http.client.HTTPConnection(*address)
        page = ask(client, token, "", part="members")
        while page.has_more:
            page = ask(client, token, page.cursor, part="members")
        with psycopg.connect(workbench.url, autocommit=True) as database:
            database.execute(_MINUTE)
            database.execute("VACUUM ANALYZE loyalty_pointsaccount")
        yield Knowing(workbench.url, address, token, page.cursor)


def _make_people() -> str:
    """Members, regulars and grants; the token of a till in the first store."""
    at = timezone.now()
    stores = Store.objects.bulk_create(
        Store(code=f"S{number:03}", name=f"店{number}", latitude=38.26, longitude=140.87) for number in range(STORES)
    )
    Register.objects.create(store=stores[0], code="01", name="レジ1")
    account = Account.objects.create_user("till@example.jp", PASSWORD, is_staff=True)
    staff = StaffMember.objects.create(account=account, code="1001", name="山口")
    StaffRole.objects.create(staff=staff, role=Role.CLERK, store=stores[0])
    rule: dict[str, object] = {"v": 1, "benefit": {"kind": "percent", "percent_bp": 1_000}}
    for code in ("BIRTHDAY", "WELCOME"):
        create_coupon(
            CouponDefinition(
                code=code,
                name=code,
                rule=rule,
                valid_from=at,
                valid_until=at.replace(year=at.year + 1),
                kind="member",
                customer_limit=1,
            )
        )
    with connection.cursor() as cursor:
        cursor.execute(_PEOPLE)
    register = find_register("S000", "01")
    assert register is not None
    return sign_in_till(code="1001", password=PASSWORD, register=register, address="", at=at)


BENCHMARK = Benchmark(prepare=knowing, seconds=5.0)
