"""What the database says of orders that are sent home."""

from collections.abc import Mapping
from typing import Any, ClassVar

from tests.soak.world import Rows, World

# Of `owed`: cash that goes back by hand, as no till is there for it.
_PARTS = {
    "parcels": """
        SELECT o.uid, s.id, s.store_id, s.status, l.variant_id, i.quantity
        FROM orders_shipment s JOIN orders_order o ON o.id = s.order_id
        JOIN orders_shipmentline i ON i.shipment_id = s.id JOIN orders_orderline l ON l.id = i.order_line_id
        WHERE s.status <> 'canceled' ORDER BY s.id
    """,
    "fees": """
        SELECT o.uid, sum(l.total_minor) FROM orders_order o JOIN orders_orderline l ON l.order_id = o.id
        WHERE l.fee <> '' AND l.quantity > 0 GROUP BY o.uid
    """,
    "owed": """
        SELECT p.order_uid, sum(r.amount_minor) FROM payments_refund r JOIN payments_payment p ON p.id = r.payment_id
        WHERE p.provider = 'cash' GROUP BY p.order_uid
    """,
}


class MoreWorld(World):
    """The shop, which sends parcels."""

    parts: ClassVar[Mapping[str, str]] = {**World.parts, **_PARTS}

    def told_by(self, rows: Mapping[str, Rows]) -> dict[str, dict[Any, Any]]:
        """All figures by these rows."""
        minor = {part: {self.names[uid]: int(each) for uid, each in rows[part]} for part in ("fees", "owed")}
        return {**super().told_by(rows), **minor, "parcels": self._parcels(rows["parcels"])}

    def _parcels(self, rows: Rows) -> dict[str, list[list[Any]]]:
        """By order those that are to leave or have left, in the order in which they were made."""
        parcels: dict[str, dict[int, list[Any]]] = {}
        for order, parcel, store, status, variant, pieces in rows:
            told = [self._name_of_store[store], status, {}]
            of_order = parcels.setdefault(self.names[order], {})
            of_order.setdefault(parcel, told)[2][self._name_of_variant[variant]] = pieces
        return {order: [*of_order.values()] for order, of_order in parcels.items()}
