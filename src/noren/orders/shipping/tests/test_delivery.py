"""Goods delivered home: placed, sent parcel by parcel, refused, and given up."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from noren.coupons.models import Coupon
from noren.kernel.ids import uuid7
from noren.loyalty.queries import points_of_customer
from noren.orders.end import cancel_order, void_sale
from noren.orders.errors import OrderUidTaken, VoidNotAllowed
from noren.orders.hand_over import hand_over
from noren.orders.models import Order, Receipt
from noren.orders.paying import pay_otherwise
from noren.orders.place import place_order
from noren.orders.queries import get_order
from noren.orders.receipts import receipts_of_order
from noren.orders.return_goods import quote_return, return_goods
from noren.orders.routing.errors import NoStoreHasIt
from noren.orders.routing.models import Sourcing, SourcingReason
from noren.orders.routing.parked import give_up, route_again, settle_by_hand
from noren.orders.routing.queries import open_in_stores
from noren.orders.shipping.assign import allocate_parcels
from noren.orders.shipping.errors import (
    AddressIncomplete,
    DeliveryNotOffered,
    IsDelivered,
    ParcelLeft,
    PostalCodeInvalid,
    ReceiptStands,
    ShipmentNotFound,
    ShipmentNotOpen,
    SlotNotOffered,
    TrackingInvalid,
)
from noren.orders.shipping.models import Shipment, ShipmentLine
from noren.orders.shipping.offer import delivery_days
from noren.orders.shipping.pack import pack_shipment
from noren.orders.shipping.reject import reject_shipment
from noren.orders.shipping.ship import ship_shipment
from noren.orders.shipping.tests.desk import HOME, LATER, Parcels, parcels_of
from noren.orders.shipping.wanted import to_be_there_by
from noren.orders.transfer import note_transfer
from noren.orders.unpaid import end_unpaid_orders
from noren.payments.errors import ProviderNotOffered
from noren.payments.models import Refund
from noren.people.roles import Deed
from noren.stock.errors import OutOfStock
from noren.stock.holding import hold
from noren.stock.ledger import Cause
from noren.stock.models import HoldKind, Level
from noren.stores.loading import load_store
from noren.stores.models import Store
from noren.timeline.models import Event
from tests.factories import (
    NOON,
    all_differences,
    at_counter,
    bring_back,
    make_coupon,
    make_member,
    make_variant,
    stock_up,
    want,
)
from tests.refusing import refused

pytestmark = pytest.mark.django_db


def figures(parcels: Parcels, place: int) -> tuple[int, int]:
    """On hand and allocated of the coffee in a store."""
    level = Level.objects.get(store=parcels.stores[place], variant=parcels.coffee)
    return level.on_hand, level.allocated


def test_a_till_sells_what_its_store_lacks_and_another_store_sends_it() -> None:
    parcels = Parcels(has=(0, 5))

    placed = parcels.sell(3, tendered_minor=4_000)

    (parcel,) = parcels_of(placed.uid)
    assert (parcel.store, parcel.status) == (parcels.stores[1], "to_pack")
    assert figures(parcels, 1) == (5, 3)
    assert (placed.status, placed.total_minor, placed.change_minor) == ("placed", 3_550, 450)
    assert placed.receipt_number is not None
    assert get_order(placed.uid).due_minor == 0
    assert all_differences() == []


def test_the_fee_is_a_line_of_its_own_rate_that_no_coupon_takes_anything_off() -> None:
    parcels, member = Parcels(), make_member()
    coupon = make_coupon(percent_bp=5_000)

    placed = parcels.sell(2, coupon_codes=(coupon.code,), customer_uid=member.uid)

    (receipt,) = receipts_of_order(placed.uid)
    assert [(line.name, line.total_minor, line.tax_rate_bp) for line in receipt.lines] == [
        ("深煎りコーヒー豆 200g", 1_000, 800),
        ("送料", 550, 1_000),
    ]
    assert [(tax.rate_bp, tax.gross_minor) for tax in receipt.taxes] == [(1_000, 550), (800, 1_000)]
    told = Event.objects.get(name="Order Completed").properties
    assert [line["sku"] for line in told["lines"]] == [parcels.coffee.sku]


def test_delivery_is_free_from_the_amount_of_the_settings_on() -> None:
    parcels = Parcels()

    placed = parcels.sell(6)

    assert placed.total_minor == 6_000
    assert Order.objects.get(uid=placed.uid).lines.count() == 1


def test_what_no_store_has_alone_comes_in_two_parcels_and_the_order_is_completed_with_the_last() -> None:
    parcels, member = Parcels(has=(2, 3)), make_member()
    placed = parcels.sell(5, customer_uid=member.uid)
    first, second = parcels_of(placed.uid)

    assert parcels.ship(first) is False
    assert get_order(placed.uid).status == "placed"
    assert points_of_customer(member.pk).balance == 0
    assert parcels.ship(second) is True

    order = get_order(placed.uid)
    assert (order.status, order.completed_channel, order.completed_at) == ("completed", "till", LATER)
    assert [figures(parcels, place) for place in (0, 1)] == [(0, 0), (0, 0)]
    assert points_of_customer(member.pk).balance == placed.points
    assert Receipt.objects.filter(order__uid=placed.uid).count() == 1
    sent = Event.objects.filter(name="Order Shipped").order_by("id")
    assert [event.properties["is_last"] for event in sent] == [False, True]
    assert all_differences() == []


def test_an_online_delivery_waits_for_its_money_and_has_its_receipt_when_it_left(settings: Any) -> None:
    settings.PAY_BY = ["bank_transfer", "at_store"]
    parcels, member = Parcels(), make_member()
    placed = place_order(parcels.online(want(parcels.coffee, 2), customer=member), at=NOON)
    (parcel,) = parcels_of(placed.uid)
    assert (placed.status, figures(parcels, 0)) == ("awaiting_payment", (10, 2))
    with refused(ShipmentNotOpen):
        parcels.ship(parcel)

    pay_by_transfer(placed.uid, placed.total_minor)
    parcels.ship(parcel)

    order = get_order(placed.uid)
    assert (order.status, order.channel, order.completed_channel) == ("completed", "web", "web")
    (receipt,) = receipts_of_order(placed.uid)
    assert [(tender.provider, tender.amount_minor) for tender in receipt.tenders] == [("bank_transfer", 2_550)]
    assert receipt.register_code == "ONLINE"
    assert points_of_customer(member.pk).balance == placed.points == 23
    assert all_differences() == []


def pay_by_transfer(order_uid: Any, amount_minor: int) -> None:
    """The buyer's transfer is in the bank."""
    note_transfer(order_uid, uid=uuid7(), amount_minor=amount_minor, words="タナカ", staff_uid=None, at=NOON)


def test_a_delivery_whose_money_is_late_is_sent_after_all_from_a_store_that_has_it_then(settings: Any) -> None:
    settings.PAY_BY = ["bank_transfer"]
    parcels = Parcels(has=(0, 2))
    placed = place_order(parcels.online(want(parcels.coffee, 2)), at=NOON)
    assert placed.pay_until is not None
    end_unpaid_orders(at=placed.pay_until + timedelta(hours=3))
    assert (get_order(placed.uid).status, parcels_of(placed.uid)) == ("unpaid", [])
    assert all_differences() == []
    stock_up(parcels.stores[0], parcels.coffee, 9)

    late = placed.pay_until + timedelta(days=1)
    note_transfer(placed.uid, uid=uuid7(), amount_minor=2_550, words="タナカ", staff_uid=None, at=late)

    (parcel,) = parcels_of(placed.uid)
    assert (get_order(placed.uid).status, parcel.store) == ("placed", parcels.stores[0])
    assert (figures(parcels, 0), figures(parcels, 1)) == ((9, 2), (2, 0))
    assert all_differences() == []


def test_late_money_that_comes_in_after_midnight_counts_for_the_day_of_trade(settings: Any) -> None:
    settings.PAY_BY = ["bank_transfer"]
    parcels = Parcels()
    placed = place_order(parcels.online(want(parcels.coffee)), at=NOON)
    assert placed.pay_until is not None
    end_unpaid_orders(at=placed.pay_until + timedelta(hours=3))
    half_past_two = (placed.pay_until + timedelta(days=1)).replace(hour=17, minute=30)

    note_transfer(
        placed.uid, uid=uuid7(), amount_minor=placed.total_minor, words="タナカ", staff_uid=None, at=half_past_two
    )

    due_at = to_be_there_by(None, "", today=half_past_two.date(), time_zone="Asia/Tokyo")
    assert get_order(placed.uid).due_at == due_at


def test_a_member_who_pays_otherwise_cannot_choose_the_store_for_a_delivery(settings: Any) -> None:
    settings.PAY_BY = ["bank_transfer", "at_store"]
    parcels = Parcels()
    placed = place_order(parcels.online(want(parcels.coffee)), at=NOON)

    with refused(ProviderNotOffered):
        pay_otherwise(placed.uid, pay_by="at_store", channel="web", at=NOON)

    assert get_order(placed.uid).status == "awaiting_payment"


def test_a_parcel_that_the_log_and_the_lines_do_not_bear_out_is_found_by_the_audit() -> None:
    parcels = Parcels()
    placed = parcels.sell(2)
    ShipmentLine.objects.update(quantity=1)

    checks = {str(getattr(found, "check", "")) for found in all_differences()}

    assert {"parcels_of_lines", "allocated"} <= checks
    assert get_order(placed.uid).status == "placed"


def test_the_same_delivery_asked_twice_is_one_and_another_home_is_refused() -> None:
    parcels = Parcels()
    wanted = parcels.at_till(want(parcels.coffee), tendered_minor=2_000)

    first, second = place_order(wanted, at=NOON), place_order(wanted, at=NOON)

    assert first == second
    assert Shipment.objects.count() == 1
    other = replace(HOME, address=replace(HOME.address, line1="神南9-9-9"))
    with refused(OrderUidTaken):
        place_order(replace(wanted, delivery=other), at=NOON)


def test_a_till_that_asks_again_for_another_amount_is_refused_and_for_the_same_is_answered() -> None:
    parcels = Parcels()
    wanted = parcels.at_till(want(parcels.coffee), tendered_minor=2_000, expected_total_minor=1_550)
    first = place_order(wanted, at=NOON)

    assert place_order(wanted, at=LATER) == first
    with refused(OrderUidTaken):
        place_order(replace(wanted, expected_total_minor=1_600), at=LATER)

    assert Order.objects.count() == 1


def test_what_a_basket_holds_can_be_sent_for_its_own_order() -> None:
    parcels, basket_uid = Parcels(has=(2,)), uuid7()
    coffee, store = parcels.coffee, parcels.stores[0]
    names, until = {coffee.pk: coffee.sku}, NOON + timedelta(minutes=15)
    hold(store.pk, {coffee.pk: 2}, kind=HoldKind.BASKET, owner_uid=basket_uid, expires_at=until, at=NOON, names=names)
    with refused(OutOfStock):
        allocate_parcels({coffee.pk: 2}, cause=Cause("order", uuid7(), NOON), names=names)

    found = allocate_parcels({coffee.pk: 2}, cause=Cause("order", uuid7(), NOON), names=names, holder_uid=basket_uid)

    assert [(part.store_id, dict(part.quantities)) for part in found.parts] == [(store.pk, {coffee.pk: 2})]
    level = Level.objects.get(store=store, variant=coffee)
    assert (level.allocated, level.held) == (2, 0)


def test_days_are_counted_from_the_business_day_of_the_store() -> None:
    parcels = Parcels()
    Store.objects.update(closing_hour=5)
    night = datetime(2026, 7, 5, 17, 0, tzinfo=UTC)  # two in the morning of the 6th: still the 5th for the store

    first, *_others = delivery_days(load_store(parcels.stores[0].code, at=night), at=night)

    assert first == date(2026, 7, 7)
    wanted = parcels.at_till(want(parcels.coffee), delivery=replace(HOME, day=first))
    assert place_order(wanted, at=night).status == "placed"


def test_more_than_all_stores_have_together_is_refused_at_its_line() -> None:
    parcels = Parcels(has=(2, 2))

    with refused(OutOfStock) as info:
        parcels.sell(5)

    assert (info.value.field, info.value.details["available"]) == ("lines.0.quantity", 4)
    assert Order.objects.count() == Shipment.objects.count() == 0
    assert figures(parcels, 0) == (2, 0)


@pytest.mark.parametrize(
    ("change", "error", "field"),
    [
        ({"postal_code": "15-41"}, PostalCodeInvalid, "delivery.postal_code"),
        ({"city": "  "}, AddressIncomplete, "delivery.city"),
        ({"prefecture": "東京"}, AddressIncomplete, "delivery.prefecture"),
        ({"phone": "call me"}, AddressIncomplete, "delivery.phone"),
    ],
)
def test_an_address_that_no_carrier_finds_is_refused(change: dict[str, str], error: Any, field: str) -> None:
    parcels = Parcels()

    with refused(error) as info:
        parcels.sell(delivery=replace(HOME, address=replace(HOME.address, **change)))

    assert info.value.field == field
    assert Order.objects.count() == 0


def test_a_day_or_time_that_is_not_offered_is_refused_and_one_that_is_orders_the_work() -> None:
    parcels = Parcels()
    with refused(SlotNotOffered):
        parcels.sell(delivery=replace(HOME, day=date(2026, 7, 5)))
    with refused(SlotNotOffered):
        parcels.sell(delivery=replace(HOME, slot="23-24"))

    placed = parcels.sell(delivery=replace(HOME, day=date(2026, 7, 7), slot="14-16"))

    assert placed.due_at == datetime(2026, 7, 7, 7, 0, tzinfo=UTC)


def test_nothing_is_delivered_unpaid_or_while_no_store_sends_parcels() -> None:
    parcels = Parcels()
    with refused(ProviderNotOffered):
        place_order(parcels.online(want(parcels.coffee), pay_by="at_store"), at=NOON)
    Store.objects.update(ships=False)
    with refused(DeliveryNotOffered):
        parcels.sell()

    assert Order.objects.count() == 0


def test_sending_twice_is_one_parcel_and_another_number_is_refused() -> None:
    parcels = Parcels()
    placed = parcels.sell()
    (parcel,) = parcels_of(placed.uid)
    with refused(TrackingInvalid):
        parcels.ship(parcel, number="12")

    pack_shipment(parcel.uid, staff_uid=parcels.staff.uid, at=NOON)
    pack_shipment(parcel.uid, staff_uid=parcels.staff.uid, at=LATER)
    assert parcels.ship(parcel) is parcels.ship(parcel) is True
    with refused(ShipmentNotOpen):
        parcels.ship(parcel, number="9999-9999-9999")

    parcel.refresh_from_db()
    assert (parcel.packed_at, parcel.tracking_number) == (NOON, "123456789012")
    assert Event.objects.filter(name="Order Shipped").count() == 1
    assert all_differences() == []


def test_what_a_store_cannot_find_another_one_sends() -> None:
    parcels = Parcels(has=(5, 9))
    placed = parcels.sell(2)
    (parcel,) = parcels_of(placed.uid)
    assert parcel.store == parcels.stores[1]

    reject_shipment(parcel.uid, reason=SourcingReason.NOT_FOUND, staff_uid=parcels.staff.uid, at=LATER)

    (routed,) = parcels_of(placed.uid)
    assert (routed.store, routed.status) == (parcels.stores[0], "to_pack")
    assert [figures(parcels, place) for place in (0, 1)] == [(5, 2), (7, 0)]
    assert all_differences() == []
    parcels.ship(routed)
    assert get_order(placed.uid).status == "completed"
    assert all_differences() == []


def test_of_a_parcel_with_one_damaged_piece_the_rest_is_sent_from_the_same_store() -> None:
    parcels = Parcels(has=(1, 3))
    placed = parcels.sell(3)
    (parcel,) = parcels_of(placed.uid)
    line = ShipmentLine.objects.get(shipment=parcel).order_line

    reject_shipment(
        parcel.uid, reason=SourcingReason.DAMAGED, pieces={line.uid: 1}, staff_uid=parcels.staff.uid, at=LATER
    )

    there = [(each.store, sum(line.quantity for line in each.lines.all())) for each in parcels_of(placed.uid)]
    assert there == [(parcels.stores[1], 2), (parcels.stores[0], 1)]
    assert Level.objects.get(store=parcels.stores[1], variant=parcels.coffee).aside == 1
    assert all_differences() == []


def parked_of(order_uid: Any) -> Sourcing:
    """What of an order no store has."""
    return Sourcing.objects.exclude(status="done").get(line__order__uid=order_uid, status="parked")


def test_what_no_store_has_is_parked_until_some_has_it() -> None:
    parcels = Parcels(has=(0, 2))
    placed = parcels.sell(2)
    (parcel,) = parcels_of(placed.uid)
    reject_shipment(parcel.uid, reason=SourcingReason.NOT_FOUND, staff_uid=parcels.staff.uid, at=LATER)
    parked = parked_of(placed.uid)
    assert (parked.quantity, parcels_of(placed.uid), figures(parcels, 1)) == (2, [], (0, 0))
    assert [row.store_name for row in open_in_stores(store_ids=[parcels.stores[1].pk])] == ["店1"]
    assert open_in_stores(store_ids=[parcels.stores[0].pk]) == []
    with refused(NoStoreHasIt):
        route_again(parked.uid, staff_uid=parcels.staff.uid, at=LATER)
    assert all_differences() == []

    stock_up(parcels.stores[0], parcels.coffee, 1)
    route_again(parked.uid, staff_uid=parcels.staff.uid, at=LATER)

    (routed,) = parcels_of(placed.uid)
    assert (routed.store, routed.status, figures(parcels, 0)) == (parcels.stores[0], "to_pack", (1, 1))
    assert all_differences() == []
    assert parcels.ship(routed) is False  # a piece is still parked
    settle_by_hand(parked.uid, reason="奥にあった", staff_uid=parcels.staff.uid, at=LATER)
    (found,) = parcels_of(placed.uid, "to_pack")
    assert (found.store, figures(parcels, 1)) == (parcels.stores[1], (1, 1))
    assert parcels.ship(found) is True
    assert get_order(placed.uid).status == "completed"
    assert all_differences() == []


def test_what_is_parked_can_be_taken_off_and_its_money_goes_back(settings: Any) -> None:
    settings.PAY_BY = ["bank_transfer"]
    parcels, tea = Parcels(has=(0, 5)), make_variant(price_minor=500)
    stock_up(parcels.stores[0], tea, 1)
    placed = place_order(parcels.online(want(parcels.coffee), want(tea)), at=NOON)
    pay_by_transfer(placed.uid, placed.total_minor)
    of_tea = next(each for each in parcels_of(placed.uid) if each.store == parcels.stores[0])
    of_coffee = next(each for each in parcels_of(placed.uid) if each.store == parcels.stores[1])
    reject_shipment(of_tea.uid, reason=SourcingReason.NOT_FOUND, staff_uid=parcels.staff.uid, at=LATER)
    parcels.ship(of_coffee)
    assert get_order(placed.uid).status == "placed"

    give_up(parked_of(placed.uid).uid, reason="どの店にもない", staff_uid=parcels.staff.uid, at=LATER)

    order = get_order(placed.uid)
    assert (order.status, order.total_minor) == ("completed", 1_550)
    assert list(Refund.objects.values_list("amount_minor", "status")) == [(500, "by_hand")]
    assert all_differences() == []


def test_an_order_of_which_everything_is_parked_ends_with_its_fee(settings: Any) -> None:
    settings.PAY_BY = ["bank_transfer"]
    parcels = Parcels(has=(0, 1))
    placed = place_order(parcels.online(want(parcels.coffee)), at=NOON)
    pay_by_transfer(placed.uid, placed.total_minor)
    reject_shipment(
        parcels_of(placed.uid)[0].uid, reason=SourcingReason.NOT_FOUND, staff_uid=parcels.staff.uid, at=LATER
    )

    give_up(parked_of(placed.uid).uid, reason="品切れ", staff_uid=parcels.staff.uid, at=LATER)

    assert get_order(placed.uid).status == "rejected"
    assert Refund.objects.get().amount_minor == placed.total_minor == 1_550
    assert all_differences() == []


def test_a_part_is_not_taken_off_a_receipt_that_the_customer_has_in_hand() -> None:
    parcels, tea = Parcels(has=(0, 5)), make_variant(price_minor=500)
    stock_up(parcels.stores[0], tea, 1)
    placed = place_order(parcels.at_till(want(parcels.coffee), want(tea)), at=NOON)
    of_tea = next(each for each in parcels_of(placed.uid) if each.store == parcels.stores[0])
    reject_shipment(of_tea.uid, reason=SourcingReason.NOT_FOUND, staff_uid=parcels.staff.uid, at=LATER)

    with refused(ReceiptStands):
        give_up(parked_of(placed.uid).uid, reason="どの店にもない", staff_uid=parcels.staff.uid, at=LATER)

    assert get_order(placed.uid).total_minor == placed.total_minor


def test_once_a_parcel_left_what_no_store_has_is_taken_off_a_tills_sale_by_a_receipt_of_its_own() -> None:
    parcels, tea, member = Parcels(has=(0, 5)), make_variant(price_minor=500), make_member()
    stock_up(parcels.stores[0], tea, 2)
    placed = place_order(parcels.at_till(want(parcels.coffee), want(tea, 2), customer_uid=member.uid), at=NOON)
    of_tea = next(each for each in parcels_of(placed.uid) if each.store == parcels.stores[0])
    of_coffee = next(each for each in parcels_of(placed.uid) if each.store == parcels.stores[1])
    parcels.ship(of_coffee)
    reject_shipment(of_tea.uid, reason=SourcingReason.NOT_FOUND, staff_uid=parcels.staff.uid, at=LATER)

    give_up(parked_of(placed.uid).uid, reason="どの店にもない", staff_uid=parcels.staff.uid, at=LATER)

    order = get_order(placed.uid)
    assert (placed.total_minor, order.total_minor, order.status) == (2_550, 1_550, "completed")
    assert list(Refund.objects.values_list("amount_minor", "status")) == [(1_000, "by_hand")]
    told = [event.name for event in Event.objects.filter(subject_uid=placed.uid).order_by("id")]
    assert told[-3:] == ["Order Line Short", "Delivery Completed", "Points Earned"]
    sale, short = receipts_of_order(placed.uid)
    assert (sale.kind, sale.total_minor, sale.short_minor) == ("sale", 2_550, 1_000)
    assert (short.kind, short.number, short.original_number) == ("short", f"{order.number}-S1", sale.number)
    assert [(line.sku, line.quantity, line.total_minor) for line in short.lines] == [(tea.sku, 2, 1_000)]
    assert [(tax.rate_bp, tax.tax_minor, tax.gross_minor) for tax in short.taxes] == [(800, 74, 1_000)]
    assert [(tender.provider, tender.amount_minor) for tender in short.tenders] == [("cash", 1_000)]
    assert points_of_customer(member.pk).balance == order.points < placed.points
    assert all_differences() == []


def test_giving_up_locks_the_points_before_the_coupons() -> None:
    parcels, tea, member = Parcels(has=(0, 5)), make_variant(price_minor=500), make_member()
    stock_up(parcels.stores[0], tea, 1)
    coupon = make_coupon(amount_minor=100, minimum_minor=1_200, redemption_limit=5)
    wanted = parcels.at_till(
        want(parcels.coffee), want(tea), customer_uid=member.uid, coupon_codes=(coupon.code,), tendered_minor=5_000
    )
    placed = place_order(wanted, at=NOON)
    of_tea = next(each for each in parcels_of(placed.uid) if each.store == parcels.stores[0])
    of_coffee = next(each for each in parcels_of(placed.uid) if each.store == parcels.stores[1])
    parcels.ship(of_coffee)
    reject_shipment(of_tea.uid, reason=SourcingReason.NOT_FOUND, staff_uid=parcels.staff.uid, at=LATER)

    with CaptureQueriesContext(connection) as asked:
        give_up(parked_of(placed.uid).uid, reason="どの店にもない", staff_uid=parcels.staff.uid, at=LATER)

    statements = [query["sql"] for query in asked.captured_queries]
    points = next(place for place, sql in enumerate(statements) if "INSERT INTO loyalty_pointsaccount" in sql)
    coupons = next(place for place, sql in enumerate(statements) if "UPDATE coupons_redemption" in sql)
    assert points < coupons
    coupon.refresh_from_db()
    assert coupon.redeemed_count == 0
    assert get_order(placed.uid).total_minor == 1_550
    assert all_differences() == []


def test_nobody_is_asked_for_more_because_no_store_has_a_part_of_a_delivery() -> None:
    parcels, tea = Parcels(has=(0, 5)), make_variant(price_minor=100)
    stock_up(parcels.stores[0], tea, 1)
    coupon = make_coupon(amount_minor=500, minimum_minor=1_050)
    placed = place_order(parcels.at_till(want(parcels.coffee), want(tea), coupon_codes=(coupon.code,)), at=NOON)
    of_tea = next(each for each in parcels_of(placed.uid) if each.store == parcels.stores[0])
    of_coffee = next(each for each in parcels_of(placed.uid) if each.store == parcels.stores[1])
    parcels.ship(of_coffee)
    reject_shipment(of_tea.uid, reason=SourcingReason.NOT_FOUND, staff_uid=parcels.staff.uid, at=LATER)

    give_up(parked_of(placed.uid).uid, reason="どの店にもない", staff_uid=parcels.staff.uid, at=LATER)

    order = get_order(placed.uid)
    assert (placed.total_minor, order.total_minor, order.status) == (1_150, 1_050, "completed")
    assert Refund.objects.get().amount_minor == 100
    assert all_differences() == []


def test_what_a_till_sends_home_earns_no_points_on_its_receipt_and_loses_none_on_its_void() -> None:
    parcels, member = Parcels(), make_member()
    placed = parcels.sell(2, customer_uid=member.uid)

    cancel_order(placed.uid, by="staff", at=LATER)

    assert placed.points == 23
    assert [(receipt.kind, receipt.points) for receipt in receipts_of_order(placed.uid)] == [("sale", 0), ("void", 0)]
    assert points_of_customer(member.pk).balance == 0


def test_a_delivery_paid_in_cash_that_is_cancelled_owes_the_cash_and_takes_the_receipt_back() -> None:
    parcels = Parcels(has=(1, 2))
    placed = parcels.sell(3)

    cancel_order(placed.uid, by="staff", at=LATER, reason="間違い")
    cancel_order(placed.uid, by="staff", at=LATER, reason="間違い")

    assert [figures(parcels, place) for place in (0, 1)] == [(1, 0), (2, 0)]
    refund = Refund.objects.get()
    assert (refund.status, refund.amount_minor) == ("by_hand", 3_550)
    assert [receipt.kind for receipt in receipts_of_order(placed.uid)] == ["sale", "void"]
    assert parcels_of(placed.uid) == []
    assert all_differences() == []


def test_an_order_of_a_store_that_went_out_of_business_is_still_completed_or_taken_back(settings: Any) -> None:
    settings.PAY_BY = ["bank_transfer"]
    parcels = Parcels(has=(0, 5))
    sent, taken_back = place_order(parcels.online(want(parcels.coffee)), at=NOON), parcels.sell()
    pay_by_transfer(sent.uid, sent.total_minor)
    Store.objects.filter(pk=parcels.stores[0].pk).update(is_active=False)

    parcels.ship(parcels_of(sent.uid)[0])
    cancel_order(taken_back.uid, by="staff", at=LATER)

    assert [get_order(each.uid).status for each in (sent, taken_back)] == ["completed", "canceled"]
    assert [[receipt.kind for receipt in receipts_of_order(each.uid)] for each in (sent, taken_back)] == [
        ["sale"],
        ["sale", "void"],
    ]
    assert all_differences() == []


def test_nothing_is_cancelled_or_voided_once_a_parcel_left_nor_handed_over_at_a_counter() -> None:
    parcels = Parcels(has=(1, 2))
    placed = parcels.sell(3)
    with refused(IsDelivered):
        hand_over(placed.uid, at_counter(parcels.register, parcels.staff, tendered_minor=0), at=LATER)
    first, second = parcels_of(placed.uid)
    parcels.ship(first)
    with refused(ParcelLeft):
        cancel_order(placed.uid, by="staff", at=LATER)
    parcels.ship(second)
    with refused(VoidNotAllowed):
        void_sale(placed.uid, reason="間違い", register_uid=parcels.register.uid, staff_uid=parcels.staff.uid, at=LATER)

    assert get_order(placed.uid).status == "completed"


def test_a_coupon_is_free_again_once_all_goods_of_a_delivery_are_back_though_its_fee_stays_paid() -> None:
    parcels, member, coupon = Parcels(), make_member(), make_coupon(amount_minor=300, redemption_limit=5)
    placed = parcels.sell(2, customer_uid=member.uid, coupon_codes=(coupon.code,))
    parcels.ship(parcels_of(placed.uid)[0])
    goods = Order.objects.get(uid=placed.uid).lines.get(fee="")
    return_goods(bring_back(placed, parcels.register, parcels.staff, (goods, 1)), at=LATER)
    assert coupons_used(coupon) == 1

    rest = bring_back(placed, parcels.register, parcels.staff, (goods, 1))
    asked = quote_return(rest, at=LATER).deeds
    return_goods(rest, at=LATER)

    assert asked == (Deed.VOID_SALE,)  # as for any sale of which no goods are left on its day
    assert coupons_used(coupon) == 0
    assert all_differences() == []


def coupons_used(coupon: Coupon) -> int:
    """How many uses of it are spent."""
    coupon.refresh_from_db()
    return coupon.redeemed_count


def test_what_was_delivered_can_be_brought_back_to_any_store_and_its_fee_stays_paid() -> None:
    parcels, member = Parcels(has=(0, 5)), make_member()
    placed = parcels.sell(2, customer_uid=member.uid)
    parcels.ship(parcels_of(placed.uid)[0])
    order = Order.objects.get(uid=placed.uid)
    goods = order.lines.get(fee="")

    back = return_goods(bring_back(placed, parcels.register, parcels.staff, (goods, 2)), at=LATER)

    assert (back.total_minor, back.is_full) == (2_000, False)
    assert figures(parcels, 0) == (2, 0)
    assert get_order(placed.uid).returned_minor == 2_000
    assert all_differences() == []


def test_a_parcel_of_an_order_that_is_none_is_not_found() -> None:
    parcels = Parcels()

    with refused(ShipmentNotFound):
        ship_shipment(uuid7(), carrier="own", tracking_number="", staff_uid=parcels.staff.uid, at=NOON)

    assert not Event.objects.filter(name="Order Shipped").exists()
