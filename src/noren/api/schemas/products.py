"""Products, their variants, and where a variant can be had."""

from datetime import date
from uuid import UUID

from pydantic import Field

from noren.api.schemas.base import Instant, Out


class CategoryOut(Out):
    """A category."""

    code: str = Field(examples=["coffee"])
    name: str = Field(examples=["コーヒー"])


class PictureOut(Out):
    """A picture as WebP in several widths."""

    src: str
    srcset: str
    width: int
    height: int
    alt: str


class VariantOut(Out):
    """The form that is sold and counted."""

    uid: UUID
    sku: str = Field(examples=["100042"])
    gtin: str | None = Field(examples=["2000001000427"])
    name: str = Field(description="Beside the product's name; empty when there is one form only.", examples=["200g"])
    price_minor: int = Field(description="As the deployment keeps prices, with or without tax.", examples=[1980])
    shown_price_minor: int = Field(description="With tax, as shoppers must see it.", examples=[1980])


class ProductBrief(Out):
    """A product in a list."""

    uid: UUID
    code: str = Field(examples=["P00042"])
    name: str = Field(examples=["深煎りコーヒー豆"])
    brand: str
    category: CategoryOut
    sku: str = Field(description="Of its first variant.", examples=["100042"])
    variants: int = Field(examples=[2])
    shown_price_minor: int = Field(description="The lowest of its variants, with tax.", examples=[1980])
    has_more_prices: bool
    tax_rate_bp: int = Field(examples=[800])
    picture: PictureOut | None


class ProductPageOut(Out):
    """A page of products, the best matches first."""

    products: list[ProductBrief]
    page: int = Field(description="Counted from 1.")
    has_next: bool
    total: int = Field(description="Exact up to 1,000.")
    is_total_exact: bool


class ProductOut(Out):
    """All about a product on sale."""

    uid: UUID
    code: str
    name: str
    description: str
    brand: str
    tax_class: str = Field(examples=["reduced"])
    tax_rate_bp: int = Field(examples=[800])
    category_path: list[CategoryOut] = Field(description="From the top category to its own.")
    pictures: list[PictureOut]
    variants: list[VariantOut]


class TodayOut(Out):
    """Opening hours of the store's local day, in minutes from midnight; closing may pass 1440."""

    opens_minute: int
    closes_minute: int


class StoreStockOut(Out):
    """What one store has of a variant."""

    store_code: str = Field(examples=["S001"])
    name: str = Field(examples=["渋谷店"])
    address: str
    latitude: float | None
    longitude: float | None
    distance_m: int | None = Field(description="Null when no place was given.", examples=[420])
    available: int = Field(description="Pieces that may still be promised.", examples=[3])
    time_zone: str = Field(examples=["Asia/Tokyo"])
    is_open: bool
    today: TodayOut | None = Field(description="Null: closed all day.")
    is_pickup_enabled: bool
    pickup_at: Instant | None = Field(description="When it can be collected if it is ordered now.")


class BringOut(Out):
    """What a store lacks can be brought there: order it with `may_bring`."""

    store_code: str
    day: date = Field(description="On which it is in the store, by the store's calendar.")
    pickup_at: Instant = Field(description="When all of it could be collected.")


class AvailabilityOut(Out):
    """Stores that have a variant, the nearest first."""

    sku: str
    stores: list[StoreStockOut]
    bring: BringOut | None = Field(
        default=None,
        description="When other stores can have sent what the store of `bring_to` lacks; null when it lacks nothing, "
        "or when it cannot be brought.",
    )
