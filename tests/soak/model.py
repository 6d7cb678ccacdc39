"""What should happen, in plain dicts: no database, no clock. Each module beside it is a part; here they are one."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from tests.soak.model_of_routing import RoutingModel
from tests.soak.model_of_stock import PROMISED


class Model(RoutingModel):
    """Everything together."""

    def figures(self) -> dict[str, dict[Any, Any]]:
        """All that is compared, by name; what is nothing is left out."""
        orders, points = self.orders.items(), Counter[str]()
        for order, (left, _until) in self.lots.items():
            points[self.orders[order].buyer] += left
        figures: dict[str, dict[Any, Any]] = {
            "levels": {place: _told(self.level(place)) for place in list(self.levels)},
            "holds": self.holds,
            "baskets": {name: (b.store, +b.lines, b.is_ordered) for name, b in self.baskets.items()},
            "orders": {name: (o.status, o.total, o.discount, o.points, +o.lines, +o.back) for name, o in orders},
            "due": {name: o.total - o.paid for name, o in orders if o.status in PROMISED},
            "paid": {name: o.paid for name, o in orders},
            "points": points,
            "uses": Counter(o.buyer for _name, o in orders if o.is_off),
            "cash": self.cash,
            "transfers": {name: (t.status, +t.on_the_way) for name, t in self.transfers.items()},
            "coming": {name: t.owed for name, t in self.transfers.items()},
            "parked": self.parked,
            "counts": {name: c.status for name, c in self.counts.items()},
        }
        return {name: _told(part) for name, part in figures.items()}


def _told(figures: Mapping[Any, Any]) -> dict[Any, Any]:
    return {name: figure for name, figure in figures.items() if figure}
