"""Reads of deliveries: the list, one with its lines, and the suppliers that are known."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet, Sum

from noren.stock.errors import DeliveryNotFound
from noren.stock.models import Delivery, DeliveryLine


@dataclass(frozen=True, slots=True)
class DeliveryLineView:
    """A line: what the note says (None: nothing), what was found, and how many of those are damaged."""

    variant_id: int
    sku: str
    gtin: str | None
    name: str
    expected: int | None
    found: int
    damaged: int

    @property
    def difference(self) -> int | None:
        """Pieces found more than the note says, less than 0 when some are missing; None when it says nothing."""
        return None if self.expected is None else self.found - self.expected


@dataclass(frozen=True, slots=True)
class DeliveryView:
    """A delivery with its sums; the lines only where one is read."""

    uid: UUID
    store_id: int
    store_code: str
    store_name: str
    supplier: str
    note_number: str
    status: str
    status_words: str
    made_at: datetime
    made_by: str
    ended_at: datetime | None
    ended_by: str
    expected: int
    found: int
    damaged: int
    lines: tuple[DeliveryLineView, ...] = ()

    @property
    def differing(self) -> int:
        """How many lines are not what the note says."""
        return sum(bool(line.difference) for line in self.lines)


def get_delivery(uid: UUID) -> DeliveryView:
    """A delivery with its lines, in the order they were written.

    Raises:
        DeliveryNotFound.
    """
    delivery = _deliveries().filter(uid=uid).first()
    if delivery is None:
        raise DeliveryNotFound(uid=str(uid))
    lines = DeliveryLine.objects.filter(delivery=delivery).select_related("variant__product").order_by("pk")
    return _view(delivery, tuple(_line(line) for line in lines))


def list_deliveries(*, store_ids: Collection[int] | None = None, limit: int = 100) -> list[DeliveryView]:
    """Deliveries, those being checked in first, then the latest; without their lines."""
    rows = _deliveries()
    if store_ids is not None:
        rows = rows.filter(store_id__in=store_ids)
    drafts = list(rows.filter(status="draft").order_by("-made_at", "-pk")[:limit])
    over = list(rows.exclude(status="draft").order_by("-made_at", "-pk")[: limit - len(drafts)])
    return [_view(row, ()) for row in (*drafts, *over)]


def suppliers(*, limit: int = 200) -> list[str]:
    """The names of suppliers, the latest first."""
    names = Delivery.objects.order_by("-pk").values_list("supplier", flat=True)[: 5 * limit]
    return list(dict.fromkeys(names))[:limit]


def _deliveries() -> QuerySet[Delivery]:
    sums = {name: Sum(f"lines__{name}", default=0) for name in ("expected", "found", "damaged")}
    return Delivery.objects.select_related("store", "made_by", "ended_by").annotate(
        **{f"{name}_sum": total for name, total in sums.items()}
    )


def _view(row: Delivery, lines: tuple[DeliveryLineView, ...]) -> DeliveryView:
    return DeliveryView(
        uid=row.uid,
        store_id=row.store_id,
        store_code=row.store.code,
        store_name=row.store.name,
        supplier=row.supplier,
        note_number=row.note_number,
        status=row.status,
        status_words=str(row.get_status_display()),
        made_at=row.made_at,
        made_by=row.made_by.name if row.made_by else "",
        ended_at=row.ended_at,
        ended_by=row.ended_by.name if row.ended_by else "",
        expected=row.expected_sum,  # type: ignore[attr-defined]
        found=row.found_sum,  # type: ignore[attr-defined]
        damaged=row.damaged_sum,  # type: ignore[attr-defined]
        lines=lines,
    )


def _line(line: DeliveryLine) -> DeliveryLineView:
    variant = line.variant
    return DeliveryLineView(
        variant_id=variant.pk,
        sku=variant.sku,
        gtin=variant.gtin,
        name=f"{variant.product.name} {variant.name}".strip(),
        expected=line.expected,
        found=line.found,
        damaged=line.damaged,
    )
