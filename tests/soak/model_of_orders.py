"""What should happen to orders, the uses of a coupon, points, and cash."""

from collections import Counter
from datetime import date, datetime, timedelta
from types import SimpleNamespace

from tests.soak.model_of_money import OPEN, MoneyModel
from tests.soak.model_of_stock import Lines, Place, check

PRICES = {"beans": 900, "cup": 150}
OFF, MINIMUM, USES = 300, 500, 2  # the coupon, once for each member; a use that is withdrawn may be used again
POINTS_LAST, RETURN_DAYS = timedelta(days=365), 30
ENDED = {"completed": "already_handed_over", "expired": "order_expired", "awaiting_payment": "order_not_paid"}


class OrderModel(MoneyModel):
    """Orders and sales from their placing to each of their ends, and goods that come back."""

    def __init__(self) -> None:
        super().__init__()
        self.lots: dict[str, tuple[int, datetime]] = {}
        self.cash: Counter[str] = Counter()
        self.drawers: dict[str, int] = {}  # of stores with an open shift: what it opened with, less the cash until then

    def place(self, order: str, o: SimpleNamespace, at: datetime, *, with_coupon: bool, basket: str = "") -> None:
        """A pickup, which is kept until a time, or a sale at the till."""
        check(o.lines, "basket_empty")
        o.paid, o.returned, o.back, o.charge, o.is_off = 0, 0, Counter[str](), "", False
        self.price(o, with_coupon=with_coupon)
        if basket:
            self.basket(basket).is_ordered = True
            self.end_holds(lambda who, where, what, _until: (who, where) == (basket, o.store) and what in o.lines)
        if o.status != "sold":
            self.promise(order, o.store, o.lines, at)
        self._use_coupon(o, with_coupon=with_coupon)
        self.orders[order] = o
        if o.status == "sold":
            self._sell(order, at)

    def price(self, o: SimpleNamespace, *, with_coupon: bool = False) -> None:
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
        o.status, o.day = "completed", _business_day(at)
        self.cash[o.store] += o.total - o.paid
        self.lots[order] = (o.points, at + POINTS_LAST)

    def is_waiting(self, order: str) -> bool:
        return any(self.awaited(order, what) for what in PRICES)

    def open_order(self, order: str) -> SimpleNamespace:
        status = self.orders[order].status
        check(status in OPEN, ENDED.get(status, "order_ended"))
        return self.orders[order]

    def mark_ready(self, order: str) -> None:
        o = self.open_order(order)
        check(not self.is_waiting(order), "goods_awaited")
        o.status = "ready"

    def hand_over(self, order: str, extra: Lines, at: datetime, *, with_coupon: bool) -> None:
        o = self.open_order(order)
        check(not self.is_waiting(order), "goods_awaited")
        check(o.kept_until > at, "order_expired")
        o.lines.update(extra)
        self.price(o, with_coupon=with_coupon)
        self._use_coupon(o, with_coupon=with_coupon)
        self._sell(order, at)

    def short_pick(self, order: str, what: str, picked: int, at: datetime, *, is_missing: bool) -> None:
        o = self.open_order(order)
        check(what in o.lines, "line_not_found")
        missing = o.lines[what] - picked
        check(missing >= 0, "picked_quantity_invalid")
        check(not missing or o.status == "placed", "order_not_open")
        check(not missing or picked >= self.awaited(order, what), "goods_awaited")
        o.lines[what] = picked
        self.move((o.store, what), -missing * is_missing, is_correction=True)
        if not +o.lines:
            self.end(order, "rejected", at)
        elif missing:
            self.price(o)

    def change(self, order: str, wanted: Lines, at: datetime, *, by: str) -> None:
        """So many pieces of these kinds; what is taken off and awaited is awaited no more."""
        o = self.orders[order]
        o = o if o.status == "awaiting_payment" else self.open_order(order)
        check(o.status != "ready", "order_not_changeable")
        more = {what: pieces - o.lines[what] for what, pieces in wanted.items() if pieces != o.lines[what]}
        check(by == "staff" or all(pieces < 0 for pieces in more.values()), "only_fewer")
        check(more, "change_empty")
        if not any({**o.lines, **wanted}.values()):
            self.end(order, "canceled", at)
            return
        for what, pieces in more.items():
            self.await_fewer(order, what, min(max(0, -pieces), self.awaited(order, what)))
        self.promise(order, o.store, {what: pieces for what, pieces in more.items() if pieces > 0}, at, also=more)
        o.lines.update(more)
        for what in [what for what in wanted if not o.lines[what]]:
            del o.lines[what]  # a line that is taken off is gone
        self.price(o)
        if o.status == "awaiting_payment":
            self.money_in(order, 0, at)

    def end(self, order: str, status: str, at: datetime) -> None:
        """Canceled, rejected or expired, once; one that waits for its money is not paid. What was paid goes back."""
        o = self.orders[order]
        if status == "canceled" and o.status in ("awaiting_payment", "unpaid"):
            status = "unpaid"
        elif o.status != status:
            self.open_order(order)
        if o.status != status:
            for what in PRICES:
                self.await_fewer(order, what, self.awaited(order, what))
            o.status, o.ended_at, o.is_off, o.paid, o.charge = status, at, False, 0, ""

    def void(self, order: str, at: datetime) -> None:
        o = self.orders[order]
        if o.status != "voided":
            check(o.status == "completed", "order_ended")
            check(o.day == _business_day(at), "void_not_allowed")
            check(not o.returned, "goods_returned")
            for what, pieces in o.lines.items():
                self.move((o.store, what), pieces)
            self.cash[o.store] -= o.total - o.paid
            self.lots[order] = (0, at)
            o.status, o.is_off, o.paid = "voided", False, 0

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
        o.paid -= sent
        self.cash[place[0]] -= minor - sent

    def work(self, at: datetime) -> None:
        """The worker asks after what was decided, and ends what is not paid in time."""
        for order, o in self.orders.items():
            self.settle(order, at)
            if o.status == "awaiting_payment" and o.pay_until <= at:
                self.end(order, "canceled", at)

    def expire_orders(self, at: datetime) -> None:
        for order, o in self.orders.items():
            if o.status in OPEN and o.kept_until <= at and not self.is_waiting(order):
                self.end(order, "expired", at)

    def expire_points(self, at: datetime) -> None:
        self.lots = {order: lot for order, lot in self.lots.items() if lot[1] > at}


def _points(minor: int) -> int:
    return (minor - minor * 8 // 108) // 100


def _business_day(at: datetime) -> date:
    return (at + timedelta(hours=9 - 5)).date()  # in Tokyo, until five in the morning
