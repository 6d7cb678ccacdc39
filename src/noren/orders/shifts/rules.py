"""Counting and adding up, without a database: what a count comes to, what a drawer should hold, what a report says."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from noren.orders.shifts.errors import CashReasonMissing, DenominationUnknown, PiecesInvalid
from noren.orders.shifts.models import MOST_REASON
from noren.orders.shifts.tenders import TenderHeld, held_from
from noren.pricing import MARKDOWN_REFS

MOST_PIECES = 9_999

Counts = tuple[tuple[int, int], ...]
"""Coins and notes in minor units and how many of each, the largest first."""


def check_counts(counts: Iterable[tuple[int, int]], denominations: Sequence[int]) -> Counts:
    """A count as it is kept: each coin and note once, the largest first, those with no piece left out.

    Raises:
        DenominationUnknown: the currency has no such coin or note, or it is counted twice.
        PiecesInvalid.
    """
    found: dict[int, int] = {}
    for place, (value, pieces) in enumerate(counts):
        if value not in denominations or value in found:
            raise DenominationUnknown(field=f"counts.{place}.value_minor", value=value)
        if not 0 <= pieces <= MOST_PIECES:
            raise PiecesInvalid(field=f"counts.{place}.pieces", limit=MOST_PIECES)
        found[value] = pieces
    return tuple((value, found[value]) for value in denominations if found.get(value))


def sum_of(counts: Iterable[tuple[int, int]]) -> int:
    """What a count comes to, minor units."""
    return sum(value * pieces for value, pieces in counts)


def check_reason(reason: str) -> str:
    """Why something was done, without outer spaces.

    Raises:
        CashReasonMissing: it says nothing, or too much.
    """
    said = reason.strip()
    if not said or len(said) > MOST_REASON:
        raise CashReasonMissing(field="reason", limit=MOST_REASON)
    return said


@dataclass(frozen=True, slots=True)
class Cash:
    """What moved a drawer, minor units, all positive: what is expected in it follows."""

    opening_minor: int = 0
    taken_minor: int = 0
    refunded_minor: int = 0
    paid_out_minor: int = 0
    moved_in_minor: int = 0
    moved_out_minor: int = 0

    @property
    def expected_minor(self) -> int:
        """What the drawer should hold; below zero where more was taken out than was ever in it."""
        return self.opening_minor + self.change_minor

    @property
    def change_minor(self) -> int:
        """What the drawer has more than at the beginning."""
        brought = self.taken_minor + self.moved_in_minor
        return brought - self.refunded_minor - self.paid_out_minor - self.moved_out_minor


@dataclass(frozen=True, slots=True)
class Figure:
    """How often, and how much in minor units."""

    count: int = 0
    minor: int = 0


@dataclass(frozen=True, slots=True)
class RateFigure:
    """What fell under one rate, less what was taken back."""

    rate_bp: int
    net_minor: int
    tax_minor: int
    gross_minor: int


@dataclass(frozen=True, slots=True)
class TenderFigure:
    """What came and went by one way of paying; `name` is what the shop called a tender kind of its own last."""

    provider: str
    taken_minor: int
    given_back_minor: int
    name: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """What an X or Z report says, minor units; `discounts` are those of the sales, before anything came back.

    `points` and `coupons` are those of the sales less those of what was taken back whole. Numbers of receipts are those
    of the first and the last one. `held` is what there should be of tenders beside cash, with what was counted.
    """

    cash: Cash
    sales: Figure
    returns: Figure
    voids: Figure
    discounts: Figure
    taxes: tuple[RateFigure, ...]
    tenders: tuple[TenderFigure, ...]
    held: tuple[TenderHeld, ...]
    points: int
    coupons: int
    receipts: int
    first_receipt: str
    last_receipt: str

    @property
    def total_minor(self) -> int:
        """Sales less what was taken back."""
        return self.sales.minor - self.returns.minor - self.voids.minor

    def as_data(self) -> dict[str, Any]:
        """As it is kept."""
        return asdict(self)

    @property
    def digest(self) -> str:
        """Names what it says: two reports with the same figures have the same."""
        return hashlib.sha256(json.dumps(self.as_data(), sort_keys=True).encode()).hexdigest()[:16]


def report_from(data: Mapping[str, Any]) -> Report:
    """A report as it was kept."""
    figures = {name: Figure(**data[name]) for name in ("sales", "returns", "voids", "discounts")}
    return Report(
        cash=Cash(**data["cash"]),
        **figures,
        taxes=tuple(RateFigure(**rate) for rate in data["taxes"]),
        tenders=tuple(TenderFigure(**tender) for tender in data["tenders"]),
        held=held_from(data.get("held", ())),
        points=data["points"],
        coupons=data["coupons"],
        receipts=data["receipts"],
        first_receipt=data["first_receipt"],
        last_receipt=data["last_receipt"],
    )


def report_of(
    cash: Cash, receipts: Sequence[tuple[str, str, Mapping[str, Any]]], held: tuple[TenderHeld, ...] = ()
) -> Report:
    """Add up a shift.

    Args:
        held: what was taken by tenders beside cash.
        receipts: (kind, number, document) in the order they were issued.
    """
    by_kind = {kind: [document for its, _number, document in receipts if its == kind] for kind in _KINDS}
    sold, back = by_kind["sale"], [*by_kind["void"], *by_kind["return"], *by_kind["short"]]
    with_discount = [document["discount_minor"] for document in sold if document["discount_minor"]]
    return Report(
        cash=cash,
        sales=_figure(sold),
        returns=_figure([*by_kind["return"], *by_kind["short"]]),
        voids=_figure(by_kind["void"]),
        discounts=Figure(len(with_discount), sum(with_discount)),
        taxes=_taxes(sold, back),
        tenders=_tenders(sold, back),
        held=held,
        points=sum(document["points"] for document in sold) - sum(document["points"] for document in back),
        coupons=sum(map(_coupons, sold)) - sum(map(_coupons, by_kind["void"])),
        receipts=len(receipts),
        first_receipt=receipts[0][1] if receipts else "",
        last_receipt=receipts[-1][1] if receipts else "",
    )


_KINDS = ("sale", "void", "return", "short")


def _figure(documents: Sequence[Mapping[str, Any]]) -> Figure:
    return Figure(len(documents), sum(document["total_minor"] for document in documents))


def _coupons(document: Mapping[str, Any]) -> int:
    """How many coupons took something off a sale."""
    named = {code for line in document["lines"] for code, _minor in line.get("discounts", ())}
    return len(named.difference(MARKDOWN_REFS))


def _taxes(sold: Sequence[Mapping[str, Any]], back: Sequence[Mapping[str, Any]]) -> tuple[RateFigure, ...]:
    sums: dict[int, list[int]] = {}
    for sign, documents in ((1, sold), (-1, back)):
        for document in documents:
            for rate in document["taxes"]:
                sums.setdefault(rate["rate_bp"], [0, 0, 0])
                for place, part in enumerate(("net_minor", "tax_minor", "gross_minor")):
                    sums[rate["rate_bp"]][place] += sign * rate[part]
    return tuple(RateFigure(rate_bp, *sums[rate_bp]) for rate_bp in sorted(sums, reverse=True))


def _tenders(sold: Sequence[Mapping[str, Any]], back: Sequence[Mapping[str, Any]]) -> tuple[TenderFigure, ...]:
    sums: dict[str, list[int]] = {}
    names: dict[str, str] = {}
    for place, documents in enumerate((sold, back)):
        for document in documents:
            for tender in document["tenders"]:
                sums.setdefault(tender["provider"], [0, 0])[place] += tender["amount_minor"]
                names[tender["provider"]] = tender.get("name", "")
    return tuple(
        TenderFigure(provider, taken, back, names[provider]) for provider, (taken, back) in sorted(sums.items())
    )
