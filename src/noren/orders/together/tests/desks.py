"""A store with a pickup of two lines and two registers that have it open."""

from uuid import UUID

from noren.orders.models import Order, OrderLine
from noren.orders.place import place_order
from noren.orders.together.wanted import Here, Ticked
from noren.people.models import StaffMember
from noren.stores.models import Register
from tests.factories import NOON, Shop, make_register, make_variant, pickup, stock_up, want


class Desks:
    """Three packets of coffee and one of filters to be picked, and somebody at each of two registers."""

    def __init__(self) -> None:
        self.shop = Shop()
        filters = make_variant()
        stock_up(self.shop.store, filters, 10)
        goods = (want(self.shop.coffee, 3), want(filters))
        self.uid = place_order(pickup(self.shop.store, *goods), at=NOON).uid
        self.coffee, self.filters = OrderLine.objects.filter(order__uid=self.uid).order_by("position")
        self.second = make_register(self.shop.store, code="2")
        self.one, self.two = self.at(self.shop.register), self.at(self.second)

    def at(self, register: Register, staff: StaffMember | None = None) -> Here:
        """Somebody at a register."""
        return Here(register.store_id, register.pk, register.name, (staff or self.shop.staff).pk)

    def end(self, status: str) -> None:
        """The order is no longer to be picked."""
        Order.objects.filter(uid=self.uid).update(status=status)


def ticked(line_uid: UUID, quantity: int, *, seen: int = 0) -> Ticked:
    """Pieces that a till picked, which began from what it had seen."""
    return Ticked(line_uid, quantity, seen)
