"""A receipt as one value: everything that any rendering of it says. No database, no language, no settings.

A sale's receipt meets Japan's simplified qualified invoice (適格簡易請求書, Consumption Tax Act art. 57-4 (2)): issuer
and registration number, date, goods with a mark on reduced rates, totals per rate with the rate, tax per rate rounded
once. With `formal`, which names the recipient, it is a full one (適格請求書, art. 57-4 (1)). A return's receipt is a
return invoice (適格返還請求書, art. 57-4 (3)): it adds the day of the sale, and the rates are those of the sale.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """Goods as printed. `total_minor` is after the discounts, which are (coupon code, minor units).

    `reasons` are (name of a discount that was given by hand, why).
    """

    name: str
    quantity: int
    unit_price_minor: int
    discount_minor: int
    total_minor: int
    tax_rate_bp: int
    is_reduced: bool
    sku: str = ""
    discounts: tuple[tuple[str, int], ...] = ()
    reasons: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ReceiptTax:
    """What falls under one rate; `net_minor + tax_minor == gross_minor`."""

    rate_bp: int
    net_minor: int
    tax_minor: int
    gross_minor: int


@dataclass(frozen=True, slots=True)
class ReceiptTender:
    """How it was paid, or given back. `change_minor` is None where no change can be.

    A tender that the shop named has its `name` of that day, the number of its slip, how many certificates it was, and
    what of them was kept without change.
    """

    provider: str
    amount_minor: int
    tendered_minor: int | None = None
    change_minor: int | None = None
    name: str = ""
    reference: str = ""
    pieces: int | None = None
    kept_minor: int = 0


@dataclass(frozen=True, slots=True)
class Reprint:
    """A print after the first: the how manieth, by whom, and when by the store's clock."""

    number: int
    staff_name: str
    printed_at: datetime


@dataclass(frozen=True, slots=True)
class Formal:
    """To whom a receipt is made out and for what; from the second on it is a reissue."""

    uid: UUID
    number: int
    recipient: str
    purpose: str
    issued_at: datetime


@dataclass(frozen=True, slots=True)
class ReceiptDocument:
    """A receipt as data; amounts are minor units of `currency`, times are by the store's clock.

    Attributes:
        kind: `sale`, `void`, `return`, or `short` for pieces that were taken off after the sale's receipt was issued.
        order_uid: None for goods that came back without a sale, as is all that is said of the original.
        return_uid: of the return that it is the receipt of.
        original_number, original_at, original_store: of the sale that this takes back; empty for a sale.
        points_balance: after this sale; None for a buyer who is no member, and for receipts that did not keep it.
        voided_at: when the sale was taken back; None while it stands.
        returned_minor: of a sale, what was given back since for goods that came back.
        short_minor: of a sale, what was given back since for pieces that were never sent.
        is_all_back: whether nothing is left of the sale.
        formal_count: how often it was made out to somebody by name.
    """

    uid: UUID
    number: str
    token: str
    kind: str
    order_uid: UUID | None
    order_number: str
    store_id: int
    issuer_name: str
    issuer_number: str
    store_code: str
    store_name: str
    store_address: str
    store_phone: str
    register_code: str
    staff_name: str
    issued_at: datetime
    member_number: str | None
    is_pickup: bool
    lines: tuple[ReceiptLine, ...]
    taxes: tuple[ReceiptTax, ...]
    tenders: tuple[ReceiptTender, ...]
    goods_minor: int
    discount_minor: int
    tax_minor: int
    total_minor: int
    points: int
    points_balance: int | None
    prices_include_tax: bool
    currency: str
    reason: str = ""
    original_number: str = ""
    original_at: datetime | None = None
    original_store: str = ""
    return_uid: UUID | None = None
    returned_minor: int = 0
    short_minor: int = 0
    is_all_back: bool = False
    voided_at: datetime | None = None
    printed_count: int = 0
    formal_count: int = 0
    reprint: Reprint | None = None
    formal: Formal | None = None

    @property
    def is_reprint(self) -> bool:
        """Whether 再発行 is printed on it."""
        return self.reprint is not None

    @property
    def can_be_made_out(self) -> bool:
        """Whether it is of a sale of which something still stands, so that it may be made out to somebody by name."""
        return self.kind == "sale" and self.voided_at is None and not self.is_all_back

    @property
    def subject_uid(self) -> UUID:
        """What it is about: the order, or the return of a sale that nobody found."""
        return self.order_uid or self.return_uid or self.uid

    @property
    def net_minor(self) -> int:
        """The total without tax."""
        return self.total_minor - self.tax_minor


def lines_of(data: Mapping[str, Any]) -> tuple[ReceiptLine, ...]:
    """The lines as a receipt keeps them; discounts by coupon are missing where only their sum was kept."""
    return tuple(
        ReceiptLine(
            **{
                **line,
                "discounts": tuple((code, minor) for code, minor in line.get("discounts", ())),
                "reasons": tuple((code, reason) for code, reason in line.get("reasons", ())),
            }
        )
        for line in data["lines"]
    )


def tenders_of(data: Mapping[str, Any], *, is_refund: bool) -> tuple[ReceiptTender, ...]:
    """The tenders as a receipt keeps them: cash in one piece, unless it has a list of them."""
    if "tenders" in data:
        return tuple(ReceiptTender(**tender) for tender in data["tenders"])
    total = data["total_minor"]
    if is_refund:
        return (ReceiptTender("cash", total),)
    return (ReceiptTender("cash", total, data["tendered_minor"], data["change_minor"]),)
