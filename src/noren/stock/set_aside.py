"""Pieces set aside: in the building, and not for sale while they are damaged or looked at."""

from collections.abc import Callable, Mapping

from django.db import connection, transaction
from django.db.models import QuerySet

from noren.catalog.models import Variant
from noren.people.second_person import Weigh
from noren.stock.correct import check_quantities
from noren.stock.errors import NotAside, NotThere, ReasonMissing, UidTakenByOther
from noren.stock.ledger import Cause, Ledger, LockedLevel, lock_levels
from noren.stock.models import AsideState, Movement, MovementKind

_ASIDE = """
SELECT l.variant_id, sum(m.aside_change)::int FROM stock_level l
JOIN stock_movement m ON m.level_id = l.id AND m.aside_change <> 0
WHERE l.store_id = %s AND l.variant_id = ANY(%s) AND m.aside_state = %s GROUP BY l.variant_id
"""


def set_aside(
    store_id: int, quantities: Mapping[int, int], state: AsideState, *, cause: Cause, names: Mapping[int, str]
) -> None:
    """Take pieces off sale. What was promised of them and cannot be kept becomes `short`.

    Args:
        quantities: pieces by variant id, each 1 to 1,000,000.
        names: words for a refusal, by variant id.

    Raises:
        NotThere: fewer pieces are on hand and not aside yet; `field` is `variants.<id>`.
    """
    check_quantities(quantities.values())
    with transaction.atomic(savepoint=False):
        ledger = lock_levels(store_id, quantities)
        for variant_id, quantity in quantities.items():
            there = _for_sale(ledger.levels.get(variant_id))
            if there < quantity:
                raise NotThere(field=f"variants.{variant_id}", name=names[variant_id], there=there, wanted=quantity)
            book_aside(ledger, variant_id, quantity, state)
        ledger.write(cause)


def book_aside(ledger: Ledger, variant_id: int, quantity: int, state: AsideState) -> None:
    """Book pieces of a level as set aside; the caller has locked it and writes."""
    ledger.book(variant_id, MovementKind.SET_ASIDE, aside=quantity, aside_state=state)


def put_back(
    store_id: int, quantities: Mapping[int, int], state: AsideState, *, cause: Cause, names: Mapping[int, str]
) -> None:
    """Put pieces that were set aside in a state back for sale.

    Raises:
        NotAside: fewer pieces are set aside in this state; `field` is `variants.<id>`.
    """

    def back(ledger: Ledger, variant_id: int, quantity: int) -> None:
        ledger.book(variant_id, MovementKind.PUT_BACK, aside=-quantity, aside_state=state)

    _take_from_aside(store_id, quantities, state, back, cause=cause, names=names)


def throw_away(
    store_id: int,
    quantities: Mapping[int, int],
    state: AsideState,
    *,
    cause: Cause,
    names: Mapping[int, str],
    weigh: Weigh | None = None,
) -> None:
    """Pieces that were set aside in a state leave the building for good: thrown away, or sent back to the supplier.

    Safe to repeat with the same cause and content.

    Args:
        weigh: is told what they are worth at selling price, and refuses what needs a second person.

    Raises:
        ReasonMissing: the cause names no reason.
        NotAside: fewer pieces are set aside in this state; `field` is `variants.<id>`.
        UidTakenByOther: something else has this cause.
    """
    if not cause.reason.strip():
        raise ReasonMissing(field="reason")

    def away(ledger: Ledger, variant_id: int, quantity: int) -> None:
        ledger.book(variant_id, MovementKind.ADJUSTED, on_hand=-quantity, aside=-quantity, aside_state=state)

    with transaction.atomic(savepoint=False):
        lock_levels(store_id, quantities)
        if is_thrown_away(cause):
            _check_same(store_id, quantities, state, cause)
            return
        if weigh is not None:
            weigh(worth_minor(quantities))
        _take_from_aside(store_id, quantities, state, away, cause=cause, names=names)


def is_thrown_away(cause: Cause) -> bool:
    """Whether something was thrown away with this cause already."""
    return _thrown_away(cause).exists()


def _thrown_away(cause: Cause) -> QuerySet[Movement]:
    return Movement.objects.filter(
        cause_uid=cause.uid, cause_kind=cause.kind, kind=MovementKind.ADJUSTED, aside_change__lt=0
    )


def _check_same(store_id: int, quantities: Mapping[int, int], state: AsideState, cause: Cause) -> None:
    """Raise UidTakenByOther unless exactly this was thrown away with the cause."""
    moved = _thrown_away(cause).values_list(
        "level__store_id", "level__variant_id", "kind", "aside_change", "aside_state", "reason"
    )
    wanted = {
        (store_id, variant_id, MovementKind.ADJUSTED.value, -pieces, state.value, cause.reason)
        for variant_id, pieces in quantities.items()
    }
    if set(moved) != wanted:
        raise UidTakenByOther(field="uid")


def _take_from_aside(
    store_id: int,
    quantities: Mapping[int, int],
    state: AsideState,
    book: Callable[[Ledger, int, int], None],
    *,
    cause: Cause,
    names: Mapping[int, str],
) -> None:
    check_quantities(quantities.values())
    with transaction.atomic(savepoint=False):
        ledger = lock_levels(store_id, quantities)
        aside = pieces_aside(store_id, quantities, state)
        for variant_id, quantity in quantities.items():
            there = aside.get(variant_id, 0)
            if there < quantity:
                raise NotAside(field=f"variants.{variant_id}", name=names[variant_id], there=there, wanted=quantity)
            book(ledger, variant_id, quantity)
        ledger.write(cause)


def worth_minor(quantities: Mapping[int, int]) -> int:
    """What pieces of variants are worth at selling price, minor units."""
    prices = dict(Variant.objects.filter(pk__in=quantities).values_list("pk", "price_minor"))
    return sum(prices.get(variant_id, 0) * quantity for variant_id, quantity in quantities.items())


def pieces_aside(store_id: int, variant_ids: Mapping[int, int], state: AsideState) -> dict[int, int]:
    """Pieces set aside in a state, by variant id, from the ledger; exact while the caller holds the levels' locks."""
    with connection.cursor() as cursor:
        cursor.execute(_ASIDE, [store_id, list(variant_ids), state.value])
        return dict(cursor.fetchall())


def _for_sale(level: LockedLevel | None) -> int:
    return max(0, level.on_hand - level.aside) if level else 0
