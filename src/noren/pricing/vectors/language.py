"""Vectors of the two languages below a quote: rules as JSON, and divisions and shares of money."""

from typing import Any

from noren.kernel.money import Rounding, divide, share
from noren.pricing.errors import RuleInvalid
from noren.pricing.language import parse_rule, rule_json

_OFF = {"kind": "amount", "amount_minor": 500}
_PERCENT = {"kind": "percent", "percent_bp": 2_000}
_VALID: list[dict[str, Any]] = [
    {"v": 1, "benefit": _OFF},
    {"v": 1, "benefit": _PERCENT},
    {"v": 1, "benefit": _PERCENT | {"up_to_minor": None}},
    {"v": 1, "benefit": _PERCENT | {"percent_bp": 10_000, "up_to_minor": 1}},
    {"v": 1, "benefit": _OFF, "minimum_minor": 3_000, "priority": -5, "stacks": True},
    {"v": 1, "benefit": _OFF, "goods": {"skus": ["B", "A", "B"]}},
    {"v": 1, "benefit": _OFF, "goods": {"products": ["P"], "categories": ["お茶", "tea"]}},
    {"v": 1, "benefit": _OFF, "goods": {"categories": ["tea", "Tea", "🍵", "ﾃｨｰ", "10", "9", "teas"]}},
    {"v": 1, "benefit": _OFF, "goods": {"skus": ["🍵" * 100, "A B", "\ufeffA\u200b"]}},
    {"v": 1, "benefit": _OFF | {"amount_minor": 10**12 - 1}, "minimum_minor": 10**12 - 1, "priority": -1_000},
    {"v": 1, "benefit": _PERCENT | {"percent_bp": 1, "up_to_minor": 10**12 - 1}, "priority": 1_000},
]
_INVALID: list[tuple[str, dict[str, Any]]] = [
    ("v", {"benefit": _OFF}),
    ("v", {"v": 2, "benefit": _OFF}),
    ("v", {"v": True, "benefit": _OFF}),
    ("v", {"v": "1", "benefit": _OFF}),
    ("benefit", {"v": 1}),
    ("benefit", {"v": 1, "benefit": []}),
    ("benefit", {"v": 1, "benefit": None}),
    ("benefit.kind", {"v": 1, "benefit": {}}),
    ("benefit.kind", {"v": 1, "benefit": {"kind": "free"}}),
    ("benefit.kind", {"v": 1, "benefit": {"kind": ["percent"]}}),
    ("benefit.percent_bp", {"v": 1, "benefit": {"kind": "percent"}}),
    ("benefit.percent_bp", {"v": 1, "benefit": _PERCENT | {"percent_bp": 0}}),
    ("benefit.percent_bp", {"v": 1, "benefit": _PERCENT | {"percent_bp": 10_001}}),
    ("benefit.percent_bp", {"v": 1, "benefit": _PERCENT | {"percent_bp": 12.5}}),
    ("benefit.percent_bp", {"v": 1, "benefit": _PERCENT | {"percent_bp": "2000"}}),
    ("benefit.percent_bp", {"v": 1, "benefit": _PERCENT | {"percent_bp": True}}),
    ("benefit.percent_bp", {"v": 1, "benefit": _PERCENT | {"percent_bp": None}}),
    ("benefit.up_to_minor", {"v": 1, "benefit": _PERCENT | {"up_to_minor": 0}}),
    ("benefit.amount_minor", {"v": 1, "benefit": _PERCENT | {"amount_minor": 5}}),
    ("benefit.amount_minor", {"v": 1, "benefit": _OFF | {"amount_minor": 0}}),
    ("benefit.amount_minor", {"v": 1, "benefit": _OFF | {"amount_minor": -500}}),
    ("benefit.amount_minor", {"v": 1, "benefit": _OFF | {"amount_minor": 10**12}}),
    ("benefit.up_to_minor", {"v": 1, "benefit": _OFF | {"up_to_minor": None}}),
    ("minimum_minor", {"v": 1, "benefit": _OFF, "minimum_minor": -1}),
    ("minimum_minor", {"v": 1, "benefit": _OFF, "minimum_minor": None}),
    ("priority", {"v": 1, "benefit": _OFF, "priority": 1_001}),
    ("stacks", {"v": 1, "benefit": _OFF, "stacks": 1}),
    ("stacks", {"v": 1, "benefit": _OFF, "stacks": None}),
    ("goods", {"v": 1, "benefit": _OFF, "goods": None}),
    ("goods", {"v": 1, "benefit": _OFF, "goods": {}}),
    ("goods.brands", {"v": 1, "benefit": _OFF, "goods": {"brands": ["X"]}}),
    ("goods.skus", {"v": 1, "benefit": _OFF, "goods": {"skus": []}}),
    ("goods.skus", {"v": 1, "benefit": _OFF, "goods": {"skus": "A"}}),
    ("goods.skus.1", {"v": 1, "benefit": _OFF, "goods": {"skus": ["A", 1]}}),
    ("goods.skus.0", {"v": 1, "benefit": _OFF, "goods": {"skus": [""]}}),
    ("goods.skus.0", {"v": 1, "benefit": _OFF, "goods": {"skus": [" A"]}}),
    ("goods.skus.0", {"v": 1, "benefit": _OFF, "goods": {"skus": ["A" * 101]}}),
    ("goods.skus.0", {"v": 1, "benefit": _OFF, "goods": {"skus": ["🍵" * 101]}}),
    ("goods.skus.0", {"v": 1, "benefit": _OFF, "goods": {"skus": ["A\u3000"]}}),
    ("goods.skus.0", {"v": 1, "benefit": _OFF, "goods": {"skus": ["\x1cA"]}}),
    ("goods.skus.0", {"v": 1, "benefit": _OFF, "goods": {"skus": ["A\x85"]}}),
    ("goods.products.0", {"v": 1, "benefit": _OFF, "goods": {"products": [None], "categories": []}}),
    ("priority", {"v": 1, "benefit": _OFF, "priority": -1_001}),
    ("benefit.percent_bp", {"v": 1, "benefit": {"kind": "percent", "percent_bp": 0, "up_to_minor": 0}}),
    ("until", {"v": 1, "benefit": _OFF, "until": "2027-01-01"}),
    ("10", {"v": 2, "benefit": None, "until": "2027-01-01", "9": 9, "10": 10}),
    ("toString", {"v": 1, "benefit": _OFF, "toString": 1}),
]
_NUMERATORS = (0, 1, -1, 5_000, -5_000, 10_499, 10_500, -10_500, 9_999 * 99_999_999 * 10_000)
_SHARES = [
    (92, [1_595, 7_398]),
    (100, [1, 1, 1]),
    (-100, [1, 1, 1]),
    (5, [2, 0, 1]),
    (1, [0, 5, 5]),
    (0, [0, 0]),
    (0, []),
    (333_333_333_333, [999_899_990_001, 1]),
    # A product that is cut to the digits of a double gives the one left over to the other.
    (999_999_999_999, [999_897_000_300, 999_619_426_122]),
    (999_899_990_000, [333_333_333_333, 333_333_333_333, 333_233_323_335]),
]


def rule_vectors() -> dict[str, list[dict[str, Any]]]:
    """Rules with their canonical form, and what is refused with its code and field."""
    return {
        "valid": [{"rule": rule, "canonical": rule_json(parse_rule(rule))} for rule in _VALID],
        "invalid": [{"rule": rule, "field": field, "code": _refusal(rule, field)} for field, rule in _INVALID],
    }


def money_vectors() -> dict[str, list[dict[str, Any]]]:
    """Divisions under each rounding, and shares."""
    return {
        "divide": [
            {"numerator": n, "denominator": d, "rounding": rounding, "quotient": divide(n, d, rounding)}
            for n in _NUMERATORS
            for d in (10_000, 10_800, 11_000)
            for rounding in Rounding
        ],
        "share": [{"amount": whole, "weights": weights, "parts": share(whole, weights)} for whole, weights in _SHARES],
    }


def _refusal(rule: dict[str, Any], field: str) -> str:
    try:
        parse_rule(rule)
    except RuleInvalid as refused:
        if refused.field != field:
            raise AssertionError(f"{rule}: refused at {refused.field}, not at {field}") from refused
        return refused.code
    raise AssertionError(f"{rule}: not refused")
