"""What should happen to orders that are sent home: their fee, what they come to, how far they are, what is owed."""

from collections import Counter
from datetime import datetime
from types import SimpleNamespace as Thing
from typing import cast

from tests.soak.model import MINIMUM, OFF, OPEN, PRICES, USES, Goods, goods_at
from tests.soak.more_parcels import LEAVING, ParcelModel

FEE, FREE_FROM = 550, 1_800


class DeliveryModel(ParcelModel):
    """Everything together. Of what a till sold `in_cash` stays here, and what is `owed` of it goes back by hand."""

    def figures(self) -> dict[str, object]:
        told, kept = super().figures(), Counter[str]()
        for o in self.orders.values():
            if o.status == "completed" and o.sold_at > self.points_since and o.buyer:
                kept[o.buyer] += self.earned(o)
        sent = {name: o for name, o in self.orders.items() if o.is_delivered}
        due = {
            name: o.total - o.paid - o.in_cash for name, o in sent.items() if o.status in ("awaiting_payment", *OPEN)
        }
        fees, owed = ({name: getattr(o, what) for name, o in sent.items()} for what in ("fee", "owed"))
        return {
            **told,
            "points": kept,
            "due": {**cast("dict[str, int]", told["due"]), **due},
            "fees": fees,
            "owed": owed,
        }

    # What it comes to

    def price(self, o: Thing, *, with_coupon: bool = False) -> None:
        """With the fee, which follows the goods."""
        paid, o.fee = o.paid, 0
        super().price(o, with_coupon=with_coupon)
        if o.is_delivered:
            o.paid = paid
            self.come_to(o, o.discount, FEE * (o.total < FREE_FROM))

    def price_short(self, o: Thing) -> None:
        """Nobody pays more because a store lacks goods: the fee stays, and if need be the coupon."""
        goods = sum(PRICES[what] * pieces for what, pieces in o.lines.items())
        discount = OFF * (goods >= MINIMUM and o.discount > 0)
        self.come_to(o, min(OFF, goods) if goods - discount + o.fee > o.total else discount, o.fee)

    def come_to(self, o: Thing, discount: int, fee: int) -> None:
        """What is paid above that goes back."""
        o.discount, o.fee = discount, fee
        o.total = sum(PRICES[what] * pieces for what, pieces in o.lines.items()) - discount + fee
        o.points = self.earned(o) * bool(o.buyer)
        too_much = max(0, o.in_cash - o.total)
        o.paid, o.in_cash, o.owed = min(o.paid, o.total), o.in_cash - too_much, o.owed + too_much

    def earned(self, o: Thing) -> int:
        """Points for what is kept without its tax, which is higher for the fee."""
        goods = o.total - o.fee - o.refunded
        return int(goods - goods * 8 // 108 + o.fee - o.fee * 10 // 110) // 100

    def take_back(self, o: Thing, store: str, what: str, pieces: int, *, minor: int, at: datetime) -> None:
        """Nobody gets the fee back."""
        o.total -= o.fee
        super().take_back(o, store, what, pieces, minor=minor, at=at)
        o.total += o.fee

    # How far it is

    def place_delivery(
        self, order: str, o: Thing, at: datetime, *, with_coupon: bool, is_at_till: bool, b: Thing | None = None
    ) -> None:
        """A till takes the money at once, the online shop waits for it. Its goods are promised where they are."""
        o.name, o.paid, o.charge, o.discount, o.refunded, o.back = order, 0, "", 0, 0, Counter()
        o.parcels, o.refused, o.last, o.owed, o.in_cash, o.has_receipt = [], set(), {}, 0, 0, is_at_till
        assert any(o.lines.values()), "basket_empty"
        self.price(o, with_coupon=with_coupon)
        assert not (b and b.is_ordered), "basket_not_found"
        held = b.held if b else Goods()
        if b:
            b.is_ordered, b.held = True, Goods()
        self.promise_all(o, at, also=held)
        assert not with_coupon or o.buyer not in self.coupon_users(), "coupon_used"
        assert not with_coupon or len(self.coupon_users()) < USES, "coupon_exhausted"
        self.orders[order], o.status, o.in_cash = o, ("awaiting_payment", "placed")[is_at_till], o.total * is_at_till
        self.cash[o.store] += o.in_cash

    def promise_again(self, o: Thing, at: datetime) -> None:
        if o.is_delivered:
            self.promise_all(o, at)
        else:
            super().promise_again(o, at)

    def pack(self, o: Thing, p: Thing) -> None:
        assert p.status == "packed" or (p.status, o.status) == ("to_pack", "placed"), "shipment_not_open"
        p.status = "packed"

    def ship(self, o: Thing, p: Thing, at: datetime) -> None:
        """With the last parcel the order is completed."""
        if p.status != "shipped":
            assert (p.status in LEAVING, o.status) == (True, "placed"), "shipment_not_open"
            p.status = "shipped"
            self.on_hand.subtract(goods_at(p.store, p.lines))
            self.complete_if_sent(o, at)

    def complete_if_sent(self, o: Thing, at: datetime) -> None:
        if not self.parcels(o, *LEAVING) and not self.is_waiting(o):
            o.status, o.sold_at, o.has_receipt = "completed", at, True

    def check_open(self, o: Thing) -> None:
        """For what is done with pickups."""
        assert not (o.is_delivered and o.status in OPEN), "is_delivered"
        super().check_open(o)

    def void(self, o: Thing, at: datetime) -> None:
        assert o.status != "completed" or not o.is_delivered, "void_not_allowed"
        super().void(o, at)
