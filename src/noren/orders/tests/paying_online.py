"""For tests of paying: a buyer at the sandbox's page, a worker, and a process that dies beside a provider's call."""

import os
import signal
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar, TypeVar
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
from noren.payments.provider import Charge, NoticeRead, ProviderAnswer
from noren.payments.sandbox import book
from noren.payments.sandbox.client import SandboxProvider
from noren.payments.sandbox.models import ChargeStatus, SandboxCharge, SandboxRefund
from noren.payments.sandbox.send import send_notices
from noren.stock.models import Level
from tests.factories import make_guest, make_store, make_variant, pickup, stock_up, want

KILLING = {"test": f"{__name__}.KillingProvider"}
PRICE = 980
PATIENCE_S = 60


T = TypeVar("T")


class Killed(BaseException):
    """The process ends here: nothing after this line is done by it."""


class KillingProvider(SandboxProvider):
    """The sandbox, beside whose calls the process can be killed: `before` it is asked, or `after` it did its work.

    With `is_real` the process is killed by SIGKILL: no `finally` runs, and its connection breaks off.
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

    def read_notice(self, headers: Mapping[str, str], body: bytes, *, at: datetime) -> NoticeRead:
        """As the sandbox does it."""
        read = super().read_notice
        return self._call("read_notice", lambda: read(headers, body, at=at))

    def _call(self, call: str, deed: Callable[[], T]) -> T:
        self._die(call, "before")
        answer = deed()
        self._die(call, "after")
        return answer

    def _die(self, call: str, when: str) -> None:
        if KillingProvider.kill_at == (call, when):
            if KillingProvider.is_real:
                os.kill(os.getpid(), signal.SIGKILL)
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


def die_really(deed: Callable[[], object], call: str, when: str) -> None:
    """Do a deed in a process of its own, which is killed beside a provider's call in it (`before` or `after`)."""
    pid = os.fork()
    if pid == 0:
        signal.alarm(PATIENCE_S)
        try:
            connection.connection = None  # our parent's; this process gets one of its own
            KillingProvider.kill_at, KillingProvider.is_real = (call, when), True
            deed()
        finally:
            os._exit(1)
    _pid, status = os.waitpid(pid, 0)
    assert os.WIFSIGNALED(status), f"nobody was killed {when} {call}"
    assert os.WTERMSIG(status) == signal.SIGKILL


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
