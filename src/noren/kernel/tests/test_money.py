"""Money: divisions mirror for refunds, shares add up, amounts read as people write them."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noren.kernel.money import Rounding, divide, format_money, share

amounts = st.integers(-(10**12), 10**12)
weight_lists = st.lists(st.integers(0, 10**9), min_size=1, max_size=20).filter(any)


@pytest.mark.parametrize(
    ("numerator", "denominator", "floor", "half_up", "ceiling"),
    [
        (0, 3, 0, 0, 0),
        (9, 3, 3, 3, 3),
        (10, 3, 3, 3, 4),
        (11, 3, 3, 4, 4),
        (21, 2, 10, 11, 11),
        (-21, 2, -10, -11, -11),
        (-10, 3, -3, -3, -4),
        (1, 10_000, 0, 0, 1),
        (-1, 10_000, 0, 0, -1),
    ],
)
def test_division_rounds_by_size(numerator: int, denominator: int, floor: int, half_up: int, ceiling: int) -> None:
    assert divide(numerator, denominator, Rounding.FLOOR) == floor
    assert divide(numerator, denominator, Rounding.HALF_UP) == half_up
    assert divide(numerator, denominator, Rounding.CEILING) == ceiling


@given(amounts, st.integers(1, 10**6), st.sampled_from(Rounding))
def test_a_refund_mirrors_its_sale(numerator: int, denominator: int, rounding: Rounding) -> None:
    assert divide(-numerator, denominator, rounding) == -divide(numerator, denominator, rounding)


@given(amounts, st.integers(1, 10**6), st.sampled_from(Rounding))
def test_a_quotient_is_less_than_one_away(numerator: int, denominator: int, rounding: Rounding) -> None:
    exact = Fraction(numerator, denominator)
    away = divide(numerator, denominator, rounding) - exact
    assert abs(away) < 1
    if rounding is Rounding.HALF_UP:
        assert abs(away) <= Fraction(1, 2)


@pytest.mark.parametrize("denominator", [0, -1])
def test_division_by_nothing_is_refused(denominator: int) -> None:
    with pytest.raises(ValueError, match="positive"):
        divide(1, denominator, Rounding.FLOOR)


@pytest.mark.parametrize(
    ("amount", "weights", "parts"),
    [
        (92, [1_595, 7_398], [16, 76]),
        (100, [1, 1, 1], [34, 33, 33]),
        (101, [1, 1, 1], [34, 34, 33]),
        (-100, [1, 1, 1], [-34, -33, -33]),
        (1, [0, 5, 5], [0, 1, 0]),
        (5, [2, 0, 1], [3, 0, 2]),
        (3, [1, 1, 1], [1, 1, 1]),
        (0, [0, 0], [0, 0]),
        (0, [], []),
        (7, [7], [7]),
    ],
)
def test_shares_go_by_the_largest_remainder(amount: int, weights: list[int], parts: list[int]) -> None:
    assert share(amount, weights) == parts


@given(amounts, weight_lists)
def test_shares_add_up_and_stay_near_their_proportion(amount: int, weights: list[int]) -> None:
    parts = share(amount, weights)

    assert sum(parts) == amount
    whole = sum(weights)
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part - Fraction(amount * weight, whole)) < 1
        assert weight or not part


@given(weight_lists, st.data())
def test_no_share_exceeds_its_weight_when_the_amount_does_not(weights: list[int], data: st.DataObject) -> None:
    amount = data.draw(st.integers(0, sum(weights)))

    assert all(part <= weight for part, weight in zip(share(amount, weights), weights, strict=True))


@pytest.mark.parametrize("weights", [[], [0], [0, 0]])
def test_an_amount_over_no_weight_is_refused(weights: list[int]) -> None:
    with pytest.raises(ValueError, match="no weight"):
        share(1, weights)


def test_a_negative_weight_is_refused() -> None:
    with pytest.raises(ValueError, match="below zero"):
        share(10, [5, -1])


@pytest.mark.parametrize(
    ("minor", "currency", "text"),
    [
        (1_980, "JPY", "¥1,980"),
        (0, "JPY", "¥0"),
        (-50, "JPY", "-¥50"),
        (12_345_678, "JPY", "¥12,345,678"),
        (198_005, "USD", "$1,980.05"),
        (-5, "USD", "-$0.05"),
        (990, "KRW", "₩990"),
        (120, "EUR", "€1.20"),
    ],
)
def test_money_reads_as_people_write_it(minor: int, currency: str, text: str) -> None:
    assert format_money(minor, currency) == text


def test_an_unknown_currency_is_refused() -> None:
    with pytest.raises(ValueError, match="'XYZ'"):
        format_money(1, "XYZ")
