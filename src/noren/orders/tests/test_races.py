"""Races on real rows: calls that meet on the same lock, let go at once."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from types import NoneType

import pytest

from noren.coupons.create import CouponDefinition, change_coupon
from noren.coupons.errors import CouponExhausted, CouponUsedByCustomer
from noren.coupons.models import Coupon, CustomerUse, Redemption
from noren.kernel.ids import uuid7
from noren.kernel.racing import race
from noren.orders.basket import choose_store, hold_basket, mark_ordered, open_basket, set_line
from noren.orders.end import cancel_order, expire_orders, void_sale
from noren.orders.errors import AlreadyHandedOver, BasketNotFound, OrderEnded, OrderExpired
from noren.orders.formal_receipt import issue_formal_receipt
from noren.orders.hand_over import hand_over
from noren.orders.models import Basket, FormalReceipt, Order, Receipt
from noren.orders.pick import short_pick
from noren.orders.place import place_order
from noren.orders.print_receipt import print_receipt
from noren.orders.receipt_document import ReceiptDocument
from noren.orders.receipts import get_receipt
from noren.orders.wanted import HandedOver, PlacedOrder
from noren.payments.models import Entry
from noren.stock.errors import OutOfStock
from noren.stock.models import Level
from noren.stores.models import Store
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

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]


both_ways = pytest.mark.parametrize("turn", [1, -1], ids=["in turn", "the other way round"])


def _kinds(outcomes: Sequence[object]) -> list[str]:
    return sorted(type(outcome).__name__ for outcome in outcomes)


def test_two_orders_racing_for_the_last_piece_promise_it_once() -> None:
    store, variant = make_store(), make_variant()
    level = stock_up(store, variant, 1)
    calls = [partial(place_order, pickup(store, want(variant)), at=NOON) for _ in range(2)]

    outcomes = race(*calls, queue_on=Level.objects.filter(pk=level.pk))

    level.refresh_from_db()
    assert _kinds(outcomes) == ["OutOfStock", "PlacedOrder"]
    assert (level.on_hand, level.allocated) == (1, 1)
    assert Order.objects.count() == 1
    assert all_differences() == []


def test_twenty_orders_for_five_pieces_promise_five() -> None:
    store, variant = make_store(), make_variant()
    level = stock_up(store, variant, 5)
    calls = [partial(place_order, pickup(store, want(variant)), at=NOON) for _ in range(20)]

    outcomes = race(*calls, queue_on=Level.objects.filter(pk=level.pk))

    assert _kinds(outcomes) == ["OutOfStock"] * 15 + ["PlacedOrder"] * 5
    assert all_differences() == []


def test_two_orders_racing_for_the_last_use_of_a_coupon_redeem_it_once() -> None:
    store, variant = make_store(), make_variant()
    stock_up(store, variant, 50)
    coupon = make_coupon(redemption_limit=1)
    calls = [
        partial(place_order, pickup(store, want(variant), coupon_codes=(coupon.code,)), at=NOON) for _ in range(20)
    ]

    outcomes = race(*calls, queue_on=Level.objects.filter(store=store))

    coupon.refresh_from_db()
    assert _kinds(outcomes) == ["CouponExhausted"] * 19 + ["PlacedOrder"]
    assert coupon.redeemed_count == Redemption.objects.count() == 1
    assert all_differences() == []


def test_the_last_use_is_spent_once_when_the_orders_meet_only_at_the_coupon() -> None:
    store, coupon = make_store(), make_coupon(redemption_limit=1)
    calls = []
    for _ in range(2):
        variant = make_variant()
        stock_up(store, variant, 1)
        calls.append(partial(place_order, pickup(store, want(variant), coupon_codes=(coupon.code,)), at=NOON))

    outcomes = race(*calls, queue_on=Coupon.objects.filter(pk=coupon.pk))

    assert _kinds(outcomes) == ["CouponExhausted", "PlacedOrder"]
    assert all_differences() == []


def test_a_member_who_orders_twice_at_once_uses_a_coupon_of_one_use_once() -> None:
    store, member = make_store(), make_member()
    coupon = make_coupon(customer_limit=1)
    CustomerUse.objects.create(coupon=coupon, customer=member, redeemed_count=0, customer_limit=1)
    calls = []
    for _ in range(2):
        variant = make_variant()
        stock_up(store, variant, 1)
        wanted = pickup(store, want(variant), customer=member, coupon_codes=(coupon.code,))
        calls.append(partial(place_order, wanted, at=NOON))

    outcomes = race(*calls, queue_on=CustomerUse.objects.filter(coupon=coupon))

    assert {type(outcome) for outcome in outcomes} == {PlacedOrder, CouponUsedByCustomer}
    assert CustomerUse.objects.get().redeemed_count == Redemption.objects.count() == 1
    assert all_differences() == []


def test_a_limit_set_while_an_order_is_placed_counts_its_use() -> None:
    store, variant, member = make_store(), make_variant(), make_member()
    stock_up(store, variant, 5)
    coupon = make_coupon(customer_limit=2)
    CustomerUse.objects.create(coupon=coupon, customer=member, redeemed_count=0, customer_limit=2)
    wanted = pickup(store, want(variant), customer=member, coupon_codes=(coupon.code,))
    changed = CouponDefinition(
        code=coupon.code,
        name=coupon.name,
        rule=coupon.rule,
        valid_from=coupon.valid_from,
        valid_until=coupon.valid_until,
        redemption_limit=5,
        customer_limit=2,
    )

    outcomes = race(
        partial[object](place_order, wanted, at=NOON),
        partial[object](change_coupon, coupon.code, changed),
        queue_on=CustomerUse.objects.filter(coupon=coupon),
    )

    coupon.refresh_from_db()
    assert _kinds(outcomes) == ["Coupon", "PlacedOrder"]
    assert (coupon.redeemed_count, CustomerUse.objects.get().redeemed_count) == (1, 1)
    assert all_differences() == []


def test_baskets_with_the_same_variants_in_opposite_order_do_not_deadlock() -> None:
    store, first, second = make_store(), make_variant(), make_variant()
    stock_up(store, first, 100)
    stock_up(store, second, 100)
    there = [partial(place_order, pickup(store, want(first), want(second)), at=NOON) for _ in range(4)]
    back = [partial(place_order, pickup(store, want(second), want(first)), at=NOON) for _ in range(4)]

    outcomes = race(*there, *back, queue_on=Level.objects.filter(store=store))

    assert _kinds(outcomes) == ["PlacedOrder"] * 8
    assert all_differences() == []


def test_the_same_order_sent_twice_at_once_is_placed_once() -> None:
    store, variant = make_store(), make_variant()
    level = stock_up(store, variant, 5)
    wanted = pickup(store, want(variant))

    outcomes = race(*[partial(place_order, wanted, at=NOON)] * 2, queue_on=Level.objects.filter(pk=level.pk))

    level.refresh_from_db()
    assert isinstance(outcomes[0], PlacedOrder)
    assert outcomes[0] == outcomes[1]
    assert (Order.objects.count(), level.allocated) == (1, 1)
    assert all_differences() == []


def test_the_same_order_of_a_basket_sent_twice_at_once_for_the_last_piece_is_answered_twice() -> None:
    store, variant = make_store(), make_variant()
    level = stock_up(store, variant, 1)
    basket_uid = open_basket(customer_id=None, at=NOON)
    wanted = pickup(store, want(variant), basket_uid=basket_uid)

    outcomes = race(*[partial(place_order, wanted, at=NOON)] * 2, queue_on=Level.objects.filter(pk=level.pk))

    assert isinstance(outcomes[0], PlacedOrder)
    assert outcomes[0] == outcomes[1]
    assert all_differences() == []


def test_one_basket_becomes_one_order() -> None:
    store, variant = make_store(), make_variant()
    level = stock_up(store, variant, 5)
    basket_uid = open_basket(customer_id=None, at=NOON)
    calls = [partial(place_order, pickup(store, want(variant), basket_uid=basket_uid), at=NOON) for _ in range(2)]

    outcomes = race(*calls, queue_on=Level.objects.filter(pk=level.pk))

    assert {type(outcome) for outcome in outcomes} == {PlacedOrder, BasketNotFound}
    assert Order.objects.count() == 1
    assert Basket.objects.get().ordered_at == NOON
    with pytest.raises(BasketNotFound):
        mark_ordered(basket_uid, at=NOON)
    assert all_differences() == []


@both_ways
def test_a_basket_that_is_ordered_while_its_goods_are_kept_longer(turn: int) -> None:
    store, variant = make_store(), make_variant()
    level = stock_up(store, variant, 5)
    basket_uid = open_basket(customer_id=None, at=NOON)
    set_line(basket_uid, sku=variant.sku, quantity=1, at=NOON)
    choose_store(basket_uid, store_code=store.code, at=NOON)
    calls = (
        partial(place_order, pickup(store, want(variant), basket_uid=basket_uid), at=NOON),
        partial(hold_basket, basket_uid, at=NOON),
    )

    outcomes = race(*calls[::turn], queue_on=Level.objects.filter(pk=level.pk))[::turn]

    assert isinstance(outcomes[0], PlacedOrder)
    assert isinstance(outcomes[1], BasketNotFound if turn == 1 else datetime)
    level.refresh_from_db()
    assert (level.allocated, level.held) == (1, 0)
    assert all_differences() == []


def _open_pickup(quantity: int = 1) -> tuple[Store, PlacedOrder]:
    store, variant = make_store(), make_variant(price_minor=980)
    stock_up(store, variant, 5)
    return store, place_order(pickup(store, want(variant, quantity), customer=make_member()), at=NOON)


def test_two_tills_handing_over_the_same_pickup_take_the_money_once() -> None:
    store, placed = _open_pickup()
    registers = [make_register(store, code=code) for code in "12"]
    staff = make_staff(store=store)
    calls = [
        partial(hand_over, placed.uid, at_counter(register, staff, tendered_minor=980), at=NOON)
        for register in registers
    ]

    outcomes = race(*calls, queue_on=Order.objects.filter(uid=placed.uid))

    assert {type(outcome) for outcome in outcomes} == {HandedOver, AlreadyHandedOver}
    assert Entry.objects.count() == 1
    assert all_differences() == []


def test_the_same_hand_over_sent_twice_at_once_answers_the_same() -> None:
    store, placed = _open_pickup()
    wanted = at_counter(make_register(store), make_staff(store=store), tendered_minor=1000)

    outcomes = race(*[partial(hand_over, placed.uid, wanted, at=NOON)] * 2, queue_on=Order.objects.all())

    assert outcomes[0] == outcomes[1]
    assert isinstance(outcomes[0], HandedOver)
    assert Entry.objects.count() == 1
    assert all_differences() == []


@both_ways
def test_a_cancel_and_a_hand_over_at_once_end_the_order_one_way(turn: int) -> None:
    store, placed = _open_pickup()
    wanted = at_counter(make_register(store), make_staff(store=store), tendered_minor=980)
    calls = (
        partial(hand_over, placed.uid, wanted, at=NOON),
        partial(cancel_order, placed.uid, by="customer", at=NOON),
    )

    outcomes = race(*calls[::turn], queue_on=Order.objects.filter(uid=placed.uid))[::turn]

    ends = [HandedOver, AlreadyHandedOver] if turn == 1 else [OrderEnded, NoneType]
    assert [type(outcome) for outcome in outcomes] == ends
    assert all_differences() == []


@both_ways
def test_an_expiry_and_a_hand_over_at_once_end_the_order_one_way(turn: int) -> None:
    store, placed = _open_pickup()
    assert placed.kept_until is not None
    wanted = at_counter(make_register(store), make_staff(store=store), tendered_minor=980)
    calls = (partial(hand_over, placed.uid, wanted, at=NOON), partial(expire_orders, at=placed.kept_until))

    outcomes = race(*calls[::turn], queue_on=Order.objects.filter(uid=placed.uid))[::turn]

    assert isinstance(outcomes[0], HandedOver if turn == 1 else OrderExpired)
    assert outcomes[1] == (0 if turn == 1 else 1)
    assert all_differences() == []


@both_ways
def test_a_short_pick_and_a_cancel_at_once_release_each_piece_once(turn: int) -> None:
    store, placed = _open_pickup(quantity=3)
    staff = make_staff(store=store)
    line = Order.objects.get(uid=placed.uid).lines.get()

    calls = (
        partial(short_pick, placed.uid, line.uid, picked_quantity=1, reason="棚にない", staff_uid=staff.uid, at=NOON),
        partial(cancel_order, placed.uid, by="customer", at=NOON),
    )

    outcomes = race(*calls[::turn], queue_on=Order.objects.filter(uid=placed.uid))[::turn]

    assert [type(outcome) for outcome in outcomes] == [NoneType if turn == 1 else OrderEnded, NoneType]
    assert Level.objects.get().allocated == 0
    assert all_differences() == []


def test_a_sale_voided_twice_at_once_gives_the_cash_back_once() -> None:
    store, variant = make_store(), make_variant(price_minor=980)
    register, staff = make_register(store), make_staff(store=store)
    stock_up(store, variant, 5)
    sale = counter_sale(register, staff, want(variant), tendered_minor=980, customer=make_member())
    placed = place_order(sale, at=NOON)
    void = partial(void_sale, placed.uid, reason="打ち間違い", register_uid=register.uid, staff_uid=staff.uid, at=NOON)

    outcomes = race(void, void, queue_on=Order.objects.filter(uid=placed.uid))

    assert outcomes[0] == outcomes[1] == f"{placed.number}-V"
    assert Entry.objects.filter(kind="refund").count() == 1
    assert Level.objects.get().on_hand == 5
    assert all_differences() == []


def test_a_till_sale_and_an_online_order_for_the_last_piece_never_lose_the_sale() -> None:
    store, variant = make_store(), make_variant()
    register, staff = make_register(store), make_staff(store=store)
    level = stock_up(store, variant, 1)

    outcomes = race(
        partial(place_order, counter_sale(register, staff, want(variant), tendered_minor=980), at=NOON),
        partial(place_order, pickup(store, want(variant)), at=NOON),
        queue_on=Level.objects.filter(pk=level.pk),
    )

    level.refresh_from_db()
    assert isinstance(outcomes[0], PlacedOrder)
    assert isinstance(outcomes[1], (PlacedOrder, OutOfStock))
    assert level.on_hand == 0
    assert all_differences() == []


def test_twenty_orders_with_a_code_that_has_one_use_left_and_goods_of_their_own() -> None:
    store, coupon = make_store(), make_coupon(redemption_limit=1)
    calls = []
    for _ in range(20):
        variant = make_variant()
        stock_up(store, variant, 1)
        wanted = pickup(store, want(variant), coupon_codes=(coupon.code,), uid=uuid7())
        calls.append(partial(place_order, wanted, at=NOON))

    outcomes = race(*calls, queue_on=Coupon.objects.filter(pk=coupon.pk))

    assert sum(isinstance(outcome, PlacedOrder) for outcome in outcomes) == 1
    assert sum(isinstance(outcome, CouponExhausted) for outcome in outcomes) == 19
    assert Order.objects.count() == 1
    assert not any(isinstance(outcome, OrderEnded) for outcome in outcomes)
    assert all_differences() == []


def test_two_names_at_once_make_one_original() -> None:
    store = make_store()
    register, staff = make_register(store), make_staff(store=store)
    placed = place_order(counter_sale(register, staff, want(make_variant()), tendered_minor=980), at=NOON)
    receipt = get_receipt(placed.receipt_number or "")
    calls = [
        partial(issue_formal_receipt, receipt.uid, uid=uuid7(), recipient=name, purpose="", channel="web", at=NOON)
        for name in ("山田商店", "鈴木商店")
    ]

    outcomes = race(*calls, queue_on=Order.objects.filter(uid=placed.uid))

    assert _kinds(outcomes) == ["ReceiptDocument", "ReceiptDocument"]
    assert sorted(FormalReceipt.objects.values_list("number", flat=True)) == [1, 2]


@both_ways
def test_a_sale_voided_while_its_receipt_is_made_out_gets_it_before_or_not_at_all(turn: int) -> None:
    store = make_store()
    register, staff = make_register(store), make_staff(store=store)
    placed = place_order(counter_sale(register, staff, want(make_variant()), tendered_minor=980), at=NOON)
    receipt = get_receipt(placed.receipt_number or "")
    calls: tuple[Callable[[], object], ...] = (
        partial(issue_formal_receipt, receipt.uid, uid=uuid7(), recipient="山田", purpose="", channel="web", at=NOON),
        partial(void_sale, placed.uid, reason="誤", register_uid=register.uid, staff_uid=staff.uid, at=NOON),
    )[::turn]

    outcomes = race(*calls, queue_on=Order.objects.filter(uid=placed.uid))

    # Whoever came first in the queue went first: the receipt stands only if it was there before the void.
    assert _kinds(outcomes) == (["ReceiptDocument", "str"] if turn == 1 else ["FormalReceiptRefused", "str"])
    assert FormalReceipt.objects.count() == (1 if turn == 1 else 0)


def test_two_prints_at_once_make_one_original() -> None:
    store = make_store()
    register, staff = make_register(store), make_staff(store=store)
    placed = place_order(counter_sale(register, staff, want(make_variant()), tendered_minor=980), at=NOON)
    number = placed.receipt_number or ""
    calls = [partial(print_receipt, number, staff_uid=staff.uid, channel="till", at=NOON) for _ in range(2)]

    outcomes = race(*calls, queue_on=Receipt.objects.filter(number=number))

    assert sorted(outcome.is_reprint for outcome in outcomes if isinstance(outcome, ReceiptDocument)) == [False, True]
    assert get_receipt(number).printed_count == 2
