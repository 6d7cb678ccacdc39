"""What a till sends that it did without a network, and what becomes of each envelope.

An envelope that cannot be read must not keep the others of its batch: it is read by itself, and refused by itself.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field, ValidationError, ValidatorFunctionWrapHandler, WrapValidator

from noren.api.schemas.base import (
    Amount,
    Body,
    CouponCode,
    Instant,
    Out,
    Quantity,
    Sku,
    Training,
    Typed,
    Uid,
    UnitPrice,
)
from noren.api.schemas.drawer_envelopes import BookedInShiftOut, MoveCashWordIn, OpenShiftWordIn
from noren.api.schemas.made import ClockOffset, Moment
from noren.api.schemas.markdowns import Markdowns, OfflineMarkdownsOut
from noren.api.schemas.orders import MAX_COUPONS, MAX_LINES
from noren.api.schemas.problems import Problem
from noren.api.schemas.tenders import MadeTenderIn
from noren.pricing.basket import MAX_TAX_RATE_BP

MOST_ENVELOPES = 25
KINDS = ("sale", "open_shift", "move_cash")
TaxRate = Annotated[int, Field(strict=True, ge=0, le=MAX_TAX_RATE_BP, description="Basis points.", examples=[800])]
Points = Annotated[int, Field(strict=True, ge=0, le=999_999_999, description="As printed.", examples=[31])]


class TakenOffIn(Body):
    """What a coupon took off, or of a line also `@price`, `@line` or `@sale` by hand."""

    code: CouponCode
    discount_minor: Annotated[
        int, Field(strict=True, ge=1, le=999_999_999_999, description="Minor units.", examples=[396])
    ]


class MadeLineIn(Body):
    """Goods as they were sold and printed."""

    uid: Uid = Field(description="Made on the device.")
    sku: Sku
    quantity: Quantity
    unit_price_minor: UnitPrice
    tax_rate_bp: TaxRate
    list_minor: Amount = Field(description="Quantity times price.", examples=[3960])
    discount_minor: Amount = Field(description="What was taken off this line.", examples=[396])
    discounts: list[TakenOffIn] = Field(default=[], max_length=MAX_COUPONS + 3, description="Each part of it.")


class MadeTaxIn(Body):
    """The receipt's figures of one rate."""

    rate_bp: TaxRate
    net_minor: Amount = Field(description="Without tax.", examples=[3300])
    tax_minor: Amount = Field(description="The tax.", examples=[264])
    gross_minor: Amount = Field(description="Both together.", examples=[3564])


class EnvelopeIn(Body):
    """A sale over the counter that a till made without a network, as it was charged and printed."""

    kind: Literal["sale"] = Field(description="What was done.")
    uid: Uid = Field(description="The sale's, made on the device: a repeat answers what is stored.")
    register_uid: Uid | None = Field(
        default=None, description="The register it was made at, of the sender's store; null for the sender's."
    )
    staff_uid: Uid = Field(description="Who sold it; the sender may be somebody else of the store.")
    provisional_number: Annotated[Typed, Field(max_length=40, description="On the paper.", examples=["01-000123"])]
    made_at: Moment = Field(description="What the device's clock showed.", examples=["2026-07-04T12:03:20+09:00"])
    clock_offset_s: ClockOffset
    synced_at: Moment = Field(
        description="`at` of the server when the goods and prices were loaded.", examples=["2026-07-04T01:00:00Z"]
    )
    assortment_version: Annotated[str, Field(default="", max_length=64, description="What was loaded.")]
    customer_uid: Uid | None = Field(default=None, description="The member, where the device knew them.")
    member_number: Annotated[
        Typed | None, Field(default=None, max_length=40, description="The card that was scanned, where it did not.")
    ]
    lines: list[MadeLineIn] = Field(min_length=1, max_length=MAX_LINES, description="The goods.")
    coupons: list[TakenOffIn] = Field(default=[], max_length=MAX_COUPONS, description="In the order they were applied.")
    markdowns: Markdowns
    tenders: list[MadeTenderIn] = Field(max_length=10, description="What was handed in.")
    goods_minor: Amount = Field(description="Before discounts.", examples=[3960])
    discount_minor: Amount = Field(description="What was taken off.", examples=[396])
    taxes: list[MadeTaxIn] = Field(min_length=1, max_length=MAX_LINES, description="Per rate, as printed.")
    tax_minor: Amount = Field(description="All tax.", examples=[264])
    total_minor: Amount = Field(description="What was paid.", examples=[3564])
    points: Points
    is_training: Training = False


AnyEnvelope = Annotated[EnvelopeIn | OpenShiftWordIn | MoveCashWordIn, Field(discriminator="kind")]


@dataclass(frozen=True, slots=True)
class Unreadable:
    """An envelope that does not fit the schema: its uid where there is one, and what pydantic found."""

    uid: UUID | None
    errors: Sequence[Mapping[str, Any]]


def _read_alone(sent: object, read: ValidatorFunctionWrapHandler) -> object:
    try:
        return read(sent)
    except ValidationError as refusal:
        errors = [{**error, "loc": ("body", "sent", *_place_of(error))} for error in refusal.errors(include_url=False)]
        return Unreadable(_uid_of(sent), errors)


def _place_of(error: Mapping[str, Any]) -> tuple[str | int, ...]:
    """The field in the envelope: where its kind is known it stands before it, where not it is the kind."""
    place: tuple[str | int, ...] = error["loc"]
    return place[1:] if place and place[0] in KINDS else ("kind", *place)


def _uid_of(sent: object) -> UUID | None:
    try:
        return UUID(str(sent["uid"])) if isinstance(sent, dict) else None
    except (KeyError, ValueError):
        return None


class EnvelopesIn(Body):
    """Envelopes: words of the drawer first, as they were said, so that sales find their shift; then sales as made."""

    envelopes: list[Annotated[AnyEnvelope, WrapValidator(_read_alone)]] = Field(
        min_length=1, max_length=MOST_ENVELOPES, description="Each is booked or refused by itself."
    )


class BookedOut(Out):
    """A sale as it stands in the books."""

    uid: UUID
    number: str = Field(examples=["7KQ2M4XNPT"])
    receipt_number: str = Field(examples=["7KQ2M4XNPT"])
    total_minor: int = Field(examples=[3564])
    points: int = Field(description="0 where the member is not known here.", examples=[33])


class OutcomeOut(Out):
    """What became of one envelope."""

    uid: UUID | None = Field(description="Of the envelope; null where it could not be read.")
    outcome: Literal["booked", "repeated", "refused", "not_now"] = Field(
        description="`repeated`: it was booked before. `refused`: keep it, and show it to a person. `not_now`: nothing "
        "was written, send it again unchanged."
    )
    sale: BookedOut | None = Field(description="Of a sale that was booked, now or before.")
    shift: BookedInShiftOut | None = Field(description="Of an opening or cash that was booked, now or before.")
    problem: Problem | None = Field(description="Why it was not.")


class OutcomeList(Out):
    """What became of the envelopes, in their order."""

    outcomes: list[OutcomeOut]
    at: Instant = Field(description="The server's clock.")


class OfflineCouponsOut(Out):
    """Which coupons a till may take by itself."""

    kinds: list[str] = Field(description="`code`, `member`; empty for none.", examples=[["code", "member"]])
    uses_per_register: int = Field(description="Of one coupon, since goods and prices were loaded.", examples=[1])


class OfflineTermsOut(Out):
    """What a till may do without a network. It is held against what it did: a breach is booked and listed."""

    at: Instant = Field(description="The server's clock, to know how far the device's is ahead.")
    most_per_sale_minor: int = Field(description="With tax.", examples=[50_000])
    most_per_register_minor: int = Field(
        description="With tax, for all sales since goods and prices were loaded.", examples=[500_000]
    )
    most_hours: int = Field(description="So old goods and prices may become.", examples=[24])
    most_cash_out_minor: int | None = Field(
        description="So much cash may be taken out at once by who needs a second person for more; null for any amount.",
        examples=[10_000],
    )
    most_days: int = Field(description="So late an envelope should be sent at the latest.", examples=[30])
    clock_tolerance_s: int = Field(description="So far clocks may be apart unnoticed.", examples=[300])
    most_envelopes: int = Field(description="In one request.", examples=[25])
    payments: list[str] = Field(description="How may be paid.", examples=[["cash"]])
    coupons: OfflineCouponsOut
    markdowns: OfflineMarkdownsOut
    forbidden: list[str] = Field(
        description="What needs a network.", examples=[["delivery", "hand_over", "void", "return", "spend_points"]]
    )
