"""Shifts of registers: a drawer is opened with a count and closed with what the model says is in it, to the yen."""

from hypothesis.stateful import rule

from noren.kernel.ids import uuid7
from noren.orders.shifts.close import close_shift
from noren.orders.shifts.open import open_shift
from noren.orders.shifts.queries import find_open_shift
from tests.soak.model_of_stock import check
from tests.soak.play import stores
from tests.soak.rules_of_orders import Placing

OPENED_WITH = 900_000


class ShiftRules(Placing):
    """Cash of sales, hand-overs, voids and returns must be in the shift of its register, once."""

    @rule(store=stores)
    def open_drawer(self, store: str) -> None:
        """The register opens, unless it is open."""
        register_uid, staff_uid = self.world.registers[store].uid, self.world.staff.uid
        counts = ((10_000, OPENED_WITH // 10_000),)

        def opened() -> None:
            check(store not in self.model.drawers, "shift_open_already")
            self.model.drawers[store] = OPENED_WITH - self.model.cash[store]

        self.play(
            lambda: open_shift(uuid7(), register_uid=register_uid, staff_uid=staff_uid, counts=counts, at=self.now),
            lambda _: opened(),
        )

    @rule(store=stores)
    def close_drawer(self, store: str) -> None:
        """The drawer is counted: without a reason it must not differ."""
        open_uid = find_open_shift(self.world.registers[store].pk) or uuid7()
        thousands, ones = divmod(self.model.drawers.get(store, 0) + self.model.cash[store], 1_000)

        def closed() -> None:
            check(store in self.model.drawers, "shift_not_found")
            del self.model.drawers[store]

        self.play(
            lambda: close_shift(
                open_uid, staff_uid=self.world.staff.uid, counts=((1_000, max(0, thousands)), (1, ones)), at=self.now
            ),
            lambda _: closed(),
        )
