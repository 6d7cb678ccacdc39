"""Goods come back: in any store, for what was paid, and everything the sale did is undone by as much."""

from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from uuid import UUID

import pytest
from django.utils.translation import override
from pypdf import PdfReader

from noren.coupons.models import Coupon, Redemption
from noren.kernel.errors import NorenError
from noren.kernel.ids import uuid7
from noren.loyalty.models import PointsAccount, PointsLot
from noren.loyalty.queries import points_of_customer
from noren.orders.end import cancel_order, void_sale
from noren.orders.errors import (
    FormalReceiptRefused,
    GoodsReturned,
    LineNotFound,
    NoteMissing,
    NotReturnable,
    OrderNotFound,
    PastSaleNotReturnable,
    QuantityInvalid,
    ReasonMissing,
    RefundChanged,
    RegisterNotFound,
    ReturnedAlready,
    ReturnEmpty,
    ReturnTooLarge,
    ReturnTooLate,
    ReturnUidTaken,
    StaffNotFound,
    VariantNotFound,
)
from noren.orders.formal_receipt import issue_formal_receipt
from noren.orders.models import Condition, History, Order, OrderLine, Receipt, Return
from noren.orders.place import place_order
from noren.orders.print_receipt import print_receipt
from noren.orders.receipt_document import ReceiptDocument, ReceiptTender
from noren.orders.receipts import get_receipt, get_receipt_by_token
from noren.orders.return_goods import quote_return, return_goods
from noren.orders.return_wanted import BackLine, ReturnGoods
from noren.orders.returns import (
    find_sale_by_code,
    get_return,
    look_at_sale,
    returns_of_order,
    sales_of_customer,
    sales_of_variant,
)
from noren.orders.slips.files import escpos_file, pdf_file
from noren.orders.slips.pdf import Paper
from noren.orders.slips.shape import Mark, Row
from noren.orders.slips.slip import Medium, slip_of
from noren.orders.today import today_in_stores
from noren.orders.totals import totals_of_customer
from noren.payments.models import Entry, Payment
from noren.stock.models import Level, Movement
from noren.stores.models import Store
from noren.timeline.models import Event
from tests.factories import (
    NOON,
    Shop,
    all_differences,
    bring_back,
    counter_sale,
    make_coupon,
    make_member,
    make_register,
    make_staff,
    make_store,
    make_variant,
    pickup,
    stock_up,
    want,
)
from tests.refusing import refused

pytestmark = pytest.mark.django_db

LATER = NOON + timedelta(days=2)


def _lines(order_uid: UUID) -> list[OrderLine]:
    return list(OrderLine.objects.filter(order__uid=order_uid).order_by("position"))


def test_goods_bought_online_in_one_store_come_back_in_another() -> None:
    bought, other, member = Shop(), Shop(), make_member()
    placed = bought.order(customer=member)
    bought.hand_over(placed, extra=2)

    back = return_goods(bring_back(placed, other.register, other.staff), at=LATER)

    assert (back.total_minor, back.tax_minor, back.points, back.is_full) == (3_000, 222, 27, True)
    level = Level.objects.get(store=other.store, variant=bought.coffee)
    assert (level.on_hand, level.aside) == (3, 0)
    assert Level.objects.get(store=bought.store, variant=bought.coffee).on_hand == 997
    assert points_of_customer(member.pk).balance == 0
    order = Order.objects.get(uid=placed.uid)
    assert (order.status, order.total_minor, order.returned_minor) == ("completed", 3_000, 3_000)
    assert [(entry.kind, entry.amount_minor) for entry in Entry.objects.order_by("pk")] == [
        ("capture", 3_000),
        ("refund", 3_000),
    ]
    assert Entry.objects.get(kind="refund").register_id == other.register.pk
    assert Payment.objects.get().status == "refunded"
    assert all_differences() == []


def test_a_part_comes_back_by_its_share_of_the_discount_and_the_tax() -> None:
    shop, member = Shop(), make_member()
    bread, magazine = make_variant(price_minor=333), make_variant(price_minor=1_200, tax_class="standard")
    coupon = make_coupon(percent_bp=1_000, redemption_limit=5, customer_limit=1)
    sale = counter_sale(
        shop.register,
        shop.staff,
        want(bread, 3),
        want(magazine),
        tendered_minor=5_000,
        customer=member,
        coupon_codes=(coupon.code,),
    )
    placed = place_order(sale, at=NOON)
    first, second = _lines(placed.uid)

    part = return_goods(bring_back(placed, shop.register, shop.staff, (first, 1)), at=LATER)

    assert placed.total_minor == 1_980
    assert (first.total_minor, part.total_minor, part.tax_minor, part.is_full) == (900, 300, 22, False)
    assert (placed.points, part.points) == (18, 3)
    assert Redemption.objects.get().withdrawn_at is None
    assert all_differences() == []

    rest = return_goods(bring_back(placed, shop.register, shop.staff), at=LATER)

    assert (part.total_minor + rest.total_minor, part.tax_minor + rest.tax_minor) == (1_980, placed.tax_minor)
    assert (part.points + rest.points, rest.is_full) == (placed.points, True)
    assert points_of_customer(member.pk).balance == 0
    assert Redemption.objects.get().is_use_returned
    coupon.refresh_from_db()
    assert coupon.redeemed_count == 0
    assert get_return(rest.uid).coupons == ((coupon.code, coupon.name, True),)
    assert all_differences() == []
    assert second.total_minor == 1_080


def test_a_coupon_that_gives_no_use_back_stays_used() -> None:
    shop = Shop()
    coupon = make_coupon(redemption_limit=5, is_use_returned=False)
    placed = shop.sell(coupons=(coupon.code,))

    back = return_goods(bring_back(placed, shop.register, shop.staff), at=LATER)

    assert get_return(back.uid).coupons == ((coupon.code, coupon.name, False),)
    assert Coupon.objects.get().redeemed_count == 1
    assert all_differences() == []


def test_the_condition_decides_what_becomes_of_the_goods() -> None:
    shop = Shop()
    placed = shop.order()
    shop.hand_over(placed, extra=6)
    line, extra = _lines(placed.uid)

    wanted = bring_back(
        placed,
        shop.register,
        shop.staff,
        (line, 1),
        (extra, 1, Condition.DAMAGED),
        (extra, 2, Condition.CHECKING),
        (extra, 3, Condition.DISCARDED),
    )
    back = return_goods(wanted, at=LATER)

    level = Level.objects.get(store=shop.store)
    assert (level.on_hand, level.aside, level.available) == (997, 3, 994)
    moved = Movement.objects.filter(cause_kind="return", cause_uid=back.uid).order_by("pk")
    assert [(each.kind, each.on_hand_change, each.aside_change, each.aside_state) for each in moved] == [
        ("returned", 1, 0, ""),
        ("returned", 1, 1, "damaged"),
        ("returned", 2, 2, "checking"),
    ]
    assert {each.reason for each in moved} == {"サイズが合わない"}
    assert back.total_minor == 7_000
    assert all_differences() == []


def test_damaged_goods_cover_no_shortfall_that_goods_for_sale_would() -> None:
    shop = Shop()
    placed = shop.sell()
    level = Level.objects.get(store=shop.store)
    place_order(pickup(shop.store, want(shop.coffee, 999)), at=NOON)
    shop.sell()
    (line,) = _lines(placed.uid)

    return_goods(bring_back(placed, shop.register, shop.staff, (line, 1, Condition.DAMAGED)), at=LATER)

    level.refresh_from_db()
    assert (level.on_hand, level.aside, level.short) == (999, 1, 1)
    assert list(Movement.objects.filter(cause_kind="return").values_list("short_change", flat=True)) == [0]
    assert all_differences() == []


def test_the_same_return_twice_answers_the_first() -> None:
    shop = Shop()
    placed = shop.sell()
    wanted = bring_back(placed, shop.register, shop.staff)

    first, second = return_goods(wanted, at=LATER), return_goods(wanted, at=LATER + timedelta(hours=1))

    assert first == second
    assert (Return.objects.count(), Entry.objects.filter(kind="refund").count()) == (1, 1)
    assert all_differences() == []


def test_a_known_uid_is_no_other_return() -> None:
    shop, other = Shop(), Shop()
    placed, another = shop.sell(), shop.sell()
    wanted = bring_back(placed, shop.register, shop.staff)
    return_goods(wanted, at=LATER)
    (line,) = wanted.lines

    others: list[ReturnGoods] = [
        replace(wanted, order_uid=another.uid),
        replace(wanted, channel="api"),
        replace(wanted, reason="気が変わった"),
        replace(wanted, store_code=other.store.code, register_uid=other.register.uid),
        replace(wanted, lines=(replace(line, condition=Condition.DAMAGED),)),
        replace(wanted, lines=(replace(line, quantity=2),)),
        replace(wanted, expected_minor=999),
        replace(wanted, order_uid=None, lines=(BackLine(1, Condition.RESALABLE, sku=shop.coffee.sku),)),
    ]
    for other_wanted in others:
        with refused(ReturnUidTaken):
            return_goods(other_wanted, at=LATER)

    assert Return.objects.count() == 1
    assert all_differences() == []


def test_no_more_comes_back_than_was_sold() -> None:
    shop = Shop()
    placed = shop.order()
    shop.hand_over(placed, extra=2)
    first, extra = _lines(placed.uid)
    return_goods(bring_back(placed, shop.register, shop.staff, (extra, 1)), at=LATER)

    for pieces in ([(extra, 2)], [(extra, 1), (extra, 1, Condition.DAMAGED)], [(first, 2)]):
        with refused(ReturnedAlready) as info:
            return_goods(bring_back(placed, shop.register, shop.staff, *pieces), at=LATER)
    assert info.value.details["left"] == 1

    assert Return.objects.count() == 1
    assert all_differences() == []


def _refusals(shop: Shop) -> list[tuple[ReturnGoods, type[NorenError]]]:
    placed = shop.sell()
    wanted = bring_back(placed, shop.register, shop.staff)
    (line,) = wanted.lines
    opened, elsewhere = shop.order(), make_store()
    cancelled = shop.order()
    cancel_order(cancelled.uid, by="customer", at=NOON)
    return [
        (replace(wanted, lines=()), ReturnEmpty),
        (replace(wanted, lines=(line,) * 201), ReturnTooLarge),
        (replace(wanted, lines=(replace(line, quantity=0),)), QuantityInvalid),
        (replace(wanted, reason="  "), ReasonMissing),
        (replace(wanted, lines=(replace(line, condition=Condition.DISCARDED),)), NoteMissing),
        (replace(wanted, register_uid=make_register(elsewhere).uid), RegisterNotFound),
        (replace(wanted, staff_uid=None), StaffNotFound),
        (replace(wanted, order_uid=uuid7()), OrderNotFound),
        (replace(wanted, order_uid=opened.uid), NotReturnable),
        (replace(wanted, order_uid=cancelled.uid), NotReturnable),
        (replace(wanted, lines=(replace(line, line_uid=uuid7()),)), LineNotFound),
        (replace(wanted, expected_minor=999), RefundChanged),
        (replace(wanted, order_uid=None, lines=(BackLine(1, Condition.RESALABLE, sku="?"),)), VariantNotFound),
    ]


def test_what_cannot_be_returned_is_refused_with_nothing_written() -> None:
    shop = Shop()

    for wanted, error in _refusals(shop):
        with refused(error) as info:
            return_goods(wanted, at=LATER)
        assert str(info.value)

    assert Return.objects.count() == 0
    assert not Entry.objects.filter(kind__in=["refund", "payout"]).exists()
    assert all_differences() == []


def test_a_voided_sale_has_nothing_to_return_and_one_with_returns_is_not_voided() -> None:
    shop = Shop()
    voided = shop.sell()
    void = {"reason": "打ち間違い", "register_uid": shop.register.uid, "staff_uid": shop.staff.uid, "at": NOON}
    wanted = bring_back(voided, shop.register, shop.staff)
    void_sale(voided.uid, **void)  # type: ignore[arg-type]
    with refused(NotReturnable):
        return_goods(wanted, at=NOON)

    returned = shop.order()
    shop.hand_over(returned, at=NOON, extra=1)
    line, _extra = _lines(returned.uid)
    return_goods(bring_back(returned, shop.register, shop.staff, (line, 1)), at=NOON)
    with refused(GoodsReturned):
        void_sale(returned.uid, **void)  # type: ignore[arg-type]

    assert Order.objects.get(uid=returned.uid).status == "completed"
    assert all_differences() == []


def test_a_past_sale_is_refused_and_its_goods_are_taken_back_without_a_sale() -> None:
    shop = Shop()
    placed = shop.sell()
    history = History.objects.create(uid=uuid7(), source="old", started_at=NOON, finished_at=NOON)
    wanted = bring_back(placed, shop.register, shop.staff)
    past = Order.objects.get(uid=placed.uid)
    past.pk, past.uid, past.number = None, uuid7(), "PAST1"
    past.source, past.history = "history", history
    past.save()

    with refused(PastSaleNotReturnable) as info:
        return_goods(replace(wanted, order_uid=past.uid), at=LATER)

    assert "PAST1" in str(info.value)


def test_the_days_for_returns_end_with_the_business_day_and_a_manager_may_go_over_them() -> None:
    shop = Shop()
    placed = shop.sell()
    wanted = bring_back(placed, shop.register, shop.staff)
    last, after = NOON + timedelta(days=30, hours=8), NOON + timedelta(days=31)

    with refused(ReturnTooLate) as info:
        quote_return(wanted, at=after)
    assert info.value.details["last_day"] == "2026-08-03"

    assert quote_return(wanted, at=last).total_minor == 1_000
    assert return_goods(replace(wanted, may_be_late=True), at=after).total_minor == 1_000
    assert all_differences() == []


def test_goods_without_a_sale_are_paid_out_in_cash_at_todays_price() -> None:
    shop = Shop()
    wanted = ReturnGoods(
        uid=uuid7(),
        channel="till",
        store_code=shop.store.code,
        register_uid=shop.register.uid,
        staff_uid=shop.staff.uid,
        lines=(
            BackLine(2, Condition.RESALABLE, sku=shop.coffee.sku),
            BackLine(1, Condition.DISCARDED, sku=shop.coffee.sku, note="袋が破れている"),
        ),
        reason="レシートなし",
    )

    back = return_goods(wanted, at=NOON)

    assert (back.total_minor, back.tax_minor, back.points, back.is_full) == (3_000, 222, 0, False)
    assert return_goods(wanted, at=NOON) == back
    entry = Entry.objects.get()
    assert (entry.kind, entry.payment, entry.amount_minor, entry.return_uid) == ("payout", None, 3_000, back.uid)
    assert Level.objects.get(store=shop.store).on_hand == 1_002
    assert list(Event.objects.values_list("name", "subject_uid")) == [("Goods Taken Back", back.uid)]
    document = get_receipt(back.number)
    assert (document.order_number, document.original_at) == ("", None)
    assert document.tenders == (ReceiptTender("cash", 3_000),)
    assert (document.order_uid, document.return_uid, document.store_id) == (None, back.uid, shop.store.pk)
    with override("en"):
        assert Row("Original sale", "not found") in slip_of(document, medium=Medium.PAPER).facts
    prints = [print_receipt(back.number, staff_uid=shop.staff.uid, channel="till", at=LATER) for _ in range(2)]
    assert [document.is_reprint for document in prints] == [False, True]
    reprinted = Event.objects.get(name="Receipt Reprinted")
    assert (reprinted.subject_uid, reprinted.store_id, reprinted.properties["order_uid"]) == (
        back.uid,
        shop.store.pk,
        None,
    )
    assert all_differences() == []


def test_the_return_receipt_has_the_sale_its_rates_and_the_issuer() -> None:
    shop, other = Shop(), Shop()
    magazine = make_variant(price_minor=1_200, tax_class="standard")
    sale = counter_sale(shop.register, shop.staff, want(shop.coffee, 2), want(magazine), tendered_minor=4_000)
    placed = place_order(sale, at=NOON)

    back = return_goods(bring_back(placed, other.register, other.staff), at=LATER)

    document = get_receipt(back.number)
    assert (document.kind, document.original_number) == ("return", placed.number)
    assert (document.original_store, document.store_id) == (shop.store.name, other.store.pk)
    assert (document.original_at, document.issued_at) == (NOON, LATER)
    assert (document.issuer_number, document.total_minor) == ("T1234567890123", 3_200)
    assert [(tax.rate_bp, tax.gross_minor, tax.tax_minor) for tax in document.taxes] == [
        (1_000, 1_200, 109),
        (800, 2_000, 148),
    ]
    assert [(line.quantity, line.total_minor, line.is_reduced) for line in document.lines] == [
        (2, 2_000, True),
        (1, 1_200, False),
    ]
    assert Receipt.objects.filter(order__uid=placed.uid).count() == 2


def test_the_return_receipt_is_laid_out_printed_and_linked_as_any_receipt() -> None:
    shop, other, member = Shop(), Shop(), make_member()
    Store.objects.filter(pk=other.store.pk).update(name="新宿店")
    placed = shop.sell(customer=member)
    back = return_goods(bring_back(placed, other.register, other.staff), at=LATER)

    printed = [
        print_receipt(back.number.lower(), staff_uid=other.staff.uid, channel="till", at=LATER) for _ in range(2)
    ]
    with override("en"):
        slip = slip_of(printed[1], medium=Medium.PAPER)

    assert [document.is_reprint for document in printed] == [False, True]
    assert (slip.title, [mark.words for mark in slip.marks]) == ("Return receipt", ["Reprint"])
    assert Row("Original sale", placed.number) in slip.facts
    assert Row("Sold in", shop.store.name) in slip.facts
    assert slip.total == Row("Total given back", "¥1,000")
    assert slip.tenders == (Row("Cash given back", "¥1,000"),)
    assert slip.points == (Row("Points taken back", "9"), Row("Points balance", "0"))
    token = printed[0].token
    assert get_receipt_by_token(token).number == back.number
    sold = find_sale_by_code(token)
    assert sold is not None
    assert sold.uid == placed.uid
    content = escpos_file(printed[1], paper_mm=80).content
    assert back.number.encode() in content
    assert f"/{token}/".encode() in content
    text = PdfReader(BytesIO(pdf_file(printed[0], paper=Paper.A4).content)).pages[0].extract_text()
    assert back.number in text
    assert placed.number in text
    assert Event.objects.get(name="Receipt Reprinted").store_id == other.store.pk


def test_a_sale_says_on_its_receipt_what_came_back_and_is_made_out_while_something_stands() -> None:
    shop = Shop()
    sale = counter_sale(shop.register, shop.staff, want(shop.coffee, 2), tendered_minor=2_000)
    placed = place_order(sale, at=NOON)
    receipt = get_receipt(placed.number)

    def made_out() -> ReceiptDocument:
        return issue_formal_receipt(
            receipt.uid, uid=uuid7(), recipient="山田商店", purpose="お品代", channel="till", at=LATER
        )

    (line,) = _lines(placed.uid)
    half = return_goods(bring_back(placed, shop.register, shop.staff, (line, 1)), at=LATER)
    told = get_receipt(placed.number)
    assert (told.returned_minor, told.is_all_back, told.can_be_made_out) == (1_000, False, True)
    with override("en"):
        assert Mark("Goods came back", "-¥1,000") in slip_of(made_out(), medium=Medium.PAPER).marks

    return_goods(bring_back(placed, shop.register, shop.staff, (line, 1)), at=LATER)
    told = get_receipt(placed.number)
    assert (told.returned_minor, told.is_all_back, told.can_be_made_out) == (2_000, True, False)
    with refused(FormalReceiptRefused):
        made_out()
    back = get_receipt(half.number)
    assert (back.returned_minor, back.is_all_back, back.can_be_made_out) == (0, False, False)
    with refused(FormalReceiptRefused):
        issue_formal_receipt(back.uid, uid=uuid7(), recipient="山田商店", purpose="", channel="till", at=LATER)


def test_points_that_were_spent_are_owed_and_the_page_says_so() -> None:
    shop, member = Shop(), make_member()
    placed = shop.sell(customer=member)
    lot = PointsLot.objects.select_related("account").get(account__customer=member)
    lot.entries.create(account=lot.account, kind="spend", points=-9, at=NOON, cause_kind="gift", cause_uid=uuid7())
    PointsLot.objects.update(remaining=0)
    PointsAccount.objects.update(balance=0)

    back = return_goods(bring_back(placed, shop.register, shop.staff), at=LATER)

    view = get_return(back.uid)
    assert (view.points, view.points_taken, view.points_owed) == (9, 0, 9)
    assert points_of_customer(member.pk).balance == -9
    assert Event.objects.get(name="Points Taken Back").properties["owed"] == 9
    assert all_differences() == []


def test_a_return_is_told_once_and_found_from_its_sale() -> None:
    shop, member = Shop(), make_member()
    placed = shop.sell(customer=member)

    back = return_goods(bring_back(placed, shop.register, shop.staff), at=LATER)

    told = Event.objects.get(name="Order Refunded")
    assert (told.subject_uid, told.customer_id, told.store_id) == (placed.uid, member.pk, shop.store.pk)
    assert told.properties["return_number"] == back.number
    assert told.properties["lines"] == [
        {
            "sku": shop.coffee.sku,
            "name": "深煎りコーヒー豆 200g",
            "quantity": 1,
            "total_minor": 1_000,
            "condition": "resalable",
        }
    ]
    (summary,) = returns_of_order(placed.uid)
    assert (summary.number, summary.piece_count, summary.total_minor) == (back.number, 1, 1_000)
    assert look_at_sale(placed.uid, may_be_late=False, at=LATER).refusal is None


def test_a_sale_is_found_by_its_receipt_its_buyer_and_its_goods_until_all_is_back() -> None:
    shop, other, member = Shop(), Shop(), make_member()
    placed = shop.order(customer=member)
    shop.hand_over(placed)
    sold = shop.sell()

    found = find_sale_by_code(f" {sold.number.lower()} ")
    assert found is not None
    assert found.uid == sold.uid
    assert [each.uid for each in sales_of_customer(member.pk)] == [placed.uid]
    assert {each.uid for each in sales_of_variant(shop.coffee.pk, shop.store.pk, at=LATER)} == {placed.uid, sold.uid}
    assert sales_of_variant(shop.coffee.pk, other.store.pk, at=LATER) == []

    back = return_goods(bring_back(placed, other.register, other.staff), at=LATER)

    assert sales_of_customer(member.pk) == []
    assert [each.uid for each in sales_of_variant(shop.coffee.pk, shop.store.pk, at=LATER)] == [sold.uid]
    by_return = find_sale_by_code(back.number)
    assert by_return is not None
    assert by_return.uid == placed.uid


def test_a_sale_says_why_nothing_of_it_can_come_back() -> None:
    shop = Shop()
    placed, opened = shop.sell(), shop.order()

    late = look_at_sale(placed.uid, may_be_late=False, at=NOON + timedelta(days=40))
    still_open = look_at_sale(opened.uid, may_be_late=True, at=NOON)

    assert isinstance(late.refusal, ReturnTooLate)
    assert isinstance(still_open.refusal, NotReturnable)
    assert look_at_sale(placed.uid, may_be_late=True, at=NOON + timedelta(days=40)).refusal is None
    with refused(OrderNotFound):
        look_at_sale(uuid7(), may_be_late=False, at=NOON)


def test_what_came_back_is_subtracted_from_the_day_and_from_what_a_customer_bought() -> None:
    shop, other, member = Shop(), Shop(), make_member()
    placed = shop.order(customer=member)
    shop.hand_over(placed, extra=2)
    _line, extra = _lines(placed.uid)

    return_goods(bring_back(placed, other.register, other.staff, (extra, 2)), at=NOON + timedelta(hours=2))

    days = {day.store_id: day for day in today_in_stores(at=NOON + timedelta(hours=3))}
    assert (days[shop.store.pk].sales_minor, days[shop.store.pk].returns) == (3_000, 0)
    there = days[other.store.pk]
    assert (there.sales_minor, there.returns, there.returned_minor, there.is_quiet) == (-2_000, 1, 2_000, False)
    assert totals_of_customer(member.pk).amount_minor == 1_000
    assert today_in_stores(at=LATER, store_ids=[other.store.pk])[0].returns == 0


def test_a_return_by_another_system_needs_a_register_and_no_staff() -> None:
    shop = Shop()
    placed = shop.sell()
    wanted = bring_back(placed, shop.register, shop.staff, channel="api", staff_uid=None)

    back = return_goods(wanted, at=LATER)

    view = get_return(back.uid)
    assert (view.channel, view.staff_name, view.register_code) == ("api", "", shop.register.code)
    with refused(StaffNotFound):
        return_goods(replace(wanted, uid=uuid7(), staff_uid=uuid7()), at=LATER)


def test_goods_that_a_store_never_had_are_on_its_shelf_after_a_return() -> None:
    shop, other = Shop(), Shop()
    tea = make_variant(price_minor=500)
    stock_up(shop.store, tea, 3)
    placed = place_order(counter_sale(shop.register, shop.staff, want(tea), tendered_minor=500), at=NOON)

    return_goods(bring_back(placed, other.register, make_staff(store=other.store)), at=LATER)

    assert Level.objects.get(store=other.store, variant=tea).on_hand == 1
    assert all_differences() == []
