"""Goods that a customer brings back: into the store, for sale again or set aside, in one movement for each state."""

from collections.abc import Sequence
from dataclasses import dataclass

from noren.stock.ledger import Cause, lock_levels
from noren.stock.models import AsideState, MovementKind


@dataclass(frozen=True, slots=True)
class Brought:
    """Pieces of a variant; with a state they are in the building and not for sale."""

    variant_id: int
    quantity: int
    state: AsideState | None = None


def take_returned(store_id: int, brought: Sequence[Brought], *, cause: Cause) -> None:
    """Book returned pieces into a store. What is set aside is so at once: it was never for sale in between.

    Locks the levels in order of primary key, and makes those that the store did not have.
    """
    if not brought:
        return
    pieces: dict[tuple[int, AsideState | None], int] = {}
    for each in brought:
        key = (each.variant_id, each.state)
        pieces[key] = pieces.get(key, 0) + each.quantity
    ledger = lock_levels(store_id, {variant_id for variant_id, _state in pieces}, make_missing=True)
    for (variant_id, state), quantity in pieces.items():
        if state is None:
            ledger.book(variant_id, MovementKind.RETURNED, on_hand=quantity)
        else:
            ledger.book(variant_id, MovementKind.RETURNED, on_hand=quantity, aside=quantity, aside_state=state)
    ledger.write(cause)
