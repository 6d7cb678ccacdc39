"""Races on one box: whoever comes second sees what the first one did."""

from collections.abc import Callable, Sequence
from functools import partial

import pytest

from noren.kernel.ids import uuid7
from noren.kernel.racing import race
from noren.orders.place import place_order
from noren.stock.models import Hold, Level
from noren.stock.tests.test_transfers import BY, Van
from noren.stock.transfers.cancel import cancel_transfer
from noren.stock.transfers.draft import change_draft, draft_transfer
from noren.stock.transfers.models import Transfer, TransferArrival
from noren.stock.transfers.ready import make_ready
from noren.stock.transfers.receive import Arrival, Counted, receive_transfer
from noren.stock.transfers.send import send_transfer
from noren.timeline.models import Event
from tests.factories import (
    NOON,
    all_differences,
    counter_sale,
    make_register,
    make_staff,
    make_variant,
    pickup,
    stock_up,
    want,
)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]


def _kinds(outcomes: Sequence[object]) -> list[str]:
    return sorted(type(outcome).__name__ for outcome in outcomes)


def test_two_people_who_receive_one_box_at_once_receive_it_once() -> None:
    van = Van().sent()
    calls = [partial(receive_transfer, van.uid, Arrival(uuid7(), None), by=BY) for _ in range(2)]

    outcomes = race(*calls, queue_on=Transfer.objects.filter(uid=van.uid))

    assert _kinds(outcomes) == ["NoneType", "TransferNotPossible"]
    assert (van.status, van.figures(van.coffee)) == ("received", (0, 4, 0, 6))
    assert all_differences() == []


def test_two_people_who_count_the_same_pieces_at_once_count_them_once() -> None:
    van = Van().sent()
    counted = (Counted(van.coffee.sku, 3),)
    calls = [partial(receive_transfer, van.uid, Arrival(uuid7(), counted, seen_arrivals=0), by=BY) for _ in range(2)]

    outcomes = race(*calls, queue_on=Transfer.objects.filter(uid=van.uid))

    assert _kinds(outcomes) == ["NoneType", "TransferMoved"]
    assert van.figures(van.coffee) == (0, 4, 3, 3)
    assert all_differences() == []


def test_one_count_sent_twice_at_once_is_booked_once() -> None:
    van = Van().sent()
    call = partial(receive_transfer, van.uid, Arrival(uuid7(), (Counted(van.coffee.sku, 3),)), by=BY)

    outcomes = race(call, call, queue_on=Transfer.objects.filter(uid=van.uid))

    assert outcomes == [None, None]
    assert (van.figures(van.coffee), TransferArrival.objects.count()) == ((0, 4, 3, 3), 1)
    assert all_differences() == []


@pytest.mark.parametrize("turn", [1, -1], ids=["cancel first", "receive first"])
def test_a_cancel_and_a_receipt_at_once_leave_the_goods_in_one_place(turn: int) -> None:
    van = Van().sent()
    calls = [
        partial(cancel_transfer, van.uid, goods_are="back", by=BY),
        partial(receive_transfer, van.uid, Arrival(uuid7(), None), by=BY),
    ][::turn]

    outcomes = race(*calls, queue_on=Transfer.objects.filter(uid=van.uid))

    assert _kinds(outcomes) == ["NoneType", "TransferNotPossible"]
    expected = ("canceled", (0, 10, 0, 0)) if turn == 1 else ("received", (0, 4, 0, 6))
    assert (van.status, van.figures(van.coffee)) == expected
    assert all_differences() == []


@pytest.mark.parametrize("turn", [1, -1], ids=["cancel first", "send first"])
def test_a_cancel_and_a_sending_at_once_free_the_hold_once(turn: int) -> None:
    van = Van().ready()
    calls = [
        partial(cancel_transfer, van.uid, goods_are="back", by=BY),
        partial(send_transfer, van.uid, by=BY),
    ][::turn]

    outcomes = race(*calls, queue_on=Transfer.objects.filter(uid=van.uid))

    assert _kinds(outcomes) == (["NoneType", "TransferNotPossible"] if turn == 1 else ["NoneType", "NoneType"])
    assert (van.status, van.figures(van.coffee)) == ("canceled", (0, 10, 0, 0))
    assert Hold.objects.filter(ended_at=None).count() == 0
    assert all_differences() == []


def test_a_transfer_made_ready_twice_at_once_holds_its_goods_once() -> None:
    van = Van().draft()
    call = partial(make_ready, van.uid, by=BY)

    outcomes = race(call, call, queue_on=Transfer.objects.filter(uid=van.uid))

    assert outcomes == [None, None]
    assert van.figures(van.coffee) == (6, 10, 0, 0)
    assert Event.objects.filter(name="Transfer Ready").count() == 1
    assert all_differences() == []


def test_a_box_sent_twice_at_once_leaves_once() -> None:
    van = Van().ready()
    call = partial(send_transfer, van.uid, by=BY)

    outcomes = race(call, call, queue_on=Transfer.objects.filter(uid=van.uid))

    assert outcomes == [None, None]
    assert van.figures(van.coffee) == (0, 4, 6, 0)
    assert Event.objects.filter(name="Transfer Sent").count() == 1


def test_a_draft_that_is_changed_while_it_is_made_ready_stays_as_it_was_held() -> None:
    van = Van().draft()
    calls = [partial(make_ready, van.uid, by=BY), partial(change_draft, van.plan(coffee=1), by=BY)]

    outcomes = race(*calls, queue_on=Transfer.objects.filter(uid=van.uid))

    assert _kinds(outcomes) == ["NoneType", "TransferNotPossible"]
    assert (van.line(van.coffee).wanted, van.figures(van.coffee)[0]) == (6, 6)
    assert all_differences() == []


def test_one_draft_sent_twice_at_once_is_one_transfer() -> None:
    van = Van()
    call = partial(draft_transfer, van.plan(), by=BY)

    outcomes = race(call, call, queue_on=Transfer)

    assert outcomes == [None, None]
    assert Transfer.objects.count() == 1


@pytest.mark.parametrize("turn", [1, -1], ids=["transfer first", "order first"])
def test_a_transfer_and_an_order_that_want_the_last_pieces_are_not_both_promised_them(turn: int) -> None:
    van = Van().draft()
    order = pickup(van.here, want(van.coffee, 5))
    calls: list[Callable[[], object]] = [
        partial(make_ready, van.uid, by=BY),
        partial(place_order, order, at=NOON),
    ]

    outcomes = race(*calls[::turn], queue_on=Level.objects.filter(store=van.here, variant=van.coffee))

    wanted = ["NoneType", "OutOfStock"] if turn == 1 else ["PlacedOrder", "TransferGoodsMissing"]
    assert _kinds(outcomes) == wanted
    assert all_differences() == []


def test_boxes_that_go_both_ways_at_once_do_not_lock_each_other_out() -> None:
    there, back = Van().sent(), Van()
    back.here, back.there, back.coffee, back.tea = there.there, there.here, there.coffee, there.tea
    stock_up(back.here, back.coffee, 9)
    stock_up(back.here, back.tea, 9)
    back.sent()
    surplus = [
        tuple(Counted(each.sku, pieces, difference="surplus") for each, pieces in ((van.coffee, 7), (van.tea, 3)))
        for van in (there, back)
    ]
    calls = [
        partial(receive_transfer, van.uid, Arrival(uuid7(), counted), by=BY)
        for van, counted in zip((there, back), (surplus[0], surplus[1][::-1]), strict=True)
    ]

    outcomes = race(*calls, queue_on=Level.objects.filter(variant=there.coffee))

    assert outcomes == [None, None]
    assert all_differences() == []


def test_two_boxes_with_goods_that_a_store_never_had_make_its_levels_once() -> None:
    first = Van().sent()
    second, cocoa = Van(), make_variant()
    second.here, second.there, second.coffee, second.tea = first.here, first.there, first.tea, cocoa
    stock_up(first.here, first.tea, 9)
    stock_up(first.here, cocoa, 9)
    second.sent()
    calls = [partial(receive_transfer, van.uid, Arrival(uuid7(), None), by=BY) for van in (first, second)]

    outcomes = race(*calls, queue_on=Level)

    assert outcomes == [None, None]
    assert Level.objects.get(store=first.there, variant=first.tea).on_hand == 8
    assert all_differences() == []


@pytest.mark.parametrize("turn", [1, -1], ids=["arrival first", "sale first"])
def test_an_arrival_waits_for_a_sale_of_the_same_goods(turn: int) -> None:
    van = Van()
    register, staff = make_register(van.there), make_staff(store=van.there)
    level = stock_up(van.there, van.coffee, 2)
    place_order(pickup(van.there, want(van.coffee, 2)), at=NOON)
    van.sent()
    sale = counter_sale(register, staff, want(van.coffee, 7), tendered_minor=99_999)
    calls: list[Callable[[], object]] = [
        partial(receive_transfer, van.uid, Arrival(uuid7(), None), by=BY),
        partial(place_order, sale, at=NOON),
    ]

    outcomes = race(*calls[::turn], queue_on=Level.objects.filter(pk=level.pk))

    assert _kinds(outcomes) == ["NoneType", "PlacedOrder"]
    level.refresh_from_db()
    assert (level.on_hand, level.allocated, level.short) == (1, 2, 1)
    assert all_differences() == []
