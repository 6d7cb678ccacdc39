"""What should happen to orders that are changed, picked short, or handed over with more."""

from datetime import datetime
from types import SimpleNamespace as Thing
from typing import Any

from tests.soak.model import ENDED, OPEN, POINTS_LAST, USES, Lines, goods_at
from tests.soak.more_money import MoneyModel


class OrderModel(MoneyModel):
    """Orders that wait for goods or money among them."""

    def __init__(self) -> None:
        super().__init__()
        self.turns: dict[tuple[str, Any], None] = {}  # which order was promised which variant before another

    def place(self, order: str, o: Thing, at: datetime, *, with_coupon: bool, b: Thing | None = None) -> None:
        o.name, o.paid, o.charge = order, 0, ""
        super().place(order, o, at, with_coupon=with_coupon, b=b)
        self.turns |= dict.fromkeys((order, what) for what in o.lines if not o.is_sale)

    def check_open(self, o: Thing) -> None:
        assert o.status != "awaiting_payment", "order_not_paid"
        assert o.status in OPEN, ENDED.get(o.status, "order_ended")

    def go_on(self, o: Thing, status: str) -> None:
        """One that waits for its money is not paid. Nothing is awaited for what ended, and what was paid goes back."""
        before = o.status
        if status == "canceled" and before in ("awaiting_payment", "unpaid"):
            o.status = "unpaid"
        elif status != before:
            self.check_open(o)
            super().go_on(o, status)
        if status == "ready":
            assert not self.is_waiting(o), "goods_awaited"
        elif o.status != before:
            for what in o.lines:
                self.await_fewer(o, what, self.awaited(o, what))
            o.paid, o.charge = 0, ""

    def expire(self, at: datetime) -> None:
        """What waits for goods does not expire."""
        for o in self.orders.values():
            if o.status in OPEN and o.kept_until <= at and not self.is_waiting(o):
                self.go_on(o, "expired")
        self.points_since = at - POINTS_LAST

    def check_may_go(self, o: Thing, at: datetime) -> None:
        self.check_open(o)
        assert not self.is_waiting(o), "goods_awaited"
        assert o.kept_until > at, "order_expired"

    def hand_over(self, o: Thing, at: datetime) -> None:
        self.check_may_go(o, at)
        super().hand_over(o, at)

    def hand_over_with_more(self, o: Thing, extra: Lines, at: datetime, *, with_coupon: bool) -> None:
        """A coupon counts for all of it."""
        self.check_may_go(o, at)
        used_by = self.coupon_users()
        assert not (with_coupon and o.discount), "benefit_repeated"
        o.lines.update(extra)
        self.price(o, with_coupon=with_coupon)
        assert not with_coupon or o.buyer not in used_by, "coupon_used"
        assert not with_coupon or len(used_by) < USES, "coupon_exhausted"
        self.hand_over(o, at)

    def short_pick(self, o: Thing, what: str, picked: int, *, is_missing: bool) -> None:
        self.check_open(o)
        assert what in o.lines, "line_not_found"
        missing = o.lines[what] - picked
        assert missing >= 0, "picked_quantity_invalid"
        assert not missing or o.status == "placed", "order_not_open"
        assert not missing or picked >= self.awaited(o, what), "goods_awaited"
        o.lines[what] = picked
        self.correct((o.store, what), -missing * is_missing)
        if not +o.lines:
            self.go_on(o, "rejected")
        elif missing:
            self.price(o)

    def change(self, o: Thing, wanted: Lines, at: datetime, *, by: str) -> None:
        """So many pieces of these kinds; what is taken off and awaited is awaited no more."""
        if o.status != "awaiting_payment":
            self.check_open(o)
        assert o.status != "ready", "order_not_changeable"
        more = {what: pieces - o.lines[what] for what, pieces in wanted.items() if pieces != o.lines[what]}
        assert by == "staff" or all(pieces < 0 for pieces in more.values()), "only_fewer"
        assert more, "change_empty"
        if not any({**o.lines, **wanted}.values()):
            self.go_on(o, "canceled")
            return
        for what, pieces in more.items():
            self.await_fewer(o, what, min(max(0, -pieces), self.awaited(o, what)))
        added = {what: pieces for what, pieces in more.items() if pieces > 0}
        self.need(goods_at(o.store, added), at, also={(o.store, what) for what in more})
        self.turns |= dict.fromkeys((o.name, what) for what in added)
        o.lines.update(more)
        for what in [what for what in wanted if not o.lines[what]]:
            del o.lines[what]  # a line that is taken off is gone
        self.price(o)
        if o.status == "awaiting_payment":
            self.money_in(o, 0, at)
