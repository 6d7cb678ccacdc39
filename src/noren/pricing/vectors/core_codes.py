"""Vectors worked out by hand: codes are compared by code point, not by UTF-16 unit, number, case or language.

U+FF83 (ﾃ) comes before U+1F375 (🍵), whose first UTF-16 unit is U+D83C.
"""

from noren.pricing.vectors.case import Case, amount, line, percent, worked_out

# Of 1,000: an amount first leaves 900 and takes 100 + 90, a percentage first takes 100 + 100;
# 810 x 10/110 = 73.6, 800 x 10/110 = 72.7
CASES: list[Case] = [
    worked_out(
        "a tie between SKUs beyond the first plane", [line("a", 500, sku="🍵"), line("b", 500, sku="ﾃ")],
        [amount("A", 1)],
        off={"b": 1}, pays=999, tax={10: 90}, points=9,
    ),
    worked_out(
        "a tie between lines beyond the first plane", [line("🍵", 500, sku="S"), line("ﾃ", 500, sku="S")],
        [amount("A", 1)],
        off={"ﾃ": 1}, pays=999, tax={10: 90}, points=9,
    ),
    worked_out(
        "turns beyond the first plane", [line("a", 1_000)], [percent("🍵", 10), amount("ﾃ", 100)],
        off={"a": 190}, pays=810, tax={10: 73}, points=7,
    ),
    worked_out(
        "a ref before its longer one", [line("a", 1_000)], [amount("AB", 100), percent("A", 10)],
        off={"a": 200}, pays=800, tax={10: 72}, points=7,
    ),
    worked_out(
        "digits are no numbers", [line("a", 1_000)], [amount("9", 100), percent("10", 10)],
        off={"a": 200}, pays=800, tax={10: 72}, points=7,
    ),
    worked_out(
        "capitals first", [line("a", 1_000)], [percent("a", 10), amount("Z", 100)],
        off={"a": 190}, pays=810, tax={10: 73}, points=7,
    ),
    worked_out(
        "a code is not folded", [line("a", 1_000, sku="S-A")], [percent("ｔｅａ", 10), amount("tea", 100)],
        off={"a": 190}, pays=810, tax={10: 73}, points=7,
    ),
]  # fmt: skip
