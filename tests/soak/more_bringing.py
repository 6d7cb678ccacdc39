"""What should happen to pickups whose buyer waits until another store has brought what their own store lacks."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from types import SimpleNamespace as Thing

from tests.soak.model import goods_at
from tests.soak.more_routing import RoutingModel


class BringingModel(RoutingModel):
    """Everything together."""

    def place_brought(self, order: str, o: Thing, names: Iterator[str], at: datetime) -> None:
        """What is there is promised, and the other store packs the rest; one that lacks anything then is refused."""
        o.name, o.paid, o.charge, o.discount, o.refunded, o.back = order, 0, "", 0, 0, Counter()
        self.price(o)
        goods = goods_at(o.store, o.lines)
        if goods - self.available():
            self.end_holds(at, goods)
        lacking = goods - self.available()
        self.orders[order] = o
        self.turns |= dict.fromkeys((order, what) for what in o.lines)
        wanted = Counter({what: pieces for (_store, what), pieces in lacking.items()})
        assert self.have_sent(o, wanted, names, at) == wanted, "out_of_stock"
