"""Consumption tax: which rate a line has, and the totals of a receipt per rate.

Rates are in basis points (1,000 = 10 %). A qualified invoice (適格請求書) rounds once per rate and
receipt: lines are grouped by rate and summed first. Rounding line by line and adding that up is not
allowed (National Tax Agency, Q&A on the invoice system, question 57), so three lines of 105 yen
without tax make 31 yen of tax, not 30.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum, auto

from noren.kernel.money import Rounding, divide

STANDARD_BP = 1_000
REDUCED_BP = 800
_WHOLE_BP = 10_000


class TaxClass(StrEnum):
    """What goods are for the tax office.

    STANDARD: everything else. REDUCED: always the reduced rate, such as a newspaper by subscription or
    food in a store without seats. FOOD: reduced when taken out, standard when eaten in. EXEMPT: no tax,
    such as stamps.
    """

    STANDARD = auto()
    REDUCED = auto()
    FOOD = auto()
    EXEMPT = auto()


class ServiceMode(StrEnum):
    """Whether goods leave the store or are eaten in it; asked when the sale is rung up."""

    TAKE_OUT = auto()
    EAT_IN = auto()


@dataclass(frozen=True, slots=True)
class RateTotal:
    """The receipt's figures of one rate; `net_minor + tax_minor == gross_minor`."""

    rate_bp: int
    net_minor: int
    tax_minor: int
    gross_minor: int


def rate_bp(tax_class: TaxClass, mode: ServiceMode) -> int:
    """The rate in basis points: 1,000, 800 or 0."""
    if tax_class is TaxClass.EXEMPT:
        return 0
    if tax_class is TaxClass.REDUCED:
        return REDUCED_BP
    if tax_class is TaxClass.FOOD and mode is ServiceMode.TAKE_OUT:
        return REDUCED_BP
    return STANDARD_BP


def tax_totals(
    amounts: Iterable[tuple[int, int]], *, prices_include_tax: bool, rounding: Rounding
) -> tuple[RateTotal, ...]:
    """Net, tax and gross per rate, the highest rate first, rounded once per rate.

    Args:
        amounts: (rate in basis points, amount in minor units) per line, in any order; negative for
            goods that come back.
        prices_include_tax: whether the amounts are gross (tax = gross x rate / (1 + rate), net the rest)
            or net (tax = net x rate).
    """
    sums: dict[int, int] = {}
    for rate, amount in amounts:
        sums[rate] = sums.get(rate, 0) + amount
    rates = sorted(sums, reverse=True)
    total = _split_gross if prices_include_tax else _add_to_net
    return tuple([total(rate, sums[rate], rounding) for rate in rates])


def _split_gross(rate: int, gross: int, rounding: Rounding) -> RateTotal:
    tax = divide(gross * rate, _WHOLE_BP + rate, rounding)
    return RateTotal(rate, gross - tax, tax, gross)


def _add_to_net(rate: int, net: int, rounding: Rounding) -> RateTotal:
    tax = divide(net * rate, _WHOLE_BP, rounding)
    return RateTotal(rate, net, tax, net + tax)


def price_with_tax(amount_minor: int, rate: int, *, prices_include_tax: bool, rounding: Rounding) -> int:
    """One price as shoppers must see it, tax included (総額表示), in minor units.

    For display only: the receipt's tax is computed by `tax_totals`, so several pieces may cost a little
    less or more than several times this price.
    """
    if prices_include_tax:
        return amount_minor
    return _add_to_net(rate, amount_minor, rounding).gross_minor
