"""What faces are given of goods: frozen, with prices as shoppers must see them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.files.storage import default_storage

from noren.catalog.picture_files import rendition_name, rendition_widths
from noren.kernel.money import Rounding
from noren.kernel.tax import ServiceMode, TaxClass, price_with_tax, rate_bp


@dataclass(frozen=True, slots=True)
class PictureView:
    """A picture in several widths. `srcset` goes into the attribute of that name; `src` is the widest.

    `width` and `height` are those of the widest, in pixels: a page that names them does not jump while it loads.
    """

    uid: UUID
    src: str
    srcset: str
    width: int
    height: int
    alt: str


@dataclass(frozen=True, slots=True)
class CategoryView:
    """A category by itself. `glyph` is drawn by `noren.catalog.tiles`."""

    code: str
    name: str
    glyph: str


@dataclass(frozen=True, slots=True)
class CategoryNode:
    """A category with goods on sale, in it or below it."""

    category: CategoryView
    children: tuple["CategoryNode", ...] = ()


@dataclass(frozen=True, slots=True)
class VariantView:
    """A sellable form.

    Attributes:
        price_minor: as the deployment keeps prices, with or without tax.
        shown_price_minor: with tax, as shoppers must see it (総額表示), taken out.
    """

    id: int
    uid: UUID
    sku: str
    name: str
    gtin: str | None
    price_minor: int
    shown_price_minor: int


@dataclass(frozen=True, slots=True)
class FoundVariant:
    """A variant that a code named, with the words of its product; `name` is both together."""

    variant: VariantView
    product_id: int
    product_uid: UUID
    product_code: str
    name: str
    tax_class: str
    tax_rate_bp: int


@dataclass(frozen=True, slots=True)
class ProductCard:
    """A product in a list. `shown_price_minor` is the lowest of its variants, with tax."""

    id: int
    uid: UUID
    code: str
    name: str
    brand: str
    category: CategoryView
    shown_price_minor: int
    has_more_prices: bool
    variants: int
    sku: str
    tax_rate_bp: int
    picture: PictureView | None


@dataclass(frozen=True, slots=True)
class ProductPage:
    """A page of a list, counted from 1. Where `is_total_exact` is False, `total` is about right."""

    cards: tuple[ProductCard, ...]
    page: int
    has_next: bool
    total: int
    is_total_exact: bool


@dataclass(frozen=True, slots=True)
class ProductView:
    """All that a product's page shows. The path leads from the top category to its own."""

    id: int
    uid: UUID
    code: str
    name: str
    description: str
    brand: str
    tax_class: str
    tax_rate_bp: int
    category_path: tuple[CategoryView, ...]
    pictures: tuple[PictureView, ...]
    variants: tuple[VariantView, ...]


def tax_rate_bp(tax_class: str) -> int:
    """The rate in basis points of goods that are taken out."""
    return rate_bp(TaxClass(tax_class), ServiceMode.TAKE_OUT)


def shown_price(price_minor: int, tax_class: str) -> int:
    """A price as shoppers must see it, with tax, in minor units."""
    return price_with_tax(
        price_minor,
        tax_rate_bp(tax_class),
        prices_include_tax=settings.PRICES_INCLUDE_TAX,
        rounding=Rounding(settings.TAX_ROUNDING),
    )


def picture_view(row: Mapping[str, Any]) -> PictureView:
    """A picture from its columns `uid`, `file`, `width`, `height` and `alt`."""
    name, width = str(row["file"]), int(row["width"])
    urls = {each: default_storage.url(rendition_name(name, each)) for each in rendition_widths(width)}
    return PictureView(
        uid=UUID(str(row["uid"])),
        src=urls[width],
        srcset=", ".join(f"{url} {each}w" for each, url in urls.items()),
        width=width,
        height=int(row["height"]),
        alt=str(row["alt"]),
    )


def variant_view(row: Mapping[str, Any], tax_class: str) -> VariantView:
    """A variant from its columns `id`, `uid`, `sku`, `name`, `gtin` and `price_minor`."""
    return VariantView(
        id=int(row["id"]),
        uid=UUID(str(row["uid"])),
        sku=str(row["sku"]),
        name=str(row["name"]),
        gtin=row["gtin"],
        price_minor=int(row["price_minor"]),
        shown_price_minor=shown_price(int(row["price_minor"]), tax_class),
    )
