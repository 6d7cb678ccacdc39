"""Two who finish, or one who finishes and one who gives up, meet at the order's row."""

from collections.abc import Callable
from functools import partial

import pytest
from django.utils import timezone

from noren.kernel.racing import race
from noren.orders.end import cancel_order
from noren.orders.models import Order
from noren.orders.paying import settle_attempt, start_payment
from noren.orders.tests.paying_online import PRICE, buy, sandbox
from noren.orders.unpaid import end_unpaid_orders
from noren.payments.attempts import last_attempt
from noren.payments.models import Attempt, Entry
from tests.factories import all_differences

__all__ = ["sandbox"]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race, pytest.mark.usefixtures("sandbox")]


def test_a_notice_and_the_return_page_at_once_finish_the_order_once() -> None:
    bought = buy(at=timezone.now())
    bought.go_to_pay()
    bought.decide()
    attempt = last_attempt(bought.uid)
    assert attempt is not None
    calls = [
        partial(settle_attempt, attempt.uid, channel=channel, at=bought.at) for channel in ("web", "api", "system")
    ]

    outcomes = race(*calls, queue_on=Order.objects.filter(uid=bought.uid))

    assert outcomes == [True, True, True]
    assert (bought.status, bought.kept_at_provider(), Entry.objects.count()) == ("placed", PRICE, 1)
    assert all_differences() == []


@pytest.mark.parametrize("turn", [1, -1], ids=["paid first", "given up first"])
def test_a_buyer_who_pays_while_the_time_runs_out_is_charged_or_not_but_never_without_the_order(turn: int) -> None:
    bought = buy(at=timezone.now())
    bought.go_to_pay()
    bought.decide()
    attempt = last_attempt(bought.uid)
    assert attempt is not None
    pay = partial(settle_attempt, attempt.uid, channel="web", at=bought.at)
    give_up = partial(cancel_order, bought.uid, by="customer", at=bought.at)

    calls: list[Callable[[], object]] = [pay, give_up]
    race(*calls[::turn], queue_on=Order.objects.filter(uid=bought.uid))
    bought.work(hours=4)

    assert bought.kept_at_provider() == (PRICE if bought.status == "placed" else 0)
    assert bought.refunds_at_provider() == 0
    assert bought.allocated == (1 if bought.status == "placed" else 0)
    assert all_differences() == []


def test_two_presses_at_once_make_one_attempt() -> None:
    bought = buy(at=timezone.now())
    pay = partial(start_payment, bought.uid, provider="test", return_url="/", channel="web", at=bought.at)

    first, second = race(pay, pay, queue_on=Order.objects.filter(uid=bought.uid))

    assert first == second
    assert Attempt.objects.count() == 1


def test_two_workers_end_an_unpaid_order_once() -> None:
    bought = buy(at=timezone.now())
    bought.work(minutes=29)
    late = bought.placed.pay_until
    assert late is not None
    end = partial(end_unpaid_orders, at=late)

    outcomes = race(end, end, queue_on=Order.objects.filter(uid=bought.uid))

    assert sorted(map(str, outcomes)) == ["0", "1"]
    assert (bought.status, bought.allocated, all_differences()) == ("unpaid", 0, [])
