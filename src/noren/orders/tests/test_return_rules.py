"""What a return gives back: whatever comes back in whatever order adds up to what was paid, to the yen."""

from dataclasses import replace
from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noren.kernel.money import Rounding
from noren.kernel.tax import RateTotal, tax_totals
from noren.orders.return_rules import (
    Refund,
    Sold,
    Terms,
    deeds_of_return,
    kept_minor,
    refund_for,
    rounding_of,
    taxes_left,
)
from noren.people.roles import Deed

TERMS = Terms(prices_include_tax=True, rounding=Rounding.FLOOR, points_per_minor=(1, 100))


def _sold(draw: st.DrawFn) -> list[Sold]:
    lines = draw(
        st.lists(
            st.tuples(st.integers(1, 7), st.integers(0, 20_000), st.sampled_from([0, 800, 1000])),
            min_size=1,
            max_size=6,
        )
    )
    return [Sold(f"line {place}", quantity, 0, total, rate) for place, (quantity, total, rate) in enumerate(lines)]


@st.composite
def sales(draw: st.DrawFn) -> tuple[list[Sold], Terms, list[list[tuple[str, int]]]]:
    """A sale, how it was counted, and all its pieces in any order, cut into returns anywhere."""
    sold = _sold(draw)
    terms = Terms(
        draw(st.booleans()), draw(st.sampled_from(list(Rounding))), draw(st.sampled_from([(1, 100), (3, 200)]))
    )
    pieces = draw(st.permutations([line.ref for line in sold for _ in range(line.quantity)]))
    cuts = draw(st.lists(st.booleans(), min_size=len(pieces), max_size=len(pieces)))
    returns: list[list[tuple[str, int]]] = [[]]
    for ref, is_new in zip(pieces, cuts, strict=True):
        if is_new and returns[-1]:
            returns.append([])
        returns[-1].append((ref, 1))
    return sold, terms, returns


def _taxes(sold: list[Sold], terms: Terms) -> tuple[RateTotal, ...]:
    amounts = [(line.tax_rate_bp, line.total_minor) for line in sold]
    return tax_totals(amounts, prices_include_tax=terms.prices_include_tax, rounding=terms.rounding)


def _points(taxes: tuple[RateTotal, ...], terms: Terms) -> int:
    points, per_minor = terms.points_per_minor
    return sum(rate.net_minor for rate in taxes) // per_minor * points


def _give_back(sold: list[Sold], terms: Terms, returns: list[list[tuple[str, int]]], earned: int) -> list[Refund]:
    taxes = _taxes(sold, terms)
    done: list[Refund] = []
    for back in returns:
        refund = refund_for(
            sold,
            back,
            taxes_left=taxes_left(taxes, [rate for each in done for rate in each.taxes]),
            points_left=earned - sum(each.points for each in done),
            earned=earned,
            terms=replace(terms, rounding=rounding_of(sold, taxes, terms)),
        )
        sold = [
            replace(line, returned=line.returned + sum(pieces for ref, pieces in back if ref == line.ref))
            for line in sold
        ]
        done.append(refund)
    return done


@given(sales())
def test_all_returns_together_give_back_what_was_paid_in_any_order_and_partition(
    case: tuple[list[Sold], Terms, list[list[tuple[str, int]]]],
) -> None:
    sold, terms, returns = case
    taxes = _taxes(sold, terms)
    earned = _points(taxes, terms)

    refunds = _give_back(sold, terms, returns, earned)

    assert sum(refund.total_minor for refund in refunds) == sum(rate.gross_minor for rate in taxes)
    assert sum(refund.tax_minor for refund in refunds) == sum(rate.tax_minor for rate in taxes)
    assert sum(refund.points for refund in refunds) == earned
    assert all(not any(_figures(rate)) for rate in taxes_left(taxes, [r for each in refunds for r in each.taxes]))
    assert sum(sum(refund.amounts) for refund in refunds) == sum(line.total_minor for line in sold)
    assert [refund.is_full for refund in refunds] == [False] * (len(refunds) - 1) + [True]


@given(sales())
def test_no_step_gives_back_less_than_nothing_and_its_figures_add_up(
    case: tuple[list[Sold], Terms, list[list[tuple[str, int]]]],
) -> None:
    sold, terms, returns = case
    rates = {line.ref: line.tax_rate_bp for line in sold}

    for back, refund in zip(returns, _give_back(sold, terms, returns, 7), strict=True):
        assert min(refund.amounts) >= 0
        assert refund.points >= 0
        assert all(min(_figures(rate)) >= 0 for rate in refund.taxes)
        assert all(rate.net_minor + rate.tax_minor == rate.gross_minor for rate in refund.taxes)
        by_rate = sorted((rates[ref], amount) for (ref, _pieces), amount in zip(back, refund.amounts, strict=True))
        sums = {rate: sum(amount for _rate, amount in group) for rate, group in groupby(by_rate, key=lambda x: x[0])}
        priced = {
            rate.rate_bp: rate.gross_minor if terms.prices_include_tax else rate.net_minor for rate in refund.taxes
        }
        assert priced == sums


@given(sales())
def test_a_shop_that_rounds_otherwise_by_now_gives_back_what_was_paid(
    case: tuple[list[Sold], Terms, list[list[tuple[str, int]]]],
) -> None:
    sold, terms, returns = case
    taxes = _taxes(sold, terms)
    now = replace(terms, rounding=Rounding.HALF_UP, points_per_minor=(2, 150))
    done: list[Refund] = []
    left = list(sold)
    for back in returns:
        refund = refund_for(
            left,
            back,
            taxes_left=taxes_left(taxes, [rate for each in done for rate in each.taxes]),
            points_left=30 - sum(each.points for each in done),
            earned=30,
            terms=replace(now, rounding=rounding_of(sold, taxes, now)),
        )
        left = [replace(line, returned=line.returned + sum(n for ref, n in back if ref == line.ref)) for line in left]
        done.append(refund)

    assert sum(refund.total_minor for refund in done) == sum(rate.gross_minor for rate in taxes)
    assert sum(refund.tax_minor for refund in done) == sum(rate.tax_minor for rate in taxes)
    assert min(refund.points for refund in done) >= 0
    assert sum(refund.points for refund in done) == 30


def _figures(rate: RateTotal) -> tuple[int, int, int]:
    return rate.net_minor, rate.tax_minor, rate.gross_minor


def test_pieces_of_a_line_that_cannot_be_shared_evenly_give_back_the_smaller_shares_first() -> None:
    assert [kept_minor(500, 3, kept) for kept in range(4)] == [0, 167, 334, 500]

    sold = [Sold("tea", 3, 0, 500, 800)]
    refunds = _give_back(sold, TERMS, [[("tea", 1)], [("tea", 1)], [("tea", 1)]], 4)

    assert [refund.total_minor for refund in refunds] == [166, 167, 167]
    assert [refund.points for refund in refunds] == [1, 2, 1]


def test_the_tax_of_a_return_is_the_difference_that_it_makes_to_the_sale() -> None:
    sold = [Sold("a", 1, 0, 105, 1000), Sold("b", 1, 0, 105, 1000), Sold("c", 1, 0, 105, 1000)]
    terms = replace(TERMS, prices_include_tax=False)

    refunds = _give_back(sold, terms, [[("a", 1)], [("b", 1)], [("c", 1)]], 3)

    # Of 31 yen of tax on three times 105, not three times 10.
    assert [(refund.tax_minor, refund.total_minor) for refund in refunds] == [(10, 115), (11, 116), (10, 115)]


def test_one_line_in_two_conditions_shares_its_amount() -> None:
    sold = [Sold("tea", 3, 0, 500, 800)]

    (refund,) = _give_back(sold, TERMS, [[("tea", 2), ("tea", 1)]], 4)

    assert refund.amounts == (333, 167)
    assert refund.is_full


@pytest.mark.parametrize("pieces", [0, 3])
def test_more_than_is_left_cannot_come_back(pieces: int) -> None:
    with pytest.raises(ValueError, match=f"{pieces} pieces cannot come back of 2"):
        refund_for(
            [Sold("tea", 3, 1, 500, 800)], [("tea", pieces)], taxes_left=(), points_left=0, earned=0, terms=TERMS
        )


def test_a_return_of_little_money_in_time_is_taken_back_by_everybody_and_each_reason_for_a_second_person_counts() -> (
    None
):
    def deeds(**changed: object) -> set[Deed]:
        plain = {"has_sale": True, "is_late": False, "is_whole_on_its_day": False, "given_back_minor": 10_000}
        return set(deeds_of_return(**{**plain, **changed}, limit_minor=10_000))  # type: ignore[arg-type]

    assert deeds() == set()
    assert deeds(given_back_minor=10_001) == {Deed.REFUND_LARGE}
    assert deeds(is_late=True, given_back_minor=10_001) == {Deed.RETURN_LATE, Deed.REFUND_LARGE}
    assert deeds(is_whole_on_its_day=True) == {Deed.VOID_SALE}
    assert deeds(has_sale=False) == {Deed.RETURN_WITHOUT_SALE}
