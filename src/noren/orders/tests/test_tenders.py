"""Sales and hand-overs paid by several tenders, from the till to the receipt, the return and the void."""

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from noren.kernel.errors import Refused
from noren.kernel.ids import uuid7
from noren.orders.end import void_sale
from noren.orders.errors import AlreadyHandedOver
from noren.orders.hand_over import hand_over
from noren.orders.models import Condition, Order, Receipt
from noren.orders.place import place_order
from noren.orders.queries import get_order
from noren.orders.receipt_document import ReceiptTender
from noren.orders.receipts import get_receipt
from noren.orders.return_goods import quote_return, return_goods
from noren.orders.return_wanted import BackLine, ReturnGoods
from noren.orders.slips.escpos import render_escpos
from noren.orders.slips.printable import encode
from noren.orders.slips.slip import Medium, slip_of
from noren.orders.wanted import PlaceOrder
from noren.payments.errors import ReferenceMissing, TenderTooLarge, TenderTooSmall, TenderUnknown
from noren.payments.models import Entry, TenderKind
from noren.payments.refund import Refunded
from tests.factories import (
    NOON,
    Shop,
    all_differences,
    at_counter,
    by,
    cash,
    counter_sale,
    make_tender_kind,
    pickup,
    want,
)
from tests.refusing import refused

pytestmark = pytest.mark.django_db


def _card() -> TenderKind:
    return make_tender_kind("card", needs_reference=True)


def _gift(**fields: object) -> TenderKind:
    values: dict[str, Any] = {"rest": "kept", "refund_by": "cash", "faces_minor": (500, 1_000), **fields}
    return make_tender_kind("gift", form="voucher", **values)


def _sale(shop: Shop, pieces: int = 2) -> PlaceOrder:
    """So many packets of 1,000 yen."""
    return counter_sale(shop.register, shop.staff, want(shop.coffee, pieces), tendered_minor=0)


def test_a_sale_is_paid_by_certificate_card_and_cash_and_its_receipt_lists_them() -> None:
    shop, card, gift = Shop(), _card(), _gift()
    tenders = (by(gift, 500, pieces=1), by(card, 1_000, reference="004217"), cash(1_000))

    placed = place_order(replace(_sale(shop), tenders=tenders), at=NOON)
    again = place_order(replace(_sale(shop), uid=placed.uid, tenders=tenders), at=NOON)

    assert (placed.total_minor, placed.change_minor, again.change_minor) == (2_000, 500, 500)
    document = get_receipt(placed.receipt_number or "")
    assert document.tenders == (
        ReceiptTender("gift", 500, 500, 0, name="商品券", pieces=1),
        ReceiptTender("card", 1_000, 1_000, 0, name="クレジットカード", reference="004217"),
        ReceiptTender("cash", 500, 1_000, 500),
    )
    assert sum(tax.gross_minor for tax in document.taxes) == document.total_minor == 2_000
    (payment,) = get_order(placed.uid).payments
    assert (payment.provider, payment.captured_minor) == ("at_till", 2_000)
    assert [entry.tender for entry in payment.entries] == ["gift", "card", "cash"]
    assert all_differences() == []


def test_every_print_of_the_receipt_has_the_tenders_in_words() -> None:
    shop, card, gift = Shop(), _card(), _gift()
    tenders = (by(gift, 500, pieces=1), by(card, 500, reference="A-9"))
    placed = place_order(replace(_sale(shop, 1), tenders=tenders), at=NOON)

    slip = slip_of(get_receipt(placed.receipt_number or ""), medium=Medium.PAPER, link="")

    assert [(row.name, row.value) for row in slip.tenders] == [
        ("商品券 × 1", "¥500"),
        ("クレジットカード", "¥500"),
        ("伝票番号", "A-9"),
    ]
    assert encode("クレジットカード") in render_escpos(slip, paper_mm=58)


def test_a_certificate_above_the_total_is_kept_whole_and_what_is_taken_is_what_is_due() -> None:
    shop, gift = Shop(), _gift(faces_minor=(1_500,))

    placed = place_order(replace(_sale(shop, 1), tenders=(by(gift, 1_500, pieces=1),)), at=NOON)

    assert (placed.total_minor, placed.change_minor) == (1_000, 0)
    (tender,) = get_receipt(placed.receipt_number or "").tenders
    assert (tender.amount_minor, tender.tendered_minor, tender.kept_minor) == (1_000, 1_500, 500)
    assert Entry.objects.get().kept_minor == 500
    assert all_differences() == []


@pytest.mark.parametrize("refusal", [TenderTooSmall, TenderTooLarge, ReferenceMissing, TenderUnknown])
def test_a_sale_that_is_not_paid_so_is_refused_with_nothing_written(refusal: type[Refused]) -> None:
    shop, card = Shop(), _card()
    off = make_tender_kind("qr", form="wallet", is_active=False)
    tenders = {
        TenderTooSmall: (by(card, 500, reference="1"), cash(400)),
        TenderTooLarge: (by(card, 2_001, reference="1"),),
        ReferenceMissing: (by(card, 2_000),),
        TenderUnknown: (by(off, 2_000),),
    }[refusal]

    with refused(refusal):
        place_order(replace(_sale(shop), tenders=tenders), at=NOON)

    assert (Order.objects.count(), Entry.objects.count()) == (0, 0)


def test_a_pickup_is_handed_over_for_card_and_cash_once() -> None:
    shop, card = Shop(), _card()
    placed = place_order(pickup(shop.store, want(shop.coffee, 2)), at=NOON)
    tenders = (by(card, 1_500, reference="7"), cash(1_000))
    wanted = replace(
        at_counter(shop.register, shop.staff, tendered_minor=0, pickup_code=placed.pickup_code), tenders=tenders
    )

    done = hand_over(placed.uid, wanted, at=NOON)

    assert (done.total_minor, done.change_minor) == (2_000, 500)
    assert hand_over(placed.uid, wanted, at=NOON) == done
    with refused(AlreadyHandedOver):
        hand_over(placed.uid, replace(wanted, tenders=tenders[:1]), at=NOON)
    assert all_differences() == []


def _returned(shop: Shop, order_uid: UUID, pieces: int) -> ReturnGoods:
    line = Order.objects.get(uid=order_uid).lines.get()
    return ReturnGoods(
        uid=uuid7(),
        channel="till",
        store_code=shop.store.code,
        register_uid=shop.register.uid,
        lines=(BackLine(pieces, Condition.RESALABLE, line_uid=line.uid),),
        reason="サイズ違い",
        order_uid=order_uid,
        staff_uid=shop.staff.uid,
        references=(("card", "R-1"),),
    )


def test_a_return_says_by_what_money_goes_back_before_it_is_done_and_does_so() -> None:
    shop, card, gift = Shop(), _card(), _gift()
    tenders = (by(gift, 1_000, pieces=1), by(card, 700, reference="004217"), cash(300))
    placed = place_order(replace(_sale(shop), tenders=tenders), at=NOON)
    wanted = _returned(shop, placed.uid, 1)

    quoted = quote_return(wanted, at=NOON)
    booked = return_goods(wanted, at=NOON)

    assert quoted.refunds == (
        Refunded("card", 700, name="クレジットカード", reference="004217"),
        Refunded("cash", 300),
    )
    assert quoted.cash_minor == 300
    assert [(each.provider, each.amount_minor, each.reference) for each in booked.refunds] == [
        ("card", 700, "R-1"),
        ("cash", 300, ""),
    ]
    slip = slip_of(get_receipt(booked.number), medium=Medium.PAPER, link="")
    assert [(row.name, row.value) for row in slip.tenders] == [
        ("お支払い方法へ返金（クレジットカード）", "¥700"),
        ("伝票番号", "R-1"),
        ("ご返金（現金）", "¥300"),
    ]
    rest = quote_return(_returned(shop, placed.uid, 1), at=NOON)
    assert rest.refunds == (Refunded("cash", 1_000),)
    assert all_differences() == []


def test_a_void_gives_back_by_every_tender_and_says_so() -> None:
    shop, card, gift = Shop(), _card(), _gift(refund_by="itself", faces_minor=(1_500,))
    tenders = (by(card, 500, reference="004217"), by(gift, 1_500, pieces=1))
    placed = place_order(replace(_sale(shop), tenders=tenders), at=NOON)

    number = void_sale(
        placed.uid,
        reason="打ち間違い",
        register_uid=shop.register.uid,
        staff_uid=shop.staff.uid,
        at=NOON,
        references={"card": "V-1"},
    )

    document = get_receipt(number)
    assert document.tenders == (
        ReceiptTender("card", 500, name="クレジットカード", reference="V-1"),
        ReceiptTender("gift", 1_500, name="商品券"),
    )
    assert Receipt.objects.get(number=number).document["total_minor"] == 2_000
    (payment,) = get_order(placed.uid).payments
    assert (payment.status, payment.refunded_minor) == ("refunded", 2_000)
    assert all_differences() == []
