"""Races of tills at one order: two tick the same line off, and both speak at once."""

from functools import partial

import pytest

from noren.kernel.racing import race
from noren.orders.models import Order
from noren.orders.together.models import Doing, PickedLine, Presence
from noren.orders.together.tell import tell_presence
from noren.orders.together.tests.desks import Desks, ticked
from noren.orders.together.tick import tick_lines
from tests.factories import NOON

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]


def test_of_two_tills_that_tick_one_line_off_at_once_the_second_takes_nothing_back() -> None:
    desks = Desks()
    tell = partial(tick_lines, desks.uid, store_id=desks.shop.store.pk, at=NOON)
    more, fewer = [ticked(desks.coffee.uid, 3)], [ticked(desks.coffee.uid, 1), ticked(desks.filters.uid, 1)]

    race(partial(tell, more), partial(tell, fewer), queue_on=Order.objects.filter(uid=desks.uid))

    picked = dict(PickedLine.objects.values_list("line_id", "quantity"))
    assert picked == {desks.coffee.pk: 3, desks.filters.pk: 1}


def test_tills_that_speak_at_once_are_there_once_each() -> None:
    desks = Desks()
    tell = partial(tell_presence, desks.uid, doing=Doing.PICKUP, at=NOON)

    outcomes = race(
        partial(tell, by=desks.one), partial(tell, by=desks.two), partial(tell, by=desks.one), queue_on=Presence
    )

    assert not [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    registers = sorted(Presence.objects.values_list("register_id", flat=True))
    assert registers == sorted([desks.one.register_id, desks.two.register_id])
