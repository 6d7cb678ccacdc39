"""What is set aside: by store, goods and state, and since when."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from noren.stock.models import AsideState

# Since when: the first movement after the pieces of a state were last at nothing.
_ASIDE = """
WITH moved AS (
    SELECT m.level_id, m.aside_state, m.id, m.at, m.reason,
           sum(m.aside_change) OVER (PARTITION BY m.level_id, m.aside_state ORDER BY m.id) AS pieces
    FROM stock_movement m JOIN stock_level l ON l.id = m.level_id
    WHERE m.aside_change <> 0 AND l.aside > 0
      AND (%(stores)s::bigint[] IS NULL OR l.store_id = ANY(%(stores)s::bigint[]))
), now AS (
    SELECT level_id, aside_state, (array_agg(pieces ORDER BY id DESC))[1]::int AS pieces,
           coalesce(max(id) FILTER (WHERE pieces = 0), 0) AS emptied
    FROM moved GROUP BY level_id, aside_state
)
SELECT l.id, s.id, s.name, v.sku, trim(p.name || ' ' || v.name), n.aside_state, n.pieces, since.at, since.reason
FROM now n JOIN stock_level l ON l.id = n.level_id
JOIN stores_store s ON s.id = l.store_id
JOIN catalog_variant v ON v.id = l.variant_id JOIN catalog_product p ON p.id = v.product_id
CROSS JOIN LATERAL (
    SELECT m.at, m.reason FROM moved m
    WHERE m.level_id = n.level_id AND m.aside_state = n.aside_state AND m.id > n.emptied ORDER BY m.id LIMIT 1
) since
WHERE n.pieces > 0 AND (%(state)s::text = '' OR n.aside_state = %(state)s::text)
ORDER BY since.at, l.id LIMIT %(limit)s
"""


@dataclass(frozen=True, slots=True)
class AsideView:
    """Pieces of one variant in one store that are set aside for one reason."""

    level_id: int
    store_id: int
    store_name: str
    sku: str
    name: str
    state: str
    state_words: str
    pieces: int
    since: datetime
    reason: str


def list_aside(*, store_ids: Collection[int] | None = None, state: str = "", limit: int = 500) -> list[AsideView]:
    """What is set aside, the longest first; of one state where it is named."""
    values: dict[str, Any] = {
        "stores": None if store_ids is None else list(store_ids),
        "state": state,
        "limit": limit,
    }
    with connection.cursor() as cursor:
        cursor.execute(_ASIDE, values)
        return [_view(row) for row in cursor.fetchall()]


def _view(row: tuple[Any, ...]) -> AsideView:
    level_id, store_id, store_name, sku, name, state, pieces, since, reason = row
    words = str(AsideState(state).label)
    return AsideView(level_id, store_id, store_name, sku, name, state, words, pieces, since, reason)
