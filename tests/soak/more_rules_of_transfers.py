"""Boxes that arrive with broken pieces, or more than left, and those that are said to be complete."""

from collections.abc import Sequence

from hypothesis import strategies as st
from hypothesis.stateful import rule

from noren.kernel.ids import uuid7
from noren.stock.transfers.receive import Arrival, Counted
from tests.soak.model import STORES
from tests.soak.more_play import MorePlay
from tests.soak.play import variants
from tests.soak.rules_of_orders import Named
from tests.soak.rules_of_transfers import TransferRules, boxes, transfers

differences, names = st.sampled_from((-2, -1, 0, 1, 2)), st.sampled_from(("right", "", "lost", "back", "right"))


class MoreTransferRules(MorePlay, TransferRules):
    """As all boxes, and odd ones."""

    @rule(
        target=transfers,
        way=st.permutations(STORES),
        variant=variants,
        wanted=st.integers(1, 3),
        other=st.none() | variants,
        more=differences,
        is_damaged=st.booleans(),
        named=names,
        is_closing=st.booleans(),
    )
    def carry_odd_box(
        self,
        way: Sequence[str],
        variant: str,
        wanted: int,
        other: str | None,
        more: int,
        is_damaged: bool,
        named: str,
        is_closing: bool,
    ) -> Named:
        """A box from its packing to its arrival."""
        name = self.send_box(way, variant, wanted)
        assert isinstance(name, str)
        self.receive_odd(name, other, more, is_damaged=is_damaged, named=named, is_closing=is_closing)
        return name

    @rule(
        transfer=boxes,
        other=st.none() | variants,
        more=differences,
        is_damaged=st.booleans(),
        named=names,
        is_closing=st.booleans(),
    )
    def receive_odd(
        self, transfer: str, other: str | None, more: int, is_damaged: bool, named: str, is_closing: bool
    ) -> None:
        """Some of it came, broken perhaps, or more, or what was on no list; what is missing has a name or may come."""
        t = self.model.transfers[transfer]
        what = other or next(iter(t.lines))
        pieces = max(0, t.on_the_way[what] + more)
        damaged = min(pieces, int(is_damaged))
        difference = ("surplus" if more > 0 else "lost") if named == "right" else named
        counted = Counted(self.world.variants[what].sku, pieces, damaged, difference)
        arrival = Arrival(uuid7(), (counted,), is_closing)
        self.play(
            lambda: self.receive(transfer, arrival),
            lambda _: self.model.arrive(
                self.model.transfers[transfer],
                {what: pieces},
                rest_is=difference,
                damaged=damaged,
                is_closing=is_closing,
            ),
        )
