"""What should happen to transfers, of their own and for orders that wait for goods of another store."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from types import SimpleNamespace

from tests.soak.model_of_stock import FOREVER, STORES, Lines, StockModel, check

ON_ITS_WAY, NOT_SENT = ("in_transit", "partly_received"), ("draft", "ready")


class TransferModel(StockModel):
    """Transfers: `order` waits for `owed` pieces of one. With two stores, the other one has it or nobody."""

    def draft(self, transfer: str, source: str, destination: str, lines: Lines) -> None:
        check(source != destination, "transfer_same_store")
        t = SimpleNamespace(source=source, destination=destination, lines=lines, status="draft", order="", owed=0)
        t.sent, t.on_the_way, self.transfers[transfer] = None, Counter[str](), t

    def make_ready(self, transfer: str, at: datetime) -> None:
        t = self.transfers[transfer]
        check(t.status in NOT_SENT, "transfer_not_possible")
        if t.status == "draft":
            self.need(t.source, t.lines, at, code="transfer_goods_missing")
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
            key, sound = (transfer, t.destination, what), min(pieces - surplus, pieces - damaged)
            if t.order and sound:
                self.holds[key] = (self.holds.get(key, (0, FOREVER))[0] + sound, FOREVER)
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
            self.end_holds(lambda who, where, *_: (who, where) == (transfer, t.source))
            for what, pieces in t.on_the_way.items():
                self.move((t.source, what), pieces * (goods_are == "back"))
            t.status, t.on_the_way = "canceled", Counter()

    # For orders

    def look_elsewhere(self, order: str, what: str, pieces: int, names: Iterator[str], at: datetime) -> None:
        rest = pieces - self.have_sent(order, what, pieces, names, at)
        self.parked[order, what] += [rest] if rest else []

    def have_sent(self, order: str, what: str, pieces: int, names: Iterator[str], at: datetime) -> int:
        """The other store packs what it has of it, for the order; answers how many."""
        store = self.orders[order].store
        other = STORES[store == STORES[0]]
        sent = min(pieces, self.free((other, what), at))
        if sent:
            name = next(names, "a transfer")
            self.draft(name, other, store, {what: sent})
            self.transfers[name].order, self.transfers[name].owed = order, sent
            self.make_ready(name, at)
        return sent

    def follow(self, transfer: str) -> None:
        """The order gets what arrived for it, as far as it still wants it, and what will not come is parked."""
        t = self.transfers[transfer]
        (what,) = t.lines
        kept, _until = self.holds.pop((transfer, t.destination, what), (0, FOREVER))
        t.owed -= min(t.owed, kept)
        lost = max(0, t.owed - (t.lines[what] if t.status in NOT_SENT else t.on_the_way[what]))
        t.owed -= lost
        self.parked[t.order, what] += [lost] if lost else []

    def await_fewer(self, order: str, what: str, pieces: int) -> None:
        """What is parked is given up first, then what was asked for last; nobody packs what nobody wants."""
        for place, parked in enumerate(self.parked[order, what]):
            self.parked[order, what][place] -= min(parked, pieces)
            pieces -= min(parked, pieces)
        self.parked[order, what] = [each for each in self.parked[order, what] if each]
        for transfer, t in reversed(self.transfers.items()):
            given_up = min(t.owed, pieces) if t.order == order and what in t.lines else 0
            t.owed, pieces = t.owed - given_up, pieces - given_up
            if given_up and not t.owed and t.status in NOT_SENT:
                self.give_up(transfer, "")
