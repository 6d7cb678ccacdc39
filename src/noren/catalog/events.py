"""What this room tells the timeline."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID


@dataclass(frozen=True, slots=True)
class ProductSaved:
    """The page of a product was made or changed."""

    event_name: ClassVar[str] = "Product Saved"
    product: str
    name: str
    category: str
    tax_class: str
    is_active: bool


@dataclass(frozen=True, slots=True)
class VariantSaved:
    """A sellable form was made or changed, its price apart."""

    event_name: ClassVar[str] = "Variant Saved"
    sku: str
    product: str
    gtin: str | None
    is_active: bool


@dataclass(frozen=True, slots=True)
class PriceChanged:
    """Goods have another price; `before_minor` is None for new ones."""

    event_name: ClassVar[str] = "Price Changed"
    sku: str
    before_minor: int | None
    price_minor: int


@dataclass(frozen=True, slots=True)
class PictureAdded:
    """A product shows one picture more."""

    event_name: ClassVar[str] = "Picture Added"
    product: str
    picture_uid: UUID


@dataclass(frozen=True, slots=True)
class PictureRemoved:
    """A picture is gone, and its files."""

    event_name: ClassVar[str] = "Picture Removed"
    product: str
    picture_uid: UUID
