"""Stores that cannot serve what they promised: another one sends it, or it is parked until staff decide."""

from collections.abc import Callable, Iterator

from hypothesis import strategies as st
from hypothesis.stateful import multiple, rule

from noren.kernel.ids import uuid7
from noren.orders.models import OrderLine
from noren.orders.routing.follow import follow_transfer
from noren.orders.routing.models import Sourcing, SourcingReason
from noren.orders.routing.parked import give_up, route_again, settle_by_hand
from noren.orders.routing.reject import REASONS, reject_line
from noren.orders.routing.shortfall import route_shortfall
from noren.stock.models import Shortfall
from tests.soak.model import STORES, Lines
from tests.soak.more_rules_of_orders import MoreOrderRules
from tests.soak.more_rules_of_stock import StockRules
from tests.soak.more_rules_of_transfers import MoreTransferRules, differences, names
from tests.soak.play import buyers, lines, orders, pieces, stores, twice, variants
from tests.soak.rules_of_orders import Named
from tests.soak.rules_of_transfers import boxes, transfers

Names = Iterator[str]
ways_out = st.sampled_from(("again", "again", "found", "given up"))


class RoutingRules(MoreTransferRules, MoreOrderRules, StockRules):
    """Rejects, shortfalls and parked pieces; transfers that are made for orders are played as any other."""

    def work(self) -> None:
        """The worker also brings orders up to their transfers."""
        super().work()
        self.follow_transfers()

    @rule()
    def follow_transfers(self) -> None:
        """Orders hear what happened to the transfers that they wait for."""
        for transfer in [name for name, t in self.model.transfers.items() if t.order]:
            self.follow(transfer)

    def follow(self, transfer: str) -> None:
        """The order hears of this one, twice."""
        uid = self.world.uids[transfer]
        self.play(
            lambda: twice(lambda: follow_transfer(uid, at=self.now)),
            lambda _: self.model.follow(self.model.transfers[transfer]),
        )

    @rule(target=transfers, order=orders, variant=variants, pieces=pieces, reason=st.sampled_from(REASONS))
    def reject(self, order: str, variant: str, pieces: int, reason: SourcingReason) -> Named:
        """The store says that it cannot serve so many pieces of a line."""
        uid, request, goods = self.world.uids[order], uuid7(), self.world.variants[variant]
        line = OrderLine.objects.filter(order__uid=uid, variant=goods, quantity__gt=0).first()
        line_uid = line.uid if line else uuid7()
        return self.send_for_orders(
            "reject",
            lambda: twice(
                lambda: reject_line(
                    uid,
                    line_uid,
                    uid=request,
                    quantity=pieces,
                    reason=reason,
                    words="箱が濡れた",
                    staff_uid=self.world.staff.uid,
                    at=self.now,
                )
            ),
            lambda names: self.model.reject(
                self.model.orders[order],
                variant,
                pieces,
                names,
                self.now,
                is_there=reason != SourcingReason.NOT_FOUND,
                is_sound=reason != SourcingReason.DAMAGED,
            ),
        )

    @rule(
        targets=(transfers, boxes),
        store=stores,
        variant=variants,
        pieces=pieces,
        buyer=buyers,
        more=differences,
        is_damaged=st.booleans(),
        named=names,
    )
    def serve_from_elsewhere(
        self, store: str, variant: str, pieces: int, buyer: str | None, more: int, is_damaged: bool, named: str
    ) -> Named:
        """What is ordered is not found, and the other store sends it, from its packing to its arrival."""
        for each in STORES:
            self.deliver(each, variant, pieces)
        order = self.order(store, {variant: pieces}, buyer, False)
        if not isinstance(order, str):
            return order
        self.reject(order, variant, pieces, SourcingReason.NOT_FOUND)
        sent = [name for name, t in self.model.transfers.items() if t.order == order]
        for transfer in sent:
            self.send(transfer, 3)
            self.receive_odd(transfer, None, more, is_damaged=is_damaged, named=named, is_closing=False)
        return multiple(*sent)

    @rule(target=transfers, store=stores, variant=variants, pieces=pieces, buyer=buyers)
    def fall_short(self, store: str, variant: str, pieces: int, buyer: str | None) -> Named:
        """The till sells what was ordered, and staff have the other store send it."""
        for each in STORES:
            self.deliver(each, variant, pieces)
        self.order(store, {variant: pieces}, buyer, False)
        self.sell_many(store, variant, max(1, self.model.on_hand[store, variant]))
        return self.route_shortfall(store, variant)

    @rule(target=transfers, store=stores, variant=variants)
    def route_shortfall(self, store: str, variant: str) -> Named:
        """Staff have other stores serve what is short."""
        goods = self.world.variants[variant]
        shortfall = Shortfall.objects.filter(level__store=self.at(store), level__variant=goods, ended_at=None).first()
        if shortfall is None:
            return multiple()
        return self.send_for_orders(
            "route_shortfall",
            lambda: route_shortfall(shortfall.uid, staff_uid=self.world.staff.uid, at=self.now),
            lambda names: self.model.route_shortfall((store, variant), names, self.now),
        )

    @rule(
        target=transfers,
        store=stores,
        lines=lines,
        pieces=pieces,
        buyer=buyers,
        comes_in=st.none() | stores,
        how=ways_out,
    )
    def park(self, store: str, lines: Lines, pieces: int, buyer: str | None, comes_in: str | None, how: str) -> Named:
        """What is ordered is found nowhere; it may come in somewhere before staff decide about it."""
        for variant, count in lines.items():
            self.deliver(store, variant, count)
        order = self.order(store, lines, buyer, False)
        if not isinstance(order, str):
            return order
        variant = next(iter(lines))
        self.count(STORES[store == STORES[0]], variant, 0)
        self.reject(order, variant, min(pieces, lines[variant]), SourcingReason.NOT_FOUND)
        if comes_in:
            self.deliver(comes_in, variant, 1)
        return self.decide_parked(0, how)

    @rule(target=transfers, which=st.integers(0, 5), how=ways_out)
    def decide_parked(self, which: int, how: str) -> Named:
        """Parked pieces are looked for again, turn up, or are taken off the order."""
        parked = [key for key, rows in reversed(self.model.parked.items()) if rows]
        if not parked:
            return multiple()
        order, variant = parked[which % len(parked)]
        row = Sourcing.objects.filter(line__order__uid=self.world.uids[order], status="parked")
        uid, staff = row.filter(line__variant=self.world.variants[variant]).order_by("pk")[0].uid, self.world.staff.uid
        if how == "again":
            return self.send_for_orders(
                "decide_parked again",
                lambda: route_again(uid, staff_uid=staff, at=self.now),
                lambda names: self.model.route_again(self.model.orders[order], variant, names, self.now),
            )
        if how == "found":
            self.play(
                lambda: settle_by_hand(uid, reason="倉庫", staff_uid=staff, at=self.now),
                lambda _: self.model.find_parked(self.model.orders[order], variant),
                told_as="decide_parked found",
            )
        else:
            self.play(
                lambda: give_up(uid, reason="入荷なし", staff_uid=staff, at=self.now),
                lambda _: self.model.give_up_parked(self.model.orders[order], variant, self.now),
                told_as="decide_parked given up",
            )
        return multiple()

    def send_for_orders(self, told_as: str, deed: Callable[[], object], model: Callable[[Names], object]) -> Named:
        """Play what may make transfers, which are named as the deed made them; answer those."""

        def named() -> list[str]:
            deed()
            return self.world.new_transfers()

        before = {*self.model.transfers}
        self.play(named, lambda new: model(iter(new or ())), told_as=told_as)
        return multiple(*(name for name in self.model.transfers if name not in before))
