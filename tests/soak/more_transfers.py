"""What should happen to transfers with broken or too many pieces, and to those that orders wait for."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime
from types import SimpleNamespace as Thing

from tests.soak.model import ON_ITS_WAY, PROMISED, STORES, Goods, Lines, goods_at
from tests.soak.more_counts import CountModel


class TransferModel(CountModel):
    """The order named by a transfer waits for what is `owed` of it. With two stores, the other one has it or nobody."""

    def __init__(self) -> None:
        super().__init__()
        self.parked: defaultdict[tuple[str, str], list[int]] = defaultdict(list)  # by order and variant, as they came

    def figures(self) -> dict[str, object]:
        coming = {name: {**t.owed} for name, t in self.transfers.items() if +t.owed}
        return {**super().figures(), "coming": coming}

    def draft(self, transfer: str, t: Thing) -> None:
        super().draft(transfer, t)
        t.order, t.owed = "", Counter[str]()

    def arrive(
        self, t: Thing, counted: Lines, *, rest_is: str = "", damaged: int = 0, is_closing: bool = False
    ) -> None:
        """What is too much was in the box. What an order waits for is held for it."""
        if t.status in ON_ITS_WAY:
            sound = {what: min(pieces, t.on_the_way[what], pieces - damaged) for what, pieces in counted.items()}
            t.held.update(goods_at(t.destination, sound if t.order else {}))
            surplus = Counter(counted) - t.on_the_way if rest_is == "surplus" else Counter[str]()
            t.on_the_way.update(surplus)
            self.on_hand.subtract(goods_at(t.source, surplus))
            is_rest_named = rest_is in ("lost", "back")
            to_come = {
                what: pieces for what, pieces in t.on_the_way.items() if what not in counted or not is_rest_named
            }
            assert not is_closing or not Counter(to_come) - Counter(counted), "transfer_difference_unnamed"
        super().arrive(t, counted, rest_is=rest_is if rest_is in ("lost", "back") else "")
        self.damaged.update(goods_at(t.destination, dict.fromkeys(counted, damaged)))

    def give_up(self, t: Thing, goods_are: str) -> None:
        """What arrived already stays held for its order."""
        kept = Goods({place: pieces for place, pieces in t.held.items() if place[0] == t.destination})
        super().give_up(t, goods_are)
        t.held = kept

    # For orders

    def allocated(self) -> Goods:
        """Without what is awaited."""
        promised = [o for o in self.orders.values() if o.status in PROMISED]
        awaited = (goods_at(o.store, {what: self.awaited(o, what) for what in o.lines}) for o in promised)
        return super().allocated() - sum(awaited, Goods())

    def awaited(self, o: Thing, what: str) -> int:
        coming: int = sum(t.owed[what] for t in self.transfers.values() if t.order == o.name)
        return coming + sum(self.parked[o.name, what])

    def is_waiting(self, o: Thing) -> bool:
        return any(self.awaited(o, what) for what in o.lines)

    def look_elsewhere(self, o: Thing, what: str, pieces: int, names: Iterator[str], at: datetime) -> None:
        rest = pieces - self.have_sent(o, {what: pieces}, names, at)[what]
        self.parked[o.name, what] += [rest] if rest else []

    def have_sent(self, o: Thing, wanted: Lines, names: Iterator[str], at: datetime) -> Counter[str]:
        """The other store packs what it has of it, for the order, in one transfer; answers how many."""
        other = STORES[o.store == STORES[0]]
        sent = +Counter({what: min(pieces, self.free((other, what), at)) for what, pieces in wanted.items()})
        if sent:
            t = Thing(source=other, destination=o.store, lines={**sent})
            self.draft(next(names, "a transfer"), t)
            t.order, t.owed = o.name, sent.copy()
            self.make_ready(t, at)
        return sent

    def follow(self, t: Thing) -> None:
        """The order gets what arrived for it, as far as it still wants it, and what will not come is parked."""
        for what in t.lines:
            t.owed[what] -= min(t.owed[what], t.held.pop((t.destination, what), 0))
            lost = max(0, t.owed[what] - (t.lines if t.status in ("draft", "ready") else t.on_the_way)[what])
            t.owed[what] -= lost
            self.parked[t.order, what] += [lost] if lost else []

    def await_fewer(self, o: Thing, what: str, pieces: int) -> None:
        """What is parked is given up first, then what was asked for last; nobody packs what nobody wants."""
        parked = self.parked[o.name, what]
        for place, each in enumerate(parked):
            parked[place] -= min(each, pieces)
            pieces -= min(each, pieces)
        self.parked[o.name, what] = [each for each in parked if each]
        for t in reversed(self.transfers.values()):
            given_up = min(t.owed[what], pieces) if t.order == o.name else 0
            t.owed[what], pieces = t.owed[what] - given_up, pieces - given_up
            if given_up and not +t.owed and t.status in ("draft", "ready"):
                self.give_up(t, "")
