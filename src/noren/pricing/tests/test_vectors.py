"""The shared vectors: right by hand, up to date, and answered by this engine."""

import json
from typing import Any

import pytest

from noren.kernel.money import Rounding, divide, share
from noren.pricing import RuleInvalid, parse_rule, quote, rule_json
from noren.pricing.vectors.__main__ import CORE, FOLDER, texts
from noren.pricing.vectors.case import Case, answer_to, differences


def _entries(name: str, part: str) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = json.loads((FOLDER / name).read_text(encoding="utf-8"))[part]
    return entries


@pytest.mark.parametrize("case", CORE, ids=lambda case: case.name)
def test_the_engine_gives_what_was_worked_out_by_hand(case: Case) -> None:
    assert case.by_hand is not None
    assert differences(case.by_hand, quote(case.goods, case.benefits, case.terms, case.markdowns)) == []


def test_names_of_cases_are_unique() -> None:
    names = [case.name for case in CORE]

    assert len(names) >= 40
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("name", ["core.json", "generated.json", "refusals.json", "rules.json", "money.json"])
def test_the_files_are_what_the_command_writes(name: str) -> None:
    assert (FOLDER / name).read_text(encoding="utf-8") == texts()[name]


@pytest.mark.parametrize("name", ["core.json", "generated.json", "refusals.json"])
def test_the_files_alone_say_what_to_answer(name: str) -> None:
    for entry in _entries(name, "cases"):
        assert answer_to(entry) == entry["quote"], entry["name"]


def test_rules_in_the_file_are_read_and_refused_as_it_says() -> None:
    for entry in _entries("rules.json", "valid"):
        assert rule_json(parse_rule(entry["rule"])) == entry["canonical"]
    for entry in _entries("rules.json", "invalid"):
        with pytest.raises(RuleInvalid) as refused:
            parse_rule(entry["rule"])
        assert (refused.value.field, refused.value.code) == (entry["field"], entry["code"])


def test_money_in_the_file_is_divided_and_shared_as_it_says() -> None:
    for entry in _entries("money.json", "divide"):
        quotient = divide(entry["numerator"], entry["denominator"], Rounding(entry["rounding"]))
        assert quotient == entry["quotient"]
    for entry in _entries("money.json", "share"):
        assert share(entry["amount"], entry["weights"]) == entry["parts"]


def test_a_wrong_figure_is_named() -> None:
    case = CORE[0]
    assert case.by_hand is not None
    answer = quote(case.goods, case.benefits, case.terms)

    wrong = type(case.by_hand)(total=111, tax={10: 10}, points=1, discounts={}, skipped={})

    assert differences(wrong, answer) == ["total: by hand 111, quoted 110"]
