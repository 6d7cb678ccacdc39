"""The slip of a pickup, as the till prints it."""

from datetime import date
from uuid import UUID

from pydantic import Field

from noren.api.schemas.base import Instant, Out


class PickupSlipLineOut(Out):
    """Goods on a pickup's slip."""

    name: str
    sku: str
    code: str = Field(description="What the barcode says: the barcode number, else the SKU.")
    bars: str = Field(
        description="The modules of the barcode (Code 128) from left to right, `1` for a bar; empty if it has none.",
        examples=["1101001000010110000100"],
    )
    places: list[str] = Field(description="Where they stood when they were counted last.", examples=[["棚A-3"]])
    quantity: int
    awaited_quantity: int = Field(description="What of it is not in the store yet.")


class PickupSlipOut(Out):
    """The slip of a pickup: what is printed to lie with its goods until they are handed over."""

    order_uid: UUID
    number: str
    pickup_code: str = Field(examples=["4F7Q2KXM"])
    store_name: str
    contact_name: str
    placed_at: Instant
    due_at: Instant | None
    last_day: date | None = Field(description="It is kept until closing time of this day.")
    total_minor: int
    due_minor: int = Field(description="What is still to be paid.")
    buyer_note: str
    is_gift: bool
    gift_message: str
    notes: list[str] = Field(description="Notes of staff, the oldest first.")
    lines: list[PickupSlipLineOut]
