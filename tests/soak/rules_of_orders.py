"""What shoppers and staff do with orders and sales, coupons, points and cash."""

from collections import Counter
from types import SimpleNamespace as Thing
from typing import Literal
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import MultipleResults, multiple, rule

from noren.kernel.ids import uuid7
from noren.orders.end import cancel_order, reject_order, void_sale
from noren.orders.hand_over import hand_over
from noren.orders.pick import mark_ready
from noren.orders.place import place_order
from noren.orders.wanted import HandOver, PlacedOrder, PlaceOrder
from tests.factories import cash, make_guest
from tests.soak.model import FOREVER, Lines
from tests.soak.play import Play, baskets, buyers, lines, orders, sales, stores, variants
from tests.soak.rules_of_baskets import BasketRules

TENDERED_MINOR = 99_999
NOBODY_CAME = 60 * 24 * 5
ENDS = st.sampled_from(("store", "customer", "store", "staff", "nobody"))
Named = str | MultipleResults[str]


class Placing(Play):
    """How orders are placed, whoever asks."""

    def wanted(
        self,
        fulfillment: Literal["pickup", "counter"],
        store: str,
        lines: Lines,
        buyer: str | None,
        *,
        with_coupon: bool,
        basket: str = "",
        pay_by: str = "at_store",
    ) -> PlaceOrder:
        """What is asked for."""
        is_sale = fulfillment == "counter"
        return PlaceOrder(
            uid=uuid7(),
            channel="till" if is_sale else "web",
            store_code=self.world.stores[store].code,
            lines=self.world.wanted(lines),
            fulfillment=fulfillment,
            customer_uid=self.world.members[buyer].uid if buyer else None,
            contact=None if buyer or is_sale else make_guest(),
            coupon_codes=(self.world.coupon.code,) if with_coupon else (),
            basket_uid=self.world.uids[basket] if basket else None,
            register_uid=self.world.registers[store].uid if is_sale else None,
            staff_uid=self.world.staff.uid if is_sale else None,
            tenders=(cash(TENDERED_MINOR),) if is_sale else (),
            pay_by=pay_by,
        )

    def place(
        self, wanted: PlaceOrder, store: str, lines: Lines, buyer: str | None, *, with_coupon: bool, basket: str = ""
    ) -> Named:
        """Place it, and once more: the second call answers the first."""
        name = self.world.named("order" if wanted.fulfillment == "pickup" else "sale", wanted.uid)

        def place_twice() -> PlacedOrder:
            first, second = (place_order(wanted, at=self.now) for _ in range(2))
            assert first == second, f"the repeat says {second}, the first said {first}"
            return first

        def as_told(placed: PlacedOrder | None) -> None:
            o, b = self.as_asked(wanted, placed), self.model.baskets[basket] if basket else None
            o.store, o.lines, o.buyer = store, Counter(lines), buyer
            self.model.place(name, o, self.now, with_coupon=with_coupon, b=b)

        return name if self.play(place_twice, as_told) else multiple()

    def as_asked(self, wanted: PlaceOrder, placed: PlacedOrder | None) -> Thing:
        """What the model is told of an order; until when it is kept is heard later."""
        is_sale = wanted.fulfillment == "counter"
        return Thing(status="placed", is_sale=is_sale, kept_until=FOREVER if is_sale else None)


class OrderRules(BasketRules, Placing):
    """Orders and sales, from their beginning to each of their ends."""

    @rule(target=orders, basket=baskets, buyer=buyers, with_coupon=st.booleans())
    def order_basket(self, basket: str, buyer: str | None, with_coupon: bool) -> Named:
        """A basket becomes an order."""
        return self.order_of(basket, buyer, with_coupon=with_coupon)

    @rule(target=orders, store=stores, variant=variants, buyer=buyers, with_coupon=st.booleans())
    def check_out(self, store: str, variant: str, buyer: str | None, with_coupon: bool) -> Named:
        """A basket is held and ordered, as most of them are."""
        basket = self.fill_basket(store, variant, True)
        assert isinstance(basket, str)
        return self.order_of(basket, buyer, with_coupon=with_coupon)

    def order_of(self, basket: str, buyer: str | None, *, with_coupon: bool, pay_by: str = "at_store") -> Named:
        """The goods of a basket, in its store."""
        of = self.model.baskets[basket]
        wanted = self.wanted(
            "pickup", of.store, +of.lines, buyer, with_coupon=with_coupon, basket=basket, pay_by=pay_by
        )
        return self.place(wanted, of.store, +of.lines, buyer, with_coupon=with_coupon, basket=basket)

    @rule(target=orders, store=stores, lines=lines, buyer=buyers, with_coupon=st.booleans())
    def order(self, store: str, lines: Lines, buyer: str | None, with_coupon: bool) -> Named:
        """An order through the API, without a basket."""
        wanted = self.wanted("pickup", store, lines, buyer, with_coupon=with_coupon)
        return self.place(wanted, store, lines, buyer, with_coupon=with_coupon)

    @rule(target=sales, store=stores, lines=lines, buyer=buyers, with_coupon=st.booleans())
    def sell(self, store: str, lines: Lines, buyer: str | None, with_coupon: bool) -> Named:
        """Goods over the counter, whatever the count says."""
        wanted = self.wanted("counter", store, lines, buyer, with_coupon=with_coupon)
        return self.place(wanted, store, lines, buyer, with_coupon=with_coupon)

    @rule(target=sales, store=stores, variant=variants, pieces=st.integers(3, 9))
    def sell_many(self, store: str, variant: str, pieces: int) -> Named:
        """Somebody unknown takes what is on the shelf, though some of it was promised to others."""
        wanted = self.wanted("counter", store, {variant: pieces}, None, with_coupon=False)
        return self.place(wanted, store, {variant: pieces}, None, with_coupon=False)

    @rule(order=orders)
    def make_ready(self, order: str) -> None:
        """All of it waits at the counter."""
        uid, staff = self.world.uids[order], self.world.staff.uid
        self.play(
            lambda: mark_ready(uid, staff_uid=staff, at=self.now),
            lambda _: self.model.go_on(self.model.orders[order], "ready"),
        )

    @rule(target=sales, order=orders)
    def hand_over(self, order: str) -> Named:
        """The customer comes."""
        uid, wanted = self.world.uids[order], self.brought(order)
        is_done = self.play(
            lambda: self.hand_over_twice(uid, wanted),
            lambda _: self.model.hand_over(self.model.orders[order], self.now),
        )
        return order if is_done else multiple()

    @rule(target=sales, store=stores, lines=lines, buyer=buyers, is_ready=st.booleans())
    def order_and_come(self, store: str, lines: Lines, buyer: str | None, is_ready: bool) -> Named:
        """A pickup from its order to its hand-over, as most of them go."""
        for variant, count in lines.items():
            self.deliver(store, variant, count)
        order = self.order(store, lines, buyer, False)
        if not isinstance(order, str):
            return order
        if is_ready:
            self.make_ready(order)
        return self.hand_over(order)

    @rule(target=orders, store=stores, lines=lines, buyer=buyers, with_coupon=st.booleans(), by=ENDS)
    def order_in_vain(self, store: str, lines: Lines, buyer: str | None, with_coupon: bool, by: str) -> Named:
        """A pickup that somebody ends at once, or that nobody comes for."""
        for variant, count in lines.items():
            self.deliver(store, variant, count)
        order = self.order(store, lines, buyer, with_coupon)
        if isinstance(order, str) and by != "nobody":
            self.end_order(order, by)
        elif isinstance(order, str):
            self.wait(NOBODY_CAME, is_worker_there=True)
        return order

    def brought(self, order: str, extra: Lines | None = None, *, with_coupon: bool = False) -> HandOver:
        """What is asked for at the counter."""
        return HandOver(
            register_uid=self.world.registers[self.model.orders[order].store].uid,
            staff_uid=self.world.staff.uid,
            extra_lines=self.world.wanted(extra or {}),
            coupon_codes=(self.world.coupon.code,) if with_coupon else (),
            tenders=(cash(TENDERED_MINOR),),
        )

    def hand_over_twice(self, uid: UUID, wanted: HandOver) -> None:
        """Hand it over, and once more: the second call answers the first."""
        first = hand_over(uid, wanted, at=self.now)
        if first.change_minor < TENDERED_MINOR:  # a repeat is known by its tender
            second = hand_over(uid, wanted, at=self.now)
            assert first == second, f"the repeat says {second}, the first said {first}"

    @rule(order=orders, by=st.sampled_from(("customer", "staff", "store")))
    def end_order(self, order: str, by: str) -> None:
        """Nobody wants it any more, or the store cannot serve it: what is routed again then has its rule here."""
        uid, staff = self.world.uids[order], self.world.staff.uid
        if by == "store":
            self.play(
                lambda: reject_order(uid, reason="在庫なし", staff_uid=staff, at=self.now),
                lambda _: self.model.go_on(self.model.orders[order], "rejected"),
                told_as="end_order: reject",
            )
        else:
            self.play(
                lambda: cancel_order(uid, by=by, at=self.now),
                lambda _: self.model.go_on(self.model.orders[order], "canceled"),
                told_as="end_order: cancel",
            )

    @rule(sale=sales | orders)
    def void(self, sale: str) -> None:
        """A sale is taken back, or an order that is none yet."""
        uid, register = self.world.uids[sale], self.world.registers[self.model.orders[sale].store]
        staff = self.world.staff.uid
        self.play(
            lambda: void_sale(uid, reason="打ち間違い", register_uid=register.uid, staff_uid=staff, at=self.now),
            lambda _: self.model.void(self.model.orders[sale], self.now),
        )
