"""Stocktakes: counted beside running sales, closed to the true figure, never to a false one."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

import pytest

from noren.catalog.models import Category
from noren.kernel.ids import uuid7
from noren.kernel.racing import race
from noren.orders.pick import short_pick
from noren.orders.place import place_order
from noren.stock.correct import receive, set_on_hand
from noren.stock.count import cancel_count, open_count
from noren.stock.count_close import close_count
from noren.stock.count_goods import Counted, count_goods, withdraw_counts, withdraw_entry
from noren.stock.count_review import booked_lines, get_count, latest_entries, list_counts, review
from noren.stock.errors import (
    CountEmpty,
    CountEnded,
    CountEntryTaken,
    CountNameMissing,
    CountNotFound,
    CountScopeMissing,
    CountUnsure,
    NotInCount,
    PiecesInvalid,
    UidTakenByOther,
)
from noren.stock.ledger import Cause
from noren.stock.models import AsideState, Count, CountEntry, Level, Movement
from noren.stock.set_aside import set_aside, throw_away
from noren.timeline.models import Event
from tests.factories import (
    NOON,
    all_differences,
    counter_sale,
    make_register,
    make_staff,
    make_store,
    make_variant,
    pickup,
    stock_up,
    want,
)
from tests.refusing import refused


class Shelves:
    """A store with ten pieces of beans and four cups, and a stocktake of it."""

    def __init__(self) -> None:
        self.store, self.beans, self.cups = make_store(), make_variant(price_minor=1_000), make_variant(price_minor=500)
        self.register, self.staff = make_register(self.store), make_staff()
        self.level = stock_up(self.store, self.beans, 10)
        stock_up(self.store, self.cups, 4)
        self.count = open_count(uuid7(), store_id=self.store.pk, name="棚卸し", at=NOON)

    def found(self, pieces: int, *, area: str = "A", uid: UUID | None = None, anew: bool = False) -> int:
        """Somebody counts beans."""
        counted = [Counted(uid or uuid7(), self.beans.pk, pieces)]
        so_far = count_goods(self.count.uid, counted, area=area, at=NOON, names={self.beans.pk: "豆"}, anew=anew)
        return so_far[self.beans.pk]

    def sell(self, pieces: int) -> None:
        """Beans go over the counter."""
        sale = counter_sale(self.register, self.staff, want(self.beans, pieces), tendered_minor=900_000)
        place_order(sale, at=NOON)

    def close(self, *, zero: bool = False, leave: bool = False) -> Count:
        """The stocktake ends."""
        return close_count(self.count.uid, zero_uncounted=zero, leave_unsure=leave, at=NOON + timedelta(hours=2))

    @property
    def on_hand(self) -> int:
        """Beans by the ledger."""
        self.level.refresh_from_db()
        return self.level.on_hand


@pytest.mark.django_db
def test_a_difference_is_booked_and_what_is_sold_after_the_count_is_none() -> None:
    shelves = Shelves()

    shelves.found(8)
    shelves.sell(3)
    shelves.close()
    shelves.close()

    assert shelves.on_hand == 5
    moved = Movement.objects.get(cause_kind="stocktake", cause_uid=shelves.count.uid)
    assert (moved.kind, moved.on_hand_change) == ("counted", -2)
    (line, left) = booked_lines(shelves.count.uid)
    assert (line.expected, line.counted, line.difference, line.value_minor) == (10, 8, -2, -2_000)
    assert (left.outcome, left.difference) == ("left", 0)
    told = Event.objects.get(name="Count Closed").properties
    assert (told["counted"], told["changed"], told["missing_pieces"], told["value_minor"]) == (1, 1, 2, -2_000)
    assert all_differences() == []


@pytest.mark.django_db
def test_two_who_count_the_same_goods_on_two_shelves_add_up() -> None:
    shelves = Shelves()

    assert shelves.found(4, area="棚A") == 4
    assert shelves.found(5, area="倉庫") == 9
    counted, uncounted = review(shelves.count.uid)
    shelves.close()

    assert [(line.expected, line.counted, line.entries, line.is_unsure) for line in counted] == [(10, 9, 2, False)]
    assert [line.sku for line in uncounted] == [shelves.cups.sku]
    assert shelves.on_hand == 9


@pytest.mark.django_db
def test_what_moved_between_two_shelves_is_never_guessed_but_counted_anew() -> None:
    shelves = Shelves()
    shelves.found(4)
    shelves.sell(1)
    shelves.found(5, area="B")

    with refused(CountUnsure) as unsure:
        shelves.close()
    assert unsure.value.details["count"] == 1
    assert review(shelves.count.uid)[0][0].is_unsure
    assert shelves.found(9, anew=True) == 9
    shelves.close()

    assert shelves.on_hand == 9
    assert all_differences() == []


@pytest.mark.django_db
def test_goods_that_are_unsure_may_be_left_as_they_are() -> None:
    shelves = Shelves()
    shelves.found(2)
    shelves.sell(1)
    shelves.found(1)

    shelves.close(leave=True)

    assert shelves.on_hand == 9
    assert {line.outcome for line in booked_lines(shelves.count.uid)} == {"unsure", "left"}
    assert all_differences() == []


@pytest.mark.django_db
def test_a_correction_since_the_count_is_not_booked_twice() -> None:
    shelves = Shelves()
    placed = place_order(pickup(shelves.store, want(shelves.beans, 4)), at=NOON)
    shelves.found(9)

    from_order = place_order(pickup(shelves.store, want(shelves.cups, 1)), at=NOON)  # noqa: F841 - other goods do not count
    line_uid = _line_uid(placed.uid)
    short_pick(placed.uid, line_uid, picked_quantity=3, reason="ない", staff_uid=shelves.staff.uid, at=NOON)

    assert shelves.on_hand == 9
    with refused(CountUnsure):
        shelves.close()
    shelves.found(9, anew=True)
    set_on_hand(shelves.store.pk, {shelves.beans.pk: 9}, cause=Cause("office", uuid7(), NOON, "same"))
    shelves.close()
    assert shelves.on_hand == 9


def _line_uid(order_uid: UUID) -> UUID:
    from noren.orders.queries import get_order  # noqa: PLC0415

    return get_order(order_uid).lines[0].uid


@pytest.mark.django_db
def test_what_is_set_aside_is_counted_and_what_is_thrown_away_afterwards_is_no_difference() -> None:
    shelves = Shelves()
    names, two = {shelves.beans.pk: "豆"}, {shelves.beans.pk: 2}
    cause = Cause("office", uuid7(), NOON, "割れ")
    set_aside(shelves.store.pk, two, AsideState.DAMAGED, cause=cause, names=names)

    shelves.found(9)
    throw_away(shelves.store.pk, two, AsideState.DAMAGED, cause=cause, names=names)
    shelves.close()

    assert shelves.on_hand == 7
    assert all_differences() == []


@pytest.mark.django_db
def test_goods_that_nobody_counted_stay_or_are_set_to_nothing_but_never_those_that_came_in_meanwhile() -> None:
    shelves, tea = Shelves(), make_variant()
    shelves.found(10)
    receive(shelves.store.pk, {tea.pk: 6}, cause=Cause("goods_in", uuid7(), NOON))

    shelves.close(zero=True)

    assert Level.objects.get(variant=shelves.cups).on_hand == 0
    assert Level.objects.get(variant=tea).on_hand == 6
    outcomes = {line.sku: line.outcome for line in booked_lines(shelves.count.uid)}
    assert outcomes == {shelves.beans.sku: "counted", shelves.cups.sku: "zeroed", tea.sku: "left"}


@pytest.mark.django_db
def test_a_stocktake_of_categories_takes_those_below_and_no_other_goods() -> None:
    store, tea = make_store(), make_variant(category="tea")
    top = Category.objects.create(code="drinks", name="飲み物")
    Category.objects.filter(code="coffee").update(parent=top)
    beans = make_variant(category="coffee")
    Category.objects.filter(code="coffee").update(parent=top)
    for variant in (beans, tea):
        stock_up(store, variant, 3)

    count = open_count(uuid7(), store_id=store.pk, name="飲み物", at=NOON, category_ids=[top.pk])
    count_goods(count.uid, [Counted(uuid7(), beans.pk, 2)], area="", at=NOON, names={})
    with refused(NotInCount) as refusal:
        count_goods(count.uid, [Counted(uuid7(), tea.pk, 3)], area="", at=NOON, names={tea.pk: "紅茶"})
    close_count(count.uid, zero_uncounted=True, leave_unsure=False, at=NOON)

    assert "紅茶" in str(refusal.value)
    assert dict(Level.objects.values_list("variant_id", "on_hand")) == {beans.pk: 2, tea.pk: 3}


@pytest.mark.django_db
def test_some_goods_alone_are_counted_and_a_cancelled_stocktake_books_nothing() -> None:
    shelves = Shelves()
    count = open_count(uuid7(), store_id=shelves.store.pk, name="豆だけ", at=NOON, variant_ids=[shelves.beans.pk])

    count_goods(count.uid, [Counted(uuid7(), shelves.beans.pk, 1)], area="", at=NOON, names={})
    assert [len(lines) for lines in review(count.uid)] == [1, 0]
    cancel_count(count.uid, at=NOON)
    cancel_count(count.uid, at=NOON)

    with refused(CountEnded):
        close_count(count.uid, zero_uncounted=True, leave_unsure=True, at=NOON)
    assert shelves.on_hand == 10
    assert Event.objects.filter(name="Count Cancelled").count() == 1
    assert [each.status for each in list_counts()] == ["open", "canceled"]
    assert get_count(count.uid).status == "canceled"


@pytest.mark.django_db
def test_entries_are_written_once_and_taken_back() -> None:
    shelves, uid = Shelves(), uuid7()

    assert (shelves.found(4, uid=uid), shelves.found(4, uid=uid)) == (4, 4)
    with refused(CountEntryTaken):
        shelves.found(5, uid=uid)
    assert withdraw_entry(shelves.count.uid, uid, at=NOON)
    assert not withdraw_entry(shelves.count.uid, uid, at=NOON)
    shelves.found(6)
    assert withdraw_counts(shelves.count.uid, shelves.beans.pk, at=NOON) == 1

    assert [entry.is_withdrawn for entry in latest_entries(shelves.count.uid)] == [True, True]
    with refused(CountEmpty):
        shelves.close()


@pytest.mark.django_db
def test_what_makes_no_sense_is_refused() -> None:
    shelves = Shelves()
    count = shelves.count

    with refused(PiecesInvalid):
        shelves.found(-1)
    with refused(CountNotFound):
        cancel_count(uuid7(), at=NOON)
    with refused(CountNotFound):
        count_goods(uuid7(), [], area="", at=NOON, names={})
    with refused(CountNameMissing):
        open_count(uuid7(), store_id=shelves.store.pk, name=" ", at=NOON)
    with refused(CountScopeMissing):
        open_count(uuid7(), store_id=shelves.store.pk, name="?", at=NOON, category_ids=[1], variant_ids=[1])
    with refused(UidTakenByOther):
        open_count(count.uid, store_id=shelves.store.pk, name="別の棚卸し", at=NOON)
    assert open_count(count.uid, store_id=shelves.store.pk, name="棚卸し", at=NOON).pk == count.pk
    shelves.found(0)
    shelves.close()
    with refused(CountEnded):
        shelves.found(1)

    assert CountEntry.objects.count() == 1
    assert shelves.on_hand == 0


def _kinds(outcomes: Sequence[object]) -> list[str]:
    return sorted(type(outcome).__name__ for outcome in outcomes)


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_who_close_at_once_book_it_once() -> None:
    shelves = Shelves()
    shelves.found(7)

    outcomes = race(shelves.close, shelves.close, queue_on=Count.objects.filter(pk=shelves.count.pk))

    assert _kinds(outcomes) == ["Count", "Count"]
    assert shelves.on_hand == 7
    assert all_differences() == []


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_an_entry_that_meets_the_closing_is_in_it_or_refused() -> None:
    shelves = Shelves()
    shelves.found(7)

    outcomes = race(
        lambda: shelves.close(),
        lambda: shelves.found(1),
        queue_on=Count.objects.filter(pk=shelves.count.pk),
    )

    assert _kinds(outcomes) == ["Count", "CountEnded"]
    assert (shelves.on_hand, CountEntry.objects.count()) == (7, 1)
    assert all_differences() == []


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_a_sale_that_meets_an_entry_is_before_it_or_after_it() -> None:
    shelves = Shelves()

    race(
        lambda: shelves.sell(3),
        lambda: shelves.found(7),
        queue_on=Level.objects.filter(pk=shelves.level.pk),
    )
    shelves.close()

    # The sale was first in the queue: the seven were counted after it.
    assert CountEntry.objects.get().on_hand == 7
    assert shelves.on_hand == 7


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_a_correction_that_meets_the_closing_is_seen_by_it() -> None:
    shelves = Shelves()
    shelves.found(8)
    cause = Cause("office", uuid7(), NOON, "数え直し")

    outcomes = race(
        lambda: set_on_hand(shelves.store.pk, {shelves.beans.pk: 8}, cause=cause),
        lambda: shelves.close(),
        queue_on=Level.objects.filter(pk=shelves.level.pk),
    )

    assert _kinds(outcomes) == ["CountUnsure", "int"]
    assert shelves.on_hand == 8
    assert all_differences() == []
