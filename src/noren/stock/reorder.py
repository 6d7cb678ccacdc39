"""Reorder points: how few pieces may be available before more should be ordered, and what is that low."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction

from noren.stock.correct import MOST_PIECES
from noren.stock.errors import PiecesInvalid
from noren.stock.models import ReorderPoint

SOLD_WITHIN = timedelta(days=28)

_SET = """
INSERT INTO stock_reorderpoint (store_id, variant_id, pieces)
SELECT %s, variant_id, pieces FROM unnest(%s::bigint[], %s::int[]) AS p (variant_id, pieces) ORDER BY variant_id
ON CONFLICT (store_id, variant_id) DO UPDATE SET pieces = excluded.pieces
WHERE stock_reorderpoint.pieces <> excluded.pieces
"""
# On the way is what notes of deliveries name that are being checked in, and what transfers carry. Sold is what left
# against what was taken back.
_LOW = """
SELECT l.id, s.id, s.code, s.name, v.id, v.sku, trim(p.name || ' ' || v.name), l.on_hand, l.available, low.pieces,
       coalesce(way.pieces, 0)::int, greatest(0, coalesce(sold.pieces, 0))::int
FROM (SELECT *, on_hand - allocated - held - safety - aside AS available FROM stock_level) l
JOIN stores_store s ON s.id = l.store_id AND s.is_active
JOIN catalog_variant v ON v.id = l.variant_id AND v.is_active
JOIN catalog_product p ON p.id = v.product_id AND p.is_active
LEFT JOIN stock_reorderpoint own ON own.store_id = l.store_id AND own.variant_id = l.variant_id
LEFT JOIN stock_reorderpoint usual ON usual.store_id = l.store_id AND usual.variant_id IS NULL
CROSS JOIN LATERAL (SELECT coalesce(own.pieces, usual.pieces) AS pieces) low
LEFT JOIN LATERAL (
    SELECT sum(pieces) AS pieces FROM (
        SELECT i.expected AS pieces FROM stock_deliveryline i JOIN stock_delivery d ON d.id = i.delivery_id
        WHERE d.store_id = l.store_id AND d.status = 'draft' AND i.variant_id = l.variant_id
        UNION ALL
        SELECT t.sent - t.received - t.lost - t.returned FROM stock_transferline t
        JOIN stock_transfer f ON f.id = t.transfer_id AND f.to_store_id = l.store_id
        WHERE t.variant_id = l.variant_id AND t.sent > t.received + t.lost + t.returned
    ) coming
) way ON true
LEFT JOIN LATERAL (
    SELECT -sum(m.on_hand_change) AS pieces FROM stock_movement m
    WHERE m.level_id = l.id AND m.kind IN ('sold', 'handed_over', 'returned') AND m.at > %(since)s AND m.at <= %(at)s
) sold ON true
WHERE l.available <= low.pieces AND (%(stores)s::bigint[] IS NULL OR l.store_id = ANY(%(stores)s::bigint[]))
ORDER BY s.code, l.available - low.pieces, v.sku LIMIT %(limit)s
"""


@dataclass(frozen=True, slots=True)
class LowLevel:
    """A level with too few pieces.

    Attributes:
        point: available pieces at or below which it is listed.
        on_the_way: pieces that notes of deliveries name which are not received yet, and those that transfers carry.
        sold: pieces that left in the last 28 days, less those taken back; 0 when more came back than left.
    """

    level_id: int
    store_id: int
    store_code: str
    store_name: str
    variant_id: int
    sku: str
    name: str
    on_hand: int
    available: int
    point: int
    on_the_way: int
    sold: int

    @property
    def days_left(self) -> int | None:
        """For how many whole days it lasts as it sold lately; None when nothing was sold."""
        if self.sold <= 0:
            return None
        return max(0, self.available) * SOLD_WITHIN.days // self.sold


def set_reorder_points(store_id: int, points: Mapping[int, int | None]) -> None:
    """Set the points of variants in a store, by variant id; None goes back to the store's default. Safe to repeat.

    Raises:
        PiecesInvalid: below 0 or above 1,000,000.
    """
    for pieces in points.values():
        _check(pieces)
    wanted = {variant_id: pieces for variant_id, pieces in points.items() if pieces is not None}
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        cursor.execute(_SET, [store_id, list(wanted), list(wanted.values())])
        ReorderPoint.objects.filter(store_id=store_id, variant_id__in=set(points) - set(wanted)).delete()


def set_reorder_default(store_id: int, pieces: int | None) -> None:
    """Set the point of all goods of a store that have none of their own; None takes it away. Safe to repeat.

    Raises:
        PiecesInvalid.
    """
    _check(pieces)
    with transaction.atomic(savepoint=False):
        if pieces is None:
            ReorderPoint.objects.filter(store_id=store_id, variant__isnull=True).delete()
        else:
            ReorderPoint.objects.update_or_create(store_id=store_id, variant__isnull=True, defaults={"pieces": pieces})


def reorder_default(store_id: int) -> int | None:
    """The store's default."""
    return ReorderPoint.objects.filter(store_id=store_id, variant__isnull=True).values_list("pieces", flat=True).first()


def reorder_point(store_id: int, variant_id: int) -> int | None:
    """The variant's own point in a store; None where the default holds."""
    own = ReorderPoint.objects.filter(store_id=store_id, variant_id=variant_id)
    return own.values_list("pieces", flat=True).first()


def stores_with_points() -> list[int]:
    """The stores in which a reorder point is set for anything."""
    return list(ReorderPoint.objects.order_by("store_id").values_list("store_id", flat=True).distinct())


def low_levels(*, at: datetime, store_ids: Collection[int] | None = None, limit: int = 1_000) -> list[LowLevel]:
    """Goods on sale of which too few are available: by store, those furthest below their point first."""
    values: dict[str, Any] = {
        "at": at,
        "since": at - SOLD_WITHIN,
        "stores": None if store_ids is None else list(store_ids),
        "limit": limit,
    }
    with connection.cursor() as cursor:
        cursor.execute(_LOW, values)
        return [LowLevel(*row) for row in cursor.fetchall()]


def _check(pieces: int | None) -> None:
    if pieces is not None and not 0 <= pieces <= MOST_PIECES:
        raise PiecesInvalid(field="pieces", pieces=pieces, limit=MOST_PIECES)
