"""What should happen to money before the goods are handed over: at a provider, and by bank transfer."""

from collections.abc import Mapping
from copy import deepcopy
from datetime import datetime, timedelta
from types import SimpleNamespace as Thing

from tests.soak.model import OPEN, PROMISED, goods_at
from tests.soak.more_transfers import TransferModel

TRANSFER_LASTS = timedelta(days=7)
GIVEN_UP = ("unpaid", "canceled", "rejected")


class MoneyModel(TransferModel):
    """What orders are `paid` before, which is no cash of a store, and what goes back."""

    def figures(self) -> dict[str, object]:
        due = {name: o.total - o.paid for name, o in self.orders.items() if o.status in PROMISED}
        return {**super().figures(), "due": due, "paid": {name: o.paid for name, o in self.orders.items()}}

    def price(self, o: Thing, *, with_coupon: bool = False) -> None:
        super().price(o, with_coupon=with_coupon)
        o.paid = min(o.paid, o.total)  # what was paid above it goes back

    def hand_over(self, o: Thing, at: datetime) -> None:
        super().hand_over(o, at)
        self.cash[o.store] -= o.paid

    def void(self, o: Thing, at: datetime) -> None:
        super().void(o, at)
        self.cash[o.store] += o.paid
        o.paid = 0

    def take_back(self, o: Thing, store: str, what: str, pieces: int, *, minor: int, at: datetime) -> None:
        """What it cost goes back the way it came."""
        super().take_back(o, store, what, pieces, minor=minor, at=at)
        sent = min(minor, o.paid)
        o.paid -= sent
        self.cash[store] += sent

    def check_awaiting(self, o: Thing, at: datetime) -> None:
        assert o.status == "awaiting_payment", "order_not_awaiting_payment"
        assert at < o.pay_until, "order_not_awaiting_payment"

    def begin_to_pay(self, o: Thing, at: datetime) -> None:
        self.check_awaiting(o, at)
        o.asked = o.asked if o.charge else o.total - o.paid
        o.charge, o.by = o.charge or "open", "test"

    def decide(self, o: Thing, *, is_agreed: bool) -> None:
        if o.charge == "open":
            o.charge = "agreed" if is_agreed else "refused"

    def pay_otherwise(self, o: Thing, by: str, at: datetime) -> None:
        self.check_awaiting(o, at)
        assert by != "at_store" or not o.is_delivered, "provider_not_offered"
        o.charge = ""
        if by == "at_store":
            o.status = "placed"
        elif o.by != by:
            o.pay_until = at + TRANSFER_LASTS
        o.by, o.may_transfer = by, o.may_transfer or by == "bank_transfer"

    def note_transfer(self, o: Thing, minor: int, at: datetime) -> None:
        assert o.may_transfer, "order_not_awaiting_payment"
        self.money_in(o, minor, at)

    def settle(self, o: Thing, at: datetime) -> None:
        """The provider is asked what the buyer decided."""
        if o.charge == "agreed":
            self.money_in(o, o.asked, at)
        o.charge *= o.charge == "open"

    def money_in(self, o: Thing, minor: int, at: datetime) -> None:
        """An order that is paid is placed. What is late, or too much, goes back."""
        before, o.paid = o.paid, o.paid + minor
        if o.paid >= o.total and (o.status == "awaiting_payment" or self._is_taken_up(o, at)):
            o.status, o.charge = "placed", ""
        if o.status == "awaiting_payment":
            o.charge = ""  # another amount is due now than the provider was asked for
        else:
            o.paid = min(o.paid, o.total) if o.status in OPEN else before

    def work_for_money(self, at: datetime) -> None:
        """The worker asks after what was decided, and ends what is not paid in time."""
        for o in self.orders.values():
            self.settle(o, at)
            if o.status == "awaiting_payment" and o.pay_until <= at:
                self.go_on(o, "canceled")

    def _is_taken_up(self, o: Thing, at: datetime) -> bool:
        """It was not paid in time, and nothing speaks against having it all the same."""
        if o.status != "unpaid" or o.ended_at < o.pay_until or o.discount:
            return False
        since = [each for each in self.orders.values() if o.buyer == each.buyer and each.placed_at > o.placed_at]
        if o.buyer and any(each.status not in GIVEN_UP for each in since):
            return False
        then = deepcopy(self)
        try:
            then.promise_again(then.orders[o.name], at)
        except AssertionError:
            return False
        self.promise_again(o, at)
        return True

    def promise_again(self, o: Thing, at: datetime) -> None:
        self.need(goods_at(o.store, o.lines), at)

    def note_ends(self, before: Mapping[str, Thing], at: datetime) -> None:
        """Once after each deed, told how orders were before it."""
        for o in self.orders.values():
            if o.status in GIVEN_UP and before[o.name].status != o.status:
                o.ended_at = at
