"""Deliveries that change before they are packed, and shortfalls of stores that were to send them."""

from typing import Any
from uuid import UUID

import pytest

from noren.kernel.ids import uuid7
from noren.orders.change_wanted import ChangeOrder, LineChange
from noren.orders.edit import change_order, quote_change
from noren.orders.errors import QuantityInvalid
from noren.orders.models import OrderLine
from noren.orders.place import place_order
from noren.orders.queries import get_order
from noren.orders.routing.models import Sourcing, SourcingReason
from noren.orders.routing.preview import CaseKind, preview
from noren.orders.routing.rules import DEFAULT_RULES
from noren.orders.routing.shortfall import route_shortfall
from noren.orders.shipping.errors import (
    AlreadyPacked,
    DeliveryCouponLost,
    DeliveryFeeComesBack,
    DeliveryPaidBefore,
    ParcelLeft,
    ReceiptStands,
)
from noren.orders.shipping.pack import pack_shipment
from noren.orders.shipping.reject import reject_shipment
from noren.orders.shipping.tests.desk import LATER, Parcels, parcels_of
from noren.orders.transfer import note_transfer
from noren.orders.wanted import GiftWrap, PlacedOrder, WantedLine
from noren.payments.models import Refund
from noren.stock.errors import OutOfStock
from noren.stock.models import Level, Shortfall
from noren.timeline.models import Event
from tests.factories import NOON, all_differences, counter_sale, make_coupon, make_member, make_variant, stock_up, want
from tests.refusing import refused

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _paid_by_transfer(settings: Any) -> None:
    settings.PAY_BY = ["bank_transfer"]


def ordered(parcels: Parcels, *pieces: int, is_paid: bool = True, **fields: Any) -> PlacedOrder:
    """Coffee ordered online, in a line for each number of pieces, and paid."""
    placed = place_order(parcels.online(*(want(parcels.coffee, each) for each in pieces), **fields), at=NOON)
    if is_paid:
        total = placed.total_minor
        note_transfer(placed.uid, uid=uuid7(), amount_minor=total, words="タナカ", staff_uid=None, at=NOON)
    return placed


def goods_line(placed: PlacedOrder) -> OrderLine:
    """The only line of goods."""
    return OrderLine.objects.get(order__uid=placed.uid, fee="")


def by_buyer(line: OrderLine, quantity: int) -> ChangeOrder:
    """What a buyer chooses on the order's page."""
    return ChangeOrder(uuid7(), "customer", "web", lines=(LineChange(line.uid, quantity),))


def adding(*lines: WantedLine) -> ChangeOrder:
    """What staff add for a customer who called."""
    return ChangeOrder(uuid7(), "staff", "office", added=lines)


def in_parcels(order_uid: UUID) -> list[tuple[int, int]]:
    """Store and pieces of each parcel that is to be sent."""
    return [(each.store_id, sum(line.quantity for line in each.lines.all())) for each in parcels_of(order_uid)]


def test_fewer_pieces_leave_the_latest_parcel_first_and_the_money_goes_back() -> None:
    parcels = Parcels(has=(2, 3))
    placed = ordered(parcels, 4)
    first, second = parcels_of(placed.uid)

    change_order(placed.uid, by_buyer(goods_line(placed), 3), at=LATER)

    assert in_parcels(placed.uid) == [(first.store_id, 3)]
    second.refresh_from_db()
    assert second.status == "canceled"
    assert [level.allocated for level in Level.objects.order_by("-allocated")] == [3, 0]
    order = get_order(placed.uid)
    assert (order.total_minor, Refund.objects.get().amount_minor) == (3_550, 1_000)
    assert all_differences() == []


def test_more_pieces_come_from_the_store_that_sends_already_and_then_from_others() -> None:
    parcels = Parcels(has=(3, 9))
    near = parcels.stores[0]
    tea = make_variant(price_minor=100)
    stock_up(near, tea, 1)
    placed = place_order(parcels.online(want(tea)), at=NOON)
    (parcel,) = parcels_of(placed.uid)
    assert (parcel.store, placed.total_minor) == (near, 650)

    change_order(placed.uid, adding(want(parcels.coffee, 5)), at=LATER)

    assert parcels_of(placed.uid)[0].pk == parcel.pk
    assert in_parcels(placed.uid) == [(near.pk, 4), (parcels.stores[1].pk, 2)]
    assert get_order(placed.uid).total_minor == 5_650
    assert all_differences() == []


def test_the_fee_comes_below_the_amount_from_which_it_is_free_and_goes_from_there_on() -> None:
    parcels = Parcels()
    placed = ordered(parcels, 6, is_paid=False)
    line = goods_line(placed)
    assert placed.total_minor == 6_000

    looked = quote_change(placed.uid, by_buyer(line, 2), at=LATER)
    change_order(placed.uid, by_buyer(line, 2), at=LATER)

    assert looked.total_minor == get_order(placed.uid).total_minor == 2_550
    assert [row.fee for row in get_order(placed.uid).lines] == ["", "delivery"]
    assert all_differences() == []
    change_order(placed.uid, adding(want(parcels.coffee, 4)), at=LATER)
    assert [row.fee for row in get_order(placed.uid).lines] == [""]
    assert get_order(placed.uid).total_minor == 6_000
    assert all_differences() == []


def test_the_fee_itself_is_not_taken_off() -> None:
    parcels = Parcels()
    placed = ordered(parcels, 2)
    fee = OrderLine.objects.get(order__uid=placed.uid, fee="delivery")

    with refused(QuantityInvalid):
        change_order(placed.uid, by_buyer(fee, 0), at=LATER)

    assert get_order(placed.uid).total_minor == 2_550


def test_a_delivery_that_is_paid_does_not_come_to_more() -> None:
    parcels, sweet = Parcels(), make_variant(price_minor=100)
    stock_up(parcels.stores[0], sweet, 60)
    placed = place_order(parcels.online(want(sweet, 55)), at=NOON)
    note_transfer(placed.uid, uid=uuid7(), amount_minor=5_500, words="タナカ", staff_uid=None, at=NOON)

    with refused(DeliveryPaidBefore):
        change_order(placed.uid, adding(want(parcels.coffee)), at=LATER)
    with refused(DeliveryFeeComesBack):  # 5,400 of goods, and 550 for the delivery that was free
        change_order(placed.uid, by_buyer(goods_line(placed), 54), at=LATER)

    assert (in_parcels(placed.uid)[0][1], get_order(placed.uid).total_minor) == (55, 5_500)


def test_a_coupon_that_the_rest_would_not_earn_is_named_as_the_reason() -> None:
    parcels, member = Parcels(), make_member()
    coupon = make_coupon(amount_minor=1_500, minimum_minor=2_000)
    placed = ordered(parcels, 2, customer=member, coupon_codes=(coupon.code,))

    with refused(DeliveryCouponLost):  # 1,000 and the fee, where 500 and the fee were paid
        change_order(placed.uid, by_buyer(goods_line(placed), 1), at=LATER)

    assert (in_parcels(placed.uid)[0][1], get_order(placed.uid).total_minor) == (2, 1_050)


def test_nothing_changes_once_a_parcel_is_packed_or_left_or_a_till_gave_the_receipt() -> None:
    parcels = Parcels()
    placed, sold = ordered(parcels, 2), parcels.sell(2)
    (parcel,) = parcels_of(placed.uid)
    line = goods_line(placed)

    pack_shipment(parcel.uid, staff_uid=parcels.staff.uid, at=NOON)
    with refused(AlreadyPacked):
        change_order(placed.uid, by_buyer(line, 1), at=LATER)
    parcels.ship(parcel)
    with refused(ParcelLeft):
        change_order(placed.uid, by_buyer(line, 1), at=LATER)
    with refused(ReceiptStands):
        change_order(sold.uid, by_buyer(goods_line(sold), 1), at=LATER)

    assert get_order(placed.uid).total_minor == get_order(sold.uid).total_minor == 2_550


def test_more_than_the_stores_have_is_refused_at_its_line() -> None:
    parcels = Parcels(has=(2, 1))
    placed = ordered(parcels, 2, is_paid=False)

    with refused(OutOfStock) as info:
        change_order(placed.uid, adding(want(parcels.coffee, 2)), at=LATER)

    assert (info.value.field, info.value.details["available"]) == ("added.0.quantity", 1)
    assert in_parcels(placed.uid) == [(parcels.stores[0].pk, 2)]


def test_with_nothing_left_the_delivery_is_cancelled_and_its_fee_goes_back() -> None:
    parcels = Parcels()
    placed = ordered(parcels, 2)

    change_order(placed.uid, by_buyer(goods_line(placed), 0), at=LATER)

    assert (get_order(placed.uid).status, parcels_of(placed.uid)) == ("canceled", [])
    assert Refund.objects.get().amount_minor == 2_550
    assert all_differences() == []


def test_what_is_parked_is_given_up_before_what_is_in_a_parcel() -> None:
    parcels = Parcels(has=(3, 0))
    placed = ordered(parcels, 3)
    line, (parcel,) = goods_line(placed), parcels_of(placed.uid)
    reason = SourcingReason.NOT_FOUND
    reject_shipment(parcel.uid, reason=reason, pieces={line.uid: 1}, staff_uid=parcels.staff.uid, at=LATER)

    change_order(placed.uid, by_buyer(line, 1), at=LATER)

    assert in_parcels(placed.uid) == [(parcels.stores[0].pk, 1)]
    assert OrderLine.objects.get(pk=line.pk).awaited_quantity == 0
    assert Sourcing.objects.get().status == "done"
    assert all_differences() == []


def test_a_gift_is_wrapped_and_pays_no_delivery_for_its_wrapping(settings: Any) -> None:
    settings.GIFT_WRAP_MINOR = 330
    parcels, sweet = Parcels(), make_variant(price_minor=5_400)
    stock_up(parcels.stores[0], sweet, 1)

    placed = place_order(parcels.online(want(sweet), gift=GiftWrap("おめでとう"), note="昼に"), at=NOON)

    assert [row.fee for row in get_order(placed.uid).lines] == ["", "gift_wrap", "delivery"]
    assert placed.total_minor == 5_400 + 330 + 550  # the wrapping is no goods that make the delivery free
    assert all_differences() == []


def test_what_a_store_turns_out_to_lack_other_stores_send_and_the_rest_is_parked() -> None:
    parcels = Parcels(has=(3, 1))
    near, far = parcels.stores
    placed = ordered(parcels, 3)
    assert in_parcels(placed.uid) == [(near.pk, 3)]
    sale = counter_sale(parcels.register, parcels.staff, want(parcels.coffee, 2), tendered_minor=2_000)
    place_order(sale, at=LATER)
    shortfall = Shortfall.objects.get(ended_at=None)

    assert route_shortfall(shortfall.uid, staff_uid=parcels.staff.uid, at=LATER) == 2

    assert in_parcels(placed.uid) == [(near.pk, 1), (far.pk, 1)]
    parked = Sourcing.objects.get()
    assert (parked.quantity, parked.reason, parked.from_store) == (1, "shortfall", near)
    told = Event.objects.get(name="Shipment Rejected").properties
    assert (told["stores"], told["parked"], told["reason"]) == ([far.code], 1, "shortfall")
    assert Shortfall.objects.filter(ended_at=None).count() == 0
    assert all_differences() == []


def test_a_preview_of_rules_shows_deliveries_with_all_stores_that_send() -> None:
    parcels = Parcels(has=(4, 4))
    placed = ordered(parcels, 2)

    (case,) = [each for each in preview(DEFAULT_RULES, at=LATER).cases if each.kind is CaseKind.ORDER]

    assert (case.subject, case.then.missing) == (placed.number, 0)
    assert case.then.stores == ((parcels.stores[1].name, 2),)  # its own store has 2 left now, the other one 4
