"""What staff take off by hand: what it does to a sale, its receipt, its return and its late booking; who may not."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from noren.kernel.ids import uuid7
from noren.orders.errors import OrderUidTaken
from noren.orders.late.errors import FiguresDoNotAddUp
from noren.orders.late.models import LateCause, LateDifference
from noren.orders.late.tests.devices import late_sale
from noren.orders.markdowns.errors import MarkdownNotOffered, MarkdownReasonMissing, MarkdownWithoutEffect
from noren.orders.markdowns.models import MarkdownGiven
from noren.orders.markdowns.wanted import WantedMarkdown
from noren.orders.models import Order, OrderLine
from noren.orders.place import place_order
from noren.orders.receipts import get_receipt
from noren.orders.return_goods import return_goods
from noren.orders.slips.slip import Medium, slip_of
from noren.orders.wanted import PlacedOrder, PlaceOrder, WantedLine
from noren.people.errors import NotAllowed
from noren.people.models import Role
from noren.people.roles import Deed
from noren.pricing import MarkdownKind
from noren.pricing.errors import MarkdownInvalid
from noren.timeline.models import Event
from tests.factories import (
    NOON,
    Shop,
    all_differences,
    bring_back,
    counter_sale,
    make_coupon,
    make_member,
    make_staff,
    make_variant,
    pickup,
    stock_up,
    want,
)
from tests.refusing import refused

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=3)


def _off(kind: MarkdownKind, value: int, line: WantedLine | None = None, reason: str = "傷あり") -> WantedMarkdown:
    return WantedMarkdown(kind, value, reason, line.uid if line else None)


def _sale(shop: Shop, *lines: WantedLine, markdowns: tuple[WantedMarkdown, ...], **fields: Any) -> PlaceOrder:
    return replace(
        counter_sale(shop.register, shop.staff, *lines, tendered_minor=90_000, **fields), markdowns=markdowns
    )


def _place(wanted: PlaceOrder) -> PlacedOrder:
    return place_order(wanted, at=NOON, permit=lambda _deeds: None)


def test_a_new_price_a_discount_and_one_of_the_sale_take_their_turns_before_a_coupon() -> None:
    shop, coupon, member = Shop(), make_coupon(percent_bp=1_000), make_member()
    tea = make_variant(price_minor=500, tax_class="standard", name="緑茶")
    stock_up(shop.store, tea, 10)
    coffee, cup = want(shop.coffee, 2), want(tea)
    markdowns = (
        _off(MarkdownKind.PRICE, 900, coffee),
        _off(MarkdownKind.PERCENT, 2_000, cup, "展示品"),
        _off(MarkdownKind.AMOUNT, 220),
    )

    placed = _place(_sale(shop, coffee, cup, markdowns=markdowns, coupon_codes=(coupon.code,), customer=member))

    # 1,800 + 400 less 180 and 40; a tenth of 1,620 and 360
    order = Order.objects.get(uid=placed.uid)
    first, second = OrderLine.objects.filter(order=order)
    assert (order.goods_minor, order.discount_minor, order.total_minor) == (2_500, 718, 1_782)
    assert first.discounts == [["@price", 200], ["@sale", 180], [coupon.code, 162]]
    assert second.discounts == [["@line", 100], ["@sale", 40], [coupon.code, 36]]
    assert order.points == 16  # 1,458 / 1.08 + 324 / 1.1
    rows = MarkdownGiven.objects.order_by("pk").values_list("kind", "value", "list_minor", "amount_minor", "reason")
    assert list(rows) == [
        ("price", 900, 2_000, 200, "傷あり"),
        ("percent", 2_000, 500, 100, "展示品"),
        ("amount", 220, 2_500, 220, "傷あり"),
    ]
    assert all_differences() == []


def test_its_event_says_who_took_off_what_and_why() -> None:
    shop = Shop()
    coffee = want(shop.coffee)

    placed = _place(_sale(shop, coffee, markdowns=(_off(MarkdownKind.AMOUNT, 100, coffee),)))

    told = Event.objects.get(name="Price Marked Down", subject_uid=placed.uid).properties
    assert (told["staff_uid"], told["amount_minor"], told["is_approved"]) == (str(shop.staff.uid), 100, False)
    assert told["markdowns"] == [
        {"goods": shop.coffee.product.name, "kind": "amount", "value": 100, "amount_minor": 100, "reason": "傷あり"}
    ]


def test_the_receipt_shows_the_list_price_what_was_taken_off_and_why() -> None:
    shop = Shop()
    coffee = want(shop.coffee)
    markdowns = (_off(MarkdownKind.PRICE, 900, coffee), _off(MarkdownKind.PERCENT, 1_000, None, "会員感謝"))

    placed = _place(_sale(shop, coffee, markdowns=markdowns))

    (goods,) = slip_of(get_receipt(str(placed.receipt_number)), medium=Medium.PAPER, link="").goods
    assert [(row.name, row.value) for row in goods.rows] == [
        ("¥1,000 × 1", "¥1,000"),
        ("売価変更：傷あり", "-¥100"),
        ("会計値引：会員感謝", "-¥90"),
    ]


def test_what_comes_back_gives_back_its_part_of_what_was_paid() -> None:
    shop = Shop()
    coffee = want(shop.coffee, 2)
    placed = _place(_sale(shop, coffee, markdowns=(_off(MarkdownKind.AMOUNT, 101, coffee),)))
    line = OrderLine.objects.get(order__uid=placed.uid)

    first = return_goods(bring_back(placed, shop.register, shop.staff, (line, 1)), at=LATER)
    second = return_goods(bring_back(placed, shop.register, shop.staff, (line, 1)), at=LATER)

    assert (placed.total_minor, first.total_minor + second.total_minor) == (1_899, 1_899)
    assert abs(first.total_minor - second.total_minor) <= 1
    assert all_differences() == []


@pytest.mark.parametrize(
    ("markdown", "error"),
    [
        (lambda line: _off(MarkdownKind.PRICE, 1_000, line), MarkdownWithoutEffect),
        (lambda line: _off(MarkdownKind.PRICE, 1_200, line), MarkdownWithoutEffect),
        (lambda line: _off(MarkdownKind.PERCENT, 10_001, line), MarkdownInvalid),
        (lambda line: _off(MarkdownKind.PRICE, 1), MarkdownInvalid),
        (lambda line: _off(MarkdownKind.AMOUNT, 1, want(Shop("S9999").coffee)), MarkdownInvalid),
        (lambda line: _off(MarkdownKind.AMOUNT, 1, line, " "), MarkdownReasonMissing),
        (lambda line: _off(MarkdownKind.AMOUNT, 1, line, "あ" * 201), MarkdownReasonMissing),
    ],
)
def test_what_takes_nothing_off_or_says_no_reason_is_refused(
    markdown: Callable[[WantedLine], WantedMarkdown], error: Any
) -> None:
    shop = Shop()
    coffee = want(shop.coffee)

    with refused(error) as info:
        _place(_sale(shop, coffee, markdowns=(markdown(coffee),)))

    assert str(info.value.field).startswith("markdowns.0")
    assert (Order.objects.count(), MarkdownGiven.objects.count()) == (0, 0)


def test_nobody_brings_a_price_of_their_own_but_a_till_whose_user_may() -> None:
    shop = Shop()
    coffee = want(shop.coffee)
    off = (_off(MarkdownKind.AMOUNT, 100, coffee),)

    def forbid(deeds: object) -> None:
        raise NotAllowed(deed=str(deeds))

    with refused(MarkdownNotOffered):
        place_order(replace(pickup(shop.store, coffee), markdowns=off), at=NOON, permit=lambda _deeds: None)
    with refused(MarkdownNotOffered):
        place_order(_sale(shop, coffee, markdowns=off), at=NOON)
    with refused(NotAllowed):
        place_order(_sale(shop, coffee, markdowns=off), at=NOON, permit=forbid)

    assert Order.objects.count() == 0


@pytest.mark.parametrize(
    ("value", "deeds"),
    [
        (300, [Deed.MARK_DOWN]),
        (301, [Deed.MARK_DOWN, Deed.MARK_DOWN_LARGE]),
    ],
)
def test_more_than_the_limit_off_a_line_is_another_deed(value: int, deeds: list[Deed]) -> None:
    shop, asked = Shop(), list[Deed]()
    coffee = want(shop.coffee)

    place_order(
        _sale(shop, coffee, markdowns=(_off(MarkdownKind.AMOUNT, value, coffee),)), at=NOON, permit=asked.extend
    )

    assert asked == deeds


def test_more_than_the_limit_off_a_sale_is_another_deed() -> None:
    shop, asked = Shop(), list[Deed]()

    place_order(
        _sale(shop, want(shop.coffee, 20), markdowns=(_off(MarkdownKind.AMOUNT, 3_001),)), at=NOON, permit=asked.extend
    )

    assert asked == [Deed.MARK_DOWN, Deed.MARK_DOWN_LARGE]


def test_a_sale_that_is_sent_again_is_answered_and_one_with_other_markdowns_is_refused() -> None:
    shop = Shop()
    coffee = want(shop.coffee)
    sale = _sale(shop, coffee, markdowns=(_off(MarkdownKind.AMOUNT, 100, coffee),))
    wanted = replace(sale, expected_total_minor=900)

    first, again = _place(wanted), _place(wanted)
    with refused(OrderUidTaken):
        _place(replace(wanted, markdowns=(), expected_total_minor=1_000))

    assert (first, again.is_repeated, MarkdownGiven.objects.count()) == (again, True, 1)


def test_a_late_sale_within_the_clerks_own_limit_differs_in_nothing() -> None:
    shop = Shop()
    coupon = make_coupon(percent_bp=1_000)
    by_hand = ((MarkdownKind.PRICE, 900, 0), (MarkdownKind.PERCENT, 1_000, None))

    placed = place_order(
        late_sale(shop.register, shop.staff, (shop.coffee, 2), by_hand=by_hand, coupons=(coupon,)), at=LATER
    )

    assert placed.total_minor == 1_458
    assert list(MarkdownGiven.objects.values_list("amount_minor", flat=True)) == [200, 180]
    assert LateDifference.objects.count() == 0
    assert all_differences() == []


def test_a_late_sale_beyond_the_clerks_limit_is_booked_and_the_difference_stands_beside_it() -> None:
    shop = Shop()
    by_hand = ((MarkdownKind.PERCENT, 5_000, 0),)

    placed = place_order(late_sale(shop.register, shop.staff, (shop.coffee, 8), by_hand=by_hand), at=LATER)

    found = LateDifference.objects.order_by("pk").values_list("cause", "said", "ours", "amount_minor")
    assert placed.total_minor == 4_000
    assert list(found) == [
        (LateCause.MARKDOWN_OVER_LIMIT, 4_000, 3_000, 0),
        (LateCause.MARKDOWN_OVER_PERCENT, 50, 30, 0),
    ]
    assert all_differences() == []


def test_a_manager_without_a_network_takes_off_as_much_as_with_one() -> None:
    shop = Shop()
    manager = make_staff(role=Role.MANAGER, store=shop.store)

    place_order(
        late_sale(shop.register, manager, (shop.coffee, 8), by_hand=((MarkdownKind.PERCENT, 5_000, 0),)), at=LATER
    )

    assert LateDifference.objects.count() == 0


def test_a_late_sale_that_says_other_amounts_than_its_markdowns_come_to_is_booked_with_the_difference() -> None:
    shop = Shop()
    wanted = late_sale(shop.register, shop.staff, (shop.coffee, 1), by_hand=((MarkdownKind.AMOUNT, 200, 0),))
    (markdown,) = wanted.markdowns

    place_order(replace(wanted, markdowns=(replace(markdown, value=150),)), at=LATER)

    row = LateDifference.objects.get()
    assert (row.cause, row.said, row.ours, row.amount_minor) == (LateCause.MARKDOWN, 200, 150, -50)
    assert all_differences() == []


def test_a_late_sale_with_something_taken_off_that_nobody_gave_is_refused() -> None:
    shop = Shop()
    wanted = late_sale(shop.register, shop.staff, (shop.coffee, 1), by_hand=((MarkdownKind.AMOUNT, 200, 0),))
    (markdown,) = wanted.markdowns

    for markdowns in ((), (replace(markdown, line_uid=None),), (markdown, replace(markdown, line_uid=None))):
        with refused(FiguresDoNotAddUp):
            place_order(replace(wanted, uid=uuid7(), markdowns=markdowns), at=LATER)

    assert Order.objects.count() == 0
