"""Transfers of 500 lines received per second over HTTP: one count of everything, with some pieces damaged.

20 stores, 500 variants in all of them, 64 transfers on the way from the first store to the others, two web workers. The
floor is the same rows in bare statements, one for each table. Between turns the transfers are put on the way again.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import psycopg
from django.db import connection
from django.utils import timezone

from noren.kernel.ids import uuid7
from noren.people.tokens import Scope, make_token
from noren.stock.transfers.models import Transfer, TransferLine, TransferStatus
from noren.stores.models import Store

from .figures import BenchmarkFailed, Figures
from .harness import FLOORS, Benchmark, best_clients
from .load import drive, http_request
from .pgbench import run_pgbench
from .shop_data import make_shop
from .workbench import Workbench

STORES, LINES, TRANSFERS = 20, 500, 64
CONNECTIONS = 4
PIECES = 6
DAMAGED_EVERY = 50

_AGAIN = (
    "DELETE FROM stock_transferarrival",
    "UPDATE stock_transferline SET received = 0, damaged = 0 WHERE transfer_id <= %s",
    "UPDATE stock_transfer SET status = 'in_transit', received_at = NULL, received_by = NULL WHERE id <= %s",
    "VACUUM stock_transferline, stock_transfer, stock_level",
)


@dataclass(slots=True)
class ReceivingContest:
    """Counts over HTTP against the bare statements. The floor has transfers of its own, behind the product's."""

    workbench: Workbench
    address: tuple[str, int]
    token: str
    uids: list[UUID]
    skus: list[str]
    script: Path
    floor_clients: int

    def product(self, seconds: float) -> Figures:
        """Receive transfers as fast as four connections get answers, until the time or the transfers are over."""
        self._put_on_the_way()
        figures = drive(self.address, self._requests(), connections=CONNECTIONS, seconds=seconds)
        self._check_received()
        return figures

    def floor(self, seconds: float) -> Figures:
        """Run the bare statements with the number of clients that does most."""
        return run_pgbench(self.workbench.url, self.script, clients=self.floor_clients, seconds=seconds)

    def _requests(self) -> Iterator[bytes]:
        lines = [
            {"sku": sku, "pieces": PIECES, "damaged": int(place % DAMAGED_EVERY == 0)}
            for place, sku in enumerate(self.skus)
        ]
        for uid in self.uids:
            body = {"uid": str(uuid7()), "lines": lines, "is_closing": True, "seen_arrivals": 0}
            headers = {"Authorization": f"Bearer {self.token}", "Idempotency-Key": str(uuid7())}
            yield http_request(
                "POST", f"/api/v1/transfers/{uid}/receive", headers=headers, body=json.dumps(body).encode()
            )

    def _put_on_the_way(self) -> None:
        with psycopg.connect(self.workbench.url, autocommit=True) as database:
            for statement in _AGAIN:
                database.execute(statement, [TRANSFERS] if "%s" in statement else None)

    def _check_received(self) -> None:
        """Every transfer that is received has all of its pieces, and no other has any."""
        sql = """
            SELECT count(*) FROM stock_transfer f JOIN stock_transferline l ON l.transfer_id = f.id
            WHERE f.id <= %s AND l.received <> CASE WHEN f.status = 'received' THEN l.sent ELSE 0 END
        """
        with psycopg.connect(self.workbench.url) as database:
            (wrong,) = database.execute(sql, [TRANSFERS]).fetchone() or (None,)
        if wrong:
            raise BenchmarkFailed(f"{wrong} lines are not received as they were counted")


@contextmanager
def receiving(workbench: Workbench) -> Iterator[ReceivingContest]:
    """Fill the database, find the floor's best, and start the web."""
    data = make_shop(stores=STORES, variants=LINES, members=1)
    uids = _transfers_on_the_way()
    token = make_token(name="transfers", scopes=frozenset({Scope.TRANSFERS_WRITE}), at=timezone.now())
    script = FLOORS / "transfer_receive.sql"
    clients = best_clients(lambda count: run_pgbench(workbench.url, script, clients=count, seconds=2))
    with workbench.web() as address:
        yield ReceivingContest(workbench, address, token, uids, data.skus, script, clients)


def _transfers_on_the_way() -> list[UUID]:
    """The product's transfers by the keys 1 to 64, and as many for the floor behind them, to 19 stores in turn."""
    at = timezone.now()
    stores = list(Store.objects.order_by("pk").values_list("pk", flat=True))
    transfers = Transfer.objects.bulk_create(
        Transfer(
            from_store_id=stores[0],
            to_store_id=stores[1 + number % (STORES - 1)],
            status=TransferStatus.IN_TRANSIT,
            drafted_as="",
            drafted_at=at,
            ready_at=at,
            sent_at=at,
        )
        for number in range(2 * TRANSFERS)
    )
    TransferLine.objects.bulk_create(
        TransferLine(transfer=transfer, position=place, variant_id=place, wanted=PIECES, sent=PIECES)
        for transfer in transfers
        for place in range(1, LINES + 1)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return [transfer.uid for transfer in transfers[:TRANSFERS]]


BENCHMARK = Benchmark(prepare=receiving)
