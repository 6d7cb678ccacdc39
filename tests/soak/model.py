"""What should happen, in plain dicts: no database, no clock, and at most 200 lines of code."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

PRICES = {"beans": 900, "cup": 150}
OFF, MINIMUM, USES = 300, 500, 2  # the coupon, once for each member; a use that is withdrawn may be used again
HELD_FOR, POINTS_LAST = timedelta(minutes=10), timedelta(days=365)
FIGURES = ("on_hand", "allocated", "held", "safety", "damaged", "checking")
OPEN = ("placed", "ready")
ENDED = {"completed": "already_handed_over", "expired": "order_expired"}
Place = tuple[str, str]
Lines = Mapping[str, int]


class No(Exception):
    """A refusal, by the code of the error."""


class Model:
    """Levels by store and variant, holds, baskets, orders, lots of points, and the cash of each store."""

    def __init__(self) -> None:
        self.levels: defaultdict[Place, Counter[str]] = defaultdict(Counter)
        self.holds: dict[tuple[str, str, str], tuple[int, datetime]] = {}
        self.baskets: dict[str, dict[str, Any]] = {}
        self.orders: dict[str, dict[str, Any]] = {}
        self.lots: dict[str, tuple[int, datetime]] = {}
        self.cash: Counter[str] = Counter()

    def figures(self) -> dict[str, dict[Any, Any]]:
        """All that is compared, by name; what is nothing is left out."""
        levels = {place: _told(level | {"short": self._short(place)}) for place, level in self.levels.items()}
        orders, points = self.orders.items(), Counter[str]()
        for order, (left, _until) in self.lots.items():
            points[self.orders[order]["buyer"]] += left
        return {
            "levels": {place: level for place, level in levels.items() if level},
            "holds": self.holds,
            "baskets": {
                name: (each["store"], each["lines"], each["is_ordered"]) for name, each in self.baskets.items()
            },
            "orders": {name: (o["status"], o["total"], o["discount"], o["points"], +o["lines"]) for name, o in orders},
            "due": {name: o["total"] for name, o in orders if o["status"] in OPEN},
            "points": +points,
            "uses": Counter(o["buyer"] for _name, o in orders if o["is_off"]),
            "cash": +self.cash,
        }

    # Stock

    def change(self, place: Place, **figures: int) -> None:
        self.levels[place].update(figures)

    def correct(self, place: Place, pieces: int) -> None:
        if not pieces:
            raise No("move_quantity_invalid")
        self.change(place, on_hand=pieces)

    def set(self, place: Place, figure: str, pieces: int) -> None:
        self.levels[place][figure] = pieces

    def set_aside(self, place: Place, state: str, pieces: int) -> None:
        if self._there(place) < pieces:
            raise No("not_there")
        self.change(place, **{state: pieces})

    def take_from_aside(self, place: Place, state: str, pieces: int, *, is_gone: bool) -> None:
        if self.levels[place][state] < pieces:
            raise No("not_aside")
        self.change(place, **{state: -pieces, "on_hand": -pieces * is_gone})

    def available(self, place: Place) -> int:
        return 2 * self.levels[place]["on_hand"] - sum(self.levels[place][name] for name in FIGURES)

    def _there(self, place: Place) -> int:
        return max(0, self.levels[place]["on_hand"] - self.levels[place]["damaged"] - self.levels[place]["checking"])

    def _short(self, place: Place) -> int:
        return max(0, self.levels[place]["allocated"] + self.levels[place]["held"] - self._there(place))

    def _need(self, store: str, lines: Lines, at: datetime, *, also: Lines) -> None:
        """All of it is available, if need be after the holds of these goods whose time is over were ended."""
        if any(self.available((store, variant)) < pieces for variant, pieces in lines.items()):
            looked_at = {*lines, *also}
            self.end_holds(lambda _who, where, what, until: where == store and what in looked_at and until <= at)
        if any(self.available((store, variant)) < pieces for variant, pieces in lines.items()):
            raise No("out_of_stock")

    def end_holds(self, is_ended: Callable[[str, str, str, datetime], bool]) -> None:
        for (who, where, what), (pieces, until) in list(self.holds.items()):
            if is_ended(who, where, what, until):
                del self.holds[who, where, what]
                self.change((where, what), held=-pieces)

    # Baskets

    def basket(self, basket: str) -> dict[str, Any]:
        if self.baskets[basket]["is_ordered"]:
            raise No("basket_not_found")
        return self.baskets[basket]

    def choose_store(self, basket: str, store: str) -> None:
        if self.basket(basket)["store"] != store:
            self.end_holds(lambda who, _where, _what, _until: who == basket)
            self.baskets[basket]["store"] = store

    def set_line(self, basket: str, variant: str, pieces: int) -> None:
        lines = self.basket(basket)["lines"]
        lines[variant] = pieces
        if not pieces:
            del lines[variant]

    def hold(self, basket: str, at: datetime) -> None:
        store, lines = self.basket(basket)["store"], self.baskets[basket]["lines"]
        if store is None:
            raise No("basket_not_found")
        held = {variant: 0 for who, where, variant in self.holds if (who, where) == (basket, store)}
        self.end_holds(lambda who, _where, _what, _until: who == basket)
        self._need(store, lines, at, also=held)
        for variant, pieces in lines.items():
            self.holds[basket, store, variant] = (pieces, at + HELD_FOR)
            self.change((store, variant), held=pieces)

    # Orders

    def place(
        self, order: str, store: str, lines: Lines, at: datetime, *,
        buyer: str | None, with_coupon: bool, kept_until: datetime | None, basket: str = "",
    ) -> None:  # fmt: skip
        """A pickup that is kept until a time, or a sale at the till."""
        if not lines:
            raise No("basket_empty")
        placed = {"store": store, "lines": Counter(lines), "buyer": buyer, "kept_until": kept_until}
        self.orders[order] = placed | {"status": "placed", "is_off": False}
        self._price(order, with_coupon=with_coupon)
        if basket:
            self.basket(basket)["is_ordered"] = True
            self.end_holds(lambda who, where, what, _until: (who, where) == (basket, store) and what in lines)
        if kept_until is None:
            self._sell(order, lines, at)
        else:
            self._need(store, lines, at, also={})
            for variant, pieces in lines.items():
                self.change((store, variant), allocated=pieces)
        self._use_coupon(order, with_coupon=with_coupon)

    def _price(self, order: str, *, with_coupon: bool = False) -> None:
        """Totals and a member's points. A coupon that is not earned any more is lost, a new one refused."""
        o = self.orders[order]
        goods = sum(PRICES[variant] * pieces for variant, pieces in o["lines"].items())
        if with_coupon and o["buyer"] is None:
            raise No("coupon_not_applicable")
        if with_coupon and o["is_off"]:
            raise No("benefit_repeated")
        if with_coupon and goods < MINIMUM:
            raise No("coupon_not_applicable")
        o["is_off"] = o["is_off"] and goods >= MINIMUM
        o["discount"] = OFF * (with_coupon or o["is_off"])
        o["total"] = goods - o["discount"]
        o["points"] = (o["total"] - o["total"] * 8 // 108) // 100 if o["buyer"] else 0

    def _use_coupon(self, order: str, *, with_coupon: bool) -> None:
        used_by = [o["buyer"] for o in self.orders.values() if o["is_off"]]
        if with_coupon and self.orders[order]["buyer"] in used_by:
            raise No("coupon_used")
        if with_coupon and len(used_by) == USES:
            raise No("coupon_exhausted")
        self.orders[order]["is_off"] |= with_coupon

    def _sell(self, order: str, extra: Lines, at: datetime) -> None:
        """Goods and cash change hands; of the order's lines `extra` was not promised before."""
        o = self.orders[order]
        for variant, pieces in o["lines"].items():
            self.change((o["store"], variant), on_hand=-pieces, allocated=extra.get(variant, 0) - pieces)
        o |= {"status": "completed", "day": _business_day(at)}
        self.cash[o["store"]] += o["total"]
        self.lots[order] = (o["points"], at + POINTS_LAST)

    def open_order(self, order: str) -> dict[str, Any]:
        if (status := self.orders[order]["status"]) not in OPEN:
            raise No(ENDED.get(status, "order_ended"))
        return self.orders[order]

    def hand_over(self, order: str, extra: Lines, at: datetime, *, with_coupon: bool) -> None:
        o = self.open_order(order)
        if o["kept_until"] <= at:
            raise No("order_expired")
        o["lines"].update(extra)
        self._price(order, with_coupon=with_coupon)
        self._sell(order, extra, at)
        self._use_coupon(order, with_coupon=with_coupon)

    def short_pick(self, order: str, variant: str, picked: int, *, is_missing: bool) -> None:
        o = self.open_order(order)
        if variant not in o["lines"]:
            raise No("line_not_found")
        if (missing := o["lines"][variant] - picked) < 0:
            raise No("picked_quantity_invalid")
        if missing and o["status"] == "ready":
            raise No("order_not_open")
        o["lines"][variant] = picked
        self.change((o["store"], variant), allocated=-missing, on_hand=-missing * is_missing)
        if not +o["lines"]:
            self.end(order, "rejected")
        elif missing:
            self._price(order)

    def end(self, order: str, status: str) -> None:
        """Cancelled, rejected or expired, once."""
        if self.orders[order]["status"] != status:
            o = self.open_order(order)
            for variant, pieces in o["lines"].items():
                self.change((o["store"], variant), allocated=-pieces)
            o |= {"status": status, "is_off": False}

    def expire_orders(self, at: datetime) -> None:
        for order, o in self.orders.items():
            if o["status"] in OPEN and o["kept_until"] <= at:
                self.end(order, "expired")

    def void(self, order: str, at: datetime) -> None:
        if (o := self.orders[order])["status"] == "voided":
            return
        if o["status"] != "completed":
            raise No("order_ended")
        if o["day"] != _business_day(at):
            raise No("void_not_allowed")
        for variant, pieces in o["lines"].items():
            self.change((o["store"], variant), on_hand=pieces)
        self.cash[o["store"]] -= o["total"]
        self.lots[order] = (0, at)
        o |= {"status": "voided", "is_off": False}

    def expire_points(self, at: datetime) -> None:
        self.lots = {order: lot for order, lot in self.lots.items() if lot[1] > at}


def _told(figures: Mapping[str, int]) -> dict[str, int]:
    return {name: figure for name, figure in figures.items() if figure}


def _business_day(at: datetime) -> object:
    return (at + timedelta(hours=9 - 5)).date()  # in Tokyo, until five in the morning
