"""What should happen when a store cannot serve what it promised: another one sends it, or it is parked."""

from collections.abc import Iterator
from datetime import datetime
from types import SimpleNamespace as Thing
from typing import Any

from tests.soak.model import PROMISED, Goods, Place
from tests.soak.more_orders import OrderModel


class RoutingModel(OrderModel):
    """What stores reject, shortfalls that others serve, and what staff do with parked pieces."""

    def here(self, o: Thing, what: str) -> int:
        """Pieces that an order is promised in its store."""
        pieces: int = o.lines[what] - self.awaited(o, what)
        return pieces if o.status in PROMISED else 0

    def reject(
        self, o: Thing, what: str, pieces: int, names: Iterator[str], at: datetime, *, is_there: bool, is_sound: bool
    ) -> None:
        self.check_open(o)
        assert o.lines[what], "line_not_found"
        assert o.status == "placed", "order_not_open"
        assert 1 <= pieces <= self.here(o, what), "rejected_too_many"
        self.correct((o.store, what), -pieces * (not is_there))
        self.damaged[o.store, what] += pieces * (is_there and not is_sound)
        self.look_elsewhere(o, what, pieces, names, at)

    def route_shortfall(self, place: Place, names: Iterator[str], at: datetime) -> None:
        """Who was promised it last is served from elsewhere; who has it at the counter is left alone."""
        moved = [self.give_away(self.orders[order], what, place, names, at) for order, what in reversed([*self.turns])]
        assert any(moved), "nothing_to_route"

    def give_away(self, o: Thing, what: Any, place: Place, names: Iterator[str], at: datetime) -> bool:
        pieces = min(self.short()[place], self.here(o, what)) if (o.store, what) == place else 0
        if pieces and o.status == "placed":
            self.look_elsewhere(o, what, pieces, names, at)
        return pieces > 0 and o.status == "placed"

    def route_again(self, o: Thing, what: str, names: Iterator[str], at: datetime) -> None:
        """The first that is parked of it: what its own store has now, and then the other one; the rest stays."""
        parked, place = self.parked[o.name, what], (o.store, what)
        here = min(parked[0], self.free(place, at))
        self.need(Goods({place: here}), at)
        sent = self.have_sent(o, {what: parked[0] - here}, names, at)[what]
        assert here or sent, "no_store_has_it"
        self.parked[o.name, what] = [each for each in (parked[0] - here - sent, *parked[1:]) if each]

    def find_parked(self, o: Thing, what: str) -> None:
        self.correct((o.store, what), self.parked[o.name, what].pop(0))

    def give_up_parked(self, o: Thing, what: str, at: datetime) -> None:
        """The order is priced without them; one of nothing else is rejected as it is."""
        if sum(o.lines.values()) == self.parked[o.name, what][0]:
            self.go_on(o, "rejected")
        else:
            o.lines[what] -= self.parked[o.name, what].pop(0)
            self.price(o)
