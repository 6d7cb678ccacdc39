"""An order that changes before it is picked: fewer, more, others, none; what becomes of stock, coupons and money."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from pytest_django import Settings

from noren.catalog.models import Variant
from noren.kernel.ids import uuid7
from noren.orders.change_wanted import ChangeOrder, LineChange
from noren.orders.changes import changes_of_order
from noren.orders.edit import change_order, quote_change
from noren.orders.end import cancel_order
from noren.orders.errors import (
    AlreadyHandedOver,
    ChangeEmpty,
    ChangeNotOffered,
    ChangeUidTaken,
    LineChanged,
    LineNotFound,
    OnlyFewer,
    OrderEnded,
    OrderNotChangeable,
    PriceChanged,
    QuantityInvalid,
    ReasonMissing,
    VariantNotFound,
)
from noren.orders.hand_over import hand_over
from noren.orders.models import Order, OrderChange
from noren.orders.pick import mark_ready, short_pick
from noren.orders.place import place_order
from noren.orders.queries import get_order
from noren.orders.wanted import WantedLine
from noren.stock.errors import OutOfStock
from noren.stock.models import Movement
from noren.timeline.models import Event
from tests.factories import (
    NOON,
    all_differences,
    at_counter,
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


def by_staff(*lines: LineChange, added: tuple[WantedLine, ...] = (), **fields: Any) -> ChangeOrder:
    """What somebody in the office asks for a customer who called."""
    values: dict[str, Any] = {"uid": uuid7(), "by": "staff", "channel": "office", "reason": "お客様のご希望", **fields}
    return ChangeOrder(lines=lines, added=added, **values)


def by_buyer(*lines: LineChange, **fields: Any) -> ChangeOrder:
    """What a buyer asks on the order's page."""
    return by_staff(*lines, **{"by": "customer", "channel": "web", "reason": "", **fields})


def line_of(order_uid: UUID, variant: Variant) -> UUID:
    """The line of a variant."""
    return next(line.uid for line in get_order(order_uid).lines if line.sku == variant.sku)


def test_fewer_pieces_are_free_at_once_and_less_is_due_with_who_changed_what() -> None:
    store, coffee, cup = make_store(), make_variant(price_minor=1_000), make_variant(price_minor=500)
    level, staff = stock_up(store, coffee, 5), make_staff(store=store)
    stock_up(store, cup, 5)
    placed = place_order(pickup(store, want(coffee, 3), want(cup)), at=NOON)
    line = LineChange(line_of(placed.uid, coffee), 1, seen_quantity=3)
    wanted = by_staff(line, staff_uid=staff.uid, expected_total_minor=1_500)

    quote = quote_change(placed.uid, wanted, at=LATER)
    done = change_order(placed.uid, wanted, at=LATER)

    level.refresh_from_db()
    order = get_order(placed.uid)
    assert (quote.total_before_minor, quote.total_minor, quote.due_minor, quote.is_all) == (3_500, 1_500, 1_500, False)
    assert (done.total_before_minor, done.total_minor, done.status) == (3_500, 1_500, "placed")
    assert [(each.quantity, each.ordered_quantity) for each in order.lines] == [(1, 1), (1, 1)]
    assert (order.due_minor, level.on_hand, level.allocated) == (1_500, 5, 1)
    assert Movement.objects.get(kind="released").cause_kind == "order_change"
    (change,) = changes_of_order(placed.uid)
    assert [(each.name, each.before, each.after) for each in change.lines] == [(coffee.product.name, 3, 1)]
    assert (change.by, change.staff_name, change.reason, change.at) == ("staff", "山口", "お客様のご希望", LATER)
    event = Event.objects.get(name="Order Updated")
    assert (event.properties["total_before_minor"], event.properties["total_minor"]) == (3_500, 1_500)
    assert all_differences() == []


def test_a_line_is_taken_off_and_other_goods_are_added_at_their_price_of_today() -> None:
    store, coffee, cup, tea = make_store(), *(make_variant(price_minor=minor) for minor in (1_000, 500, 700))
    levels = [stock_up(store, variant, 5) for variant in (coffee, cup, tea)]
    placed = place_order(pickup(store, want(coffee, 2), want(cup)), at=NOON)
    Variant.objects.update(price_minor=9_000)
    Variant.objects.filter(pk=tea.pk).update(price_minor=800)
    wanted = by_staff(LineChange(line_of(placed.uid, cup), 0), added=(want(tea, 2),))

    change_order(placed.uid, wanted, at=LATER)

    for level in levels:
        level.refresh_from_db()
    order = get_order(placed.uid)
    assert [(line.sku, line.quantity, line.unit_price_minor) for line in order.lines] == [
        (coffee.sku, 2, 1_000),
        (tea.sku, 2, 800),
    ]
    assert (order.total_minor, order.due_minor) == (3_600, 3_600)
    assert [level.allocated for level in levels] == [2, 0, 2]
    assert all_differences() == []


def test_more_of_a_line_keeps_its_price_and_the_same_goods_at_that_price_join_their_line() -> None:
    store, coffee, cup = make_store(), make_variant(price_minor=1_000), make_variant(price_minor=500)
    for variant in (coffee, cup):
        stock_up(store, variant, 9)
    placed = place_order(pickup(store, want(coffee), want(cup)), at=NOON)
    Variant.objects.filter(pk=coffee.pk).update(price_minor=1_200)
    more = LineChange(line_of(placed.uid, coffee), 3)

    change_order(placed.uid, by_staff(more, added=(want(cup, 2), want(coffee))), at=LATER)

    assert [(line.sku, line.quantity, line.unit_price_minor) for line in get_order(placed.uid).lines] == [
        (coffee.sku, 3, 1_000),
        (cup.sku, 3, 500),
        (coffee.sku, 1, 1_200),
    ]
    assert all_differences() == []


def test_more_than_is_available_is_refused_at_its_line_and_changes_nothing() -> None:
    store, coffee, cup = make_store(), make_variant(price_minor=1_000), make_variant(price_minor=500)
    stock_up(store, coffee, 3)
    stock_up(store, cup, 1)
    placed = place_order(pickup(store, want(coffee, 2)), at=NOON)
    line = line_of(placed.uid, coffee)
    before = get_order(placed.uid)

    with refused(OutOfStock) as more:
        change_order(placed.uid, by_staff(LineChange(line, 4)), at=LATER)
    with refused(OutOfStock) as added:
        change_order(placed.uid, by_staff(LineChange(line, 1), added=(want(cup, 2),)), at=LATER)

    assert (more.value.field, more.value.details["available"]) == ("lines.0.quantity", 1)
    assert (added.value.field, added.value.details["sku"]) == ("added.0.quantity", cup.sku)
    assert get_order(placed.uid) == before
    assert (OrderChange.objects.count(), Event.objects.filter(name="Order Updated").count()) == (0, 0)
    assert all_differences() == []


def test_a_coupon_that_the_order_no_longer_earns_is_told_before_and_given_back() -> None:
    store, coffee = make_store(), make_variant(price_minor=1_000)
    stock_up(store, coffee, 9)
    coupon = make_coupon(amount_minor=500, minimum_minor=3_000, redemption_limit=1)
    placed = place_order(pickup(store, want(coffee, 3), coupon_codes=(coupon.code,)), at=NOON)
    wanted = by_staff(LineChange(line_of(placed.uid, coffee), 2), expected_total_minor=1_500)

    quote = quote_change(placed.uid, wanted, at=LATER)
    with refused(PriceChanged):
        change_order(placed.uid, wanted, at=LATER)
    done = change_order(placed.uid, replace(wanted, expected_total_minor=quote.total_minor), at=LATER)

    coupon.refresh_from_db()
    assert (quote.lost_coupons, quote.total_minor) == ((coupon.code,), 2_000)
    assert (done.lost_coupons, coupon.redeemed_count) == ((coupon.code,), 0)
    assert Event.objects.filter(name="Coupon Withdrawn").count() == 1
    assert all_differences() == []


def test_a_coupon_follows_what_it_takes_off_and_points_follow_the_total() -> None:
    store, coffee, member = make_store(), make_variant(price_minor=1_080), make_member()
    stock_up(store, coffee, 9)
    coupon = make_coupon(percent_bp=1_000)
    wanted = pickup(store, want(coffee, 2), customer=member, coupon_codes=(coupon.code,))
    placed = place_order(wanted, at=NOON)

    change_order(placed.uid, by_staff(LineChange(line_of(placed.uid, coffee), 5)), at=LATER)

    order = get_order(placed.uid)
    again = place_order(replace(wanted, uid=uuid7(), lines=(want(coffee, 4),)), at=LATER)
    assert (order.discount_minor, order.total_minor, order.points) == (540, 4_860, 45)
    assert again.total_minor == 3_888
    assert all_differences() == []


def test_all_taken_off_cancels_the_order_with_its_reason() -> None:
    store, coffee = make_store(), make_variant()
    level = stock_up(store, coffee, 5)
    placed = place_order(pickup(store, want(coffee, 2)), at=NOON)
    wanted = by_staff(
        LineChange(line_of(placed.uid, coffee), 0, reason="注文間違い"), reason="", expected_total_minor=0
    )

    first, repeat = (change_order(placed.uid, wanted, at=LATER) for _ in range(2))

    level.refresh_from_db()
    order = get_order(placed.uid)
    assert first == repeat
    assert (first.is_all, first.status, order.status, order.ended_reason) == (
        True,
        "canceled",
        "canceled",
        "注文間違い",
    )
    assert (level.allocated, [line.quantity for line in order.lines]) == (0, [2])
    assert Event.objects.filter(name="Order Cancelled").count() == 1
    assert all_differences() == []


def test_a_repeat_answers_the_first_and_another_change_under_its_uid_is_refused() -> None:
    store, coffee = make_store(), make_variant()
    stock_up(store, coffee, 9)
    placed = place_order(pickup(store, want(coffee, 3)), at=NOON)
    line = line_of(placed.uid, coffee)
    wanted = by_staff(LineChange(line, 2, seen_quantity=3))

    first, repeat = (change_order(placed.uid, wanted, at=LATER) for _ in range(2))

    assert first == repeat
    assert OrderChange.objects.count() == 1
    with refused(ChangeUidTaken):
        change_order(placed.uid, replace(wanted, lines=(LineChange(line, 1),)), at=LATER)
    assert all_differences() == []


def test_placing_again_is_answered_though_the_order_was_changed_meanwhile() -> None:
    store, coffee, tea = make_store(), make_variant(), make_variant()
    for variant in (coffee, tea):
        stock_up(store, variant, 9)
    wanted = pickup(store, want(coffee, 3), want(tea))
    placed = place_order(wanted, at=NOON)
    change_order(placed.uid, by_staff(LineChange(line_of(placed.uid, tea), 0)), at=LATER)
    change_order(placed.uid, by_staff(LineChange(line_of(placed.uid, coffee), 1)), at=LATER)

    again = place_order(wanted, at=LATER)

    assert again.uid == placed.uid
    assert Order.objects.count() == 1


def test_buyers_take_off_by_themselves_and_add_only_where_the_shop_lets_them(settings: Settings) -> None:
    store, coffee, tea = make_store(), make_variant(price_minor=1_000), make_variant(price_minor=700)
    for variant in (coffee, tea):
        stock_up(store, variant, 9)
    placed = place_order(pickup(store, want(coffee, 3)), at=NOON)
    line = line_of(placed.uid, coffee)

    with refused(OnlyFewer):
        change_order(placed.uid, by_buyer(LineChange(line, 4)), at=LATER)
    with refused(OnlyFewer):
        change_order(placed.uid, by_buyer(added=(want(tea),)), at=LATER)
    assert change_order(placed.uid, by_buyer(LineChange(line, 2)), at=LATER).total_minor == 2_000
    settings.BUYER_CHANGES = "any"
    assert change_order(placed.uid, by_buyer(LineChange(line, 4), added=(want(tea),)), at=LATER).total_minor == 4_700
    settings.BUYER_CHANGES = "none"
    with refused(ChangeNotOffered):
        change_order(placed.uid, by_buyer(LineChange(line, 1)), at=LATER)
    assert all_differences() == []


def test_what_nobody_can_ask_for_is_refused_where_it_was_asked() -> None:
    store, coffee = make_store(), make_variant()
    stock_up(store, coffee, 9)
    placed = place_order(pickup(store, want(coffee, 3)), at=NOON)
    line = line_of(placed.uid, coffee)

    for error, wanted, field in [
        (ChangeEmpty, by_staff(), "lines"),
        (ChangeEmpty, by_staff(LineChange(line, 3)), "lines"),
        (LineNotFound, by_staff(LineChange(uuid7(), 1)), "lines.0.uid"),
        (LineNotFound, by_staff(LineChange(line, 2), LineChange(line, 1)), "lines.1.uid"),
        (QuantityInvalid, by_staff(LineChange(line, -1)), "lines.0.quantity"),
        (QuantityInvalid, by_staff(added=(want(coffee, 9_999),)), "added"),
        (ReasonMissing, by_staff(LineChange(line, 2), reason=" "), "lines.0.reason"),
        (LineChanged, by_staff(LineChange(line, 2, seen_quantity=4)), "lines.0.quantity"),
        (VariantNotFound, by_staff(added=(WantedLine(uuid7(), "nothing", 1),)), "added.0.sku"),
        (PriceChanged, by_staff(added=(want(coffee, seen_price_minor=1),)), "expected_total_minor"),
    ]:
        with refused(error) as refusal:
            change_order(placed.uid, wanted, at=LATER)
        assert refusal.value.field == field
    assert OrderChange.objects.count() == 0


def test_what_is_ready_or_over_is_not_changed_any_more() -> None:
    store, coffee = make_store(), make_variant(price_minor=1_000)
    stock_up(store, coffee, 9)
    register, staff = make_register(store), make_staff(store=store)
    ready, done, over = (place_order(pickup(store, want(coffee, 2)), at=NOON) for _ in range(3))
    mark_ready(ready.uid, staff_uid=staff.uid, at=LATER)
    hand_over(done.uid, at_counter(register, staff, tendered_minor=2_000), at=LATER)
    cancel_order(over.uid, by="staff", at=LATER)

    for placed, error in ((ready, OrderNotChangeable), (done, AlreadyHandedOver), (over, OrderEnded)):
        with refused(error):
            change_order(placed.uid, by_staff(LineChange(line_of(placed.uid, coffee), 1)), at=LATER)
    assert all_differences() == []


def test_a_line_found_short_can_be_changed_and_is_then_as_it_was_ordered_so() -> None:
    store, coffee = make_store(), make_variant(price_minor=1_000)
    level = stock_up(store, coffee, 9)
    staff = make_staff(store=store)
    placed = place_order(pickup(store, want(coffee, 4)), at=NOON)
    line = line_of(placed.uid, coffee)
    short_pick(placed.uid, line, picked_quantity=3, reason="棚にない", staff_uid=staff.uid, at=LATER)

    change_order(placed.uid, by_staff(LineChange(line, 2, seen_quantity=3)), at=LATER)

    level.refresh_from_db()
    (left,) = get_order(placed.uid).lines
    assert (left.ordered_quantity, left.quantity, level.on_hand, level.allocated) == (2, 2, 8, 2)
    assert all_differences() == []
