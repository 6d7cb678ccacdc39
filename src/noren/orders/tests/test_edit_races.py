"""Changes that meet other deeds on the same order, or each other on the same goods, let go at once."""

from collections.abc import Callable, Sequence
from functools import partial

import pytest

from noren.kernel.ids import uuid7
from noren.kernel.racing import race
from noren.orders.change_wanted import ChangedOrder, ChangeOrder, LineChange
from noren.orders.edit import change_order
from noren.orders.end import cancel_order, expire_orders
from noren.orders.hand_over import hand_over
from noren.orders.models import Order, OrderChange, OrderLine
from noren.orders.pick import mark_ready, short_pick
from noren.orders.place import place_order
from noren.orders.wanted import PlacedOrder
from noren.stock.models import Level
from tests.factories import (
    NOON,
    all_differences,
    at_counter,
    make_register,
    make_staff,
    make_store,
    make_variant,
    pickup,
    stock_up,
    want,
)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]
Call = Callable[[], object]


def _kinds(outcomes: Sequence[object]) -> list[str]:
    return sorted(type(outcome).__name__ for outcome in outcomes)


def _change(placed: PlacedOrder, quantity: int, *, seen: int | None = None) -> Callable[[], ChangedOrder]:
    """Staff make it so many of its first line."""
    line = OrderLine.objects.filter(order__uid=placed.uid).order_by("position").first()
    assert line is not None
    wanted = ChangeOrder(
        uuid7(), "staff", "office", (LineChange(line.uid, quantity, seen_quantity=seen),), reason="お電話"
    )
    return partial(change_order, placed.uid, wanted, at=NOON)


def test_two_orders_that_grow_by_the_last_piece_promise_it_once() -> None:
    store, variant = make_store(), make_variant()
    level = stock_up(store, variant, 3)
    calls = [_change(place_order(pickup(store, want(variant)), at=NOON), 2) for _ in range(2)]

    outcomes = race(*calls, queue_on=Level.objects.filter(pk=level.pk))

    level.refresh_from_db()
    assert _kinds(outcomes) == ["ChangedOrder", "OutOfStock"]
    assert (level.allocated, OrderChange.objects.count()) == (3, 1)
    assert all_differences() == []


def test_two_orders_that_swap_their_goods_both_change() -> None:
    store, coffee, tea = make_store(), make_variant(), make_variant()
    levels = [stock_up(store, variant, 9) for variant in (coffee, tea)]
    calls = []
    for mine, other in ((coffee, tea), (tea, coffee)):
        placed = place_order(pickup(store, want(mine, 2)), at=NOON)
        line = OrderLine.objects.get(order__uid=placed.uid)
        wanted = ChangeOrder(
            uuid7(), "staff", "office", (LineChange(line.uid, 0),), added=(want(other, 2),), reason="お電話"
        )
        calls.append(partial(change_order, placed.uid, wanted, at=NOON))

    outcomes = race(*calls, queue_on=Level.objects.filter(pk__in=[level.pk for level in levels]))

    assert _kinds(outcomes) == ["ChangedOrder", "ChangedOrder"]
    assert all_differences() == []


def test_two_people_who_saw_the_same_line_do_not_both_change_it() -> None:
    store, variant = make_store(), make_variant()
    stock_up(store, variant, 9)
    placed = place_order(pickup(store, want(variant, 3)), at=NOON)
    calls = [_change(placed, quantity, seen=3) for quantity in (1, 2)]

    outcomes = race(*calls, queue_on=Order.objects.filter(uid=placed.uid))

    assert _kinds(outcomes) == ["ChangedOrder", "LineChanged"]
    assert OrderChange.objects.count() == 1
    assert all_differences() == []


def test_the_same_change_sent_twice_at_once_is_made_once() -> None:
    store, variant = make_store(), make_variant()
    level = stock_up(store, variant, 9)
    placed = place_order(pickup(store, want(variant, 3)), at=NOON)
    call = _change(placed, 2)

    first, second = race(call, call, queue_on=Order.objects.filter(uid=placed.uid))

    level.refresh_from_db()
    assert first == second
    assert (level.allocated, OrderChange.objects.count()) == (2, 1)
    assert all_differences() == []


@pytest.mark.parametrize("turn", [1, -1], ids=["in turn", "the other way round"])
@pytest.mark.parametrize("deed", ["ready", "cancel", "short", "hand over", "expire"])
def test_a_change_beside_any_other_end_of_the_order_leaves_every_figure_right(deed: str, turn: int) -> None:
    store, variant = make_store(), make_variant(price_minor=1_000)
    stock_up(store, variant, 9)
    register, staff = make_register(store), make_staff(store=store)
    placed = place_order(pickup(store, want(variant, 3)), at=NOON)
    line = OrderLine.objects.get(order__uid=placed.uid)
    assert placed.kept_until is not None
    others: dict[str, Call] = {
        "ready": partial(mark_ready, placed.uid, staff_uid=staff.uid, at=NOON),
        "cancel": partial(cancel_order, placed.uid, by="customer", at=NOON),
        "short": partial(
            short_pick, placed.uid, line.uid, picked_quantity=2, reason="棚にない", staff_uid=staff.uid, at=NOON
        ),
        "hand over": partial(hand_over, placed.uid, at_counter(register, staff, tendered_minor=9_000), at=NOON),
        "expire": partial(expire_orders, at=placed.kept_until),
    }

    outcomes = race(*[_change(placed, 1), others[deed]][::turn], queue_on=Order.objects.filter(uid=placed.uid))

    refused = {"OrderNotChangeable", "OrderEnded", "PickedQuantityInvalid", "AlreadyHandedOver", "OrderExpired"}
    assert not any(isinstance(outcome, Exception) and type(outcome).__name__ not in refused for outcome in outcomes)
    changed = any(isinstance(outcome, ChangedOrder) for outcome in outcomes)
    assert OrderChange.objects.count() == int(changed)
    assert all_differences() == []
