"""The rules by which stores are chosen: the first that does not tie decides."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noren.orders.routing.models import RuleKind
from noren.orders.routing.rules import Candidate, Rule, choose

COFFEE, FILTERS = 1, 2


def make_candidate(
    code: str, stock: Mapping[int, int], *, distance_m: int | None = 0, opens_in: int | None = 0
) -> Candidate:
    """A store that is open, at the place itself."""
    return Candidate(ord(code[0]), code, distance_m, opens_in, stock)


NEAR = make_candidate("N", {COFFEE: 3}, distance_m=1_200)
FAR = make_candidate("F", {COFFEE: 30, FILTERS: 5}, distance_m=48_000, opens_in=90)


@pytest.mark.parametrize(
    ("rules", "chosen"),
    [
        ((Rule(RuleKind.NEAREST),), "N"),
        ((Rule(RuleKind.NEAREST, 100_000), Rule(RuleKind.MOST_STOCK)), "F"),
        ((Rule(RuleKind.MOST_STOCK), Rule(RuleKind.NEAREST)), "F"),
        ((Rule(RuleKind.OPEN),), "N"),
        ((Rule(RuleKind.WALK_INS, 2), Rule(RuleKind.NEAREST)), "F"),
        ((Rule(RuleKind.WALK_INS, 1), Rule(RuleKind.NEAREST)), "N"),
        ((), "F"),
    ],
)
def test_the_first_rule_that_does_not_tie_chooses_the_store(rules: tuple[Rule, ...], chosen: str) -> None:
    plan = choose({COFFEE: 2}, [FAR, NEAR], rules)

    assert [part.why.store for part in plan.parts] == [chosen]
    assert plan.missing == {}


def test_the_store_that_makes_the_fewest_parcels_begins() -> None:
    plan = choose({COFFEE: 2, FILTERS: 1}, [NEAR, FAR], [Rule(RuleKind.FEWEST_PARCELS), Rule(RuleKind.NEAREST)])

    assert [(part.why.store, dict(part.quantities)) for part in plan.parts] == [("F", {COFFEE: 2, FILTERS: 1})]
    assert plan.parts[0].why.as_json() == {
        "store": "F",
        "decided_by": "fewest_parcels",
        "compared": [{"rule": "fewest_parcels", "scores": {"N": 2, "F": 1}}],
    }


def test_what_one_store_lacks_comes_from_the_next_and_what_nobody_has_is_missing() -> None:
    plan = choose({COFFEE: 40}, [NEAR, FAR], [Rule(RuleKind.NEAREST)])

    assert [(part.why.store, dict(part.quantities)) for part in plan.parts] == [("N", {COFFEE: 3}), ("F", {COFFEE: 30})]
    assert [part.why.decided_by for part in plan.parts] == ["nearest", "only"]
    assert plan.missing == {COFFEE: 7}


def test_a_store_whose_place_nobody_knows_is_the_last_to_be_near() -> None:
    lost = make_candidate("A", {COFFEE: 9}, distance_m=None)

    plan = choose({COFFEE: 1}, [lost, FAR], [Rule(RuleKind.NEAREST)])

    assert plan.parts[0].why.store == "F"


_stock = st.dictionaries(st.integers(1, 4), st.integers(0, 6), max_size=4)
_rules = st.permutations(list(RuleKind)).map(lambda kinds: [Rule(kind, 2) for kind in kinds])


@given(goods=_stock, stores=st.lists(_stock, max_size=5), rules=_rules)
def test_a_plan_gives_what_is_wanted_and_no_more_than_stores_have(
    goods: dict[int, int], stores: list[dict[int, int]], rules: list[Rule]
) -> None:
    candidates = [Candidate(place, f"S{place}", place, 0, stock) for place, stock in enumerate(stores)]

    plan = choose(goods, candidates, rules)

    assert len({part.store_id for part in plan.parts}) == len(plan.parts)
    for part in plan.parts:
        assert part.quantities
        assert all(0 < pieces <= stores[part.store_id][variant] for variant, pieces in part.quantities.items())
    for variant, wanted in goods.items():
        given_pieces = sum(part.quantities.get(variant, 0) for part in plan.parts)
        there = sum(stock.get(variant, 0) for stock in stores)
        assert given_pieces == min(wanted, there)
        assert plan.missing.get(variant, 0) == wanted - given_pieces
