"""Pieces set aside: off sale while they are damaged or looked at, back for sale, or out of the building."""

import pytest

from noren.kernel.ids import uuid7
from noren.orders.place import place_order
from noren.stock.correct import set_on_hand
from noren.stock.errors import MoveQuantityInvalid, NotAside, NotThere, OutOfStock, ReasonMissing
from noren.stock.ledger import Cause
from noren.stock.models import AsideState, Level
from noren.stock.queries import available_in_store
from noren.stock.set_aside import put_back, set_aside, throw_away
from noren.stock.story import aside_by_state, movements_of_level
from tests.factories import NOON, all_differences, make_store, make_variant, pickup, stock_up, want
from tests.refusing import refused

pytestmark = pytest.mark.django_db


class Shelf:
    """Five pieces of one variant in one store."""

    def __init__(self) -> None:
        self.store, self.variant = make_store(), make_variant()
        self.level = stock_up(self.store, self.variant, 5)
        self.names = {self.variant.pk: "豆"}

    def aside(self, pieces: int, state: AsideState = AsideState.DAMAGED) -> None:
        """Set pieces aside."""
        set_aside(self.store.pk, {self.variant.pk: pieces}, state, cause=_cause("箱がつぶれた"), names=self.names)

    def back(self, pieces: int, state: AsideState = AsideState.DAMAGED) -> None:
        """Put pieces back for sale."""
        put_back(self.store.pk, {self.variant.pk: pieces}, state, cause=_cause(), names=self.names)

    def away(self, pieces: int, state: AsideState = AsideState.DAMAGED, reason: str = "廃棄") -> None:
        """Throw pieces away."""
        throw_away(self.store.pk, {self.variant.pk: pieces}, state, cause=_cause(reason), names=self.names)

    @property
    def figures(self) -> tuple[int, int, int, int]:
        """On hand, set aside, short, available."""
        self.level.refresh_from_db()
        return self.level.on_hand, self.level.aside, self.level.short, self.level.available


def _cause(reason: str = "") -> Cause:
    return Cause("office", uuid7(), NOON, reason)


def test_what_is_set_aside_is_on_hand_and_is_not_sold_online() -> None:
    shelf = Shelf()

    shelf.aside(3)

    assert shelf.figures == (5, 3, 0, 2)
    assert available_in_store(shelf.store.pk, [shelf.variant.pk], at=NOON) == {shelf.variant.pk: 2}
    with refused(OutOfStock):
        place_order(pickup(shelf.store, want(shelf.variant, 3)), at=NOON)
    place_order(pickup(shelf.store, want(shelf.variant, 2)), at=NOON)
    assert all_differences() == []


def test_it_is_put_back_for_sale_or_leaves_the_building() -> None:
    shelf = Shelf()
    shelf.aside(2)
    shelf.aside(2, AsideState.CHECKING)
    assert aside_by_state(shelf.level.pk) == [(str(AsideState.DAMAGED.label), 2), (str(AsideState.CHECKING.label), 2)]

    shelf.back(1, AsideState.CHECKING)
    shelf.away(2)

    assert shelf.figures == (3, 1, 0, 2)
    assert aside_by_state(shelf.level.pk) == [(str(AsideState.CHECKING.label), 1)]
    kinds = [(each.kind, each.change.on_hand, each.change.aside) for each in movements_of_level(shelf.level.pk)[:2]]
    assert kinds == [("adjusted", -2, -2), ("put_back", 0, -1)]
    assert all_differences() == []


def test_one_state_does_not_lend_to_another() -> None:
    shelf = Shelf()
    shelf.aside(2)

    with refused(NotAside):
        shelf.back(1, AsideState.CHECKING)
    with refused(NotAside):
        shelf.away(3)
    with refused(NotThere):
        shelf.aside(4)
    with refused(MoveQuantityInvalid):
        shelf.aside(0)
    with refused(ReasonMissing):
        shelf.away(1, reason=" ")

    assert shelf.figures == (5, 2, 0, 3)


def test_damage_to_promised_goods_is_a_shortfall_until_they_are_replaced() -> None:
    shelf = Shelf()
    place_order(pickup(shelf.store, want(shelf.variant, 4)), at=NOON)

    shelf.aside(3)
    assert shelf.figures == (5, 3, 2, -2)
    shelf.back(3)

    assert shelf.figures == (5, 0, 0, 1)
    assert all_differences() == []


def test_a_level_below_nothing_without_promises_is_short_of_nothing() -> None:
    shelf = Shelf()
    shelf.aside(1)

    set_on_hand(shelf.store.pk, {shelf.variant.pk: 0}, cause=_cause())

    assert shelf.figures == (0, 1, 0, -1)
    assert all_differences() == []


def test_a_level_that_was_never_there_has_nothing_to_set_aside() -> None:
    shelf = Shelf()
    Level.objects.filter(pk=shelf.level.pk).update(on_hand=0)
    other = make_store()

    with refused(NotThere):
        set_aside(other.pk, {shelf.variant.pk: 1}, AsideState.DAMAGED, cause=_cause(), names={shelf.variant.pk: "豆"})
