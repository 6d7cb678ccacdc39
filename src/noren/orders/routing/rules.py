"""Choosing stores by ordered rules: the first rule that does not tie decides. No database, no clock."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from noren.orders.routing.models import RuleKind

FAR = 10**9


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule and its parameter: metres that count alike for `nearest`, pieces to be left for `walk_ins`."""

    kind: RuleKind
    parameter: int = 0


DEFAULT_RULES = (
    Rule(RuleKind.NEAREST, 5_000),
    Rule(RuleKind.FEWEST_PARCELS),
    Rule(RuleKind.WALK_INS, 2),
    Rule(RuleKind.MOST_STOCK),
    Rule(RuleKind.OPEN),
)
"""What holds until somebody puts a set of rules in force."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A store that has some of the goods.

    Attributes:
        distance_m: from where the goods are to go; None when either place is unknown.
        opens_in_minutes: 0 while it is open; None when it does not open within 7 days.
        stock: pieces available by variant id.
    """

    store_id: int
    code: str
    distance_m: int | None
    opens_in_minutes: int | None
    stock: Mapping[int, int]

    def serves(self, goods: Mapping[int, int]) -> dict[int, int]:
        """Pieces of the goods that it can give, by variant id."""
        given = {variant_id: min(wanted, self.stock.get(variant_id, 0)) for variant_id, wanted in goods.items()}
        return {variant_id: pieces for variant_id, pieces in given.items() if pieces > 0}


@dataclass(frozen=True, slots=True)
class Compared:
    """What a rule said of the stores that were still equal; the lowest score wins."""

    kind: RuleKind
    scores: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Why:
    """Why a store was chosen: every rule that was asked, and the one that decided.

    Attributes:
        store: its code.
        decided_by: a kind of rule; `only` when no other store had any; `code` when all rules tied.
    """

    store: str
    decided_by: str
    compared: tuple[Compared, ...]

    def as_json(self) -> dict[str, object]:
        """As it is kept with what was routed."""
        rules = [{"rule": each.kind.value, "scores": dict(each.scores)} for each in self.compared]
        return {"store": self.store, "decided_by": self.decided_by, "compared": rules}


@dataclass(frozen=True, slots=True)
class Part:
    """What one store serves: pieces by variant id."""

    store_id: int
    quantities: Mapping[int, int]
    why: Why


@dataclass(frozen=True, slots=True)
class Plan:
    """Who serves what; `missing` are pieces by variant id that nobody has."""

    parts: tuple[Part, ...]
    missing: Mapping[int, int]


def choose(goods: Mapping[int, int], candidates: Sequence[Candidate], rules: Sequence[Rule]) -> Plan:
    """The stores that serve the goods: the best one gives what it has, and so on with the rest.

    Args:
        goods: pieces by variant id.
    """
    left = {variant_id: pieces for variant_id, pieces in goods.items() if pieces > 0}
    free = list(candidates)
    parts: list[Part] = []
    while left:
        able = [each for each in free if each.serves(left)]
        if not able:
            break
        best, why = _best(left, able, rules)
        given = best.serves(left)
        parts.append(Part(best.store_id, given, why))
        free.remove(best)
        left = _less(left, given)
    return Plan(tuple(parts), left)


def _best(goods: Mapping[int, int], able: Sequence[Candidate], rules: Sequence[Rule]) -> tuple[Candidate, Why]:
    equal, compared = list(able), list[Compared]()
    decided_by = "only"
    for rule in rules:
        if len(equal) == 1:
            break
        scores = {each.code: _score(rule, each, goods, able) for each in equal}
        compared.append(Compared(rule.kind, scores))
        lowest = min(scores.values())
        equal = [each for each in equal if scores[each.code] == lowest]
        decided_by = rule.kind.value
    if len(equal) > 1:
        decided_by = "code"
    best = min(equal, key=lambda each: each.code)
    return best, Why(best.code, decided_by, tuple(compared))


def _score(rule: Rule, store: Candidate, goods: Mapping[int, int], others: Sequence[Candidate]) -> int:
    """The lower the better."""
    match rule.kind:
        case RuleKind.NEAREST:
            step = max(1, rule.parameter)
            return FAR if store.distance_m is None else store.distance_m // step * step
        case RuleKind.FEWEST_PARCELS:
            return _parcels(store, goods, others)
        case RuleKind.MOST_STOCK:
            return -sum(store.stock.get(variant_id, 0) for variant_id in goods)
        case RuleKind.OPEN:
            return FAR if store.opens_in_minutes is None else store.opens_in_minutes
        case RuleKind.WALK_INS:
            kept = [store.stock[variant_id] - pieces for variant_id, pieces in store.serves(goods).items()]
            return max(0, rule.parameter - min(kept))


def _parcels(first: Candidate, goods: Mapping[int, int], others: Sequence[Candidate]) -> int:
    """Parcels when this store begins: one or two exactly, more as the fullest parcel first makes them."""
    left, count = _less(goods, first.serves(goods)), 1
    free = [each for each in others if each is not first]
    while left:
        served = [(sum(each.serves(left).values()), each) for each in free]
        most, fullest = max(served, key=lambda pair: pair[0], default=(0, None))
        if not most or fullest is None:
            break
        count += 1
        if any(not _less(left, each.serves(left)) for each in free):
            break
        left = _less(left, fullest.serves(left))
        free.remove(fullest)
    return count


def _less(goods: Mapping[int, int], given: Mapping[int, int]) -> dict[int, int]:
    rest = {variant_id: pieces - given.get(variant_id, 0) for variant_id, pieces in goods.items()}
    return {variant_id: pieces for variant_id, pieces in rest.items() if pieces > 0}
