"""Transfers between stores: what asks for a step, and what is told about one."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from noren.api.schemas.base import Body, Instant, Out, Sku, StoreCode, Uid
from noren.api.schemas.orders import StoreBrief
from noren.kernel.filters import FIRST_DAY, LAST_DAY
from noren.stock.correct import MOST_PIECES
from noren.stock.transfers.draft import MOST_LINES

_TEXT = r"^[^\x00-\x1f\x7f]*$"

Pieces = Annotated[int, Field(strict=True, ge=1, le=MOST_PIECES, description="Pieces, a whole number.", examples=[6])]
PiecesOrNone = Annotated[
    int, Field(strict=True, ge=0, le=MOST_PIECES, description="Pieces, a whole number; 0 for none.", examples=[6])
]
Day = Annotated[date, Field(ge=FIRST_DAY, le=LAST_DAY, description="A day of the receiving store's calendar.")]
Note = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=500, pattern=_TEXT),
    Field(description="For both stores; stands on the packing list.", examples=["週末のフェア用"]),
]
Remark = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=200, pattern=_TEXT),
    Field(description="In a person's words; may be empty.", examples=["箱が破れていた"]),
]
DifferenceName = Annotated[
    Literal["", "lost", "back", "surplus"],
    Field(
        description="For fewer than are on the way `lost` or `back` (still at, or back at, the source), or empty while "
        "the rest may come; for more `surplus`.",
    ),
]


class WantedPiecesIn(Body):
    """Goods that are to be sent."""

    sku: Sku
    pieces: Pieces


class TransferContent(Body):
    """What one store is to send to another."""

    from_store: StoreCode
    to_store: StoreCode = Field(examples=["S002"])
    lines: list[WantedPiecesIn] = Field(min_length=1, max_length=MOST_LINES, description="The goods.")
    note: Note = ""
    expected_on: Day | None = None


class DraftTransferIn(TransferContent):
    """A transfer as it is asked for."""

    uid: Uid | None = Field(default=None, description="Made by the caller; a repeat answers the stored transfer.")


class PackedIn(Body):
    """What of a line is in the box."""

    sku: Sku
    pieces: PiecesOrNone


class SendTransferIn(Body):
    """What is really in the box."""

    lines: list[PackedIn] | None = Field(
        default=None,
        max_length=MOST_LINES,
        description="Goods that are not named are not in it. Left out: all that is wanted is.",
    )


class CountedIn(Body):
    """What came of one variant."""

    sku: Sku
    pieces: PiecesOrNone = Field(description="All that came, the damaged ones too.", examples=[5])
    damaged: PiecesOrNone = Field(default=0, description="How many of them are broken; they are set aside.")
    difference: DifferenceName = ""
    remark: Remark = ""


class ReceiveTransferIn(Body):
    """A count of what came."""

    uid: Uid | None = Field(default=None, description="Made where it was counted; the same count is booked once.")
    lines: list[CountedIn] | None = Field(
        default=None, max_length=MOST_LINES, description="Left out: all that is on the way came, undamaged."
    )
    is_closing: bool = Field(
        default=False, description="Nothing more will come: every difference must be named.", strict=True
    )
    seen_arrivals: Annotated[int, Field(strict=True, ge=0, le=1_000_000)] | None = Field(
        default=None,
        description="How many arrivals there were when the counting began. When there are more by now it is refused "
        "(409): the same pieces may have been counted twice.",
    )


class CancelTransferIn(Body):
    """Why it is given up, and where its goods are."""

    goods_are: Literal["", "back", "lost"] = Field(
        default="", description="Must be said of goods on the way: `back` in the store that sent them, or `lost`."
    )
    reason: Remark = ""


class TransferLineOut(Out):
    """A line of a transfer, in pieces."""

    sku: str = Field(examples=["100042"])
    name: str = Field(examples=["深煎りコーヒー豆 200g"])
    wanted: int = Field(examples=[6])
    sent: int = Field(examples=[6])
    received: int = Field(description="Of those sent.", examples=[5])
    surplus: int = Field(description="Came beside those sent, and left the source with them.", examples=[0])
    damaged: int = Field(description="Of those that came.", examples=[0])
    lost: int = Field(examples=[1])
    returned: int = Field(description="Were not packed, or came back to the source.", examples=[0])
    on_the_way: int = Field(description="In neither store.", examples=[0])
    available: int | None = Field(description="What the source could promise now; null once it was sent.")
    difference: str = Field(description="`lost`, `back`, `surplus` or empty.", examples=["lost"])
    remark: str


class ArrivalOut(Out):
    """A count of what came."""

    uid: UUID
    at: Instant
    pieces: int = Field(examples=[5])
    damaged: int = Field(examples=[0])


class TransferOut(Out):
    """Everything about a transfer."""

    uid: UUID
    number: str = Field(examples=["7K2M9PQX"])
    status: str = Field(
        description="`draft`, `ready`, `in_transit`, `partly_received`, `received` or `canceled`.",
        examples=["in_transit"],
    )
    from_store: StoreBrief
    to_store: StoreBrief
    note: str
    expected_on: date | None
    drafted_at: Instant
    ready_at: Instant | None
    sent_at: Instant | None
    received_at: Instant | None
    canceled_at: Instant | None
    cancel_reason: str
    goods_are: str = Field(description="After it was cancelled on the way: `back` or `lost`.")
    lines: list[TransferLineOut]
    arrivals: list[ArrivalOut]


class TransferBrief(Out):
    """A transfer in a list."""

    uid: UUID
    number: str = Field(examples=["7K2M9PQX"])
    status: str = Field(examples=["in_transit"])
    from_store: StoreBrief
    to_store: StoreBrief
    expected_on: date | None
    drafted_at: Instant
    sent_at: Instant | None
    received_at: Instant | None
    line_count: int = Field(examples=[2])
    wanted: int = Field(description="Pieces of all lines.", examples=[8])
    sent: int = Field(description="Pieces of all lines.", examples=[8])
    came: int = Field(description="Pieces of all lines, surplus too.", examples=[0])


class TransferPage(Out):
    """Transfers, the newest first."""

    transfers: list[TransferBrief]
    next_before_id: int | None = Field(description="Send as `before_id` for the next page; null at the end.")
