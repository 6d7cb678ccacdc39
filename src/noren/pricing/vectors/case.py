"""A vector: goods, benefits and terms, what was worked out by hand, and both as JSON."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from noren.kernel.errors import Refused
from noren.kernel.money import Rounding
from noren.pricing.basket import Benefit, Goods, Markdown, MarkdownKind, Terms
from noren.pricing.language import parse_rule, rule_json
from noren.pricing.quotes import Quote
from noren.pricing.quoting import quote
from noren.pricing.rules import AmountOff, GoodsFilter, PercentOff, Rule

INCLUDED = Terms(prices_include_tax=True, tax_rounding=Rounding.FLOOR, discount_rounding=Rounding.FLOOR)
EXCLUDED = replace(INCLUDED, prices_include_tax=False)


@dataclass(frozen=True, slots=True)
class ByHand:
    """Figures worked out on paper. `discounts` by line and `skipped` by benefit leave out the empty ones.

    Attributes:
        tax: tax per rate, the rate in per cent.
    """

    total: int
    tax: Mapping[int, int]
    points: int
    discounts: Mapping[str, int]
    skipped: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Case:
    """One basket to price; `by_hand` is None where only the engine gave the answer."""

    name: str
    goods: Sequence[Goods]
    benefits: Sequence[Benefit]
    terms: Terms
    by_hand: ByHand | None = None
    markdowns: Sequence[Markdown] = ()


def line(
    ref: str,
    price: int,
    quantity: int = 1,
    *,
    rate: int = 10,
    sku: str = "",
    product: str = "",
    categories: Sequence[str] = (),
    earns_points: bool = True,
) -> Goods:
    """Goods with a rate in per cent; the SKU and product are named after the line unless given."""
    return Goods(
        ref=ref,
        sku=sku or f"S-{ref}",
        product=product or f"P-{ref}",
        categories=frozenset(categories),
        quantity=quantity,
        unit_price_minor=price,
        tax_rate_bp=rate * 100,
        earns_points=earns_points,
    )


def percent(
    ref: str,
    off: int,
    *,
    up_to: int | None = None,
    minimum: int = 0,
    goods: GoodsFilter | None = None,
    priority: int = 0,
    stacks: bool = True,
) -> Benefit:
    """So many per cent off."""
    return Benefit(ref, Rule(PercentOff(off * 100, up_to), minimum, goods, priority, stacks))


def amount(
    ref: str,
    off: int,
    *,
    minimum: int = 0,
    goods: GoodsFilter | None = None,
    priority: int = 0,
    stacks: bool = True,
) -> Benefit:
    """So many minor units off."""
    return Benefit(ref, Rule(AmountOff(off), minimum, goods, priority, stacks))


def new_price(ref: str, price: int) -> Markdown:
    """Another price of one piece of a line."""
    return Markdown(MarkdownKind.PRICE, price, ref)


def percent_by_hand(off: int, ref: str | None = None) -> Markdown:
    """So many per cent off a line, or all goods."""
    return Markdown(MarkdownKind.PERCENT, off * 100, ref)


def amount_by_hand(off: int, ref: str | None = None) -> Markdown:
    """So many minor units off a line, or all goods."""
    return Markdown(MarkdownKind.AMOUNT, off, ref)


def worked_out(
    name: str,
    goods: Sequence[Goods],
    benefits: Sequence[Benefit] = (),
    terms: Terms = INCLUDED,
    *,
    pays: int,
    tax: Mapping[int, int],
    points: int,
    off: Mapping[str, int] | None = None,
    skipped: Mapping[str, str] | None = None,
    markdowns: Sequence[Markdown] = (),
) -> Case:
    """A case with its figures on paper; what is left out took nothing off and was not skipped."""
    return Case(name, goods, benefits, terms, ByHand(pays, tax, points, off or {}, skipped or {}), markdowns)


def differences(by_hand: ByHand, answer: Quote) -> list[str]:
    """Where a quote is not what was worked out by hand."""
    pairs: dict[str, tuple[object, object]] = {
        "total": (by_hand.total, answer.total_minor),
        "tax": (dict(by_hand.tax), {total.rate_bp // 100: total.tax_minor for total in answer.taxes}),
        "points": (by_hand.points, answer.points),
        "discounts": (
            dict(by_hand.discounts),
            {line.ref: line.discount_minor for line in answer.lines if line.discount_minor},
        ),
        "skipped": (dict(by_hand.skipped), {skipped.ref: skipped.reason.value for skipped in answer.skipped}),
    }
    return [f"{what}: by hand {paper}, quoted {quoted}" for what, (paper, quoted) in pairs.items() if paper != quoted]


def case_json(case: Case) -> dict[str, Any]:
    """The case with the quote that the engine gives, as plain JSON."""
    return basket_json(case) | {"quote": quote_json(quote(case.goods, case.benefits, case.terms, case.markdowns))}


def basket_json(case: Case) -> dict[str, Any]:
    """The case without its quote, as plain JSON."""
    return {
        "name": case.name,
        "terms": asdict(case.terms) | {"points_per_minor": list(case.terms.points_per_minor)},
        "goods": [asdict(goods) | {"categories": sorted(goods.categories)} for goods in case.goods],
        "benefits": [{"ref": benefit.ref, "rule": rule_json(benefit.rule)} for benefit in case.benefits],
        **({"markdowns": [asdict(markdown) for markdown in case.markdowns]} if case.markdowns else {}),
    }


def answer_to(basket: Mapping[str, Any]) -> dict[str, Any]:
    """What the engine answers to a basket as plain JSON: a quote, or the code and the field of a refusal."""
    try:
        case = read_case(basket)
        return quote_json(quote(case.goods, case.benefits, case.terms, case.markdowns))
    except Refused as refused:
        return {"code": refused.code, "field": refused.field}


def quote_json(answer: Quote) -> dict[str, Any]:
    """A quote as plain JSON: pairs become lists of two."""
    plain: dict[str, Any] = json.loads(json.dumps(asdict(answer)))
    return plain


def read_case(data: Mapping[str, Any]) -> Case:
    """The input of a vector as it stands in a file."""
    terms = data["terms"]
    return Case(
        name=data["name"],
        goods=[Goods(**{**goods, "categories": frozenset(goods["categories"])}) for goods in data["goods"]],
        benefits=[Benefit(benefit["ref"], parse_rule(benefit["rule"])) for benefit in data["benefits"]],
        terms=Terms(
            prices_include_tax=terms["prices_include_tax"],
            tax_rounding=Rounding(terms["tax_rounding"]),
            discount_rounding=Rounding(terms["discount_rounding"]),
            points_per_minor=(terms["points_per_minor"][0], terms["points_per_minor"][1]),
        ),
        markdowns=[
            Markdown(MarkdownKind(each["kind"]), each["value"], each["line"]) for each in data.get("markdowns", ())
        ],
    )
