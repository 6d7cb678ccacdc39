"""Notes of buyers and staff, and orders that are wrapped: what is kept, who is shown it, and what it costs."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from pytest_django import Settings

from noren.catalog.models import Variant
from noren.catalog.search import search_products
from noren.kernel.ids import uuid7
from noren.orders.change_wanted import ChangeOrder, LineChange
from noren.orders.edit import change_order
from noren.orders.end import void_sale
from noren.orders.errors import GiftWrapNotOffered, LineNotFound, NoteEmpty, NoteTooLong
from noren.orders.hand_over import hand_over
from noren.orders.models import Order, OrderLine, OrderNote, Receipt
from noren.orders.notes import note_order, notes_of_order
from noren.orders.pick import short_pick
from noren.orders.place import place_order, quote_order
from noren.orders.queries import get_order
from noren.orders.return_goods import return_goods
from noren.orders.wanted import GiftWrap
from noren.orders.worklist import pickup_work
from noren.timeline.models import Event
from tests.factories import (
    NOON,
    Shop,
    all_differences,
    at_counter,
    bring_back,
    counter_sale,
    make_coupon,
    make_member,
    pickup,
    want,
)
from tests.refusing import refused

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)


@pytest.fixture(autouse=True)
def wrapping(settings: Settings) -> None:
    """This shop wraps for 330 yen."""
    settings.GIFT_WRAP_MINOR = 330


def test_a_buyers_note_and_those_of_staff_are_shown_to_who_prepares_the_order() -> None:
    shop = Shop()
    wanted = pickup(shop.store, want(shop.coffee), note="  挽いてください \r\n中挽きで ")
    placed = place_order(wanted, at=NOON)
    uid = uuid7()

    for _ in range(2):
        note_order(placed.uid, uid=uid, text=" 電話済み ", channel="office", staff_uid=shop.staff.uid, at=LATER)

    (work,) = pickup_work(shop.store.pk, statuses=["open"], limit=9)
    (note,) = notes_of_order(placed.uid)
    assert (work.buyer_note, work.notes) == ("挽いてください \n中挽きで", ("電話済み",))
    assert (note.text, note.staff_name, note.at) == ("電話済み", "山口", LATER)
    assert "電話済み" not in str(Event.objects.get(name="Order Noted").properties)
    with refused(NoteEmpty):
        note_order(placed.uid, uid=uuid7(), text=" ", channel="office", staff_uid=None, at=LATER)
    with refused(NoteTooLong):
        note_order(placed.uid, uid=uuid7(), text="あ" * 501, channel="office", staff_uid=None, at=LATER)
    with refused(NoteTooLong):
        place_order(pickup(shop.store, want(shop.coffee), note="あ" * 501), at=NOON)
    assert (OrderNote.objects.count(), Order.objects.count()) == (1, 1)


def test_wrapping_is_a_line_with_its_own_tax_rate_but_no_goods() -> None:
    shop = Shop()
    wanted = pickup(shop.store, want(shop.coffee, 2), gift=GiftWrap("お誕生日おめでとう"))
    assert quote_order(wanted, at=NOON).total_minor == 2_330

    placed = place_order(wanted, at=NOON)

    order = get_order(placed.uid)
    assert [(line.name, line.unit_price_minor, line.tax_rate_bp, line.fee) for line in order.lines[1:]] == [
        ("ギフト包装", 330, 1_000, "gift_wrap")
    ]
    assert (order.total_minor, order.is_gift, order.gift_message) == (2_330, True, "お誕生日おめでとう")
    assert {tax["rate_bp"]: tax["gross_minor"] for tax in order.taxes} == {800: 2_000, 1_000: 330}
    (work,) = pickup_work(shop.store.pk, statuses=["open"], limit=9)
    assert ([line.name for line in work.lines], work.is_gift) == ([shop.coffee.product.name], True)
    assert [line["sku"] for line in Event.objects.get(name="Order Completed").properties["lines"]] == [shop.coffee.sku]
    assert search_products("ギフト包装").cards == ()
    assert place_order(wanted, at=NOON) == placed
    assert all_differences() == []


def test_no_coupon_takes_anything_off_the_wrapping_or_is_earned_by_it() -> None:
    shop, member = Shop(), make_member()
    percent, minimum = make_coupon(percent_bp=1_000), make_coupon(amount_minor=100, minimum_minor=1_200)

    quoted = quote_order(pickup(shop.store, want(shop.coffee), coupon_codes=(minimum.code,), gift=GiftWrap()), at=NOON)
    wanted = pickup(shop.store, want(shop.coffee), customer=member, coupon_codes=(percent.code,), gift=GiftWrap())
    placed = place_order(wanted, at=NOON)

    assert [each.ref for each in quoted.skipped] == [minimum.code]
    assert (placed.discount_minor, placed.total_minor) == (100, 1_230)
    assert all_differences() == []


def test_a_wrapped_order_is_handed_over_with_the_fee_on_its_receipt_and_may_be_voided() -> None:
    shop = Shop()
    placed = place_order(pickup(shop.store, want(shop.coffee), gift=GiftWrap()), at=NOON)

    hand_over(placed.uid, at_counter(shop.register, shop.staff, tendered_minor=2_000), at=LATER)

    document = Receipt.objects.get().document
    assert [(line["name"], line["total_minor"]) for line in document["lines"]][1:] == [("ギフト包装", 330)]
    assert all_differences() == []
    void_sale(placed.uid, reason="間違い", register_uid=shop.register.uid, staff_uid=shop.staff.uid, at=LATER)
    assert all_differences() == []


def test_the_goods_of_a_wrapped_order_come_back_and_the_wrapping_stays_paid() -> None:
    shop = Shop()
    placed = place_order(pickup(shop.store, want(shop.coffee, 2), gift=GiftWrap()), at=NOON)
    hand_over(placed.uid, at_counter(shop.register, shop.staff, tendered_minor=3_000), at=LATER)
    coffee, fee = OrderLine.objects.order_by("position")

    with refused(LineNotFound):
        return_goods(bring_back(placed, shop.register, shop.staff, (fee, 1)), at=LATER)
    back = return_goods(bring_back(placed, shop.register, shop.staff, (coffee, 2)), at=LATER)

    order = get_order(placed.uid)
    assert (back.total_minor, order.returned_minor, order.is_returned) == (2_000, 2_000, True)
    assert all_differences() == []


def test_the_wrapping_is_taken_off_by_itself_and_does_not_keep_an_order_without_goods() -> None:
    shop = Shop()
    one, two = (place_order(pickup(shop.store, want(shop.coffee), gift=GiftWrap("祝")), at=NOON) for _ in range(2))

    def change(placed_uid: UUID, fee: str) -> None:
        line = OrderLine.objects.get(order__uid=placed_uid, fee=fee)
        wanted = ChangeOrder(uuid7(), "customer", "web", (LineChange(line.uid, 0),))
        change_order(line.order.uid, wanted, at=LATER)

    change(one.uid, "gift_wrap")
    change(two.uid, "")

    left, over = get_order(one.uid), get_order(two.uid)
    assert (left.total_minor, left.is_gift, left.gift_message, left.status) == (1_000, False, "", "placed")
    assert (over.status, Variant.objects.filter(sku="fee-gift-wrap").count()) == ("canceled", 1)
    assert all_differences() == []


def test_the_wrapping_cannot_be_short_and_is_not_offered_everywhere(settings: Settings) -> None:
    shop = Shop()
    placed = place_order(pickup(shop.store, want(shop.coffee), gift=GiftWrap()), at=NOON)
    fee = OrderLine.objects.get(fee="gift_wrap")

    with refused(LineNotFound):
        short_pick(placed.uid, fee.uid, picked_quantity=0, reason="棚にない", staff_uid=shop.staff.uid, at=LATER)
    sale = counter_sale(shop.register, shop.staff, want(shop.coffee), tendered_minor=2_000)
    with refused(GiftWrapNotOffered):
        place_order(replace(sale, gift=GiftWrap()), at=NOON)
    settings.GIFT_WRAP_MINOR = None
    with refused(GiftWrapNotOffered):
        place_order(pickup(shop.store, want(shop.coffee), gift=GiftWrap()), at=NOON)
    settings.GIFT_WRAP_MINOR = 0
    assert place_order(pickup(shop.store, want(shop.coffee), gift=GiftWrap()), at=NOON).total_minor == 1_000
