"""Promises over several stores at once, for orders that are sent in parcels. All levels are locked at once, by key."""

from collections.abc import Mapping
from uuid import UUID

from noren.stock.errors import OutOfStock
from noren.stock.holding import end_expired_holds, end_holds_of
from noren.stock.ledger import Cause, Ledger, lock_stores
from noren.stock.models import Hold, MovementKind

ByStore = Mapping[int, Mapping[int, int]]
"""Pieces by variant id, by the id of the store."""


def allocate_in_stores(
    wanted: ByStore, *, cause: Cause, names: Mapping[int, str], holder_uid: UUID | None = None
) -> None:
    """Promise pieces of several stores to an order: all of them, or none.

    What `holder_uid` (the basket) holds in any store becomes free or part of the promise; holds of others whose time
    is over are ended before anything is refused.

    Raises:
        OutOfStock: fewer pieces are available in a store than wanted of it; `field` is `variants.<id>`.
    """
    locked = {store_id: set(pieces) for store_id, pieces in wanted.items()}
    if holder_uid is not None:
        held = Hold.objects.filter(owner_uid=holder_uid, ended_at=None)
        for store_id, variant_id in held.values_list("level__store_id", "level__variant_id"):
            locked.setdefault(store_id, set()).add(variant_id)
    ledgers = lock_stores(locked)
    for ledger in ledgers.values():
        if holder_uid is not None:
            end_holds_of(holder_uid, ledger, at=cause.at)
    for store_id, pieces in wanted.items():
        _allocate(ledgers[store_id], pieces, cause=cause, names=names)
    for ledger in ledgers.values():
        ledger.write(cause)


def _allocate(ledger: Ledger, pieces: Mapping[int, int], *, cause: Cause, names: Mapping[int, str]) -> None:
    if any(ledger.levels[variant_id].available < quantity for variant_id, quantity in pieces.items()):
        end_expired_holds(ledger, at=cause.at)
    for variant_id, quantity in pieces.items():
        available = ledger.levels[variant_id].available
        if available < quantity:
            raise OutOfStock(
                field=f"variants.{variant_id}", name=names[variant_id], wanted=quantity, available=max(0, available)
            )
        ledger.book(variant_id, MovementKind.ALLOCATED, allocated=quantity)


def release_in_stores(quantities: ByStore, *, cause: Cause) -> None:
    """Take back promises of several stores: the pieces may be promised to others again."""
    ledgers = lock_stores({store_id: list(pieces) for store_id, pieces in quantities.items()})
    for store_id, pieces in quantities.items():
        for variant_id, quantity in pieces.items():
            ledgers[store_id].book(variant_id, MovementKind.RELEASED, allocated=-quantity)
        ledgers[store_id].write(cause)
