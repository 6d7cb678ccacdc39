"""What should happen to orders that are sent home when they are changed, cancelled, or some of it is nowhere."""

from collections import Counter
from copy import deepcopy
from datetime import datetime
from types import SimpleNamespace as Thing

from tests.soak.model import STORES, Lines
from tests.soak.more_deliveries import DeliveryModel
from tests.soak.more_parcels import LEAVING


class DeliveryChangeModel(DeliveryModel):
    """Everything together."""

    def go_on(self, o: Thing, status: str) -> None:
        before = o.status
        super().go_on(o, status)
        if o.is_delivered and o.status != before:
            self.end(o, o.status)

    def end(self, o: Thing, status: str) -> None:
        """What was promised is free, nothing is awaited, and what was paid goes back."""
        o.status, o.paid, o.charge, o.owed, o.in_cash = status, 0, "", o.owed + o.in_cash, 0
        for p in self.parcels(o, *LEAVING):
            p.status = "canceled"
        for what in o.lines:
            self.await_fewer(o, what, self.awaited(o, what))

    def cancel(self, o: Thing, *, by: str) -> None:
        """Before a parcel left, and by the buyer before one was packed."""
        if o.status != "placed":
            self.go_on(o, "canceled")
            return
        assert not self.parcels(o, "shipped"), "parcel_left"
        assert by == "staff" or not self.parcels(o, "packed"), "already_packed"
        self.end(o, "canceled")

    def change(self, o: Thing, wanted: Lines, at: datetime, *, by: str) -> None:
        """Before anything is packed, and without a receipt; what is paid must not come to more."""
        if not o.is_delivered:
            super().change(o, wanted, at, by=by)
            return
        if o.status in ("placed", "completed"):
            assert not self.parcels(o, "shipped"), "parcel_left"
            assert not self.parcels(o, "packed"), "already_packed"
            assert not o.has_receipt, "receipt_stands"
        assert o.status in ("awaiting_payment", "placed"), "order_ended"
        more = {what: pieces - o.lines[what] for what, pieces in wanted.items() if pieces != o.lines[what]}
        assert by == "staff" or all(pieces < 0 for pieces in more.values()), "only_fewer"
        lines = Counter({**o.lines, **wanted})
        if more and not +lines:
            self.cancel(o, by=by)
            return
        self.check_price(o, lines, has_more=any(pieces > 0 for pieces in more.values()))
        assert more, "change_empty"
        for what, fewer in ((what, -pieces) for what, pieces in more.items() if pieces < 0):
            parked = min(fewer, self.awaited(o, what))
            self.await_fewer(o, what, parked)
            self.take_off_parcels(o, what, fewer - parked)
        self.put_into_parcels(o, {what: pieces for what, pieces in more.items() if pieces > 0}, at)
        o.lines = lines
        self.price(o)
        if o.status == "awaiting_payment":
            self.money_in(o, 0, at)

    def check_price(self, o: Thing, lines: Counter[str], *, has_more: bool) -> None:
        """Who paid is not asked again before it is sent."""
        then = deepcopy(o)
        then.lines = lines
        self.price(then)
        why = "delivery_fee_comes_back" if then.fee > o.fee else "delivery_coupon_lost"
        assert o.status != "placed" or then.total <= o.paid, "delivery_paid_before" if has_more else why

    def take_off_parcels(self, o: Thing, what: str, pieces: int) -> None:
        """Of the latest first; an empty one is none."""
        for p in reversed(self.parcels(o, "to_pack")):
            fewer = Counter({what: min(pieces, p.lines[what])})
            pieces, p.lines = pieces - fewer[what], p.lines - fewer
            p.status = "to_pack" if p.lines else "canceled"

    def put_into_parcels(self, o: Thing, more: Lines, at: datetime) -> None:
        """Of stores that send something anyway, as far as they have it."""
        waiting = {p.store: p for p in self.parcels(o, "to_pack")}
        parts, rest = self.share(more, at, [store for store in STORES if store in waiting])
        others, missing = self.share(rest, at, [store for store in STORES if store not in waiting])
        assert not missing, "out_of_stock"
        before = [*o.parcels]
        self.promise(o, [*parts, *others], at)
        new, o.parcels = o.parcels[len(before) :], before
        for p in new:
            if p.store in waiting:
                waiting[p.store].lines += p.lines
            else:
                o.parcels.append(p)

    def find_parked(self, o: Thing, what: str) -> None:
        """A delivery's are in the store that was to send them last, which sends them now."""
        if not o.is_delivered:
            super().find_parked(o, what)
            return
        parked = self.parked[o.name, what]
        store, pieces = o.last[what][-len(parked)], parked.pop(0)
        self.correct((store, what), pieces)
        self.make_parcel(o, store, {what: pieces})

    def give_up_parked(self, o: Thing, what: str, at: datetime) -> None:
        """Not while the receipt of a till stands for all of it; when everything else has left, that was it."""
        if not o.is_delivered:
            super().give_up_parked(o, what, at)
        elif sum(o.lines.values()) == self.parked[o.name, what][0]:
            self.end(o, "rejected")
        else:
            assert self.parcels(o, "shipped") or not o.has_receipt, "receipt_stands"
            o.lines[what] -= self.parked[o.name, what].pop(0)
            self.price_short(o)
            self.complete_if_sent(o, at)
