"""Baskets: what somebody is about to order."""

from uuid import UUID

from pydantic import Field

from noren.api.schemas.base import Body, CouponCode, Instant, Out, Quantity, StoreCode
from noren.api.schemas.orders import StoreBrief
from noren.api.schemas.quotes import CouponRefused, QuoteOut


class LineIn(Body):
    """How many."""

    quantity: Quantity


class StoreIn(Body):
    """Where it is picked up."""

    store_code: StoreCode


class CouponIn(Body):
    """A coupon to use."""

    code: CouponCode


class BasketLineOut(Out):
    """Goods in a basket, at today's price."""

    sku: str
    name: str
    quantity: int
    unit_price_minor: int
    seen_price_minor: int = Field(description="The price when it was put in; another one means that it changed.")
    discount_minor: int
    total_minor: int
    tax_rate_bp: int
    available: int | None = Field(description="What the chosen store can promise; null while none is chosen.")
    is_on_sale: bool = Field(description="False: it cannot be ordered any more and is in no total.")


class BasketOut(Out):
    """A basket as it stands, priced now."""

    uid: UUID
    store: StoreBrief | None
    lines: list[BasketLineOut]
    coupon_codes: list[str]
    refused_coupons: list[CouponRefused] = Field(description="Coupons that take nothing off, and why.")
    quote: QuoteOut | None = Field(description="Null while nothing in it can be sold.")
    is_orderable: bool = Field(description="Every line is on sale and the chosen store has enough of it.")
    held_until: Instant | None = Field(description="Until when the goods are kept for this basket.")
