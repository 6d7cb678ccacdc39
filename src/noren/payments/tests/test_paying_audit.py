"""The audit finds what is wrong about money that was paid before: each figure is spoiled by hand, and named."""

import pytest
from django.db import connection
from django.utils import timezone

from noren.kernel.audit import Difference
from noren.orders.end import cancel_order
from noren.orders.tests.paying_online import buy, sandbox
from tests.factories import all_differences

__all__ = ["sandbox"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sandbox")]

SPOILED = [
    ("UPDATE payments_attempt SET status = 'canceled', next_look_at = NULL WHERE status = 'captured'", "attempt"),
    ("UPDATE payments_entry SET amount_minor = 979 WHERE kind = 'capture'", "attempt"),
    ("DELETE FROM payments_entry WHERE kind = 'refund'", "refund"),
    ("UPDATE payments_refund SET amount_minor = 981", "refunded_of_attempt"),
    ("DELETE FROM payments_refund", "money_taken"),
    ("UPDATE payments_payment SET captured_minor = 0, refunded_minor = 0 WHERE captured_minor > 0", "money_due"),
    (
        "UPDATE payments_attempt SET status = 'pending', next_look_at = now() WHERE status = 'captured'",
        "attempt_of_no_waiting_order",
    ),
    (
        "UPDATE orders_order SET status = 'awaiting_payment' WHERE status = 'placed'",
        "paid_and_waiting",
    ),
]


@pytest.mark.parametrize(("spoil", "check"), SPOILED, ids=[spoil for spoil, _check in SPOILED])
def test_money_that_was_spoiled_is_named(spoil: str, check: str) -> None:
    for is_canceled in (False, True):
        bought = buy(at=timezone.now())
        bought.pay()
        if is_canceled:
            cancel_order(bought.uid, by="customer", at=bought.at)
            if check not in {"money_taken", "refunded_of_attempt"}:
                bought.work(minutes=1)
    assert all_differences() == []

    with connection.cursor() as cursor:
        cursor.execute(spoil)
        assert cursor.rowcount > 0

    found = [each for each in all_differences() if isinstance(each, Difference)]
    assert check in {each.check for each in found}
    assert all(each.expected != each.found for each in found if each.check == check)
