"""Whatever goes wrong at a provider, and wherever a process dies: money, order and stock agree in the end.

Each fault comes at each call, and each place to die stands beside each way of a provider to fail: it answers late, does
nothing, does it and is not heard, declines. The buyer comes back and tries again, the worker does the rest, and the
provider's own book is held against ours. A case whose fault or death never came would test nothing: it fails.
"""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from noren.orders.end import cancel_order
from noren.orders.money_work import open_refunds
from noren.orders.refunding import give_back_by_hand
from noren.orders.tests.paying_online import (
    PRICE,
    KillingProvider,
    Purchase,
    buy,
    die_really,
    dying,
    run_worker,
    sandbox,
)
from noren.payments.balance import paid_minor
from noren.payments.models import Attempt, AttemptStatus, Notice, Refund, RefundStatus
from noren.payments.sandbox.book import fail_next
from noren.payments.sandbox.models import SandboxCharge, SandboxFault
from noren.payments.sandbox.send import send_notices
from tests.depth import a_third
from tests.factories import all_differences

__all__ = ["sandbox"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sandbox")]

ALONE, NOBODY = "nothing", "never"
FAULTS: dict[str, tuple[str, str, int]] = {
    "authorize is slow": ("authorize", "slow", 1),
    "authorize is down": ("authorize", "down", 1),
    "authorize is lost": ("authorize", "lost", 1),
    "authorize is declined": ("authorize", "declined", 1),
    "capture is slow": ("capture", "slow", 1),
    "capture is down": ("capture", "down", 3),
    "capture is lost": ("capture", "lost", 2),
    "capture is declined": ("capture", "declined", 1),
    "look-up is down": ("look_up", "down", 4),
    "look-up is lost": ("look_up", "lost", 2),
    "cancel is slow": ("cancel", "slow", 1),
    "cancel is down": ("cancel", "down", 2),
    "cancel is lost": ("cancel", "lost", 1),
    "refund is slow": ("refund", "slow", 3),
    "refund is down": ("refund", "down", 3),
    "refund is lost": ("refund", "lost", 3),
    "refund is declined": ("refund", "declined", 9),
    "notice comes twice": ("notice", "twice", 2),
    "notice is late": ("notice", "slow", 2),
    "an older notice follows": ("notice", "stale", 2),
    "no notice comes": ("notice", "silent", 9),
}


def _cases(table: dict[str, str]) -> pytest.MarkDecorator:
    """For each death (`before capture`, or that nobody dies) the faults beside it."""
    cases = []
    for death, faults in table.items():
        when, _, call = death.partition(" ")
        kill_at = None if death == NOBODY else (call, when)
        cases += [pytest.param(name, kill_at, id=f"{name}, dies {death}") for name in faults.split(", ")]
    return pytest.mark.parametrize(("fault", "kill_at"), a_third(cases))


def _break(fault: str, kill_at: tuple[str, str] | None) -> None:
    if fault != ALONE:
        call, kind, times = FAULTS[fault]
        fail_next(call, kind, times=times)
    KillingProvider.kill_at = kill_at


def _assert_met(fault: str) -> None:
    """The fault came, and so did the death."""
    assert KillingProvider.kill_at is None
    assert fault == ALONE or SandboxFault.objects.get().times_left < FAULTS[fault][2]


def _assert_settled(bought: Purchase, fault: str) -> None:
    """What was to go wrong did, nothing is open, and the two books, the order and the stock say the same."""
    _assert_met(fault)
    ended = {AttemptStatus.CAPTURED, AttemptStatus.DECLINED, AttemptStatus.CANCELED}
    assert set(Attempt.objects.values_list("status", flat=True)) <= ended
    assert set(Refund.objects.values_list("status", flat=True)) <= {RefundStatus.DONE}
    assert all_differences() == []
    is_placed = bought.status == "placed"
    assert bought.kept_at_provider() == (PRICE if is_placed else 0)
    assert bought.allocated == (1 if is_placed else 0)
    assert SandboxCharge.objects.filter(status="captured").count() <= 1
    assert not SandboxCharge.objects.filter(status__in=["open", "authorized"]).exists()


@_cases(
    {
        NOBODY: (
            "nothing, authorize is declined, capture is down, capture is lost, "
            "notice comes twice, notice is late, an older notice follows, no notice comes"
        ),
        "before authorize": (
            "authorize is slow, authorize is down, authorize is lost, authorize is declined, "
            "capture is declined, cancel is down, cancel is lost"
        ),
        "after authorize": "authorize is down, authorize is lost, capture is declined",
        "before look_up": "look-up is down, look-up is lost, an older notice follows",
        "after look_up": "look-up is lost, authorize is declined, notice comes twice",
        "before capture": (
            "capture is slow, capture is down, capture is lost, capture is declined, notice comes twice, "
            "an older notice follows"
        ),
        "after capture": (
            "capture is down, capture is lost, capture is declined, look-up is down, notice is late, no notice comes"
        ),
        "before cancel": "authorize is down",
        "after cancel": "authorize is down",
    }
)
def test_a_buyer_who_agrees_is_charged_once_and_gets_the_order(fault: str, kill_at: tuple[str, str] | None) -> None:
    bought = buy(at=timezone.now())
    _break(fault, kill_at)

    with dying():
        bought.pay()
    for _again in range(2):  # the death costs one try, and the fault may cost the next
        with dying():
            bought.work(seconds=70)
        with dying():
            bought.pay()  # the buyer looks again, and pays if nothing was taken
    with dying():
        bought.work(hours=1)
    bought.work(hours=6)

    assert bought.status == "placed"
    assert bought.refunds_at_provider() == 0  # never an automatic refund on a passing fault
    _assert_settled(bought, fault)


@_cases(
    {
        NOBODY: "nothing, authorize is declined, cancel is down, cancel is lost",
        "before cancel": "authorize is slow, cancel is slow, cancel is lost",
        "after cancel": "authorize is lost, cancel is slow, cancel is down",
    }
)
def test_a_buyer_who_leaves_half_way_is_not_charged_and_the_goods_are_free(
    fault: str, kill_at: tuple[str, str] | None
) -> None:
    bought = buy(at=timezone.now())
    _break(fault, kill_at)

    with dying():
        bought.go_to_pay()
    with dying():
        bought.work(hours=1)
    bought.work(hours=6)

    assert bought.status == "unpaid"
    assert bought.kept_at_provider() == 0
    _assert_settled(bought, fault)


@_cases(
    {
        NOBODY: "nothing, look-up is down, look-up is lost, capture is slow",
        "before look_up": "capture is slow, capture is declined",
        "after look_up": "look-up is down, capture is down",
        "after capture": "capture is slow, capture is lost",
    }
)
def test_a_buyer_who_agrees_and_closes_the_browser_has_paid(fault: str, kill_at: tuple[str, str] | None) -> None:
    bought = buy(at=timezone.now())
    _break(fault, kill_at)

    with dying():
        bought.go_to_pay()
    bought.decide()
    has_agreed = SandboxCharge.objects.filter(status="authorized").exists()
    with dying():
        bought.work(minutes=10)
    bought.work(hours=6)

    was_declined = fault != ALONE and FAULTS[fault][1] == "declined"
    assert bought.status == ("placed" if has_agreed and not was_declined else "unpaid")
    assert bought.refunds_at_provider() == 0
    _assert_settled(bought, fault)


@_cases(
    {
        "before refund": "refund is slow, refund is down, refund is lost",
        "after refund": "refund is slow, refund is down, refund is lost",
    }
)
def test_a_refund_is_given_back_once(fault: str, kill_at: tuple[str, str] | None) -> None:
    bought = buy(at=timezone.now())
    bought.pay()
    cancel_order(bought.uid, by="customer", at=bought.at)
    _break(fault, kill_at)

    with dying():
        bought.work(minutes=5)
    bought.work(hours=6)

    assert bought.status == "canceled"
    assert bought.refunds_at_provider() == 1
    _assert_settled(bought, fault)


@_cases({NOBODY: "refund is declined", "before refund": "refund is declined", "after refund": "refund is declined"})
def test_a_refund_that_the_provider_declines_is_given_back_once_by_staff(
    fault: str, kill_at: tuple[str, str] | None
) -> None:
    bought = buy(at=timezone.now())
    bought.pay()
    cancel_order(bought.uid, by="customer", at=bought.at)
    _break(fault, kill_at)

    with dying():
        bought.work(minutes=5)
    bought.work(hours=6)

    (refund,) = open_refunds()
    assert (refund.refund.status, refund.refund.amount_minor) == (RefundStatus.BY_HAND, PRICE)
    for _twice in range(2):
        give_back_by_hand(refund.refund.uid, staff_uid=None, at=bought.at)
    _assert_met(fault)
    assert (paid_minor(bought.uid), bought.refunds_at_provider(), open_refunds()) == (0, 0, [])
    assert all_differences() == []


@_cases(
    {
        "before read_notice": "nothing, notice comes twice, an older notice follows",
        "after read_notice": "nothing, notice is late, capture is lost",
    }
)
def test_a_notice_that_a_dying_process_did_not_store_is_sent_again(fault: str, kill_at: tuple[str, str] | None) -> None:
    bought = buy(at=timezone.now())
    _break(fault, kill_at)
    bought.go_to_pay()
    bought.decide()

    with dying():
        bought.work(minutes=10)
    assert not Notice.objects.exists()
    bought.work(hours=6)

    assert bought.status == "placed"
    assert {*Notice.objects.values_list("next_try_at", flat=True)} == {None}
    _assert_settled(bought, fault)


def _nothing(bought: Purchase) -> None:
    """The order was placed, no more."""


def _agree(bought: Purchase) -> None:
    bought.go_to_pay()
    bought.decide()


def _agree_and_be_told_of(bought: Purchase) -> None:
    """A notice of it is stored, and nobody has looked into it."""
    _agree(bought)
    bought.at += timedelta(minutes=1)
    assert send_notices(at=bought.at)


def _leave(bought: Purchase) -> None:
    bought.go_to_pay()
    cancel_order(bought.uid, by="customer", at=bought.at)


def _pay_and_cancel(bought: Purchase) -> None:
    bought.pay()
    cancel_order(bought.uid, by="customer", at=bought.at)


def _worker(bought: Purchase) -> None:
    run_worker(at=bought.at + timedelta(minutes=1))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("before", "deed", "kill_at", "status"),
    [
        pytest.param(_nothing, Purchase.go_to_pay, ("authorize", "after"), "placed", id="after authorize"),
        pytest.param(_agree, Purchase.come_back, ("capture", "after"), "placed", id="after capture"),
        pytest.param(_agree, _worker, ("read_notice", "after"), "placed", id="a notice is read and not stored"),
        pytest.param(_agree_and_be_told_of, _worker, ("look_up", "before"), "placed", id="a notice is stored"),
        pytest.param(_agree_and_be_told_of, _worker, ("capture", "after"), "placed", id="a notice is looked into"),
        pytest.param(_leave, Purchase.come_back, ("cancel", "after"), "unpaid", id="after cancel"),
        pytest.param(_pay_and_cancel, _worker, ("refund", "before"), "canceled", id="before refund"),
        pytest.param(_pay_and_cancel, _worker, ("refund", "after"), "canceled", id="after refund"),
    ],
)
def test_a_process_that_is_really_killed_beside_the_provider_loses_nothing(
    before: Callable[[Purchase], object], deed: Callable[[Purchase], object], kill_at: tuple[str, str], status: str
) -> None:
    bought = buy(at=timezone.now())
    before(bought)

    die_really(lambda: deed(bought), *kill_at)
    bought.decide()
    bought.work(hours=6)

    assert bought.status == status
    assert bought.refunds_at_provider() == (1 if status == "canceled" else 0)
    _assert_settled(bought, ALONE)
