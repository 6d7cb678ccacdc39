"""Wide random baskets with their answers: as many lines, as large and as odd as a sale can be.

Each basket has a seed of its own, so `--baskets 1 --seed N` draws basket N of a long run again, alone.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from noren.kernel.money import Rounding
from noren.pricing.basket import (
    MAX_QUANTITY,
    MAX_TAX_RATE_BP,
    MAX_UNIT_PRICE_MINOR,
    Benefit,
    Goods,
    Markdown,
    MarkdownKind,
    Terms,
)
from noren.pricing.language import MAX_AMOUNT_MINOR, MAX_PRIORITY
from noren.pricing.rules import WHOLE_BP, AmountOff, GoodsFilter, PercentOff, Rule
from noren.pricing.vectors.case import Case, answer_to, basket_json
from noren.pricing.vectors.dice import Dice

MAX_LINES = 30
MAX_BENEFITS = 6
# Of either side of the surrogates, of several lengths, digits, cases and widths: orders differ between languages.
_CODES = (
    "A",
    "a",
    "Z",
    "AB",
    "9",
    "10",
    "é",
    "e\u0301",
    "お茶",
    "茶",
    "ﾃｨｰ",
    "ｔｅａ",
    "\ue000",
    "\uffee",
    "🍵",
    "𠮷野家",
)
_POINTS = ((1, 100), (1, 100), (5, 100), (1, 1), (3, 7), (10, 1), (0, 1), (1, 1_000_000))
_GOODS_FAULTS: dict[str, tuple[object, ...]] = {
    "quantity": (0, -1, MAX_QUANTITY + 1, 1.5, True, None, "1"),
    "unit_price_minor": (-1, MAX_UNIT_PRICE_MINOR + 1, 0.5, False),
    "tax_rate_bp": (-1, MAX_TAX_RATE_BP + 1, 8.25, []),
}
_RULE_FAULTS: tuple[object, ...] = (
    *(
        None,
        True,
        False,
        0,
        -1,
        1,
        2,
        1.5,
        12.5,
        10**13,
        -(10**13),
        "",
        "1",
        "percent",
        "amount",
        [],
        ["A"],
        {},
        {"x": 1},
    ),
    *([" A"], ["A\u3000"], ["\x1fA"], ["\ufeffA"], ["A", 1], [None], [""], ["🍵" * 100], ["🍵" * 101], ["A\x85"]),
)
_MORE_PARTS = ("more", "10", "9", "é", "🍵", "ﾃ", "__proto__", "constructor", "kind", "percent_bp", "goods")


def wide_cases(count: int, seed: int) -> Iterator[dict[str, Any]]:
    """Baskets as JSON with their answers under `quote`; one in eight is spoiled, and mostly refused."""
    for own_seed in range(seed, seed + count):
        dice = Dice(own_seed)
        basket = basket_json(_case(f"basket of seed {own_seed}", dice))
        if dice.below(8) == 0:
            for _ in range(1 + dice.below(3)):
                _spoil(basket, dice)
        yield basket | {"quote": answer_to(basket)}


def _case(name: str, dice: Dice) -> Case:
    terms = Terms(
        prices_include_tax=dice.often(),
        tax_rounding=dice.one_of(tuple(Rounding)),
        discount_rounding=dice.one_of(tuple(Rounding)),
        points_per_minor=dice.one_of(_POINTS),
    )
    # Few prices and rates make ties, of which the order of the goods decides.
    prices = [_price(dice) for _ in range(dice.one_of((1, 2, 4, MAX_LINES)))]
    rates = [_rate(dice) for _ in range(dice.one_of((1, 2, 3)))]
    lines = dice.below(MAX_LINES + 1) if dice.below(4) == 0 else dice.below(9)
    goods = [_goods(f"{dice.one_of(_CODES)}{place}", dice, prices, rates) for place in range(lines)]
    refs = {dice.one_of(_CODES) + dice.one_of(("", "", "A", "🍵", "ﾃ")) for _ in range(dice.below(MAX_BENEFITS + 1))}
    benefits = [Benefit(ref, _rule(dice, goods)) for ref in sorted(refs)]
    benefits = benefits[::-1] if dice.often() else benefits
    return Case(name, goods, benefits, terms, markdowns=_markdowns(dice, goods) if dice.often() else ())


def _markdowns(dice: Dice, goods: list[Goods]) -> list[Markdown]:
    """By hand, in any order; seldom two of a kind on a line, or of no line, which is refused."""
    drawn = [_markdown(dice, line) for line in goods for _ in range(dice.one_of((0, 0, 1, 1, 2)))]
    if dice.often():
        drawn.append(_markdown(dice, None))
    if dice.below(16) == 0:
        drawn.append(Markdown(MarkdownKind.AMOUNT, 1 + dice.below(100), "nowhere"))
    elif dice.below(16) > 0:  # mostly none is like another
        drawn = list({(markdown.ref, markdown.line): markdown for markdown in drawn}.values())
    return drawn[::-1] if dice.often() else drawn


def _markdown(dice: Dice, line: Goods | None) -> Markdown:
    kind = dice.one_of(tuple(MarkdownKind) if line else (MarkdownKind.PERCENT, MarkdownKind.AMOUNT))
    if kind is MarkdownKind.PERCENT:
        value = dice.one_of((1, 3_333, 5_000, WHOLE_BP, 1 + dice.below(WHOLE_BP)))
    elif kind is MarkdownKind.AMOUNT:
        value = 1 + dice.below(10 ** (1 + dice.below(12)))
    else:
        value = dice.one_of((0, line.unit_price_minor, dice.below(line.unit_price_minor + 1))) if line else 0
    return Markdown(kind, value, line.ref if line else None)


def _price(dice: Dice) -> int:
    if dice.often():
        return dice.below(10 ** (1 + dice.below(8)))
    return dice.one_of((0, 0, 1, 5, 98, 105, 333, 1_595, MAX_UNIT_PRICE_MINOR - 1, MAX_UNIT_PRICE_MINOR))


def _rate(dice: Dice) -> int:
    if dice.often():
        return dice.one_of((1_000, 800, 0))
    return dice.one_of((1, MAX_TAX_RATE_BP - 1, MAX_TAX_RATE_BP, dice.below(MAX_TAX_RATE_BP + 1)))


def _goods(ref: str, dice: Dice, prices: list[int], rates: list[int]) -> Goods:
    return Goods(
        ref=ref,
        sku=dice.one_of(_CODES),
        product=dice.one_of(_CODES),
        categories=_some_codes(dice, 3),
        quantity=dice.one_of((1, 1, 1, 2, 3, 1 + dice.below(MAX_QUANTITY), MAX_QUANTITY)),
        unit_price_minor=dice.one_of(prices),
        tax_rate_bp=dice.one_of(rates),
        earns_points=dice.often() or dice.often(),
    )


def _some_codes(dice: Dice, most: int) -> frozenset[str]:
    return frozenset(dice.one_of(_CODES) for _ in range(dice.below(most + 1)))


def _rule(dice: Dice, goods: list[Goods]) -> Rule:
    rule = Rule(
        benefit=_benefit(dice),
        goods=_filter(dice),
        priority=dice.one_of((0, 0, 0, 1, -1, -2, -MAX_PRIORITY, MAX_PRIORITY)),
        stacks=dice.often() or dice.often() or dice.often(),
    )
    return rule if dice.often() else replace(rule, minimum_minor=_minimum(rule, dice, goods))


def _benefit(dice: Dice) -> PercentOff | AmountOff:
    if not dice.often():
        return AmountOff(1 + dice.below(10 ** (1 + dice.below(12))))
    percent_bp = dice.one_of((1, 3_333, 5_000, WHOLE_BP - 1, WHOLE_BP, 1 + dice.below(99), 1 + dice.below(WHOLE_BP)))
    cap = None if dice.often() else dice.one_of((1, MAX_AMOUNT_MINOR, 1 + dice.below(10 ** (1 + dice.below(8)))))
    return PercentOff(percent_bp, cap)


def _filter(dice: Dice) -> GoodsFilter | None:
    only = GoodsFilter(_some_codes(dice, 4), _some_codes(dice, 2), _some_codes(dice, 2))
    return only if not dice.often() and (only.skus or only.products or only.categories) else None


def _minimum(rule: Rule, dice: Dice, goods: list[Goods]) -> int:
    """What its goods come to, exactly or missed by one, or anything."""
    met = sum(line.quantity * line.unit_price_minor for line in goods if rule.goods is None or rule.goods.covers(line))
    anything = dice.below(10 ** (1 + dice.below(12)))
    return min(max(dice.one_of((met, met + 1, met - 1, anything)), 0), MAX_AMOUNT_MINOR)


def _spoil(basket: dict[str, Any], dice: Dice) -> None:
    """Put something into a basket that does not belong there, if there is a place for it."""
    goods, benefits = basket["goods"], basket["benefits"]
    kind = dice.below(7)
    if kind == 0 and goods:
        part = dice.one_of(list(_GOODS_FAULTS))
        dice.one_of(goods)[part] = dice.one_of(_GOODS_FAULTS[part])
    elif kind == 1 and goods:
        goods.append(dice.one_of(goods) | {"sku": "A"})
    elif kind == 2 and benefits:
        benefits.append(dict(dice.one_of(benefits)))
    elif kind == 3 and basket.get("markdowns"):
        dice.one_of(basket["markdowns"])["value"] = dice.one_of((-1, 0, 1.5, True, None, "1", 10**12, WHOLE_BP + 1))
    elif kind > 2 and benefits:
        _spoil_rule(dice.one_of(benefits)["rule"], dice)


def _spoil_rule(rule: dict[str, Any], dice: Dice) -> None:
    if not dice.often():
        rule["goods"] = {dice.one_of(("skus", "products", "categories", "brands")): dice.one_of(_RULE_FAULTS)}
        return
    section = dice.one_of([part for part in (rule, rule["benefit"], rule.get("goods")) if isinstance(part, dict)])
    for _ in range(1 + dice.below(2)):
        section[dice.one_of([*section, dice.one_of(_MORE_PARTS)])] = dice.one_of(_RULE_FAULTS)
