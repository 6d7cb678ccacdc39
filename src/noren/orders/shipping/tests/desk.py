"""For tests of deliveries: stores that send parcels, somebody who packs them, and orders for a home."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from noren.catalog.models import Variant
from noren.kernel.ids import uuid7
from noren.orders.place import place_order
from noren.orders.shipping.models import Shipment
from noren.orders.shipping.ship import ship_shipment
from noren.orders.shipping.wanted import Address, WantedDelivery
from noren.orders.wanted import PlacedOrder, PlaceOrder, WantedLine
from noren.people.models import Customer, StaffMember
from noren.stores.models import Register, Store
from tests.factories import NOON, cash, make_guest, make_register, make_staff, make_store, make_variant, stock_up

HOME = WantedDelivery(
    Address(
        name="田中 一郎",
        postal_code="150-0041",
        prefecture="東京都",
        city="渋谷区",
        line1="神南1-2-3",
        line2="のれんマンション405",
        phone="090-1234-5678",
    )
)
LATER = NOON + timedelta(hours=3)


@dataclass
class Parcels:
    """Two stores that send parcels, a register in the first, and coffee for 1,000 yen of which each has some."""

    has: Iterable[int] = (10, 10)
    stores: list[Store] = field(init=False)
    coffee: Variant = field(init=False)
    register: Register = field(init=False)
    staff: StaffMember = field(init=False)

    def __post_init__(self) -> None:
        self.coffee = make_variant(price_minor=1_000, tax_class="reduced")
        self.stores = [make_store(name=f"店{place}", ships=True) for place, _pieces in enumerate(self.has)]
        for store, pieces in zip(self.stores, self.has, strict=True):
            if pieces:
                stock_up(store, self.coffee, pieces)
        self.register, self.staff = make_register(self.stores[0]), make_staff()

    def at_till(self, *lines: WantedLine, tendered_minor: int = 100_000, **fields: object) -> PlaceOrder:
        """Sold at the first store's till, sent home, paid in cash."""
        values: dict[str, object] = {
            "uid": uuid7(),
            "channel": "till",
            "store_code": self.stores[0].code,
            "lines": lines,
            "fulfillment": "delivery",
            "delivery": HOME,
            "register_uid": self.register.uid,
            "staff_uid": self.staff.uid,
            "tenders": (cash(tendered_minor),),
            **fields,
        }
        return PlaceOrder(**values)  # type: ignore[arg-type]

    def online(self, *lines: WantedLine, customer: Customer | None = None, **fields: object) -> PlaceOrder:
        """Ordered in the online shop, to be paid by bank transfer."""
        values: dict[str, object] = {
            "uid": uuid7(),
            "channel": "web",
            "store_code": self.stores[0].code,
            "lines": lines,
            "fulfillment": "delivery",
            "delivery": HOME,
            "customer_uid": customer.uid if customer else None,
            "contact": None if customer else make_guest(),
            "pay_by": "bank_transfer",
            **fields,
        }
        return PlaceOrder(**values)  # type: ignore[arg-type]

    def sell(self, quantity: int = 1, **fields: Any) -> PlacedOrder:
        """Coffee sold at the till and sent home."""
        line = WantedLine(uid=uuid7(), sku=self.coffee.sku, quantity=quantity)
        return place_order(self.at_till(line, **fields), at=NOON)

    def ship(self, shipment: Shipment, *, number: str = "1234-5678-9012") -> bool:
        """A parcel leaves."""
        return ship_shipment(shipment.uid, carrier="yamato", tracking_number=number, staff_uid=self.staff.uid, at=LATER)


def parcels_of(order_uid: UUID, *statuses: str) -> list[Shipment]:
    """The order's parcels in these states, or all that are not canceled."""
    shipments = Shipment.objects.filter(order__uid=order_uid).order_by("pk")
    return list(shipments.filter(status__in=statuses) if statuses else shipments.exclude(status="canceled"))
