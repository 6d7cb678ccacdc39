"""The till's reads: pickups with what to pick, how many are open, and what a register sold on a day."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Prefetch

from noren.orders.models import (
    Fulfillment,
    FulfillmentKind,
    FulfillmentStatus,
    Order,
    OrderLine,
    OrderNote,
    ReceiptKind,
)
from noren.orders.queries import OrderSummary, summaries
from noren.payments.balance import paid_of_orders

# Work to do is listed by its promise; what is over, by what happened last.
_OPEN = frozenset({FulfillmentStatus.OPEN.value, FulfillmentStatus.READY.value})


@dataclass(frozen=True, slots=True)
class PickLine:
    """What to fetch from the shelf; `quantity` is less than ordered once some were found missing."""

    uid: UUID
    sku: str
    gtin: str | None
    product_id: int
    name: str
    ordered_quantity: int
    quantity: int


@dataclass(frozen=True, slots=True)
class PickupWork:
    """A pickup as the staff who pick it see it. `status` is that of the work, `order_status` that of the order.

    `paid_minor` of the total was paid and stays paid. `notes` are those of staff, the oldest first.
    """

    order_uid: UUID
    number: str
    status: str
    order_status: str
    pickup_code: str
    customer_uid: UUID | None
    member_number: str | None
    contact_name: str
    placed_at: datetime
    due_at: datetime | None
    kept_until: datetime | None
    total_minor: int
    paid_minor: int
    buyer_note: str
    is_gift: bool
    gift_message: str
    notes: tuple[str, ...]
    lines: tuple[PickLine, ...]


def pickup_work(store_id: int, *, statuses: Collection[str], limit: int) -> list[PickupWork]:
    """Pickups of a store in these states of work: the most urgent first, or the latest when all are over."""
    rows = Fulfillment.objects.filter(store_id=store_id, kind=FulfillmentKind.PICKUP, status__in=statuses)
    rows = rows.order_by("due_at", "pk") if _OPEN & set(statuses) else rows.order_by("-changed_at", "-pk")
    lines = OrderLine.objects.select_related("variant").order_by("position")
    rows = rows.select_related("order__customer").prefetch_related(
        Prefetch("order__lines", lines), Prefetch("order__notes", OrderNote.objects.order_by("pk"))
    )
    found = list(rows[:limit])
    paid = paid_of_orders([row.order.uid for row in found])
    return [_work(row, paid.get(row.order.uid, 0)) for row in found]


def count_to_pick(store_id: int) -> int:
    """How many pickups of a store wait to be picked; one small count."""
    return Fulfillment.objects.filter(
        store_id=store_id, kind=FulfillmentKind.PICKUP, status=FulfillmentStatus.OPEN
    ).count()


def sales_of_register(register_id: int, *, since: datetime, limit: int = 200) -> list[OrderSummary]:
    """What was completed at a register since an instant, sales voided later included, the latest first."""
    orders = Order.objects.filter(
        receipts__kind=ReceiptKind.SALE, receipts__register_id=register_id, receipts__issued_at__gte=since
    )
    return summaries(orders.order_by("-completed_at", "-pk")[:limit])


def _work(row: Fulfillment, paid_minor: int) -> PickupWork:
    order = row.order
    return PickupWork(
        order_uid=order.uid,
        number=order.number,
        status=row.status,
        order_status=order.status,
        pickup_code=row.pickup_code or "",
        customer_uid=order.customer.uid if order.customer else None,
        member_number=order.customer.member_number if order.customer else None,
        contact_name=order.contact_name or (order.customer.full_name if order.customer else ""),
        placed_at=order.placed_at,
        due_at=row.due_at,
        kept_until=row.kept_until,
        total_minor=order.total_minor,
        paid_minor=paid_minor,
        buyer_note=order.buyer_note,
        is_gift=order.is_gift,
        gift_message=order.gift_message,
        notes=tuple(note.text for note in order.notes.all()),
        lines=tuple(_pick_line(line) for line in order.lines.all() if not line.fee),
    )


def _pick_line(line: OrderLine) -> PickLine:
    return PickLine(
        uid=line.uid,
        sku=line.variant.sku,
        gtin=line.variant.gtin,
        product_id=line.variant.product_id,
        name=line.name,
        ordered_quantity=line.ordered_quantity,
        quantity=line.quantity,
    )
