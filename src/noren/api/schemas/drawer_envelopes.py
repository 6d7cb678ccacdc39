"""What a till sends that it did at its drawer without a network: a shift opened, and cash moved."""

from typing import Literal
from uuid import UUID

from pydantic import Field

from noren.api.schemas.base import Amount, Body, Instant, Out, Reason, Training, Uid
from noren.api.schemas.made import ClockOffset, Moment
from noren.api.schemas.shifts import ABOUT_PURPOSE, Counts, Purpose


class _DrawerWordIn(Body):
    """Who did it, where and when."""

    uid: Uid = Field(description="Made on the device: a repeat answers what is stored.")
    register_uid: Uid = Field(description="The register it was done at, of the sender's store.")
    staff_uid: Uid = Field(description="Who did it; the sender may be somebody else of the store.")
    made_at: Moment = Field(description="What the device's clock showed.", examples=["2026-07-04T09:03:20+09:00"])
    clock_offset_s: ClockOffset
    synced_at: Moment = Field(
        description="`at` of the server when it last told how the register stands.", examples=["2026-07-04T00:00:00Z"]
    )
    is_training: Training = False


class OpenShiftWordIn(_DrawerWordIn):
    """A shift that a till opened without a network. Sales made after it belong to it once it is booked."""

    kind: Literal["open_shift"] = Field(description="A drawer was counted.")
    counts: Counts = Field(description="Coins and notes, each once.")


class MoveCashWordIn(_DrawerWordIn):
    """Cash that was moved without a network. It belongs to the shift of its moment."""

    kind: Literal["move_cash"] = Field(description="Cash was moved that no sale moved.")
    purpose: Purpose = Field(description=ABOUT_PURPOSE, examples=["change"])
    amount_minor: Amount = Field(description="Always positive.", examples=[20000])
    reason: Reason


class BookedInShiftOut(Out):
    """The shift in which an opening, or cash, is booked."""

    uid: UUID
    number: int = Field(examples=[128])
    opened_at: Instant
    closed_at: Instant | None = Field(description="Null while it is open.")
    has_joined: bool = Field(description="Of an opening: the register had this shift already, and began none.")
