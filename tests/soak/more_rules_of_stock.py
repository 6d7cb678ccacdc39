"""What is done with stock by hand."""

from hypothesis import strategies as st
from hypothesis.stateful import rule

from noren.stock.correct import adjust, set_on_hand, set_safety
from noren.stock.models import AsideState
from noren.stock.set_aside import put_back, set_aside, throw_away
from tests.soak.more_play import MorePlay
from tests.soak.play import pieces, stores, variants

states = st.sampled_from([state.value for state in AsideState])


class StockRules(MorePlay):
    """Corrections, counts, safety stock, and pieces set aside."""

    @rule(store=stores, variant=variants, change=st.sampled_from((-3, -1, 0, 2)))
    def correct(self, store: str, variant: str, change: int) -> None:
        """Pieces were lost or found."""
        at, goods, cause = (
            self.at(store),
            self.world.pieces({variant: change}),
            self.world.cause(self.now, "見つかった"),
        )
        self.play(lambda: adjust(at, goods, cause=cause), lambda _: self.model.adjust((store, variant), change))

    @rule(store=stores, variant=variants, on_hand=st.integers(0, 6))
    def count(self, store: str, variant: str, on_hand: int) -> None:
        """So many were counted."""
        at, goods, cause = self.at(store), self.world.pieces({variant: on_hand}), self.world.cause(self.now)
        self.play(
            lambda: set_on_hand(at, goods, cause=cause),
            lambda _: self.model.correct((store, variant), on_hand - self.model.on_hand[store, variant]),
        )

    @rule(store=stores, variant=variants, safety=st.integers(0, 2))
    def keep_for_walk_ins(self, store: str, variant: str, safety: int) -> None:
        """So many are never promised online."""
        at, goods, cause = self.at(store), self.world.pieces({variant: safety}), self.world.cause(self.now)
        self.play(
            lambda: set_safety(at, goods, cause=cause),
            lambda _: self.model.keep((store, variant), safety),
        )

    @rule(store=stores, variant=variants, state=states, pieces=pieces)
    def set_aside(self, store: str, variant: str, state: str, pieces: int) -> None:
        """Pieces are damaged, or looked at."""
        at, goods, cause = self.at(store), self.world.pieces({variant: pieces}), self.world.cause(self.now)
        names = self.world.words([variant])
        self.play(
            lambda: set_aside(at, goods, AsideState(state), cause=cause, names=names),
            lambda _: self.model.set_aside((store, variant), state, pieces),
        )

    @rule(store=stores, variant=variants, state=states, pieces=pieces, is_gone=st.booleans())
    def end_set_aside(self, store: str, variant: str, state: str, pieces: int, is_gone: bool) -> None:
        """They are for sale again, or thrown away."""
        at, goods, cause = self.at(store), self.world.pieces({variant: pieces}), self.world.cause(self.now, "破損")
        names, verb = self.world.words([variant]), throw_away if is_gone else put_back
        self.play(
            lambda: verb(at, goods, AsideState(state), cause=cause, names=names),
            lambda _: self.model.end_set_aside((store, variant), state, pieces, is_gone=is_gone),
        )
