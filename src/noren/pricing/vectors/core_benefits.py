"""Vectors worked out by hand: what benefits take off, in which order, and why they are skipped."""

from dataclasses import replace

from noren.kernel.money import Rounding
from noren.pricing.basket import Benefit
from noren.pricing.rules import GoodsFilter, PercentOff, Rule
from noren.pricing.vectors.case import EXCLUDED, INCLUDED, Case, amount, line, percent, worked_out

_HALF_UP = replace(INCLUDED, discount_rounding=Rounding.HALF_UP)
_CEILING = replace(INCLUDED, discount_rounding=Rounding.CEILING)
_TEA = GoodsFilter(categories=frozenset({"tea"}))


_ROUNDING = [
    # 999 x 20 % = 199.8; 800 x 10/110 = 72.7; 799 x 10/110 = 72.6
    worked_out("20 % down", [line("a", 999)], [percent("A", 20)], off={"a": 199}, pays=800, tax={10: 72}, points=7),
    worked_out(
        "20 % half up", [line("a", 999)], [percent("A", 20)], _HALF_UP,
        off={"a": 200}, pays=799, tax={10: 72}, points=7,
    ),
    # 101 x 15 % = 15.15; 85 x 10/110 = 7.7
    worked_out(
        "15 % up", [line("a", 101)], [percent("A", 15)], _CEILING,
        off={"a": 16}, pays=85, tax={10: 7}, points=0,
    ),
    # 3,000 x 20 % = 600, at most 500; 2,500 x 10/110 = 227.2
    worked_out(
        "a percentage with a cap", [line("a", 3_000)], [percent("A", 20, up_to=500)],
        off={"a": 500}, pays=2_500, tax={10: 227}, points=22,
    ),
    worked_out(
        "a cap that is not reached", [line("a", 1_100)], [percent("A", 10, up_to=500)],
        off={"a": 110}, pays=990, tax={10: 90}, points=9,
    ),
    # 999,899,990,001 x 99.99 % = 999,800,000,001.9999; 99,990,000 x 10/110 = 9,090,000
    worked_out(
        "a percentage beyond the digits of a double", [line("a", 99_999_999, 9_999)],
        [Benefit("A", Rule(PercentOff(9_999)))],
        off={"a": 999_800_000_001}, pays=99_990_000, tax={10: 9_090_000}, points=909_000,
    ),
    worked_out("all of it", [line("a", 110)], [percent("A", 100)], off={"a": 110}, pays=0, tax={10: 0}, points=0),
    worked_out(
        "an amount above the goods", [line("a", 300)], [amount("A", 500)],
        off={"a": 300}, pays=0, tax={10: 0}, points=0,
    ),
]  # fmt: skip
_SHARING = [
    # 33.3 each, the one left to the first; 2,900 x 10/110 = 263.6
    worked_out(
        "100 over three equal lines", [line("a", 1_000), line("b", 1_000), line("c", 1_000)], [amount("A", 100)],
        off={"a": 34, "b": 33, "c": 33}, pays=2_900, tax={10: 263}, points=26,
    ),
    # 33.67 each: two left; 2,899 x 10/110 = 263.5
    worked_out(
        "101 over three equal lines", [line("a", 1_000), line("b", 1_000), line("c", 1_000)], [amount("A", 101)],
        off={"a": 34, "b": 34, "c": 33}, pays=2_899, tax={10: 263}, points=26,
    ),
    # 50.5 each: the higher rate takes the one left; 449 x 10/110 = 40.8, 450 x 8/108 = 33.3
    worked_out(
        "a tie between rates", [line("a", 500, rate=8), line("b", 500)], [amount("A", 101)],
        off={"a": 50, "b": 51}, pays=899, tax={10: 40, 8: 33}, points=8,
    ),
    worked_out(
        "a tie between rates, lines turned round", [line("b", 500), line("a", 500, rate=8)], [amount("A", 101)],
        off={"a": 50, "b": 51}, pays=899, tax={10: 40, 8: 33}, points=8,
    ),
    # 999 x 10/110 = 90.8
    worked_out(
        "a tie between SKUs", [line("a", 500, sku="Z"), line("b", 500, sku="A")], [amount("A", 1)],
        off={"b": 1}, pays=999, tax={10: 90}, points=9,
    ),
    worked_out(
        "a tie between lines of one SKU", [line("b", 500, sku="A"), line("a", 500, sku="A")], [amount("A", 1)],
        off={"a": 1}, pays=999, tax={10: 90}, points=9,
    ),
    # 2 x 1/6 = 0.33, 0.67, 1; 4 x 10 % = 0.4
    worked_out(
        "less than one a line", [line("a", 1), line("b", 2), line("c", 3)], [amount("A", 2)], EXCLUDED,
        off={"b": 1, "c": 1}, pays=4, tax={10: 0}, points=0,
    ),
    worked_out(
        "a free line takes no share", [line("a", 0), line("b", 120)], [amount("A", 10)],
        off={"b": 10}, pays=110, tax={10: 10}, points=1,
    ),
    # 1,180 x 15 % = 177 = 105 + 72; 1,608 x 10/110 = 146.1, 595 x 8/108 = 44.07
    worked_out(
        "sweets in and out beside a cup",
        [
            line("out", 350, 2, rate=8, categories=["food", "sweets"]),
            line("in", 480, categories=["food", "sweets"]),
            line("cup", 1_200, categories=["ware"]),
        ],
        [percent("A", 15, goods=GoodsFilter(categories=frozenset({"sweets"})))],
        off={"out": 105, "in": 72}, pays=2_203, tax={10: 146, 8: 44}, points=20,
    ),
    worked_out(
        "a rate whose goods became free stays", [line("a", 300, rate=8), line("b", 110)],
        [amount("A", 1_000, goods=GoodsFilter(skus=frozenset({"S-a"})))],
        off={"a": 300}, pays=110, tax={10: 10, 8: 0}, points=1,
    ),
]  # fmt: skip
_GOODS = [
    # 1,900 x 10/110 = 172.7
    worked_out(
        "by SKU", [line("a", 1_000), line("b", 1_000)], [percent("A", 10, goods=GoodsFilter(frozenset({"S-a"})))],
        off={"a": 100}, pays=1_900, tax={10: 172}, points=17,
    ),
    worked_out(
        "by product: all its variants",
        [line("s", 2_000, product="SHIRT"), line("l", 3_000, product="SHIRT"), line("hat", 1_000)],
        [percent("A", 10, goods=GoodsFilter(products=frozenset({"SHIRT"})))],
        off={"s": 200, "l": 300}, pays=5_500, tax={10: 500}, points=50,
    ),
    # 570 x 8/108 = 42.2
    worked_out(
        "by SKU or category",
        [line("a", 100, rate=8), line("b", 200, rate=8, categories=["tea"]), line("c", 300, rate=8)],
        [amount("A", 30, goods=GoodsFilter(skus=frozenset({"S-a"}), categories=frozenset({"tea"})))],
        off={"a": 10, "b": 20}, pays=570, tax={8: 42}, points=5,
    ),
    worked_out(
        "no goods of the rule", [line("a", 108, rate=8)], [amount("A", 50, goods=_TEA)],
        off={}, pays=108, tax={8: 8}, points=1, skipped={"A": "no_matching_goods"},
    ),
    worked_out(
        "no goods at all", [], [amount("A", 50)],
        off={}, pays=0, tax={}, points=0, skipped={"A": "no_matching_goods"},
    ),
]  # fmt: skip
_MINIMUM = [
    # 900 x 10/110 = 81.8; 999 x 10/110 = 90.8
    worked_out(
        "the minimum is met exactly", [line("a", 1_000)], [percent("A", 10, minimum=1_000)],
        off={"a": 100}, pays=900, tax={10: 81}, points=8,
    ),
    worked_out(
        "one below the minimum", [line("a", 999)], [percent("A", 10, minimum=1_000)],
        off={}, pays=999, tax={10: 90}, points=9, skipped={"A": "below_minimum"},
    ),
    # 5,000 x 10/110 = 454.5, 800 x 8/108 = 59.2
    worked_out(
        "the minimum is for the rule's goods", [line("a", 800, rate=8, categories=["tea"]), line("b", 5_000)],
        [percent("A", 10, minimum=1_000, goods=_TEA)],
        off={}, pays=5_800, tax={10: 454, 8: 59}, points=52, skipped={"A": "below_minimum"},
    ),
    # 1,200 - 500 = 700, less 70; 630 x 10/110 = 57.2
    worked_out(
        "the minimum is before discounts", [line("a", 1_200)],
        [amount("A", 500), percent("B", 10, minimum=1_000)],
        off={"a": 570}, pays=630, tax={10: 57}, points=5,
    ),
    # 1,000 without tax meets 1,000
    worked_out(
        "the minimum is in the prices' own mode", [line("a", 1_000)], [amount("A", 100, minimum=1_000)], EXCLUDED,
        off={"a": 100}, pays=990, tax={10: 90}, points=9,
    ),
]  # fmt: skip
_TURNS = [
    # 1,000 - 100 - 100; 800 x 10/110 = 72.7
    worked_out(
        "in the order of refs, however given", [line("a", 1_000)], [amount("B", 100), percent("A", 10)],
        off={"a": 200}, pays=800, tax={10: 72}, points=7,
    ),
    # 1,000 - 100 - 90; 810 x 10/110 = 73.6
    worked_out(
        "priority before ref", [line("a", 1_000)], [percent("A", 10), amount("B", 100, priority=-1)],
        off={"a": 190}, pays=810, tax={10: 73}, points=7,
    ),
    worked_out(
        "alone before another", [line("a", 1_000)], [percent("A", 10, stacks=False), amount("B", 200)],
        off={"a": 100}, pays=900, tax={10: 81}, points=8, skipped={"B": "not_stackable"},
    ),
    worked_out(
        "alone after another", [line("a", 1_000)], [amount("A", 100), percent("B", 50, stacks=False)],
        off={"a": 100}, pays=900, tax={10: 81}, points=8, skipped={"B": "not_stackable"},
    ),
    worked_out(
        "two that are used alone", [line("a", 1_000)],
        [percent("A", 10, stacks=False), percent("B", 50, stacks=False)],
        off={"a": 100}, pays=900, tax={10: 81}, points=8, skipped={"B": "not_stackable"},
    ),
    worked_out(
        "alone after two others", [line("a", 1_000)],
        [amount("A", 50), amount("B", 50), percent("C", 50, stacks=False)],
        off={"a": 100}, pays=900, tax={10: 81}, points=8, skipped={"C": "not_stackable"},
    ),
    worked_out(
        "alone, but below its minimum", [line("a", 1_000)],
        [percent("A", 10, minimum=5_000, stacks=False), amount("B", 100)],
        off={"a": 100}, pays=900, tax={10: 81}, points=8, skipped={"A": "below_minimum"},
    ),
    # 99 x 1 % = 0.99, down to nothing; 90 x 10/110 = 8.1
    worked_out(
        "alone, but without effect", [line("a", 99)], [percent("A", 1, stacks=False), amount("B", 9)],
        off={"a": 9}, pays=90, tax={10: 8}, points=0, skipped={"A": "no_effect"},
    ),
    worked_out(
        "nothing is left for the second", [line("a", 500)], [percent("A", 100), percent("B", 10)],
        off={"a": 500}, pays=0, tax={10: 0}, points=0, skipped={"B": "no_effect"},
    ),
    worked_out(
        "more goods would not help what does not stack", [line("a", 1_000)],
        [amount("A", 100), percent("B", 50, minimum=5_000, stacks=False)],
        off={"a": 100}, pays=900, tax={10: 81}, points=8, skipped={"B": "not_stackable"},
    ),
    # tea 1,080 less 108 = 972, hat 1,100; then 72 over 972 and 1,100: 33.7 and 38.2, so 34 and 38;
    # 938 x 8/108 = 69.4, 1,062 x 10/110 = 96.5
    worked_out(
        "one for some goods, then one for all",
        [line("tea", 1_080, rate=8, categories=["tea"]), line("hat", 1_100)],
        [percent("A", 10, goods=_TEA), amount("B", 72)],
        off={"tea": 142, "hat": 38}, pays=2_000, tax={10: 96, 8: 69}, points=18,
    ),
]  # fmt: skip
CASES: list[Case] = [*_ROUNDING, *_SHARING, *_GOODS, *_MINIMUM, *_TURNS]
