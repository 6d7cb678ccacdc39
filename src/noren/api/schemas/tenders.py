"""Tenders at a till: what is handed in, and which kinds the shop takes beside cash."""

from typing import Annotated

from pydantic import Field, StringConstraints

from noren.api.schemas.base import Amount, Body, Out, Uid

TenderCode = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,19}$"),
    Field(description="`cash`, or the code of a tender kind of the session's `terms`.", examples=["cash"]),
]
SlipNumber = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=40, pattern=r"^[^\x00-\x1f\x7f]*$"),
    Field(description="The number on the terminal's slip.", examples=["004217"]),
]


class TenderIn(Body):
    """Money handed in. Several pay one sale; cash is at most one of them."""

    uid: Uid = Field(description="Made on the device.")
    provider: TenderCode = "cash"
    amount_minor: Amount = Field(description="What was handed in; the change is worked out.", examples=[5000])
    reference: SlipNumber | None = None
    pieces: (
        Annotated[int, Field(strict=True, ge=1, le=9_999, description="Gift certificates of one face value.")] | None
    ) = None


class MadeTenderIn(TenderIn):
    """Money that a till took by itself."""

    change_minor: Amount | None = Field(
        default=None, description="What was given back on it; null where only cash gives change.", examples=[20]
    )


class TenderKindOut(Out):
    """A way of paying at a till beside cash."""

    code: str = Field(examples=["card"])
    name: str = Field(examples=["クレジットカード"])
    form: str = Field(description="`card`, `wallet` (QR code or e-money) or `voucher`.", examples=["card"])
    rest: str = Field(
        description="What is beyond what is due is `refused`, given as `change` in cash, or `kept`.",
        examples=["refused"],
    )
    refund_by: str = Field(description="How it goes back: by `itself`, or in `cash`.", examples=["itself"])
    opens_drawer: bool
    is_counted: bool = Field(description="Whether it is counted when a shift is closed.")
    needs_reference: bool = Field(description="Whether the number of its slip must be typed.")
    most_alone_minor: int | None = Field(
        description="What one sale may take by it without a network; 0 for none, null for no limit of its own."
    )
    faces_minor: list[int] = Field(description="Values of certificates; empty for any.", examples=[[500, 1000]])
