"""Money: integers in the minor unit of a currency; the only place that divides an amount.

Every division names its rounding, and every split of an amount adds up to that amount.
"""

from collections.abc import Sequence
from enum import StrEnum, auto

# What a shopper sees before the digits, and how many digits stand after the point (ISO 4217).
_CURRENCIES = {
    "AUD": ("A$", 2),
    "CNY": ("CN¥", 2),
    "EUR": ("€", 2),
    "GBP": ("£", 2),
    "HKD": ("HK$", 2),
    "JPY": ("¥", 0),
    "KRW": ("₩", 0),
    "SGD": ("S$", 2),
    "THB": ("฿", 2),
    "TWD": ("NT$", 2),
    "USD": ("$", 2),
}


class Rounding(StrEnum):
    """How the part below one minor unit is treated: always by size, never by sign.

    The names are those of the receipt: FLOOR drops it (切り捨て), HALF_UP rounds it up from one half on
    (四捨五入), CEILING raises it (切り上げ). A refund mirrors its sale: -10.5 is -10 by FLOOR and -11 by
    the other two, so that what was charged and what is given back cancel to zero. (The floor of
    mathematics would refund one yen more than was charged.)
    """

    FLOOR = auto()
    HALF_UP = auto()
    CEILING = auto()


def divide(numerator: int, denominator: int, rounding: Rounding) -> int:
    """The whole quotient, rounded by size: `divide(-n, d, r) == -divide(n, d, r)`.

    Raises:
        ValueError: the denominator is not positive.
    """
    if denominator <= 0:
        raise ValueError(f"an amount is divided by a positive number, not by {denominator}")
    size = -numerator if numerator < 0 else numerator
    if rounding is Rounding.FLOOR:
        quotient = size // denominator
    elif rounding is Rounding.HALF_UP:
        quotient = (2 * size + denominator) // (2 * denominator)
    else:
        quotient = -(-size // denominator)
    return -quotient if numerator < 0 else quotient


def share(amount: int, weights: Sequence[int]) -> list[int]:
    """Split an amount in proportion to the weights by largest remainder; the parts add up to the amount.

    Each part is its exact share rounded down or up by less than one. What is left over goes, one unit
    each, to the largest remainders, of equal ones to the earlier. A weight of zero gets zero. An amount of
    at most the sum of the weights gives no part above its weight. A negative amount mirrors the positive.

    Args:
        weights: zero or more each.

    Raises:
        ValueError: a weight is negative, or there is an amount and no weight above zero.
    """
    if amount < 0:
        return [-part for part in share(-amount, weights)]
    whole = sum(weights)
    if weights and min(weights) < 0:
        raise ValueError(f"a weight is below zero: {min(weights)}")
    if whole == 0:
        if amount:
            raise ValueError(f"nothing to share {amount} over: no weight is above zero")
        return [0] * len(weights)
    exact = [divmod(amount * weight, whole) for weight in weights]
    parts = [part for part, _ in exact]
    if left := amount - sum(parts):
        # sorted() is stable, also in reverse: of equal remainders the earlier comes first.
        remainders = [remainder for _, remainder in exact]
        by_remainder = sorted(range(len(parts)), key=remainders.__getitem__, reverse=True)
        for place in by_remainder[:left]:
            parts[place] += 1
    return parts


def decimals_of(currency: str) -> int:
    """How many digits stand after the point: 0 for JPY, 2 for EUR (ISO 4217).

    Raises:
        ValueError: the currency is not in the table.
    """
    if currency not in _CURRENCIES:
        raise ValueError(f"unknown currency {currency!r}; known are {', '.join(sorted(_CURRENCIES))}")
    return _CURRENCIES[currency][1]


def format_money(minor: int, currency: str = "JPY") -> str:
    """An amount as people read it: `¥1,980`, `-¥50`, `$19.80`.

    Args:
        currency: an ISO 4217 code of the table above.

    Raises:
        ValueError: the currency is not in the table.
    """
    if currency not in _CURRENCIES:
        raise ValueError(f"unknown currency {currency!r}; known are {', '.join(sorted(_CURRENCIES))}")
    symbol, decimals = _CURRENCIES[currency]
    sign = "-" if minor < 0 else ""
    major, below = divmod(abs(minor), 10**decimals)
    digits = f"{major:,}.{below:0{decimals}}" if decimals else f"{major:,}"
    return f"{sign}{symbol}{digits}"
