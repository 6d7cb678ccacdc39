"""Placing orders, for pickup and over the counter."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from noren.coupons.errors import CouponExhausted, CouponNotApplicable, CouponNotFound, CouponUsedByCustomer
from noren.kernel.ids import uuid7
from noren.loyalty.queries import points_of_customer
from noren.orders.basket import open_basket
from noren.orders.errors import (
    BasketEmpty,
    ContactMissing,
    CustomerNotFound,
    OrderUidTaken,
    PriceChanged,
    QuantityInvalid,
    RegisterNotFound,
    VariantNotFound,
)
from noren.orders.models import History, Order
from noren.orders.pick import short_pick
from noren.orders.place import place_order, quote_order
from noren.orders.queries import get_order
from noren.orders.wanted import Contact
from noren.payments.errors import TenderTooSmall
from noren.stock.errors import OutOfStock
from noren.stock.models import Movement
from noren.stores.errors import PickupNotOffered, StoreClosed, StoreNotFound
from noren.stores.models import SpecialDay
from noren.timeline.models import Event
from tests.factories import (
    NOON,
    all_differences,
    counter_sale,
    make_coupon,
    make_guest,
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


def test_a_long_order_is_written_with_its_lines_in_one_statement(django_assert_max_num_queries: Any) -> None:
    store = make_store()
    variants = [make_variant(price_minor=100 + number) for number in range(60)]
    for variant in variants:
        stock_up(store, variant, 3)
    wanted = pickup(store, *(want(variant, number % 3 + 1) for number, variant in enumerate(variants)))

    with django_assert_max_num_queries(20) as asked:
        placed = place_order(wanted, at=NOON)

    lines = Order.objects.get(uid=placed.uid).lines.order_by("position").select_related("variant")
    assert [(line.position, line.uid, line.variant, line.quantity) for line in lines] == [
        (place, line.uid, variant, line.quantity)
        for place, (line, variant) in enumerate(zip(wanted.lines, variants, strict=True), start=1)
    ]
    assert sum("INSERT INTO orders_orderline" in query["sql"] for query in asked.captured_queries) == 1
    assert sum('INSERT INTO "orders_order"' in query["sql"] for query in asked.captured_queries) == 1


def test_only_a_uid_that_somebody_may_know_is_looked_for(django_assert_max_num_queries: Any) -> None:
    store, variant = make_store(), make_variant()
    stock_up(store, variant, 5)
    wanted = pickup(store, want(variant, 1))

    with django_assert_max_num_queries(20) as of_known:
        place_order(wanted, at=NOON)
    with django_assert_max_num_queries(20) as of_new:
        place_order(replace(pickup(store, want(variant, 1)), is_uid_new=True), at=NOON)

    assert len(of_new) == len(of_known) - 2
    assert not any("hashtextextended('order '" in query["sql"] for query in of_new.captured_queries)


def test_a_pickup_allocates_stock_and_leaves_the_payment_due() -> None:
    store, variant = make_store(), make_variant(price_minor=980)
    level = stock_up(store, variant, 5)

    placed = place_order(pickup(store, want(variant, 2)), at=NOON)

    level.refresh_from_db()
    assert (level.on_hand, level.allocated, level.available) == (5, 2, 3)
    assert (placed.status, placed.total_minor, placed.tax_minor) == ("placed", 1960, 145)
    assert placed.due_at == datetime(2026, 7, 4, 4, 0, tzinfo=UTC)
    assert placed.kept_until == datetime(2026, 7, 7, 20, 0, tzinfo=UTC)
    order = get_order(placed.uid)
    assert [(payment.status, payment.amount_minor) for payment in order.payments] == [("due", 1960)]
    assert order.taxes == ({"rate_bp": 800, "net_minor": 1815, "tax_minor": 145, "gross_minor": 1960},)
    assert list(Event.objects.values_list("name", flat=True)) == ["Order Completed"]
    assert all_differences() == []


def test_the_same_uid_twice_answers_the_stored_order() -> None:
    store, variant = make_store(), make_variant()
    level = stock_up(store, variant, 5)
    wanted = pickup(store, want(variant, 2))

    first, second = place_order(wanted, at=NOON), place_order(wanted, at=NOON)

    level.refresh_from_db()
    assert first == second
    assert level.allocated == 2
    assert Order.objects.count() == 1


def test_a_known_uid_tells_nobody_else_of_its_order() -> None:
    store, other_store, variant, member = make_store(), make_store(), make_variant(), make_member()
    stock_up(store, variant, 5)
    wanted = pickup(store, want(variant))
    placed = place_order(wanted, at=NOON)
    contact = wanted.contact
    assert contact is not None

    others: list[dict[str, object]] = [
        {"contact": make_guest()},
        {"contact": None, "customer_uid": member.uid},
        {"channel": "api"},
        {"store_code": other_store.code},
        {"fulfillment": "counter"},
        {"fulfillment": "counter", "contact": None},
    ]
    for other in others:
        with refused(OrderUidTaken):
            place_order(replace(wanted, **other), at=NOON)  # type: ignore[arg-type]
    again = replace(wanted, contact=replace(contact, email=contact.email.upper()))
    assert place_order(again, at=NOON) == placed


def test_an_order_of_a_member_is_answered_to_that_member_alone() -> None:
    store, variant, member = make_store(), make_variant(), make_member()
    stock_up(store, variant, 5)
    wanted = pickup(store, want(variant), customer=member)
    placed = place_order(wanted, at=NOON)

    assert place_order(wanted, at=NOON) == placed
    with refused(OrderUidTaken):
        place_order(replace(wanted, customer_uid=make_member().uid), at=NOON)


def test_other_goods_or_money_under_the_uid_of_a_sale_are_refused_and_not_lost() -> None:
    store, coffee, milk = make_store(), make_variant(price_minor=980), make_variant(price_minor=980)
    stock_up(store, coffee, 5)
    sold = counter_sale(make_register(store), make_staff(), want(coffee), tendered_minor=1000)
    sold = replace(sold, expected_total_minor=980)
    placed = place_order(sold, at=NOON)

    others: list[dict[str, object]] = [
        {"lines": (want(milk),)},
        {"lines": (want(coffee, 2),), "expected_total_minor": 1960},
        {"lines": (want(coffee), want(milk)), "expected_total_minor": None},
        {"expected_total_minor": 882},
    ]
    for other in others:
        with refused(OrderUidTaken):
            place_order(replace(sold, **other), at=NOON)  # type: ignore[arg-type]
    assert place_order(sold, at=NOON) == placed
    assert place_order(replace(sold, expected_total_minor=None), at=NOON) == placed


def test_the_same_list_paid_at_two_devices_of_a_register_is_no_repeat() -> None:
    store, coffee = make_store(), make_variant(price_minor=980)
    stock_up(store, coffee, 5)
    sold = counter_sale(make_register(store), make_staff(), want(coffee), tendered_minor=1000)
    placed = place_order(sold, at=NOON)
    elsewhere = tuple(replace(tender, uid=uuid7()) for tender in sold.tenders)

    with refused(OrderUidTaken):
        place_order(replace(sold, tenders=elsewhere), at=NOON)

    assert place_order(sold, at=NOON) == placed
    assert Order.objects.count() == 1


def test_a_short_picked_order_is_still_answered_to_who_asks_for_what_was_ordered() -> None:
    store, coffee, milk = make_store(), make_variant(price_minor=980), make_variant(price_minor=248)
    stock_up(store, coffee, 5)
    stock_up(store, milk, 5)
    wanted = replace(pickup(store, want(milk), want(coffee, 2)), expected_total_minor=2208)
    placed = place_order(wanted, at=NOON)
    line = next(line for line in get_order(placed.uid).lines if line.sku == coffee.sku)
    short_pick(placed.uid, line.uid, picked_quantity=1, reason="damaged", staff_uid=make_staff().uid, at=NOON)

    again = place_order(wanted, at=NOON)

    assert (again.number, again.total_minor) == (placed.number, 1228)
    with refused(OrderUidTaken):
        place_order(replace(wanted, lines=(want(milk), want(coffee))), at=NOON)


def test_a_basket_that_is_ordered_is_answered_whatever_was_put_into_it_meanwhile() -> None:
    store, variant = make_store(), make_variant()
    stock_up(store, variant, 5)
    wanted = pickup(store, want(variant), basket_uid=open_basket(customer_id=None, at=NOON))
    placed = place_order(wanted, at=NOON)

    assert place_order(replace(wanted, lines=(want(variant, 3),)), at=NOON) == placed


def test_the_uid_of_a_past_sale_places_nothing() -> None:
    store, variant = make_store(), make_variant()
    stock_up(store, variant, 5)
    wanted = pickup(store, want(variant))
    history = History.objects.create(uid=uuid7(), source="pos", started_at=NOON, finished_at=NOON)
    Order.objects.create(
        uid=wanted.uid,
        status="completed",
        source="history",
        channel="web",
        store=store,
        goods_minor=980,
        discount_minor=0,
        tax_minor=72,
        total_minor=980,
        placed_at=NOON,
        business_date=NOON.date(),
        completed_at=NOON,
        history=history,
    )

    with refused(OrderUidTaken):
        place_order(wanted, at=NOON)


def test_two_lines_of_one_variant_are_summed_before_they_are_promised() -> None:
    store, variant = make_store(), make_variant()
    stock_up(store, variant, 3)

    with refused(OutOfStock) as refusal:
        place_order(pickup(store, want(variant, 2), want(variant, 2)), at=NOON)

    assert refusal.value.field == "lines.0.quantity"
    assert refusal.value.details["available"] == 3
    assert (Order.objects.count(), Event.objects.count()) == (0, 0)
    assert Movement.objects.filter(kind="allocated").count() == 0


def test_a_sale_over_the_counter_takes_cash_gives_change_and_earns_points() -> None:
    store, member = make_store(), make_member()
    register, staff = make_register(store), make_staff(store=store)
    coffee, filters = make_variant(price_minor=980), make_variant(price_minor=280, tax_class="standard")
    level = stock_up(store, coffee, 5)

    sale = counter_sale(register, staff, want(coffee, 1), want(filters, 2), tendered_minor=2000, customer=member)
    placed = place_order(sale, at=NOON)

    level.refresh_from_db()
    assert (placed.status, placed.total_minor, placed.change_minor) == ("completed", 1540, 460)
    assert (level.on_hand, level.allocated) == (4, 0)
    assert placed.points == points_of_customer(member.pk).balance == 14
    assert get_order(placed.uid).receipt_numbers == (placed.receipt_number,)
    assert sorted(Event.objects.values_list("name", flat=True)) == ["Order Completed", "Points Earned"]
    assert all_differences() == []


def test_a_counter_sale_is_not_refused_because_the_count_says_zero() -> None:
    store, variant = make_store(), make_variant()
    register, staff = make_register(store), make_staff(store=store)
    level = stock_up(store, variant, 1)
    place_order(pickup(store, want(variant, 1)), at=NOON)

    place_order(counter_sale(register, staff, want(variant, 1), tendered_minor=980), at=NOON)

    level.refresh_from_db()
    assert (level.on_hand, level.allocated, level.short) == (0, 1, 1)
    assert all_differences() == []


def test_too_little_cash_is_refused_and_nothing_is_written() -> None:
    store, variant = make_store(), make_variant(price_minor=980)
    register, staff = make_register(store), make_staff(store=store)
    level = stock_up(store, variant, 5)

    with refused(TenderTooSmall):
        place_order(counter_sale(register, staff, want(variant, 1), tendered_minor=979), at=NOON)

    level.refresh_from_db()
    assert level.on_hand == 5
    assert Order.objects.count() == 0


def test_a_coupon_is_redeemed_with_the_order_and_told() -> None:
    store, variant = make_store(), make_variant(price_minor=1000)
    stock_up(store, variant, 5)
    coupon = make_coupon(percent_bp=2000, redemption_limit=1)

    placed = place_order(pickup(store, want(variant, 2), coupon_codes=(f" {coupon.code.lower()} ",)), at=NOON)

    coupon.refresh_from_db()
    assert (placed.total_minor, placed.discount_minor, coupon.redeemed_count) == (1600, 400, 1)
    assert sorted(Event.objects.values_list("name", flat=True)) == ["Coupon Redeemed", "Order Completed"]
    with refused(CouponExhausted):
        place_order(pickup(store, want(variant, 1), coupon_codes=(coupon.code,)), at=NOON)
    assert all_differences() == []


def test_a_coupon_limited_per_customer_is_refused_the_second_time() -> None:
    store, variant, member = make_store(), make_variant(), make_member()
    stock_up(store, variant, 5)
    coupon = make_coupon(customer_limit=1)
    place_order(pickup(store, want(variant), customer=member, coupon_codes=(coupon.code,)), at=NOON)

    with refused(CouponUsedByCustomer):
        place_order(pickup(store, want(variant), customer=member, coupon_codes=(coupon.code,)), at=NOON)

    assert Order.objects.count() == 1
    assert all_differences() == []


def test_an_email_of_a_member_does_not_open_the_members_coupons_to_a_guest() -> None:
    store, variant = make_store(), make_variant()
    stock_up(store, variant, 5)
    member = make_member(email="haruka@example.jp")
    coupon = make_coupon(customer_limit=1)
    wanted = pickup(store, want(variant), coupon_codes=(coupon.code,))

    with refused(CouponNotApplicable):
        place_order(replace(wanted, contact=Contact("佐藤", member.email)), at=NOON)


@pytest.mark.parametrize("quantity", [0, -1, 10_000, 10**9])
def test_a_quantity_nobody_can_order_is_refused_at_its_field(quantity: int) -> None:
    store, variant = make_store(), make_variant()

    with refused(QuantityInvalid) as refusal:
        place_order(pickup(store, want(variant), want(variant, quantity)), at=NOON)

    assert refusal.value.field == "lines.1.quantity"


def test_unknown_goods_people_places_and_codes_are_refused() -> None:
    store, variant, member = make_store(), make_variant(), make_member()
    stock_up(store, variant, 5)
    good = pickup(store, want(variant))

    with refused(VariantNotFound):
        place_order(replace(good, lines=(replace(good.lines[0], sku="nothing"),)), at=NOON)
    with refused(BasketEmpty):
        place_order(replace(good, lines=()), at=NOON)
    with refused(StoreNotFound):
        place_order(replace(good, store_code="nowhere"), at=NOON)
    with refused(CustomerNotFound):
        place_order(replace(good, customer_uid=store.uid), at=NOON)
    with refused(ContactMissing):
        place_order(replace(good, contact=None), at=NOON)
    with refused(CouponNotFound):
        place_order(replace(good, coupon_codes=("NOSUCHCODE",)), at=NOON)
    with refused(RegisterNotFound):
        place_order(replace(good, fulfillment="counter", customer_uid=member.uid), at=NOON)
    assert Order.objects.count() == 0


def test_a_changed_price_is_said_and_nothing_is_placed() -> None:
    store, variant = make_store(), make_variant(price_minor=1080)
    stock_up(store, variant, 5)

    with refused(PriceChanged) as refusal:
        place_order(pickup(store, want(variant, 1, seen_price_minor=980), expected_total_minor=980), at=NOON)

    assert isinstance(refusal.value, PriceChanged)
    assert [(change.seen_minor, change.now_minor) for change in refusal.value.changes] == [(980, 1080)]
    assert refusal.value.details == {"expected": 980, "now": 1080}
    assert Order.objects.count() == 0


def test_a_store_that_is_closed_or_without_pickup_takes_no_pickup() -> None:
    closed, without, variant = make_store(), make_store(is_pickup_enabled=False), make_variant()
    SpecialDay.objects.bulk_create(
        SpecialDay(store=closed, date=datetime(2026, 7, day, tzinfo=UTC).date()) for day in range(3, 15)
    )
    for store in (closed, without):
        stock_up(store, variant, 5)

    with refused(StoreClosed):
        place_order(pickup(closed, want(variant)), at=NOON)
    with refused(PickupNotOffered):
        place_order(pickup(without, want(variant)), at=NOON)

    assert Order.objects.count() == 0


def test_a_coupon_that_is_not_earned_refuses_the_order_but_not_the_quote() -> None:
    store, variant = make_store(), make_variant(price_minor=980)
    stock_up(store, variant, 5)
    coupon = make_coupon(amount_minor=500, minimum_minor=3000)
    wanted = pickup(store, want(variant), coupon_codes=(coupon.code,))

    with refused(CouponNotApplicable):
        place_order(wanted, at=NOON)

    quote = quote_order(wanted, at=NOON)
    assert quote.total_minor == 980
    assert [skipped.reason for skipped in quote.skipped] == ["below_minimum"]
