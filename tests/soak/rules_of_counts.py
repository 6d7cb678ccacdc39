"""Stocktakes, while everything else goes on."""

from types import SimpleNamespace as Thing

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
            lambda _: self.model.counts.update({name: Thing(store=store, status="open", found={})}),
        )
        return name

    @rule(count=counts, variant=variants, wrong_by=st.sampled_from((0, 0, -1, 2)))
    def count_goods(self, count: str, variant: str, wrong_by: int) -> None:
        """Somebody counts all of it, or counts it anew; the device sends it twice."""
        found = self.model.counts[count]
        pieces = max(0, self.model.on_hand[found.store, variant] + wrong_by)
        self.play(
            lambda: self.send_counted(count, variant, pieces, is_anew=True),
            lambda _: self.model.count(self.model.counts[count], variant, pieces),
        )

    def send_counted(self, count: str, variant: str, pieces: int, *, is_anew: bool) -> None:
        """So many in one place, which are added to those of other places, or are all of it."""
        uid, counted = self.world.uids[count], Counted(uuid7(), self.world.variants[variant].pk, pieces)
        names = self.world.words([variant])
        twice(lambda: count_goods(uid, [counted], area="棚", at=self.now, names=names, anew=is_anew))

    @rule(count=counts, is_given_up=st.sampled_from((False, False, True)))
    def end_count(self, count: str, is_given_up: bool) -> None:
        """What differs is booked, or nothing is."""
        uid = self.world.uids[count]
        if is_given_up:
            self.play(
                lambda: cancel_count(uid, at=self.now),
                lambda _: self.model.end_count(self.model.counts[count], "canceled"),
            )
        else:
            self.play(
                lambda: twice(lambda: close_count(uid, zero_uncounted=False, leave_unsure=False, at=self.now)),
                lambda _: self.model.end_count(self.model.counts[count], "closed"),
            )

    @rule(target=counts, store=stores, variant=variants, delivered=st.integers(0, 1))
    def take_stock(self, store: str, variant: str, delivered: int) -> str:
        """One kind is counted, pieces may come in since, and what differed is booked."""
        count = self.open_count(store)
        assert isinstance(count, str)
        self.count_goods(count, variant, -1)
        if delivered:
            self.deliver(store, variant, delivered)
        self.end_count(count, is_given_up=False)
        return count
