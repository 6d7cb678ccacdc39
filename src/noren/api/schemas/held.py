"""Lists that tills put by, as they send and read them."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from noren.api.schemas.base import (
    Amount,
    Body,
    CouponCode,
    Instant,
    InstantIn,
    Out,
    Quantity,
    Reason,
    Sku,
    Typed,
    Uid,
    UnitPrice,
)
from noren.api.schemas.envelopes import TaxRate
from noren.api.schemas.orders import MAX_COUPONS, MAX_LINES


class HeldLineIn(Body):
    """Goods on a list."""

    uid: Uid = Field(description="Made on the device; the sale's line will have it.")
    sku: Sku
    name: Typed = Field(description="As the till shows it.", examples=["深煎りコーヒー豆 200g"])
    quantity: Quantity
    unit_price_minor: UnitPrice
    tax_rate_bp: TaxRate


class HeldIn(Body):
    """A list as it stands on the till. Names and addresses of people are no part of it."""

    base_version: Annotated[int, Field(strict=True, ge=0, le=1_000_000, description="Changed on; 0 for a new list.")]
    lines: list[HeldLineIn] = Field(min_length=1, max_length=MAX_LINES, description="The goods.")
    coupon_codes: list[CouponCode] = Field(default=[], max_length=MAX_COUPONS, description="As they were typed.")
    member_number: Annotated[
        str, Field(default="", max_length=40, pattern=r"^[^\x00-\x1f\x7f]*$", description="Of the card, or empty.")
    ]
    is_for_home: bool = Field(default=False, strict=True, description="Whether the goods are to be sent home.")
    total_minor: Amount = Field(description="What it came to.", examples=[1960])
    held_at: InstantIn = Field(description="By the till's clock.", examples=["2026-07-04T12:03:20+09:00"])


class TakeIn(Body):
    """How a list is taken up."""

    was_offline: bool = Field(strict=True, description="Whether the till took it up before it could ask.")


class ThrowAwayIn(Body):
    """Why a list is thrown away."""

    reason: Reason


class HeldLineOut(Out):
    """Goods on a list."""

    uid: UUID
    sku: str
    name: str
    quantity: int
    unit_price_minor: int
    tax_rate_bp: int


class HeldOut(Out):
    """A list of the store's tills. The sale it becomes has its uid."""

    uid: UUID
    version: int
    state: Literal["held", "taken", "thrown_away"]
    is_sold: bool
    register_uid: UUID = Field(description="Who held it, took it up or threw it away.")
    register_name: str
    staff_name: str
    lines: list[HeldLineOut]
    coupon_codes: list[str]
    member_number: str
    is_for_home: bool
    total_minor: int
    held_at: Instant
    changed_at: Instant
    expires_at: Instant
    also_taken_by: str = Field(description="A register that took it up too, without a network; or empty.")


class HeldListsOut(Out):
    """Lists of the store whose time is not over, the newest change first."""

    lists: list[HeldOut]
