"""Rules: what a benefit takes off which goods. Frozen and hashable, so that a parsed rule may be cached."""

from dataclasses import dataclass
from typing import Protocol

from noren.kernel.money import Rounding, divide

WHOLE_BP = 10_000


class Matchable(Protocol):
    """What a rule must know of goods to tell whether it is for them."""

    @property
    def sku(self) -> str: ...
    @property
    def product(self) -> str: ...
    @property
    def categories(self) -> frozenset[str]: ...


@dataclass(frozen=True, slots=True)
class PercentOff:
    """A part of the amount in basis points, 1 to 10,000; at most `up_to_minor` if that is given."""

    percent_bp: int
    up_to_minor: int | None = None

    def discount_on(self, left_minor: int, rounding: Rounding) -> int:
        """What it takes off an amount of zero or more: never more than the amount."""
        discount = divide(left_minor * self.percent_bp, WHOLE_BP, rounding)
        most = left_minor if self.up_to_minor is None else min(self.up_to_minor, left_minor)
        return min(discount, most)


@dataclass(frozen=True, slots=True)
class AmountOff:
    """A fixed amount in minor units, once per quote."""

    amount_minor: int

    def discount_on(self, left_minor: int, rounding: Rounding) -> int:
        """What it takes off an amount of zero or more: never more than the amount; nothing is rounded."""
        del rounding
        return min(self.amount_minor, left_minor)


@dataclass(frozen=True, slots=True)
class GoodsFilter:
    """The goods a rule is for: those of any of these SKUs, products or categories."""

    skus: frozenset[str] = frozenset()
    products: frozenset[str] = frozenset()
    categories: frozenset[str] = frozenset()

    def covers(self, goods: Matchable) -> bool:
        """Whether the goods are among them."""
        return (
            goods.sku in self.skus or goods.product in self.products or not self.categories.isdisjoint(goods.categories)
        )


@dataclass(frozen=True, slots=True)
class Rule:
    """One benefit and when it holds.

    Attributes:
        minimum_minor: the matching goods must come to this much before any discount, in the prices' own mode
            (with tax where prices include it).
        goods: None for all goods.
        priority: the lower takes its turn first.
        stacks: False to be used alone: neither after another benefit that took something off nor before one.
    """

    benefit: PercentOff | AmountOff
    minimum_minor: int = 0
    goods: GoodsFilter | None = None
    priority: int = 0
    stacks: bool = False
