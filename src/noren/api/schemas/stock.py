"""Stock at work: shortfalls, deliveries, stocktakes, pieces set aside, reorder points."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from noren.api.schemas.base import Body, Instant, Out, Reason, Secret, Sku, StoreCode, Typed, Uid
from noren.stock.correct import MOST_PIECES

_LINE = r"^[^\x00-\x1f\x7f]*$"

Pieces = Annotated[int, Field(strict=True, ge=1, le=MOST_PIECES, description="Pieces, a whole number.", examples=[12])]
PiecesOrNone = Annotated[
    int, Field(strict=True, ge=0, le=MOST_PIECES, description="Pieces; 0 when there are none.", examples=[12])
]
Label = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120, pattern=_LINE)]
NoteNumber = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60, pattern=_LINE)]
Area = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=60, pattern=_LINE),
    Field(description="The shelf or room, in words.", examples=["棚A"]),
]
State = Annotated[Literal["damaged", "checking"], Field(description="Why they are not for sale.", examples=["damaged"])]


class ShortfallOut(Out):
    """Promised pieces of a variant that are not there."""

    uid: UUID
    store_name: str = Field(examples=["渋谷店"])
    sku: str = Field(examples=["100042"])
    name: str = Field(examples=["深煎りコーヒー豆 200g"])
    short: int = Field(description="Pieces that are short now; 0 once it has ended.", examples=[2])
    most_pieces: int = Field(description="Pieces that were short at most.", examples=[3])
    began_at: Instant
    owner_name: str = Field(description="Who sees to it; empty while nobody does.", examples=["山口"])
    note: str = Field(examples=["本店に聞いた"])
    ended_at: Instant | None


class ShortfallList(Out):
    """Shortfalls."""

    shortfalls: list[ShortfallOut]


class ExpectedIn(Body):
    """A line of a delivery note."""

    sku: Sku
    pieces: Pieces


class DeliveryIn(Body):
    """A delivery against its note."""

    uid: Uid = Field(description="Made by you: the same delivery keeps it.")
    store_code: StoreCode
    supplier: Label = Field(description="Who sent the goods.", examples=["山田珈琲"])
    note_number: NoteNumber = Field(description="Number of the delivery note; once per supplier.", examples=["D-1024"])
    lines: list[ExpectedIn] = Field(
        default=[], max_length=2_000, description="What the note lists; empty when it is not known."
    )


class CheckInIn(Body):
    """Goods that were found in the boxes."""

    sku: Sku
    pieces: Pieces
    damaged: PiecesOrNone = Field(default=0, description="Of them damaged; they are set aside.", examples=[1])


class CheckInListIn(Body):
    """What was found; it adds up with what was found before."""

    lines: list[CheckInIn] = Field(min_length=1, max_length=2_000, description="Goods and pieces.")


class DeliveryLineOut(Out):
    """A line of a delivery."""

    sku: str = Field(examples=["100042"])
    name: str = Field(examples=["深煎りコーヒー豆 200g"])
    expected: int | None = Field(description="On the note; null when it does not say.", examples=[12])
    found: int = Field(examples=[11])
    damaged: int = Field(description="Of those found.", examples=[1])


class DeliveryOut(Out):
    """A delivery with its lines."""

    uid: UUID
    store_code: str = Field(examples=["S001"])
    supplier: str = Field(examples=["山田珈琲"])
    note_number: str = Field(examples=["D-1024"])
    status: str = Field(description="`draft`, `received` or `canceled`.", examples=["draft"])
    made_at: Instant
    ended_at: Instant | None
    lines: list[DeliveryLineOut]


class CountIn(Body):
    """A stocktake of a store: of all goods, or of some."""

    uid: Uid = Field(description="Made by you: the same stocktake keeps it.")
    store_code: StoreCode
    name: Label = Field(description="As those who count call it.", examples=["月末の棚卸し"])
    skus: list[Sku] = Field(default=[], max_length=2_000, description="Some goods alone; empty for all of the store.")


class EntryIn(Body):
    """Pieces of a variant in one place."""

    uid: Uid = Field(description="Made by you: the same entry keeps it.")
    sku: Sku
    pieces: PiecesOrNone


class EntryListIn(Body):
    """What was counted in one place."""

    area: Area = ""
    anew: Annotated[
        bool,
        Field(strict=True, description="In place of all that was counted of them before.", examples=[False]),
    ] = False
    entries: list[EntryIn] = Field(min_length=1, max_length=500, description="Goods and pieces.")


class ApproverIn(Body):
    """A second person, by their own code and password."""

    staff_code: Annotated[Typed, Field(max_length=16, description="Of the person who approves.", examples=["2001"])]
    password: Secret = Field(description="The password of the approver's account.")


class CloseIn(Body):
    """How a stocktake ends."""

    zero_uncounted: Annotated[
        bool, Field(strict=True, description="What nobody counted is gone; not what came in since.", examples=[False])
    ] = False
    leave_unsure: Annotated[
        bool,
        Field(strict=True, description="What moved while it was counted keeps its figure.", examples=[False]),
    ] = False
    approver: ApproverIn | None = Field(
        default=None, description="Who approves it, where the differences are beyond the limit (`approval_needed`)."
    )


class CountLineOut(Out):
    """A variant of a stocktake."""

    sku: str = Field(examples=["100042"])
    name: str = Field(examples=["深煎りコーヒー豆 200g"])
    expected: int = Field(description="By the ledger, at the moment of the count.", examples=[12])
    counted: int | None = Field(description="Null when nobody counted it.", examples=[11])
    difference: int = Field(description="Pieces booked, or to be booked.", examples=[-1])
    is_unsure: bool = Field(description="It moved while it was counted: count it anew.", examples=[False])


class CountOut(Out):
    """A stocktake with what was counted, or of a closed one with what was booked."""

    uid: UUID
    store_name: str = Field(examples=["渋谷店"])
    name: str = Field(examples=["月末の棚卸し"])
    scope: str = Field(description="`all`, `categories` or `goods`.", examples=["all"])
    status: str = Field(description="`open`, `closed` or `canceled`.", examples=["open"])
    opened_at: Instant
    ended_at: Instant | None
    lines: list[CountLineOut]


class AsideIn(Body):
    """Pieces of one variant in one store."""

    store_code: StoreCode
    sku: Sku
    pieces: Pieces
    state: State
    reason: Reason


class ThrowAwayIn(AsideIn):
    """Pieces that leave the building for good."""

    approver: ApproverIn | None = Field(
        default=None, description="Who approves it, where it is worth more than the limit (`approval_needed`)."
    )


class LevelOut(Out):
    """The figures of a variant in a store."""

    store_code: str = Field(examples=["S001"])
    sku: str = Field(examples=["100042"])
    on_hand: int = Field(examples=[12])
    aside: int = Field(description="Of them not for sale.", examples=[1])
    available: int = Field(description="What may still be promised.", examples=[9])


class ReorderPointIn(Body):
    """How few pieces may be available before more should be ordered."""

    store_code: StoreCode
    sku: Sku | None = Field(default=None, description="Null: the default of the store.")
    pieces: PiecesOrNone | None = Field(default=None, description="Null: none, or that of the store.", examples=[6])


class ReorderPointOut(Out):
    """A reorder point as it stands."""

    store_code: str = Field(examples=["S001"])
    sku: str | None = Field(examples=["100042"])
    pieces: int | None = Field(examples=[6])


class LowOut(Out):
    """Goods of which too few are available."""

    store_code: str = Field(examples=["S001"])
    sku: str = Field(examples=["100042"])
    name: str = Field(examples=["深煎りコーヒー豆 200g"])
    available: int = Field(examples=[3])
    point: int = Field(description="The reorder point.", examples=[6])
    on_the_way: int = Field(description="On notes of deliveries being checked in, and in transfers.", examples=[24])
    sold: int = Field(description="In the last 28 days.", examples=[7])
    days_left: int | None = Field(description="As it sold lately; null when nothing was sold.", examples=[12])


class LowList(Out):
    """Low stock."""

    low: list[LowOut]
