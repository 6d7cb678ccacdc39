"""Goods for tests, with realistic defaults."""

from typing import Any

from noren.catalog.models import Category, Product, Variant


def make_category(code: str = "coffee", name: str = "コーヒー", parent: Category | None = None) -> Category:
    category, _ = Category.objects.get_or_create(code=code, defaults={"name": name, "parent": parent})
    return category


def make_product(
    code: str, name: str = "深煎りコーヒー豆", *, category: Category | None = None, **fields: Any
) -> Product:
    """A product with one variant, whose SKU is the product's code unless `variants` names others by price."""
    variants: dict[str, int] = fields.pop("variants", {code: 980})
    gtin = fields.pop("gtin", None)
    product = Product.objects.create(code=code, name=name, category=category or make_category(), **fields)
    for sku, price_minor in variants.items():
        Variant.objects.create(product=product, sku=sku, price_minor=price_minor, gtin=gtin)
    return product
