"""What other stores could spare of goods that run low in one, and how much of it the store should ask for."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from noren.stock.reorder import LowLevel

# Holds whose time is over are given back before anybody is refused, so their pieces count as there. A store keeps what
# its own reorder point says.
_SPARE = """
SELECT s.id, s.code, s.name, a.variant_id, a.pieces, greatest(0, a.pieces - coalesce(own.pieces, usual.pieces, 0))
FROM (
    SELECT l.store_id, l.variant_id, l.on_hand - l.allocated - l.held - l.safety - l.aside + CASE WHEN l.held = 0
        THEN 0 ELSE (SELECT coalesce(sum(h.quantity), 0) FROM stock_hold h
            WHERE h.level_id = l.id AND h.ended_at IS NULL AND h.expires_at <= %(at)s)::int END AS pieces
    FROM stock_level l WHERE l.variant_id = ANY(%(variants)s::bigint[]) AND l.store_id <> %(store)s
) a
JOIN stores_store s ON s.id = a.store_id AND s.is_active AND s.sends_transfers
LEFT JOIN stock_reorderpoint own ON own.store_id = a.store_id AND own.variant_id = a.variant_id
LEFT JOIN stock_reorderpoint usual ON usual.store_id = a.store_id AND usual.variant_id IS NULL
WHERE a.pieces > 0 ORDER BY s.code
"""
_ASKED_FOR = """
SELECT t.variant_id, sum(t.wanted)::int FROM stock_transferline t
JOIN stock_transfer f ON f.id = t.transfer_id
WHERE f.to_store_id = %(store)s AND f.status IN ('draft', 'ready') AND t.variant_id = ANY(%(variants)s::bigint[])
    AND f.kept_for_uid IS NULL
GROUP BY t.variant_id
"""
_TWO_WEEKS_OF = 2
"""`sold` is of four weeks."""


@dataclass(frozen=True, slots=True)
class SpareStore:
    """A store that has some of the goods.

    Attributes:
        available: pieces that it could still promise, by variant id.
        spare: those of them that are above its own reorder point.
    """

    store_id: int
    code: str
    name: str
    available: Mapping[int, int]
    spare: Mapping[int, int]

    def goods_to_spare(self, wanted: Mapping[int, int]) -> int:
        """Of how many of the wanted goods it could spare a piece at least."""
        return sum(bool(self.spare.get(variant_id)) for variant_id, pieces in wanted.items() if pieces)


def stores_that_could_spare(wanted: Mapping[int, int], *, for_store_id: int, at: datetime) -> list[SpareStore]:
    """Other stores in business that send goods to stores and have some of these; who could spare most of them first.

    Args:
        wanted: pieces by variant id.
    """
    found: dict[int, tuple[str, str, dict[int, int], dict[int, int]]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_SPARE, _values(for_store_id, wanted) | {"at": at})
        for store_id, code, name, variant_id, pieces, spare in cursor.fetchall():
            _code, _name, available, spared = found.setdefault(store_id, (code, name, {}, {}))
            available[variant_id], spared[variant_id] = pieces, spare
    stores = [SpareStore(store_id, *columns) for store_id, columns in found.items()]
    return sorted(stores, key=lambda store: (-store.goods_to_spare(wanted), store.code))


def asked_for(store_id: int, variant_ids: Collection[int]) -> dict[int, int]:
    """Pieces that transfers to a store name which are drafted or ready and not sent yet, by variant id."""
    with connection.cursor() as cursor:
        cursor.execute(_ASKED_FOR, _values(store_id, variant_ids))
        return dict(cursor.fetchall())


def wanted_of(rows: Sequence[LowLevel], asked: Mapping[int, int]) -> dict[int, int]:
    """How many pieces of what is low a store should ask for, by variant id.

    Up to its reorder point and what it sells in two weeks, at least one above the point; less what is on the way or
    asked for already.
    """
    return {
        row.variant_id: max(
            0,
            row.point + max(1, -(-row.sold // _TWO_WEEKS_OF))
            - row.available - row.on_the_way - asked.get(row.variant_id, 0),
        )
        for row in rows
    }  # fmt: skip


def _values(store_id: int, variant_ids: Collection[int]) -> dict[str, Any]:
    return {"store": store_id, "variants": list(variant_ids)}
