"""Buyers over HTTP who do not give up: a broken connection or a busy answer is asked again under the same key."""

import http.client
import json
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from uuid import UUID

from noren.kernel.ids import uuid7
from tests.races.serving import HOST

GIVE_UP_AFTER_S = 120.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """The final answer to one buyer: its status, the order's number or the refusal's code, and how often it asked."""

    status: int
    says: str
    tries: int


@dataclass(frozen=True, slots=True)
class Buyer:
    """One buyer and the one order they want."""

    port: int
    token: str
    store_code: str
    customer_uid: UUID
    lines: tuple[tuple[str, int], ...]
    coupon_codes: tuple[str, ...] = ()

    def buy(self) -> Outcome:
        """Ask until there is an answer that is final."""
        body = json.dumps(
            {
                "uid": str(uuid7()),
                "store_code": self.store_code,
                "lines": [{"uid": str(uuid7()), "sku": sku, "quantity": quantity} for sku, quantity in self.lines],
                "coupon_codes": list(self.coupon_codes),
                "customer_uid": str(self.customer_uid),
            }
        )
        headers = {
            "Authorization": f"Bearer {self.token}",
            "Content-Type": "application/json",
            "Idempotency-Key": str(uuid7()),
        }
        deadline, tries = time.monotonic() + GIVE_UP_AFTER_S, 0
        while time.monotonic() < deadline:
            tries += 1
            try:
                status, answer = self._ask(body, headers)
            except (OSError, http.client.HTTPException):
                time.sleep(0.05)
                continue
            code = str(answer.get("code", ""))
            if status in {200, 201}:
                return Outcome(status, str(answer["number"]), tries)
            if status < 500 and code != "busy":
                return Outcome(status, code, tries)
            time.sleep(0.05)
        raise AssertionError("no final answer came")

    def _ask(self, body: str, headers: dict[str, str]) -> tuple[int, dict[str, object]]:
        connection = http.client.HTTPConnection(HOST, self.port, timeout=15)
        try:
            connection.request("POST", "/api/v1/orders", body, headers)
            response = connection.getresponse()
            return response.status, json.loads(response.read())
        finally:
            connection.close()


def all_at_once(buyers: Sequence[Buyer]) -> list[Outcome]:
    """Let the buyers ask at the same moment, each in a thread; answers in their order."""
    gate = threading.Barrier(len(buyers))

    def run(buyer: Buyer) -> Outcome:
        gate.wait()
        return buyer.buy()

    with ThreadPoolExecutor(len(buyers)) as hands:
        return list(hands.map(run, buyers))
