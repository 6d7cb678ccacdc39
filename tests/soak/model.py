"""What should happen, in plain dicts: no database, no clock; what happens to stock is in `model_of_stock.py`."""

from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from tests.soak.model_of_stock import PROMISED, Lines, No, Place, StockModel, check

PRICES = {"beans": 900, "cup": 150}
OFF, MINIMUM, USES = 300, 500, 2  # the coupon, once for each member; a use that is withdrawn may be used again
POINTS_LAST, TRANSFER_LASTS, RETURN_DAYS = timedelta(days=365), timedelta(days=7), 30
OPEN, GIVEN_UP = ("placed", "ready"), ("unpaid", "canceled", "rejected")
ENDED = {"completed": "already_handed_over", "expired": "order_expired", "awaiting_payment": "order_not_paid"}


class Model(StockModel):
    """Orders, the uses of a coupon, lots of points, and money."""

    def __init__(self) -> None:
        super().__init__()
        self.lots: dict[str, tuple[int, datetime]] = {}
        self.cash: Counter[str] = Counter()

    def figures(self) -> dict[str, dict[Any, Any]]:
        """All that is compared, by name; what is nothing is left out."""
        orders, points = self.orders.items(), Counter[str]()
        for order, (left, _until) in self.lots.items():
            points[self.orders[order].buyer] += left
        figures: dict[str, dict[Any, Any]] = {
            "levels": {place: _told(self.level(place)) for place in list(self.levels)},
            "holds": self.holds,
            "baskets": {name: (b.store, +b.lines, b.is_ordered) for name, b in self.baskets.items()},
            "orders": {name: (o.status, o.total, o.discount, o.points, +o.lines, +o.back) for name, o in orders},
            "due": {name: o.total - o.paid for name, o in orders if o.status in PROMISED},
            "paid": {name: o.paid for name, o in orders},
            "points": points,
            "uses": Counter(o.buyer for _name, o in orders if o.is_off),
            "cash": self.cash,
            "transfers": {name: (t.status, +t.on_the_way) for name, t in self.transfers.items()},
            "counts": {name: c.status for name, c in self.counts.items()},
        }
        return {name: _told(part) for name, part in figures.items()}

    # Orders

    def place(self, order: str, o: SimpleNamespace, at: datetime, *, with_coupon: bool, basket: str = "") -> None:
        """A pickup, which is kept until a time, or a sale at the till."""
        check(o.lines, "basket_empty")
        o.paid, o.taken, o.returned, o.back, o.charge, o.is_off = 0, 0, 0, Counter[str](), "", False
        self._price(o, with_coupon=with_coupon)
        if basket:
            self.basket(basket).is_ordered = True
            self.end_holds(lambda who, where, what, _until: (who, where) == (basket, o.store) and what in o.lines)
        if o.status != "sold":
            self._need(o.store, o.lines, at, also={})
        self._use_coupon(o, with_coupon=with_coupon)
        self.orders[order] = o
        if o.status == "sold":
            self._sell(order, at)

    def _price(self, o: SimpleNamespace, *, with_coupon: bool = False) -> None:
        """Totals and a member's points. A coupon that is not earned any more is lost, a new one refused."""
        goods = sum(PRICES[what] * pieces for what, pieces in o.lines.items())
        check(o.buyer or not with_coupon, "coupon_not_applicable")
        check(not (with_coupon and o.is_off), "benefit_repeated")
        check(goods >= MINIMUM or not with_coupon, "coupon_not_applicable")
        o.is_off = o.is_off and goods >= MINIMUM
        o.discount = OFF * (with_coupon or o.is_off)
        o.total = goods - o.discount
        o.points = _points(o.total) * bool(o.buyer)
        o.paid = min(o.paid, o.total)  # what was paid above it goes back

    def _use_coupon(self, o: SimpleNamespace, *, with_coupon: bool) -> None:
        used_by = [other.buyer for other in self.orders.values() if other.is_off]
        check(not with_coupon or o.buyer not in used_by, "coupon_used")
        check(not with_coupon or len(used_by) < USES, "coupon_exhausted")
        o.is_off |= with_coupon

    def _sell(self, order: str, at: datetime) -> None:
        """Goods change hands, and cash for what was not paid before."""
        o = self.orders[order]
        for what, pieces in o.lines.items():
            self.move((o.store, what), -pieces)
        o.status, o.day, o.taken = "completed", _business_day(at), o.total - o.paid
        self.cash[o.store] += o.taken
        self.lots[order] = (o.points, at + POINTS_LAST)

    def open_order(self, order: str) -> SimpleNamespace:
        status = self.orders[order].status
        check(status in OPEN, ENDED.get(status, "order_ended"))
        return self.orders[order]

    def hand_over(self, order: str, extra: Lines, at: datetime, *, with_coupon: bool) -> None:
        o = self.open_order(order)
        check(o.kept_until > at, "order_expired")
        o.lines.update(extra)
        self._price(o, with_coupon=with_coupon)
        self._use_coupon(o, with_coupon=with_coupon)
        self._sell(order, at)

    def short_pick(self, order: str, what: str, picked: int, at: datetime, *, is_missing: bool) -> None:
        o = self.open_order(order)
        check(what in o.lines, "line_not_found")
        missing = o.lines[what] - picked
        check(missing >= 0, "picked_quantity_invalid")
        check(not missing or o.status == "placed", "order_not_open")
        o.lines[what] = picked
        self.move((o.store, what), -missing * is_missing, is_correction=True)
        if not +o.lines:
            self.end(order, "rejected", at)
        elif missing:
            self._price(o)

    def end(self, order: str, status: str, at: datetime) -> None:
        """Canceled, rejected or expired, once; one that waits for its money is not paid. What was paid goes back."""
        o = self.orders[order]
        if status == "canceled" and o.status in ("awaiting_payment", "unpaid"):
            status = "unpaid"
        elif o.status != status:
            self.open_order(order)
        if o.status != status:
            o.status, o.ended_at, o.is_off, o.paid, o.charge = status, at, False, 0, ""

    def void(self, order: str, at: datetime) -> None:
        o = self.orders[order]
        if o.status != "voided":
            check(o.status == "completed", "order_ended")
            check(o.day == _business_day(at), "void_not_allowed")
            check(not o.returned, "goods_returned")
            for what, pieces in o.lines.items():
                self.move((o.store, what), pieces)
            self.cash[o.store] -= o.taken
            self.lots[order] = (0, at)
            o.status, o.is_off, o.paid, o.taken = "voided", False, 0, 0

    def take_back(self, order: str, place: Place, pieces: int, at: datetime, minor: int) -> None:
        """Goods of a sale come back, to any store; what they cost goes back the way it came, and their points."""
        o, what = self.orders[order], place[1]
        check(o.status == "completed", "not_returnable")
        check((_business_day(at) - o.day).days <= RETURN_DAYS, "return_too_late")
        check(o.lines[what], "line_not_found")
        check(o.back[what] + pieces <= o.lines[what], "returned_already")
        o.back[what] += pieces
        o.returned += minor
        left, share = o.total - o.returned, PRICES[what] * pieces * o.total / (o.total + o.discount)
        o.is_off = o.is_off and +o.back != +o.lines
        assert left == 0 if +o.back == +o.lines else abs(minor - share) < 3, f"{minor} for {pieces} of {what}"
        if order in self.lots:
            self.lots[order] = (_points(left) * bool(o.buyer), self.lots[order][1])
        sent = min(minor, o.paid)
        o.paid, o.taken = o.paid - sent, o.taken - minor + sent
        self.cash[place[0]] -= minor - sent

    # Money before the goods

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

    def pay_otherwise(self, order: str, by: str, at: datetime, kept_until: datetime) -> None:
        o = self.awaiting(order, at)
        o.charge = ""
        if by == "at_store":
            o.status, o.kept_until = "placed", kept_until
        elif o.by != by:
            o.pay_until = at + TRANSFER_LASTS
        o.by, o.may_transfer = by, o.may_transfer or by == "bank_transfer"

    def note_transfer(self, order: str, minor: int, at: datetime, kept_until: datetime) -> None:
        check(self.orders[order].may_transfer, "order_not_awaiting_payment")
        self.money_in(order, minor, at, kept_until)

    def settle(self, order: str, at: datetime, kept_until: datetime) -> None:
        """The provider is asked what the buyer decided."""
        o = self.orders[order]
        if o.charge == "agreed":
            self.money_in(order, o.asked, at, kept_until)
        o.charge *= o.charge == "open"

    def money_in(self, order: str, minor: int, at: datetime, kept_until: datetime) -> None:
        """An order that is paid is placed. What is late, or too much, goes back."""
        o = self.orders[order]
        o.paid += minor
        if o.paid >= o.total and (o.status == "awaiting_payment" or self._is_taken_up(o, at)):
            o.status, o.kept_until, o.charge = "placed", kept_until, ""
        owed = o.total - o.returned - o.taken if o.status in (*OPEN, "completed") else 0
        o.paid = o.paid if o.status == "awaiting_payment" else min(o.paid, owed)

    def _is_taken_up(self, o: SimpleNamespace, at: datetime) -> bool:
        """It was not paid in time, and nothing speaks against having it all the same."""
        since = (each for each in self.orders.values() if o.buyer == each.buyer and each.placed_at > o.placed_at)
        if o.status != "unpaid" or o.ended_at < o.pay_until or o.discount:
            return False
        if o.buyer and any(each.status not in GIVEN_UP for each in since):
            return False
        before = self.holds
        try:
            self._need(o.store, o.lines, at, also={})
        except No:
            self.holds = before
            return False
        return True

    def work(self, at: datetime, kept_until: Mapping[str, datetime]) -> None:
        """The worker asks after what was decided, and ends what is not paid in time."""
        for order, o in self.orders.items():
            self.settle(order, at, kept_until.get(order, at))
            if o.status == "awaiting_payment" and o.pay_until <= at:
                self.end(order, "canceled", at)

    def expire_orders(self, at: datetime) -> None:
        for order, o in self.orders.items():
            if o.status in OPEN and o.kept_until <= at:
                self.end(order, "expired", at)

    def expire_points(self, at: datetime) -> None:
        self.lots = {order: lot for order, lot in self.lots.items() if lot[1] > at}


def _told(figures: Mapping[Any, Any]) -> dict[Any, Any]:
    return {name: figure for name, figure in figures.items() if figure}


def _points(minor: int) -> int:
    return (minor - minor * 8 // 108) // 100


def _business_day(at: datetime) -> date:
    return (at + timedelta(hours=9 - 5)).date()  # in Tokyo, until five in the morning
