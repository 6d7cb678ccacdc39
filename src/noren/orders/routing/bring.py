"""Bringing: a buyer has other stores send what the store of the pickup lacks, as it is ordered.

All pieces of such an order are there or held for it in other stores, or it is refused: nothing of it is ever parked
when it is placed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from noren.orders.locking import LockedOrder, lock_order
from noren.orders.models import OrderLine
from noren.orders.routing.choose import Plan, plan
from noren.orders.routing.models import SourcingReason
from noren.orders.routing.sourcing import Ask, expected_in, lock_goods, source
from noren.stock import promise
from noren.stock.errors import OutOfStock
from noren.stock.ledger import Cause
from noren.stores.errors import StoreNotFound
from noren.stores.loading import StoreForOrder, load_store_for_order
from noren.stores.models import Store
from noren.timeline.record import EventData


@dataclass(frozen=True, slots=True)
class Offer:
    """What a store lacks can be brought to it.

    Attributes:
        day: on which the last of it is in the store, by the store's calendar.
        ready_at: when a pickup of all of it is promised then, aware UTC.
        time_zone: of the store.
    """

    day: date
    ready_at: datetime
    time_zone: str


def offer_to_bring(store_code: str, lacking: Mapping[int, int], *, at: datetime) -> Offer | None:
    """When other stores can have sent these pieces to a store; None when they cannot, or it is not offered.

    Nothing is held by it: `place_order` looks again.

    Args:
        lacking: pieces by variant id that the store does not have; not empty.
    """
    if not settings.BRING_TO_STORE:
        return None
    try:
        store = load_store_for_order(store_code, at=at)
    except StoreNotFound:
        return None
    found = _plan_of_others(store.id, lacking, at=at)
    if found.missing or not store.is_pickup_enabled:
        return None
    senders = Store.objects.filter(pk__in=[part.store_id for part in found.parts])
    day, ready_at = expected_in(store, days=max(senders.values_list("transfer_days", flat=True)), at=at)
    return Offer(day, ready_at, store.time_zone)


def allocate_with_others(
    store: StoreForOrder,
    goods: Mapping[int, int],
    *,
    cause: Cause,
    names: Mapping[int, str],
    holder_uid: UUID | None = None,
) -> dict[int, int]:
    """Allocate goods in a store as far as it has them; answer the pieces by variant id that others are to send.

    What is answered is locked in all stores and there: the caller has it sent with `bring` in the same transaction.
    While the store has all of it, no other is looked at.

    Raises:
        OutOfStock: all stores that send together have fewer; `field` is `variants.<id>`.
    """
    try:
        with transaction.atomic():  # gives its locks back before those of all stores are taken at once
            promise.allocate(store.id, goods, cause=cause, names=names, holder_uid=holder_uid)
    except OutOfStock:
        lock_goods(goods)
        lacking = promise.allocate_what_there_is(store.id, goods, cause=cause, holder_uid=holder_uid)
    else:
        return {}
    for variant_id, missing in _plan_of_others(store.id, lacking, at=cause.at).missing.items():
        wanted = goods[variant_id]
        raise OutOfStock(
            field=f"variants.{variant_id}", name=names[variant_id], wanted=wanted, available=wanted - missing
        )
    return lacking


def bring(
    order_uid: UUID, lacking: Mapping[int, int], *, channel: str, at: datetime
) -> tuple[LockedOrder, list[EventData]]:
    """Have other stores send what `allocate_with_others` answered to the pickup that was just written.

    Answers the order, whose pickup is promised for when the goods are there, and the events to be recorded.
    """
    locked = lock_order(order_uid)
    ask = Ask(order_uid, SourcingReason.ELSEWHERE, channel=channel)
    return locked, source(locked, _of_lines(locked, lacking), ask, at=at)


def _of_lines(locked: LockedOrder, lacking: Mapping[int, int]) -> list[tuple[OrderLine, int]]:
    """Which lines wait for the pieces: the last ones of a variant."""
    left, wants = dict(lacking), list[tuple[OrderLine, int]]()
    for line in reversed([line for line in locked.lines if not line.fee]):
        pieces = min(line.quantity, left.get(line.variant_id, 0))
        if pieces:
            left[line.variant_id] -= pieces
            wants.append((line, pieces))
    return wants[::-1]


def _plan_of_others(store_id: int, lacking: Mapping[int, int], *, at: datetime) -> Plan:
    latitude, longitude = Store.objects.values_list("latitude", "longitude").get(pk=store_id)
    near = None if latitude is None or longitude is None else (latitude, longitude)
    return plan(lacking, kind="pickup", near=near, not_stores=frozenset({store_id}), at=at)
