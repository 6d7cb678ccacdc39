"""Changing an order and its money: what is due, what goes back, what is on its way; and money that comes twice."""

from datetime import datetime

import pytest
from django.utils import timezone

from noren.kernel.ids import uuid7
from noren.orders.change_wanted import ChangeOrder, LineChange
from noren.orders.edit import change_order, quote_change
from noren.orders.hand_over import hand_over
from noren.orders.models import OrderLine
from noren.orders.money_work import awaited_transfers, open_refunds
from noren.orders.paying import pay_otherwise
from noren.orders.queries import get_order
from noren.orders.refunding import give_back_by_hand, send_refunds
from noren.orders.tests.paying_online import PRICE, Purchase, buy, sandbox
from noren.orders.transfer import note_transfer
from noren.orders.unpaid import end_unpaid_orders
from noren.payments.attempts import last_attempt
from noren.payments.errors import PaymentInFlight
from noren.payments.models import Attempt, AttemptStatus
from noren.stores.models import Store
from noren.timeline.models import Event
from tests.factories import all_differences, at_counter, make_register, make_staff
from tests.refusing import refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sandbox")]
__all__ = ["sandbox"]


def _now() -> datetime:
    return timezone.now()


def _wanted(bought: Purchase, quantity: int) -> ChangeOrder:
    """Staff make it so many packets."""
    line = OrderLine.objects.get(order__uid=bought.uid)
    return ChangeOrder(uuid7(), "staff", "office", (LineChange(line.uid, quantity),), reason="お電話")


def _change(bought: Purchase, quantity: int) -> None:
    change_order(bought.uid, _wanted(bought, quantity), at=bought.at)


def _transfer(bought: Purchase, amount_minor: int) -> None:
    note_transfer(bought.uid, uid=uuid7(), amount_minor=amount_minor, words="タナカ", staff_uid=None, at=bought.at)


def test_what_was_paid_too_much_goes_back_by_the_provider() -> None:
    bought = buy(at=_now(), quantity=3)
    bought.pay()
    quote = quote_change(bought.uid, _wanted(bought, 1), at=bought.at)

    _change(bought, 1)
    send_refunds(at=bought.at)

    order = get_order(bought.uid)
    assert (quote.back_minor, quote.due_minor) == (2 * PRICE, 0)
    assert [(each.reason, each.amount_minor, each.status) for each in order.refunds] == [("changed", 2 * PRICE, "done")]
    assert (order.status, order.paid_minor, order.due_minor, bought.kept_at_provider()) == ("placed", PRICE, 0, PRICE)
    assert all_differences() == []


def test_what_a_paid_order_costs_more_is_paid_at_the_store() -> None:
    bought = buy(at=_now())
    bought.pay()
    quote = quote_change(bought.uid, _wanted(bought, 3), at=bought.at)

    _change(bought, 3)

    store = Store.objects.get(pk=bought.level.store_id)
    order = get_order(bought.uid)
    assert (quote.due_minor, order.paid_minor, order.due_minor, order.pay_by) == (2 * PRICE, PRICE, 2 * PRICE, "test")
    assert all_differences() == []
    wanted = at_counter(make_register(store), make_staff(store=store), tendered_minor=2_000)
    assert hand_over(bought.uid, wanted, at=bought.at).change_minor == 40
    assert all_differences() == []


def test_taking_back_what_was_added_leaves_nothing_due_and_sends_nothing_back() -> None:
    bought = buy(at=_now())
    bought.pay()

    _change(bought, 3)
    _change(bought, 1)

    order = get_order(bought.uid)
    assert (order.due_minor, order.paid_minor, order.refunds) == (0, PRICE, ())
    assert all_differences() == []


def test_an_order_that_waits_asks_for_the_new_amount_and_a_payment_of_the_old_one_is_not_taken() -> None:
    bought = buy(at=_now(), quantity=3)
    bought.go_to_pay()

    _change(bought, 2)

    assert (get_order(bought.uid).due_minor, bought.allocated) == (2 * PRICE, 2)
    assert all_differences() == []
    bought.decide()
    bought.come_back()
    assert (bought.status, bought.kept_at_provider()) == ("awaiting_payment", 0)
    bought.pay()
    assert (bought.status, bought.kept_at_provider()) == ("placed", 2 * PRICE)
    assert Event.objects.filter(name="Order Completed").count() == 1
    assert all_differences() == []


def test_nothing_is_changed_while_the_money_is_being_taken() -> None:
    bought = buy(at=_now(), quantity=2)
    bought.go_to_pay()
    Attempt.objects.update(status=AttemptStatus.CAPTURING)

    for quantity in (1, 0):
        with refused(PaymentInFlight):
            _change(bought, quantity)

    assert (get_order(bought.uid).due_minor, bought.allocated) == (2 * PRICE, 2)


def test_a_part_that_was_transferred_is_enough_once_the_order_costs_no_more() -> None:
    bought = buy(at=_now(), pay_by="bank_transfer", quantity=3)
    _transfer(bought, PRICE + 100)

    _change(bought, 2)
    assert (bought.status, get_order(bought.uid).due_minor) == ("awaiting_payment", PRICE - 100)
    assert all_differences() == []
    _change(bought, 1)

    names = list(Event.objects.filter(subject_uid=bought.uid).order_by("id").values_list("name", flat=True))
    assert names[-2:] == ["Order Updated", "Order Completed"]
    assert (bought.status, open_refunds()[0].refund.amount_minor) == ("placed", 100)
    assert all_differences() == []


def test_all_taken_off_gives_back_all_that_was_paid() -> None:
    bought = buy(at=_now(), quantity=2)
    bought.pay()

    _change(bought, 0)

    assert (bought.status, bought.allocated) == ("canceled", 0)
    assert [each.refund.amount_minor for each in open_refunds()] == [2 * PRICE]
    assert all_differences() == []


def test_a_transfer_that_comes_after_the_buyer_chose_a_card_is_noted_and_what_is_double_goes_back() -> None:
    bought = buy(at=_now(), pay_by="bank_transfer")
    bought.pay()
    assert (bought.status, awaited_transfers(), get_order(bought.uid).pay_by) == ("placed", [], "test")
    (found,) = awaited_transfers(bought.placed.number)
    assert (found.is_over, found.due_minor) == (True, 0)

    _transfer(bought, PRICE)

    assert [(each.refund.amount_minor, each.refund.reason) for each in open_refunds()] == [(PRICE, "overpaid")]
    assert get_order(bought.uid).paid_minor == PRICE
    assert all_differences() == []


def test_a_transfer_in_the_middle_of_a_card_payment_places_the_order_and_the_card_is_not_asked() -> None:
    bought = buy(at=_now(), pay_by="bank_transfer")
    bought.go_to_pay()

    _transfer(bought, PRICE)
    bought.decide()
    bought.come_back()

    assert (bought.status, bought.kept_at_provider(), open_refunds()) == ("placed", 0, [])
    assert all_differences() == []


def test_a_part_that_was_transferred_stays_one_when_the_rest_is_paid_by_card() -> None:
    bought = buy(at=_now(), pay_by="bank_transfer")
    _transfer(bought, 300)
    bought.go_to_pay()
    attempt = last_attempt(bought.uid)
    assert attempt is not None
    assert (attempt.amount_minor, get_order(bought.uid).due_minor) == (PRICE - 300, PRICE - 300)
    assert all_differences() == []
    bought.decide()
    bought.come_back()

    paid = [(each.provider, each.captured_minor) for each in get_order(bought.uid).payments]
    assert (bought.status, paid) == ("placed", [("bank_transfer", 300), ("test", PRICE - 300)])
    assert all_differences() == []


def test_a_second_part_by_transfer_lowers_what_the_card_is_asked_for() -> None:
    bought = buy(at=_now(), pay_by="bank_transfer")
    bought.go_to_pay()

    _transfer(bought, 300)

    assert (bought.status, get_order(bought.uid).due_minor) == ("awaiting_payment", PRICE - 300)
    assert all_differences() == []
    bought.pay()
    assert (bought.status, bought.kept_at_provider(), open_refunds()) == ("placed", PRICE - 300, [])
    assert all_differences() == []


def test_who_changed_to_paying_at_the_store_can_still_be_given_back_a_transfer() -> None:
    bought = buy(at=_now(), pay_by="bank_transfer")
    pay_otherwise(bought.uid, pay_by="at_store", channel="web", at=bought.at)
    assert (bought.status, get_order(bought.uid).pay_by) == ("placed", "at_store")

    _transfer(bought, PRICE + 20)

    order = get_order(bought.uid)
    (refund,) = open_refunds()
    assert (order.due_minor, order.paid_minor, refund.refund.amount_minor) == (0, PRICE, 20)
    give_back_by_hand(refund.refund.uid, staff_uid=None, at=bought.at)
    assert all_differences() == []


def test_back_to_a_transfer_and_late_money_of_an_order_that_ended_is_listed() -> None:
    bought = buy(at=_now(), pay_by="bank_transfer")
    bought.go_to_pay()
    pay_otherwise(bought.uid, pay_by="bank_transfer", channel="web", at=bought.at)
    assert [each.due_minor for each in awaited_transfers()] == [PRICE]
    bought.level.on_hand = 0
    end_unpaid_orders(at=bought.at.replace(year=bought.at.year + 1))
    assert bought.status == "unpaid"

    _transfer(bought, 100)

    assert [(each.refund.amount_minor, each.refund.reason) for each in open_refunds()] == [(100, "late")]
    assert all_differences() == []
