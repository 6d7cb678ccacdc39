"""What should happen to stock, in plain dicts: no database, no clock, and at most 200 lines of code.

What follows from other figures is worked out anew each time: allocated is what the orders that are promised have.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from types import SimpleNamespace

HELD_FOR = timedelta(minutes=10)
FIGURES = ("on_hand", "allocated", "held", "safety", "damaged", "checking")
PROMISED = ("awaiting_payment", "placed", "ready")
ON_ITS_WAY = ("in_transit", "partly_received")
FOREVER = datetime.fromisoformat("2100-01-01T00:00:00+00:00")
Place = tuple[str, str]
Lines = Mapping[str, int]


class No(Exception):
    """A refusal, by the code of the error."""


def check(is_so: object, code: str) -> None:
    if not is_so:
        raise No(code)


class StockModel:
    """Levels by store and variant, what is held and for whom, baskets, transfers and stocktakes."""

    def __init__(self) -> None:
        self.levels: defaultdict[Place, Counter[str]] = defaultdict(Counter)
        self.moves: defaultdict[Place, list[tuple[int, bool]]] = defaultdict(list)  # of on_hand; was it corrected?
        self.holds: dict[tuple[str, str, str], tuple[int, datetime]] = {}
        self.baskets, self.orders, self.transfers, self.counts = (dict[str, SimpleNamespace]() for _ in range(4))

    # Levels

    def level(self, place: Place) -> Counter[str]:
        level = Counter(self.levels[place])
        for order in self.orders.values():
            level["allocated"] += order.lines[place[1]] * (order.store == place[0] and order.status in PROMISED)
        level["held"] = sum(pieces for (_who, *where), (pieces, _until) in self.holds.items() if place == (*where,))
        level["short"] = max(0, level["allocated"] + level["held"] - self._there(place))
        return level

    def _there(self, place: Place) -> int:
        return max(0, self.levels[place]["on_hand"] - self.levels[place]["damaged"] - self.levels[place]["checking"])

    def move(self, place: Place, pieces: int, *, aside: str = "", is_correction: bool = False) -> None:
        """Pieces come, or go; those with a state are not for sale."""
        self.levels[place].update({"on_hand": pieces} | ({aside: pieces} if aside else {}))
        self.moves[place] += [(pieces, is_correction)] if pieces else []

    def correct(self, place: Place, pieces: int) -> None:
        check(pieces, "move_quantity_invalid")
        self.move(place, pieces, is_correction=True)

    def set_aside(self, place: Place, state: str, pieces: int) -> None:
        check(self._there(place) >= pieces, "not_there")
        self.levels[place][state] += pieces

    def end_set_aside(self, place: Place, state: str, pieces: int, *, is_gone: bool) -> None:
        check(self.levels[place][state] >= pieces, "not_aside")
        self.levels[place][state] -= pieces
        self.move(place, -pieces * is_gone)

    def _need(self, store: str, lines: Lines, at: datetime, *, also: Lines, code: str = "out_of_stock") -> None:
        """All of it is available, if need be after the holds of these goods whose time is over were ended."""
        if not self._has(store, lines):
            over = {*lines, *also}
            self.end_holds(lambda _who, where, what, until: where == store and what in over and until <= at)
        check(self._has(store, lines), code)

    def _has(self, store: str, lines: Lines) -> bool:
        levels = {what: self.level((store, what)) for what in lines}
        return all(2 * levels[what]["on_hand"] - sum(levels[what][n] for n in FIGURES) >= lines[what] for what in lines)

    def end_holds(self, is_ended: Callable[[str, str, str, datetime], bool]) -> None:
        self.holds = {key: hold for key, hold in self.holds.items() if not is_ended(*key, hold[1])}

    # Baskets

    def basket(self, basket: str) -> SimpleNamespace:
        check(not self.baskets[basket].is_ordered, "basket_not_found")
        return self.baskets[basket]

    def choose_store(self, basket: str, store: str) -> None:
        if self.basket(basket).store != store:
            self.end_holds(lambda who, *_: who == basket)
            self.baskets[basket].store = store

    def set_line(self, basket: str, what: str, pieces: int) -> None:
        self.basket(basket).lines[what] = pieces

    def hold(self, basket: str, at: datetime) -> None:
        store, lines = self.basket(basket).store, +self.baskets[basket].lines
        check(store, "basket_not_found")
        held = {what: 0 for who, where, what in self.holds if (who, where) == (basket, store)}
        self.end_holds(lambda who, *_: who == basket)
        self._need(store, lines, at, also=held)
        self.holds |= {(basket, store, what): (pieces, at + HELD_FOR) for what, pieces in lines.items()}

    # Transfers

    def draft(self, transfer: str, source: str, destination: str, lines: Lines) -> None:
        check(source != destination, "transfer_same_store")
        t = SimpleNamespace(source=source, destination=destination, lines=lines, status="draft")
        t.sent, t.on_the_way, self.transfers[transfer] = None, Counter[str](), t

    def make_ready(self, transfer: str, at: datetime) -> None:
        t = self.transfers[transfer]
        check(t.status in ("draft", "ready"), "transfer_not_possible")
        if t.status == "draft":
            self._need(t.source, t.lines, at, also={}, code="transfer_goods_missing")
            self.holds |= {(transfer, t.source, what): (pieces, FOREVER) for what, pieces in t.lines.items()}
            t.status = "ready"

    def send(self, transfer: str, sent: Lines) -> None:
        t = self.transfers[transfer]
        check(any(sent.values()), "transfer_empty")
        if t.sent != sent:
            check(t.status == "ready", "transfer_not_possible")
            self.end_holds(lambda who, *_: who == transfer)
            for what, pieces in sent.items():
                self.move((t.source, what), -pieces)
            t.status, t.sent, t.on_the_way = "in_transit", sent, Counter(sent)

    def arrive(
        self, transfer: str, counted: Lines, *, damaged: int = 0, difference: str = "", is_closing: bool = False
    ) -> None:
        """So much came; the difference says where the rest is, or that what is too much was in the box."""
        t = self.transfers[transfer]
        check(t.status in ON_ITS_WAY, "transfer_not_possible")
        is_new = any(counted.values())
        for what, pieces in counted.items():
            surplus = max(0, pieces - t.on_the_way[what])
            check(not surplus or difference == "surplus", "transfer_difference_unnamed")
            t.on_the_way[what] -= pieces - surplus
            rest = t.on_the_way[what] * (difference in ("lost", "back"))
            t.on_the_way[what] -= rest
            self.move((t.destination, what), pieces)
            self.levels[t.destination, what]["damaged"] += damaged
            self.move((t.source, what), rest * (difference == "back") - surplus)
            is_new |= bool(rest)
        check(not is_closing or not +t.on_the_way, "transfer_difference_unnamed")
        check(is_new, "transfer_empty")
        t.status = "partly_received" if +t.on_the_way else "received"

    def give_up(self, transfer: str, goods_are: str) -> None:
        t = self.transfers[transfer]
        check(t.status != "received", "transfer_not_possible")
        if t.status != "canceled":
            check(t.status not in ON_ITS_WAY or goods_are, "transfer_whereabouts_missing")
            self.end_holds(lambda who, *_: who == transfer)
            for what, pieces in t.on_the_way.items():
                self.move((t.source, what), pieces * (goods_are == "back"))
            t.status, t.on_the_way = "canceled", Counter()

    # Stocktakes

    def open_count(self, count: str, store: str) -> None:
        since = {place: len(moves) for place, moves in self.moves.items()}
        self.counts[count] = SimpleNamespace(store=store, since=since, seen=defaultdict(list), status="open")

    def count(self, count: str, what: str, pieces: int, *, is_anew: bool) -> None:
        c = self.counts[count]
        check(c.status == "open", "count_ended")
        place = (c.store, what)
        before = [] if is_anew else c.seen[place]
        c.seen[place] = [*before, (pieces, self.levels[place]["on_hand"], len(self.moves[place]))]

    def close_count(self, count: str, *, is_zeroing: bool, is_leaving: bool) -> None:
        """What was counted less what was expected then; not of goods that moved between the counts of their places."""
        c = self.counts[count]
        if c.status == "closed":
            return
        check(c.status == "open", "count_ended")
        check(c.seen, "count_empty")
        found = {place: sum(pieces for pieces, *_ in seen) - seen[0][1] for place, seen in c.seen.items()}
        for place, seen in c.seen.items():
            is_corrected = any(was_corrected for _pieces, was_corrected in self.moves[place][seen[0][2] :])
            if is_corrected or seen[0][2] != seen[-1][2]:
                check(is_leaving, "count_unsure")
                found[place] = 0
        for place, moves in self.moves.items():
            came_in = any(pieces > 0 for pieces, _ in moves[c.since.get(place, 0) :])
            if is_zeroing and place[0] == c.store and place not in found and not came_in:
                found[place] = -self.levels[place]["on_hand"]
        for place, pieces in found.items():
            self.move(place, pieces, is_correction=True)
        c.status = "closed"

    def cancel_count(self, count: str) -> None:
        check(self.counts[count].status != "closed", "count_ended")
        self.counts[count].status = "canceled"
