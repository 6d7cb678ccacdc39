"""A receipt as data: what the till prints and draws."""

from uuid import UUID

from pydantic import Field

from noren.api.schemas.base import Instant, Out
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

    provider: str = Field(examples=["cash"])
    amount_minor: int = Field(description="Taken for the order.", examples=[3564])
    tendered_minor: int | None = Field(default=None, description="Handed in.", examples=[5000])
    change_minor: int | None = Field(default=None, examples=[1436])


class ReceiptOut(Out):
    """A qualified invoice in simple form (適格簡易請求書), or the slip of a void."""

    number: str = Field(examples=["7K2M9PQX4A"])
    kind: str = Field(description="`sale` or `void`.", examples=["sale"])
    order_uid: UUID
    order_number: str = Field(examples=["7K2M9PQX4A"])
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
    lines: list[ReceiptLineOut]
    taxes: list[TaxOut]
    goods_minor: int
    discount_minor: int
    tax_minor: int
    total_minor: int
    prices_include_tax: bool = True
    payments: list[ReceiptPaymentOut] = []
    points: int = Field(default=0, description="Earned with this sale.")
    reason: str = Field(default="", description="Of a void.")
    printed_count: int = Field(description="How often it was printed, this time included.", examples=[1])
    is_reprint: bool = Field(default=False, description="Print 再発行 / Reprint on it.")
