"""Tax: the rate by class and mode, rounded once per rate, with parts that add up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noren.kernel.money import Rounding
from noren.kernel.tax import RateTotal, ServiceMode, TaxClass, price_with_tax, rate_bp, tax_totals

lines = st.lists(st.tuples(st.sampled_from([1_000, 800, 0]), st.integers(-(10**9), 10**9)), max_size=20)
roundings = st.sampled_from(Rounding)


@pytest.mark.parametrize(
    ("tax_class", "take_out", "eat_in"),
    [
        (TaxClass.STANDARD, 1_000, 1_000),
        (TaxClass.REDUCED, 800, 800),
        (TaxClass.FOOD, 800, 1_000),
        (TaxClass.EXEMPT, 0, 0),
    ],
)
def test_the_rate_depends_on_class_and_mode(tax_class: TaxClass, take_out: int, eat_in: int) -> None:
    assert rate_bp(tax_class, ServiceMode.TAKE_OUT) == take_out
    assert rate_bp(tax_class, ServiceMode.EAT_IN) == eat_in


def test_tax_is_rounded_once_per_rate_and_not_per_line() -> None:
    totals = tax_totals([(1_000, 105)] * 3, prices_include_tax=False, rounding=Rounding.FLOOR)

    assert totals == (RateTotal(rate_bp=1_000, net_minor=315, tax_minor=31, gross_minor=346),)


@pytest.mark.parametrize(
    ("rounding", "ten", "eight"),
    [(Rounding.FLOOR, 143, 542), (Rounding.HALF_UP, 144, 542), (Rounding.CEILING, 144, 543)],
)
def test_included_tax_is_taken_out_per_rate(rounding: Rounding, ten: int, eight: int) -> None:
    """1,579 x 10/110 = 143.545…; 7,322 x 8/108 = 542.370…"""
    totals = tax_totals([(800, 7_322), (1_000, 1_579)], prices_include_tax=True, rounding=rounding)

    assert totals == (
        RateTotal(1_000, 1_579 - ten, ten, 1_579),
        RateTotal(800, 7_322 - eight, eight, 7_322),
    )


def test_a_rate_of_zero_is_a_group_of_its_own() -> None:
    totals = tax_totals([(0, 84), (800, 108)], prices_include_tax=True, rounding=Rounding.FLOOR)

    assert totals == (RateTotal(800, 100, 8, 108), RateTotal(0, 84, 0, 84))


def test_nothing_sold_has_no_totals() -> None:
    assert tax_totals([], prices_include_tax=True, rounding=Rounding.FLOOR) == ()


@given(lines, st.booleans(), roundings)
def test_parts_add_up(sold: list[tuple[int, int]], included: bool, rounding: Rounding) -> None:
    totals = tax_totals(sold, prices_include_tax=included, rounding=rounding)

    assert all(total.net_minor + total.tax_minor == total.gross_minor for total in totals)
    given_amounts = [total.gross_minor if included else total.net_minor for total in totals]
    assert sum(given_amounts) == sum(amount for _, amount in sold)
    assert [total.rate_bp for total in totals] == sorted({rate for rate, _ in sold}, reverse=True)


@given(lines, st.booleans(), roundings)
def test_goods_back_mirror_goods_sold(sold: list[tuple[int, int]], included: bool, rounding: Rounding) -> None:
    back = [(rate, -amount) for rate, amount in sold]

    there = tax_totals(sold, prices_include_tax=included, rounding=rounding)
    again = tax_totals(back, prices_include_tax=included, rounding=rounding)

    assert [total.tax_minor for total in again] == [-total.tax_minor for total in there]


@given(lines, st.booleans(), roundings)
def test_the_order_of_lines_does_not_matter(sold: list[tuple[int, int]], included: bool, rounding: Rounding) -> None:
    shuffled = sorted(sold, key=lambda line: (line[1], line[0]))

    assert tax_totals(shuffled, prices_include_tax=included, rounding=rounding) == tax_totals(
        sold, prices_include_tax=included, rounding=rounding
    )


def test_a_shown_price_includes_tax() -> None:
    assert price_with_tax(105, 1_000, prices_include_tax=False, rounding=Rounding.FLOOR) == 115
    assert price_with_tax(105, 1_000, prices_include_tax=True, rounding=Rounding.FLOOR) == 105
