"""What should happen, in plain figures: a deed that asserts what is not so is refused by that code, and undone."""

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace as Thing

STORES, PRICES = ("Shibuya", "Ueno"), {"beans": 900, "cup": 150}
OFF, MINIMUM, USES = 300, 500, 2  # the coupon, once for each member; a use that is withdrawn may be used again
HELD_FOR, POINTS_LAST, RETURN_DAYS = timedelta(minutes=10), timedelta(days=365), 30
LONG_AGO, FOREVER = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
OPEN, ENDED = ("placed", "ready"), {"completed": "already_handed_over", "expired": "order_expired"}
PROMISED, ON_ITS_WAY = (*OPEN, "awaiting_payment"), ("in_transit", "partly_received")
Lines = Mapping[str, int]  # pieces by variant
Place = tuple[str, str]  # a store and a variant
Goods = Counter[Place]  # with a plus or minus between them, what would be less than nothing is nothing


def goods_at(store: str, lines: Lines) -> Goods:
    return Counter({(store, what): pieces for what, pieces in lines.items() if pieces})


def points_for(minor: int) -> int:
    return (minor - minor * 8 // 108) // 100


def business_day(at: datetime) -> date:
    return (at + timedelta(hours=9 - 5)).date()  # in Tokyo, until five in the morning


class Model:
    """Goods, and cash by store. By name: baskets, transfers, stocktakes, orders; a sale is one handed over at once."""

    def __init__(self) -> None:
        self.on_hand, self.corrected, self.cash, self.points_since = Goods(), Goods(), Counter[str](), LONG_AGO
        self.baskets, self.orders, self.transfers, self.counts = (dict[str, Thing]() for _ in range(4))

    def figures(self) -> dict[str, object]:
        """All that the database is asked for: what is stored, and what follows from it."""
        sold = [o for o in self.orders.values() if o.status == "completed" and o.sold_at > self.points_since]
        return {
            **vars(self),
            "allocated": self.allocated(),
            "held": self.held(),
            "short": self.allocated() + self.held() - +self.on_hand,
            "due": {order: o.total for order, o in self.orders.items() if o.status in PROMISED},
            "points": sum((Counter({o.buyer: points_for(o.total - o.refunded)}) for o in sold if o.buyer), Counter()),
            "uses": Counter(self.coupon_users()),
        }

    def allocated(self) -> Goods:
        return sum((goods_at(o.store, o.lines) for o in self.orders.values() if o.status in PROMISED), Goods())

    def held(self) -> Goods:
        return sum((each.held for each in (*self.baskets.values(), *self.transfers.values())), Goods())

    def available(self) -> Goods:
        return self.on_hand - self.allocated() - self.held()

    def need(self, goods: Goods, at: datetime, *, also: Collection[Place] = (), code: str = "out_of_stock") -> None:
        """All of it may be promised, if need be once the holds of such goods whose time is over were ended."""
        if goods - self.available():
            self.end_holds(at, {*goods, *also})
        assert not goods - self.available(), code

    def end_holds(self, at: datetime, places: Collection[Place]) -> None:
        for b in (b for b in self.baskets.values() if b.until <= at):
            b.held = Goods({place: pieces for place, pieces in b.held.items() if place not in places})

    def put(self, b: Thing, what: str, pieces: int) -> None:
        assert not b.is_ordered, "basket_not_found"
        b.lines[what] = pieces

    def choose_store(self, b: Thing, store: str) -> None:
        assert not b.is_ordered, "basket_not_found"
        b.store, b.held = store, b.held if b.store == store else Goods()

    def hold(self, b: Thing, at: datetime) -> None:
        assert not b.is_ordered, "basket_not_found"
        goods, before, b.held = goods_at(b.store, b.lines), b.held, Goods()
        self.need(goods, at, also=before)
        b.held, b.until = goods, at + HELD_FOR

    def place(self, order: str, o: Thing, at: datetime, *, with_coupon: bool, b: Thing | None = None) -> None:
        """A pickup is promised its goods, and its basket holds them no more; a sale takes what is there."""
        assert any(o.lines.values()), "basket_empty"
        o.discount, o.refunded, o.back = 0, 0, Counter()
        self.price(o, with_coupon=with_coupon)
        if b:
            assert not b.is_ordered, "basket_not_found"
            b.is_ordered, b.held = True, Goods({place: n for place, n in b.held.items() if place[1] not in o.lines})
        self.need(goods_at(o.store, {} if o.is_sale else o.lines), at)
        assert not with_coupon or o.buyer not in self.coupon_users(), "coupon_used"
        assert not with_coupon or len(self.coupon_users()) < USES, "coupon_exhausted"
        self.orders[order] = o
        if o.is_sale:
            self.hand_over(o, at)

    def price(self, o: Thing, *, with_coupon: bool = False) -> None:
        """A coupon that is not earned any more is lost, a new one is refused."""
        goods = sum(PRICES[what] * pieces for what, pieces in o.lines.items())
        assert not with_coupon or (o.buyer and goods >= MINIMUM), "coupon_not_applicable"
        o.discount = OFF * (goods >= MINIMUM and (with_coupon or o.discount > 0))
        o.total = goods - o.discount
        o.points = points_for(o.total) * bool(o.buyer)

    def coupon_users(self) -> list[str]:
        lasting = (o for o in self.orders.values() if o.status in (*PROMISED, "completed") and +o.back != +o.lines)
        return [o.buyer for o in lasting if o.discount]

    def go_on(self, o: Thing, status: str) -> None:
        """It is ready, canceled or rejected; once more changes nothing."""
        if o.status != status:
            assert o.status in OPEN, ENDED.get(o.status, "order_ended")
            o.status = status

    def expire(self, at: datetime) -> None:
        for o in (o for o in self.orders.values() if o.status in OPEN and o.kept_until <= at):
            o.status = "expired"
        self.points_since = at - POINTS_LAST

    def hand_over(self, o: Thing, at: datetime) -> None:
        assert o.status in OPEN, ENDED.get(o.status, "order_ended")
        assert o.kept_until > at, "order_expired"
        o.status, o.sold_at = "completed", at
        self.on_hand.subtract(goods_at(o.store, o.lines))
        self.cash[o.store] += o.total

    def void(self, o: Thing, at: datetime) -> None:
        if o.status != "voided":
            assert o.status == "completed", "order_ended"
            assert business_day(o.sold_at) == business_day(at), "void_not_allowed"
            assert not +o.back, "goods_returned"
            o.status = "voided"
            self.on_hand.update(goods_at(o.store, o.lines))
            self.cash[o.store] -= o.total

    def take_back(self, o: Thing, store: str, what: str, pieces: int, *, minor: int, at: datetime) -> None:
        """To any store, which pays out what they cost in this sale: to a yen or two, and in the end all of it."""
        assert o.status == "completed", "not_returnable"
        assert (business_day(at) - business_day(o.sold_at)).days <= RETURN_DAYS, "return_too_late"
        assert o.lines[what], "line_not_found"
        assert o.back[what] + pieces <= o.lines[what], "returned_already"
        o.back[what] += pieces
        o.refunded += minor
        share = PRICES[what] * pieces * o.total / (o.total + o.discount)
        assert o.refunded == o.total if +o.back == +o.lines else abs(minor - share) < 3, f"{minor} for {share}"
        self.on_hand[store, what] += pieces
        self.cash[store] -= minor

    def draft(self, transfer: str, t: Thing) -> None:
        assert t.source != t.destination, "transfer_same_store"
        t.status, t.sent, t.on_the_way, t.held, t.until = "draft", {}, Counter[str](), Goods(), FOREVER
        self.transfers[transfer] = t

    def make_ready(self, t: Thing, at: datetime) -> None:
        assert t.status in ("draft", "ready"), "transfer_not_possible"
        if t.status == "draft":
            self.need(goods_at(t.source, t.lines), at, code="transfer_goods_missing")
            t.status, t.held = "ready", goods_at(t.source, t.lines)

    def send(self, t: Thing, sent: Lines) -> None:
        assert any(sent.values()), "transfer_empty"
        if t.sent != sent:
            assert t.status == "ready", "transfer_not_possible"
            t.status, t.sent, t.on_the_way, t.held = "in_transit", sent, Counter(sent), Goods()
            self.on_hand.subtract(goods_at(t.source, sent))

    def arrive(self, t: Thing, counted: Lines, *, rest_is: str = "") -> None:
        """So much came; the rest of these goods is lost, back in its store, or still to come."""
        assert t.status in ON_ITS_WAY, "transfer_not_possible"
        assert not Counter(counted) - t.on_the_way, "transfer_difference_unnamed"
        t.on_the_way.subtract(counted)
        rest = {what: t.on_the_way.pop(what) for what in counted if rest_is}
        assert any((*counted.values(), *rest.values())), "transfer_empty"
        self.on_hand.update(goods_at(t.destination, counted))
        self.on_hand.update(goods_at(t.source, rest if rest_is == "back" else {}))
        t.status = "partly_received" if +t.on_the_way else "received"

    def give_up(self, t: Thing, goods_are: str) -> None:
        assert t.status != "received", "transfer_not_possible"
        assert t.status not in ON_ITS_WAY or goods_are, "transfer_whereabouts_missing"
        self.on_hand.update(goods_at(t.source, t.on_the_way if goods_are == "back" else {}))
        t.status, t.on_the_way, t.held = "canceled", Counter[str](), Goods()

    def count(self, c: Thing, what: str, pieces: int) -> None:
        """What differs now is booked when the stocktake is closed, whatever was sold or came in since."""
        assert c.status == "open", "count_ended"
        c.found[c.store, what] = (pieces - self.on_hand[c.store, what], self.corrected[c.store, what])

    def end_count(self, c: Thing, status: str) -> None:
        """Closed or canceled; but goods that were corrected since are to be counted anew."""
        if c.status != status:
            assert c.status == "open", "count_ended"
            assert c.found or status == "canceled", "count_empty"
            for place, (difference, corrected) in c.found.items() if status == "closed" else ():
                assert self.corrected[place] == corrected, "count_unsure"
                self.on_hand[place] += difference
                self.corrected[place] += difference != 0
            c.status = status
