"""A stocktake beside a running shop, in random order: when it is closed, the ledger says what is in the building."""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from noren.kernel.ids import uuid7
from noren.orders.hand_over import hand_over
from noren.orders.place import place_order
from noren.stock.correct import receive, set_on_hand
from noren.stock.count import open_count
from noren.stock.count_close import close_count
from noren.stock.count_goods import Counted, count_goods
from noren.stock.count_review import review
from noren.stock.errors import CountUnsure
from noren.stock.ledger import Cause, lock_levels
from noren.stock.models import Level, MovementKind
from tests.depth import examples
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

GOODS = 2
Step = tuple[str, int, int, int]
# What happens, to which goods, to how many pieces, on which shelf.
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["sell", "hand_over", "arrive", "move_out", "count", "count", "recount", "correct"]),
        st.integers(0, GOODS - 1),
        st.integers(1, 4),
        st.integers(0, 1),
    ),
    min_size=5,
    max_size=16,
)


class Building:
    """What is really on two shelves for each kind of goods, beside what the ledger says."""

    def __init__(self, shelves: list[list[int]], errors: list[int]) -> None:
        self.store = make_store()
        self.register, self.staff = make_register(self.store), make_staff()
        self.variants = [make_variant() for _ in range(GOODS)]
        self.shelves = shelves
        for goods, variant in enumerate(self.variants):
            stock_up(self.store, variant, max(1, sum(shelves[goods]) + errors[goods]))
        self.count = open_count(uuid7(), store_id=self.store.pk, name="棚卸し", at=NOON)
        # Which shelves were counted since goods of the kind last moved or were counted anew.
        self.counted: list[set[int]] = [set() for _ in range(GOODS)]

    def take(self, goods: int, pieces: int, shelf: int) -> int:
        """Pieces leave one of the shelves, those that are there."""
        taken = min(pieces, self.shelves[goods][shelf])
        self.shelves[goods][shelf] -= taken
        return taken

    def step(self, what: str, goods: int, pieces: int, shelf: int) -> None:
        """One thing happens, in the building and in the ledger."""
        variant, cause = self.variants[goods], Cause("office", uuid7(), NOON, "移動")
        if what == "sell" and (taken := self.take(goods, pieces, shelf)):
            sale = counter_sale(self.register, self.staff, want(variant, taken), tendered_minor=90_000)
            place_order(sale, at=NOON)
        elif what == "hand_over" and Level.objects.get(variant=variant).available > 0 and self.take(goods, 1, shelf):
            placed = place_order(pickup(self.store, want(variant, 1)), at=NOON)
            hand_over(placed.uid, at_counter(self.register, self.staff, tendered_minor=90_000), at=NOON)
        elif what == "arrive":
            self.shelves[goods][shelf] += pieces
            receive(self.store.pk, {variant.pk: pieces}, cause=cause)
        elif what == "move_out" and (taken := self.take(goods, pieces, shelf)):
            ledger = lock_levels(self.store.pk, [variant.pk])
            ledger.book(variant.pk, MovementKind.TRANSFERRED, on_hand=-taken)
            ledger.write(cause)
        elif what == "count" and shelf not in self.counted[goods]:
            self.counted[goods].add(shelf)
            self.enter(goods, self.shelves[goods][shelf], anew=False)
        elif what == "recount":
            self.counted[goods] = {0, 1}
            self.enter(goods, sum(self.shelves[goods]), anew=True)
        elif what == "correct":
            set_on_hand(self.store.pk, {variant.pk: sum(self.shelves[goods])}, cause=cause)

    def enter(self, goods: int, pieces: int, *, anew: bool) -> None:
        """Somebody writes down what they found."""
        counted = [Counted(uuid7(), self.variants[goods].pk, pieces)]
        count_goods(self.count.uid, counted, area="", at=NOON, names={}, anew=anew)

    def finish(self) -> None:
        """Both shelves of everything are counted; what is unsure anew; then it is closed."""
        for goods in range(GOODS):
            for shelf in {0, 1} - self.counted[goods]:
                self.step("count", goods, 1, shelf)
        try:
            with transaction.atomic():
                self.close()
        except CountUnsure:
            unsure = {line.variant_id for line in review(self.count.uid)[0] if line.is_unsure}
            for goods, variant in enumerate(self.variants):
                if variant.pk in unsure:
                    self.step("recount", goods, 1, 0)
            self.step("sell", 0, 1, 0)
            self.close()

    def close(self) -> None:
        """The differences are booked."""
        at = NOON + timedelta(hours=3)
        close_count(self.count.uid, zero_uncounted=False, leave_unsure=False, at=at)


@pytest.mark.django_db
@settings(max_examples=examples(20), suppress_health_check=list(HealthCheck), derandomize=True)
@given(
    shelves=st.lists(st.lists(st.integers(0, 6), min_size=2, max_size=2), min_size=GOODS, max_size=GOODS),
    errors=st.lists(st.sampled_from([-3, -1, 0, 2]), min_size=GOODS, max_size=GOODS),
    steps=STEPS,
    after=STEPS,
)
def test_after_closing_the_ledger_says_what_is_in_the_building(
    shelves: list[list[int]], errors: list[int], steps: list[Step], after: list[Step]
) -> None:
    with transaction.atomic():
        building = Building([list(pair) for pair in shelves], errors)

        for step in steps:
            building.step(*step)
        building.finish()
        for what, *rest in after:
            if what in {"sell", "arrive", "move_out"}:
                building.step(what, *rest)

        said = dict(Level.objects.filter(store=building.store).values_list("variant_id", "on_hand"))
        assert said == {variant.pk: sum(building.shelves[goods]) for goods, variant in enumerate(building.variants)}
        assert all_differences() == []
        transaction.set_rollback(True)
