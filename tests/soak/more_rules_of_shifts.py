"""Shifts of registers: a drawer is opened with a count and closed with what the model says is in it, to the yen."""

from hypothesis.stateful import rule

from noren.kernel.ids import uuid7
from noren.orders.shifts.close import close_shift
from noren.orders.shifts.open import open_shift
from noren.orders.shifts.queries import find_open_shift
from tests.soak.more_play import MorePlay
from tests.soak.play import stores

OPENED_WITH = 900_000


class ShiftRules(MorePlay):
    """Cash of sales, hand-overs, voids and returns must be in the shift of its register, once."""

    @rule(store=stores)
    def open_drawer(self, store: str) -> None:
        """The register opens, unless it is open."""
        register_uid, staff_uid = self.world.registers[store].uid, self.world.staff.uid
        counts = ((10_000, OPENED_WITH // 10_000),)
        self.play(
            lambda: open_shift(uuid7(), register_uid=register_uid, staff_uid=staff_uid, counts=counts, at=self.now),
            lambda _: self.model.open_drawer(store, OPENED_WITH),
        )

    @rule(store=stores)
    def close_drawer(self, store: str) -> None:
        """The drawer is counted: without a reason it must not differ."""
        open_uid = find_open_shift(self.world.registers[store].pk) or uuid7()
        thousands, ones = divmod(self.model.in_drawer(store), 1_000)
        counts = ((1_000, max(0, thousands)), (1, ones))
        self.play(
            lambda: close_shift(open_uid, staff_uid=self.world.staff.uid, counts=counts, at=self.now),
            lambda _: self.model.close_drawer(store),
        )
