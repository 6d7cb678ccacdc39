"""A register with a drawer, for tests of shifts."""

from datetime import datetime

from noren.kernel.ids import uuid7
from noren.orders.place import place_order
from noren.orders.shifts.close import close_shift
from noren.orders.shifts.models import DrawerEntry, Shift
from noren.orders.shifts.move_cash import MoveCash, move_cash
from noren.orders.shifts.open import open_shift
from noren.orders.wanted import PlacedOrder
from tests.factories import NOON, Shop, counter_sale, want

FLOAT = ((10_000, 2), (1_000, 8), (100, 20))
"""30,000 yen."""


class Drawer(Shop):
    """A shop whose register opens with 30,000 yen."""

    def open(self, *, at: datetime = NOON, counts: tuple[tuple[int, int], ...] | None = FLOAT) -> Shift:
        """A shift begins."""
        return open_shift(uuid7(), register_uid=self.register.uid, staff_uid=self.staff.uid, counts=counts, at=at)

    def move(self, shift: Shift, purpose: str, amount_minor: int, *, at: datetime = NOON) -> DrawerEntry:
        """Cash is put in or taken out."""
        wanted = MoveCash(uuid7(), shift.uid, purpose, amount_minor, "お釣りの準備")
        return move_cash(wanted, staff_uid=self.staff.uid, at=at)

    def close(
        self,
        shift: Shift,
        counted_minor: int,
        *,
        at: datetime,
        reason: str = "",
        is_blind: bool = False,
    ) -> Shift:
        """The drawer is counted in thousands and ones, and the shift closed."""
        thousands, ones = divmod(counted_minor, 1_000)
        counts = ((1_000, thousands), (1, ones))
        return close_shift(shift.uid, staff_uid=self.staff.uid, counts=counts, at=at, reason=reason, is_blind=is_blind)

    def sell_for(self, minor: int, *, at: datetime) -> PlacedOrder:
        """So many packets of 1,000 yen are sold, paid with exactly that."""
        wanted = counter_sale(self.register, self.staff, want(self.coffee, minor // 1_000), tendered_minor=minor)
        return place_order(wanted, at=at)
