"""Tills that have one order open, as they tell and hear of each other."""

from typing import Literal
from uuid import UUID

from pydantic import Field

from noren.api.schemas.base import Body, Instant, Out, PickedQuantity, Uid
from noren.api.schemas.orders import MAX_LINES

DoingIn = Literal["pickup", "hand_over", "change", "return"]


class PresenceIn(Body):
    """What a till has an order open for."""

    doing: DoingIn = Field(
        description="What it is open for: to pick it, to hand it over, to change it, or to take goods back."
    )


class TickedLineIn(Body):
    """A line that was ticked off at a till, in part, or again not."""

    line_uid: Uid = Field(description="Of the order.")
    quantity: PickedQuantity = Field(description="Pieces picked, as this till has it.")
    seen_quantity: PickedQuantity = Field(description="What the till was told last, and began from; 0 before.")


class TickedIn(Body):
    """Lines that changed since the till's last answered word."""

    # A change of an order may double its lines.
    lines: list[TickedLineIn] = Field(max_length=2 * MAX_LINES, description="Each once; none to read the whole.")


class ColleagueOut(Out):
    """Another till that has the order open."""

    register_name: str = Field(examples=["レジ2"])
    store_name: str = Field(description="Empty for a till of the same store.")
    staff_name: str = Field(examples=["山口"])
    doing: DoingIn
    seen_at: Instant


class PickedLineOut(Out):
    """Pieces of a line that were ticked off at any till, never more than are to be picked."""

    line_uid: UUID
    quantity: int


class PickedOut(Out):
    """What was ticked off of a pickup; empty once it is not to be picked any more."""

    lines: list[PickedLineOut]


class StepOut(Out):
    """What somebody on the staff did with the order last."""

    what: Literal["ready", "handed_over", "rejected", "canceled", "changed", "short", "sourced", "returned", "voided"]
    staff_name: str
    register_name: str = Field(description="Empty where it was done in the office.")
    at: Instant
    is_here: bool = Field(description="Whether it was done at the till that asks.")


class TogetherOut(Out):
    """An order as several tills have it open."""

    status: str = Field(description="As `status` of the order.", examples=["placed"])
    others: list[ColleagueOut] = Field(description="Other tills that have it open now.")
    picked: list[PickedLineOut] = Field(description="Lines that were ticked off; none once it is not to be picked.")
    last: StepOut | None
