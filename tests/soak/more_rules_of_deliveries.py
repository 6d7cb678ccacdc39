"""Orders that are sent home: placed on the web or sold at a till, paid, packed, sent in parcels."""

from collections import Counter
from dataclasses import replace
from types import SimpleNamespace as Thing
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import Bundle, multiple, rule

from noren.orders.place import place_order
from noren.orders.refunding import give_back_by_hand
from noren.orders.shipping.models import Shipment
from noren.orders.shipping.pack import pack_shipment
from noren.orders.shipping.ship import ship_shipment
from noren.orders.shipping.tests.desk import HOME
from noren.orders.wanted import PlacedOrder
from noren.payments.models import Refund
from tests.factories import cash
from tests.soak.model import FOREVER, Lines
from tests.soak.more_rules_of_money import MoneyRules, waiting
from tests.soak.play import baskets, buyers, lines, sales, stores, twice
from tests.soak.rules_of_orders import TENDERED_MINOR, Named

deliveries: Bundle[str] = Bundle("deliveries")
which = st.integers(0, 3)
CARRIER, NUMBER = "yamato", "123456789012"


class DeliveryRules(MoneyRules):
    """Deliveries that come to the end that all are to come to."""

    @rule(
        targets=(deliveries, waiting),
        store=stores,
        lines=lines,
        buyer=buyers,
        with_coupon=st.booleans(),
        pay_by=st.sampled_from(("test", "bank_transfer")),
        is_paid=st.booleans(),
    )
    def order_delivery(
        self, store: str, lines: Lines, buyer: str | None, with_coupon: bool, pay_by: str, is_paid: bool
    ) -> Named:
        """On the web; it may be paid at once."""
        order = self.deliver_home(store, lines, buyer, with_coupon=with_coupon and bool(buyer), pay_by=pay_by)
        if is_paid and isinstance(order, str):
            self.pay(order)
        return order

    @rule(targets=(deliveries, waiting), basket=baskets, buyer=buyers, is_paid=st.booleans())
    def order_basket_home(self, basket: str, buyer: str | None, is_paid: bool) -> Named:
        """A basket, which may be held in any store."""
        of = self.model.baskets[basket]
        order = self.deliver_home(of.store, +of.lines, buyer, pay_by="bank_transfer", basket=basket)
        if is_paid and isinstance(order, str):
            self.pay(order)
        return order

    @rule(target=deliveries, store=stores, lines=lines, buyer=buyers, with_coupon=st.booleans())
    def sell_delivery(self, store: str, lines: Lines, buyer: str | None, with_coupon: bool) -> Named:
        """At the till, which takes the cash: also goods that only another store has."""
        return self.deliver_home(store, lines, buyer, with_coupon=with_coupon)

    def deliver_home(
        self,
        store: str,
        lines: Lines,
        buyer: str | None,
        *,
        with_coupon: bool = False,
        pay_by: str = "",
        basket: str = "",
    ) -> Named:
        """Place it, and once more; one without a way to pay is sold at the till."""
        wanted = self.wanted("pickup", store, lines, buyer, with_coupon=with_coupon, basket=basket, pay_by=pay_by)
        wanted = replace(wanted, fulfillment="delivery", delivery=HOME)
        if not pay_by:
            at_till = self.wanted("counter", store, lines, buyer, with_coupon=with_coupon)
            wanted = replace(at_till, fulfillment="delivery", delivery=HOME, tenders=(cash(TENDERED_MINOR),))
        name = self.world.named("delivery", wanted.uid)

        def place_twice() -> PlacedOrder:
            first, second = (place_order(wanted, at=self.now) for _ in range(2))
            assert first == second, f"the repeat says {second}, the first said {first}"
            return first

        def as_told(placed: PlacedOrder | None) -> None:
            o, b = self.as_asked(wanted, placed), self.model.baskets[basket] if basket else None
            o.store, o.lines, o.buyer, o.kept_until = store, Counter(lines), buyer, FOREVER
            self.model.place_delivery(name, o, self.now, with_coupon=with_coupon, is_at_till=not pay_by, b=b)

        return name if self.play(place_twice, as_told, told_as="deliver_home") else multiple()

    def pay(self, order: str) -> None:
        """All of it, as its buyer said."""
        if self.model.orders[order].by == "test":
            self.pay_at_once(order)
        else:
            self.money_comes_in(order, 100)

    @rule(delivery=deliveries, which=which)
    def pack(self, delivery: str, which: int) -> None:
        """A store has put a parcel together, and says it twice."""
        uid, staff = self.parcel(delivery, which), self.world.staff.uid
        self.play(
            lambda: twice(lambda: pack_shipment(uid, staff_uid=staff, at=self.now)),
            lambda _: self.model.pack(*self.model_parcel(delivery, which)),
        )

    @rule(target=sales, delivery=deliveries, which=which)
    def ship(self, delivery: str, which: int) -> Named:
        """It leaves, packed or not. What completes its order is a sale."""
        uid, staff = self.parcel(delivery, which), self.world.staff.uid

        def ship() -> None:
            ship_shipment(uid, carrier=CARRIER, tracking_number=NUMBER, staff_uid=staff, at=self.now)

        before = self.model.orders[delivery].status
        self.play(lambda: twice(ship), lambda _: self.model.ship(*self.model_parcel(delivery, which), self.now))
        return delivery if (before, self.model.orders[delivery].status) == ("placed", "completed") else multiple()

    @rule(target=sales, delivery=deliveries)
    def ship_all(self, delivery: str) -> Named:
        """All parcels leave, one after the other."""
        sent: list[Named] = [self.ship(delivery, which) for which in range(len(self.model.orders[delivery].parcels))]
        return delivery if delivery in sent else multiple()

    @rule(delivery=deliveries)
    def give_cash_back(self, delivery: str) -> None:
        """Staff give back what they owe, which no drawer knows of."""
        owed = Refund.objects.filter(payment__order_uid=self.world.uids[delivery], status="by_hand")
        uids = list(owed.values_list("uid", flat=True))

        def all_of_it() -> None:
            for uid in uids:
                give_back_by_hand(uid, staff_uid=self.world.staff.uid, at=self.now)

        self.play(lambda: twice(all_of_it), lambda _: None)

    def parcel(self, delivery: str, which: int) -> UUID:
        """The uid of one of its parcels, whatever became of it."""
        uids = (
            Shipment.objects.filter(order__uid=self.world.uids[delivery]).order_by("pk").values_list("uid", flat=True)
        )
        return uids[which % len(uids)]

    def model_parcel(self, delivery: str, which: int) -> tuple[Thing, Thing]:
        """The order and the same parcel, as the model knows them."""
        o = self.model.orders[delivery]
        return o, o.parcels[which % len(o.parcels)]
