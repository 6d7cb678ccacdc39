"""Counting and adding up, without a database."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noren.kernel.denominations import denominations_of
from noren.kernel.money import _CURRENCIES
from noren.orders.shifts.errors import CashReasonMissing, DenominationUnknown, PiecesInvalid
from noren.orders.shifts.rules import (
    Cash,
    Figure,
    RateFigure,
    TenderFigure,
    check_counts,
    check_reason,
    report_from,
    report_of,
    sum_of,
)

YEN = denominations_of("JPY")


def _receipt(kind: str, number: str, minor: int, **fields: Any) -> tuple[str, str, dict[str, Any]]:
    tax = minor * 10 // 110
    document = {
        "total_minor": minor,
        "discount_minor": 0,
        "points": minor // 100,
        "taxes": [{"rate_bp": 1000, "net_minor": minor - tax, "tax_minor": tax, "gross_minor": minor}],
        "tenders": [{"provider": "cash", "amount_minor": minor}],
        "lines": [],
        **fields,
    }
    return kind, number, document


def test_every_currency_that_money_knows_has_coins_and_notes_the_largest_first() -> None:
    for currency in _CURRENCIES:
        values = denominations_of(currency)

        assert list(values) == sorted(set(values), reverse=True)
        assert min(values) >= 1

    assert YEN == (10_000, 5_000, 2_000, 1_000, 500, 100, 50, 10, 5, 1)
    with pytest.raises(ValueError, match="XXX"):
        denominations_of("XXX")


def test_a_count_is_kept_with_the_largest_first_and_without_what_is_not_there() -> None:
    counted = check_counts([(10, 3), (5_000, 0), (10_000, 2)], YEN)

    assert counted == ((10_000, 2), (10, 3))
    assert sum_of(counted) == 20_030
    assert check_counts([], YEN) == ()


@pytest.mark.parametrize(
    ("counts", "error", "field"),
    [
        ([(10, 1), (3, 1)], DenominationUnknown, "counts.1.value_minor"),
        ([(10, 1), (10, 2)], DenominationUnknown, "counts.1.value_minor"),
        ([(10, -1)], PiecesInvalid, "counts.0.pieces"),
        ([(10, 10_000)], PiecesInvalid, "counts.0.pieces"),
    ],
)
def test_what_no_drawer_holds_is_not_counted(
    counts: list[tuple[int, int]], error: type[DenominationUnknown], field: str
) -> None:
    with pytest.raises(error) as refusal:
        check_counts(counts, YEN)

    assert refusal.value.field == field


def test_a_reason_says_something_and_not_too_much() -> None:
    assert check_reason("  レシート紙 ") == "レシート紙"
    for said in ("", "   ", "あ" * 201):
        with pytest.raises(CashReasonMissing):
            check_reason(said)


@given(st.lists(st.integers(0, 10**9), min_size=6, max_size=6))
def test_a_drawer_should_hold_what_was_put_in_less_what_was_taken_out(amounts: list[int]) -> None:
    cash = Cash(*amounts)
    opening, taken, refunded, paid_out, moved_in, moved_out = amounts

    assert cash.expected_minor == opening + taken + moved_in - (refunded + paid_out + moved_out)
    assert cash.expected_minor - opening == cash.change_minor


def test_a_report_adds_up_sales_less_what_came_back_by_rate_and_by_tender() -> None:
    line = {"discounts": [["SUMMER", 100]]}
    reduced = {"rate_bp": 800, "net_minor": 1_000, "tax_minor": 80, "gross_minor": 1_080}
    receipts = [
        _receipt("sale", "A", 1_100, lines=[line, line], discount_minor=200),
        _receipt("sale", "B", 2_200, tenders=[{"provider": "test", "amount_minor": 2_200}]),
        _receipt("sale", "C", 1_080, taxes=[reduced]),
        _receipt("return", "D", 550),
        _receipt("void", "A-V", 1_100, lines=[line]),
    ]

    report = report_of(Cash(opening_minor=30_000, taken_minor=2_180, refunded_minor=1_650), receipts)

    assert (report.sales, report.returns, report.voids) == (Figure(3, 4_380), Figure(1, 550), Figure(1, 1_100))
    assert report.total_minor == 2_730
    assert report.discounts == Figure(1, 200)
    assert report.taxes == (RateFigure(1000, 1_500, 150, 1_650), RateFigure(800, 1_000, 80, 1_080))
    assert report.tenders == (TenderFigure("cash", 2_180, 1_650), TenderFigure("test", 2_200, 0))
    assert (report.points, report.coupons) == (11 + 22 + 10 - 5 - 11, 0)
    assert (report.receipts, report.first_receipt, report.last_receipt) == (5, "A", "A-V")
    assert report_from(report.as_data()) == report


def test_a_shift_in_which_nothing_happened_has_a_report_of_nothing() -> None:
    report = report_of(Cash(opening_minor=500), [])

    assert (report.total_minor, report.cash.expected_minor, report.first_receipt, report.taxes) == (0, 500, "", ())
