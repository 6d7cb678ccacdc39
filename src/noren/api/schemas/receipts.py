"""A receipt as data, and its slip: what the till draws and prints."""

from uuid import UUID

from pydantic import Field

from noren.api.schemas.base import Body, Email, Instant, Out, Uid
from noren.api.schemas.quotes import DiscountOut, TaxOut


class ReceiptLineOut(Out):
    """Goods as printed. A reduced rate is marked (軽減税率対象)."""

    sku: str = Field(examples=["100042"])
    name: str = Field(examples=["深煎りコーヒー豆 200g"])
    quantity: int = Field(examples=[2])
    unit_price_minor: int = Field(examples=[1980])
    discount_minor: int = Field(examples=[396])
    total_minor: int = Field(examples=[3564])
    tax_rate_bp: int = Field(examples=[800])
    is_reduced_rate: bool = Field(examples=[True])
    discounts: list[DiscountOut] = []


class ReceiptPaymentOut(Out):
    """How it was paid."""

    provider: str = Field(description="`cash`, a tender kind, or a provider.", examples=["cash"])
    amount_minor: int = Field(description="Taken for the order.", examples=[3564])
    tendered_minor: int | None = Field(default=None, description="Handed in.", examples=[5000])
    change_minor: int | None = Field(default=None, examples=[1436])
    name: str = Field(default="", description="What the shop called the tender kind.", examples=["商品券"])
    reference: str = Field(default="", description="The number of its slip.")
    pieces: int | None = Field(default=None, description="How many gift certificates.", examples=[2])
    kept_minor: int = Field(default=0, description="What they were worth beyond that; no change was given.")


class SlipRowOut(Out):
    """A name at the left and its value at the right."""

    name: str = Field(examples=["合計"])
    value: str = Field(examples=["¥3,564"])


class SlipGoodsOut(Out):
    """One line of goods in words."""

    name: str = Field(examples=["深煎りコーヒー豆 200g ※"])
    rows: list[SlipRowOut]


class SlipMarkOut(Out):
    """What must be seen at once."""

    words: str = Field(examples=["再発行"])
    detail: str = Field(examples=["2回目 2026/07/04 14:05 山口"])


class SlipOut(Out):
    """The receipt in words, from top to bottom, in the language of the request: the same on every rendering."""

    language: str = Field(examples=["ja"])
    number: str = Field(examples=["7K2M9PQX4A"])
    title: str = Field(examples=["レシート"])
    marks: list[SlipMarkOut]
    issuer: str = Field(examples=["のれん商店株式会社"])
    issuer_details: list[str] = Field(examples=[["渋谷店", "登録番号 T1234567890123"]])
    recipient: str = Field(description="To whom it is made out; empty for a plain receipt.", examples=["山田商店 様"])
    facts: list[SlipRowOut]
    goods: list[SlipGoodsOut]
    sums: list[SlipRowOut]
    total: SlipRowOut
    statement: list[str]
    taxes: list[SlipRowOut]
    tenders: list[SlipRowOut]
    points: list[SlipRowOut]
    notes: list[str]
    link: str = Field(description="For the QR code under it; empty for none.")
    link_words: str


class ReceiptOut(Out):
    """A qualified invoice in simple form (適格簡易請求書), the slip of a void, or a return invoice (適格返還請求書)."""

    number: str = Field(examples=["7K2M9PQX4A"])
    kind: str = Field(description="`sale`, `void` or `return`.", examples=["sale"])
    order_uid: UUID | None = Field(description="Null for a return whose sale nobody found.")
    order_number: str = Field(description="Empty for a return whose sale nobody found.", examples=["7K2M9PQX4A"])
    issued_at: Instant
    issuer_name: str = Field(examples=["のれん商店株式会社"])
    issuer_number: str = Field(
        description="Registration number; empty when there is none.", examples=["T1234567890123"]
    )
    store_code: str = Field(examples=["S001"])
    store_name: str = Field(examples=["渋谷店"])
    store_address: str = ""
    store_phone: str = ""
    register_code: str = Field(examples=["01"])
    staff_name: str = Field(examples=["山口"])
    member_number: str | None = Field(default=None, description="Only its end is told.", examples=["*******2347"])
    is_pickup: bool = Field(default=False, description="Ordered before and picked up; `order_number` names the order.")
    lines: list[ReceiptLineOut]
    taxes: list[TaxOut]
    goods_minor: int
    discount_minor: int
    tax_minor: int
    total_minor: int
    prices_include_tax: bool = True
    payments: list[ReceiptPaymentOut] = []
    points: int = Field(default=0, description="Earned with this sale; of a void or a return, taken back.")
    points_balance: int | None = Field(default=None, description="After this sale; null for who is no member.")
    reason: str = Field(default="", description="Of a void or a return.")
    original_number: str = Field(default="", description="Of the sale that this takes back.")
    original_at: Instant | None = Field(default=None, description="When that sale was.")
    original_store: str = Field(default="", description="Of a return: the store of the sale.", examples=["渋谷店"])
    voided_at: Instant | None = Field(default=None, description="When the sale was taken back.")
    returned_minor: int = Field(default=0, description="Of a sale: what was given back for returns since.")
    printed_count: int = Field(description="How often it was printed, this time included.", examples=[1])
    is_reprint: bool = Field(default=False, description="再発行 / Reprint is printed on it.")
    can_be_made_out: bool = Field(description="Whether it may be made out to somebody by name.")
    formal_count: int = Field(default=0, description="How often it was made out to somebody by name.")
    link: str = Field(
        description="The electronic receipt: whoever has the address may see it.",
        examples=["https://shop.example/r/Zk3v0bq1Xy9aLw2cD4eF6gH8/"],
    )
    slip: SlipOut


class FormalReceiptIn(Body):
    """To whom a receipt is made out (宛名) and for what (但し書き)."""

    uid: Uid = Field(description="Made by you for this one issue: the same again answers the first.")
    recipient: str = Field(min_length=1, max_length=200, description="宛名, 60 letters at most.", examples=["山田商店"])
    purpose: str = Field(
        default="", max_length=200, description="但し書き, 60 letters at most.", examples=["お品代として"]
    )


class FormalReceiptOut(Out):
    """A receipt made out to somebody by name (領収書, 適格請求書)."""

    uid: UUID
    receipt_number: str = Field(examples=["7K2M9PQX4A"])
    number: int = Field(description="1 is the original; from 2 on it says that it is a reissue.", examples=[1])
    recipient: str = Field(examples=["山田商店"])
    purpose: str = Field(examples=["お品代として"])
    issued_at: Instant
    slip: SlipOut


class ReceiptMailIn(Body):
    """Where a receipt is mailed."""

    email: Email


class ReceiptMailOut(Out):
    """A receipt's mail in the queue."""

    message_uid: UUID
    email: str
    is_new: bool = Field(description="False when it was mailed to this address before: it is not sent twice.")
