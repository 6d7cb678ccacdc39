"""One deed at a time, in the database and in the model: both do it, or both refuse it for the same cause."""

import sys
from collections import Counter
from collections.abc import Callable
from copy import deepcopy
from datetime import timedelta
from typing import Any, ClassVar, TypeVar

from django.db import connection, transaction
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, rule
from hypothesis.strategies._internal.featureflags import FeatureFlags

from noren.kernel.errors import NorenError
from noren.loyalty.earn import expire_points
from noren.orders.end import expire_orders
from noren.run.rooms import modules_named
from noren.stock.correct import receive
from noren.stock.holding import expire_holds
from tests.factories import NOON
from tests.soak.model import PRICES, STORES, Model
from tests.soak.world import MEMBERS, World, differing

stores = st.sampled_from(STORES)
variants = st.sampled_from(tuple(PRICES))
buyers = st.sampled_from((None, *MEMBERS))
pieces = st.integers(1, 3)
lines = st.dictionaries(variants, st.integers(1, 3), min_size=1, max_size=2)
baskets: Bundle[str] = Bundle("baskets")
orders: Bundle[str] = Bundle("orders")
sales: Bundle[str] = Bundle("sales")
MOMENTS = (1, 9, 11)
DAYS = tuple(60 * hours for hours in (1, 18, 4 * 24, 366 * 24))
T = TypeVar("T")


class Play(RuleBasedStateMachine):
    """What all rules share: the world, the model, the clock, and the comparison after every step."""

    world_type: ClassVar[type[World]] = World
    world: ClassVar[World]
    told: ClassVar[Counter[str]]
    model: Model

    def __init__(self) -> None:
        super().__init__()
        # Hypothesis leaves out a part of the rules in each run, half of them on average: few orders came to any end.
        self._rules_strategy.enabled_rules_strategy = st.just(FeatureFlags())
        self.model, self.now, self.is_sound = self.new_model(), NOON, True
        self.around = _around()
        self.around.__enter__()

    def new_model(self) -> Model:
        """What the deeds are played against."""
        return Model()

    def note(self, before: dict[str, Any]) -> None:
        """The model did a deed: what else it should know of it, told what it stored before."""

    def play(self, deed: Callable[[], T], model: Callable[[T | None], object], *, told_as: str = "") -> bool:
        """Do a deed, and let the model do it too, which is told the answer, or None when it was refused.

        Then they agree on every figure. It is told by the name of the caller, or as that says.

        Returns:
            Whether it was done.
        """
        self.is_sound = False
        answer: T | None = None
        refusal = expected = ""
        try:
            with _around():
                answer = deed()
        except NorenError as error:
            refusal = error.code
        before = deepcopy(vars(self.model))
        try:
            model(answer)
            self.note(before)
        except AssertionError as error:
            expected = str(error) or "no code"
            vars(self.model).update(before)
        assert refusal == expected, f"{refusal or 'done'}, where the model says {expected or 'done'}"
        rule_name = told_as or sys._getframe(1).f_code.co_name
        self.told[f"{rule_name}: {refusal or 'done'}"] += 1
        if found := differing(self.model.figures(), self.world.figures()):
            raise AssertionError(found)
        self.hear_until_when_orders_are_kept()
        self.is_sound = True
        return not refusal

    def hear_until_when_orders_are_kept(self) -> None:
        """Opening hours are not modelled: the shop says it, but takes nothing back of what it said."""
        for order, kept_until in self.world.kept_until.items():
            o = self.model.orders[order]
            assert o.kept_until is None or kept_until >= o.kept_until, f"{order} is kept until {kept_until} only"
            o.kept_until = kept_until

    @initialize(on_hand=st.integers(2, 6))
    def open_shop(self, on_hand: int) -> None:
        """Goods are on the shelves."""
        for store in STORES:
            receive(self.at(store), self.world.pieces(dict.fromkeys(PRICES, on_hand)), cause=self.world.cause(self.now))
            for variant in PRICES:
                self.model.on_hand[store, variant] += on_hand

    def at(self, store: str) -> int:
        """The key of a store."""
        return self.world.stores[store].pk

    def deliver(self, store: str, variant: str, pieces: int) -> None:
        """A supplier brings pieces."""
        at, goods, cause = self.at(store), self.world.pieces({variant: pieces}), self.world.cause(self.now)
        self.play(
            lambda: receive(at, goods, cause=cause), lambda _: self.model.on_hand.update({(store, variant): pieces})
        )

    @rule(store=stores, variant=variants, pieces=st.integers(2, 8))
    def goods_in(self, store: str, variant: str, pieces: int) -> None:
        """A delivery."""
        self.deliver(store, variant, pieces)

    @rule(minutes=st.sampled_from(MOMENTS), is_worker_there=st.booleans())
    def a_moment_passes(self, minutes: int, is_worker_there: bool) -> None:
        """Holds come to their end."""
        self.wait(minutes, is_worker_there=is_worker_there)

    @rule(minutes=st.sampled_from(DAYS), is_worker_there=st.booleans())
    def days_pass(self, minutes: int, is_worker_there: bool) -> None:
        """A day of trade ends, pickups expire, and after a year points."""
        self.wait(minutes, is_worker_there=is_worker_there)

    def wait(self, minutes: int, *, is_worker_there: bool) -> None:
        """Nothing is done for so long; then the worker may come by."""
        self.now += timedelta(minutes=minutes)
        if is_worker_there:
            self.work()

    def work(self) -> None:
        """The worker ends what is over."""
        places = [(store, what) for store in STORES for what in PRICES]
        self.play(lambda: expire_holds(at=self.now), lambda _: self.model.end_holds(self.now, places))
        self.play(
            lambda: (expire_orders(at=self.now), expire_points(at=self.now)), lambda _: self.model.expire(self.now)
        )

    def prove(self) -> None:
        """What else is so in the end."""

    def teardown(self) -> None:
        """Every room's audit is clean. Then it is as if nothing had been done."""
        try:
            if self.is_sound:
                with connection.cursor() as cursor:
                    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                found = [str(each) for _room, audit in modules_named("audit") for each in _differences(audit)]
                assert not found, "\n".join(found)
                self.prove()
        finally:
            transaction.set_rollback(True)
            self.around.__exit__(None, None, None)
            self.world.forget()


def twice(deed: Callable[[], object]) -> None:
    """Do it, and once more, as who got no answer does: that changes nothing."""
    deed()
    deed()


def _around() -> transaction.Atomic:
    """A transaction that counts as none of ours, as that of Django's own tests: providers may be asked in it."""
    around = transaction.atomic()
    around._from_testcase = True  # type: ignore[attr-defined]
    return around


def _differences(audit: object) -> list[object]:
    return list(audit.differences()) if hasattr(audit, "differences") else []
