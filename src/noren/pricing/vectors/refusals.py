"""Vectors of refusals: baskets that cannot be priced, with the code and the field of what is at fault first."""

from dataclasses import replace
from typing import Any

from noren.pricing.basket import Markdown
from noren.pricing.vectors.case import (
    INCLUDED,
    Case,
    amount,
    amount_by_hand,
    answer_to,
    basket_json,
    line,
    new_price,
    percent,
    percent_by_hand,
)

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
# What stands after one that is right.
_MARKDOWNS: list[tuple[str, Markdown]] = [
    ("a markdown of no line", amount_by_hand(1, "z")),
    ("a price for all goods", replace(new_price("a", 1), line=None)),
    ("a price below nothing", new_price("b", -1)),
    ("a price beyond all bounds", new_price("b", 100_000_000)),
    ("nothing per cent", percent_by_hand(0, "b")),
    ("above all of it", percent_by_hand(101, "b")),
    ("an amount of nothing", amount_by_hand(0, "b")),
    ("an amount beyond all bounds", amount_by_hand(10**12, "b")),
    ("a line marked down twice", percent_by_hand(1, "a")),
]


def refusal_vectors() -> list[dict[str, Any]]:
    """Each basket with its refusal, compared with what is expected before it is written."""
    vectors = [_part(*part) for part in _PARTS]
    twice = [line("a", 100), line("b", 100), line("a", 100)]
    vectors.append(_case("two lines of one ref", twice, [], "line_repeated", "lines.2.ref"))
    offers = [amount("A", 1), amount("B", 1), percent("A", 1)]
    vectors.append(_case("a benefit twice", twice[:2], offers, "benefit_repeated", "benefits.2"))
    vectors.append(_case("goods are looked at before benefits", twice, offers, "line_repeated", "lines.2.ref"))
    vectors += [_marked(*markdown) for markdown in _MARKDOWNS]
    return [_answered(basket, code, field) for basket, code, field in vectors]


def _part(code: str, part: str, value: object) -> tuple[dict[str, Any], str, str]:
    basket, *expected = _case(f"{part} {value}", [line("a", 100), line("b", 100)], [], code, f"lines.1.{part}")
    basket["goods"][1][part] = value
    return basket, expected[0], expected[1]


def _marked(name: str, markdown: Markdown) -> tuple[dict[str, Any], str, str]:
    goods, right = [line("a", 100), line("b", 100)], amount_by_hand(1, "a")
    basket = basket_json(Case(name, goods, [], INCLUDED, markdowns=[right, markdown]))
    return basket, "markdown_invalid", "markdowns.1"


def _case(name: str, goods: list[Any], benefits: list[Any], code: str, field: str) -> tuple[dict[str, Any], str, str]:
    return basket_json(Case(name, goods, benefits, INCLUDED)), code, field


def _answered(basket: dict[str, Any], code: str, field: str) -> dict[str, Any]:
    answer = answer_to(basket)
    if answer != {"code": code, "field": field}:
        raise AssertionError(f"{basket['name']}: {answer}, not {code} at {field}")
    return basket | {"quote": answer}
