"""Coins and notes: what a drawer is counted by, in the minor unit of a currency."""

# The largest first: the order in which people count. Notes and coins that the issuer withdrew are left out.
_DENOMINATIONS = {
    "AUD": (10_000, 5_000, 2_000, 1_000, 500, 200, 100, 50, 20, 10, 5),
    "CNY": (10_000, 5_000, 2_000, 1_000, 500, 100, 50, 10),
    "EUR": (20_000, 10_000, 5_000, 2_000, 1_000, 500, 200, 100, 50, 20, 10, 5, 2, 1),
    "GBP": (5_000, 2_000, 1_000, 500, 200, 100, 50, 20, 10, 5, 2, 1),
    "HKD": (100_000, 50_000, 10_000, 5_000, 2_000, 1_000, 500, 200, 100, 50, 20, 10),
    "JPY": (10_000, 5_000, 2_000, 1_000, 500, 100, 50, 10, 5, 1),
    "KRW": (50_000, 10_000, 5_000, 1_000, 500, 100, 50, 10),
    "SGD": (10_000, 5_000, 1_000, 500, 200, 100, 50, 20, 10, 5),
    "THB": (100_000, 50_000, 10_000, 5_000, 2_000, 1_000, 500, 200, 100, 50, 25),
    "TWD": (200_000, 100_000, 50_000, 20_000, 10_000, 5_000, 1_000, 500, 100),
    "USD": (10_000, 5_000, 2_000, 1_000, 500, 200, 100, 50, 25, 10, 5, 1),
}


def denominations_of(currency: str) -> tuple[int, ...]:
    """Coins and notes of a currency in minor units, the largest first: 10,000 to 1 for JPY.

    Raises:
        ValueError: the currency is not in the table.
    """
    if currency not in _DENOMINATIONS:
        raise ValueError(f"unknown currency {currency!r}; known are {', '.join(sorted(_DENOMINATIONS))}")
    return _DENOMINATIONS[currency]
