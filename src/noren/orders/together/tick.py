"""Ticking off: the only code that keeps how many pieces of a pickup were picked, so that every till sees it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from noren.orders.models import Order, OrderLine, OrderStatus
from noren.orders.together.find import OpenOrder, find_order
from noren.orders.together.models import Doing, PickedLine
from noren.orders.together.queries import PickedView, picked_of
from noren.orders.together.rules import merged
from noren.orders.together.wanted import Ticked


def tick_lines(uid: UUID, ticked: Sequence[Ticked], *, store_id: int, at: datetime) -> tuple[PickedView, ...]:
    """Bring what a till picked together with what others did, and answer the whole. Safe to repeat.

    An order that is not to be picked any more keeps nothing: its lines are answered empty, and nothing is refused, as
    a till that was away learns it from the order's state. Neither is a line that the order has not, as a till ticks
    lines off that were taken off the order meanwhile.

    Raises:
        OrderNotFound, OrderOfOtherStore.
    """
    order = find_order(uid, doing=Doing.PICKUP, store_id=store_id)
    with transaction.atomic(savepoint=False):
        if not _lock_to_pick(order):
            return ()
        if ticked:
            _keep(order, ticked, at=at)
        return picked_of(replace(order, status=OrderStatus.PLACED))


def _lock_to_pick(order: OpenOrder) -> bool:
    """Lock the order, if it is to be picked: of two tills the second sees what the first one ticked off."""
    placed = Order.objects.select_for_update(no_key=True).filter(pk=order.id, status=OrderStatus.PLACED)
    return placed.values_list("pk", flat=True).first() is not None


def _keep(order: OpenOrder, ticked: Sequence[Ticked], *, at: datetime) -> None:
    wanted = {each.line_uid: each for each in ticked}
    lines = list(OrderLine.objects.filter(order_id=order.id, uid__in=wanted))
    stored = dict(PickedLine.objects.filter(line__in=lines).values_list("line_id", "quantity"))
    rows = [
        PickedLine(line=line, quantity=_merged(line, wanted[line.uid], stored.get(line.pk, 0)), told_at=at)
        for line in lines
    ]
    PickedLine.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["line"], update_fields=["quantity", "told_at"]
    )


def _merged(line: OrderLine, said: Ticked, stored: int) -> int:
    limit = line.quantity - line.awaited_quantity
    return merged(stored, quantity=said.quantity, seen=said.seen_quantity, limit=limit)
