"""Stocktakes, while everything else goes on."""

from hypothesis import strategies as st
from hypothesis.stateful import Bundle, rule

from noren.kernel.ids import uuid7
from noren.stock.count import cancel_count, open_count
from noren.stock.count_close import close_count
from noren.stock.count_goods import Counted, count_goods
from tests.soak.play import Play, stores, twice, variants

counts: Bundle[str] = Bundle("counts")


class CountRules(Play):
    """A stocktake of a store from its opening to either end; several may be open at once."""

    @rule(target=counts, store=stores)
    def open_count(self, store: str) -> str:
        """Of all goods of a store."""
        name = self.world.named("count")
        uid, at = self.world.uids[name], self.at(store)
        self.play(
            lambda: twice(lambda: open_count(uid, store_id=at, name="棚卸", at=self.now)),
            lambda _: self.model.open_count(name, store),
        )
        return name

    @rule(target=counts, store=stores, variant=variants, delivered=st.integers(0, 1), is_zeroing=st.booleans())
    def take_stock(self, store: str, variant: str, delivered: int, is_zeroing: bool) -> str:
        """One kind is counted in two places, and between them a delivery may come; then the difference is booked."""
        count = self.open_count(store)
        assert isinstance(count, str)
        self.count_goods(count, variant, 0, is_anew=False)
        if delivered:
            self.deliver(store, variant, delivered)
        self.count_goods(count, variant, -1, is_anew=False)
        self.end_count(count, is_zeroing=is_zeroing, is_leaving=bool(delivered), is_given_up=False)
        return count

    @rule(count=counts, variant=variants, wrong_by=st.sampled_from((0, 0, -1, 2)), is_anew=st.booleans())
    def count_goods(self, count: str, variant: str, wrong_by: int, is_anew: bool) -> None:
        """Somebody counts what is in one place; the device sends it twice."""
        store = self.model.counts[count].store
        pieces = max(0, self.model.levels[store, variant]["on_hand"] + wrong_by)
        uid, counted = self.world.uids[count], Counted(uuid7(), self.world.variants[variant].pk, pieces)
        names = self.world.words([variant])
        self.play(
            lambda: twice(lambda: count_goods(uid, [counted], area="棚", at=self.now, names=names, anew=is_anew)),
            lambda _: self.model.count(count, variant, pieces, is_anew=is_anew),
        )

    @rule(
        count=counts,
        is_zeroing=st.booleans(),
        is_leaving=st.booleans(),
        is_given_up=st.sampled_from((False, False, True)),
    )
    def end_count(self, count: str, is_zeroing: bool, is_leaving: bool, is_given_up: bool) -> None:
        """What differs is booked, or nothing is."""
        uid = self.world.uids[count]
        if is_given_up:
            self.play(lambda: cancel_count(uid, at=self.now), lambda _: self.model.cancel_count(count))
        else:
            self.play(
                lambda: twice(
                    lambda: close_count(uid, zero_uncounted=is_zeroing, leave_unsure=is_leaving, at=self.now)
                ),
                lambda _: self.model.close_count(count, is_zeroing=is_zeroing, is_leaving=is_leaving),
            )
