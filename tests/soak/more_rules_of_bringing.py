"""Buyers who wait until another store has brought what they order."""

from collections import Counter
from dataclasses import replace

from hypothesis import strategies as st
from hypothesis.stateful import multiple, rule

from noren.orders.place import place_order
from noren.orders.wanted import PlacedOrder
from tests.soak.model import Lines
from tests.soak.more_rules_of_routing import RoutingRules
from tests.soak.play import buyers, lines, orders, stores
from tests.soak.rules_of_orders import Named

Brought = tuple[PlacedOrder, list[str]]


class BringingRules(RoutingRules):
    """Pickups that are placed though their store has too little."""

    @rule(target=orders, store=stores, lines=lines, buyer=buyers, is_brought=st.booleans())
    def order_and_wait(self, store: str, lines: Lines, buyer: str | None, is_brought: bool) -> Named:
        """What the store lacks is packed elsewhere, and it may come in at once."""
        wanted = replace(self.wanted("pickup", store, lines, buyer, with_coupon=False), may_bring=True)
        name = self.world.named("order", wanted.uid)

        def place_twice() -> Brought:
            first, second = (place_order(wanted, at=self.now) for _ in range(2))
            assert first == second, f"the repeat says {second}, the first said {first}"
            return first, self.world.new_transfers()

        def as_told(answer: Brought | None) -> None:
            placed, transfers = answer or (None, [])
            o = self.as_asked(wanted, placed)
            o.store, o.lines, o.buyer = store, Counter(lines), buyer
            self.model.place_brought(name, o, iter(transfers), self.now)

        if not self.play(place_twice, as_told):
            return multiple()
        for transfer in [each for each, t in self.model.transfers.items() if t.order == name and is_brought]:
            self.send(transfer, 3)
            self.receive_all(transfer)
            self.follow(transfer)
        return name
