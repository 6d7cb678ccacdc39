"""Reads for faces and other rooms: a product's page, cards for lists, categories, and the variant that a code names."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import connection

from noren.catalog.errors import ProductNotFound
from noren.catalog.models import Category, Product, Variant
from noren.catalog.rules import fold_code, gtin_number
from noren.catalog.views import (
    CategoryNode,
    CategoryView,
    FoundVariant,
    ProductCard,
    ProductView,
    picture_view,
    shown_price,
    tax_rate_bp,
    variant_view,
)

_PRODUCT = """
SELECT p.id, p.uid, p.code, p.name, p.description, p.brand, p.tax_class, p.category_id,
    (SELECT json_agg(json_build_object('id', v.id, 'uid', v.uid, 'sku', v.sku, 'name', v.name, 'gtin', v.gtin,
        'price_minor', v.price_minor) ORDER BY v.id) FROM catalog_variant v WHERE v.product_id = p.id AND v.is_active),
    (SELECT json_agg(json_build_object('uid', i.uid, 'file', i.file, 'width', i.width, 'height', i.height,
        'alt', i.alt) ORDER BY i.position, i.id) FROM catalog_picture i WHERE i.product_id = p.id)
FROM catalog_product p WHERE p.is_active AND {named}
"""
_PATH = """
WITH RECURSIVE above (id, code, name, glyph, parent_id, height) AS (
    SELECT id, code, name, glyph, parent_id, 0 FROM catalog_category WHERE id = %s
    UNION ALL
    SELECT c.id, c.code, c.name, c.glyph, c.parent_id, above.height + 1
    FROM catalog_category c JOIN above ON c.id = above.parent_id
)
SELECT code, name, glyph FROM above ORDER BY height DESC
"""
_CARDS = """
SELECT p.id, p.uid, p.code, p.name, p.brand, p.tax_class, c.code, c.name, c.glyph, v.lowest, v.highest, v.number, v.sku,
    (SELECT json_build_object('uid', i.uid, 'file', i.file, 'width', i.width, 'height', i.height, 'alt', i.alt)
     FROM catalog_picture i WHERE i.product_id = p.id ORDER BY i.position, i.id LIMIT 1)
FROM unnest(%s::bigint[]) WITH ORDINALITY AS wanted (id, place)
JOIN catalog_product p ON p.id = wanted.id
JOIN catalog_category c ON c.id = p.category_id
CROSS JOIN LATERAL (
    SELECT min(price_minor) AS lowest, max(price_minor) AS highest, count(*) AS number,
           (array_agg(sku ORDER BY id))[1] AS sku
    FROM catalog_variant WHERE product_id = p.id AND is_active
) v
WHERE p.is_active AND v.number > 0 ORDER BY wanted.place
"""
_CATEGORIES = """
WITH RECURSIVE shown (id) AS (
    SELECT c.id FROM catalog_category c
    WHERE EXISTS (SELECT 1 FROM catalog_product p WHERE p.category_id = c.id AND p.is_active)
    UNION SELECT c.parent_id FROM catalog_category c JOIN shown USING (id) WHERE c.parent_id IS NOT NULL
)
SELECT c.id, c.parent_id, c.code, c.name, c.glyph FROM catalog_category c JOIN shown USING (id) ORDER BY c.name, c.id
"""
_VARIANT = """
SELECT v.id, v.uid, v.sku, v.name, v.gtin, v.price_minor, p.id, p.uid, p.code, p.name, p.tax_class
FROM catalog_variant v JOIN catalog_product p ON p.id = v.product_id
WHERE v.is_active AND p.is_active AND (v.sku = ANY(%s) OR ltrim(v.gtin, '0') = %s)
"""


def get_product(code_or_uid: str | UUID) -> ProductView:
    """All that the page of a product on sale shows.

    Raises:
        ProductNotFound: no product on sale has this code or uid.
    """
    named, name = (
        ("p.uid = %s", code_or_uid) if isinstance(code_or_uid, UUID) else ("p.code = %s", fold_code(code_or_uid))
    )
    with connection.cursor() as cursor:
        cursor.execute(_PRODUCT.format(named=named), [name])
        row = cursor.fetchone()
        if row is None:
            raise ProductNotFound(product=str(code_or_uid), field="product")
        cursor.execute(_PATH, [row[7]])
        path = cursor.fetchall()
    product_id, uid, code, title, description, brand, tax_class, _category, variants, pictures = row
    return ProductView(
        id=product_id,
        uid=uid,
        code=code,
        name=title,
        description=description,
        brand=brand,
        tax_class=tax_class,
        tax_rate_bp=tax_rate_bp(tax_class),
        category_path=tuple(CategoryView(*category) for category in path),
        pictures=tuple(picture_view(picture) for picture in pictures or ()),
        variants=tuple(variant_view(variant, tax_class) for variant in variants or ()),
    )


def product_cards(ids: Sequence[int]) -> list[ProductCard]:
    """The cards of these products, in this order, in one statement; those that are not on sale are left out."""
    if not ids:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_CARDS, [list(ids)])
        return [_card(row) for row in cursor.fetchall()]


def cards_by_code(codes: Collection[str]) -> dict[str, ProductCard]:
    """The cards of the products that these codes name, by code; those that are not on sale are absent."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM catalog_product WHERE code = ANY(%s)", [list(codes)])
        ids = [product_id for (product_id,) in cursor.fetchall()]
    return {card.code: card for card in product_cards(ids)}


def categories() -> list[CategoryNode]:
    """The tree of categories that have goods on sale in them or below them, by name."""
    with connection.cursor() as cursor:
        cursor.execute(_CATEGORIES)
        rows = cursor.fetchall()
    children: defaultdict[int | None, list[tuple[int, CategoryView]]] = defaultdict(list)
    for category_id, parent_id, *fields in rows:
        children[parent_id].append((category_id, CategoryView(*fields)))
    return list(_nodes(None, children))


def unknown_categories(codes: Collection[str]) -> list[str]:
    """Those of the codes that no category has, sorted. Case counts."""
    known = Category.objects.filter(code__in=codes).values_list("code", flat=True) if codes else ()
    return sorted(set(codes).difference(known))


def unknown_products(codes: Collection[str]) -> list[str]:
    """Those of the codes that no product has, on sale or not, sorted. Case counts."""
    known = Product.objects.filter(code__in=codes).values_list("code", flat=True) if codes else ()
    return sorted(set(codes).difference(known))


def unknown_skus(skus: Collection[str]) -> list[str]:
    """Those of the SKUs that no variant has, on sale or not, sorted. Case counts."""
    known = Variant.objects.filter(sku__in=skus).values_list("sku", flat=True) if skus else ()
    return sorted(set(skus).difference(known))


def find_variant(typed: str) -> FoundVariant | None:
    """The variant on sale that a typed or scanned code names: by its SKU, else by its barcode number.

    A SKU is taken as typed or in capitals; a GTIN in any of its lengths, with hyphens, spaces or full-width digits.
    """
    code = fold_code(typed)
    number = gtin_number(code)
    with connection.cursor() as cursor:
        cursor.execute(_VARIANT, [[code, code.upper()], number])
        rows = cursor.fetchall()
    by_rank = sorted(rows, key=lambda row: (row[2] != code, row[2] != code.upper()))
    return _found(by_rank[0]) if by_rank else None


def _found(row: Sequence[Any]) -> FoundVariant:
    *fields, product_id, product_uid, product_code, product_name, tax_class = row
    columns = dict(zip(("id", "uid", "sku", "name", "gtin", "price_minor"), fields, strict=True))
    variant = variant_view(columns, tax_class)
    return FoundVariant(
        variant=variant,
        product_id=product_id,
        product_uid=product_uid,
        product_code=product_code,
        name=f"{product_name} {variant.name}".rstrip(),
        tax_class=tax_class,
        tax_rate_bp=tax_rate_bp(tax_class),
    )


def _card(row: Sequence[Any]) -> ProductCard:
    product_id, uid, code, name, brand, tax_class, *category, lowest, highest, number, sku, picture = row
    return ProductCard(
        id=product_id,
        uid=uid,
        code=code,
        name=name,
        brand=brand,
        category=CategoryView(*category),
        shown_price_minor=shown_price(lowest, tax_class),
        has_more_prices=lowest != highest,
        variants=number,
        sku=sku,
        tax_rate_bp=tax_rate_bp(tax_class),
        picture=picture_view(picture) if picture else None,
    )


def _nodes(
    parent_id: int | None, children: Mapping[int | None, Sequence[tuple[int, CategoryView]]]
) -> tuple[CategoryNode, ...]:
    below = children.get(parent_id, ())
    return tuple(CategoryNode(category, _nodes(category_id, children)) for category_id, category in below)
