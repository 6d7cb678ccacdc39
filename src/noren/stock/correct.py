"""Corrections and goods in: stock that staff receive, count, adjust or set aside."""

from collections.abc import Iterable, Mapping

from django.db import transaction

from noren.stock.errors import MoveQuantityInvalid, ReasonMissing
from noren.stock.ledger import Cause, lock_levels
from noren.stock.models import MovementKind

MOST_PIECES = 1_000_000


def receive(store_id: int, quantities: Mapping[int, int], *, cause: Cause) -> None:
    """Goods came in. `quantities`: pieces by variant id, each 1 to 1,000,000."""
    check_quantities(quantities.values())
    with transaction.atomic(savepoint=False):
        ledger = lock_levels(store_id, quantities, make_missing=True)
        for variant_id, quantity in quantities.items():
            ledger.book(variant_id, MovementKind.RECEIVED, on_hand=quantity)
        ledger.write(cause)


def adjust(store_id: int, changes: Mapping[int, int], *, cause: Cause) -> None:
    """Correct what is on hand by a signed number of pieces, with a reason.

    Raises:
        ReasonMissing: the cause names no reason.
    """
    if not cause.reason.strip():
        raise ReasonMissing(field="reason")
    check_quantities(abs(change) for change in changes.values())
    with transaction.atomic(savepoint=False):
        ledger = lock_levels(store_id, changes, make_missing=True)
        for variant_id, change in changes.items():
            ledger.book(variant_id, MovementKind.ADJUSTED, on_hand=change)
        ledger.write(cause)


def set_on_hand(store_id: int, counted: Mapping[int, int], *, cause: Cause) -> int:
    """Set what is on hand to what was counted; answer how many levels changed. Booked as the difference."""
    with transaction.atomic(savepoint=False):
        ledger = lock_levels(store_id, counted, make_missing=True)
        changed = 0
        for variant_id, quantity in counted.items():
            difference = quantity - ledger.levels[variant_id].on_hand
            if difference:
                ledger.book(variant_id, MovementKind.COUNTED, on_hand=difference)
                changed += 1
        ledger.write(cause)
    return changed


def set_safety(store_id: int, safety: Mapping[int, int], *, cause: Cause) -> None:
    """Set how many pieces are never promised online. Pieces by variant id, 0 or more."""
    with transaction.atomic(savepoint=False):
        ledger = lock_levels(store_id, safety, make_missing=True)
        for variant_id, quantity in safety.items():
            difference = quantity - ledger.levels[variant_id].safety
            if difference:
                ledger.book(variant_id, MovementKind.SAFETY_SET, safety=difference)
        ledger.write(cause)


def check_quantities(quantities: Iterable[int]) -> None:
    """Refuse what nobody can move at once: MoveQuantityInvalid."""
    for quantity in quantities:
        if not 1 <= quantity <= MOST_PIECES:
            raise MoveQuantityInvalid(field="quantity", quantity=quantity, limit=MOST_PIECES)
