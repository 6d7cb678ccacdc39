"""Vectors of refusals: baskets that cannot be priced, with the code and the field of what is at fault first."""

from typing import Any

from noren.pricing.vectors.case import INCLUDED, Case, amount, answer_to, basket_json, line, percent

_PARTS: list[tuple[str, str, object]] = [
    ("quantity_invalid", "quantity", 0),
    ("quantity_invalid", "quantity", -1),
    ("quantity_invalid", "quantity", 10_000),
    ("quantity_invalid", "quantity", 1.5),
    ("quantity_invalid", "quantity", True),
    ("quantity_invalid", "quantity", None),
    ("unit_price_invalid", "unit_price_minor", -1),
    ("unit_price_invalid", "unit_price_minor", 100_000_000),
    ("unit_price_invalid", "unit_price_minor", "100"),
    ("tax_rate_invalid", "tax_rate_bp", -1),
    ("tax_rate_invalid", "tax_rate_bp", 10_001),
    ("tax_rate_invalid", "tax_rate_bp", 0.5),
]


def refusal_vectors() -> list[dict[str, Any]]:
    """Each basket with its refusal, compared with what is expected before it is written."""
    vectors = [_part(*part) for part in _PARTS]
    twice = [line("a", 100), line("b", 100), line("a", 100)]
    vectors.append(_case("two lines of one ref", twice, [], "line_repeated", "lines.2.ref"))
    offers = [amount("A", 1), amount("B", 1), percent("A", 1)]
    vectors.append(_case("a benefit twice", twice[:2], offers, "benefit_repeated", "benefits.2"))
    vectors.append(_case("goods are looked at before benefits", twice, offers, "line_repeated", "lines.2.ref"))
    return [_answered(basket, code, field) for basket, code, field in vectors]


def _part(code: str, part: str, value: object) -> tuple[dict[str, Any], str, str]:
    basket, *expected = _case(f"{part} {value}", [line("a", 100), line("b", 100)], [], code, f"lines.1.{part}")
    basket["goods"][1][part] = value
    return basket, expected[0], expected[1]


def _case(name: str, goods: list[Any], benefits: list[Any], code: str, field: str) -> tuple[dict[str, Any], str, str]:
    return basket_json(Case(name, goods, benefits, INCLUDED)), code, field


def _answered(basket: dict[str, Any], code: str, field: str) -> dict[str, Any]:
    answer = answer_to(basket)
    if answer != {"code": code, "field": field}:
        raise AssertionError(f"{basket['name']}: {answer}, not {code} at {field}")
    return basket | {"quote": answer}
