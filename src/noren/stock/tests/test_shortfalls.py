"""Shortfalls: opened and ended by the ledger itself, taken and noted by staff."""

from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from noren.kernel.ids import uuid7
from noren.kernel.staging import copy_rows, drop_staging, make_staging
from noren.orders.end import cancel_order
from noren.orders.place import place_order
from noren.stock.bulk import LEVEL_COLUMNS, count_levels
from noren.stock.correct import receive, set_on_hand
from noren.stock.errors import ShortfallEnded, ShortfallNotFound
from noren.stock.ledger import Cause
from noren.stock.models import AsideState, Shortfall
from noren.stock.set_aside import put_back, set_aside
from noren.stock.shortfalls import (
    count_open_shortfalls,
    ended_shortfalls,
    get_shortfall,
    note_shortfall,
    open_shortfalls,
    promised_pieces_of,
    take_shortfall,
)
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

pytestmark = pytest.mark.django_db


class Promised:
    """Five pieces, four of them promised to an order."""

    def __init__(self) -> None:
        self.store, self.variant = make_store(), make_variant(price_minor=1_000)
        self.level = stock_up(self.store, self.variant, 5)
        self.order = place_order(pickup(self.store, want(self.variant, 4)), at=NOON)

    def count(self, pieces: int) -> Cause:
        """Somebody finds so many."""
        cause = Cause("office", uuid7(), NOON + timedelta(hours=1), "数え直し")
        set_on_hand(self.store.pk, {self.variant.pk: pieces}, cause=cause)
        return cause


def test_a_shortfall_opens_with_its_cause_and_ends_when_nothing_is_short() -> None:
    shelf = Promised()

    found = shelf.count(1)
    (opened,) = open_shortfalls(store_ids=[shelf.store.pk])
    shelf.count(3)
    shelf.count(2)
    (went_on,) = open_shortfalls()
    delivery = Cause("goods_in", uuid7(), NOON + timedelta(hours=2))
    receive(shelf.store.pk, {shelf.variant.pk: 2}, cause=delivery)

    assert (opened.short, opened.most_pieces, opened.cause_kind, opened.cause_uid) == (3, 3, "office", found.uid)
    assert (went_on.uid, went_on.short, went_on.most_pieces) == (opened.uid, 2, 3)
    assert open_shortfalls() == []
    (ended,) = ended_shortfalls()
    assert (ended.uid, ended.short, ended.end_kind, ended.end_uid) == (opened.uid, 0, "goods_in", delivery.uid)
    assert ended.ended_at == NOON + timedelta(hours=2)


def test_a_level_that_is_short_again_gets_another_one() -> None:
    shelf = Promised()

    for pieces in (3, 5, 2):
        shelf.count(pieces)

    assert Shortfall.objects.count() == 2
    (open_one,) = open_shortfalls()
    assert (open_one.short, open_one.most_pieces) == (2, 2)


def test_a_till_sale_of_promised_goods_a_cancelled_order_and_damage_are_seen() -> None:
    shelf = Promised()
    sale = counter_sale(make_register(shelf.store), make_staff(), want(shelf.variant, 3), tendered_minor=9_000)

    sold = place_order(sale, at=NOON)
    (short,) = open_shortfalls()
    assert (short.short, short.cause_kind, short.cause_uid) == (2, "order", sold.uid)
    assert promised_pieces_of([shelf.level.pk]) == {shelf.level.pk: {shelf.order.uid: 4}}
    cancel_order(shelf.order.uid, by="customer", at=NOON)
    assert count_open_shortfalls() == 0

    place_order(pickup(shelf.store, want(shelf.variant, 2)), at=NOON)
    quantities, names = {shelf.variant.pk: 1}, {shelf.variant.pk: "豆"}
    cause = Cause("office", uuid7(), NOON, "割れ")
    set_aside(shelf.store.pk, quantities, AsideState.DAMAGED, cause=cause, names=names)
    assert [(each.short, each.aside) for each in open_shortfalls()] == [(1, 1)]
    put_back(shelf.store.pk, quantities, AsideState.DAMAGED, cause=cause, names=names)

    assert count_open_shortfalls(store_ids=[shelf.store.pk]) == 0
    assert Shortfall.objects.count() == 2
    assert all_differences() == []


def test_a_file_of_counts_opens_and_ends_shortfalls_too() -> None:
    shelf = Promised()

    _bring(shelf, 1)
    (short,) = open_shortfalls()
    assert (short.short, short.cause_kind) == (3, "import")
    _bring(shelf, 9)

    assert open_shortfalls() == []
    assert all_differences() == []


def _bring(shelf: Promised, pieces: int) -> None:
    make_staging("staged_levels", LEVEL_COLUMNS)
    copy_rows("staged_levels", tuple(LEVEL_COLUMNS), [[2, shelf.store.code, shelf.variant.sku, pieces, None, None]])
    count_levels("staged_levels", after=0, through=9, cause=Cause("import", uuid7(), NOON))
    drop_staging("staged_levels")


def test_somebody_takes_it_and_notes_what_was_done() -> None:
    shelf, staff = Promised(), make_staff()
    shelf.count(1)
    uid = open_shortfalls()[0].uid

    take_shortfall(uid, staff_id=staff.pk)
    note_shortfall(uid, note=" 倉庫に電話した ")
    taken = get_shortfall(uid)
    take_shortfall(uid, staff_id=None)

    assert (taken.owner_id, taken.owner_name, taken.note) == (staff.pk, staff.name, "倉庫に電話した")
    assert get_shortfall(uid).owner_id is None


def test_one_that_has_ended_stays_as_it_is() -> None:
    shelf, staff = Promised(), make_staff()
    shelf.count(1)
    uid = open_shortfalls()[0].uid
    shelf.count(9)

    with refused(ShortfallEnded):
        take_shortfall(uid, staff_id=staff.pk)
    with refused(ShortfallNotFound):
        note_shortfall(uuid7(), note="?")

    assert get_shortfall(uid).owner_id is None


def test_a_movement_costs_no_statement_more_whether_something_falls_short_or_not(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    shelf = Promised()

    with django_assert_num_queries(2):  # the lock, and the change with its movement
        shelf.count(4)
    with django_assert_num_queries(2):
        shelf.count(1)
