"""The language of rules: reads what it writes, and refuses everything else at its field."""

from typing import Any

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from noren.pricing import AmountOff, GoodsFilter, PercentOff, Rule, RuleInvalid, parse_rule, rule_json
from noren.pricing.errors import RuleKeyUnknown, RuleListInvalid, RuleNumberInvalid, RuleObjectInvalid
from noren.pricing.language import MAX_CODES
from noren.pricing.tests.baskets import rules

_OFF = {"kind": "amount", "amount_minor": 500}
_junk = st.sampled_from([None, True, 0, -1, 1, 2, 10**13, 1.0, 1.5, "", "1", " A", [], ["A"], [1], {}, {"x": 1}])


@given(rules)
def test_a_rule_is_read_as_it_was_written(rule: Rule) -> None:
    assert parse_rule(rule_json(rule)) == rule


@given(rules)
def test_equal_rules_are_written_alike_and_hash_alike(rule: Rule) -> None:
    again = parse_rule(rule_json(rule))

    assert rule_json(again) == rule_json(rule)
    assert hash(again) == hash(rule)


def test_what_is_left_out_has_the_stated_value() -> None:
    rule = parse_rule({"v": 1, "benefit": {"kind": "percent", "percent_bp": 2_000}})

    assert rule == Rule(PercentOff(2_000, None), minimum_minor=0, goods=None, priority=0, stacks=False)


def test_everything_written_is_read() -> None:
    rule = parse_rule(
        {
            "v": 1,
            "benefit": _OFF,
            "minimum_minor": 3_000,
            "goods": {"skus": ["B", "A"], "categories": ["tea"]},
            "priority": -3,
            "stacks": True,
        }
    )

    only = GoodsFilter(skus=frozenset({"A", "B"}), categories=frozenset({"tea"}))
    assert rule == Rule(AmountOff(500), 3_000, only, -3, stacks=True)


@given(rules, st.data())
def test_one_wrong_part_is_refused_at_its_field_or_is_a_rule(rule: Rule, data: st.DataObject) -> None:
    written: dict[str, Any] = rule_json(rule)
    section = data.draw(st.sampled_from([part for part in (written, written["benefit"], written.get("goods")) if part]))
    part = data.draw(st.sampled_from([*section, "more"]))
    section[part] = data.draw(_junk)

    refused = None
    try:
        assert rule_json(parse_rule(written))["v"] == 1
    except RuleInvalid as error:
        refused = error

    assert refused is None or (part in str(refused.field) and str(refused))


@pytest.mark.parametrize(
    ("data", "cause", "field"),
    [
        ([], RuleObjectInvalid, "rule"),
        (None, RuleObjectInvalid, "rule"),
        ({"v": 1, "benefit": _OFF, 3: 4}, RuleKeyUnknown, "3"),
        ({"v": 1, "benefit": {"kind": "percent", "percent_bp": 2_000.0}}, RuleNumberInvalid, "benefit.percent_bp"),
        ({"v": 1, "benefit": _OFF, "goods": {"skus": ["A"] * (MAX_CODES + 1)}}, RuleListInvalid, "goods.skus"),
    ],
)
def test_what_json_of_another_language_cannot_say_is_refused_too(
    data: Any, cause: type[RuleInvalid], field: str
) -> None:
    with pytest.raises(cause) as refused:
        parse_rule(data)

    assert refused.value.field == field


def test_a_refusal_says_what_would_be_right() -> None:
    with pytest.raises(RuleNumberInvalid) as refused:
        parse_rule({"v": 1, "benefit": {"kind": "percent", "percent_bp": 20_000}})

    with translation.override("en"):
        assert str(refused.value) == "benefit.percent_bp must be a whole number from 1 to 10000."
