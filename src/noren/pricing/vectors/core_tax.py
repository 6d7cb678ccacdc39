"""Vectors worked out by hand: tax per rate and points."""

from dataclasses import replace

from noren.kernel.money import Rounding
from noren.pricing.vectors.case import EXCLUDED, INCLUDED, Case, amount, line, worked_out

_HALF_UP = replace(INCLUDED, tax_rounding=Rounding.HALF_UP)
_CEILING = replace(INCLUDED, tax_rounding=Rounding.CEILING)
_EXCLUDED_HALF_UP = replace(EXCLUDED, tax_rounding=Rounding.HALF_UP)
_EXCLUDED_CEILING = replace(EXCLUDED, tax_rounding=Rounding.CEILING)
_THREE_OF_105 = [line("a", 105), line("b", 105), line("c", 105)]
# ec-cube#6335: the invoice there said 7,322 + 1,578 = 8,900 for 8,901 paid.
_EC_CUBE_6335 = [line("a", 1_595), line("b", 7_398, rate=8)]


CASES: list[Case] = [
    # 110 x 10/110 = 10
    worked_out("one piece, tax included", [line("a", 110)], pays=110, tax={10: 10}, points=1),
    # 315 x 10/110 = 28.6...; 287 without tax
    worked_out("three of 105, tax included", _THREE_OF_105, pays=315, tax={10: 28}, points=2),
    # 315 x 10 % = 31.5: 31 down, 32 by half up, 32 up; line by line it would be 30, 33 and 33
    worked_out("three of 105 and tax, down", _THREE_OF_105, terms=EXCLUDED, pays=346, tax={10: 31}, points=3),
    worked_out(
        "three of 105 and tax, half up", _THREE_OF_105, terms=_EXCLUDED_HALF_UP, pays=347, tax={10: 32}, points=3
    ),
    worked_out("three of 105 and tax, up", _THREE_OF_105, terms=_EXCLUDED_CEILING, pays=347, tax={10: 32}, points=3),
    # 101 x 10 % = 10.1
    worked_out("101 and tax, half up", [line("a", 101)], terms=_EXCLUDED_HALF_UP, pays=111, tax={10: 10}, points=1),
    worked_out("101 and tax, up", [line("a", 101)], terms=_EXCLUDED_CEILING, pays=112, tax={10: 11}, points=1),
    # 1,579 x 10/110 = 143.54...
    worked_out("tax included, down", [line("a", 1_579)], pays=1_579, tax={10: 143}, points=14),
    worked_out("tax included, half up", [line("a", 1_579)], terms=_HALF_UP, pays=1_579, tax={10: 144}, points=14),
    # 7,322 x 8/108 = 542.37...
    worked_out("tax included, up", [line("a", 7_322, rate=8)], terms=_CEILING, pays=7_322, tax={8: 543}, points=67),
    # 99 x 8 % = 7.92; line by line it would be 6
    worked_out(
        "three of 33 at 8 % and tax",
        [line("a", 33, rate=8), line("b", 33, rate=8), line("c", 33, rate=8)],
        terms=EXCLUDED,
        pays=106,
        tax={8: 7},
        points=0,
    ),
    # 92 x 1,595 / 8,993 = 16.3 and 75.7; 1,579 and 7,322 remain, of which 143 and 542 are tax: 8,216 without
    worked_out(
        "ec-cube 6335, tax included",
        _EC_CUBE_6335,
        benefits=[amount("OFF92", 92)],
        off={"a": 16, "b": 76},
        pays=8_901,
        tax={10: 143, 8: 542},
        points=82,
    ),
    # 1,579 x 10 % = 157.9; 7,322 x 8 % = 585.76
    worked_out(
        "ec-cube 6335, and tax",
        _EC_CUBE_6335,
        terms=EXCLUDED,
        benefits=[amount("OFF92", 92)],
        off={"a": 16, "b": 76},
        pays=9_643,
        tax={10: 157, 8: 585},
        points=89,
    ),
    # 550 x 10/110 = 50; 540 x 8/108 = 40
    worked_out(
        "the same food eaten in and taken out",
        [line("in", 550, sku="BUN"), line("out", 540, rate=8, sku="BUN")],
        pays=1_090,
        tax={10: 50, 8: 40},
        points=10,
    ),
    # 2 x 84 without tax, 100 + 10
    worked_out(
        "stamps without tax beside a pen",
        [line("stamp", 84, 2, rate=0), line("pen", 110)],
        pays=278,
        tax={10: 10, 0: 0},
        points=2,
    ),
    worked_out("free goods", [line("a", 0, 3, rate=8)], pays=0, tax={8: 0}, points=0),
    worked_out("nothing", [], pays=0, tax={}, points=0),
    # 3 x 333 = 999; 999 x 8/108 = 74 exactly
    worked_out("three pieces in a line", [line("a", 333, 3, rate=8)], pays=999, tax={8: 74}, points=9),
    # 9,999 x 99,999,999 = 999,899,990,001 = 11 x 90,899,999,091
    worked_out(
        "the largest line",
        [line("a", 99_999_999, 9_999)],
        pays=999_899_990_001,
        tax={10: 90_899_999_091},
        points=9_089_999_909,
    ),
    # 333,333,333,333 x 1 / 999,899,990,002 < 1/2, so the one yen of b stays: 666,566,656,668 = 11 x 60,596,968,788
    worked_out(
        "a share beyond the digits of a double",
        [line("a", 99_999_999, 9_999), line("b", 1, rate=8)],
        benefits=[amount("OFF", 333_333_333_333)],
        off={"a": 333_333_333_333},
        pays=666_566_656_669,
        tax={10: 60_596_968_788, 8: 0},
        points=6_059_696_878,
    ),
    # 9,989 x 99,992,143 = 19,999 x 49,943,573, of which 9,999 x 49,943,573 are tax
    worked_out(
        "a tax beyond the digits of a double",
        [replace(line("a", 99_992_143, 9_989), tax_rate_bp=9_999)],
        pays=998_821_516_427,
        tax={99: 499_385_786_427},
        points=4_994_357_300,
    ),
    # 150 + 150 = 300: three points; line by line it would be two
    worked_out(
        "points are counted once", [line("a", 150), line("b", 150)], terms=EXCLUDED, pays=330, tax={10: 30}, points=3
    ),
    # five for the one full hundred of 199
    worked_out(
        "points come per full hundred",
        [line("a", 199)],
        terms=replace(EXCLUDED, points_per_minor=(5, 100)),
        pays=218,
        tax={10: 19},
        points=5,
    ),
    worked_out(
        "a deployment without points",
        [line("a", 1_100)],
        terms=replace(INCLUDED, points_per_minor=(0, 1)),
        pays=1_100,
        tax={10: 100},
        points=0,
    ),
    # the bag: 5 x 10/110 = 0.45; points for 1,080 - 80 alone
    worked_out(
        "a bag earns no points",
        [line("bag", 5, earns_points=False), line("rice", 1_080, rate=8)],
        pays=1_085,
        tax={10: 0, 8: 80},
        points=10,
    ),
]
