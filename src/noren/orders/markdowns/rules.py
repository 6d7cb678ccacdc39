"""What markdowns of a sale come to, and whether that is within limits. Pure."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from noren.pricing import MARKDOWN_REFS, Markdown, Quote, QuoteLine


@dataclass(frozen=True, slots=True)
class Weight:
    """What all markdowns of a sale take off, minor units, and the most of a line's list price, percent rounded up."""

    amount_minor: int = 0
    percent: int = 0


@dataclass(frozen=True, slots=True)
class MarkdownLimits:
    """Up to where somebody gives markdowns alone: minor units for a sale, percent of a line; None has no limit."""

    most_minor: int | None = None
    most_percent: int | None = None

    def is_passed(self, weight: Weight) -> bool:
        """Whether a second person is needed."""
        beyond_amount = self.most_minor is not None and weight.amount_minor > self.most_minor
        return beyond_amount or (self.most_percent is not None and weight.percent > self.most_percent)


UNMARKED, UNLIMITED = Weight(), MarkdownLimits()


def taken_off_line(discounts: Collection[tuple[str, int]]) -> int:
    """What of a line's discounts was given by hand, minor units."""
    return sum(minor for ref, minor in discounts if ref in MARKDOWN_REFS)


def weight_of(lines: Sequence[tuple[int, Collection[tuple[str, int]]]]) -> Weight:
    """What was given by hand on lines of (list amount, discounts)."""
    parts = [(list_minor, taken_off_line(discounts)) for list_minor, discounts in lines]
    percents = [-(-100 * off // list_minor) for list_minor, off in parts if list_minor]
    return Weight(sum(off for _list, off in parts), max(percents, default=0))


def weight_of_quote(priced: Quote) -> Weight:
    """What was given by hand in a quote."""
    return weight_of([(line.list_minor, line.discounts) for line in priced.lines])


def taken_by(markdown: Markdown, lines: Sequence[QuoteLine]) -> int:
    """What one markdown took off, minor units."""
    return sum(
        minor
        for line in lines
        if markdown.line in (None, line.ref)
        for ref, minor in line.discounts
        if ref == markdown.ref
    )
