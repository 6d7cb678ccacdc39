"""Goods that come back in any condition, with their sale or without."""

from hypothesis import strategies as st
from hypothesis.stateful import rule

from noren.orders.models import Condition
from noren.orders.return_wanted import BackLine, Returned
from tests.soak.model import PRICES
from tests.soak.more_play import MorePlay
from tests.soak.play import orders, pieces, sales, stores, variants
from tests.soak.rules_of_returns import ReturnRules

conditions = st.sampled_from([Condition.RESALABLE, *Condition])


class MoreReturnRules(MorePlay, ReturnRules):
    """The condition says what becomes of the goods."""

    @rule(sale=sales | orders, store=stores, variant=variants, pieces=pieces, condition=conditions)
    def bring_back_used(self, sale: str, store: str, variant: str, pieces: int, condition: Condition) -> None:
        """Pieces of a sale."""
        wanted = self.wanted_back(store, self.back_lines(sale, variant, pieces, condition), sale)

        def taken_back(answer: Returned | None) -> None:
            self.taken_back(sale, store, variant, pieces, answer)
            self.model.put_away((store, variant), condition, pieces)

        self.play(lambda: self.twice_back(wanted), taken_back)

    @rule(store=stores, variant=variants, pieces=pieces, condition=conditions)
    def bring_back_without_a_sale(self, store: str, variant: str, pieces: int, condition: Condition) -> None:
        """Nobody finds the sale: it is paid out at today's price."""
        lines = (BackLine(pieces, condition, sku=self.world.variants[variant].sku, note="箱なし"),)
        wanted = self.wanted_back(store, lines)

        def paid_out(_: Returned | None) -> None:
            self.model.cash[store] -= PRICES[variant] * pieces
            self.model.on_hand[store, variant] += pieces
            self.model.put_away((store, variant), condition, pieces)

        self.play(lambda: self.twice_back(wanted), paid_out)
