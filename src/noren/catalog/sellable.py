"""What an order must know of the goods it sells: one statement for all lines."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db import connection

_SELLABLE = """
SELECT v.id, v.sku, CASE WHEN v.name = '' THEN p.name ELSE p.name || ' ' || v.name END, v.price_minor,
       p.code, p.tax_class, c.code, v.is_active AND p.is_active
FROM catalog_variant v
JOIN catalog_product p ON p.id = v.product_id
JOIN catalog_category c ON c.id = p.category_id
WHERE v.sku = ANY(%s)
"""
_CATEGORIES = """
WITH RECURSIVE above (start, id, code, parent_id) AS (
    SELECT code, id, code, parent_id FROM catalog_category WHERE code = ANY(%s)
    UNION ALL
    SELECT above.start, c.id, c.code, c.parent_id FROM catalog_category c JOIN above ON c.id = above.parent_id
)
SELECT start, array_agg(code) FROM above GROUP BY start
"""


@dataclass(frozen=True, slots=True)
class Sellable:
    """A variant as it is sold now. `price_minor` is in the deployment's mode, with or without tax."""

    variant_id: int
    sku: str
    name: str
    price_minor: int
    product_code: str
    tax_class: str
    category_code: str
    is_on_sale: bool


def load_sellable(skus: Collection[str]) -> dict[str, Sellable]:
    """The variants that these SKUs name, by SKU; those that do not exist are absent."""
    with connection.cursor() as cursor:
        cursor.execute(_SELLABLE, [list(skus)])
        return {row[1]: Sellable(*row) for row in cursor.fetchall()}


def categories_above(codes: Collection[str]) -> dict[str, frozenset[str]]:
    """Each of these categories' codes with those of all categories above it, itself included."""
    with connection.cursor() as cursor:
        cursor.execute(_CATEGORIES, [list(codes)])
        return {start: frozenset(above) for start, above in cursor.fetchall()}
