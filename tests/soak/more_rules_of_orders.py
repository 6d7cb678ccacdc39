"""What shoppers and staff do with orders besides: pay first, take more along, pick less than was ordered."""

from types import SimpleNamespace as Thing

from hypothesis import strategies as st
from hypothesis.stateful import multiple, rule

from noren.kernel.ids import uuid7
from noren.orders.models import OrderLine
from noren.orders.pick import short_pick
from noren.orders.wanted import PlacedOrder, PlaceOrder
from tests.soak.model import Lines
from tests.soak.more_play import MorePlay
from tests.soak.play import baskets, buyers, lines, orders, sales, variants
from tests.soak.rules_of_orders import Named, OrderRules, Placing


class MorePlacing(MorePlay, Placing):
    """How orders are placed that may wait for their money."""

    def as_asked(self, wanted: PlaceOrder, placed: PlacedOrder | None) -> Thing:
        """With how it is paid, and until when."""
        o = super().as_asked(wanted, placed)
        o.placed_at, o.by, o.may_transfer = self.now, wanted.pay_by, wanted.pay_by == "bank_transfer"
        o.pay_until, o.is_delivered = placed.pay_until if placed else None, wanted.fulfillment == "delivery"
        o.status = placed.status if placed and not o.is_sale else "placed"
        return o


class MoreOrderRules(MorePlacing, OrderRules):
    """Deeds beside those of most orders."""

    @rule(target=orders, basket=baskets, buyer=buyers, with_coupon=st.booleans())
    def order_basket_to_be_paid(self, basket: str, buyer: str | None, with_coupon: bool) -> Named:
        """A basket becomes an order that waits for its money."""
        return self.order_of(basket, buyer, with_coupon=with_coupon, pay_by="test")

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
            lambda _: self.model.short_pick(self.model.orders[order], variant, picked, is_missing=is_missing),
        )

    @rule(target=sales, order=orders, extra=lines, with_coupon=st.booleans())
    def hand_over_with_more(self, order: str, extra: Lines, with_coupon: bool) -> Named:
        """The customer takes more along, and may have a coupon for it."""
        uid, wanted = self.world.uids[order], self.brought(order, extra, with_coupon=with_coupon)
        is_done = self.play(
            lambda: self.hand_over_twice(uid, wanted),
            lambda _: self.model.hand_over_with_more(
                self.model.orders[order], extra, self.now, with_coupon=with_coupon
            ),
        )
        return order if is_done else multiple()
