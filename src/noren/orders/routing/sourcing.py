"""Sourcing: pieces of an order that its store does not have are held in others for it, and what nobody has is parked.

The only code that makes sourcings and raises a line's `awaited_quantity`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import override

from noren.kernel.ids import uuid7
from noren.orders.events import OrderLineParked, OrderLineSourced
from noren.orders.keeping import kept_until_of
from noren.orders.locking import LockedOrder
from noren.orders.models import Fulfillment, OrderLine
from noren.orders.routing.choose import Part, plan
from noren.orders.routing.models import Sourcing, SourcingReason, SourcingStatus
from noren.stock import promise
from noren.stock.ledger import lock_levels_by_id
from noren.stock.models import Level
from noren.stock.transfers.draft import Draft, draft_transfer
from noren.stock.transfers.locking import By
from noren.stock.transfers.ready import make_ready
from noren.stores.errors import PickupNotOffered, StoreClosed, StoreNotFound
from noren.stores.loading import StoreForOrder, load_store_for_order
from noren.stores.models import Store
from noren.timeline.record import EventData

Wants = Sequence[tuple[OrderLine, int]]
"""Lines of an order and how many pieces of each are looked for."""


@dataclass(frozen=True, slots=True)
class Ask:
    """Why pieces are looked for, and by whom.

    Attributes:
        request_uid: of the deed; its repeat is known by it.
        not_stores: ids of stores that are not asked; the order's own never is.
        staff_id: None for the shopper and the system.
    """

    request_uid: UUID
    reason: SourcingReason
    words: str = ""
    not_stores: frozenset[int] = frozenset()
    staff_id: int | None = None
    channel: str = "till"


def lock_goods(variant_ids: Iterable[int]) -> None:
    """Lock the levels of goods in all stores at once, in order of primary key, before any of them is booked.

    Locked store after store, two orders that take from each other's stores would meet crosswise.
    """
    levels = Level.objects.filter(variant_id__in=set(variant_ids))
    lock_levels_by_id(levels.values_list("pk", flat=True))


def source(locked: LockedOrder, wants: Wants, ask: Ask, *, at: datetime) -> list[EventData]:
    """Have other stores send pieces of a locked order: held there, in a transfer that is ready to be packed.

    What no store has is parked. The caller holds the levels of the goods in all stores (`lock_goods`), and the pieces
    are not allocated. Answers the events to be recorded.
    """
    order = locked.order
    goods: dict[int, int] = {}
    for line, pieces in wants:
        goods[line.variant_id] = goods.get(line.variant_id, 0) + pieces
    near = None
    if order.store.latitude is not None and order.store.longitude is not None:
        near = (order.store.latitude, order.store.longitude)
    not_stores = ask.not_stores | {order.store_id}
    planned = plan(goods, kind="pickup", near=near, not_stores=not_stores, at=at)
    left = [(line, pieces) for line, pieces in wants if pieces]
    rows: list[Sourcing] = []
    events: list[EventData] = []
    for part in planned.parts:
        taken, left = _share(left, part.quantities)
        made = _have_sent(locked, part, taken, ask, at=at)
        rows += made
        events += [_sourced(locked, row) for row in made]
    Sourcing.objects.bulk_create(rows)
    _await([(row.line, row.quantity) for row in rows])
    events += park(locked, left, ask, at=at)
    promise_later(locked, [row.expected_at for row in rows if row.expected_at], at=at)
    return events


def park(
    locked: LockedOrder, wants: Wants, ask: Ask, *, last_store_id: int | None = None, at: datetime
) -> list[EventData]:
    """Leave pieces of a locked order that no store has to staff; answer the events to be recorded.

    Args:
        last_store_id: of a delivery, the store that was to send them last.
    """
    parked = SourcingStatus.PARKED
    rows = [_row(line, pieces, ask, parked, at=at, from_store_id=last_store_id) for line, pieces in wants]
    Sourcing.objects.bulk_create(rows)
    _await(wants)
    return [_parked(locked, line, pieces, ask.reason) for line, pieces in wants]


def take_back_promise(locked: LockedOrder, store_id: int, pieces: Mapping[int, int], ask: Ask, *, at: datetime) -> None:
    """Take pieces that a store cannot give off its promise to a locked order, as the reason says.

    What was not found leaves the stock, what is damaged is set aside, for another reason it is free again.
    """
    words = ask.words or str(ask.reason.label)
    cause = locked.cause("rejected_line", at=at, reason=words[:200], staff_id=ask.staff_id)
    take = {
        SourcingReason.NOT_FOUND: promise.write_off_allocated,
        SourcingReason.DAMAGED: promise.release_damaged,
    }.get(ask.reason, promise.release)
    take(store_id, pieces, cause=cause)


def promise_later(locked: LockedOrder, expected: Iterable[datetime], *, at: datetime) -> None:
    """Move the time at which the order is to be ready, and until which it is kept, back to the last of these."""
    fulfillment = locked.fulfillment
    due_at = max([each for each in (fulfillment.due_at, *expected) if each is not None], default=None)
    if due_at is None or due_at == fulfillment.due_at:
        return
    store = _load(locked, at=at)
    kept_until = fulfillment.kept_until
    if store is not None and kept_until is not None:
        kept_until = max(kept_until, kept_until_of(store, due_at))
    fulfillment.due_at, fulfillment.kept_until = due_at, kept_until
    Fulfillment.objects.filter(pk=fulfillment.pk).update(due_at=due_at, kept_until=kept_until, changed_at=at)


def expected_in(store: StoreForOrder, *, days: int, at: datetime) -> tuple[date, datetime]:
    """The day on which goods are in the store that another one is asked for now, and when they may be collected."""
    zone = ZoneInfo(store.time_zone)
    day = at.astimezone(zone).date() + timedelta(days=days)
    begins = max(at, datetime.combine(day, time(), zone))
    try:
        return day, store.pickup_ready_at(begins)
    except (PickupNotOffered, StoreClosed):
        return day, begins


def _have_sent(locked: LockedOrder, part: Part, taken: Wants, ask: Ask, *, at: datetime) -> list[Sourcing]:
    """Draft the transfer of a part and hold its pieces at the source."""
    order, sender = locked.order, Store.objects.get(pk=part.store_id)
    store = _load(locked, at=at)
    day, expected_at = expected_in(store, days=sender.transfer_days, at=at) if store else (None, None)
    skus = {line.variant_id: line.variant.sku for line, _pieces in taken}
    uid, by = uuid7(), By(at, ask.staff_id, ask.channel)
    with override(settings.LANGUAGE_CODE):
        note = _("For order %(number)s") % {"number": order.number}
    lines = tuple((skus[variant_id], pieces) for variant_id, pieces in part.quantities.items())
    draft_transfer(Draft(uid, sender.code, locked.store_code, lines, note, day, kept_for=order.uid), by=by)
    make_ready(uid, by=by)
    return [
        _row(
            line,
            pieces,
            ask,
            SourcingStatus.COMING,
            at=at,
            from_store=sender,
            transfer_uid=uid,
            expected_at=expected_at,
            why=[part.why.as_json()],
        )
        for line, pieces in taken
    ]


def _row(
    line: OrderLine, pieces: int, ask: Ask, status: SourcingStatus, *, at: datetime, **columns: object
) -> Sourcing:
    return Sourcing(
        request_uid=ask.request_uid,
        line=line,
        status=status,
        quantity=pieces,
        reason=ask.reason,
        words=ask.words,
        not_stores=sorted(ask.not_stores),
        began_at=at,
        staff_id=ask.staff_id,
        **columns,
    )


def _share(left: Wants, given: Mapping[int, int]) -> tuple[list[tuple[OrderLine, int]], list[tuple[OrderLine, int]]]:
    """What of the wanted pieces is given, line by line, and what is still wanted."""
    rest, taken, still = dict(given), list[tuple[OrderLine, int]](), list[tuple[OrderLine, int]]()
    for line, wanted in left:
        pieces = min(wanted, rest.get(line.variant_id, 0))
        rest[line.variant_id] = rest.get(line.variant_id, 0) - pieces
        taken += [(line, pieces)] if pieces else []
        still += [(line, wanted - pieces)] if wanted > pieces else []
    return taken, still


def _await(wants: Wants) -> None:
    for line, pieces in wants:
        line.awaited_quantity += pieces
        OrderLine.objects.filter(pk=line.pk).update(awaited_quantity=F("awaited_quantity") + pieces)


def settle(rows: Iterable[tuple[Sourcing, int, int]], *, words: str, at: datetime) -> Iterator[Sourcing]:
    """Write that so many pieces of open sourcings arrived, and so many were given up; answer those that changed.

    The line's `awaited_quantity` follows. The caller holds the order's lock.
    """
    for row, arrived, dropped in rows:
        if not arrived + dropped:
            continue
        row.arrived += arrived
        row.dropped += dropped
        if row.open == 0:
            row.status, row.ended_at, row.end_words = SourcingStatus.DONE, at, words[:200]
        row.save(update_fields=["arrived", "dropped", "status", "ended_at", "end_words"])
        OrderLine.objects.filter(pk=row.line_id).update(awaited_quantity=F("awaited_quantity") - arrived - dropped)
        yield row


def open_sourcings(locked: LockedOrder) -> list[Sourcing]:
    """What is still looked for of a locked order, each with the order's own line object."""
    lines = {line.pk: line for line in locked.lines}
    found = list(Sourcing.objects.filter(line_id__in=lines).exclude(status=SourcingStatus.DONE).order_by("pk"))
    for row in found:
        row.line = lines[row.line_id]
    return found


def _load(locked: LockedOrder, *, at: datetime) -> StoreForOrder | None:
    """The order's store with its hours; None when it went out of business."""
    try:
        return load_store_for_order(locked.store_code, at=at)
    except StoreNotFound:
        return None


def _sourced(locked: LockedOrder, row: Sourcing) -> OrderLineSourced:
    assert row.from_store is not None
    assert row.transfer_uid is not None
    order, line = locked.order, row.line
    return OrderLineSourced(
        order.uid,
        order.number,
        locked.store_code,
        line.variant.sku,
        line.name,
        row.quantity,
        row.from_store.code,
        row.transfer_uid,
        str(row.reason),
        row.expected_at or row.began_at,
    )


def _parked(locked: LockedOrder, line: OrderLine, pieces: int, reason: SourcingReason) -> OrderLineParked:
    order = locked.order
    return OrderLineParked(
        order.uid, order.number, locked.store_code, line.variant.sku, line.name, pieces, reason.value
    )
