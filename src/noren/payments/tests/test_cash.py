"""Cash: taken once, with change, and given back once."""

import pytest

from noren.kernel.ids import uuid7
from noren.payments import audit
from noren.payments.balance import Balance, balance
from noren.payments.cash import (
    NO_DRAWER,
    Drawer,
    Tender,
    cancel_payment,
    capture_cash,
    check_tenders,
    find_due,
    open_payment,
    refund_cash,
)
from noren.payments.errors import PaymentNotDue, TenderInvalid, TenderTooSmall
from noren.payments.models import Payment, Provider
from noren.payments.queries import payments_of_order
from tests.factories import NOON, cash, make_register, make_staff, make_store
from tests.refusing import refused


def _due(amount_minor: int = 980) -> Payment:
    return open_payment(uuid7(), provider=Provider.AT_STORE, amount_minor=amount_minor, at=NOON)


def _capture(payment: Payment, tendered_minor: int) -> int:
    tender = cash(tendered_minor)
    taken = capture_cash(payment, tender, amount_minor=payment.amount_minor, drawer=NO_DRAWER, at=NOON)
    return taken.change_minor


@pytest.mark.django_db
def test_cash_is_taken_once_with_change() -> None:
    payment = _due()

    assert _capture(payment, 1000) == 20
    with refused(PaymentNotDue):
        _capture(payment, 1000)

    (view,) = payments_of_order(payment.order_uid)
    assert (view.status, view.captured_minor, view.provider) == ("captured", 980, "cash")
    assert [(entry.kind, entry.amount_minor, entry.change_minor) for entry in view.entries] == [("capture", 980, 20)]
    assert list(audit.differences()) == []


@pytest.mark.django_db
def test_what_is_due_follows_the_order_until_it_is_paid_or_cancelled() -> None:
    payment = _due()
    assert balance(payment.order_uid, owed_minor=500, reason="repriced", at=NOON) == Balance(0, 500)
    due = find_due(payment.order_uid)
    assert due is not None
    assert due.amount_minor == 500

    cancel_payment(payment.order_uid)

    assert find_due(payment.order_uid) is None
    with refused(PaymentNotDue):
        _capture(payment, 1000)


@pytest.mark.django_db
def test_a_refund_gives_back_what_was_taken_once() -> None:
    store = make_store()
    register, staff = make_register(store), make_staff()
    payment = _due()
    _capture(payment, 1000)

    refunds = [refund_cash(payment.order_uid, drawer=Drawer(register.pk, staff.pk), at=NOON) for _ in range(2)]

    assert refunds == [980, 0]
    (view,) = payments_of_order(payment.order_uid)
    assert (view.status, view.refunded_minor) == ("refunded", 980)
    assert list(audit.differences()) == []


def test_tenders_that_cannot_be_are_refused() -> None:
    with pytest.raises(TenderTooSmall):
        check_tenders([cash(979)], 980)
    with pytest.raises(TenderTooSmall):
        check_tenders([], 1)
    with pytest.raises(TenderInvalid):
        check_tenders([cash(500), cash(500)], 980)
    with pytest.raises(TenderInvalid):
        check_tenders([Tender(uuid7(), 1000, provider="card")], 980)
    with pytest.raises(TenderInvalid):
        check_tenders([cash(-1)], 0)
    with pytest.raises(TenderInvalid):
        check_tenders([cash(10**12)], 980)

    assert check_tenders([], 0) is None
    assert check_tenders([cash(980)], 980) is not None
