"""A coupon that somebody asks about."""

from pydantic import Field

from noren.api.schemas.base import Out


class CouponCheckOut(Out):
    """Whether a coupon can be used here and now. Whether a basket earns it, a quote says."""

    code: str = Field(examples=["AKI10"])
    is_usable: bool
    name: str | None = Field(description="Null when it cannot be used.", examples=["秋の10%オフ"])
    benefit: str | None = Field(description="What it takes off, in words.", examples=["10% off"])
    reason: str | None = Field(description="Stable code; null when it can be used.", examples=["coupon_not_applicable"])
    message: str | None = Field(description="Why not, in a sentence for people.")
