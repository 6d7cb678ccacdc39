"""Whether a till's figures follow from each other: what it printed must be a receipt. Pure."""

from collections.abc import Sequence

from noren.kernel.tax import RateTotal, tax_totals
from noren.orders.late.errors import CouponNamedTwice, FiguresDoNotAddUp
from noren.orders.markdowns.rules import taken_by
from noren.pricing import MARKDOWN_REFS, Markdown, Quote, QuoteLine, Terms


def check_adds_up(quoted: Quote, terms: Terms, markdowns: Sequence[Markdown] = ()) -> tuple[RateTotal, ...]:
    """Check every sum of a till's quote by its own prices and discounts; answer the tax as our terms round it.

    A till whose terms are of yesterday may round otherwise: by one minor unit per rate, no more.

    Raises:
        FiguresDoNotAddUp: `field` is the figure, with what was expected.
        CouponNamedTwice.
    """
    for place, line in enumerate(quoted.lines):
        _check_line(line, f"lines.{place}")
    _check_coupons(quoted)
    _check_markdowns(quoted, markdowns)
    _equal("goods_minor", sum(line.list_minor for line in quoted.lines), quoted.goods_minor)
    _equal("discount_minor", sum(line.discount_minor for line in quoted.lines), quoted.discount_minor)
    ours = tax_totals(
        ((line.tax_rate_bp, line.total_minor) for line in quoted.lines),
        prices_include_tax=terms.prices_include_tax,
        rounding=terms.tax_rounding,
    )
    _check_taxes(quoted, ours, is_gross=terms.prices_include_tax)
    most_points = max(quoted.total_minor, points_of(ours, terms))
    if quoted.points > most_points:
        raise FiguresDoNotAddUp(field="points", expected=most_points, found=quoted.points)
    return ours


def points_of(taxes: tuple[RateTotal, ...], terms: Terms) -> int:
    """What these amounts earn, as `noren.pricing` counts it."""
    points, per_minor = terms.points_per_minor
    return sum(rate.net_minor for rate in taxes) // per_minor * points


def _check_line(line: QuoteLine, field: str) -> None:
    _equal(f"{field}.list_minor", line.quantity * line.unit_price_minor, line.list_minor)
    _equal(f"{field}.discount_minor", sum(minor for _code, minor in line.discounts), line.discount_minor)
    if line.discount_minor > line.list_minor:
        raise FiguresDoNotAddUp(field=f"{field}.discount_minor", expected=line.list_minor, found=line.discount_minor)


def _check_coupons(quoted: Quote) -> None:
    taken: dict[str, int] = {}
    for line in quoted.lines:
        if len({code for code, _minor in line.discounts}) < len(line.discounts):
            raise CouponNamedTwice(field="coupons", coupon=line.discounts[0][0])
        for code, minor in line.discounts:
            if code in MARKDOWN_REFS:
                continue
            taken[code] = taken.get(code, 0) + minor
    for place, applied in enumerate(quoted.applied):
        if any(earlier.ref == applied.ref for earlier in quoted.applied[:place]):
            raise CouponNamedTwice(field=f"coupons.{place}.code", coupon=applied.ref)
        _equal(f"coupons.{place}.discount_minor", taken.pop(applied.ref, 0), applied.discount_minor)
    if taken:
        _equal("coupons", 0, sum(taken.values()))


def _check_markdowns(quoted: Quote, markdowns: Sequence[Markdown]) -> None:
    """Whatever was taken off by hand, somebody gave, and took something off."""
    said = {(each.ref, each.line) for each in markdowns} | {
        (each.ref, line.ref) for each in markdowns if each.line is None for line in quoted.lines
    }
    for place, line in enumerate(quoted.lines):
        for ref, minor in line.discounts:
            if ref in MARKDOWN_REFS and (ref, line.ref) not in said:
                raise FiguresDoNotAddUp(field=f"lines.{place}.discounts", expected=0, found=minor)
    for place, markdown in enumerate(markdowns):
        if taken_by(markdown, quoted.lines) == 0:
            raise FiguresDoNotAddUp(field=f"markdowns.{place}", expected=1, found=0)


def _check_taxes(quoted: Quote, ours: tuple[RateTotal, ...], *, is_gross: bool) -> None:
    said = {rate.rate_bp: rate for rate in quoted.taxes}
    _equal("taxes", len(ours), len(quoted.taxes))
    for expected in ours:
        found = said.get(expected.rate_bp)
        if found is None:
            raise FiguresDoNotAddUp(field="taxes", expected=expected.rate_bp, found=0)
        base = (expected.gross_minor, found.gross_minor) if is_gross else (expected.net_minor, found.net_minor)
        _equal("taxes", *base)
        _equal("taxes", found.net_minor + found.tax_minor, found.gross_minor)
        if abs(found.tax_minor - expected.tax_minor) > 1 or found.tax_minor < 0 or found.net_minor < 0:
            raise FiguresDoNotAddUp(field="taxes", expected=expected.tax_minor, found=found.tax_minor)
    _equal("tax_minor", sum(rate.tax_minor for rate in quoted.taxes), quoted.tax_minor)
    _equal("total_minor", sum(rate.gross_minor for rate in quoted.taxes), quoted.total_minor)


def _equal(field: str, expected: int, found: int) -> None:
    if expected != found:
        raise FiguresDoNotAddUp(field=field, expected=expected, found=found)
