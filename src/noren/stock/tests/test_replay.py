"""The ledger replayed: a promise of goods that were not there yet is found though all sums agree."""

import threading
import time
from functools import partial

import pytest
from django.db import connection, connections, transaction

from noren.kernel.ids import uuid7
from noren.kernel.racing import race
from noren.orders.hand_over import hand_over
from noren.orders.place import place_order
from noren.stock import audit as stock_audit
from noren.stock.correct import adjust, receive, set_on_hand, set_safety
from noren.stock.holding import expire_holds, hold
from noren.stock.ledger import Cause, lock_levels
from noren.stock.models import AsideState, HoldKind, Level, Movement, MovementKind
from noren.stock.replay import replayed
from noren.stock.set_aside import put_back, set_aside
from tests.factories import (
    NOON,
    all_differences,
    at_counter,
    counter_sale,
    make_register,
    make_staff,
    make_store,
    make_variant,
    pickup,
    stock_up,
    want,
)

_WAITING = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND wait_event_type = 'Lock' AND pid <> pg_backend_pid()
"""


def _cause(reason: str = "") -> Cause:
    return Cause("test", uuid7(), NOON, reason)


def _checks() -> set[str]:
    return {each.check for each in replayed()}


def _eventful_level() -> Level:
    """Five pieces; two held until noon, two ordered, four sold at the till: one short. Then one more comes in."""
    store, variant = make_store(), make_variant()
    level = stock_up(store, variant, 5)
    names = {variant.pk: "豆"}
    held = {"kind": HoldKind.BASKET, "owner_uid": uuid7(), "expires_at": NOON}
    hold(store.pk, {variant.pk: 2}, at=NOON, names=names, **held)  # type: ignore[arg-type]
    register, staff = make_register(store), make_staff()
    place_order(pickup(store, want(variant, 2)), at=NOON)
    place_order(counter_sale(register, staff, want(variant, 4), tendered_minor=9_999), at=NOON)
    expire_holds(at=NOON)
    receive(store.pk, {variant.pk: 1}, cause=_cause())
    return level


@pytest.mark.django_db
def test_a_shortage_that_a_till_caused_and_its_end_are_both_in_the_ledger() -> None:
    level = _eventful_level()

    changes = Movement.objects.filter(level=level).order_by("pk").values_list("kind", "short_change")

    assert list(changes) == [
        ("received", 0),
        ("held", 0),
        ("allocated", 0),
        ("sold", 3),
        ("unheld", -2),
        ("received", -1),
    ]
    assert all_differences() == []


@pytest.mark.django_db
def test_every_kind_of_step_is_replayed_without_a_difference() -> None:
    level = _eventful_level()
    store, variant = level.store, level.variant
    names = {variant.pk: "豆"}
    set_safety(store.pk, {variant.pk: 3}, cause=_cause())
    set_on_hand(store.pk, {variant.pk: 1}, cause=_cause())
    set_aside(store.pk, {variant.pk: 1}, AsideState.DAMAGED, cause=_cause(), names=names)
    put_back(store.pk, {variant.pk: 1}, AsideState.DAMAGED, cause=_cause(), names=names)
    adjust(store.pk, {variant.pk: 20}, cause=_cause("見つかった"))
    placed = place_order(pickup(store, want(variant, 4)), at=NOON)
    counter = at_counter(make_register(store, code="2"), make_staff(), tendered_minor=99_999)
    hand_over(placed.uid, counter, at=NOON)

    assert list(replayed()) == []


# What is written by hand into the ledger, with every level's sums as they were, and the check that must name it.
SPOILED = [
    (
        "UPDATE stock_movement SET id = id + 1000 WHERE kind = 'received' AND short_change = 0",
        {"promise_beyond_available", "short_after_movement"},
    ),
    ("UPDATE stock_movement SET id = id - 1000 WHERE kind = 'held'", {"promise_beyond_available"}),
    (
        "UPDATE stock_movement SET short_change = short_change + CASE kind WHEN 'sold' THEN -1 ELSE 1 END"
        " WHERE kind IN ('sold', 'unheld')",
        {"short_after_movement"},
    ),
    ("ALTER SEQUENCE stock_movement_id_seq CACHE 20", {"ledger_numbering"}),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("spoil", "checks"), SPOILED, ids=[spoil for spoil, _checks in SPOILED])
def test_a_ledger_whose_sums_agree_is_found_out_step_by_step(spoil: str, checks: set[str]) -> None:
    _eventful_level()
    assert all_differences() == []

    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(spoil)

    assert checks <= _checks()
    assert {each.check for each in stock_audit.differences()} == _checks()


@pytest.mark.django_db
def test_the_first_wrong_step_of_a_level_is_named_with_what_was_available() -> None:
    level = _eventful_level()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("UPDATE stock_movement SET held_change = held_change * 4 WHERE held_change <> 0")

    promise = next(each for each in replayed() if each.check == "promise_beyond_available")

    held = Movement.objects.get(level=level, kind=MovementKind.HELD)
    assert promise.subject.startswith(f"movement {held.pk} of level {level.pk} (store {level.store.code}")
    assert (promise.expected, promise.found) == ("5", "8")
    assert sum(each.check == "promise_beyond_available" for each in replayed()) == 1


ARRIVALS = [
    pytest.param(MovementKind.TRANSFERRED, 2, (0, 2), None, id="held as it came in"),
    pytest.param(MovementKind.ADJUSTED, 2, (2, 0), None, id="promised as it turned up"),
    pytest.param(MovementKind.TRANSFERRED, 2, (0, 1), None, id="some of it is free"),
    pytest.param(MovementKind.TRANSFERRED, 2, (0, 3), ("0", "1"), id="more is held than came in"),
    pytest.param(MovementKind.ADJUSTED, 1, (3, 0), ("0", "2"), id="more is promised than turned up"),
    pytest.param(MovementKind.TRANSFERRED, -1, (0, 1), ("0", "1"), id="held while it left"),
    pytest.param(MovementKind.ALLOCATED, 2, (2, 0), ("0", "2"), id="a promise that brings goods along"),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("kind", "on_hand", "promised", "found"), ARRIVALS)
def test_goods_that_arrive_for_an_order_are_no_promise_beyond_available_but_more_than_came_is_one(
    kind: MovementKind, on_hand: int, promised: tuple[int, int], found: tuple[str, str] | None
) -> None:
    store, variant = make_store(), make_variant()
    stock_up(store, variant, 1)
    sale = counter_sale(make_register(store), make_staff(), want(variant, 3), tendered_minor=9_999)
    place_order(sale, at=NOON)

    ledger = lock_levels(store.pk, [variant.pk])
    allocated, held = promised
    ledger.book(variant.pk, kind, on_hand=on_hand, allocated=allocated, held=held)
    ledger.write(_cause("見つかった"))

    oversold = [(each.expected, each.found) for each in replayed() if each.check == "promise_beyond_available"]
    assert oversold == ([found] if found else [])


@pytest.mark.django_db
def test_what_an_older_rule_counted_as_short_is_not_held_against_the_new_one() -> None:
    level = _eventful_level()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("UPDATE stock_movement SET short_change = short_change + 2 WHERE kind = 'sold'")
        assert _checks() == {"short_after_movement"}
        Movement.objects.create(
            level=level, kind="shorted", short_change=-2, cause_kind="migration", cause_uid=uuid7(), at=NOON
        )

    assert _checks() == set()


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_promises_that_race_for_a_level_are_in_its_ledger_as_they_were_committed() -> None:
    store, variant = make_store(), make_variant()
    level = stock_up(store, variant, 3)
    calls = [partial(place_order, pickup(store, want(variant)), at=NOON) for _ in range(6)]

    outcomes = race(*calls, queue_on=Level.objects.filter(pk=level.pk))

    assert sorted(type(each).__name__ for each in outcomes) == ["OutOfStock"] * 3 + ["PlacedOrder"] * 3
    assert list(replayed()) == []


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_a_movement_is_numbered_only_when_the_one_before_it_is_committed() -> None:
    store, variant = make_store(), make_variant()
    level = stock_up(store, variant, 3)
    second = threading.Thread(target=_receive_and_close, args=(store.pk, variant.pk), daemon=True)

    with transaction.atomic():
        ledger = lock_levels(store.pk, [variant.pk])
        second.start()
        _wait_until_one_waits()
        drawn_while_it_waited = _last_number()
        ledger.book(variant.pk, MovementKind.COUNTED, on_hand=1)
        ledger.write(_cause())
    second.join(timeout=10)

    numbers = list(Movement.objects.filter(level=level).order_by("pk").values_list("pk", "kind"))
    assert [kind for _number, kind in numbers] == ["received", "counted", "received"]
    assert numbers[0][0] == drawn_while_it_waited


def _receive_and_close(store_id: int, variant_id: int) -> None:
    receive(store_id, {variant_id: 1}, cause=_cause())
    connections.close_all()


def _wait_until_one_waits(patience_s: float = 10.0) -> None:
    deadline = time.monotonic() + patience_s
    with connection.cursor() as cursor:
        while time.monotonic() < deadline:
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(_WAITING)
            if cursor.fetchone()[0]:
                return
            time.sleep(0.005)
    raise AssertionError("nobody came to wait for the level")


def _last_number() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT last_value FROM stock_movement_id_seq")
        return int(cursor.fetchone()[0])
