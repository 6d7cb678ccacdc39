"""What a quote answers: lines with their discounts, tax per rate, points, and which benefits did what."""

from dataclasses import dataclass
from enum import StrEnum, auto

from noren.kernel.tax import RateTotal


@dataclass(frozen=True, slots=True)
class QuoteLine:
    """One line priced. `total_minor` is `list_minor - discount_minor`, in the prices' own mode.

    Attributes:
        discounts: (ref of the markdown or benefit, minor units above zero), in the order they were applied.
    """

    ref: str
    sku: str
    quantity: int
    unit_price_minor: int
    list_minor: int
    discount_minor: int
    total_minor: int
    tax_rate_bp: int
    discounts: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Applied:
    """A benefit that took something off: always above zero."""

    ref: str
    discount_minor: int


class Reason(StrEnum):
    """Why a benefit took nothing off; stable codes, part of the public API.

    In the order they are looked for: more goods cannot make a benefit stack, so a shopper is not told to
    add some for a coupon that would be refused anyway.
    """

    NO_MATCHING_GOODS = auto()
    NOT_STACKABLE = auto()
    BELOW_MINIMUM = auto()
    NO_EFFECT = auto()


@dataclass(frozen=True, slots=True)
class Skipped:
    """A benefit that took nothing off, and why.

    Attributes:
        details: by reason. BELOW_MINIMUM: ("minimum_minor", n), ("missing_minor", n).
            NOT_STACKABLE: ("with", ref of the benefit it does not go together with). Others: none.
    """

    ref: str
    reason: Reason
    details: tuple[tuple[str, int | str], ...] = ()


@dataclass(frozen=True, slots=True)
class Quote:
    """What goods cost.

    Attributes:
        lines: in the order of the goods.
        taxes: per rate, the highest first; a rate stays when its goods became free.
        goods_minor: the list amounts together, in the prices' own mode.
        discount_minor: what all markdowns and benefits took off, in the prices' own mode.
        total_minor: what is paid, tax included.
        tax_minor: the tax in it.
        points: what the sale earns.
        applied: in the order they took their turns.
        skipped: likewise.
    """

    lines: tuple[QuoteLine, ...]
    taxes: tuple[RateTotal, ...]
    goods_minor: int
    discount_minor: int
    total_minor: int
    tax_minor: int
    points: int
    applied: tuple[Applied, ...]
    skipped: tuple[Skipped, ...]
