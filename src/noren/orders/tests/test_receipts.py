"""Receipts in the books: issued once, found by number and link, printed and made out with who and when."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from pytest_django import Settings

from noren.kernel.ids import uuid7
from noren.orders.audit import differences
from noren.orders.end import void_sale
from noren.orders.errors import (
    FormalReceiptLimit,
    FormalReceiptNotFound,
    FormalReceiptRefused,
    ReceiptCopyNotFound,
    ReceiptNotFound,
    RecipientMissing,
    RecipientTooLong,
)
from noren.orders.formal_receipt import formal_receipts_of, get_formal_receipt, issue_formal_receipt
from noren.orders.hand_over import hand_over
from noren.orders.models import MOST_FORMAL_RECEIPTS, FormalReceipt, Receipt, ReceiptCopy
from noren.orders.place import place_order
from noren.orders.print_receipt import get_printed, print_receipt
from noren.orders.receipt_document import ReceiptDocument, Reprint
from noren.orders.receipts import (
    get_receipt,
    get_receipt_by_token,
    receipts_of_customer,
    receipts_of_order,
)
from noren.people.models import StaffMember
from noren.stores.models import Register
from noren.timeline.models import Event
from tests.factories import (
    NOON,
    all_differences,
    at_counter,
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
LATER = NOON + timedelta(hours=1)


class Sold:
    """A sale over the counter and who made it."""

    def __init__(self) -> None:
        self.store = make_store()
        self.register: Register = make_register(self.store)
        self.staff: StaffMember = make_staff(store=self.store)
        sale = counter_sale(self.register, self.staff, want(make_variant(price_minor=980), 2), tendered_minor=5_000)
        self.placed = place_order(sale, at=NOON)

    @property
    def document(self) -> ReceiptDocument:
        """Its receipt as it stands."""
        return get_receipt(self.placed.receipt_number or "")

    def print(self) -> ReceiptDocument:
        """Print it once more."""
        return print_receipt(self.document.number, staff_uid=self.staff.uid, channel="till", at=LATER)

    def make_out(self, recipient: str = "山田商店", *, uid: UUID | None = None) -> ReceiptDocument:
        """Make it out to somebody."""
        return issue_formal_receipt(
            self.document.uid, uid=uid or uuid7(), recipient=recipient, purpose="お品代", channel="web", at=LATER
        )

    def void(self) -> None:
        """Take the sale back."""
        void_sale(self.placed.uid, reason="誤", register_uid=self.register.uid, staff_uid=self.staff.uid, at=LATER)


def test_a_receipt_keeps_everything_that_is_ever_printed_of_it() -> None:
    sold = Sold()

    document = sold.document

    assert (document.store_name, document.store_address) == ("渋谷店", "東京都渋谷区1-2-3")
    assert [(line.sku[:3], line.quantity, line.total_minor, line.is_reduced) for line in document.lines] == [
        ("SKU", 2, 1_960, True)
    ]
    assert [(tender.amount_minor, tender.tendered_minor, tender.change_minor) for tender in document.tenders] == [
        (1_960, 5_000, 3_040)
    ]
    assert (document.is_pickup, document.points_balance, document.voided_at) == (False, None, None)


def test_a_receipt_of_a_store_without_a_number_of_its_own_has_the_companys(settings: Settings) -> None:
    settings.SELLER = {**settings.SELLER, "invoice_number": "T9876543210987"}
    store = make_store()
    store.issuer_number = ""
    store.save(update_fields=["issuer_number"])
    register, staff = make_register(store), make_staff(store=store)

    placed = place_order(counter_sale(register, staff, want(make_variant()), tendered_minor=980), at=NOON)

    assert get_receipt(placed.receipt_number or "").issuer_number == "T9876543210987"


def test_the_receipt_of_a_members_pickup_tells_the_balance_after_it_and_each_coupon() -> None:
    member, store, variant = make_member(), make_store(), make_variant(price_minor=1_000)
    stock_up(store, variant, 5)
    register, staff = make_register(store), make_staff(store=store)
    make_coupon(code="AKI20", percent_bp=2_000)
    order = pickup(store, want(variant, 2), customer_uid=member.uid, contact=None, coupon_codes=("AKI20",))
    placed = place_order(order, at=NOON)

    done = hand_over(placed.uid, at_counter(register, staff, tendered_minor=1_600), at=LATER)

    document = get_receipt(done.receipt_number)
    assert document.is_pickup
    assert (document.points, document.points_balance) == (14, 14)
    assert document.lines[0].discounts == (("AKI20", 400),)
    assert document.member_number == "*" * 7 + (member.member_number or "")[-4:]


def test_a_receipt_is_found_by_its_number_in_any_spelling_and_by_its_link() -> None:
    document = Sold().document
    spelled = f" {document.number[:5].lower()}-{document.number[5:].lower()} "

    found = [get_receipt(spelled), get_receipt(document.token), get_receipt_by_token(document.token)]

    assert [each.uid for each in found] == [document.uid] * 3
    assert len(document.token) == 24


@pytest.mark.parametrize("token", ["", "A" * 24, "7K2M9PQX4A"])
def test_another_link_opens_nothing(token: str) -> None:
    Sold()

    with refused(ReceiptNotFound):
        get_receipt_by_token(token)


def test_every_receipt_has_a_link_of_its_own() -> None:
    tokens = {Sold().document.token for _ in range(3)}

    assert len(tokens) == 3


def test_from_the_second_print_on_a_receipt_says_who_printed_it_and_when() -> None:
    sold = Sold()

    first, second, third = sold.print(), sold.print(), sold.print()

    assert first.reprint is None
    assert (second.reprint, third.reprint) == (Reprint(2, "山口", LATER), Reprint(3, "山口", LATER))
    assert list(ReceiptCopy.objects.values_list("number", "staff__uid")) == [(n, sold.staff.uid) for n in (1, 2, 3)]
    told = Event.objects.filter(name="Receipt Reprinted").order_by("pk")
    assert [event.properties["copy"] for event in told] == [2, 3]
    assert all_differences() == []


def test_a_print_is_fetched_again_as_it_was_and_nothing_is_counted() -> None:
    sold = Sold()
    sold.print()
    second = sold.print()

    fetched = get_printed(sold.document.number, 2)

    assert fetched == second
    assert sold.document.printed_count == 2
    with refused(ReceiptCopyNotFound):
        get_printed(sold.document.number, 3)


def test_a_receipt_is_made_out_once_and_then_reissued() -> None:
    sold = Sold()

    first, second = sold.make_out(), sold.make_out("鈴木商店")

    assert first.formal is not None
    assert second.formal is not None
    assert (first.formal.number, second.formal.number) == (1, 2)
    assert sold.document.formal_count == 2
    assert get_formal_receipt(sold.document.uid, first.formal.uid).formal == first.formal
    assert [formal.recipient for formal in formal_receipts_of(sold.document.uid)] == ["山田商店", "鈴木商店"]
    assert all_differences() == []


def test_making_it_out_again_under_the_same_uid_answers_the_first() -> None:
    sold, uid = Sold(), uuid7()

    answers = [sold.make_out(uid=uid), sold.make_out("別の人", uid=uid)]

    assert [answer.formal and answer.formal.recipient for answer in answers] == ["山田商店", "山田商店"]
    assert FormalReceipt.objects.count() == 1
    with refused(FormalReceiptNotFound):
        Sold().make_out(uid=uid)


@pytest.mark.parametrize(
    ("recipient", "refusal"),
    [
        ("", RecipientMissing),
        (" \u3000\n", RecipientMissing),
        ("\u202e\x00", RecipientMissing),
        ("あ" * 61, RecipientTooLong),
    ],
)
def test_a_formal_receipt_needs_a_name_that_fits(recipient: str, refusal: type[RecipientMissing]) -> None:
    sold = Sold()

    with refused(refusal):
        sold.make_out(recipient)

    assert not FormalReceipt.objects.exists()


def test_what_was_taken_back_is_made_out_to_nobody() -> None:
    sold = Sold()
    sold.void()
    void = next(each for each in receipts_of_order(sold.placed.uid) if each.kind == "void")

    with refused(FormalReceiptRefused):
        sold.make_out()
    with refused(FormalReceiptRefused):
        issue_formal_receipt(void.uid, uid=uuid7(), recipient="山田", purpose="", channel="web", at=LATER)

    assert not FormalReceipt.objects.exists()
    assert (void.original_number, void.original_at) == (sold.document.number, NOON)
    assert sold.document.voided_at == LATER


def test_a_receipt_is_made_out_nine_times_at_most() -> None:
    sold = Sold()
    for _ in range(MOST_FORMAL_RECEIPTS):
        sold.make_out()

    with refused(FormalReceiptLimit):
        sold.make_out()

    assert FormalReceipt.objects.count() == MOST_FORMAL_RECEIPTS


def test_a_customer_sees_the_receipts_of_every_store_page_by_page() -> None:
    member, other = make_member(), make_member()
    numbers = []
    for customer in (member, member, other):
        store = make_store()
        sale = counter_sale(make_register(store), make_staff(store=store), want(make_variant()), tendered_minor=980)
        numbers.append(place_order(replace(sale, customer_uid=customer.uid), at=NOON).receipt_number)

    first = receipts_of_customer(member.pk, limit=1)
    rest = receipts_of_customer(member.pk, before_id=first[0].id)

    assert [each.number for each in (*first, *rest)] == [numbers[1], numbers[0]]


SPOILED = [
    ("UPDATE orders_receipt SET printed_count = printed_count + 1", "receipt_prints"),
    ("DELETE FROM orders_receiptcopy WHERE number = 2", "receipt_prints"),
    ("DELETE FROM orders_formalreceipt WHERE number = 1", "formal_receipts"),
    ("UPDATE orders_receipt SET document = document || '{\"total_minor\": 1}'", "receipt_sums"),
]


@pytest.mark.parametrize(("spoil", "check"), SPOILED)
def test_the_audit_names_a_receipt_that_was_spoiled(spoil: str, check: str) -> None:
    sold = Sold()
    for _ in range(3):
        sold.print()
        sold.make_out()
    assert all_differences() == []

    with connection.cursor() as cursor:
        cursor.execute(spoil)

    assert [difference.check for difference in differences()] == [check]


def test_a_receipt_kept_before_it_had_all_this_is_read_with_what_it_has() -> None:
    sold = Sold()
    receipt = Receipt.objects.get()
    new = {"store_code", "store_address", "store_phone", "is_pickup", "tenders", "points_balance", "original_number"}
    for name in new:
        del receipt.document[name]
    for line in receipt.document["lines"]:
        del line["sku"], line["discounts"]
    receipt.save(update_fields=["document"])

    document = sold.document

    assert (document.store_address, document.points_balance) == ("東京都渋谷区1-2-3", None)
    assert [(tender.tendered_minor, tender.change_minor) for tender in document.tenders] == [(5_000, 3_040)]
    assert document.lines[0].discounts == ()
