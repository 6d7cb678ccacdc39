"""Paying before the pickup: the waiting order, its money, and every other end of the two."""

import json
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.utils import timezone

from noren.coupons.models import Redemption
from noren.kernel.audit import Difference
from noren.kernel.ids import uuid7
from noren.orders.end import cancel_order, void_sale
from noren.orders.errors import OrderNotAwaitingPayment, OrderNotPaid
from noren.orders.hand_over import hand_over
from noren.orders.models import Order, OrderLine
from noren.orders.money_work import awaited_transfers, open_refunds
from noren.orders.paying import pay_otherwise, settle_attempt, start_payment
from noren.orders.pick import mark_ready, short_pick
from noren.orders.place import place_order
from noren.orders.queries import get_order, pickup_list
from noren.orders.receipt_document import ReceiptTender
from noren.orders.receipts import get_receipt, receipts_of_order
from noren.orders.refunding import give_back_by_hand, send_refunds
from noren.orders.report import Period, online_to_store
from noren.orders.return_goods import quote_return, return_goods
from noren.orders.tests.paying_online import PRICE, Purchase, buy, run_worker, sandbox
from noren.orders.transfer import note_transfer
from noren.orders.unpaid import end_unpaid_orders, look_into_notices
from noren.orders.wanted import HandOver
from noren.orders.worklist import pickup_work
from noren.payments.attempts import last_attempt, let_go
from noren.payments.errors import NoticeRefused, ProviderNotOffered, RefundNotFound, TransferRepeated
from noren.payments.models import Attempt, Entry, Notice, Refund
from noren.payments.notices import receive_notice
from noren.payments.refund import Refunded
from noren.payments.sandbox import book
from noren.payments.sandbox.book import fail_next
from noren.payments.sandbox.client import notice_of, secret
from noren.payments.sandbox.models import SandboxCharge, SandboxNotice
from noren.payments.signatures import sign
from noren.payments.words import refund_reason_words
from noren.stores.models import Store
from noren.timeline.models import Event
from tests.factories import (
    all_differences,
    at_counter,
    bring_back,
    cash,
    make_coupon,
    make_register,
    make_staff,
    make_store,
    make_variant,
    pickup,
    stock_up,
    want,
)
from tests.refusing import refused

__all__ = ["sandbox"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sandbox")]


def _now() -> datetime:
    return timezone.now()


def _names(uid: UUID) -> list[str]:
    return list(Event.objects.filter(subject_uid=uid).order_by("id").values_list("name", flat=True))


def _transfer(bought: Purchase, amount_minor: int, *, uid: UUID | None = None) -> None:
    note_transfer(
        bought.uid, uid=uid or uuid7(), amount_minor=amount_minor, words="タナカ イチロウ", staff_uid=None, at=bought.at
    )


def test_an_order_that_waits_keeps_its_goods_and_is_no_work_of_the_store_yet() -> None:
    bought = buy(at=_now())

    order = get_order(bought.uid)
    assert (order.status, order.due_minor, bought.allocated) == ("awaiting_payment", PRICE, 1)
    assert order.pay_until == bought.at + timedelta(minutes=30)
    assert pickup_list(order.store.id) == []
    assert _names(bought.uid) == ["Payment Awaited"]
    with refused(OrderNotPaid):
        mark_ready(bought.uid, staff_uid=make_staff().uid, at=bought.at)
    assert all_differences() == []


def test_a_paid_order_is_placed_by_the_return_page_and_told_once() -> None:
    bought = buy(at=_now())

    assert bought.go_to_pay() == bought.go_to_pay()  # two presses, one attempt
    bought.decide()
    bought.come_back()
    bought.come_back()
    bought.work(minutes=5)

    order = get_order(bought.uid)
    assert (order.status, order.paid_minor, order.due_minor) == ("placed", PRICE, 0)
    assert _names(bought.uid) == ["Payment Awaited", "Payment Captured", "Order Completed"]
    assert (Attempt.objects.count(), Entry.objects.count(), bought.kept_at_provider()) == (1, 1, PRICE)
    assert [row.number for row in pickup_list(order.store.id)] == [order.number]
    assert all_differences() == []


def test_a_notice_before_the_return_finishes_the_order_too() -> None:
    bought = buy(at=_now())
    bought.go_to_pay()
    bought.decide()

    run_worker(at=bought.at)

    assert (bought.status, Notice.objects.filter(handled_at=None).count()) == ("placed", 0)
    bought.come_back()
    assert (bought.kept_at_provider(), all_differences()) == (PRICE, [])


def test_a_declined_buyer_pays_again_or_otherwise_and_loses_nothing() -> None:
    bought = buy(at=_now())
    bought.go_to_pay()
    bought.decide(is_agreed=False)
    bought.come_back()
    assert (bought.status, bought.allocated) == ("awaiting_payment", 1)

    bought.pay()

    assert (bought.status, bought.kept_at_provider()) == ("placed", PRICE)
    assert "Payment Declined" in _names(bought.uid)
    assert Attempt.objects.count() == 2
    assert all_differences() == []


def test_another_way_to_pay_ends_the_attempt_at_the_provider() -> None:
    bought = buy(at=_now())
    bought.go_to_pay()

    pay_otherwise(bought.uid, pay_by="at_store", channel="web", at=bought.at)
    bought.decide()
    bought.work(minutes=5)

    order = get_order(bought.uid)
    assert (order.status, order.due_minor, order.pay_by) == ("placed", PRICE, "at_store")
    assert [charge.status for charge in SandboxCharge.objects.all()] == ["canceled"]
    assert (bought.kept_at_provider(), all_differences()) == (0, [])


def test_an_order_of_nothing_waits_for_no_money() -> None:
    coupon = make_coupon(percent_bp=10_000)
    bought = buy(at=datetime(2026, 7, 4, 3, tzinfo=_now().tzinfo), coupon_codes=(coupon.code,))

    assert (bought.status, bought.placed.pay_until) == ("placed", None)
    assert all_differences() == []


def test_a_way_to_pay_that_is_switched_off_is_refused(settings: object) -> None:
    settings.PAY_BY = ["at_store"]  # type: ignore[attr-defined]
    store, variant = make_store(), make_variant()
    stock_up(store, variant, 5)

    with refused(ProviderNotOffered):
        place_order(pickup(store, want(variant), pay_by="test"), at=_now())

    assert not Order.objects.exists()


def test_when_the_time_is_over_goods_and_coupons_are_free_again() -> None:
    coupon = make_coupon(redemption_limit=1)
    bought = buy(at=datetime(2026, 7, 4, 3, tzinfo=_now().tzinfo), coupon_codes=(coupon.code,))

    assert end_unpaid_orders(at=bought.at + timedelta(minutes=29)) == 0
    assert end_unpaid_orders(at=bought.at + timedelta(minutes=30)) == 1
    assert end_unpaid_orders(at=bought.at + timedelta(minutes=30)) == 0

    coupon.refresh_from_db()
    assert (bought.status, bought.allocated, coupon.redeemed_count) == ("unpaid", 0, 0)
    assert Redemption.objects.exclude(withdrawn_at=None).count() == 1
    assert "Order Unpaid" in _names(bought.uid)
    assert all_differences() == []
    with refused(OrderNotAwaitingPayment):
        start_payment(bought.uid, provider="test", return_url="/", channel="web", at=bought.at + timedelta(hours=1))


def test_a_waiting_order_is_cancelled_and_never_charged_afterwards() -> None:
    bought = buy(at=_now())
    bought.go_to_pay()
    bought.decide()  # the buyer agreed in another window

    cancel_order(bought.uid, by="customer", at=bought.at)
    cancel_order(bought.uid, by="customer", at=bought.at)
    bought.come_back()
    bought.work(hours=1)

    assert (bought.status, bought.allocated, bought.kept_at_provider()) == ("unpaid", 0, 0)
    assert SandboxCharge.objects.get().status == "canceled"
    assert all_differences() == []


def _captured_late(bought: Purchase) -> None:
    """The money of an order that has ended comes in after all: the provider took it by itself."""
    charge = SandboxCharge.objects.get()
    SandboxCharge.objects.filter(pk=charge.pk).update(status="captured")
    attempt = last_attempt(bought.uid)
    assert attempt is not None
    settle_attempt(attempt.uid, channel="system", at=bought.at)


def test_late_money_takes_the_order_up_again_while_its_goods_are_there() -> None:
    bought = buy(at=_now())
    bought.go_to_pay()
    bought.work(hours=1)
    assert bought.status == "unpaid"

    _captured_late(bought)

    assert (bought.status, bought.allocated) == ("placed", 1)
    assert _names(bought.uid)[-3:] == ["Payment Captured", "Order Taken Up", "Order Completed"]
    assert (Refund.objects.count(), all_differences()) == (0, [])


@pytest.mark.parametrize("why", ["sold out", "given up", "ordered again"])
def test_late_money_goes_back_when_the_order_cannot_or_should_not_be_taken_up(why: str) -> None:
    bought = buy(at=_now(), email="ichiro@example.jp")
    bought.go_to_pay()
    if why == "given up":
        cancel_order(bought.uid, by="customer", at=bought.at)
    bought.work(hours=1)
    if why == "sold out":
        store = Store.objects.get(pk=bought.level.store_id)
        line = want(bought.level.variant, 5)
        place_order(pickup(store, line), at=bought.at)
    if why == "ordered again":
        buy(at=bought.at, email="ichiro@example.jp", pay_by="at_store")

    _captured_late(bought)
    assert open_refunds()[0].refund.reason == "late"
    bought.work(hours=1)

    assert (bought.status, bought.kept_at_provider(), bought.refunds_at_provider()) == ("unpaid", 0, 1)
    assert _names(bought.uid)[-1] == "Payment Refunded"
    assert all_differences() == []


def test_money_taken_by_two_attempts_goes_back_once() -> None:
    bought = buy(at=_now())
    bought.go_to_pay()
    let_go(bought.uid, at=bought.at)
    bought.pay()
    first, second = Attempt.objects.order_by("pk")
    assert (bought.status, second.status) == ("placed", "captured")

    SandboxCharge.objects.filter(key=first.uid).update(status="captured")  # too late to be canceled
    settle_attempt(first.uid, channel="system", at=bought.at)
    bought.work(hours=1)

    assert (bought.kept_at_provider(), bought.refunds_at_provider()) == (PRICE, 1)
    assert (get_order(bought.uid).paid_minor, all_differences()) == (PRICE, [])


def test_a_paid_order_that_ends_is_given_back_through_the_provider() -> None:
    bought = buy(at=_now())
    bought.pay()

    cancel_order(bought.uid, by="customer", at=bought.at)
    assert [refund.status for refund in get_order(bought.uid).refunds] == ["on_the_way"]
    assert all_differences() == []
    send_refunds(at=bought.at)
    send_refunds(at=bought.at)

    assert [refund.status for refund in get_order(bought.uid).refunds] == ["done"]
    assert (bought.kept_at_provider(), bought.refunds_at_provider()) == (0, 1)
    assert all_differences() == []


def test_a_refund_that_the_provider_refuses_is_given_back_by_hand() -> None:
    bought = buy(at=_now())
    bought.pay()
    cancel_order(bought.uid, by="customer", at=bought.at)
    fail_next("refund", "declined")
    refund = open_refunds()[0].refund
    with refused(RefundNotFound):
        give_back_by_hand(refund.uid, staff_uid=None, at=bought.at)

    send_refunds(at=bought.at)
    give_back_by_hand(refund.uid, staff_uid=None, at=bought.at)
    give_back_by_hand(refund.uid, staff_uid=None, at=bought.at)

    assert open_refunds() == []
    assert _names(bought.uid).count("Payment Refunded") == 1
    assert all_differences() == []


def test_a_short_pick_of_a_paid_order_gives_the_difference_back() -> None:
    bought = buy(at=_now(), quantity=2)
    bought.pay()
    line = get_order(bought.uid).lines[0]

    short_pick(bought.uid, line.uid, picked_quantity=1, reason="棚にない", staff_uid=make_staff().uid, at=bought.at)
    bought.work(minutes=5)

    order = get_order(bought.uid)
    assert (order.total_minor, order.paid_minor, order.due_minor, bought.kept_at_provider()) == (PRICE, PRICE, 0, PRICE)
    assert all_differences() == []


def _desk(bought: Purchase) -> HandOver:
    store = Store.objects.get(pk=bought.level.store_id)
    return at_counter(make_register(store), make_staff(store=store), tendered_minor=0)


def test_the_till_lists_what_was_paid_of_each_pickup_and_stays_paid() -> None:
    paid, unpaid, refunded = (buy(at=_now()) for _ in range(3))
    at_store = buy(at=_now(), pay_by="at_store")
    for bought in (paid, refunded):
        bought.pay()
    cancel_order(refunded.uid, by="customer", at=refunded.at)

    stores = {bought.level.store_id for bought in (paid, unpaid, refunded, at_store)}
    listed = [
        (pickup.order_uid, pickup.total_minor, pickup.paid_minor)
        for store in stores
        for pickup in pickup_work(store, statuses=["open", "canceled"], limit=10)
    ]

    assert sorted(listed) == [(paid.uid, PRICE, PRICE), (refunded.uid, PRICE, 0), (at_store.uid, PRICE, 0)]


def test_a_paid_pickup_is_handed_over_without_money_and_its_receipt_says_so() -> None:
    bought = buy(at=_now())
    bought.pay()
    desk = _desk(bought)

    wanted = HandOver(register_uid=desk.register_uid, staff_uid=desk.staff_uid, expected_total_minor=PRICE)
    done = hand_over(bought.uid, wanted, at=bought.at)

    receipt = get_receipt(done.receipt_number)
    assert (done.total_minor, done.change_minor) == (PRICE, 0)
    assert receipt.tenders == (ReceiptTender("test", PRICE),)
    assert (get_order(bought.uid).status, all_differences()) == ("completed", [])


def test_goods_added_at_the_counter_to_a_paid_pickup_are_paid_in_cash_and_a_void_gives_each_back_its_way() -> None:
    bought = buy(at=_now())
    bought.pay()
    desk = _desk(bought)
    store = Store.objects.get(pk=bought.level.store_id)
    extra = make_variant(price_minor=500)
    stock_up(store, extra, 3)
    wanted = HandOver(
        register_uid=desk.register_uid,
        staff_uid=desk.staff_uid,
        extra_lines=(want(extra),),
        tenders=(cash(1_000),),
    )

    done = hand_over(bought.uid, wanted, at=bought.at)
    assert (done.total_minor, done.change_minor) == (PRICE + 500, 500)
    assert hand_over(bought.uid, wanted, at=bought.at) == done
    assert all_differences() == []

    void_sale(bought.uid, reason="誤り", register_uid=desk.register_uid, staff_uid=desk.staff_uid, at=bought.at)
    bought.work(minutes=5)
    assert (bought.kept_at_provider(), all_differences()) == (0, [])
    sale, void = receipts_of_order(bought.uid)
    assert sale.tenders == (ReceiptTender("test", PRICE), ReceiptTender("cash", 500, 1_000, 500))
    assert void.tenders == (ReceiptTender("test", PRICE), ReceiptTender("cash", 500))


def test_goods_of_a_paid_pickup_that_come_back_are_given_back_by_its_provider_first_and_then_in_cash() -> None:
    bought = buy(at=_now())
    bought.pay()
    store = Store.objects.get(pk=bought.level.store_id)
    register, staff = make_register(store), make_staff(store=store)
    extra = make_variant(price_minor=500)
    stock_up(store, extra, 3)
    wanted = HandOver(register_uid=register.uid, staff_uid=staff.uid, extra_lines=(want(extra),), tenders=(cash(500),))
    hand_over(bought.uid, wanted, at=bought.at)
    line = OrderLine.objects.get(order__uid=bought.uid, is_extra=True)

    first = return_goods(bring_back(bought.placed, register, staff, (line, 1)), at=bought.at)
    assert first.refunds == (Refunded("test", 500, is_sent=True),)
    assert (get_order(bought.uid).is_refunding, all_differences()) == (True, [])
    rest = bring_back(bought.placed, register, staff)
    quote = quote_return(rest, at=bought.at)
    assert (quote.total_minor, quote.cash_minor) == (980, 500)
    second = return_goods(rest, at=bought.at)
    bought.work(minutes=5)

    assert second.refunds == (Refunded("test", 480, is_sent=True), Refunded("cash", 500))
    assert return_goods(rest, at=bought.at) == second
    assert get_receipt(second.number).tenders == (ReceiptTender("test", 480), ReceiptTender("cash", 500))
    assert bought.kept_at_provider() == 0
    order = get_order(bought.uid)
    assert (order.is_returned, order.is_refunding, order.paid_minor, order.returned_minor) == (True, False, 0, 1_480)
    assert all_differences() == []
    Refund.objects.filter(amount_minor=480).update(return_uid=None)
    assert {each.check for each in all_differences() if isinstance(each, Difference)} == {"return_money"}


def test_what_was_transferred_for_goods_that_come_back_is_given_back_by_staff() -> None:
    bought = buy(at=_now(), pay_by="bank_transfer")
    _transfer(bought, PRICE)
    store = Store.objects.get(pk=bought.level.store_id)
    register, staff = make_register(store), make_staff(store=store)
    hand_over(bought.uid, HandOver(register_uid=register.uid, staff_uid=staff.uid), at=bought.at)

    back = return_goods(bring_back(bought.placed, register, staff), at=bought.at)

    (refund,) = open_refunds()
    assert back.refunds == (Refunded("bank_transfer", PRICE, is_sent=True),)
    assert refund_reason_words(refund.refund.reason) == "商品の返品"
    give_back_by_hand(refund.refund.uid, staff_uid=None, at=bought.at)
    assert (open_refunds(), all_differences()) == ([], [])


def test_a_transfer_places_the_order_and_is_noted_once() -> None:
    bought = buy(at=_now(), pay_by="bank_transfer")
    assert [each.due_minor for each in awaited_transfers()] == [PRICE]
    assert len(awaited_transfers("980")) == len(awaited_transfers("田中")) == 1
    assert awaited_transfers("7654") == []
    uid = uuid7()

    _transfer(bought, PRICE, uid=uid)
    _transfer(bought, PRICE, uid=uid)

    assert (bought.status, Entry.objects.count(), awaited_transfers()) == ("placed", 1, [])
    assert all_differences() == []
    with refused(TransferRepeated):
        _transfer(bought, PRICE + 1, uid=uid)


def test_too_little_keeps_the_order_waiting_and_too_much_is_given_back_by_staff() -> None:
    bought = buy(at=_now(), pay_by="bank_transfer")

    _transfer(bought, 900)
    assert (bought.status, awaited_transfers()[0].due_minor) == ("awaiting_payment", 80)
    assert all_differences() == []
    _transfer(bought, 100)

    (refund,) = open_refunds()
    assert (bought.status, refund.refund.amount_minor, refund.refund.reason) == ("placed", 20, "overpaid")
    assert all_differences() == []
    give_back_by_hand(refund.refund.uid, staff_uid=None, at=bought.at)
    assert (get_order(bought.uid).paid_minor, all_differences()) == (PRICE, [])


def test_a_part_of_a_transfer_goes_back_when_the_time_is_over() -> None:
    bought = buy(at=_now(), pay_by="bank_transfer")
    _transfer(bought, 500)

    end_unpaid_orders(at=bought.at + timedelta(days=7))

    assert (bought.status, bought.allocated, open_refunds()[0].refund.amount_minor) == ("unpaid", 0, 500)
    assert all_differences() == []


def test_a_late_transfer_takes_the_order_up_again() -> None:
    bought = buy(at=_now(), pay_by="bank_transfer")
    bought.at += timedelta(days=8)
    end_unpaid_orders(at=bought.at)

    _transfer(bought, PRICE)

    assert (bought.status, bought.allocated, open_refunds()) == ("placed", 1, [])
    assert all_differences() == []


def test_a_part_paid_transfer_can_be_completed_at_the_store() -> None:
    bought = buy(at=_now(), pay_by="bank_transfer")
    _transfer(bought, 500)

    pay_otherwise(bought.uid, pay_by="at_store", channel="web", at=bought.at)
    assert (bought.status, get_order(bought.uid).due_minor, all_differences()) == ("placed", 480, [])
    desk = _desk(bought)
    tenders = at_counter(
        make_register(Store.objects.get(pk=bought.level.store_id), code="3"), make_staff(), tendered_minor=500
    )
    wanted = HandOver(register_uid=desk.register_uid, staff_uid=desk.staff_uid, tenders=tenders.tenders)
    assert hand_over(bought.uid, wanted, at=bought.at).change_minor == 20
    assert all_differences() == []


def test_the_rest_of_a_transfer_can_still_come_in_after_the_buyer_tried_to_pay_it_online() -> None:
    bought = buy(at=_now(), pay_by="bank_transfer")
    _transfer(bought, 500)
    bought.go_to_pay()

    _transfer(bought, PRICE - 500)
    bought.work(hours=1)

    assert (bought.status, get_order(bought.uid).paid_minor, open_refunds()) == ("placed", PRICE, [])
    assert (bought.kept_at_provider(), all_differences()) == (0, [])


def test_a_notice_is_stored_once_and_one_of_an_unknown_attempt_is_kept_and_tried_again() -> None:
    at = _now()
    charge = book.open_charge(uuid7(), amount_minor=1, words="", return_url="", at=at)
    headers, body = notice_of(charge, event_id="evt_1", kind="captured", at=at)

    assert [receive_notice("test", headers, body, at=at) for _ in range(2)] == [True, False]
    look_into_notices(at=at)

    notice = Notice.objects.get()
    assert (notice.handled_at, notice.tries, json.loads(notice.body)["kind"]) == (None, 1, "captured")
    assert notice.next_try_at is not None
    assert notice.next_try_at > at
    look_into_notices(at=at + timedelta(days=4))
    assert Notice.objects.filter(next_try_at=None, handled_at=None).count() == 1


@pytest.mark.parametrize("wrong", ["secret", "body", "old", "missing"])
def test_a_notice_with_a_wrong_signature_is_refused_and_not_stored(wrong: str) -> None:
    at, body = _now(), b'{"key": "x", "kind": "captured"}'
    signed_at = at - timedelta(minutes=6) if wrong == "old" else at
    headers = sign("evt_1", body, secret=b"other" if wrong == "secret" else secret(), at=signed_at)

    with refused(NoticeRefused):
        receive_notice("test", {} if wrong == "missing" else headers, body + b" " * (wrong == "body"), at=at)

    assert not Notice.objects.exists()


def test_a_notice_after_the_order_was_cancelled_changes_nothing() -> None:
    bought = buy(at=_now())
    bought.pay()
    cancel_order(bought.uid, by="customer", at=bought.at)
    SandboxNotice.objects.update(sent_at=None)

    bought.work(hours=1)

    assert (bought.status, bought.kept_at_provider(), bought.refunds_at_provider()) == ("canceled", 0, 1)
    assert all_differences() == []


def test_an_order_that_was_not_paid_is_in_no_report() -> None:
    bought = buy(at=_now())
    day = Order.objects.get(uid=bought.uid).business_date

    assert online_to_store(Period(first=day, last=day)).cells == ()
    pay_otherwise(bought.uid, pay_by="at_store", channel="web", at=bought.at)
    assert len(online_to_store(Period(first=day, last=day)).cells) == 1
