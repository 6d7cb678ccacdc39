"""For tests of paying: a buyer at the sandbox's page, a worker, and a process that dies beside a provider's call."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar
from uuid import UUID

import pytest
from django.db import connection

from noren.kernel.errors import Conflict
from noren.orders.models import Order
from noren.orders.paying import settle_attempt, start_payment
from noren.orders.place import place_order
from noren.orders.refunding import send_refunds
from noren.orders.unpaid import end_unpaid_orders, look_after_attempts, look_into_notices
from noren.orders.wanted import Contact, PlacedOrder
from noren.payments.attempts import last_attempt
from noren.payments.provider import Charge, ProviderAnswer
from noren.payments.sandbox import book
from noren.payments.sandbox.client import SandboxProvider
from noren.payments.sandbox.models import ChargeStatus, SandboxCharge, SandboxRefund
from noren.payments.sandbox.send import send_notices
from noren.stock.models import Level
from tests.factories import make_guest, make_store, make_variant, pickup, stock_up, want
from tests.races.serving import database_url

KILLING = {"test": f"{__name__}.KillingProvider"}
PRICE = 980
KILLED = 9


class Killed(BaseException):
    """The process ends here: nothing after this line is done by it."""


class KillingProvider(SandboxProvider):
    """The sandbox, beside whose calls the process can be killed: `before` it is asked, or `after` it did its work.

    With `is_real` the process ends at once, as by SIGKILL: no `finally` runs, and its connection breaks off.
    """

    kill_at: ClassVar[tuple[str, str] | None] = None
    is_real: ClassVar[bool] = False

    def authorize(self, charge: Charge) -> ProviderAnswer:
        """As the sandbox does it."""
        return self._call("authorize", lambda: super(KillingProvider, self).authorize(charge))

    def capture(self, charge: Charge) -> ProviderAnswer:
        """As the sandbox does it."""
        return self._call("capture", lambda: super(KillingProvider, self).capture(charge))

    def cancel(self, charge: Charge) -> ProviderAnswer:
        """As the sandbox does it."""
        return self._call("cancel", lambda: super(KillingProvider, self).cancel(charge))

    def look_up(self, charge: Charge) -> ProviderAnswer:
        """As the sandbox does it."""
        return self._call("look_up", lambda: super(KillingProvider, self).look_up(charge))

    def refund(self, charge: Charge, *, key: UUID, amount_minor: int) -> ProviderAnswer:
        """As the sandbox does it."""
        give = super().refund
        return self._call("refund", lambda: give(charge, key=key, amount_minor=amount_minor))

    def _call(self, call: str, deed: Callable[[], ProviderAnswer]) -> ProviderAnswer:
        self._die(call, "before")
        answer = deed()
        self._die(call, "after")
        return answer

    def _die(self, call: str, when: str) -> None:
        if KillingProvider.kill_at == (call, when):
            if KillingProvider.is_real:
                os._exit(KILLED)
            KillingProvider.kill_at = None
            raise Killed(call, when)


@pytest.fixture
def sandbox(settings: object) -> Iterator[None]:
    """Payment by the sandbox, beside whose calls a process can be killed; what is slow takes no time."""
    settings.PAY_BY = ["test", "bank_transfer", "at_store"]  # type: ignore[attr-defined]
    settings.PAYMENT_PROVIDERS = KILLING  # type: ignore[attr-defined]
    settings.SANDBOX_SLOW_S = 0  # type: ignore[attr-defined]
    KillingProvider.kill_at = None
    yield
    KillingProvider.kill_at = None


@contextmanager
def dying() -> Iterator[None]:
    """Whoever is killed in here is not heard of again."""
    with suppress(Killed):
        yield


@dataclass(slots=True)
class Purchase:
    """A buyer's order for one packet of coffee out of five, paid by the sandbox."""

    placed: PlacedOrder
    level: Level
    at: datetime

    @property
    def uid(self) -> UUID:
        """The order's uid."""
        return self.placed.uid

    @property
    def status(self) -> str:
        """Where the order stands."""
        return str(Order.objects.values_list("status", flat=True).get(uid=self.uid))

    @property
    def allocated(self) -> int:
        """Pieces that are promised."""
        self.level.refresh_from_db()
        return self.level.allocated

    def go_to_pay(self) -> str:
        """The buyer presses the button; answers the page to go to, or nothing."""
        step = start_payment(self.uid, provider="test", return_url="/back/", channel="web", at=self.at)
        return step.pay_url

    def decide(self, *, is_agreed: bool = True) -> None:
        """The buyer agrees on the page of the charge that is open, or refuses."""
        for charge in SandboxCharge.objects.filter(status=ChargeStatus.OPEN):
            book.decide(charge.ref, is_agreed=is_agreed, at=self.at)

    def come_back(self) -> None:
        """The buyer's browser opens the return page."""
        attempt = last_attempt(self.uid)
        if attempt is not None:
            settle_attempt(attempt.uid, channel="web", at=self.at)

    def pay(self) -> None:
        """The whole way of a buyer who agrees, as far as it leads."""
        with suppress(Conflict):
            self.go_to_pay()
            self.decide()
            self.come_back()

    def work(self, **ahead: float) -> None:
        """The worker works until then, when something is due: every few seconds at first, more seldom later."""
        until, step = self.at + timedelta(**ahead), timedelta(seconds=2)
        while (due := _next_due()) is not None and max(due, self.at + step) <= until:
            self.at = max(due, self.at + step)
            step = min(step * 4, timedelta(hours=1))
            run_worker(at=self.at)
        self.at = until
        run_worker(at=self.at)

    def kept_at_provider(self) -> int:
        """What the provider took and did not give back: its own book, minor units."""
        return sum(
            charge.amount_minor - charge.refunded_minor
            for charge in SandboxCharge.objects.filter(status=ChargeStatus.CAPTURED)
        )

    def refunds_at_provider(self) -> int:
        """How often the provider gave something back."""
        return SandboxRefund.objects.count()


_DIE = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "noren.settings"
import django
django.setup()
from uuid import UUID
from django.utils import timezone
from noren.orders.paying import settle_attempt, start_payment
from noren.orders.tests.paying_online import KillingProvider
KillingProvider.kill_at, KillingProvider.is_real = (sys.argv[2], sys.argv[3]), True
uid = UUID(sys.argv[1])
if sys.argv[2] == "authorize":
    start_payment(uid, provider="test", return_url="/back/", channel="web", at=timezone.now())
else:
    settle_attempt(uid, channel="web", at=timezone.now())
"""


def die_really(uid: UUID, call: str, when: str) -> None:
    """Pay an order (`authorize`), or go on with an attempt, in a process of its own that is killed beside a call."""
    environment = os.environ | {
        "DATABASE_URL": database_url(),
        "NOREN_PAY_BY": "test,at_store",
        "NOREN_PAYMENT_PROVIDERS": f"test={KILLING['test']}",
    }
    done = subprocess.run([sys.executable, "-c", _DIE, str(uid), call, when], env=environment, timeout=60, check=False)
    assert done.returncode == KILLED


def _next_due() -> datetime | None:
    """When the worker has something to do next; None when everything about money is over."""
    with connection.cursor() as cursor:
        cursor.execute("""
            SELECT least((SELECT min(next_look_at) FROM payments_attempt),
                         (SELECT min(next_try_at) FROM payments_refund),
                         (SELECT min(next_try_at) FROM payments_notice),
                         (SELECT min(due_at) FROM payments_sandboxnotice WHERE sent_at IS NULL),
                         (SELECT min(pay_until) FROM orders_order WHERE status = 'awaiting_payment'))
        """)
        (due,) = cursor.fetchone() or (None,)
    return due


def run_worker(*, at: datetime) -> int:
    """One round of the worker's steps about money; answers how much was done."""
    steps = (send_notices, look_into_notices, look_after_attempts, end_unpaid_orders, send_refunds)
    return sum(step(at=at) for step in steps)


def buy(
    *, at: datetime, pay_by: str = "test", quantity: int = 1, coupon_codes: tuple[str, ...] = (), email: str = ""
) -> Purchase:
    """Somebody orders coffee to be paid before it is prepared."""
    store, variant = make_store(), make_variant(price_minor=PRICE)
    level = stock_up(store, variant, 5)
    contact = Contact(name="田中 一郎", email=email) if email else make_guest()
    wanted = pickup(store, want(variant, quantity), coupon_codes=coupon_codes, pay_by=pay_by, contact=contact)
    placed = place_order(wanted, at=at)
    return Purchase(placed, level, at)
