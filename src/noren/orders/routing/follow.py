"""Following: what a transfer for an order does to the order. Arrived pieces are allocated, lost ones routed again."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from noren.orders.events import OrderLineArrived
from noren.orders.locking import LockedOrder, lock_order
from noren.orders.models import Order
from noren.orders.routing.models import Sourcing, SourcingReason
from noren.orders.routing.sourcing import Ask, expected_in, lock_goods, open_sourcings, promise_later, settle, source
from noren.stock import promise
from noren.stock.holding import held_by, release_holds
from noren.stock.transfers.coming import order_of_transfer, pieces_to_come
from noren.stock.transfers.errors import TransferNotFound
from noren.stock.transfers.locking import LockedTransfer, lock_transfer
from noren.stores.errors import StoreNotFound
from noren.stores.loading import load_store_for_order
from noren.timeline.record import EventData, record


def follow_transfer(transfer_uid: UUID, *, at: datetime) -> None:
    """Bring the order that waits for a transfer up to it. Safe to repeat; nothing happens for a transfer of its own.

    Pieces that arrived were held for the order and are allocated to it. Pieces that will not come are looked for in
    other stores, or parked. What arrives for an order that has ended is free.

    Records "Order Line Arrived", "Order Line Sourced", "Order Line Parked".
    """
    order_uid = order_of_transfer(transfer_uid)  # its line may have been taken off, with what it waited for
    if order_uid is None:
        return
    with transaction.atomic(savepoint=False):
        locked = lock_order(order_uid)
        try:
            transfer = lock_transfer(transfer_uid)
        except TransferNotFound:
            return
        rows = [row for row in open_sourcings(locked) if row.transfer_uid == transfer_uid]
        if not rows:
            release_holds(transfer_uid, at=at)
            return
        _follow(locked, transfer, rows, at=at)


def _follow(locked: LockedOrder, transfer: LockedTransfer, rows: Sequence[Sourcing], *, at: datetime) -> None:
    order = locked.order
    kept = held_by(transfer.transfer.uid, store_id=order.store_id)
    coming = pieces_to_come(transfer)
    lock_goods({row.line.variant_id for row in rows} | set(kept))
    steps, arrived, lost = _shares(rows, kept, coming)
    if arrived or kept:
        cause = locked.cause("sourced", at=at)
        promise.allocate_held(order.store_id, arrived, owner_uid=transfer.transfer.uid, cause=cause)
    list(settle(steps, words="", at=at))
    for row, here, gone in steps:
        row.line.awaited_quantity -= here + gone
    events: list[EventData] = [_arrived(locked, row, here) for row, here, _gone in steps if here]
    for row, pieces in lost:
        ask = Ask(
            row.request_uid,
            SourcingReason.NOT_ARRIVED,
            row.words,
            frozenset({*row.not_stores, transfer.transfer.from_store_id}),
            channel="system",
        )
        events += source(locked, [(row.line, pieces)], ask, at=at)
    if arrived and not any(line.awaited_quantity for line in locked.lines):
        _promise_now(locked, at=at)
    record(*events, told=locked.told("system", at=at))


def _shares(
    rows: Sequence[Sourcing], kept: dict[int, int], coming: dict[int, int]
) -> tuple[list[tuple[Sourcing, int, int]], dict[int, int], list[tuple[Sourcing, int]]]:
    """What of each sourcing arrived and what is lost; the arrived pieces by variant id; and the lost ones again."""
    here, still = dict(kept), dict(coming)
    steps: list[tuple[Sourcing, int, int]] = []
    arrived: dict[int, int] = {}
    for row in rows:
        variant_id = row.line.variant_id
        came = min(row.open, here.get(variant_id, 0))
        here[variant_id] = here.get(variant_id, 0) - came
        waits = min(row.open - came, still.get(variant_id, 0))
        still[variant_id] = still.get(variant_id, 0) - waits
        steps.append((row, came, row.open - came - waits))
        if came:
            arrived[variant_id] = arrived.get(variant_id, 0) + came
    return steps, arrived, [(row, gone) for row, _came, gone in steps if gone]


def _promise_now(locked: LockedOrder, *, at: datetime) -> None:
    """The last goods are here: the order is to be ready soon, and kept as long as any other from then on."""
    try:
        store = load_store_for_order(locked.store_code, at=at)
    except StoreNotFound:
        return
    _day, ready_at = expected_in(store, days=0, at=at)
    promise_later(locked, [ready_at], at=at)


def _arrived(locked: LockedOrder, row: Sourcing, pieces: int) -> OrderLineArrived:
    order: Order = locked.order
    is_complete = not any(line.awaited_quantity for line in locked.lines)
    return OrderLineArrived(
        order.uid, order.number, locked.store_code, row.line.variant.sku, row.line.name, pieces, is_complete
    )
