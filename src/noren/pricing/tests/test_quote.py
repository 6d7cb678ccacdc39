"""Quotes: parts add up whatever is asked, order does not matter, and bad input is refused at its field."""

from collections.abc import Sequence
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noren.kernel.errors import NorenError
from noren.kernel.money import Rounding
from noren.pricing import AmountOff, Benefit, Goods, PercentOff, Rule, Terms, quote
from noren.pricing.errors import BenefitRepeated, LineRepeated, QuantityInvalid, TaxRateInvalid, UnitPriceInvalid
from noren.pricing.tests.baskets import baskets, benefits, terms

TERMS = Terms(prices_include_tax=True, tax_rounding=Rounding.FLOOR, discount_rounding=Rounding.FLOOR)
TEA = Goods("line 1", "TEA-100", "TEA", frozenset({"food"}), 2, 540, 800)


@given(baskets, benefits, terms)
def test_parts_add_up(goods: Sequence[Goods], offered: Sequence[Benefit], how: Terms) -> None:
    answer = quote(goods, offered, how)

    for line in answer.lines:
        assert line.list_minor == line.quantity * line.unit_price_minor
        assert line.total_minor == line.list_minor - line.discount_minor >= 0
        assert line.discount_minor == sum(part for _, part in line.discounts)
        assert all(part > 0 for _, part in line.discounts)
    line_totals = sum(line.total_minor for line in answer.lines)
    assert answer.goods_minor - answer.discount_minor == line_totals
    assert answer.discount_minor == sum(applied.discount_minor for applied in answer.applied)
    assert answer.total_minor == line_totals + (0 if how.prices_include_tax else answer.tax_minor)
    assert answer.total_minor == sum(total.gross_minor for total in answer.taxes)
    assert all(total.net_minor + total.tax_minor == total.gross_minor for total in answer.taxes)
    assert min(answer.tax_minor, answer.points, answer.discount_minor) >= 0


@given(baskets, benefits, terms)
def test_the_parts_of_each_benefit_are_what_it_took_off(
    goods: Sequence[Goods], offered: Sequence[Benefit], how: Terms
) -> None:
    answer = quote(goods, offered, how)

    for applied in answer.applied:
        parts = [part for line in answer.lines for ref, part in line.discounts if ref == applied.ref]
        assert sum(parts) == applied.discount_minor > 0
    outcomes = [applied.ref for applied in answer.applied] + [skipped.ref for skipped in answer.skipped]
    assert sorted(outcomes) == sorted(benefit.ref for benefit in offered)


@given(baskets, benefits, terms, st.integers())
def test_the_order_of_goods_and_benefits_does_not_matter(
    goods: Sequence[Goods], offered: Sequence[Benefit], how: Terms, seed: int
) -> None:
    random = Random(seed)
    shuffled = random.sample(list(goods), len(goods))

    answer = quote(goods, offered, how)
    again = quote(shuffled, random.sample(list(offered), len(offered)), how)

    by_ref = {line.ref: line for line in again.lines}
    assert [line.ref for line in again.lines] == [line.ref for line in shuffled]
    assert replace(again, lines=tuple(by_ref[line.ref] for line in answer.lines)) == answer


@given(baskets, benefits, terms)
def test_the_same_input_gives_the_same_quote(goods: Sequence[Goods], offered: Sequence[Benefit], how: Terms) -> None:
    assert quote(goods, offered, how) == quote(list(goods), list(offered), how)


@given(baskets, benefits, terms)
def test_a_benefit_that_does_not_stack_is_applied_alone(
    goods: Sequence[Goods], offered: Sequence[Benefit], how: Terms
) -> None:
    rules = {benefit.ref: benefit.rule for benefit in offered}

    applied = [rules[applied.ref] for applied in quote(goods, offered, how).applied]

    assert len(applied) < 2 or all(rule.stacks for rule in applied)


@given(baskets, benefits, terms)
def test_discounts_stay_on_the_goods_of_their_rule(
    goods: Sequence[Goods], offered: Sequence[Benefit], how: Terms
) -> None:
    only = {benefit.ref: benefit.rule.goods for benefit in offered}

    for line, asked in zip(quote(goods, offered, how).lines, goods, strict=True):
        for ref, _ in line.discounts:
            rule_goods = only[ref]
            assert rule_goods is None or rule_goods.covers(asked)


@given(baskets, benefits, terms)
def test_skipped_benefits_change_nothing(goods: Sequence[Goods], offered: Sequence[Benefit], how: Terms) -> None:
    answer = quote(goods, offered, how)
    used = {applied.ref for applied in answer.applied}

    without = quote(goods, [benefit for benefit in offered if benefit.ref in used], how)

    assert without == replace(answer, skipped=())


@given(baskets, terms)
def test_goods_that_earn_no_points_earn_none(goods: Sequence[Goods], how: Terms) -> None:
    earning = [line for line in goods if line.earns_points]

    assert quote(goods, [], how).points == quote(earning, [], how).points


def test_a_benefit_below_its_minimum_says_what_is_missing() -> None:
    offer = Benefit("AUTUMN", Rule(PercentOff(1_000), minimum_minor=1_200))

    answer = quote([TEA], [offer], TERMS)

    (skipped,) = answer.skipped
    assert (skipped.ref, skipped.reason) == ("AUTUMN", "below_minimum")
    assert skipped.details == (("minimum_minor", 1_200), ("missing_minor", 120))


def test_a_benefit_that_does_not_stack_says_with_which() -> None:
    offers = [Benefit("A", Rule(AmountOff(80), stacks=True)), Benefit("B", Rule(AmountOff(900)))]

    answer = quote([TEA], offers, TERMS)

    assert [applied.ref for applied in answer.applied] == ["A"]
    assert answer.skipped[0].details == (("with", "A"),)


def test_a_quote_can_be_kept_in_a_set() -> None:
    answer = quote([TEA], [Benefit("A", Rule(AmountOff(80)))], TERMS)

    assert {answer, quote([TEA], [Benefit("A", Rule(AmountOff(80)))], TERMS)} == {answer}


@pytest.mark.parametrize(
    ("goods", "cause", "field"),
    [
        (replace(TEA, ref="2", quantity=0), QuantityInvalid, "lines.1.quantity"),
        (replace(TEA, ref="2", quantity=-1), QuantityInvalid, "lines.1.quantity"),
        (replace(TEA, ref="2", quantity=10_000), QuantityInvalid, "lines.1.quantity"),
        (replace(TEA, ref="2", quantity=1.5), QuantityInvalid, "lines.1.quantity"),  # type: ignore[arg-type]
        (replace(TEA, ref="2", quantity=True), QuantityInvalid, "lines.1.quantity"),
        (replace(TEA, ref="2", unit_price_minor=-1), UnitPriceInvalid, "lines.1.unit_price_minor"),
        (replace(TEA, ref="2", unit_price_minor=100_000_000), UnitPriceInvalid, "lines.1.unit_price_minor"),
        (replace(TEA, ref="2", tax_rate_bp=-1), TaxRateInvalid, "lines.1.tax_rate_bp"),
        (replace(TEA, ref="2", tax_rate_bp=10_001), TaxRateInvalid, "lines.1.tax_rate_bp"),
        (TEA, LineRepeated, "lines.1.ref"),
    ],
)
def test_goods_out_of_bounds_are_refused(goods: Goods, cause: type[NorenError], field: str) -> None:
    with pytest.raises(cause) as refused:
        quote([TEA, goods], [], TERMS)

    assert refused.value.field == field
    assert str(refused.value)


def test_a_benefit_given_twice_is_refused() -> None:
    offers = [Benefit("A", Rule(AmountOff(80))), Benefit("A", Rule(AmountOff(90)))]

    with pytest.raises(BenefitRepeated) as refused:
        quote([TEA], offers, TERMS)

    assert refused.value.field == "benefits.1"


@pytest.mark.parametrize("points_per_minor", [(-1, 100), (1, 0), (1, -100)])
def test_terms_that_cannot_be_counted_are_refused(points_per_minor: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="points_per_minor"):
        replace(TERMS, points_per_minor=points_per_minor)


def test_goods_without_benefits_cost_their_price() -> None:
    answer = quote([TEA], [], TERMS)

    assert (answer.total_minor, answer.tax_minor, answer.points) == (1_080, 80, 10)
    assert (answer.applied, answer.skipped) == ((), ())
