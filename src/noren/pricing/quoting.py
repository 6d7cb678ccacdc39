"""The quote: the only code that prices goods. Every order asks for one, so it is kept quick.

Markdowns come first: another price, then what is taken off a line, then what is taken off all goods. Benefits
take their turns in the order of (priority, ref), each on what the former left. A discount is worked out once on all
its goods together, then shared over their lines by largest remainder: discounts live on lines, so that returns, tax
and points follow per line and the parts add up (ec-cube#6335).
"""

from collections.abc import Sequence

from noren.kernel.money import Rounding, divide, share
from noren.kernel.tax import tax_totals
from noren.pricing.basket import (
    MARKDOWN_REFS,
    MAX_QUANTITY,
    MAX_TAX_RATE_BP,
    MAX_UNIT_PRICE_MINOR,
    Benefit,
    Goods,
    Markdown,
    MarkdownKind,
    Terms,
)
from noren.pricing.errors import (
    BenefitRepeated,
    LineRepeated,
    MarkdownInvalid,
    QuantityInvalid,
    TaxRateInvalid,
    UnitPriceInvalid,
)
from noren.pricing.language import MAX_AMOUNT_MINOR
from noren.pricing.quotes import Applied, Quote, QuoteLine, Reason, Skipped
from noren.pricing.rules import WHOLE_BP

_BOUNDS = {
    MarkdownKind.PRICE: (0, MAX_UNIT_PRICE_MINOR),
    MarkdownKind.PERCENT: (1, WHOLE_BP),
    MarkdownKind.AMOUNT: (1, MAX_AMOUNT_MINOR),
}


def quote(
    goods: Sequence[Goods], benefits: Sequence[Benefit], terms: Terms, markdowns: Sequence[Markdown] = ()
) -> Quote:
    """Price goods under the benefits and terms. The same input always gives the same quote.

    Goods may be in any order: one unit that cannot be shared evenly goes by rate, SKU and ref, not by place.

    Raises:
        QuantityInvalid, UnitPriceInvalid, TaxRateInvalid: out of the bounds that `Goods` states.
        LineRepeated, BenefitRepeated: a ref stands twice.
        MarkdownInvalid: out of the bounds that `Markdown` states, of no line, or of one with another like it.
    """
    _check_goods(goods)
    draft = _Draft(goods)
    if markdowns:
        _check_markdowns(markdowns, {line.ref for line in goods})
        for markdown in sorted(markdowns, key=lambda each: MARKDOWN_REFS.index(each.ref)):
            draft.mark_down(markdown, terms.discount_rounding)
        draft.asked = draft.left.copy()
    applied: list[Applied] = []
    skipped: list[Skipped] = []
    for benefit in _in_turn(benefits):
        outcome = draft.take(benefit, terms.discount_rounding)
        if isinstance(outcome, Applied):
            applied.append(outcome)
        else:
            skipped.append(outcome)
    return _close(draft, terms, tuple(applied), tuple(skipped))


class _Draft:
    """Goods while benefits take their turns: what each line was, what is left of it, and who took what."""

    __slots__ = ("asked", "first", "goods", "left", "list_minor", "parts", "places")

    def __init__(self, goods: Sequence[Goods]) -> None:
        self.goods = goods
        self.list_minor = [line.quantity * line.unit_price_minor for line in goods]
        self.left = self.list_minor.copy()
        self.asked = self.list_minor  # after markdowns: what the buyer is asked for before any benefit
        self.parts: list[list[tuple[str, int]]] = [[] for _ in goods]
        self.places = sorted(range(len(goods)), key=self._standing)
        self.first: Benefit | None = None

    def _standing(self, place: int) -> tuple[int, str, str]:
        line = self.goods[place]
        return (-line.tax_rate_bp, line.sku, line.ref)

    def take(self, benefit: Benefit, rounding: Rounding) -> Applied | Skipped:
        """Let the benefit take off what it may."""
        ref, rule, only = benefit.ref, benefit.rule, benefit.rule.goods
        places = self.places
        if only is not None:
            places = [place for place in places if only.covers(self.goods[place])]
        if not places:
            return Skipped(ref, Reason.NO_MATCHING_GOODS)
        if self.first is not None and not (rule.stacks and self.first.rule.stacks):
            return Skipped(ref, Reason.NOT_STACKABLE, (("with", self.first.ref),))
        missing = rule.minimum_minor - sum([self.asked[place] for place in places])
        if missing > 0:
            details = (("minimum_minor", rule.minimum_minor), ("missing_minor", missing))
            return Skipped(ref, Reason.BELOW_MINIMUM, details)
        discount = rule.benefit.discount_on(sum([self.left[place] for place in places]), rounding)
        if discount == 0:
            return Skipped(ref, Reason.NO_EFFECT)
        self._take_off(ref, discount, places)
        self.first = self.first or benefit
        return Applied(ref, discount)

    def mark_down(self, markdown: Markdown, rounding: Rounding) -> None:
        """Take off what staff said, as far as anything is left."""
        places = [place for place in self.places if markdown.line in (None, self.goods[place].ref)]
        left = sum([self.left[place] for place in places])
        if markdown.kind is MarkdownKind.PRICE:
            discount = max(0, left - self.goods[places[0]].quantity * markdown.value)
        elif markdown.kind is MarkdownKind.PERCENT:
            discount = divide(left * markdown.value, WHOLE_BP, rounding)
        else:
            discount = min(markdown.value, left)
        if discount:
            self._take_off(markdown.ref, discount, places)

    def _take_off(self, ref: str, discount: int, places: Sequence[int]) -> None:
        parts = share(discount, [self.left[place] for place in places])
        for place, part in zip(places, parts, strict=True):
            if part:
                self.left[place] -= part
                self.parts[place].append((ref, part))


def _close(draft: _Draft, terms: Terms, applied: tuple[Applied, ...], skipped: tuple[Skipped, ...]) -> Quote:
    amounts = [(goods.tax_rate_bp, left) for goods, left in zip(draft.goods, draft.left, strict=True)]
    taxes = tax_totals(amounts, prices_include_tax=terms.prices_include_tax, rounding=terms.tax_rounding)
    total_minor = tax_minor = 0
    for rate in taxes:
        total_minor += rate.gross_minor
        tax_minor += rate.tax_minor
    goods_minor = sum(draft.list_minor)
    return Quote(
        _lines(draft),
        taxes,
        goods_minor,
        goods_minor - sum(draft.left),
        total_minor,
        tax_minor,
        _points(draft.goods, amounts, total_minor - tax_minor, terms),
        applied,
        skipped,
    )


def _lines(draft: _Draft) -> tuple[QuoteLine, ...]:
    lines = []
    for place, goods in enumerate(draft.goods):
        list_minor, left = draft.list_minor[place], draft.left[place]
        line = QuoteLine(
            goods.ref,
            goods.sku,
            goods.quantity,
            goods.unit_price_minor,
            list_minor,
            list_minor - left,
            left,
            goods.tax_rate_bp,
            tuple(draft.parts[place]),
        )
        lines.append(line)
    return tuple(lines)


def _points(goods: Sequence[Goods], amounts: list[tuple[int, int]], net_minor: int, terms: Terms) -> int:
    earning = [amount for amount, line in zip(amounts, goods, strict=True) if line.earns_points]
    if len(earning) < len(amounts):
        taxes = tax_totals(earning, prices_include_tax=terms.prices_include_tax, rounding=terms.tax_rounding)
        net_minor = sum([rate.net_minor for rate in taxes])
    points, per_minor = terms.points_per_minor
    return net_minor // per_minor * points


def _in_turn(benefits: Sequence[Benefit]) -> Sequence[Benefit]:
    if len(benefits) < 2:
        return benefits
    for place, benefit in enumerate(benefits):
        if any(earlier.ref == benefit.ref for earlier in benefits[:place]):
            raise BenefitRepeated(field=f"benefits.{place}", ref=benefit.ref)
    return sorted(benefits, key=lambda benefit: (benefit.rule.priority, benefit.ref))


def _check_goods(goods: Sequence[Goods]) -> None:
    refs = set()
    for place, line in enumerate(goods):
        if not _is_whole(line.quantity, 1, MAX_QUANTITY):
            raise QuantityInvalid(field=f"lines.{place}.quantity", given=str(line.quantity), low=1, high=MAX_QUANTITY)
        if not _is_whole(line.unit_price_minor, 0, MAX_UNIT_PRICE_MINOR):
            raise UnitPriceInvalid(
                field=f"lines.{place}.unit_price_minor",
                given=str(line.unit_price_minor),
                low=0,
                high=MAX_UNIT_PRICE_MINOR,
            )
        if not _is_whole(line.tax_rate_bp, 0, MAX_TAX_RATE_BP):
            raise TaxRateInvalid(
                field=f"lines.{place}.tax_rate_bp", given=str(line.tax_rate_bp), low=0, high=MAX_TAX_RATE_BP
            )
        if line.ref in refs:
            raise LineRepeated(field=f"lines.{place}.ref", ref=line.ref)
        refs.add(line.ref)


def _check_markdowns(markdowns: Sequence[Markdown], refs: set[str]) -> None:
    seen = set()
    for place, markdown in enumerate(markdowns):
        low, high = _BOUNDS[markdown.kind]
        is_named = markdown.line in refs if markdown.line is not None else markdown.kind is not MarkdownKind.PRICE
        if not (is_named and _is_whole(markdown.value, low, high)) or (markdown.ref, markdown.line) in seen:
            raise MarkdownInvalid(field=f"markdowns.{place}")
        seen.add((markdown.ref, markdown.line))


def _is_whole(number: object, low: int, high: int) -> bool:
    # A float would make every later amount a float, and true is an int to isinstance().
    return type(number) is int and low <= number <= high
