"""Goods in bulk: staged rows become products and variants. Checks and publishes what `connect` has staged."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection, transaction

from noren.kernel.merging import NEW_UID, Merge, Merged, merge
from noren.kernel.staging import BadCell, analyze, with_tables

PRODUCT_COLUMNS = {
    "line": "bigint NOT NULL",
    "sku": "text NOT NULL",
    "name": "text NOT NULL",
    "price_minor": "integer NOT NULL",
    "gtin": "text",
    "product": "text",
    "variant_name": "text",
    "category": "text",
    "brand": "text",
    "description": "text",
    "tax_class": "text",
    "is_active": "boolean",
}
"""A staged variant and its product. Null means "as it was", or the default for what is new.

`product` is the code of the page that several variants share, by default the SKU; name, category, brand, description
and tax class of a product are those of its first row. `category` is a code or a name; an unknown one is made.
"""

CATEGORY_COLUMNS = {
    "line": "bigint NOT NULL",
    "code": "text NOT NULL",
    "name": "text NOT NULL",
    "parent": "text",
    "glyph": "text",
}
"""A staged category. `parent` is the code of the category above."""

# The product that a staged row belongs to: as it says, as the SKU does already, or one of its own.
_OF_PRODUCT = """
SELECT t.*, coalesce(t.product, known.code, t.sku) AS product_code
FROM {staged} t
LEFT JOIN catalog_variant v ON v.sku = t.sku
LEFT JOIN catalog_product known ON known.id = v.product_id
"""
# A code stands in addresses of pages; a category that is known by its name gets one that can.
_CODE_OF = r"left(regexp_replace({}, '[[:space:][:cntrl:]/?#%%\\]+', '-', 'g'), 64)"
_NEW_CATEGORIES = """
INSERT INTO catalog_category (code, name, glyph)
SELECT {code_of}, category, 'box' FROM (
    SELECT coalesce(category, 'other') AS category, min(line) AS place FROM {staged}
    WHERE category IS NOT NULL OR NOT EXISTS (SELECT 1 FROM catalog_variant v WHERE v.sku = {staged}.sku)
    GROUP BY 1
) AS wanted
WHERE NOT EXISTS (SELECT 1 FROM catalog_category c WHERE c.code = wanted.category OR c.name = wanted.category)
ORDER BY place
ON CONFLICT (code) DO NOTHING
RETURNING name
"""
_PRODUCTS = """
SELECT DISTINCT ON (product_code) t.line AS place, product_code AS code, t.name, t.brand, t.description, t.tax_class,
       coalesce(by_code.id, by_name.id) AS category_id
FROM ({of_product}) AS t
LEFT JOIN catalog_category by_code ON by_code.code = {code_of}
LEFT JOIN (SELECT name, min(id) AS id FROM catalog_category GROUP BY name) AS by_name ON by_name.name = t.category
ORDER BY product_code, t.line
"""
_PRODUCT_DEFAULTS = {
    "name": "''",
    "brand": "''",
    "description": "''",
    "tax_class": "'standard'",
    "category_id": "(SELECT c.id FROM catalog_category c WHERE c.code = 'other')",
}
_VARIANTS = """
SELECT t.line AS place, t.sku, p.id AS product_id, t.variant_name AS name, t.gtin, t.price_minor, t.is_active
FROM ({of_product}) AS t JOIN catalog_product p ON p.code = t.product_code
"""
_VARIANT_DEFAULTS = {
    "product_id": "NULL",
    "name": "''",
    "gtin": "NULL",
    "price_minor": "0",
    "is_active": "true",
}
# Two SKUs that change their GTINs for each other's would meet on the unique key half-way.
_FREE_GTINS = """
UPDATE catalog_variant v SET gtin = NULL FROM {staged} t WHERE t.sku = v.sku AND v.gtin <> t.gtin
"""
_PARENTS = """
UPDATE catalog_category c SET parent_id = above.id
FROM {staged} t JOIN catalog_category above ON above.code = t.parent
WHERE c.code = t.code AND c.parent_id IS DISTINCT FROM above.id
RETURNING c.code
"""
_OWN = {"uid": NEW_UID, "is_active": "true"}
_SKUS_OF = "SELECT sku FROM ({of_product}) AS t WHERE product_code = ANY(%s)"

# From so many rows on the planner is told of them before the next statement joins them.
_LARGE = 1_000

# One number may be written in several lengths, with zeros in front.
_TWICE = """
SELECT line, {column} FROM (
    SELECT line, {column}, row_number() OVER (PARTITION BY {same} ORDER BY line) AS n FROM {staged}
    WHERE {column} IS NOT NULL
) AS t WHERE n > 1 ORDER BY line
"""
_TAKEN_GTINS = """
SELECT t.line, t.gtin, v.sku FROM {staged} t
JOIN catalog_variant v ON ltrim(v.gtin, '0') = ltrim(t.gtin, '0') AND v.sku <> t.sku
WHERE NOT EXISTS (SELECT 1 FROM {staged} other WHERE other.sku = v.sku AND other.gtin IS NOT NULL)
ORDER BY t.line
"""
_UNKNOWN = """
SELECT t.line, t.sku FROM {staged} t
WHERE NOT EXISTS (SELECT 1 FROM catalog_variant v WHERE v.sku = t.sku) ORDER BY t.line
"""


@dataclass(frozen=True, slots=True)
class PublishedProducts:
    """What became of staged products: the SKUs whose row added or changed something, and the names of the categories
    that were made for them, in the order of the file."""

    skus: Merged
    new_categories: tuple[str, ...]


def check_products(staged: str) -> Iterator[BadCell]:
    """SKUs and GTINs that stand twice in the file, and GTINs that another SKU has already."""
    with connection.cursor() as cursor:
        for column, same in (("sku", "sku"), ("gtin", "ltrim(gtin, '0')")):
            cursor.execute(with_tables(_TWICE.replace("{same}", same), staged=staged, column=column))
            for line, value in cursor.fetchall():
                yield BadCell(line, column, value, "repeated")
        cursor.execute(with_tables(_TAKEN_GTINS, staged=staged))
        for line, gtin, sku in cursor.fetchall():
            yield BadCell(line, "gtin", gtin, "gtin_taken", {"sku": sku})


def unknown_skus(staged: str) -> Iterator[BadCell]:
    """Rows of a table with the columns `line` and `sku` whose SKU does not exist."""
    with connection.cursor() as cursor:
        cursor.execute(with_tables(_UNKNOWN, staged=staged))
        for line, sku in cursor.fetchall():
            yield BadCell(line, "sku", sku, "unknown_sku")


def publish_products(staged: str) -> PublishedProducts:
    """Add and change products and variants from a table with `PRODUCT_COLUMNS`, all or none.

    Categories that do not exist are made. Safe to repeat. The search follows by itself.
    """
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        new_categories = _NEW_CATEGORIES.replace("{code_of}", _CODE_OF.format("category"))
        cursor.execute(with_tables(new_categories, staged=staged), {})
        categories = tuple(name for (name,) in cursor.fetchall())
        of_product = with_tables(_OF_PRODUCT, staged=staged)
        source = _PRODUCTS.replace("{of_product}", of_product).replace("{code_of}", _CODE_OF.format("t.category"))
        analyze(staged)
        products = merge(Merge("catalog_product", "code", _PRODUCT_DEFAULTS, source, _OWN), {}).touched
        if len(products) >= _LARGE:
            analyze("catalog_product")
        cursor.execute(with_tables(_FREE_GTINS, staged=staged))
        source = _VARIANTS.replace("{of_product}", of_product)
        variants = merge(Merge("catalog_variant", "sku", _VARIANT_DEFAULTS, source))
        if len(variants.touched) >= _LARGE:
            analyze("catalog_variant")
        cursor.execute(_SKUS_OF.replace("{of_product}", of_product), [list(products)])
        changed = variants.changed | {sku for (sku,) in cursor.fetchall()} - variants.added
    return PublishedProducts(Merged(added=variants.added, changed=changed), categories)


def publish_categories(staged: str) -> int:
    """Add and change categories from a table with `CATEGORY_COLUMNS`, all or none; answer how many. Safe to repeat."""
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        source = with_tables("SELECT line AS place, code, name, glyph FROM {staged}", staged=staged)
        defaults = {"name": "''", "glyph": "'box'"}
        touched = merge(Merge("catalog_category", "code", defaults, source, own={})).touched
        cursor.execute(with_tables(_PARENTS, staged=staged))
        return len(touched | {code for (code,) in cursor.fetchall()})
