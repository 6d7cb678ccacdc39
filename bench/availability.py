"""Stock near by: one variant in the nearest 20 of 457 stores, with hours, at 100 requests a second.

Asked over HTTP through 8 connections, from a different place each time. The floor is the bare query with the same rows
out, at the same rate over as many connections; p95 counts from when a request was due.
"""

import random
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta

from django.db import connection
from django.utils import timezone

from noren.catalog.models import Category, Product, Variant
from noren.people.tokens import Scope, make_token
from noren.stores.models import OpeningHours, SpecialDay, Store

from .figures import Figures
from .harness import FLOORS, Benchmark
from .load import drive, http_request
from .pgbench import run_pgbench
from .statements import counted
from .workbench import Workbench

STORES = 457
VARIANTS = 1_000
CONNECTIONS = 8
PER_S = 100
COUNTED = 50
# A square of about 50 km around the middle of Tokyo.
SOUTH, WEST, ACROSS = 35.45, 139.45, 0.5

_LEVELS = """
INSERT INTO stock_level (store_id, variant_id, on_hand, allocated, held, safety, short)
SELECT s.id, v.id, pieces, least(pieces, (s.id + v.id) % 3), 0, (s.id * v.id) % 2, 0
FROM stores_store s CROSS JOIN catalog_variant v
CROSS JOIN LATERAL (SELECT hashint8(s.id * 7919 + v.id) & 15 AS pieces) drawn ORDER BY s.id, v.id
"""


@dataclass(slots=True)
class AvailabilityContest:
    """The endpoint against the bare query, both at a fixed rate."""

    workbench: Workbench
    address: tuple[str, int]
    token: str
    statements: float

    def product(self, seconds: float) -> Figures:
        """Ask at 100 a second; where the product cannot keep up, `per_s` says so and p95 counts the waiting."""
        figures = drive(
            self.address, availability_requests(self.token), connections=CONNECTIONS, seconds=seconds, per_s=PER_S
        )
        return replace(figures, extras={"statements": self.statements})

    def floor(self, seconds: float) -> Figures:
        """Run the bare query at the same rate over as many connections."""
        script = FLOORS / "availability.sql"
        variables = {"south": SOUTH, "west": WEST}
        return run_pgbench(
            self.workbench.url, script, clients=CONNECTIONS, seconds=seconds, per_s=PER_S, variables=variables
        )


@contextmanager
def availability(workbench: Workbench) -> Iterator[AvailabilityContest]:
    """Fill the database, count the statements of a request, and start the web."""
    make_stores()
    scopes = frozenset({Scope.STOCK_READ})
    token = make_token(name="benchmark", scopes=scopes, at=timezone.now())
    statements = _statements_per_request(workbench, token)
    with workbench.web() as address:
        yield AvailabilityContest(workbench, address, token, statements)


def availability_requests(token: str) -> Iterator[bytes]:
    """Requests for one variant from places all over the city."""
    drawn = random.Random(7)
    headers = {"Authorization": f"Bearer {token}"}
    while True:
        latitude, longitude = SOUTH + ACROSS * drawn.random(), WEST + ACROSS * drawn.random()
        path = f"/api/v1/variants/SKU0500/availability?lat={latitude:.5f}&lon={longitude:.5f}"
        yield http_request("GET", path, headers=headers)


def make_stores() -> None:
    """457 stores all over the city, with hours, and up to 15 pieces of each of 1,000 variants."""
    drawn = random.Random(11)
    today = timezone.now().date()
    stores = Store.objects.bulk_create(
        Store(
            code=f"S{number:03}",
            name=f"店{number}",
            address=f"東京都渋谷区神南1-{number}",
            latitude=SOUTH + ACROSS * drawn.random(),
            longitude=WEST + ACROSS * drawn.random(),
        )
        for number in range(STORES)
    )
    OpeningHours.objects.bulk_create(
        OpeningHours(store=store, weekday=weekday, opens_minute=600, closes_minute=1260)
        for store in stores
        for weekday in range(7)
    )
    SpecialDay.objects.bulk_create(
        SpecialDay(store=store, date=today + timedelta(days=ahead)) for store in stores for ahead in (3, 30, 300)
    )
    category = Category.objects.create(code="coffee", name="コーヒー")
    products = Product.objects.bulk_create(
        Product(code=f"P{number:04}", name=f"深煎りコーヒー豆 {number}", category=category, tax_class="food")
        for number in range(VARIANTS)
    )
    Variant.objects.bulk_create(
        Variant(product=product, sku=f"SKU{number:04}", price_minor=980) for number, product in enumerate(products)
    )
    with connection.cursor() as cursor:
        cursor.execute(_LEVELS)
        cursor.execute("ANALYZE")


def _statements_per_request(workbench: Workbench, token: str) -> float:
    requests = availability_requests(token)
    some = [next(requests) for _ in range(COUNTED)]
    with counted(workbench) as statements, workbench.web() as address:
        drive(address, iter(some), connections=1, seconds=60)
    if statements is None:
        return 0.0
    print(f"{statements.per_deed(COUNTED):g} statements a request", file=sys.stderr)
    return round(statements.per_deed(COUNTED), 2)


BENCHMARK = Benchmark(prepare=availability, ratio_of="p95_ms")
