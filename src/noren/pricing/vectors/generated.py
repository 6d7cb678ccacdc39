"""Many small random baskets, the same ones each time: what a twin may get wrong and nobody thought of."""

from noren.kernel.money import Rounding
from noren.pricing.basket import Benefit, Goods, Terms
from noren.pricing.rules import AmountOff, GoodsFilter, PercentOff, Rule
from noren.pricing.vectors.case import Case
from noren.pricing.vectors.dice import Dice

_CATEGORIES = ("bread", "tea", "ware", "お茶")
_PRICES = (0, 1, 5, 98, 105, 333, 1_595, 7_398, 99_999_999)
_SEED = 6_335


def generated_cases(count: int = 120) -> list[Case]:
    """Baskets of up to six lines with up to four benefits."""
    dice = Dice(_SEED)
    return [_case(f"random {number}", dice) for number in range(1, count + 1)]


def _case(name: str, dice: Dice) -> Case:
    terms = Terms(
        prices_include_tax=dice.often(),
        tax_rounding=dice.one_of(tuple(Rounding)),
        discount_rounding=dice.one_of(tuple(Rounding)),
        points_per_minor=dice.one_of(((1, 100), (5, 100), (1, 1))),
    )
    goods = [_goods(f"line-{place}", dice) for place in range(dice.below(7))]
    benefits = [Benefit(ref, _rule(dice)) for ref in ("D", "B", "a", "C")[: dice.below(5)]]
    return Case(name, goods, benefits, terms)


def _goods(ref: str, dice: Dice) -> Goods:
    variant = dice.below(8)
    return Goods(
        ref=ref,
        sku=f"SKU-{variant}",
        product=f"PRODUCT-{variant // 2}",
        categories=frozenset({_CATEGORIES[variant // 2]}),
        quantity=1 + dice.below(4),
        unit_price_minor=dice.one_of(_PRICES) if dice.often() else dice.below(3_000),
        tax_rate_bp=dice.one_of((1_000, 800, 800, 0)),
        earns_points=dice.often() or dice.often(),
    )


def _rule(dice: Dice) -> Rule:
    if dice.often():
        cap = 1 + dice.below(500) if not dice.often() else None
        benefit: PercentOff | AmountOff = PercentOff(1 + dice.below(dice.one_of((99, 3_000, 10_000))), cap)
    else:
        benefit = AmountOff(1 + dice.below(dice.one_of((9, 1_000, 100_000))))
    goods = None
    if not dice.often():
        goods = dice.one_of(
            (
                GoodsFilter(skus=frozenset({"SKU-0", "SKU-3", "SKU-6"})),
                GoodsFilter(products=frozenset({"PRODUCT-1"})),
                GoodsFilter(categories=frozenset({"tea", "お茶"})),
            )
        )
    return Rule(
        benefit=benefit,
        minimum_minor=dice.below(3_000) if not dice.often() else 0,
        goods=goods,
        priority=dice.below(3) - 1,
        stacks=dice.often() or dice.often(),
    )
