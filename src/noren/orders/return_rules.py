"""What a return gives back: pure functions over the lines as they were sold.

A return gives back what the goods cost with the discounts they were sold with: the difference between what the order's
goods cost that the customer kept so far and what those cost that are kept now. Each step is worked out from what is
kept, never from what comes back, so that whatever comes back in whatever order adds up to what was paid, to the yen.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from noren.kernel.money import Rounding
from noren.kernel.tax import RateTotal, tax_totals
from noren.people.roles import Deed


@dataclass(frozen=True, slots=True)
class Sold:
    """A line of an order: what it came to after discounts, in the prices' own mode, and what of it is back already.

    A fee is paid for what was done, and never comes back.
    """

    ref: str
    quantity: int
    returned: int
    total_minor: int
    tax_rate_bp: int
    is_fee: bool = False

    @property
    def left(self) -> int:
        """Pieces that may still come back."""
        return self.quantity - self.returned


@dataclass(frozen=True, slots=True)
class Terms:
    """How the sale was counted. `points_per_minor` as in `noren.pricing`: so many points per so many minor units."""

    prices_include_tax: bool
    rounding: Rounding
    points_per_minor: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Refund:
    """What a return gives back, in minor units.

    Attributes:
        amounts: per piece group as asked, in its order, after discounts and in the prices' own mode.
        taxes: per rate, the highest first; rates that nothing came back of are absent.
        points: what is no longer earned.
        is_full: nothing of the order is left with the customer.
        is_all_goods: no goods are left with the customer, but a fee may be.
    """

    amounts: tuple[int, ...]
    taxes: tuple[RateTotal, ...]
    total_minor: int
    tax_minor: int
    points: int
    is_full: bool
    is_all_goods: bool


def deeds_of_return(
    *, has_sale: bool, is_late: bool, is_whole_on_its_day: bool, given_back_minor: int, limit_minor: int | None
) -> tuple[Deed, ...]:
    """What a return comes to, beyond taking goods back.

    Args:
        is_whole_on_its_day: no goods of the sale are left, on the day of the sale: that is a void by another name.
        given_back_minor: for the sale with this return and all before it, so that no parts stay below the limit.
    """
    asked = (
        (Deed.RETURN_WITHOUT_SALE, not has_sale),
        (Deed.RETURN_LATE, is_late),
        (Deed.VOID_SALE, is_whole_on_its_day),
        (Deed.REFUND_LARGE, limit_minor is not None and given_back_minor > limit_minor),
    )
    return tuple(deed for deed, is_needed in asked if is_needed)


def kept_minor(total_minor: int, quantity: int, kept: int) -> int:
    """What `kept` pieces of a line cost: the line's total shared over its pieces, the larger shares kept longest."""
    part, larger = divmod(total_minor, quantity)
    return part * kept + min(larger, kept)


def refund_for(
    sold: Sequence[Sold],
    back: Sequence[tuple[str, int]],
    *,
    taxes_left: Sequence[RateTotal],
    points_left: int,
    earned: int,
    terms: Terms,
) -> Refund:
    """What is given back for pieces of an order.

    Args:
        sold: all lines that have pieces.
        back: (ref of a line, pieces) in any order; a line may be named several times.
        taxes_left: the order's totals per rate less those of its earlier returns.
        points_left: the order's points less those that earlier returns took.
        earned: the order's points as they were earned.

    Raises:
        ValueError: more pieces come back than are left of a line.
    """
    lines = {line.ref: line for line in sold}
    left = {line.ref: line.left for line in sold}
    amounts = []
    for ref, pieces in back:
        line, before = lines[ref], left[ref]
        if not 0 < pieces <= before:
            raise ValueError(f"{pieces} pieces cannot come back of {before}")
        left[ref] = before - pieces
        now = kept_minor(line.total_minor, line.quantity, left[ref])
        amounts.append(kept_minor(line.total_minor, line.quantity, before) - now)
    is_full = not any(left.values())
    kept = [(line.tax_rate_bp, kept_minor(line.total_minor, line.quantity, left[line.ref])) for line in sold]
    after = tax_totals(kept, prices_include_tax=terms.prices_include_tax, rounding=terms.rounding)
    taxes = _difference(taxes_left, () if is_full else after, {lines[ref].tax_rate_bp for ref, _pieces in back})
    points = points_left - (0 if is_full else min(points_left, _points_kept(sold, after, earned, terms)))
    return Refund(
        amounts=tuple(amounts),
        taxes=taxes,
        total_minor=sum(rate.gross_minor for rate in taxes),
        tax_minor=sum(rate.tax_minor for rate in taxes),
        points=points,
        is_full=is_full,
        is_all_goods=not any(left[line.ref] for line in sold if not line.is_fee),
    )


def rounding_of(sold: Sequence[Sold], taxes: Sequence[RateTotal], terms: Terms) -> Rounding:
    """The rounding that the sale was counted with, which its totals show; the shop may round otherwise by now."""
    amounts = [(line.tax_rate_bp, line.total_minor) for line in sold]
    roundings: tuple[Rounding, ...] = (terms.rounding, *Rounding)
    for rounding in roundings:
        if tax_totals(amounts, prices_include_tax=terms.prices_include_tax, rounding=rounding) == tuple(taxes):
            return rounding
    return terms.rounding


def taxes_left(taxes: Iterable[RateTotal], returned: Iterable[RateTotal]) -> tuple[RateTotal, ...]:
    """An order's totals per rate less those of its returns, the highest rate first."""
    left = {rate.rate_bp: rate for rate in taxes}
    for rate in returned:
        left[rate.rate_bp] = _minus(left[rate.rate_bp], rate)
    return tuple(left[rate_bp] for rate_bp in sorted(left, reverse=True))


def _difference(before: Sequence[RateTotal], after: Sequence[RateTotal], rates: set[int]) -> tuple[RateTotal, ...]:
    now: Mapping[int, RateTotal] = {rate.rate_bp: rate for rate in after}
    return tuple(
        _minus(rate, now.get(rate.rate_bp) or RateTotal(rate.rate_bp, 0, 0, 0))
        for rate in before
        if rate.rate_bp in rates
    )


def _minus(one: RateTotal, other: RateTotal) -> RateTotal:
    return RateTotal(
        one.rate_bp,
        one.net_minor - other.net_minor,
        one.tax_minor - other.tax_minor,
        one.gross_minor - other.gross_minor,
    )


def _points_kept(sold: Sequence[Sold], after: Sequence[RateTotal], earned: int, terms: Terms) -> int:
    """What the goods that are kept earn: by the sale's terms while its points show them, else by their share."""
    amounts = [(line.tax_rate_bp, line.total_minor) for line in sold]
    whole = sum(
        rate.net_minor
        for rate in tax_totals(amounts, prices_include_tax=terms.prices_include_tax, rounding=terms.rounding)
    )
    kept = sum(rate.net_minor for rate in after)
    points, per_minor = terms.points_per_minor
    if whole // per_minor * points == earned:
        return kept // per_minor * points
    return earned * kept // whole if whole else 0
