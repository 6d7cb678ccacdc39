"""What should happen to the parcels of an order that is sent home: who sends what, and what a store cannot send."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from copy import deepcopy
from datetime import datetime
from types import SimpleNamespace as Thing
from typing import Any

from tests.soak.model import PROMISED, STORES, Goods, Lines, Place, goods_at
from tests.soak.more_shifts import ShiftModel

LEAVING, FOR_WALK_INS = ("to_pack", "packed"), 2
Parts = Sequence[tuple[str, Counter[str]]]  # what each store sends


class ParcelModel(ShiftModel):
    """Of such an order: its `parcels` as they were made, who `refused` one, and who was the `last` to send what is
    parked of a variant, as that was parked, whether it still is or not."""

    def figures(self) -> dict[str, object]:
        sent = [o for o in self.orders.values() if o.is_delivered]
        parcels = {
            o.name: [[p.store, p.status, {**p.lines}] for p in o.parcels if p.status != "canceled"] for o in sent
        }
        return {**super().figures(), "parcels": parcels}

    def parcels(self, o: Thing, *statuses: str) -> list[Thing]:
        return [p for p in o.parcels if p.status in statuses]

    def allocated(self) -> Goods:
        """Of what is sent home, where its parcels are."""
        goods, parcels = super().allocated(), Goods()
        for o in (o for o in self.orders.values() if o.is_delivered and o.status in PROMISED):
            goods.subtract(goods_at(o.store, {what: self.here(o, what) for what in o.lines}))
            parcels += sum((goods_at(p.store, p.lines) for p in self.parcels(o, *LEAVING)), Goods())
        return goods + parcels

    def share(self, wanted: Lines, at: datetime, among: Sequence[str] = STORES) -> tuple[Parts, Counter[str]]:
        """Who sends what, and what nobody has: the first has all of it, or leaves two for walk-ins, or has most."""
        then, left = deepcopy(self), +Counter(wanted)
        then.end_holds(at, [(store, what) for store in STORES for what in left])
        free = then.available()
        gives = {store: +Counter({what: min(n, free[store, what]) for what, n in left.items()}) for store in among}

        def rank(store: str) -> tuple[bool, int, int]:
            lacking = left - gives[store]
            others = [free[other, what] for other in among if other != store for what in lacking]
            kept = min(free[store, what] - n for what, n in gives[store].items())
            return any(others), max(0, FOR_WALK_INS - kept), -sum(free[store, what] for what in wanted)

        parts = []
        for store in sorted((store for store in among if gives[store]), key=rank):
            parts += [(store, gives[store] & left)] if gives[store] & left else []
            left = left - gives[store]
        return parts, left

    def promise(self, o: Thing, parts: Parts, at: datetime, *, also: Collection[Place] = ()) -> None:
        """Each store has its part to pack."""
        for store, lines in parts:
            self.need(goods_at(store, lines), at, also=[place for place in also if place[0] == store])
            self.make_parcel(o, store, lines)

    def make_parcel(self, o: Thing, store: str, lines: Lines) -> None:
        o.parcels.append(Thing(store=store, status="to_pack", lines=Counter(lines)))
        self.turns |= dict.fromkeys((o.name, (store, what)) for what in lines)

    def promise_all(self, o: Thing, at: datetime, *, also: Collection[Place] = ()) -> None:
        parts, missing = self.share(o.lines, at)
        assert not missing, "out_of_stock"
        self.promise(o, parts, at, also=also)

    def refuse_parcel(
        self, o: Thing, p: Thing, gone: Counter[str], at: datetime, *, is_there: bool, is_sound: bool
    ) -> None:
        """What of it is not there leaves the stock, what is broken is set aside."""
        if p.status != "canceled":
            assert (p.status in LEAVING, o.status) == (True, "placed"), "shipment_not_open"
            gone = p.lines & gone
            for what, pieces in gone.items():
                self.correct((p.store, what), -pieces * (not is_there))
                self.damaged[p.store, what] += pieces * (is_there and not is_sound)
            if gone:
                self.send_from_elsewhere(o, p, gone, at)

    def send_from_elsewhere(self, o: Thing, p: Thing, gone: Counter[str], at: datetime) -> None:
        """By who has not refused any of it; the rest is parked. What else was in the parcel is one of its own."""
        rest, p.status = p.lines - gone, "canceled"
        o.refused.add(p.store)
        if rest:
            self.make_parcel(o, p.store, rest)
        parts, missing = self.share(gone, at, [store for store in STORES if store not in o.refused])
        self.promise(o, parts, at)
        for what, pieces in missing.items():
            self.parked[o.name, what].append(pieces)
            o.last.setdefault(what, []).append(p.store)

    def give_away(self, o: Thing, what: Any, place: Place, names: Iterator[str], at: datetime) -> bool:
        """What is short goes off parcels that nobody has packed, the latest first."""
        if not o.is_delivered:
            return super().give_away(o, what, place, names, at)
        is_moved = False
        for p in reversed(self.parcels(o, "to_pack") if what == place and o.status == "placed" else []):
            pieces = min(self.short()[place], p.lines[place[1]]) if p.store == place[0] else 0
            if pieces:
                self.send_from_elsewhere(o, p, Counter({place[1]: pieces}), at)
                is_moved = True
        return is_moved

    def route_again(self, o: Thing, what: str, names: Iterator[str], at: datetime) -> None:
        if not o.is_delivered:
            super().route_again(o, what, names, at)
            return
        parked = self.parked[o.name, what]
        parts, missing = self.share({what: parked[0]}, at)
        assert parts, "no_store_has_it"
        self.promise(o, parts, at)
        self.parked[o.name, what] = [each for each in (missing[what], *parked[1:]) if each]
