"""A till without a network for tests: what it did at its drawer, as its words say it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from noren.kernel.ids import uuid7
from noren.orders.late.tests.devices import late_sale
from noren.orders.place import place_order
from noren.orders.shifts.alone import DoneAlone
from noren.orders.shifts.move_alone import MovedAlone, move_cash_alone
from noren.orders.shifts.open_alone import OpenedAlone, open_shift_alone
from noren.orders.shifts.tests.drawers import FLOAT, Drawer
from noren.orders.wanted import PlacedOrder


class LoneDrawer(Drawer):
    """A shop whose till is without a network; `at` is when it does something, `heard` when we hear of it."""

    def done(self, *, at: datetime, **fields: Any) -> DoneAlone:
        """By the clerk at the register, with a clock that is right."""
        values: dict[str, Any] = {
            "store_id": self.store.pk,
            "register_uid": self.register.uid,
            "staff_uid": self.staff.uid,
            "device_at": at,
            "clock_offset_s": 0,
            "synced_at": at,
            "sent_by_id": self.staff.pk,
            **fields,
        }
        return DoneAlone(**values)

    def open_alone(
        self,
        *,
        at: datetime,
        heard: datetime,
        uid: UUID | None = None,
        counts: tuple[tuple[int, int], ...] = FLOAT,
        **fields: Any,
    ) -> OpenedAlone:
        """A shift is opened with 30,000 yen; `fields` are those of `DoneAlone`."""
        return open_shift_alone(uid or uuid7(), counts=counts, done=self.done(at=at, **fields), at=heard)

    def move_alone(
        self,
        purpose: str,
        amount_minor: int,
        *,
        at: datetime,
        heard: datetime,
        uid: UUID | None = None,
        **fields: Any,
    ) -> MovedAlone:
        """Cash is put in or taken out."""
        return move_cash_alone(
            uid or uuid7(),
            purpose=purpose,
            amount_minor=amount_minor,
            reason="お釣りの準備",
            done=self.done(at=at, **fields),
            at=heard,
        )

    def sell_alone(self, packets: int, *, at: datetime, heard: datetime) -> PlacedOrder:
        """So many packets of coffee for 1,000 yen are sold, booked as they were sold."""
        return place_order(late_sale(self.register, self.staff, (self.coffee, packets), made_at=at), at=heard)
