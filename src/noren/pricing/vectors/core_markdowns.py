"""Vectors worked out by hand: what staff take off by hand, in which order, and what benefits do with what is left."""

from dataclasses import replace

from noren.kernel.money import Rounding
from noren.pricing.vectors.case import (
    INCLUDED,
    Case,
    amount,
    amount_by_hand,
    line,
    new_price,
    percent,
    percent_by_hand,
    worked_out,
)

_HALF_UP = replace(INCLUDED, discount_rounding=Rounding.HALF_UP)

CASES: list[Case] = [
    # 2 x (1,000 - 880) = 240; 1,760 x 10/110 = 160
    worked_out(
        "another price for each piece", [line("a", 1_000, 2)], markdowns=[new_price("a", 880)],
        off={"a": 240}, pays=1_760, tax={10: 160}, points=16,
    ),
    worked_out(
        "another price above the list takes nothing off", [line("a", 1_100)], markdowns=[new_price("a", 1_200)],
        pays=1_100, tax={10: 100}, points=10,
    ),
    worked_out(
        "another price of nothing", [line("a", 110), line("b", 110)], markdowns=[new_price("a", 0)],
        off={"a": 110}, pays=110, tax={10: 10}, points=1,
    ),
    # 999 x 30 % = 299.7; 700 x 10/110 = 63.6
    worked_out(
        "30 % off a line, down", [line("a", 999)], markdowns=[percent_by_hand(30, "a")],
        off={"a": 299}, pays=700, tax={10: 63}, points=6,
    ),
    worked_out(
        "30 % off a line, half up", [line("a", 999)], terms=_HALF_UP, markdowns=[percent_by_hand(30, "a")],
        off={"a": 300}, pays=699, tax={10: 63}, points=6,
    ),
    # Once on the line, not on each piece: 3 x 110 - 30 = 300; 300 x 10/110 = 27.2
    worked_out(
        "an amount off a line of three", [line("a", 110, 3)], markdowns=[amount_by_hand(30, "a")],
        off={"a": 30}, pays=300, tax={10: 27}, points=2,
    ),
    worked_out(
        "an amount above a line", [line("a", 110), line("b", 110)], markdowns=[amount_by_hand(500, "a")],
        off={"a": 110}, pays=110, tax={10: 10}, points=1,
    ),
    # The price first: 1,000 - 200 = 800, then 10 % of 800; the other way round it were 1,000 - 100 - 100 = 800.
    worked_out(
        "another price, then a percentage, whichever is said first", [line("a", 1_000)],
        markdowns=[percent_by_hand(10, "a"), new_price("a", 800)],
        off={"a": 280}, pays=720, tax={10: 65}, points=6,
    ),
    # The line first: 500 - 100 = 400, then 10 % of 400 + 600 = 100, shared 40 and 60; 900 x 10/110 = 81.8
    worked_out(
        "a line, then all goods, whichever is said first", [line("a", 500), line("b", 600)],
        markdowns=[percent_by_hand(10), amount_by_hand(100, "a")],
        off={"a": 140, "b": 60}, pays=900, tax={10: 81}, points=8,
    ),
    # 33.3 each, the one left to the higher rate; 967 x 10/110 = 87.9, 1,933 x 8/108 = 143.1
    worked_out(
        "an amount off all goods over two rates",
        [line("a", 1_000, rate=8), line("b", 1_000, rate=8), line("c", 1_000)], markdowns=[amount_by_hand(101)],
        off={"a": 34, "b": 33, "c": 34}, pays=2_899, tax={10: 87, 8: 143}, points=26,
    ),
    # 1,000 - 200 = 800, 10 % of that; 720 x 10/110 = 65.4
    worked_out(
        "a coupon takes its part of what is left", [line("a", 1_000)], [percent("A", 10)],
        markdowns=[amount_by_hand(200, "a")],
        off={"a": 280}, pays=720, tax={10: 65}, points=6,
    ),
    worked_out(
        "a coupon's minimum is of what is left", [line("a", 1_000)], [amount("A", 100, minimum=1_000)],
        markdowns=[amount_by_hand(1, "a")],
        off={"a": 1}, pays=999, tax={10: 90}, points=9, skipped={"A": "below_minimum"},
    ),
    worked_out(
        "a coupon that stands alone goes with a markdown", [line("a", 1_100)], [amount("A", 100, stacks=False)],
        markdowns=[amount_by_hand(100)],
        off={"a": 200}, pays=900, tax={10: 81}, points=8,
    ),
    worked_out(
        "nothing is left for a coupon", [line("a", 1_100)], [amount("A", 100)], markdowns=[percent_by_hand(100)],
        off={"a": 1_100}, pays=0, tax={10: 0}, points=0, skipped={"A": "no_effect"},
    ),
]  # fmt: skip
