"""Reads of tills at one order: who else has it open, what was picked, and who did what last."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F

from noren.orders import events
from noren.orders.models import OrderStatus
from noren.orders.together.find import OpenOrder
from noren.orders.together.models import PickedLine, Presence
from noren.orders.together.rules import present_since
from noren.orders.together.wanted import Here
from noren.people.deeds_about import find_last_deed

STEPS = {
    events.OrderReady.event_name: "ready",
    events.OrderHandedOver.event_name: "handed_over",
    events.OrderRejected.event_name: "rejected",
    events.OrderCancelled.event_name: "canceled",
    events.OrderUpdated.event_name: "changed",
    events.OrderLineShort.event_name: "short",
    events.OrderLineSourced.event_name: "sourced",
    events.OrderLineParked.event_name: "sourced",
    events.OrderRefunded.event_name: "returned",
    events.SaleVoided.event_name: "voided",
}
"""What a screen says of what somebody did; of several in one deed the last of these counts."""


@dataclass(frozen=True, slots=True)
class ColleagueView:
    """A till that has the order open too. `store_name` is empty for one of the same store."""

    register_name: str
    store_name: str
    staff_name: str
    doing: str
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class PickedView:
    """Pieces of a line that were ticked off, never more than are to be picked."""

    line_uid: UUID
    quantity: int


@dataclass(frozen=True, slots=True)
class StepView:
    """What somebody did with the order last.

    Attributes:
        what: one of `STEPS`.
        register_name: empty where it was done in the office.
        is_here: whether it was done at the register that asks.
    """

    what: str
    staff_name: str
    register_name: str
    at: datetime
    is_here: bool


@dataclass(frozen=True, slots=True)
class Together:
    """An order as several tills have it open. `others` are those beside the one that asks, by name."""

    status: str
    others: tuple[ColleagueView, ...]
    picked: tuple[PickedView, ...]
    last: StepView | None


def together_at(order: OpenOrder, *, by: Here, at: datetime) -> Together:
    """What a till is told that has the order open; three statements, or two where nothing is to be picked."""
    return Together(order.status, _others(order, by=by, at=at), picked_of(order), _last_step(order, by=by))


def picked_of(order: OpenOrder) -> tuple[PickedView, ...]:
    """What was ticked off; nothing once the order is not to be picked any more."""
    if order.status != OrderStatus.PLACED:
        return ()
    lines = PickedLine.objects.filter(line__order_id=order.id, quantity__gt=0).order_by("line__position")
    here = F("line__quantity") - F("line__awaited_quantity")
    rows = lines.values_list("line__uid", "quantity", here)
    return tuple(PickedView(uid, min(quantity, to_pick)) for uid, quantity, to_pick in rows if to_pick > 0)


def _others(order: OpenOrder, *, by: Here, at: datetime) -> tuple[ColleagueView, ...]:
    present = Presence.objects.filter(order_id=order.id, seen_at__gt=present_since(at))
    rows = present.exclude(register_id=by.register_id).select_related("register__store", "staff")
    return tuple(
        ColleagueView(
            register_name=row.register.name,
            store_name="" if row.register.store_id == by.store_id else row.register.store.name,
            staff_name=row.staff.name,
            doing=row.doing,
            seen_at=row.seen_at,
        )
        for row in rows.order_by("register__store__name", "register__name", "pk")
    )


def _last_step(order: OpenOrder, *, by: Here) -> StepView | None:
    deed = find_last_deed(order.uid, names=STEPS)
    if deed is None:
        return None
    is_at_till = deed.channel == "till"
    return StepView(
        what=STEPS[deed.event_name],
        staff_name=deed.who,
        register_name=deed.place if is_at_till else "",
        at=deed.at,
        is_here=is_at_till and deed.staff_id == by.staff_id and deed.place == by.register_name,
    )
