"""What should happen to money before the goods are handed over: at a provider, and by bank transfer."""

from datetime import datetime, timedelta
from types import SimpleNamespace

from tests.soak.model_of_stock import No, check
from tests.soak.model_of_transfers import TransferModel

TRANSFER_LASTS = timedelta(days=7)
OPEN, GIVEN_UP = ("placed", "ready"), ("unpaid", "canceled", "rejected")


class MoneyModel(TransferModel):
    """What orders are paid, and what goes back."""

    def awaiting(self, order: str, at: datetime) -> SimpleNamespace:
        o = self.orders[order]
        check(o.status == "awaiting_payment" and at < o.pay_until, "order_not_awaiting_payment")
        return o

    def begin_to_pay(self, order: str, at: datetime) -> None:
        o = self.awaiting(order, at)
        o.asked = o.asked if o.charge else o.total - o.paid
        o.charge, o.by = o.charge or "open", "test"

    def decide(self, order: str, *, is_agreed: bool) -> None:
        if self.orders[order].charge == "open":
            self.orders[order].charge = "agreed" if is_agreed else "refused"

    def pay_otherwise(self, order: str, by: str, at: datetime) -> None:
        o = self.awaiting(order, at)
        o.charge = ""
        if by == "at_store":
            o.status = "placed"
        elif o.by != by:
            o.pay_until = at + TRANSFER_LASTS
        o.by, o.may_transfer = by, o.may_transfer or by == "bank_transfer"

    def note_transfer(self, order: str, minor: int, at: datetime) -> None:
        check(self.orders[order].may_transfer, "order_not_awaiting_payment")
        self.money_in(order, minor, at)

    def settle(self, order: str, at: datetime) -> None:
        """The provider is asked what the buyer decided."""
        o = self.orders[order]
        if o.charge == "agreed":
            self.money_in(order, o.asked, at)
        o.charge *= o.charge == "open"

    def money_in(self, order: str, minor: int, at: datetime) -> None:
        """An order that is paid is placed. What is late, or too much, goes back."""
        o = self.orders[order]
        before, o.paid = o.paid, o.paid + minor
        if o.paid >= o.total and (o.status == "awaiting_payment" or self._is_taken_up(o, at)):
            o.status, o.charge = "placed", ""
        if o.status == "awaiting_payment":
            o.charge = ""  # another amount is due now than the provider was asked for
        else:
            o.paid = min(o.paid, o.total) if o.status in OPEN else before

    def _is_taken_up(self, o: SimpleNamespace, at: datetime) -> bool:
        """It was not paid in time, and nothing speaks against having it all the same."""
        since = (each for each in self.orders.values() if o.buyer == each.buyer and each.placed_at > o.placed_at)
        if o.status != "unpaid" or o.ended_at < o.pay_until or o.discount:
            return False
        if o.buyer and any(each.status not in GIVEN_UP for each in since):
            return False
        before = self.holds
        try:
            self.need(o.store, o.lines, at)
        except No:
            self.holds = before
            return False
        return True
