"""Tenders of one sale: each in the ledger under its own uid, taken once, and given back by the way it came."""

from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from noren.kernel.ids import uuid7
from noren.payments import audit
from noren.payments.balance import balance
from noren.payments.cash import NO_DRAWER, Drawer, Tender, open_payment
from noren.payments.errors import PaymentNotDue, RefundTooLarge, TenderUnknown
from noren.payments.models import Entry, Payment, Provider, Refund
from noren.payments.queries import TenderMoved, cash_of_shift, refunds_of_return, tenders_of_shift
from noren.payments.refund import Refunded, plan_refund, plan_void, refund_at_till, refund_goods
from noren.payments.refunds import note_given_back
from noren.payments.tenders.capture import are_tenders_of, capture_tenders, match_tenders
from tests.factories import NOON, by, cash, make_tender_kind
from tests.refusing import refused

pytestmark = pytest.mark.django_db
DRAWER = Drawer(register_id=1, staff_id=1, shift_id=7)


def _take(*tenders: Tender, due: int, order_uid: UUID | None = None) -> Payment:
    payment = open_payment(order_uid or uuid7(), provider=Provider.AT_STORE, amount_minor=due, at=NOON)
    tendered = match_tenders(tenders, due)
    capture_tenders(payment, tendered, amount_minor=due, drawer=DRAWER, at=NOON)
    payment.refresh_from_db()
    return payment


def test_several_tenders_are_taken_once_each_under_its_own_uid() -> None:
    card, gift = make_tender_kind(), make_tender_kind("gift", form="voucher", rest="kept", faces_minor=(500,))
    tenders = (by(gift, 500, pieces=1), by(card, 300, reference="004217"), cash(200))

    payment = _take(*tenders, due=980)

    assert (payment.provider, payment.status, payment.captured_minor) == ("at_till", "captured", 980)
    entries = Entry.objects.filter(payment=payment).order_by("pk")
    assert [(each.uid, each.tender, each.amount_minor, each.change_minor) for each in entries] == [
        (tenders[0].uid, "gift", 500, 0),
        (tenders[1].uid, "card", 300, 0),
        (tenders[2].uid, "cash", 180, 20),
    ]
    assert entries[1].reference == "004217"
    assert are_tenders_of(payment.order_uid, [each.uid for each in tenders])
    assert not are_tenders_of(payment.order_uid, [tenders[0].uid])
    with refused(PaymentNotDue):
        capture_tenders(payment, match_tenders(tenders, 980), amount_minor=980, drawer=NO_DRAWER, at=NOON)
    assert list(audit.differences()) == []


def test_cash_alone_asks_for_no_kinds() -> None:
    with CaptureQueriesContext(connection) as asked:
        match_tenders((cash(1_000),), 980)

    assert len(asked) == 0


def test_a_kind_that_is_not_in_use_is_refused_now_and_booked_later() -> None:
    kind = make_tender_kind(is_active=False)

    with refused(TenderUnknown):
        match_tenders((by(kind, 980),), 980)
    assert match_tenders((by(kind, 980),), 980, is_booked_later=True).parts[0].amount_minor == 980
    with refused(TenderUnknown):
        match_tenders((Tender(uuid7(), 980, "nothing"),), 980, is_booked_later=True)


def test_change_on_a_certificate_is_cash_out_of_the_drawer() -> None:
    town = make_tender_kind("town", form="voucher", rest="change")
    card = make_tender_kind()

    _take(by(town, 1_000, pieces=1), due=980)
    _take(by(card, 400), cash(1_000), due=980)

    assert cash_of_shift(7, late_batch_id=None) == {"capture": 580 - 20}
    assert tenders_of_shift(7, late_batch_id=None) == [
        TenderMoved("card", 400, 0, 1),
        TenderMoved("town", 1_000, 0, 1),
    ]


def test_a_return_gives_back_to_the_card_first_and_the_rest_in_cash_never_more_than_was_taken() -> None:
    card, gift = make_tender_kind(), make_tender_kind("gift", form="voucher", rest="kept", refund_by="cash")
    payment = _take(by(gift, 500, pieces=1), by(card, 300, reference="A1"), cash(180), due=980)
    order_uid, return_uid = payment.order_uid, uuid7()

    assert plan_refund(order_uid, 400) == [
        Refunded("card", 300, name="クレジットカード", reference="A1"),
        Refunded("cash", 100),
    ]
    given = refund_goods(order_uid, 400, return_uid=return_uid, drawer=DRAWER, references={"card": " B2 "}, at=NOON)

    assert [(each.provider, each.amount_minor, each.reference) for each in given] == [
        ("card", 300, "B2"),
        ("cash", 100, ""),
    ]
    assert [(each.provider, each.name, each.reference) for each in refunds_of_return(return_uid)] == [
        ("card", "クレジットカード", "B2"),
        ("cash", "", ""),
    ]
    assert plan_refund(order_uid, 580) == [Refunded("cash", 580)]
    with refused(RefundTooLarge):
        refund_goods(order_uid, 581, return_uid=uuid7(), drawer=DRAWER, at=NOON)
    refund_goods(order_uid, 580, return_uid=uuid7(), drawer=DRAWER, at=NOON)
    payment.refresh_from_db()
    assert (payment.status, payment.refunded_minor) == ("refunded", 980)
    assert cash_of_shift(7, late_batch_id=None) == {"capture": 180, "refund": 680}
    assert list(audit.differences()) == []


def test_a_void_hands_certificates_back_whole_where_they_go_back_by_themselves() -> None:
    gift = make_tender_kind("gift", form="voucher", rest="kept")
    payment = _take(by(gift, 1_000, pieces=1), due=980)

    (given,) = refund_at_till(payment.order_uid, drawer=DRAWER, at=NOON)

    assert (given.provider, given.amount_minor, given.kept_minor) == ("gift", 980, 20)
    assert tenders_of_shift(7, late_batch_id=None) == [TenderMoved("gift", 1_000, 1_000, 1)]
    assert cash_of_shift(7, late_batch_id=None) == {"capture": 0, "refund": 0}
    payment.refresh_from_db()
    assert (payment.status, payment.refunded_minor) == ("refunded", 980)


def test_a_certificate_of_which_part_goes_back_or_on_which_change_was_given_goes_back_in_cash() -> None:
    gift = make_tender_kind("gift", form="voucher", rest="kept")
    town = make_tender_kind("town", form="voucher", rest="change")
    in_parts, changed = _take(by(gift, 1_000, pieces=1), due=980), _take(by(town, 1_000, pieces=1), due=980)

    assert plan_void(in_parts.order_uid)[0].provider == "gift"
    assert plan_refund(in_parts.order_uid, 400) == [Refunded("cash", 400)]
    refund_goods(in_parts.order_uid, 400, return_uid=uuid7(), drawer=DRAWER, at=NOON)
    assert plan_refund(in_parts.order_uid, 580) == [Refunded("cash", 580)]
    assert refund_at_till(changed.order_uid, drawer=DRAWER, at=NOON) == [Refunded("cash", 980)]

    assert tenders_of_shift(7, late_batch_id=None) == [
        TenderMoved("gift", 1_000, 0, 1),
        TenderMoved("town", 1_000, 0, 1),
    ]
    assert cash_of_shift(7, late_batch_id=None) == {"capture": -20, "refund": 1_380}


def test_a_full_return_hands_a_kept_certificate_back_whole() -> None:
    gift = make_tender_kind("gift", form="voucher", rest="kept")
    payment, return_uid = _take(by(gift, 1_000, pieces=1), due=980), uuid7()

    given = refund_goods(payment.order_uid, 980, return_uid=return_uid, drawer=DRAWER, at=NOON)

    assert given == [Refunded("gift", 980, name="商品券", kept_minor=20, is_voucher=True)]
    (said,) = refunds_of_return(return_uid)
    assert (said.provider, said.amount_minor, said.kept_minor, said.is_voucher) == ("gift", 980, 20, True)
    assert tenders_of_shift(7, late_batch_id=None) == [TenderMoved("gift", 1_000, 1_000, 1)]


def test_what_staff_give_back_by_hand_is_not_given_to_the_card_again() -> None:
    card = make_tender_kind()
    payment = _take(by(card, 300), cash(680), due=980)
    balance(payment.order_uid, owed_minor=680, reason="short_pick", at=NOON)

    assert plan_refund(payment.order_uid, 680) == [Refunded("cash", 680)]
    note_given_back(Refund.objects.get().uid, staff_id=None, at=NOON)

    assert plan_refund(payment.order_uid, 680) == [Refunded("cash", 680)]
