"""Places: where goods stand in a store, as whoever counted them last said."""

from collections.abc import Collection

from django.db import connection

# Of each variant, the places of the last stocktake in which somebody named one.
_PLACES = """
SELECT DISTINCT sku, area FROM (
    SELECT v.sku, e.area, e.count_id, max(e.count_id) OVER (PARTITION BY l.id) AS last_count
    FROM stock_countentry e JOIN stock_level l ON l.id = e.level_id JOIN catalog_variant v ON v.id = l.variant_id
    WHERE l.store_id = %s AND v.sku = ANY(%s) AND e.withdrawn_at IS NULL AND e.area <> ''
) named WHERE count_id = last_count ORDER BY area
"""


def places_of_goods(store_id: int, skus: Collection[str]) -> dict[str, tuple[str, ...]]:
    """The places of goods in a store by SKU, in the order of their names; what nobody placed is absent."""
    found: dict[str, tuple[str, ...]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_PLACES, [store_id, list(skus)])
        for sku, area in cursor.fetchall():
            found[sku] = (*found.get(sku, ()), area)
    return found
