"""Returns: goods that come back, what is given back for them, and sales that goods may be returned of."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from noren.api.schemas.base import Amount, Body, Instant, Out, Quantity, Reason, Sku, StoreCode, Typed, Uid
from noren.api.schemas.orders import MAX_LINES, OrderBrief, OrderOut, StoreBrief
from noren.api.schemas.quotes import TaxOut
from noren.api.schemas.receipts import ReceiptOut
from noren.api.schemas.tenders import SlipNumber, TenderCode

ConditionIn = Annotated[
    Literal["resalable", "damaged", "checking", "discarded"],
    Field(
        description="What becomes of the goods: on sale again, set aside as damaged or to be checked, or not kept.",
        examples=["resalable"],
    ),
]
Note = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$"),
    Field(description="Why goods are not kept; needed when they are `discarded`.", examples=["開封済みの食品"]),
]


class BackLineIn(Body):
    """Pieces of a line of the sale that come back in one condition."""

    line_uid: Uid = Field(description="The line of the order; name it again for pieces in another condition.")
    quantity: Quantity
    condition: ConditionIn
    note: Note = ""


class BackGoodsIn(Body):
    """Pieces of a variant that come back in one condition, where nobody found the sale."""

    sku: Sku
    quantity: Quantity
    condition: ConditionIn
    note: Note = ""


class TillReturnQuoteIn(Body):
    """What might come back: `lines` of the order, or `goods` where nobody found the sale."""

    order_uid: Uid | None = Field(default=None, description="The sale; null where nobody found it.")
    lines: list[BackLineIn] = Field(default=[], max_length=MAX_LINES, description="Lines of the sale.")
    goods: list[BackGoodsIn] = Field(default=[], max_length=MAX_LINES, description="Goods without a sale.")


class ReferenceIn(Body):
    """The number of the slip that a terminal printed when it gave money back."""

    provider: TenderCode
    reference: SlipNumber


class TillReturnIn(TillReturnQuoteIn):
    """A return at the till."""

    uid: Uid = Field(description="Made on the device; a repeat answers the stored return.")
    reason: Reason
    expected_minor: Amount = Field(
        description="What the customer was told to get; another amount is refused (409).", examples=[1782]
    )
    references: list[ReferenceIn] = Field(
        default=[], max_length=10, description="Numbers of the slips of what was given back on terminals."
    )
    approval_uid: UUID | None = Field(
        default=None, description="From `/till/approvals`, where the quote's `needs_approval` names something."
    )


class OrderReturnIn(Body):
    """A return of goods of an order, in any store."""

    uid: Uid = Field(description="Made by the caller; a repeat answers the stored return.")
    store_code: StoreCode = Field(description="The store that takes the goods back.")
    register_code: Typed = Field(description="The register the money is given back at.", examples=["01"])
    lines: list[BackLineIn] = Field(min_length=1, max_length=MAX_LINES, description="What comes back.")
    reason: Reason
    expected_minor: Amount | None = Field(
        default=None, description="What the customer was told to get; another amount is refused (409)."
    )


class RefundOut(Out):
    """Money given back."""

    provider: str = Field(description="`cash`, a tender kind, or a provider.", examples=["cash"])
    amount_minor: int = Field(examples=[1782])
    is_sent: bool = Field(description="A provider gives it back, or staff do later; else it is given back at the till.")
    name: str = Field(default="", description="What the shop calls the tender kind.", examples=["クレジットカード"])
    reference: str = Field(default="", description="The number of its slip.", examples=["004217"])
    kept_minor: int = Field(default=0, description="What goes back with certificates beside the amount.")
    is_voucher: bool = Field(default=False, description="Certificates are handed back: there is no slip.")


class ReturnQuoteOut(Out):
    """What a return would give back. `total_minor` includes tax."""

    amounts: list[int] = Field(description="Of the lines as sent, after discounts, as priced.", examples=[[1782]])
    taxes: list[TaxOut]
    goods_minor: int = Field(description="List prices together.", examples=[1980])
    discount_minor: int = Field(examples=[198])
    tax_minor: int = Field(description="The tax in the total.", examples=[132])
    total_minor: int = Field(examples=[1782])
    cash_minor: int = Field(
        description="Of the total, what is given back in cash; the rest goes back as it was paid.", examples=[1782]
    )
    refunds: list[RefundOut] = Field(
        description="By what it goes back; `reference` is that of the slip it was paid by."
    )
    points: int = Field(description="No longer earned.", examples=[16])
    is_full: bool = Field(description="Whether nothing of the sale is left with the customer then.")
    needs_approval: list[str] = Field(
        description="What of it a second person must approve (see `/till/approvals`).", examples=[["refund_large"]]
    )


class ReturnLineOut(Out):
    """Pieces that came back in one condition."""

    line_uid: UUID | None = Field(description="The line of the order; null without a sale.")
    sku: str = Field(examples=["100042"])
    name: str = Field(examples=["深煎りコーヒー豆 200g"])
    quantity: int = Field(examples=[1])
    condition: str = Field(examples=["resalable"])
    note: str = ""
    unit_price_minor: int = Field(examples=[1980])
    total_minor: int = Field(description="After discounts.", examples=[1782])
    tax_rate_bp: int = Field(examples=[800])


class VoidPlanOut(Out):
    """What taking a sale back would give back at the till."""

    refunds: list[RefundOut] = Field(description="By what; `reference` is that of the slip it was paid by.")


class ReturnCouponOut(Out):
    """A coupon that the return took off the order."""

    code: str = Field(examples=["AKI10"])
    name: str = Field(examples=["秋の10%オフ"])
    is_use_returned: bool = Field(description="Whether it may be used again.")


class ReturnOut(Out):
    """Everything about a return."""

    uid: UUID
    number: str = Field(description="Also that of its receipt.", examples=["7K2M9PQX4A"])
    order_uid: UUID | None
    order_number: str = Field(description="Empty without a sale.", examples=["4F7Q2KXM9P"])
    store: StoreBrief = Field(description="Where the goods came back.")
    register_code: str = Field(examples=["01"])
    staff_name: str = Field(examples=["山口"])
    channel: str = Field(examples=["till"])
    reason: str
    returned_at: Instant
    lines: list[ReturnLineOut]
    taxes: list[TaxOut]
    goods_minor: int
    discount_minor: int
    tax_minor: int
    total_minor: int
    refunds: list[RefundOut]
    points: int = Field(description="No longer earned.")
    points_taken: int = Field(description="Of those, taken back from what the customer had.")
    points_owed: int = Field(description="Of those, spent before: the next points earned pay them off.")
    coupons: list[ReturnCouponOut]
    is_full: bool


class ReturnList(Out):
    """Returns of an order, the oldest first."""

    returns: list[ReturnOut]


class ReturnDoneOut(Out):
    """What was booked, and the receipt to print."""

    booked: ReturnOut
    receipt: ReceiptOut


class ReturnBrief(Out):
    """A return in short."""

    uid: UUID
    number: str
    store_name: str
    returned_at: Instant
    total_minor: int
    piece_count: int


class ReturnableLineOut(Out):
    """A line of a sale, and how many pieces of it may still come back."""

    uid: UUID
    sku: str
    gtin: str | None
    name: str
    quantity: int = Field(description="Sold.")
    left_quantity: int = Field(description="What may still come back.")
    unit_price_minor: int
    discount_minor: int
    total_minor: int = Field(description="What was paid for the line, as priced.")
    tax_rate_bp: int


class ReturnRefusalOut(Out):
    """Why nothing of a sale can be returned, or not by who asks."""

    code: str = Field(examples=["return_too_late"])
    message: str


class ReturnableOut(Out):
    """A sale that goods are brought back of, with what came back before."""

    order: OrderOut
    lines: list[ReturnableLineOut]
    returns: list[ReturnBrief]
    last_day: date | None = Field(description="The last day of the shop's time for returns.")
    refusal: ReturnRefusalOut | None


class ReturnableList(Out):
    """Sales that a code may mean, the latest first. One that is the receipt's or the order's own comes alone."""

    sales: list[OrderBrief]
    named: str = Field(description="What the code is: `sale`, `member`, `goods`.", examples=["sale"])
    name: str = Field(description="Of the member or the goods; empty for a sale.")
