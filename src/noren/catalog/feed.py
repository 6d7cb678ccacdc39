"""What a till keeps of goods and categories: the queries of these parts of its feed. Only reads."""

from noren.kernel.feed import IS_CHANGED, Part

_ROW = """
'[' || to_json(v.sku) || ',' || coalesce(to_json(v.gtin)::text, 'null') || ','
    || to_json(CASE WHEN v.name = '' THEN p.name ELSE p.name || ' ' || v.name END) || ','
    || to_json(p.code) || ',' || to_json(c.code) || ',' || v.price_minor || ',"' || p.tax_class || '"]'
"""
_JOINED = "JOIN catalog_product p ON p.id = v.product_id JOIN catalog_category c ON c.id = p.category_id"
_ON_SALE = "(v.is_active AND p.is_active)"

# All strings that are put in are our own constants.
GOODS = Part(
    name="goods",
    tables=("catalog_variant", "catalog_product"),
    everything=f"""
SELECT v.id, {_ROW}, NULL FROM catalog_variant v {_JOINED}
WHERE {_ON_SALE} AND v.id > %(after)s ORDER BY v.id LIMIT %(limit)s
""",  # noqa: S608
    changes=f"""
SELECT v.id, CASE WHEN {_ON_SALE} THEN {_ROW} END, CASE WHEN NOT {_ON_SALE} THEN to_json(v.sku)::text END
FROM catalog_variant v {_JOINED}
WHERE v.id > %(after)s AND v.id IN (
    SELECT v.id FROM catalog_variant v WHERE {IS_CHANGED.format("v")}
    UNION SELECT v.id FROM catalog_product p JOIN catalog_variant v ON v.product_id = p.id
    WHERE {IS_CHANGED.format("p")}
) ORDER BY v.id LIMIT %(limit)s
""",  # noqa: S608
    still_there="SELECT FROM catalog_variant v WHERE v.sku = g.key",
    total=f"SELECT count(*) FROM catalog_variant v {_JOINED} WHERE {_ON_SALE}",  # noqa: S608
)
"""Variants on sale: SKU, GTIN, name as the till shows it, codes of product and category, price, tax class."""

NAMED_GOODS = f"""
SELECT v.id, {_ROW}, NULL FROM catalog_variant v {_JOINED} WHERE {_ON_SALE} AND v.id = ANY(%(first)s)
"""  # noqa: S608
"""Those of them with the keys %(first)s."""

_CATEGORY = """
c.id, '[' || to_json(c.code) || ',' || to_json(c.name) || ',' || coalesce(to_json(above.code)::text, 'null') || ']',
NULL
FROM catalog_category c LEFT JOIN catalog_category above ON above.id = c.parent_id
"""
CATEGORIES = Part(
    name="categories",
    tables=("catalog_category",),
    everything=f"SELECT {_CATEGORY} WHERE c.id > %(after)s ORDER BY c.id LIMIT %(limit)s",
    changes=f"""
SELECT {_CATEGORY} WHERE c.id > %(after)s AND {IS_CHANGED.format("c")} ORDER BY c.id LIMIT %(limit)s
""",
    still_there="SELECT FROM catalog_category c WHERE c.code = g.key",
    total="SELECT count(*) FROM catalog_category",
)
"""Categories: code, name, code of the one above."""
