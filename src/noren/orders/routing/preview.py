"""Preview: what rules would do with real orders now, beside what the rules in force would do. Nothing changes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from noren.orders.models import FulfillmentKind, Order, OrderLine, OrderSource
from noren.orders.routing.choose import candidates
from noren.orders.routing.models import Sourcing
from noren.orders.routing.rule_sets import rules_in_force
from noren.orders.routing.rules import Candidate, Plan, Rule, choose
from noren.stock.shortfalls import ended_shortfalls, open_shortfalls
from noren.stores.models import Store

MOST_CASES = 15


class CaseKind(StrEnum):
    """What a case is: goods that were really looked for, a shortfall, or an order as if its store had none of it."""

    SOURCED = "sourced"
    SHORTFALL = "shortfall"
    ORDER = "order"


@dataclass(frozen=True, slots=True)
class Choice:
    """What one set of rules would do: stores with their pieces, and pieces that nobody has."""

    stores: tuple[tuple[str, int], ...]
    missing: int


@dataclass(frozen=True, slots=True)
class Case:
    """A case with what either set of rules would do."""

    kind: CaseKind
    subject: str
    order_uid: UUID | None
    store: str
    at: datetime
    pieces: int
    now: Choice
    then: Choice

    @property
    def is_changed(self) -> bool:
        """Whether the other rules choose otherwise."""
        return self.now != self.then


@dataclass(frozen=True, slots=True)
class Preview:
    """All cases, and parcels in sum."""

    cases: tuple[Case, ...]

    @property
    def changed(self) -> int:
        """How many would be served otherwise."""
        return sum(case.is_changed for case in self.cases)

    @property
    def parcels_now(self) -> int:
        """Parcels by the rules in force."""
        return sum(len(case.now.stores) for case in self.cases)

    @property
    def parcels_then(self) -> int:
        """Parcels by the other rules."""
        return sum(len(case.then.stores) for case in self.cases)


@dataclass(frozen=True, slots=True)
class _Asked:
    kind: CaseKind
    subject: str
    order_uid: UUID | None
    store: Store
    at: datetime
    goods: dict[int, int]
    is_delivery: bool = False


def preview(rules: Sequence[Rule], *, at: datetime, most: int = MOST_CASES) -> Preview:
    """What rules would do now with the latest goods that were looked for, shortfalls and orders, `most` of each.

    Both sets choose from the same stores with today's stock. A pickup's own store is never asked: the question is who
    would serve what it cannot. For a delivery all stores that send parcels are.
    """
    active, names = rules_in_force(), dict(Store.objects.values_list("pk", "name"))
    cases = []
    for asked in (*_sourced(most), *_short(most), *_ordered(most)):
        store = asked.store
        found = _candidates(asked, at=at)
        now, then = (_choice(choose(asked.goods, found, each), names) for each in (active, rules))
        pieces = sum(asked.goods.values())
        cases.append(Case(asked.kind, asked.subject, asked.order_uid, store.name, asked.at, pieces, now=now, then=then))
    return Preview(tuple(cases))


def _candidates(asked: _Asked, *, at: datetime) -> list[Candidate]:
    if asked.is_delivery:
        return candidates(asked.goods, kind="delivery", near=None, at=at)
    store = asked.store
    near = None if store.latitude is None or store.longitude is None else (store.latitude, store.longitude)
    return candidates(asked.goods, kind="pickup", near=near, not_stores=frozenset({store.pk}), at=at)


def _choice(plan: Plan, names: dict[int, str]) -> Choice:
    parts = tuple((names[part.store_id], sum(part.quantities.values())) for part in plan.parts)
    return Choice(parts, sum(plan.missing.values()))


def _sourced(most: int) -> Iterator[_Asked]:
    related = ("line__order__store", "line__order__fulfillment", "line__variant")
    rows = Sourcing.objects.select_related(*related).order_by("-pk")[:most]
    for row in rows:
        order = row.line.order
        goods = {row.line.variant_id: row.quantity}
        is_sent = order.fulfillment.kind == FulfillmentKind.DELIVERY
        yield _Asked(CaseKind.SOURCED, order.number, order.uid, order.store, row.began_at, goods, is_sent)


def _short(most: int) -> Iterator[_Asked]:
    found = [*open_shortfalls(), *ended_shortfalls(limit=most)][:most]
    stores = Store.objects.in_bulk({each.store_id for each in found})
    for each in found:
        goods = {each.variant_id: each.most_pieces}
        yield _Asked(CaseKind.SHORTFALL, each.name, None, stores[each.store_id], each.began_at, goods)


def _ordered(most: int) -> Iterator[_Asked]:
    kinds = [FulfillmentKind.PICKUP, FulfillmentKind.DELIVERY]
    orders = Order.objects.select_related("store", "fulfillment").filter(
        source=OrderSource.LIVE, fulfillment__kind__in=kinds
    )
    latest = list(orders.order_by("-placed_at", "-pk")[:most])
    goods: dict[int, dict[int, int]] = {}
    for line in OrderLine.objects.filter(order__in=latest, is_extra=False, fee=""):
        of_order = goods.setdefault(line.order_id, {})
        of_order[line.variant_id] = of_order.get(line.variant_id, 0) + line.ordered_quantity
    for order in latest:
        if order.pk in goods:
            is_sent = order.fulfillment.kind == FulfillmentKind.DELIVERY
            yield _Asked(
                CaseKind.ORDER, order.number, order.uid, order.store, order.placed_at, goods[order.pk], is_sent
            )
