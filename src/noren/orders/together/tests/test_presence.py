"""Presence: tills that have one order open see each other, for 45 seconds after their last word."""

from datetime import timedelta

import pytest

from noren.kernel.ids import uuid7
from noren.orders.errors import OrderNotFound, OrderOfOtherStore
from noren.orders.sweeping import sweep_presence
from noren.orders.together.models import Doing, Presence
from noren.orders.together.queries import Together
from noren.orders.together.rules import FORGOTTEN_AFTER
from noren.orders.together.tell import leave_order, tell_presence
from noren.orders.together.tests.desks import Desks
from tests.factories import NOON, Shop, make_staff
from tests.refusing import refused

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


def names(told: Together) -> list[tuple[str, str]]:
    """Who else is there, and what they do."""
    return [(other.register_name, other.doing) for other in told.others]


def test_a_register_hears_who_else_has_the_order_open_and_for_what() -> None:
    desks = Desks()
    tell_presence(desks.uid, doing=Doing.PICKUP, by=desks.one, at=NOON)

    told = tell_presence(desks.uid, doing=Doing.HAND_OVER, by=desks.two, at=NOON + SECOND)

    (other,) = told.others
    assert (other.register_name, other.staff_name) == (desks.shop.register.name, desks.shop.staff.name)
    assert (other.store_name, other.doing, other.seen_at) == ("", "pickup", NOON)
    assert (told.status, told.picked, told.last) == ("placed", (), None)
    again = tell_presence(desks.uid, doing=Doing.PICKUP, by=desks.one, at=NOON + SECOND)
    assert names(again) == [(desks.second.name, "hand_over")]


def test_a_register_that_speaks_again_is_there_once_as_whoever_works_at_it_now() -> None:
    desks = Desks()
    colleague = make_staff(store=desks.shop.store)
    tell_presence(desks.uid, doing=Doing.PICKUP, by=desks.one, at=NOON)

    tell_presence(desks.uid, doing=Doing.CHANGE, by=desks.at(desks.shop.register, colleague), at=NOON + SECOND)

    row = Presence.objects.get()
    assert (row.staff, row.doing, row.seen_at) == (colleague, "change", NOON + SECOND)


def test_who_says_nothing_for_45_seconds_is_forgotten_and_swept() -> None:
    desks = Desks()
    tell_presence(desks.uid, doing=Doing.PICKUP, by=desks.one, at=NOON)
    at = NOON + FORGOTTEN_AFTER

    before = tell_presence(desks.uid, doing=Doing.PICKUP, by=desks.two, at=at - SECOND)
    after = tell_presence(desks.uid, doing=Doing.PICKUP, by=desks.two, at=at)

    assert (len(before.others), after.others) == (1, ())
    assert sweep_presence(at=at - SECOND) == 0
    assert sweep_presence(at=at) == 1
    assert Presence.objects.get().register == desks.second


def test_a_screen_that_is_left_is_not_seen_any_more_but_the_next_one_of_the_register_is() -> None:
    desks = Desks()
    tell_presence(desks.uid, doing=Doing.PICKUP, by=desks.one, at=NOON)
    tell_presence(desks.uid, doing=Doing.HAND_OVER, by=desks.one, at=NOON)

    leave_order(desks.uid, doing=Doing.PICKUP, register_id=desks.one.register_id)
    leave_order(desks.uid, doing=Doing.HAND_OVER, register_id=desks.two.register_id)
    assert Presence.objects.get().doing == "hand_over"

    leave_order(desks.uid, doing=Doing.HAND_OVER, register_id=desks.one.register_id)
    leave_order(desks.uid, doing=Doing.HAND_OVER, register_id=desks.one.register_id)
    assert not Presence.objects.exists()


def test_the_pickup_of_another_store_is_not_open_here() -> None:
    desks, elsewhere = Desks(), Desks()

    for doing in (Doing.PICKUP, Doing.HAND_OVER, Doing.CHANGE):
        with refused(OrderOfOtherStore):
            tell_presence(desks.uid, doing=doing, by=elsewhere.one, at=NOON)
    with refused(OrderNotFound):
        tell_presence(uuid7(), doing=Doing.PICKUP, by=desks.one, at=NOON)

    assert not Presence.objects.exists()


def test_goods_of_a_sale_come_back_to_any_store_and_its_tills_are_named_with_it() -> None:
    here, elsewhere = Desks(), Desks()
    sold = Shop.sell(here.shop)
    tell_presence(sold.uid, doing=Doing.RETURN, by=elsewhere.one, at=NOON)

    told = tell_presence(sold.uid, doing=Doing.RETURN, by=here.one, at=NOON)

    (other,) = told.others
    assert (other.store_name, other.register_name) == (elsewhere.shop.store.name, elsewhere.shop.register.name)
    assert (told.status, told.picked) == ("completed", ())
