"""Shifts of a register: opening, cash moves, checks, closing, and what their reports say."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from noren.api.schemas.base import Amount, Body, Instant, Out, Reason, Uid
from noren.api.schemas.orders import ReasonIn
from noren.api.schemas.tenders import TenderCode

MAX_DENOMINATIONS = 40
Purpose = Literal["change", "paid_in", "paid_out", "bank", "petty", "exchange"]
ABOUT_PURPOSE = (
    "`change` and `paid_in` put cash into the drawer; `paid_out`, `bank` and `petty` take it out; "
    "`exchange` swaps coins and notes."
)


class CountIn(Body):
    """How many there are of a coin or note."""

    value_minor: Amount = Field(description="The coin or note, in minor units.", examples=[1000])
    pieces: Annotated[int, Field(strict=True, ge=0, le=9_999, description="How many of it.", examples=[8])]


Counts = Annotated[list[CountIn], Field(max_length=MAX_DENOMINATIONS, description="Coins and notes, each once.")]


class ShiftIn(Body):
    """A shift that begins."""

    uid: Uid = Field(description="Made on the device; a repeat answers the stored shift.")
    counts: Counts | None = Field(default=None, description="Null takes over what the last shift counted.")


class CashMoveIn(Body):
    """Cash that is put into the drawer, taken out, or exchanged."""

    uid: Uid = Field(description="Made on the device; a repeat moves nothing.")
    purpose: Purpose = Field(description=ABOUT_PURPOSE, examples=["change"])
    amount_minor: Amount = Field(description="Always positive.", examples=[20000])
    reason: Reason
    approval_uid: UUID | None = Field(default=None, description="From `/till/approvals`, if needed.")


class CashMoveAsked(Body):
    """Cash that a second person is to approve; the same content as the move itself."""

    deed: Literal["move_cash"]
    shift_uid: Uid = Field(description="The open shift.")
    uid: Uid = Field(description="Of the move.")
    purpose: Purpose = Field(description=ABOUT_PURPOSE, examples=["bank"])
    amount_minor: Amount = Field(description="Always positive.", examples=[100000])
    reason: Reason


class TenderCountIn(Body):
    """What was counted of a tender kind: certificates by number and sum, of a terminal the total it prints."""

    provider: TenderCode
    counted_minor: Amount = Field(description="Together.", examples=[12000])
    pieces: Annotated[int, Field(strict=True, ge=0, le=999_999, description="Certificates.")] | None = None


class ShiftCheckIn(Body):
    """A look at a shift while it goes on."""

    uid: Uid = Field(description="Made on the device; a repeat answers the stored check.")
    counts: Counts | None = Field(default=None, description="What was counted; null where nobody counted.")
    tenders: list[TenderCountIn] = Field(
        default=[], max_length=40, description="What was counted beside cash; what is missing was not counted."
    )


class ShiftCloseIn(Body):
    """The count that ends a shift."""

    counts: Counts
    tenders: list[TenderCountIn] = Field(
        default=[], max_length=40, description="What was counted beside cash; what is missing was not counted."
    )
    reason: Annotated[
        str,
        StringConstraints(strip_whitespace=True, max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$"),
        Field(description="Why it differs; needed where it does, unless it is counted blind.", examples=[""]),
    ] = ""


class ExplainIn(ReasonIn):
    """Why a shift that was counted blind differs."""


class CountOut(Out):
    """How many there were of a coin or note."""

    value_minor: int = Field(examples=[1000])
    pieces: int = Field(examples=[8])


class CashOut(Out):
    """What moved the drawer; `expected_minor` follows from the others."""

    opening_minor: int = Field(examples=[30000])
    taken_minor: int = Field(description="Cash of sales, without change.", examples=[48200])
    refunded_minor: int = Field(examples=[1980])
    paid_out_minor: int = Field(description="For goods whose sale nobody found.", examples=[0])
    moved_in_minor: int = Field(examples=[0])
    moved_out_minor: int = Field(examples=[20000])
    expected_minor: int = Field(description="May be below zero.", examples=[56220])


class FigureOut(Out):
    """How often, and how much."""

    count: int = Field(examples=[24])
    minor: int = Field(examples=[48200])


class RateFigureOut(Out):
    """What fell under one rate, less what was taken back."""

    rate_bp: int = Field(examples=[800])
    net_minor: int
    tax_minor: int
    gross_minor: int


class TenderFigureOut(Out):
    """What came and went by one way of paying."""

    provider: str = Field(examples=["cash"])
    taken_minor: int
    given_back_minor: int
    name: str = Field(default="", description="What the shop called a tender kind of its own.", examples=["商品券"])


class TenderHeldOut(Out):
    """What a register took by one tender kind beside cash, and what of it was counted."""

    provider: str = Field(examples=["gift"])
    name: str = Field(examples=["商品券"])
    is_counted: bool
    came_minor: int = Field(description="Handed in, with what the shop kept.", examples=[12000])
    back_minor: int = Field(description="Given back by it.", examples=[0])
    pieces: int = Field(description="Certificates, or payments on a terminal, that came in.", examples=[12])
    expected_minor: int = Field(examples=[12000])
    counted_minor: int | None = Field(description="Null where nobody counted.", examples=[12000])
    counted_pieces: int | None = Field(examples=[12])
    difference_minor: int = Field(description="Counted less expected.", examples=[0])


class ShiftReportOut(Out):
    """What an X or Z report says, minor units."""

    cash: CashOut
    sales: FigureOut
    returns: FigureOut
    voids: FigureOut
    discounts: FigureOut
    total_minor: int = Field(description="Sales less what was taken back.", examples=[46220])
    taxes: list[RateFigureOut]
    tenders: list[TenderFigureOut]
    held: list[TenderHeldOut] = Field(description="What should be there of tenders beside cash.")
    points: int = Field(description="Earned, less those taken back.", examples=[462])
    coupons: int = Field(description="Used, less those of sales that were voided.", examples=[3])
    receipts: int = Field(examples=[25])
    first_receipt: str = Field(description="Empty where there is none.", examples=["K4M2-9QPT-XA"])
    last_receipt: str


class CashMoveOut(Out):
    """Cash that no sale moved."""

    uid: UUID
    purpose: str = Field(examples=["change"])
    amount_minor: int
    delta_minor: int = Field(description="What the drawer had more by it.")
    reason: str
    staff_name: str
    moved_at: Instant
    heard_at: Instant | None = Field(description="When the word of it came, if it was moved without a network.")
    is_late: bool = Field(description="That was after the shift was closed: its late batch has it.")


class ShiftCheckOut(Out):
    """A look at a shift. What was expected, and the report, are null for who counts blind."""

    uid: UUID
    staff_name: str
    checked_at: Instant
    counted_minor: int | None
    expected_minor: int | None
    difference_minor: int | None
    report: ShiftReportOut | None


class LateBatchOut(Out):
    """What was booked after its shift was closed."""

    uid: UUID
    number: int = Field(examples=[1])
    began_at: Instant
    acknowledged_at: Instant | None
    acknowledged_by: str
    report: ShiftReportOut


class ShiftBrief(Out):
    """A shift in a list."""

    uid: UUID
    number: int = Field(description="Counts up per register.", examples=[128])
    register_name: str
    opened_at: Instant
    opened_by: str
    heard_at: Instant | None = Field(description="When the word of it came, if it was opened without a network.")
    closed_at: Instant | None = Field(description="Null while it is open.")
    closed_by: str
    opening_minor: int
    expected_minor: int | None = Field(description="Null while it is open.")
    counted_minor: int | None
    difference_minor: int | None = Field(description="Counted less expected.")
    reason: str = Field(description="Why it differs.")
    needs_reason: bool = Field(description="Whether it differs and nobody has said why.")
    late_open: int = Field(description="Late batches that nobody has acknowledged.")


class ShiftOut(ShiftBrief):
    """A shift with all that belongs to it."""

    opening_counts: list[CountOut] | None = Field(description="Null where the drawer was taken over.")
    found_minor: int | None = Field(description="What the last shift counted; null for the first one.")
    closing_counts: list[CountOut] | None
    is_blind: bool
    report: ShiftReportOut | None = Field(
        description="The Z report; of an open shift what it comes to now; null while somebody is to count it blind."
    )
    moves: list[CashMoveOut]
    checks: list[ShiftCheckOut]
    late: list[LateBatchOut]


class InNoShiftOut(Out):
    """What was done at a register while no shift was open."""

    receipts: int = Field(examples=[2])
    total_minor: int = Field(description="Sales less what was taken back.", examples=[1960])


class ShiftDeskOut(Out):
    """How this register stands, and how this deployment counts."""

    at: Instant = Field(description="The server's clock.")
    shift: ShiftOut | None = Field(description="The open shift.")
    left_minor: int | None = Field(description="What the last shift counted; null where there was none.")
    in_no_shift: InNoShiftOut = Field(description="Since the last shift was closed; nothing while one is open.")
    is_required: bool = Field(description="Whether sales need an open shift.")
    is_blind: bool = Field(description="Whether this user counts without seeing what is expected.")
    denominations: list[int] = Field(description="Coins and notes in minor units, the largest first.")


class ShiftList(Out):
    """Shifts of this register, the newest first."""

    shifts: list[ShiftBrief]
