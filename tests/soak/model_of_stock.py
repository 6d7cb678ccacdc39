"""What should happen to levels, baskets and stocktakes; what follows from other figures is worked out anew."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from types import SimpleNamespace

HELD_FOR = timedelta(minutes=10)
FIGURES = ("on_hand", "allocated", "held", "safety", "damaged", "checking")
PROMISED = ("awaiting_payment", "placed", "ready")
STORES = ("Shibuya", "Ueno")
FOREVER = datetime.fromisoformat("2100-01-01T00:00:00+00:00")
Place = tuple[str, str]
Lines = Mapping[str, int]


class No(Exception):
    """A refusal, by the code of the error."""


def check(is_so: object, code: str) -> None:
    if not is_so:
        raise No(code)


class StockModel:
    """Levels by store and variant, what is held and for whom, what orders are promised, baskets and stocktakes."""

    def __init__(self) -> None:
        self.levels: defaultdict[Place, Counter[str]] = defaultdict(Counter)
        self.moves: defaultdict[Place, list[tuple[int, bool]]] = defaultdict(list)  # of on_hand; was it corrected?
        self.holds: dict[tuple[str, str, str], tuple[int, datetime]] = {}
        self.baskets, self.orders, self.transfers, self.counts = (dict[str, SimpleNamespace]() for _ in range(4))
        self.parked: defaultdict[tuple[str, str], list[int]] = defaultdict(list)  # by order and variant, as they came
        self.turns: dict[tuple[str, str], None] = {}  # which order was promised which variant before another

    # Levels

    def level(self, place: Place) -> Counter[str]:
        level = Counter(self.levels[place])
        level["allocated"] = sum(self.allocated(order, place) for order in self.orders)
        level["held"] = sum(pieces for (_who, *where), (pieces, _until) in self.holds.items() if place == (*where,))
        level["short"] = max(0, level["allocated"] + level["held"] - self._there(place))
        return level

    def allocated(self, order: str, place: Place) -> int:
        """What is promised to an order, and not awaited from elsewhere."""
        o, what = self.orders[order], place[1]
        pieces: int = o.lines[what] * (o.store == place[0] and o.status in PROMISED)
        return pieces and pieces - self.awaited(order, what)

    def awaited(self, order: str, what: str) -> int:
        coming: int = sum(t.owed for t in self.transfers.values() if t.order == order and what in t.lines)
        return coming + sum(self.parked[order, what])

    def _there(self, place: Place) -> int:
        return max(0, self.levels[place]["on_hand"] - self.levels[place]["damaged"] - self.levels[place]["checking"])

    def available(self, place: Place) -> int:
        level = self.level(place)
        return 2 * level["on_hand"] - sum(level[name] for name in FIGURES)

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

    def free(self, place: Place, at: datetime) -> int:
        """What may be promised once the holds whose time is over were ended."""
        over = (pieces for (_who, *where), (pieces, until) in self.holds.items() if place == (*where,) and until <= at)
        return max(0, self.available(place) + sum(over))

    def need(
        self, store: str, lines: Lines, at: datetime, *, also: Lines | None = None, code: str = "out_of_stock"
    ) -> None:
        """All of it is available, if need be after the holds of these goods whose time is over were ended."""
        if any(self.available((store, what)) < pieces for what, pieces in lines.items()):
            over = {*lines, *(also or ())}
            self.end_holds(lambda _who, where, what, until: where == store and what in over and until <= at)
        check(all(self.available((store, what)) >= pieces for what, pieces in lines.items()), code)

    def promise(self, order: str, store: str, lines: Lines, at: datetime, *, also: Lines | None = None) -> None:
        self.need(store, lines, at, also=also)
        self.turns |= dict.fromkeys((order, what) for what in lines)

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
        self.need(store, lines, at, also=held)
        self.holds |= {(basket, store, what): (pieces, at + HELD_FOR) for what, pieces in lines.items()}

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
