"""What should happen when a store cannot serve what it promised: another one sends it, or it is parked."""

from collections.abc import Iterator
from datetime import datetime

from tests.soak.model_of_orders import OrderModel
from tests.soak.model_of_stock import Place, check


class RoutingModel(OrderModel):
    """What stores reject, shortfalls that others serve, and what staff do with parked pieces."""

    def reject(
        self, order: str, what: str, pieces: int, names: Iterator[str], at: datetime, *, is_there: bool, is_sound: bool
    ) -> None:
        o = self.open_order(order)
        check(o.lines[what], "line_not_found")
        check(o.status == "placed", "order_not_open")
        check(1 <= pieces <= self.allocated(order, (o.store, what)), "rejected_too_many")
        self.move((o.store, what), -pieces * (not is_there), is_correction=True)
        self.levels[o.store, what]["damaged"] += pieces * (is_there and not is_sound)
        self.look_elsewhere(order, what, pieces, names, at)

    def route_shortfall(self, place: Place, names: Iterator[str], at: datetime) -> None:
        """Who was promised it last is served from elsewhere; who has it at the counter is left alone."""
        is_moved = False
        for order, what in reversed(self.turns):
            pieces = min(self.level(place)["short"], self.allocated(order, place))
            if what == place[1] and pieces and self.orders[order].status == "placed":
                self.look_elsewhere(order, what, pieces, names, at)
                is_moved = True
        check(is_moved, "nothing_to_route")

    def route_again(self, order: str, what: str, names: Iterator[str], at: datetime) -> None:
        """The first that is parked of it: what its own store has now, and then the other one; the rest stays."""
        parked, store = self.parked[order, what], self.orders[order].store
        here = min(parked[0], self.free((store, what), at))
        self.need(store, {what: here} if here else {}, at)
        sent = self.have_sent(order, what, parked[0] - here, names, at)
        check(here or sent, "no_store_has_it")
        self.parked[order, what] = [each for each in (parked[0] - here - sent, *parked[1:]) if each]

    def find_parked(self, order: str, what: str) -> None:
        self.move((self.orders[order].store, what), self.parked[order, what].pop(0), is_correction=True)

    def give_up_parked(self, order: str, what: str, at: datetime) -> None:
        """The order is priced without them; one of nothing else is rejected as it is."""
        o = self.orders[order]
        if sum(o.lines.values()) == self.parked[order, what][0]:
            self.end(order, "rejected", at)
        else:
            o.lines[what] -= self.parked[order, what].pop(0)
            self.price(o)
