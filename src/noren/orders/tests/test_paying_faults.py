"""Whatever goes wrong at a provider, and wherever a process dies: money, order and stock agree in the end.

Every fault is combined with every place to die. The buyer comes back and tries again, the worker does the rest,
and the provider's own book is held against ours.
"""

import pytest
from django.utils import timezone

from noren.orders.end import cancel_order
from noren.orders.tests.paying_online import PRICE, KillingProvider, Purchase, buy, dying, sandbox
from noren.payments.models import Attempt, AttemptStatus, Refund, RefundStatus
from noren.payments.sandbox.book import fail_next
from noren.payments.sandbox.models import SandboxCharge
from tests.factories import all_differences

__all__ = ["sandbox"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sandbox")]

FAULTS = {
    "nothing": None,
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
    "cancel is down": ("cancel", "down", 2),
    "cancel is lost": ("cancel", "lost", 1),
    "notice comes twice": ("notice", "twice", 2),
    "notice is late": ("notice", "slow", 2),
    "an older notice follows": ("notice", "stale", 2),
    "no notice comes": ("notice", "silent", 9),
}
DEATHS = [
    None,
    *((call, when) for call in ("authorize", "look_up", "capture", "cancel") for when in ("before", "after")),
]


def _death(death: tuple[str, str] | None) -> str:
    return "nobody dies" if death is None else f"dies {death[1]} {death[0]}"


def _every(*calls: str) -> pytest.MarkDecorator:
    """Each fault of these calls with each death beside them, and without either."""
    faults = {name: fault for name, fault in FAULTS.items() if fault is None or fault[0] in calls}
    deaths = [death for death in DEATHS if death is None or death[0] in calls]
    pairs = [
        pytest.param(fault, death, id=f"{name}, {_death(death)}") for name, fault in faults.items() for death in deaths
    ]
    return pytest.mark.parametrize(("fault", "death"), pairs)


def _break(fault: tuple[str, str, int] | None, death: tuple[str, str] | None) -> None:
    if fault is not None:
        fail_next(fault[0], fault[1], times=fault[2])
    KillingProvider.kill_at = death


def _assert_settled(bought: Purchase) -> None:
    """Nothing is open, and the two books, the order and the stock say the same."""
    ended = {AttemptStatus.CAPTURED, AttemptStatus.DECLINED, AttemptStatus.CANCELED}
    assert set(Attempt.objects.values_list("status", flat=True)) <= ended
    assert set(Refund.objects.values_list("status", flat=True)) <= {RefundStatus.DONE}
    assert all_differences() == []
    is_placed = bought.status == "placed"
    assert bought.kept_at_provider() == (PRICE if is_placed else 0)
    assert bought.allocated == (1 if is_placed else 0)
    assert SandboxCharge.objects.filter(status="captured").count() <= 1
    assert not SandboxCharge.objects.filter(status__in=["open", "authorized"]).exists()


@_every("authorize", "look_up", "capture", "cancel", "notice")
def test_a_buyer_who_agrees_is_charged_once_and_gets_the_order(
    fault: tuple[str, str, int] | None, death: tuple[str, str] | None
) -> None:
    bought = buy(at=timezone.now())
    _break(fault, death)

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
    _assert_settled(bought)


@_every("authorize", "cancel")
def test_a_buyer_who_leaves_half_way_is_not_charged_and_the_goods_are_free(
    fault: tuple[str, str, int] | None, death: tuple[str, str] | None
) -> None:
    bought = buy(at=timezone.now())
    _break(fault, death)

    with dying():
        bought.go_to_pay()
    with dying():
        bought.work(hours=1)
    bought.work(hours=6)

    assert bought.status == "unpaid"
    assert bought.kept_at_provider() == 0
    _assert_settled(bought)


@_every("look_up", "capture")
def test_a_buyer_who_agrees_and_closes_the_browser_has_paid(
    fault: tuple[str, str, int] | None, death: tuple[str, str] | None
) -> None:
    bought = buy(at=timezone.now())
    _break(fault, death)

    with dying():
        bought.go_to_pay()
    bought.decide()
    has_agreed = SandboxCharge.objects.filter(status="authorized").exists()
    with dying():
        bought.work(minutes=10)
    bought.work(hours=6)

    was_declined = fault is not None and fault[1] == "declined"
    assert bought.status == ("placed" if has_agreed and not was_declined else "unpaid")
    assert bought.refunds_at_provider() == 0
    _assert_settled(bought)


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("fault", ["", "slow", "down", "lost"])
def test_a_refund_is_given_back_once(fault: str, when: str) -> None:
    bought = buy(at=timezone.now())
    bought.pay()
    cancel_order(bought.uid, by="customer", at=bought.at)
    _break(("refund", fault, 3) if fault else None, ("refund", when))

    with dying():
        bought.work(minutes=5)
    bought.work(hours=6)

    assert bought.status == "canceled"
    assert bought.refunds_at_provider() == 1
    _assert_settled(bought)
