"""What a stocktake found so far: the difference of each variant to what the ledger said when it was counted."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import F

from noren.stock.errors import CountNotFound
from noren.stock.models import Count, CountEntry, CountLine, CountOutcome, CountStatus

MOST_SHOWN = 500

# A variant is unsure when the goods moved between the counts of its places, where nobody knows whether what was sold
# had been counted, or when its figure was corrected since, which may be the same difference a second time.
_COUNTED = """
WITH found AS (
    SELECT e.level_id, sum(e.pieces)::int AS counted, (array_agg(e.on_hand ORDER BY e.position, e.id))[1] AS expected,
           min(e.position) AS first, max(e.position) AS last, count(*)::int AS entries
    FROM stock_countentry e WHERE e.count_id = %(count_id)s AND e.withdrawn_at IS NULL GROUP BY e.level_id
)
SELECT f.level_id, l.variant_id, f.expected, f.counted, f.entries, EXISTS (
    SELECT 1 FROM stock_movement m
    WHERE m.level_id = f.level_id AND m.id > f.first AND m.on_hand_change <> 0
      AND (m.id <= f.last OR m.kind IN ('counted', 'adjusted') AND m.aside_change = 0)
), l.on_hand, l.aside, l.allocated, v.price_minor, v.sku, trim(p.name || ' ' || v.name)
FROM found f JOIN stock_level l ON l.id = f.level_id
JOIN catalog_variant v ON v.id = l.variant_id JOIN catalog_product p ON p.id = v.product_id
ORDER BY f.level_id
"""
# What came in after the stocktake was opened was perhaps not there when its shelf was counted: it is never set to 0.
_UNCOUNTED = """
WITH RECURSIVE below (id) AS (
    SELECT category_id FROM stock_count_categories WHERE count_id = %(count_id)s
    UNION SELECT c.id FROM catalog_category c JOIN below ON c.parent_id = below.id
)
SELECT l.id, l.variant_id, l.on_hand, EXISTS (
    SELECT 1 FROM stock_movement m
    WHERE m.level_id = l.id AND m.id > %(position)s AND m.on_hand_change > 0
), l.aside, l.allocated, v.price_minor, v.sku, trim(p.name || ' ' || v.name)
FROM stock_level l
JOIN catalog_variant v ON v.id = l.variant_id JOIN catalog_product p ON p.id = v.product_id
WHERE l.store_id = %(store_id)s AND l.on_hand <> 0 AND (
    %(scope)s = 'all'
    OR %(scope)s = 'categories' AND p.category_id IN (SELECT id FROM below)
    OR %(scope)s = 'goods' AND v.id IN (SELECT variant_id FROM stock_count_variants WHERE count_id = %(count_id)s))
  AND NOT EXISTS (SELECT 1 FROM stock_countentry e
                  WHERE e.count_id = %(count_id)s AND e.level_id = l.id AND e.withdrawn_at IS NULL)
ORDER BY l.id
"""


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """A variant of a stocktake.

    Attributes:
        expected: on hand by the ledger when it was counted; for what nobody counted, on hand now.
        counted: None when nobody counted it.
        is_unsure: moved between the counts of its places or corrected since, so that the difference is no figure; for
            what nobody counted: came in since the stocktake was opened.
        aside, allocated: of those on hand now, which are set aside, and which are promised to orders.
    """

    level_id: int
    variant_id: int
    sku: str
    name: str
    expected: int
    counted: int | None
    entries: int
    is_unsure: bool
    aside: int
    allocated: int
    price_minor: int

    @property
    def difference(self) -> int:
        """Pieces found more than expected; less than 0 when some are missing. 0 where nobody counted."""
        return 0 if self.counted is None else self.counted - self.expected

    @property
    def value_minor(self) -> int:
        """The difference at today's price."""
        return self.difference * self.price_minor


@dataclass(frozen=True, slots=True)
class CountView:
    """A stocktake in a list."""

    uid: UUID
    store_id: int
    store_name: str
    name: str
    scope: str
    scope_words: str
    status: str
    status_words: str
    opened_at: datetime
    opened_by: str
    ended_at: datetime | None
    ended_by: str


@dataclass(frozen=True, slots=True)
class EntryView:
    """What somebody counted in one place."""

    uid: UUID
    variant_id: int
    sku: str
    name: str
    area: str
    pieces: int
    staff_id: int | None
    at: datetime
    is_withdrawn: bool


@dataclass(frozen=True, slots=True)
class BookedLine:
    """What a closed stocktake booked of a variant, at the price of that moment."""

    level_id: int
    sku: str
    name: str
    outcome: str
    outcome_words: str
    expected: int
    counted: int | None
    difference: int
    value_minor: int


def get_count(uid: UUID) -> CountView:
    """A stocktake.

    Raises:
        CountNotFound.
    """
    count = Count.objects.select_related("store", "opened_by", "ended_by").filter(uid=uid).first()
    if count is None:
        raise CountNotFound(uid=str(uid))
    return _view(count)


def list_counts(*, store_ids: Collection[int] | None = None, limit: int = 100) -> list[CountView]:
    """Stocktakes, the open ones first, then the latest."""
    counts = Count.objects.select_related("store", "opened_by", "ended_by")
    if store_ids is not None:
        counts = counts.filter(store_id__in=store_ids)
    by_age = counts.order_by(F("ended_at").desc(nulls_first=True), "-opened_at", "-pk")
    return [_view(count) for count in by_age[:limit]]


def counted_lines(count: Count) -> list[ReviewLine]:
    """Every variant that was counted in an open stocktake, in order of the levels' keys."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNTED, {"count_id": count.pk})
        return [_counted(row) for row in cursor.fetchall()]


def uncounted_lines(count: Count) -> list[ReviewLine]:
    """What the stocktake is about, is on hand and nobody counted, in order of the levels' keys."""
    values: dict[str, Any] = {"count_id": count.pk, "scope": count.scope}
    values |= {"store_id": count.store_id, "position": count.position}
    with connection.cursor() as cursor:
        cursor.execute(_UNCOUNTED, values)
        return [_uncounted(row) for row in cursor.fetchall()]


def review(uid: UUID) -> tuple[list[ReviewLine], list[ReviewLine]]:
    """Of an open stocktake what was counted, the largest difference in money first, and what nobody counted.

    Raises:
        CountNotFound.
    """
    count = Count.objects.filter(uid=uid).first()
    if count is None:
        raise CountNotFound(uid=str(uid))
    if count.status != CountStatus.OPEN:
        return [], []
    counted = sorted(counted_lines(count), key=lambda line: (not line.is_unsure, -abs(line.value_minor), line.sku))
    return counted, uncounted_lines(count)


def booked_lines(uid: UUID) -> list[BookedLine]:
    """What a closed stocktake found and booked, the largest difference in money first."""
    lines = CountLine.objects.filter(count__uid=uid).select_related("level__variant__product")
    views = [
        BookedLine(
            level_id=line.level_id,
            sku=line.level.variant.sku,
            name=f"{line.level.variant.product.name} {line.level.variant.name}".strip(),
            outcome=line.outcome,
            outcome_words=str(CountOutcome(line.outcome).label),
            expected=line.expected,
            counted=line.counted,
            difference=line.difference,
            value_minor=line.difference * line.price_minor,
        )
        for line in lines
    ]
    return sorted(views, key=lambda line: (-abs(line.value_minor), line.sku))


def latest_entries(uid: UUID, *, limit: int = 30, variant_id: int | None = None) -> list[EntryView]:
    """What was counted last, the newest first; of one variant where it is named."""
    entries = CountEntry.objects.filter(count__uid=uid).select_related("level__variant__product")
    if variant_id is not None:
        entries = entries.filter(level__variant_id=variant_id)
    return [
        EntryView(
            uid=entry.uid,
            variant_id=entry.level.variant_id,
            sku=entry.level.variant.sku,
            name=f"{entry.level.variant.product.name} {entry.level.variant.name}".strip(),
            area=entry.area,
            pieces=entry.pieces,
            staff_id=entry.staff_id,
            at=entry.at,
            is_withdrawn=entry.withdrawn_at is not None,
        )
        for entry in entries.order_by("-pk")[:limit]
    ]


def _view(count: Count) -> CountView:
    return CountView(
        uid=count.uid,
        store_id=count.store_id,
        store_name=count.store.name,
        name=count.name,
        scope=count.scope,
        scope_words=str(count.get_scope_display()),
        status=count.status,
        status_words=str(count.get_status_display()),
        opened_at=count.opened_at,
        opened_by=count.opened_by.name if count.opened_by else "",
        ended_at=count.ended_at,
        ended_by=count.ended_by.name if count.ended_by else "",
    )


def _counted(row: tuple[Any, ...]) -> ReviewLine:
    level_id, variant_id, expected, counted, entries, is_unsure, _on_hand, aside, allocated, price, sku, name = row
    return ReviewLine(level_id, variant_id, sku, name, expected, counted, entries, is_unsure, aside, allocated, price)


def _uncounted(row: tuple[Any, ...]) -> ReviewLine:
    level_id, variant_id, on_hand, came_in, aside, allocated, price, sku, name = row
    return ReviewLine(level_id, variant_id, sku, name, on_hand, None, 0, came_in, aside, allocated, price)
