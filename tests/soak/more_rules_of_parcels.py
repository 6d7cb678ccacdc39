"""What goes wrong with orders that are sent home: changed, cancelled, rejected, parked, taken for pickups."""

from collections import Counter

from hypothesis import strategies as st
from hypothesis.stateful import rule

from noren.orders.end import cancel_order
from noren.orders.models import OrderLine
from noren.orders.routing.models import SourcingReason
from noren.orders.routing.reject import REASONS
from noren.orders.shipping.reject import reject_shipment
from tests.soak.model import STORES, Lines
from tests.soak.more_rules_of_changes import ChangeRules
from tests.soak.more_rules_of_deliveries import DeliveryRules, deliveries, which
from tests.soak.more_rules_of_routing import RoutingRules, ways_out
from tests.soak.play import buyers, lines, pieces, stores, twice, variants
from tests.soak.rules_of_orders import Named

reasons = st.sampled_from(REASONS)
as_pickups = st.sampled_from(("ready", "handed over", "picked", "rejected", "not served", "voided"))


class ParcelRules(DeliveryRules, RoutingRules, ChangeRules):
    """Deliveries that come to another end, or to theirs by another way."""

    @rule(
        delivery=deliveries,
        which=which,
        some=st.none() | st.dictionaries(variants, st.integers(0, 2), min_size=1, max_size=2),
        reason=reasons,
    )
    def reject_parcel(self, delivery: str, which: int, some: Lines | None, reason: SourcingReason) -> None:
        """A store cannot send it, or some of it: another one does, or it is parked."""
        uid, lines = (
            self.parcel(delivery, which),
            OrderLine.objects.filter(order__uid=self.world.uids[delivery], fee=""),
        )
        by_variant = self.world.pieces(some or {})
        gone = {line.uid: by_variant.get(line.variant_id, 0) for line in lines} if some is not None else None
        all_of_it = dict.fromkeys(self.model.orders[delivery].lines, 99)
        self.play(
            lambda: twice(
                lambda: reject_shipment(
                    uid, reason=reason, words="箱が濡れた", pieces=gone, staff_uid=self.world.staff.uid, at=self.now
                )
            ),
            lambda _: self.model.refuse_parcel(
                *self.model_parcel(delivery, which),
                Counter(all_of_it if some is None else some),
                self.now,
                is_there=reason != SourcingReason.NOT_FOUND,
                is_sound=reason != SourcingReason.DAMAGED,
            ),
        )

    @rule(
        delivery=deliveries,
        wanted=st.dictionaries(variants, st.integers(0, 4), min_size=1, max_size=2),
        by=st.sampled_from(("staff", "staff", "customer")),
    )
    def change_delivery(self, delivery: str, wanted: Lines, by: str) -> None:
        """Before it is packed."""
        self.change_order(delivery, wanted, by)

    @rule(delivery=deliveries, by=st.sampled_from(("customer", "staff")))
    def cancel_delivery(self, delivery: str, by: str) -> None:
        """Nobody wants it any more."""
        uid = self.world.uids[delivery]
        self.play(
            lambda: twice(lambda: cancel_order(uid, by=by, at=self.now)),
            lambda _: self.model.cancel(self.model.orders[delivery], by=by),
        )

    @rule(delivery=deliveries, how=as_pickups)
    def take_for_pickup(self, delivery: str, how: str) -> None:
        """What is done with pickups, and with sales over the counter."""
        if how == "ready":
            self.make_ready(delivery)
        elif how == "handed over":
            self.hand_over(delivery)
        elif how == "picked":
            self.pick_less(delivery, next(iter(self.model.orders[delivery].lines)), 0, True)
        elif how == "rejected":
            self.reject(delivery, next(iter(self.model.orders[delivery].lines)), 1, SourcingReason.DAMAGED)
        elif how == "not served":
            self.end_order(delivery, "store")
        else:
            self.void(delivery)

    @rule(
        target=deliveries,
        store=stores,
        lines=lines,
        buyer=buyers,
        is_at_till=st.booleans(),
        is_rest_sent=st.booleans(),
        comes_in=st.none() | stores,
        how=ways_out,
    )
    def park_delivery(
        self,
        store: str,
        lines: Lines,
        buyer: str | None,
        is_at_till: bool,
        is_rest_sent: bool,
        comes_in: str | None,
        how: str,
    ) -> Named:
        """A piece of it is found nowhere. The rest may be sent, and some may come in, before staff decide about it."""
        variant = next(iter(lines))
        for what, count in lines.items():
            self.deliver(store, what, count + 3)
        order = self.sell_delivery(store, lines, buyer, False) if is_at_till else self.order_paid(store, lines, buyer)
        if not isinstance(order, str):
            return order
        for each in STORES:
            self.count(each, variant, 0)
        for place in range(len(self.model.orders[order].parcels)):
            self.reject_parcel(order, place, {variant: 1}, SourcingReason.NOT_FOUND)
        if is_rest_sent:
            self.ship_all(order)
        if comes_in:
            self.deliver(comes_in, variant, 1)
        self.decide_parked(0, how)
        return order

    def order_paid(self, store: str, lines: Lines, buyer: str | None) -> Named:
        """On the web, by bank transfer, which has come in."""
        return self.order_delivery(store, lines, buyer, False, "bank_transfer", True)

    @rule(target=deliveries, store=stores, variant=variants, pieces=pieces, buyer=buyers, is_packed=st.booleans())
    def fall_short_of_parcel(self, store: str, variant: str, pieces: int, buyer: str | None, is_packed: bool) -> Named:
        """The till sells what is to be sent, and staff have another store send it, unless it is packed."""
        self.deliver(store, variant, pieces)
        order = self.order_paid(store, {variant: pieces}, buyer)
        if isinstance(order, str):
            if is_packed:
                self.pack(order, 0)
            sender = self.model.orders[order].parcels[0].store
            self.sell_many(sender, variant, max(1, self.model.on_hand[sender, variant]))
            self.route_shortfall(sender, variant)
        return order
