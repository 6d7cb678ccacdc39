"""What a quote is asked for: goods, the benefits that may be used on them, and the deployment's terms."""

from dataclasses import dataclass
from enum import StrEnum, auto

from noren.kernel.money import Rounding
from noren.pricing.rules import Rule

MAX_QUANTITY = 9_999
MAX_UNIT_PRICE_MINOR = 99_999_999
MAX_TAX_RATE_BP = 10_000
OFF_PRICE, OFF_LINE, OFF_SALE = "@price", "@line", "@sale"
MARKDOWN_REFS = (OFF_PRICE, OFF_LINE, OFF_SALE)
"""What markdowns are called among the discounts of a line, in the order they take their turns."""


@dataclass(frozen=True, slots=True)
class Goods:
    """One line that somebody wants to buy.

    Attributes:
        ref: the caller's name of the line, unique in a quote; comes back on the quote's line.
        sku: the variant; product: its product's code; categories: codes of all categories it is found under,
            ancestors included. Rules name goods by these.
        quantity: 1 to 9,999.
        unit_price_minor: 0 to 99,999,999, with or without tax as the terms say.
        tax_rate_bp: 0 to 10,000 basis points, already decided from tax class and service mode.
        earns_points: False for what earns no points, such as a carrier bag or a gift card.
    """

    ref: str
    sku: str
    product: str
    categories: frozenset[str]
    quantity: int
    unit_price_minor: int
    tax_rate_bp: int
    earns_points: bool = True


class MarkdownKind(StrEnum):
    """What a markdown's value is: another price of one piece, basis points off, or minor units off."""

    PRICE = auto()
    PERCENT = auto()
    AMOUNT = auto()


@dataclass(frozen=True, slots=True)
class Markdown:
    """What staff take off by hand, before any benefit (docs/adr/0022).

    Attributes:
        line: the ref of its line; None for all goods, which no price can be for.
        value: by kind. PRICE: of one piece, 0 to 99,999,999; one above the list price takes nothing off. PERCENT: 1 to
            10,000 basis points of what is left. AMOUNT: 1 to 999,999,999,999 minor units, once.
    """

    kind: MarkdownKind
    value: int
    line: str | None = None

    @property
    def ref(self) -> str:
        """Names its part among the discounts of a line. No coupon's code has small letters."""
        if self.line is None:
            return OFF_SALE
        return OFF_PRICE if self.kind is MarkdownKind.PRICE else OFF_LINE


@dataclass(frozen=True, slots=True)
class Benefit:
    """A rule that this buyer may use now; whether they may is decided before pricing.

    Attributes:
        ref: the coupon's code or the grant's ref, unique in a quote; comes back in `applied` or `skipped`.
    """

    ref: str
    rule: Rule


@dataclass(frozen=True, slots=True)
class Terms:
    """How a deployment counts.

    Attributes:
        prices_include_tax: whether unit prices, minimums and discounts are amounts with tax or without.
        tax_rounding: used once per rate.
        discount_rounding: used once per percent benefit, before it is shared over the lines.
        points_per_minor: (points, minor units): (1, 100) is one point for each full 100 minor units of
            goods after discounts without tax, counted once per receipt; (5, 100) is five for each full 100
            (100円につき5ポイント), so 199 earn five; (0, 1) earns nothing.

    Raises:
        ValueError: points below zero, or for no amount.
    """

    prices_include_tax: bool
    tax_rounding: Rounding
    discount_rounding: Rounding
    points_per_minor: tuple[int, int] = (1, 100)

    def __post_init__(self) -> None:
        points, minor = self.points_per_minor
        if points < 0 or minor <= 0:
            raise ValueError(f"points_per_minor must be points >= 0 per amount > 0, not {points} per {minor}")
