"""Prominence: what orders lists, written down here by the rooms above that know sales and stock."""

from collections.abc import Collection, Mapping

from django.db import connection

IN_STOCK = 1_000

# On a logarithmic scale, for two reasons: half as much again is one step in front, whatever the size of the trade; and
# few products change their step in a night, while each that does is written anew into all indexes.
_SET = f"""
WITH figures AS (
    SELECT v.product_id, sum(s.pieces) AS pieces, bool_or(i.id IS NOT NULL) AS is_in_stock
    FROM catalog_variant v
    LEFT JOIN unnest(%s::bigint[], %s::bigint[]) AS s (id, pieces) ON s.id = v.id
    LEFT JOIN unnest(%s::bigint[]) AS i (id) ON i.id = v.id
    GROUP BY v.product_id
), steps AS (
    SELECT p.id, CASE WHEN f.is_in_stock THEN {IN_STOCK} ELSE 0 END
        + round(4 * ln(1 + greatest(0, coalesce(f.pieces, 0))))::int AS prominence
    FROM catalog_product p LEFT JOIN figures f ON f.product_id = p.id
)
UPDATE catalog_product p SET prominence = s.prominence FROM steps s
WHERE p.id = s.id AND p.prominence <> s.prominence
"""  # noqa: S608 - only our own constant is put in


def set_prominence(sold: Mapping[int, int], in_stock: Collection[int]) -> int:
    """Put what sells and is in stock in front of every list; returns how many products changed their place.

    Safe to repeat. A product that any store has comes before all that none has; then by pieces sold, in steps of about
    a quarter more.

    Args:
        sold: pieces sold of late, by variant id.
        in_stock: ids of the variants of which a store can promise at least one.
    """
    with connection.cursor() as cursor:
        cursor.execute(_SET, [list(sold), list(sold.values()), list(in_stock)])
        return int(cursor.rowcount)
