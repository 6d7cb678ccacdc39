"""Refunds: to the payments an order was paid with, never more than was taken, and out of the drawer without a sale."""

from functools import partial
from uuid import UUID

import pytest
from django.db import transaction

from noren.kernel.ids import uuid7
from noren.kernel.racing import race
from noren.payments import audit
from noren.payments.cash import NO_DRAWER, Drawer, capture_cash, open_payment
from noren.payments.errors import RefundTooLarge
from noren.payments.models import Entry, Payment, Provider
from noren.payments.queries import refunds_of_return
from noren.payments.refund import Refunded, pay_out, refund_goods
from tests.factories import NOON, cash
from tests.refusing import refused

pytestmark = pytest.mark.django_db


def _paid(order_uid: UUID, amount_minor: int) -> Payment:
    payment = open_payment(order_uid, provider=Provider.CASH, amount_minor=amount_minor, at=NOON)
    tender = cash(amount_minor)
    capture_cash(payment, tender, amount_minor=amount_minor, drawer=NO_DRAWER, at=NOON)
    return payment


def _refund(order_uid: UUID, amount_minor: int, return_uid: UUID | None = None) -> list[Refunded]:
    with transaction.atomic():
        return refund_goods(order_uid, amount_minor, return_uid=return_uid or uuid7(), drawer=Drawer(1), at=NOON)


def test_money_goes_back_in_parts_until_all_of_it_is_back() -> None:
    order_uid = uuid7()
    payment = _paid(order_uid, 1_000)

    assert _refund(order_uid, 300) == [Refunded("cash", 300)]
    payment.refresh_from_db()
    assert (payment.status, payment.refunded_minor) == ("captured", 300)
    assert _refund(order_uid, 700) == [Refunded("cash", 700)]
    payment.refresh_from_db()
    assert (payment.status, payment.refunded_minor) == ("refunded", 1_000)
    assert _refund(order_uid, 0) == []
    assert list(audit.differences()) == []


def test_money_goes_back_to_several_payments_the_oldest_first() -> None:
    order_uid, return_uid = uuid7(), uuid7()
    first, second = _paid(order_uid, 400), _paid(order_uid, 600)

    assert _refund(order_uid, 500, return_uid) == [Refunded("cash", 400), Refunded("cash", 100)]

    assert [Payment.objects.get(pk=each.pk).refunded_minor for each in (first, second)] == [400, 100]
    assert [each.amount_minor for each in refunds_of_return(return_uid)] == [400, 100]
    assert list(audit.differences()) == []


def test_more_than_was_taken_is_refused_with_nothing_written() -> None:
    order_uid = uuid7()
    _paid(order_uid, 400)

    with refused(RefundTooLarge) as info:
        _refund(order_uid, 401)

    assert info.value.details == {"wanted": 401, "left": 400}
    assert Payment.objects.get().refunded_minor == 0
    assert not Entry.objects.filter(kind="refund").exists()


def test_what_is_paid_out_without_a_sale_has_no_payment() -> None:
    return_uid = uuid7()

    assert pay_out(980, return_uid=return_uid, drawer=Drawer(1), at=NOON) == Refunded("cash", 980)
    pay_out(0, return_uid=uuid7(), drawer=Drawer(1), at=NOON)

    entry = Entry.objects.get()
    assert (entry.kind, entry.payment, entry.amount_minor) == ("payout", None, 980)
    assert [(each.provider, each.amount_minor) for each in refunds_of_return(return_uid)] == [("cash", 980)]


@pytest.mark.django_db(transaction=True)
@pytest.mark.race
def test_two_refunds_of_one_payment_at_once_give_back_no_more_than_was_taken() -> None:
    order_uid = uuid7()
    _paid(order_uid, 1_000)

    outcomes = race(*[partial(_refund, order_uid, 800)] * 2, queue_on=Payment.objects.all())

    assert [type(outcome) for outcome in outcomes] == [list, RefundTooLarge]
    assert Payment.objects.get().refunded_minor == 800
    assert list(audit.differences()) == []
