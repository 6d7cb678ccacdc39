"""Tenders of a shift beside cash: what it should hold of each, what was counted, and how much they differ. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from noren.orders.events import TenderCounted
from noren.orders.shifts.errors import TenderCountInvalid, TenderDifferenceUnexplained

MOST_COUNTED_MINOR = 9_999_999_999
MOST_PIECES = 999_999


@dataclass(frozen=True, slots=True)
class TenderCount:
    """What somebody counted of a tender kind: certificates by number and sum, of a terminal the total it prints."""

    provider: str
    counted_minor: int
    pieces: int | None = None


@dataclass(frozen=True, slots=True)
class TenderHeld:
    """What a register took by one tender kind, minor units, and what of it was counted; None where nobody did.

    `came_minor` is with what the shop kept of certificates, `back_minor` what went back by the kind itself. `pieces`
    are certificates, or payments on a terminal, that came in.
    """

    provider: str
    name: str
    is_counted: bool
    came_minor: int = 0
    back_minor: int = 0
    pieces: int = 0
    counted_minor: int | None = None
    counted_pieces: int | None = None

    @property
    def expected_minor(self) -> int:
        """What should be there, or stand on the terminal; below zero where more went back than came."""
        return self.came_minor - self.back_minor

    @property
    def difference_minor(self) -> int:
        """Counted less expected; nothing where nobody counted."""
        return 0 if self.counted_minor is None else self.counted_minor - self.expected_minor

    def as_data(self) -> dict[str, Any]:
        """As it is kept."""
        return asdict(self)


def held_from(kept: Iterable[Mapping[str, Any]]) -> tuple[TenderHeld, ...]:
    """What a report kept."""
    return tuple(TenderHeld(**each) for each in kept)


def counted_of(held: Iterable[TenderHeld]) -> tuple[TenderCounted, ...]:
    """What the timeline keeps of them."""
    return tuple(TenderCounted(each.provider, each.expected_minor, each.counted_minor) for each in held)


def with_counts(
    held: Sequence[TenderHeld], counts: Sequence[TenderCount], names: Mapping[str, str]
) -> tuple[TenderHeld, ...]:
    """What was held, with what was counted; a kind that took nothing is there where somebody counted it.

    Args:
        names: what kinds are called that may be counted, by code.

    Raises:
        TenderCountInvalid: a kind that is not counted, twice the same, or an amount that nobody holds.
    """
    by_code = {each.provider: each for each in held}
    seen: set[str] = set()
    for place, count in enumerate(counts):
        code = count.provider
        fits = 0 <= count.counted_minor <= MOST_COUNTED_MINOR and 0 <= (count.pieces or 0) <= MOST_PIECES
        if code in seen or not fits or (code not in names and code not in by_code):
            raise TenderCountInvalid(field=f"tenders.{place}", tender=code)
        seen.add(code)
        known = by_code.get(code) or TenderHeld(code, names[code], is_counted=True)
        by_code[code] = replace(known, counted_minor=count.counted_minor, counted_pieces=count.pieces)
    return tuple(each for each in by_code.values() if each.came_minor or each.back_minor or each.counted_minor)


def check_explained(held: Iterable[TenderHeld], *, said: str) -> None:
    """Refuse a count that differs, where nobody said why.

    Raises:
        TenderDifferenceUnexplained.
    """
    for each in held:
        if each.difference_minor and not said:
            raise TenderDifferenceUnexplained(
                field="reason",
                tender=each.name,
                expected_minor=each.expected_minor,
                counted_minor=each.counted_minor or 0,
                difference_minor=each.difference_minor,
            )


def do_differ(held: Iterable[TenderHeld]) -> bool:
    """Whether one of them was counted otherwise than it should be."""
    return any(each.difference_minor for each in held)
