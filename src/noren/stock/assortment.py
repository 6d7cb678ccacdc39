"""Reads for tills: the goods that a store sells most likely next."""

from django.db import connection

_COMMON = """
SELECT l.variant_id FROM stock_level l
JOIN catalog_variant v ON v.id = l.variant_id JOIN catalog_product p ON p.id = v.product_id
WHERE l.store_id = %s AND l.on_hand > 0 AND v.is_active AND p.is_active
ORDER BY p.prominence DESC, v.id LIMIT %s
"""


def common_goods(store_id: int, *, limit: int) -> list[int]:
    """The variants on sale that the store has pieces of, those of the most prominent products first, by key."""
    with connection.cursor() as cursor:
        cursor.execute(_COMMON, [store_id, limit])
        return [variant_id for (variant_id,) in cursor.fetchall()]
