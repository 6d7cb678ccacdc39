"""Ticking off: a pickup begun at one till is finished at another."""

import pytest

from noren.kernel.ids import uuid7
from noren.orders.errors import OrderOfOtherStore
from noren.orders.models import OrderLine
from noren.orders.pick import mark_ready, short_pick
from noren.orders.sweeping import sweep_presence
from noren.orders.together.models import Doing, PickedLine
from noren.orders.together.queries import PickedView
from noren.orders.together.tell import tell_presence
from noren.orders.together.tests.desks import Desks, ticked
from noren.orders.together.tick import tick_lines
from tests.factories import NOON
from tests.refusing import refused

pytestmark = pytest.mark.django_db


def test_what_one_till_picked_is_there_when_another_opens_the_pickup() -> None:
    desks = Desks()
    coffee, filters = desks.coffee.uid, desks.filters.uid
    store_id = desks.shop.store.pk
    tick_lines(desks.uid, [ticked(coffee, 2)], store_id=store_id, at=NOON)

    whole = tick_lines(desks.uid, [ticked(filters, 1)], store_id=store_id, at=NOON)

    assert whole == (PickedView(coffee, 2), PickedView(filters, 1))
    assert tell_presence(desks.uid, doing=Doing.PICKUP, by=desks.two, at=NOON).picked == whole
    assert tick_lines(desks.uid, [], store_id=store_id, at=NOON) == whole


def test_a_tick_is_taken_off_again_at_any_till() -> None:
    desks = Desks()
    store_id = desks.shop.store.pk
    tick_lines(desks.uid, [ticked(desks.coffee.uid, 3)], store_id=store_id, at=NOON)

    whole = tick_lines(desks.uid, [ticked(desks.coffee.uid, 0, seen=3)], store_id=store_id, at=NOON)

    assert whole == ()


def test_a_line_that_the_order_has_not_is_left_out_as_it_was_taken_off_meanwhile() -> None:
    desks, other = Desks(), Desks()
    lines = [ticked(desks.coffee.uid, 1), ticked(other.coffee.uid, 1), ticked(uuid7(), 1)]

    whole = tick_lines(desks.uid, lines, store_id=desks.shop.store.pk, at=NOON)

    assert whole == (PickedView(desks.coffee.uid, 1),)
    assert [each.line_id for each in PickedLine.objects.all()] == [desks.coffee.pk]


def test_another_stores_till_ticks_nothing_off() -> None:
    desks, other = Desks(), Desks()

    with refused(OrderOfOtherStore):
        tick_lines(desks.uid, [ticked(desks.coffee.uid, 1)], store_id=other.shop.store.pk, at=NOON)

    assert not PickedLine.objects.exists()


def test_pieces_that_are_short_or_come_from_another_store_are_not_picked() -> None:
    desks = Desks()
    store_id, staff_uid = desks.shop.store.pk, desks.shop.staff.uid
    tick_lines(desks.uid, [ticked(desks.coffee.uid, 3)], store_id=store_id, at=NOON)

    short_pick(desks.uid, desks.coffee.uid, picked_quantity=2, reason="破損", staff_uid=staff_uid, at=NOON)
    assert tick_lines(desks.uid, [], store_id=store_id, at=NOON) == (PickedView(desks.coffee.uid, 2),)
    OrderLine.objects.filter(pk=desks.coffee.pk).update(awaited_quantity=1)
    assert tick_lines(desks.uid, [], store_id=store_id, at=NOON) == (PickedView(desks.coffee.uid, 1),)


def test_what_comes_late_of_an_order_that_is_ready_or_ended_is_kept_no_more_and_swept() -> None:
    desks = Desks()
    store_id = desks.shop.store.pk
    tick_lines(desks.uid, [ticked(desks.coffee.uid, 1)], store_id=store_id, at=NOON)
    assert sweep_presence(at=NOON) == 0
    mark_ready(desks.uid, staff_uid=desks.shop.staff.uid, at=NOON)

    late = tick_lines(desks.uid, [ticked(desks.coffee.uid, 3, seen=1)], store_id=store_id, at=NOON)

    assert late == ()
    assert tell_presence(desks.uid, doing=Doing.PICKUP, by=desks.one, at=NOON).picked == ()
    assert PickedLine.objects.get().quantity == 1
    assert sweep_presence(at=NOON) == 1
