"""Stocktakes of goods that lie in several places, or are not counted, or that nobody is sure of."""

from hypothesis import strategies as st
from hypothesis.stateful import rule

from noren.stock.count_close import close_count
from tests.soak.more_play import MorePlay
from tests.soak.play import stores, twice, variants
from tests.soak.rules_of_counts import CountRules, counts


class MoreCountRules(MorePlay, CountRules):
    """As those of a stocktake of one place, and beside them."""

    @rule(target=counts, store=stores)
    def open_count(self, store: str) -> str:
        """Of all goods of a store; what comes in since is not missing where nobody counts it."""
        count = super().open_count(store)
        assert isinstance(count, str)
        self.model.begin_count(self.model.counts[count])
        return count

    @rule(count=counts, variant=variants, wrong_by=st.sampled_from((0, 0, -1, 2)))
    def count_place(self, count: str, variant: str, wrong_by: int) -> None:
        """Somebody counts what is in one place, which may not be the only one."""
        found = self.model.counts[count]
        pieces = max(0, self.model.on_hand[found.store, variant] + wrong_by)
        self.play(
            lambda: self.send_counted(count, variant, pieces, is_anew=False),
            lambda _: self.model.count_more(self.model.counts[count], variant, pieces),
        )

    @rule(count=counts, is_zeroing=st.booleans(), is_leaving=st.booleans())
    def close_count(self, count: str, is_zeroing: bool, is_leaving: bool) -> None:
        """What nobody counted is gone, and what nobody is sure of is left alone, or neither."""
        uid = self.world.uids[count]
        self.play(
            lambda: twice(lambda: close_count(uid, zero_uncounted=is_zeroing, leave_unsure=is_leaving, at=self.now)),
            lambda _: self.model.close_count(self.model.counts[count], is_zeroing=is_zeroing, is_leaving=is_leaving),
        )

    @rule(target=counts, store=stores, variant=variants, delivered=st.integers(0, 1), is_zeroing=st.booleans())
    def take_stock_of_two_places(self, store: str, variant: str, delivered: int, is_zeroing: bool) -> str:
        """One kind is counted in two places, and between them a delivery may come; then the difference is booked."""
        count = self.open_count(store)
        assert isinstance(count, str)
        self.count_place(count, variant, 0)
        if delivered:
            self.deliver(store, variant, delivered)
        self.count_place(count, variant, -1)
        self.close_count(count, is_zeroing, bool(delivered))
        return count
