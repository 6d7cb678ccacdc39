"""The checks at the end of a run bite: each wrong in the books is told with its ids."""

from dataclasses import replace
from uuid import UUID

import pytest
from django.db import connection
from django.utils import timezone

from noren.kernel.ids import uuid7
from noren.orders.models import Order
from noren.orders.place import place_order
from noren.orders.wanted import PlaceOrder
from noren.stock.models import Level
from tests.chaos.checks import all_troubles
from tests.chaos.records import OrderSeen, Records, SaleSeen
from tests.chaos.world import World, make_world
from tests.factories import counter_sale, pickup, want

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_world()


def _sold(world: World, records: Records) -> UUID:
    """A sale at the first register, as the books and the hands at the till have it."""
    shop = world.shop
    variant = Level.objects.get(variant__sku=world.skus[0]).variant
    wanted: PlaceOrder = counter_sale(
        shop.registers[0], shop.staff, want(variant, 2), tendered_minor=2 * variant.price_minor + 50
    )
    placed = place_order(wanted, at=timezone.now())
    seen = SaleSeen(placed.uid, 1, ((variant.sku, 2),), 2 * variant.price_minor, 2 * variant.price_minor + 50)
    records.tapped(seen)
    records.handed_out(
        placed.uid,
        number=placed.receipt_number or "",
        is_made_here=False,
        amounts_minor=(seen.total_minor, seen.tendered_minor, 50),
    )
    return placed.uid


def _troubles(records: Records, world: World) -> list[str]:
    """All but that the shifts of these tests are open."""
    return [each for each in all_troubles(records, world) if not each.startswith("shift ")]


def test_books_that_say_what_was_seen_are_well(world: World) -> None:
    records = Records()
    _sold(world, records)

    assert _troubles(records, world) == []


def test_a_sale_that_a_coupon_paid_for_has_no_cash(world: World) -> None:
    records = Records()
    uid = _sold(world, records)
    records.sales[uid] = replace(records.sales[uid], total_minor=0, tendered_minor=0)

    assert any(each.startswith(f"sale {uid}: cash was [], and stands as [(") for each in _troubles(records, world))


def test_a_kept_sale_that_is_not_booked_is_told(world: World) -> None:
    records, lost = Records(), uuid7()
    records.tapped(SaleSeen(lost, 2, ((world.skus[1], 1),), 110, 110))
    records.kept(lost)

    assert _troubles(records, world) == [f"sale {lost} of till 2, receipt not seen: not booked"]


def test_a_kept_sale_that_was_refused_to_a_waiting_customer_may_be_missing_for_a_coupon_alone(world: World) -> None:
    records, for_coupon, for_goods = Records(), uuid7(), uuid7()
    for uid, code in ((for_coupon, "coupon_exhausted"), (for_goods, "stock_short")):
        records.tapped(SaleSeen(uid, 2, ((world.skus[1], 1),), 110, 110))
        records.kept(uid)
        records.refused(uid, code)

    assert _troubles(records, world) == [f"sale {for_goods} of till 2: refused as stock_short"]

    records.kept(for_coupon)  # the till did not take the refusal in
    assert f"sale {for_coupon} of till 2, receipt not seen: not booked" in _troubles(records, world)


def test_a_sale_whose_receipt_was_handed_out_is_not_excused_by_a_refusal(world: World) -> None:
    records, uid = Records(), uuid7()
    records.tapped(SaleSeen(uid, 2, ((world.skus[1], 1),), 110, 110))
    records.handed_out(uid, number="2-ABCDEFGH", is_made_here=True, amounts_minor=(110, 110, 0))

    records.refused(uid, "coupon_exhausted")

    assert _troubles(records, world) == [f"sale {uid} of till 2, receipt 2-ABCDEFGH: not booked"]


def test_a_sale_that_was_tapped_and_then_nobody_knows_may_be_missing(world: World) -> None:
    records = Records()
    records.tapped(SaleSeen(uuid7(), 2, ((world.skus[1], 1),), 110, 110))

    assert _troubles(records, world) == []


def test_a_sale_that_nobody_finished_is_told(world: World) -> None:
    records = Records()
    uid = _sold(world, records)
    records.sales.clear()

    assert f"sale {uid}: booked, and nobody finished it at a till" in _troubles(records, world)


def test_a_sale_that_is_booked_twice_is_told(world: World) -> None:
    records = Records()
    uid, second = _sold(world, records), _sold(world, records)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE orders_order DROP CONSTRAINT orders_order_uid_key")
    Order.objects.filter(uid=second).update(uid=uid)

    assert f"sale {uid}: booked 2 times" in _troubles(records, world)


@pytest.mark.parametrize(
    ("what", "changes"),
    [
        ("total", {"total_minor": 1}),
        ("goods", {"goods": (("200001", 2),)}),
        ("cash", {"tendered_minor": 1}),
        ("register", {"till": 2}),
        ("receipt", {"number": "1-00000000"}),
    ],
)
def test_a_sale_that_is_booked_otherwise_is_told(world: World, what: str, changes: dict[str, object]) -> None:
    records = Records()
    uid = _sold(world, records)
    records.sales[uid] = replace(records.sales[uid], **changes)  # type: ignore[arg-type]

    assert any(each.startswith(f"sale {uid}: {what} was ") for each in _troubles(records, world))


def test_a_receipt_that_says_other_amounts_than_the_screen_is_told() -> None:
    records, uid = Records(), uuid7()
    records.tapped(SaleSeen(uid, 1, (), 980, 1_000))

    records.handed_out(uid, number="7KQ", is_made_here=False, amounts_minor=(970, 1_000, 30))

    assert records.troubles == [f"sale {uid}: the receipt says (970, 1000, 30), the screen asked for (980, 1000, 20)"]


def test_an_order_that_is_not_as_its_shopper_was_told_is_told(world: World) -> None:
    records = Records()
    variant = Level.objects.get(variant__sku=world.skus[0]).variant
    placed = place_order(pickup(world.shop.store, want(variant, 1)), at=timezone.now())
    lost = uuid7()
    records.answered(OrderSeen(placed.uid, ((variant.sku, 1),), "out_of_stock"))
    records.answered(OrderSeen(lost, ((variant.sku, 1),), "canceled"))

    assert _troubles(records, world) == [
        f"order {placed.uid}: the shopper was told out_of_stock, and it is placed",
        f"order {lost}: the shopper was told canceled, and it is not there",
        f"SKU {variant.sku}: 1 pieces promised, and shoppers were told 0",
    ]


def test_pieces_that_are_gone_without_a_sale_are_told(world: World) -> None:
    Level.objects.filter(variant__sku=world.skus[0]).update(on_hand=9)

    assert _troubles(Records(), world) == [
        f"SKU {world.skus[0]}: 9 pieces on hand, and 10 by what was sold and counted"
    ]
