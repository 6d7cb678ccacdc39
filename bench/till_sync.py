"""A till sends 500 sales it made without a network, in envelopes of 25 over HTTP, while another till sells 100.

Three lines each, two web workers of four threads, one connection a till, one batch after another as a till sends them.
The other till sells 100 alone before, and up to 100 beside: `sale_before_ms` and `sale_meanwhile_ms` are medians of its
answers, `p95_ms` is that of those beside. The floor is 500 transactions of the same kind of rows in bare statements,
one client.
"""

import http.client
import json
import os
import statistics
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from noren.catalog.models import Variant
from noren.kernel.ids import uuid7
from noren.orders.late.tests.devices import envelope
from noren.people.models import Account, Role, StaffMember, StaffRole
from noren.people.tokens import Scope, make_token
from noren.stores.models import Register, Store

from .figures import BenchmarkFailed, Figures, percentile_ms
from .harness import FLOORS, Benchmark
from .pgbench import run_pgbench
from .shop_data import make_shop
from .workbench import Workbench

SALES, AT_ONCE, BESIDE = 500, 25, 100
# As `noren serve` has them: with one, a sale that meets a batch in the same process waits for all of it.
THREADS = 4
# Goods of about 300 yen: what all 500 come to is within what a till may sell alone.
VARIANTS = 30
WITHOUT_A_NETWORK = timedelta(hours=2)


@dataclass(slots=True)
class SyncContest:
    """Batches over HTTP against the bare statements."""

    url: str
    address: tuple[str, int]
    variants: list[Variant]
    staff: StaffMember
    tokens: tuple[str, str]

    def product(self, seconds: float) -> Figures:
        """Sell 100 alone; then send 500 while 100 more are sold; `seconds` counts for the floor alone."""
        del seconds
        alone = self._sell(threading.Event())
        batches = list(self._batches())
        beside: list[float] = []
        is_sent = threading.Event()
        seller = threading.Thread(target=lambda: beside.extend(self._sell(is_sent)))
        cpu, began = time.process_time(), time.perf_counter()
        seller.start()
        client = http.client.HTTPConnection(*self.address)
        for batch in batches:
            self._check_booked(_post(client, "/envelopes", batch, self.tokens[0]))
        lasted = time.perf_counter() - began
        cpu = (time.process_time() - cpu) / (lasted * (os.cpu_count() or 1))
        is_sent.set()
        seller.join()
        if not beside:
            raise BenchmarkFailed("the other till sold nothing meanwhile")
        extras = {
            "sale_before_ms": statistics.median(alone) * 1_000,
            "sale_meanwhile_ms": statistics.median(beside) * 1_000,
            "sales_meanwhile": float(len(beside)),
        }
        return Figures(seconds=lasted, p95_ms=percentile_ms(beside), client_cpu=cpu, extras=extras)

    def floor(self, seconds: float) -> Figures:
        """Write the same kind of rows, sale after sale, for so long; told as what 500 take."""
        figures = run_pgbench(self.url, FLOORS / "till_sync.sql", clients=1, seconds=seconds)
        return Figures(seconds=SALES / (figures.per_s or 1.0), client_cpu=figures.client_cpu)

    def _batches(self) -> Iterator[bytes]:
        """All that a till sold since it last had goods and prices."""
        synced_at = timezone.now() - WITHOUT_A_NETWORK
        sales = [
            envelope(
                self.staff,
                *((self.variants[(number + place * 10) % VARIANTS], 1) for place in range(3)),
                made_at=(synced_at + timedelta(seconds=10 * number)).isoformat(),
                synced_at=synced_at.isoformat(),
                provisional_number=f"01-{number:06}",
            )
            for number in range(SALES)
        ]
        for first in range(0, SALES, AT_ONCE):
            yield json.dumps({"envelopes": sales[first : first + AT_ONCE]}).encode()

    def _check_booked(self, body: bytes) -> None:
        outcomes = [each["outcome"] for each in json.loads(body)["outcomes"]]
        if outcomes != ["booked"] * AT_ONCE:
            raise BenchmarkFailed(f"of a batch became: {body[:2_000]!r}")

    def _sell(self, is_over: threading.Event) -> list[float]:
        """Up to 100 sales, one after the other; seconds that each took."""
        client, took = http.client.HTTPConnection(*self.address), []
        for number in range(BESIDE):
            if is_over.is_set():
                break
            sold = [self.variants[(number + place * 7) % VARIANTS] for place in range(3)]
            total = sum(variant.price_minor for variant in sold)
            lines = [
                {"uid": str(uuid7()), "sku": each.sku, "quantity": 1, "unit_price_minor": each.price_minor}
                for each in sold
            ]
            tenders = [{"uid": str(uuid7()), "provider": "cash", "amount_minor": total}]
            body = {"uid": str(uuid7()), "lines": lines, "tenders": tenders, "expected_total_minor": total}
            began = time.perf_counter()
            _post(client, "/sales", json.dumps(body).encode(), self.tokens[1])
            took.append(time.perf_counter() - began)
        return took


def _post(client: http.client.HTTPConnection, path: str, body: bytes, token: str) -> bytes:
    headers = {
        "Authorization": f"Bearer {token}",
        "Content-Type": "application/json",
        "Idempotency-Key": str(uuid7()),
        "Host": "localhost",
    }
    client.request("POST", f"/api/v1/till{path}", body, headers)
    answer = client.getresponse()
    told = answer.read()
    if answer.status not in {200, 201}:
        raise BenchmarkFailed(f"the product answered {answer.status}: {told[:2_000]!r}")
    return told


@contextmanager
def syncing(workbench: Workbench) -> Iterator[SyncContest]:
    """Fill the database, sign two tills in, and start the web."""
    make_shop(stores=1, variants=500, members=1)
    store = Store.objects.get()
    registers = [Register.objects.create(store=store, code=code, name=f"レジ{code}") for code in ("01", "02")]
    account = Account.objects.create_user("till@example.jp", None, is_staff=True)
    staff = StaffMember.objects.create(account=account, code="1001", name="山口")
    StaffRole.objects.create(staff=staff, role=Role.CLERK, store=store)
    at = timezone.now()
    first, second = (
        make_token(name="till", scopes=frozenset({Scope.TILL}), at=at, staff_id=staff.pk, register_id=each.pk)
        for each in registers
    )
    variants = list(Variant.objects.select_related("product__category").order_by("pk")[:VARIANTS])
    with workbench.web(threads=THREADS) as address:
        yield SyncContest(workbench.url, address, variants, staff, (first, second))


BENCHMARK = Benchmark(prepare=syncing, ratio_of="seconds", rounds=5, seconds=5.0, warm_up_s=0.0)
