"""Pieces that go from store to store: drafted, ready, sent, received in parts and with differences, or given up."""

from collections.abc import Sequence
from itertools import permutations
from types import SimpleNamespace as Thing

from hypothesis import strategies as st
from hypothesis.stateful import Bundle, multiple, rule

from noren.kernel.ids import uuid7
from noren.stock.transfers.cancel import cancel_transfer
from noren.stock.transfers.draft import Draft, draft_transfer
from noren.stock.transfers.locking import By
from noren.stock.transfers.ready import make_ready
from noren.stock.transfers.receive import Arrival, Counted, receive_transfer
from noren.stock.transfers.send import send_transfer
from tests.soak.model import STORES, Lines
from tests.soak.play import Play, lines, twice, variants
from tests.soak.rules_of_orders import Named

transfers: Bundle[str] = Bundle("transfers")
boxes: Bundle[str] = Bundle("boxes")
counted, rests = st.integers(0, 3), st.sampled_from(("", "lost", "back"))
ways = st.sampled_from([*permutations(STORES, 2), *permutations(STORES, 2), (STORES[0], STORES[0])])


class TransferRules(Play):
    """Each step, and once more: the second call changes nothing."""

    def by(self) -> By:
        """Somebody in the office, now."""
        return By(self.now, self.world.staff.pk)

    @rule(target=transfers, way=ways, lines=lines)
    def draft(self, way: tuple[str, str], lines: Lines) -> Named:
        """One store is to send something to another."""
        source, destination = way
        name = self.world.named("transfer")
        codes = (self.world.stores[source].code, self.world.stores[destination].code)
        skus = tuple((self.world.variants[what].sku, pieces) for what, pieces in lines.items())
        wanted = Draft(self.world.uids[name], *codes, skus)
        is_done = self.play(
            lambda: twice(lambda: draft_transfer(wanted, by=self.by())),
            lambda _: self.model.draft(name, Thing(source=source, destination=destination, lines=lines)),
        )
        return name if is_done else multiple()

    @rule(transfer=transfers)
    def make_transfer_ready(self, transfer: str) -> None:
        """Its pieces are held."""
        uid = self.world.uids[transfer]
        self.play(
            lambda: twice(lambda: make_ready(uid, by=self.by())),
            lambda _: self.model.make_ready(self.model.transfers[transfer], self.now),
        )

    @rule(transfer=transfers, most=st.sampled_from((0, 1, 3, 3, 3)))
    def send(self, transfer: str, most: int) -> None:
        """The box leaves with what was found, which may be less than was wanted."""
        uid = self.world.uids[transfer]
        sent = {what: min(pieces, most) for what, pieces in self.model.transfers[transfer].lines.items()}
        by_sku = {self.world.variants[what].sku: pieces for what, pieces in sent.items()}
        self.play(
            lambda: twice(lambda: send_transfer(uid, by_sku, by=self.by())),
            lambda _: self.model.send(self.model.transfers[transfer], sent),
        )

    @rule(targets=(transfers, boxes), way=st.permutations(STORES), variant=variants, wanted=st.integers(1, 3))
    def send_box(self, way: Sequence[str], variant: str, wanted: int) -> Named:
        """Goods that came for it are drafted, packed and sent in one go."""
        self.deliver(way[0], variant, wanted + 1)
        name = self.draft((way[0], way[1]), {variant: wanted})
        assert isinstance(name, str)
        self.make_transfer_ready(name)
        self.send(name, 3)
        return name

    @rule(transfer=boxes | transfers)
    def receive_all(self, transfer: str) -> None:
        """All of it came, as sent."""
        on_the_way = +self.model.transfers[transfer].on_the_way
        arrival = Arrival(uuid7(), None)
        self.play(
            lambda: self.receive(transfer, arrival),
            lambda _: self.model.arrive(self.model.transfers[transfer], on_the_way),
        )

    @rule(transfer=transfers)
    def carry_on(self, transfer: str) -> None:
        """Whatever comes next for it."""
        steps = {"draft": self.make_transfer_ready, "ready": lambda one: self.send(one, 3)}
        steps.get(self.model.transfers[transfer].status, self.receive_all)(transfer)

    @rule(
        target=transfers,
        way=st.permutations(STORES),
        variant=variants,
        wanted=st.integers(1, 3),
        counted=counted,
        rest_is=rests,
    )
    def carry_box(self, way: Sequence[str], variant: str, wanted: int, counted: int, rest_is: str) -> Named:
        """A box from its packing to its arrival."""
        name = self.send_box(way, variant, wanted)
        assert isinstance(name, str)
        self.receive_some(name, None, counted, rest_is)
        return name

    @rule(transfer=boxes, other=st.none() | variants, counted=counted, rest_is=rests)
    def receive_some(self, transfer: str, other: str | None, counted: int, rest_is: str) -> None:
        """So many came of it, or of what was on no list; what is missing has a name, or may come."""
        what = other or next(iter(self.model.transfers[transfer].lines))
        arrival = Arrival(uuid7(), (Counted(self.world.variants[what].sku, counted, 0, rest_is),), False)
        self.play(
            lambda: self.receive(transfer, arrival),
            lambda _: self.model.arrive(self.model.transfers[transfer], {what: counted}, rest_is=rest_is),
        )

    def receive(self, transfer: str, arrival: Arrival) -> None:
        """The same count is sent twice, and counts once."""
        twice(lambda: receive_transfer(self.world.uids[transfer], arrival, by=self.by()))

    @rule(transfer=transfers, goods_are=st.sampled_from(("", "back", "lost")))
    def give_transfer_up(self, transfer: str, goods_are: str) -> None:
        """It is cancelled; what is on the way by then must be said to be somewhere."""
        uid = self.world.uids[transfer]
        self.play(
            lambda: twice(lambda: cancel_transfer(uid, goods_are=goods_are, by=self.by())),
            lambda _: self.model.give_up(self.model.transfers[transfer], goods_are),
        )
