"""What shoppers and staff do with baskets, orders, coupons, points and cash."""

from collections import Counter
from types import SimpleNamespace
from typing import Literal

from hypothesis import strategies as st
from hypothesis.stateful import MultipleResults, multiple, rule

from noren.kernel.ids import uuid7
from noren.orders.basket import choose_store, hold_basket, open_basket, set_line
from noren.orders.end import cancel_order, reject_order, void_sale
from noren.orders.hand_over import hand_over
from noren.orders.models import OrderLine
from noren.orders.pick import mark_ready, short_pick
from noren.orders.place import place_order
from noren.orders.wanted import HandOver, PlacedOrder, PlaceOrder
from tests.factories import cash, make_guest
from tests.soak.model_of_stock import Lines
from tests.soak.play import Play, baskets, buyers, lines, orders, sales, stores, twice, variants

TENDERED_MINOR = 99_999
ways = st.sampled_from(("at_store", "at_store", "at_store", "test"))
Named = str | MultipleResults[str]


class BasketRules(Play):
    """Baskets, and what is held for them."""

    @rule(target=baskets, store=stores, variant=variants, is_held=st.booleans())
    def fill_basket(self, store: str, variant: str, is_held: bool) -> str:
        """A new basket with a piece of something, to be picked up in a store; it may go to the checkout at once."""
        basket = self.world.named("basket", open_basket(customer_id=None, at=self.now))
        self.model.baskets[basket] = SimpleNamespace(store=None, lines=Counter(), is_ordered=False)
        self.put(basket, variant, 1)
        self.pick_up_at(basket, store)
        if is_held:
            self.hold(basket)
        return basket

    @rule(basket=baskets, variant=variants, pieces=st.integers(0, 3))
    def put(self, basket: str, variant: str, pieces: int) -> None:
        """So many of it in a basket, or none any more."""
        uid, sku = self.world.uids[basket], self.world.variants[variant].sku
        self.play(
            lambda: set_line(uid, sku=sku, quantity=pieces, at=self.now),
            lambda _: self.model.set_line(basket, variant, pieces),
        )

    @rule(basket=baskets, store=stores)
    def pick_up_at(self, basket: str, store: str) -> None:
        """The shopper chooses a store."""
        uid, code = self.world.uids[basket], self.world.stores[store].code
        self.play(
            lambda: choose_store(uid, store_code=code, at=self.now), lambda _: self.model.choose_store(basket, store)
        )

    @rule(basket=baskets)
    def hold(self, basket: str) -> None:
        """The shopper goes to the checkout, and back to it."""
        uid = self.world.uids[basket]
        self.play(lambda: twice(lambda: hold_basket(uid, at=self.now)), lambda _: self.model.hold(basket, self.now))


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

        def as_told(placed: PlacedOrder | None) -> SimpleNamespace:
            return SimpleNamespace(
                store=store,
                lines=Counter(lines),
                buyer=buyer,
                by=wanted.pay_by,
                may_transfer=wanted.pay_by == "bank_transfer",
                placed_at=self.now,
                status="sold" if wanted.fulfillment == "counter" else placed.status if placed else "placed",
                kept_until=None,
                pay_until=placed.pay_until if placed else None,
            )

        is_done = self.play(
            place_twice,
            lambda placed: self.model.place(name, as_told(placed), self.now, with_coupon=with_coupon, basket=basket),
        )
        return name if is_done else multiple()


class OrderRules(Placing):
    """Orders and sales, from their beginning to each of their ends."""

    @rule(target=orders, basket=baskets, buyer=buyers, with_coupon=st.booleans(), pay_by=ways)
    def order_basket(self, basket: str, buyer: str | None, with_coupon: bool, pay_by: str) -> Named:
        """A basket becomes an order."""
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
            lambda _: self.model.mark_ready(order),
        )

    @rule(order=orders, variant=variants, picked=st.integers(0, 2), is_missing=st.booleans())
    def pick_less(self, order: str, variant: str, picked: int, is_missing: bool) -> None:
        """The shelf has less, or the customer wants less."""
        uid, staff = self.world.uids[order], self.world.staff.uid
        line = OrderLine.objects.filter(order__uid=uid, variant=self.world.variants[variant]).order_by("pk").first()
        line_uid = line.uid if line else uuid7()
        self.play(
            lambda: short_pick(
                uid,
                line_uid,
                picked_quantity=picked,
                reason="棚にない",
                is_missing=is_missing,
                staff_uid=staff,
                at=self.now,
            ),
            lambda _: self.model.short_pick(order, variant, picked, self.now, is_missing=is_missing),
        )

    @rule(target=sales, order=orders)
    def hand_over(self, order: str) -> Named:
        """The customer comes."""
        return self.complete(order, {}, with_coupon=False)

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

    @rule(target=sales, order=orders, extra=lines, with_coupon=st.booleans())
    def hand_over_with_more(self, order: str, extra: Lines, with_coupon: bool) -> Named:
        """The customer takes more along, and may have a coupon for it."""
        return self.complete(order, extra, with_coupon=with_coupon)

    def complete(self, order: str, extra: Lines, *, with_coupon: bool) -> Named:
        """Hand it over, and once more: the second call answers the first."""
        uid, store = self.world.uids[order], self.model.orders[order].store
        wanted = HandOver(
            register_uid=self.world.registers[store].uid,
            staff_uid=self.world.staff.uid,
            extra_lines=self.world.wanted(extra),
            coupon_codes=(self.world.coupon.code,) if with_coupon else (),
            tenders=(cash(TENDERED_MINOR),),
        )

        def hand_over_twice() -> None:
            first = hand_over(uid, wanted, at=self.now)
            if first.change_minor < TENDERED_MINOR:  # a repeat is known by its tender
                second = hand_over(uid, wanted, at=self.now)
                assert first == second, f"the repeat says {second}, the first said {first}"

        is_done = self.play(
            hand_over_twice, lambda _: self.model.hand_over(order, extra, self.now, with_coupon=with_coupon)
        )
        return order if is_done else multiple()

    @rule(order=orders, by=st.sampled_from(("customer", "staff", "store")))
    def end_order(self, order: str, by: str) -> None:
        """Nobody wants it any more, or the store cannot serve it: what is routed again then has its rule here."""
        uid, staff = self.world.uids[order], self.world.staff.uid
        if by == "store":
            self.play(
                lambda: reject_order(uid, reason="在庫なし", staff_uid=staff, at=self.now),
                lambda _: self.model.end(order, "rejected", self.now),
            )
        else:
            self.play(
                lambda: cancel_order(uid, by=by, at=self.now), lambda _: self.model.end(order, "canceled", self.now)
            )

    @rule(sale=sales | orders)
    def void(self, sale: str) -> None:
        """A sale is taken back, or an order that is none yet."""
        uid, register = self.world.uids[sale], self.world.registers[self.model.orders[sale].store]
        staff = self.world.staff.uid
        self.play(
            lambda: void_sale(uid, reason="打ち間違い", register_uid=register.uid, staff_uid=staff, at=self.now),
            lambda _: self.model.void(sale, self.now),
        )
