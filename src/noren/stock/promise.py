"""Promises: allocate stock to an order, hand it over, or release it. The only code that changes `allocated`."""

from collections.abc import Mapping
from uuid import UUID

from noren.stock.errors import OutOfStock
from noren.stock.holding import end_expired_holds, end_holds_of, end_kept, held_by
from noren.stock.ledger import Cause, Ledger, lock_levels
from noren.stock.models import AsideState, MovementKind
from noren.stock.set_aside import book_aside


def allocate(
    store_id: int,
    wanted: Mapping[int, int],
    *,
    cause: Cause,
    names: Mapping[int, str],
    holder_uid: UUID | None = None,
) -> None:
    """Promise pieces of a store to an order: all of them, or none.

    Locks the levels in order of primary key. What `holder_uid` (the basket) holds becomes part of the promise; holds
    of others whose time is over are ended before anything is refused.

    Args:
        wanted: pieces by variant id, summed per variant.
        names: words for a refusal, by variant id.

    Raises:
        OutOfStock: fewer pieces are available than wanted; `field` is `variants.<id>`.
    """
    ledger = _lock_for(store_id, wanted, holder_uid, cause)
    _check_available(ledger, wanted, cause=cause, names=names)
    for variant_id, quantity in wanted.items():
        ledger.book(variant_id, MovementKind.ALLOCATED, allocated=quantity)
    ledger.write(cause)


def allocate_what_there_is(
    store_id: int, wanted: Mapping[int, int], *, cause: Cause, holder_uid: UUID | None = None
) -> dict[int, int]:
    """Promise of these pieces as many as a store has to an order; answer what it lacks, by variant id.

    As `allocate`, but that nothing is refused.
    """
    ledger = _lock_for(store_id, wanted, holder_uid, cause)
    if _first_short(ledger, wanted) is not None:
        end_expired_holds(ledger, at=cause.at)
    lacking: dict[int, int] = {}
    for variant_id, quantity in wanted.items():
        level = ledger.levels.get(variant_id)
        here = min(quantity, max(0, level.available)) if level else 0
        if here:
            ledger.book(variant_id, MovementKind.ALLOCATED, allocated=here)
        if here < quantity:
            lacking[variant_id] = quantity - here
    ledger.write(cause)
    return lacking


def _lock_for(store_id: int, wanted: Mapping[int, int], holder_uid: UUID | None, cause: Cause) -> Ledger:
    """Lock the levels of these goods; what the holder holds there becomes free."""
    ledger = lock_levels(store_id, wanted)
    if holder_uid is not None:
        end_holds_of(holder_uid, ledger, at=cause.at)
    return ledger


def _check_available(ledger: Ledger, wanted: Mapping[int, int], *, cause: Cause, names: Mapping[int, str]) -> None:
    """Check that locked levels have as much, if need be after the holds whose time is over were ended."""
    if _first_short(ledger, wanted) is not None:
        end_expired_holds(ledger, at=cause.at)
    if (short := _first_short(ledger, wanted)) is not None:
        level = ledger.levels.get(short)
        raise OutOfStock(
            field=f"variants.{short}",
            name=names[short],
            wanted=wanted[short],
            available=max(0, level.available) if level else 0,
        )


def _first_short(ledger: Ledger, wanted: Mapping[int, int]) -> int | None:
    for variant_id, quantity in wanted.items():
        level = ledger.levels.get(variant_id)
        if level is None or level.available < quantity:
            return variant_id
    return None


def allocate_held(store_id: int, wanted: Mapping[int, int], *, owner_uid: UUID, cause: Cause) -> None:
    """Make what an owner holds in a store a promise to an order; what it holds beyond `wanted` is free.

    Never refused, as the same pieces stay promised.

    Args:
        wanted: pieces by variant id, no more than the owner holds.
    """
    ledger = lock_levels(store_id, held_by(owner_uid, store_id=store_id))
    for variant_id, held in end_kept(owner_uid, ledger, at=cause.at).items():
        quantity = min(held, wanted.get(variant_id, 0))
        if quantity:
            ledger.book(variant_id, MovementKind.ALLOCATED, allocated=quantity, held=-quantity)
        if held > quantity:
            ledger.book(variant_id, MovementKind.UNHELD, held=quantity - held)
    ledger.write(cause)


def allocate_found(store_id: int, quantities: Mapping[int, int], *, cause: Cause) -> None:
    """Pieces turned up that the figures did not know of, and are promised to an order at once."""
    ledger = lock_levels(store_id, quantities, make_missing=True)
    for variant_id, quantity in quantities.items():
        ledger.book(variant_id, MovementKind.ADJUSTED, on_hand=quantity, allocated=quantity)
    ledger.write(cause)


def release_damaged(store_id: int, quantities: Mapping[int, int], *, cause: Cause) -> None:
    """Take back a promise for pieces that are broken: they stay in the building, set aside."""
    ledger = lock_levels(store_id, quantities)
    for variant_id, quantity in quantities.items():
        ledger.book(variant_id, MovementKind.RELEASED, allocated=-quantity)
        book_aside(ledger, variant_id, quantity, AsideState.DAMAGED)
    ledger.write(cause)


def release(store_id: int, quantities: Mapping[int, int], *, cause: Cause) -> None:
    """Take back a promise: the pieces may be promised to others again."""
    ledger = lock_levels(store_id, quantities)
    for variant_id, quantity in quantities.items():
        ledger.book(variant_id, MovementKind.RELEASED, allocated=-quantity)
    ledger.write(cause)


def change_allocation(store_id: int, change: Mapping[int, int], *, cause: Cause, names: Mapping[int, str]) -> None:
    """Promise more pieces of some goods and fewer of others: all of it, or nothing.

    Locks all levels at once in order of primary key, so that two orders that change at once cannot wait for each other.

    Args:
        change: pieces by variant id: above zero to be promised, below zero to be free again.

    Raises:
        OutOfStock: fewer pieces are available than wanted in addition; `field` is `variants.<id>`.
    """
    more = {variant_id: pieces for variant_id, pieces in change.items() if pieces > 0}
    ledger = lock_levels(store_id, change)
    _check_available(ledger, more, cause=cause, names=names)
    for variant_id, pieces in change.items():
        if pieces:
            kind = MovementKind.ALLOCATED if pieces > 0 else MovementKind.RELEASED
            ledger.book(variant_id, kind, allocated=pieces)
    ledger.write(cause)


def write_off_allocated(store_id: int, quantities: Mapping[int, int], *, cause: Cause) -> None:
    """Take back a promise for pieces that were not there: they leave `on_hand` too, with the cause's reason."""
    ledger = lock_levels(store_id, quantities)
    for variant_id, quantity in quantities.items():
        ledger.book(variant_id, MovementKind.ADJUSTED, on_hand=-quantity, allocated=-quantity)
    ledger.write(cause)


def hand_over(store_id: int, allocated: Mapping[int, int], extra: Mapping[int, int], *, cause: Cause) -> None:
    """Goods leave the store: those promised before, and others sold with them.

    Never refused: the goods are in the customer's hand. What then can no longer be kept for others becomes `short`.
    """
    ledger = lock_levels(store_id, {*allocated, *extra}, make_missing=True)
    for variant_id, quantity in allocated.items():
        ledger.book(variant_id, MovementKind.HANDED_OVER, on_hand=-quantity, allocated=-quantity)
    for variant_id, quantity in extra.items():
        ledger.book(variant_id, MovementKind.SOLD, on_hand=-quantity)
    ledger.write(cause)


def take_back(store_id: int, quantities: Mapping[int, int], *, cause: Cause) -> None:
    """Goods of a sale that was undone are in the store again and may be sold."""
    ledger = lock_levels(store_id, quantities, make_missing=True)
    for variant_id, quantity in quantities.items():
        ledger.book(variant_id, MovementKind.RETURNED, on_hand=quantity)
    ledger.write(cause)
