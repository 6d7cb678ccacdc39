"""What goods cost: lines, discounts, tax per rate, points, and what happened to each coupon."""

from pydantic import Field

from noren.api.schemas.base import CouponCode, Out, Uid


class DiscountOut(Out):
    """What a coupon takes off a line, or a member of staff by hand."""

    code: str = Field(
        description="Of the coupon; `@price`, `@line` or `@sale` for what was taken off by hand.", examples=["AKI10"]
    )
    amount_minor: int = Field(examples=[396])


class TaxOut(Out):
    """The figures of one rate; `net_minor + tax_minor == gross_minor`."""

    rate_bp: int = Field(description="Basis points: 1000 is 10 %.", examples=[1000])
    net_minor: int = Field(examples=[3240])
    tax_minor: int = Field(examples=[324])
    gross_minor: int = Field(examples=[3564])


class QuoteLineOut(Out):
    """One line priced. `total_minor` is `list_minor - discount_minor`."""

    uid: str = Field(description="The line's uid as it was sent.")
    sku: str = Field(examples=["100042"])
    name: str = Field(examples=["深煎りコーヒー豆 200g"])
    quantity: int = Field(examples=[2])
    unit_price_minor: int = Field(examples=[1980])
    list_minor: int = Field(examples=[3960])
    discount_minor: int = Field(examples=[396])
    total_minor: int = Field(examples=[3564])
    tax_rate_bp: int = Field(examples=[1000])
    discounts: list[DiscountOut] = []
    is_extra: bool = Field(default=False, description="Added at the hand-over of a pickup.")


class CouponApplied(Out):
    """A coupon that takes something off."""

    code: str = Field(examples=["AKI10"])
    name: str = Field(examples=["秋の10%オフ"])
    discount_minor: int = Field(examples=[396])


class CouponRefused(Out):
    """A coupon that takes nothing off, and why."""

    code: str = Field(examples=["HARU500"])
    reason: str = Field(description="Stable code.", examples=["below_minimum"])
    message: str = Field(description="A sentence for people.", examples=["Add ¥320 more of this coupon's goods."])


class QuoteOut(Out):
    """What is to be paid. Amounts in minor units; `total_minor` includes tax."""

    lines: list[QuoteLineOut]
    taxes: list[TaxOut]
    goods_minor: int = Field(description="List prices together.", examples=[3960])
    discount_minor: int = Field(examples=[396])
    tax_minor: int = Field(description="The tax in the total.", examples=[324])
    total_minor: int = Field(examples=[3564])
    points: int = Field(description="Points a member earns with it.", examples=[32])
    coupons: list[CouponApplied] = []
    refused_coupons: list[CouponRefused] = []


class LineProblem(Out):
    """Why a line cannot be ordered as it stands."""

    uid: str | None = None
    sku: str
    code: str = Field(examples=["out_of_stock"])
    message: str


CouponCodes = list[CouponCode]
LineUid = Uid
