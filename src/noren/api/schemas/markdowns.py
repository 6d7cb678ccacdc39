"""What staff take off by hand at a till: in a sale, in an approval of it, and in what a till did without a network."""

from typing import Annotated, Literal

from pydantic import Field

from noren.api.schemas.base import Body, Out, Quantity, Reason, Sku, Uid

MOST_MARKDOWNS = 401


class MarkdownIn(Body):
    """Another price of a line's pieces, or a part or an amount off a line or off the whole sale."""

    line_uid: Uid | None = Field(default=None, description="The line; null for the whole sale, which has no price.")
    kind: Literal["price", "percent", "amount"] = Field(description="What `value` is.", examples=["percent"])
    value: Annotated[
        int,
        Field(
            strict=True,
            ge=0,
            le=999_999_999_999,
            description="`price`: of one piece, minor units; `percent`: basis points; `amount`: minor units, once.",
            examples=[2000],
        ),
    ]
    reason: Reason


Markdowns = Annotated[
    list[MarkdownIn],
    Field(
        default=[],
        max_length=MOST_MARKDOWNS,
        description="What is taken off by hand, before coupons: at most one price and one discount a line, and one "
        "discount of the sale.",
    ),
]


class MarkedLineIn(Body):
    """Goods of a sale with something taken off by hand."""

    uid: Uid = Field(description="Made on the device.")
    sku: Sku
    quantity: Quantity


class MarkdownAsked(Body):
    """Markdowns that a second person is to approve, with the goods of their sale."""

    deed: Literal["mark_down"]
    order_uid: Uid = Field(description="The sale's, made on the device.")
    lines: list[MarkedLineIn] = Field(min_length=1, max_length=200, description="All goods of the sale.")
    markdowns: list[MarkdownIn] = Field(min_length=1, max_length=MOST_MARKDOWNS, description="As in the sale.")


class OfflineMarkdownsOut(Out):
    """Up to where somebody takes something off alone who may not `mark_down_large`, also without a network."""

    most_minor: int | None = Field(description="Off one sale; null without a limit.", examples=[3000])
    most_percent: int | None = Field(description="Of a line's list price; null without a limit.", examples=[30])
