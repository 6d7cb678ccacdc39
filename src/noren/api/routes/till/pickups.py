"""Pickups of the till's store: what is to do, what is new, and each step to the hand-over."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Annotated
from uuid import UUID

from django.http import HttpResponse
from ninja import Router

from noren.api.callers import ApiRequest, staff_at_till
from noren.api.documenting import reads, writes
from noren.api.once import once
from noren.api.paths import OrderUid
from noren.api.present.orders import order_out
from noren.api.present.till import pickups_out, slip_out
from noren.api.query import Query
from noren.api.routes.orders import COUPON_REFUSALS, GOODS_REFUSALS
from noren.api.routes.till.quoting import order_of_store, wanted_lines
from noren.api.routes.till.sales import MONEY_REFUSALS, done_out, tenders_of
from noren.api.schemas.orders import OrderOut, ReasonIn
from noren.api.schemas.pickup_slips import PickupSlipOut
from noren.api.schemas.till import (
    HandOverIn,
    MailsOut,
    PickupList,
    PickupNewsOut,
    RejectLineIn,
    SaleDoneOut,
    ShortIn,
)
from noren.orders import events
from noren.orders.end import reject_order
from noren.orders.errors import (
    AlreadyHandedOver,
    LineNotFound,
    OrderEnded,
    OrderExpired,
    OrderNotFound,
    OrderNotOpen,
    OrderNotPaid,
    OrderOfOtherStore,
    PickedQuantityInvalid,
    ReasonMissing,
)
from noren.orders.hand_over import hand_over
from noren.orders.pick import mark_ready, short_pick
from noren.orders.pickup_slip import pickup_slip
from noren.orders.queries import get_order
from noren.orders.routing.errors import GoodsAwaited, RejectedTooMany, SourcingUidTaken
from noren.orders.routing.models import SourcingReason
from noren.orders.routing.reject import reject_line
from noren.orders.shipping.errors import IsDelivered
from noren.orders.wanted import HandOver
from noren.orders.worklist import count_to_pick, pickup_work
from noren.outreach.errors import JustSent, MailOutdated, MessageNotFound
from noren.outreach.queries import get_message
from noren.outreach.resend import resend_order_mail
from noren.people.errors import NotAllowed
from noren.people.roles import Deed, Staff
from noren.people.tokens import Scope
from noren.timeline.queries import RecordedEvent, events_in_store, latest_position

router = Router(tags=["Till: pickups"])

ORDER_REFUSALS = (
    OrderNotFound,
    OrderOfOtherStore,
    AlreadyHandedOver,
    OrderExpired,
    OrderEnded,
    OrderNotPaid,
    IsDelivered,
)
_OPEN = {"open", "ready"}
_MOST_OPEN, _MOST_OVER = 500, 50
_STATES = r"^(open|ready|handed_over|canceled)(,(open|ready|handed_over|canceled))*$"
MOST_NEWS = 500
_PLACED = events.OrderCompleted.event_name
_CHANGED = (
    events.OrderUpdated.event_name,
    events.OrderReady.event_name,
    events.OrderLineShort.event_name,
    events.OrderLineSourced.event_name,
    events.OrderLineParked.event_name,
    events.OrderLineArrived.event_name,
    events.OrderHandedOver.event_name,
    events.OrderCancelled.event_name,
    events.OrderRejected.event_name,
    events.OrderExpired.event_name,
)


@router.get("/pickups", **reads(PickupList, Scope.TILL, NotAllowed), summary="Pickups by state")
def list_pickups(
    request: ApiRequest,
    states: Annotated[
        str, Query(max_length=60, pattern=_STATES, description="Joined by commas.", examples=["open,ready"])
    ] = "open,ready",
) -> PickupList:
    """The earliest promise first; when only states that are over are asked for, the 50 that changed last."""
    _staff, till = staff_at_till(request, Deed.PICK)
    asked = set(states.split(","))
    position = latest_position()
    limit = _MOST_OPEN if asked & _OPEN else _MOST_OVER
    return PickupList(pickups=pickups_out(pickup_work(till.store_id, statuses=asked, limit=limit)), position=position)


@router.get("/pickups/news", **reads(PickupNewsOut, Scope.TILL, NotAllowed), summary="What is new since a position")
def read_news(
    request: ApiRequest,
    since: Annotated[int, Query(ge=0, le=2**62, description="The `position` of the last answer.")],
) -> PickupNewsOut:
    """Which pickups of this store are new or changed. Made to be asked every second."""
    _staff, till = staff_at_till(request, Deed.PICK)
    position, names = latest_position(), (_PLACED, *_CHANGED)
    told = []
    if since < position:
        told = events_in_store(till.store_id, after=since, until=position, names=names, limit=MOST_NEWS)
    if len(told) == MOST_NEWS:
        position = told[-1].position  # the rest is read with the next question
    placed = [event for event in told if event.name == _PLACED and event.properties.get("fulfillment") == "pickup"]
    changed = [event for event in told if event.name != _PLACED]
    return PickupNewsOut(
        position=max(position, since),
        placed=_subjects(placed),
        changed=_subjects(changed),
        open_count=count_to_pick(till.store_id),
    )


@router.get(
    "/pickups/{uid}", **reads(OrderOut, Scope.TILL, NotAllowed, OrderNotFound, OrderOfOtherStore), summary="A pickup"
)
def read_pickup(request: ApiRequest, uid: OrderUid) -> OrderOut:
    """Everything about a pickup of this store."""
    _staff, till = staff_at_till(request, Deed.PICK)
    return order_out(order_of_store(get_order(uid), till))


@router.get(
    "/pickups/{uid}/slip",
    **reads(PickupSlipOut, Scope.TILL, NotAllowed, OrderNotFound, OrderOfOtherStore),
    summary="The slip of a pickup",
)
def read_slip(request: ApiRequest, uid: OrderUid) -> PickupSlipOut:
    """What is printed to lie with the goods of a pickup of this store. Nothing is counted."""
    _staff, till = staff_at_till(request, Deed.PICK)
    order_of_store(get_order(uid), till)
    return slip_out(pickup_slip(uid))


@router.post(
    "/pickups/{uid}/ready",
    **writes(OrderOut, Scope.TILL, NotAllowed, *ORDER_REFUSALS, GoodsAwaited),
    summary="It is picked",
)
def ready(request: ApiRequest, uid: OrderUid) -> HttpResponse:
    """Everything that will be handed over waits at the counter; the customer is told."""
    return _step(request, uid, Deed.PICK, lambda staff, at: mark_ready(uid, staff_uid=staff.uid, at=at))


@router.post(
    "/pickups/{uid}/short",
    **writes(
        OrderOut,
        Scope.TILL,
        NotAllowed,
        *ORDER_REFUSALS,
        OrderNotOpen,
        LineNotFound,
        PickedQuantityInvalid,
        ReasonMissing,
        GoodsAwaited,
    ),
    summary="Fewer pieces than ordered",
)
def short(request: ApiRequest, uid: OrderUid, found: ShortIn) -> HttpResponse:
    """Say how many of a line were found: price, coupons and stock follow. Nothing of anything rejects the pickup."""

    def step(staff: Staff, at: datetime) -> None:
        short_pick(
            uid,
            found.line_uid,
            picked_quantity=found.picked_quantity,
            reason=found.reason,
            staff_uid=staff.uid,
            at=at,
        )

    return _step(request, uid, Deed.PICK, step)


@router.post(
    "/pickups/{uid}/reject-line",
    **writes(
        OrderOut,
        Scope.TILL,
        NotAllowed,
        *ORDER_REFUSALS,
        OrderNotOpen,
        LineNotFound,
        ReasonMissing,
        RejectedTooMany,
        SourcingUidTaken,
    ),
    summary="Pieces that another store is to send",
)
def reject_one_line(request: ApiRequest, uid: OrderUid, found: RejectLineIn) -> HttpResponse:
    """Another store that has the pieces sends them by a transfer, and the customer is told the new day; what no store
    has is parked until somebody decides. The order stays to be picked."""

    def step(staff: Staff, at: datetime) -> None:
        reject_line(
            uid,
            found.line_uid,
            uid=found.uid,
            quantity=found.quantity,
            reason=SourcingReason(found.reason),
            words=found.words,
            staff_uid=staff.uid,
            at=at,
        )

    return _step(request, uid, Deed.PICK, step)


@router.post(
    "/pickups/{uid}/reject",
    **writes(OrderOut, Scope.TILL, NotAllowed, *ORDER_REFUSALS, ReasonMissing),
    summary="The store cannot serve it",
)
def reject(request: ApiRequest, uid: OrderUid, why: ReasonIn) -> HttpResponse:
    """End a pickup that the store cannot serve at all; the customer is told."""

    def step(staff: Staff, at: datetime) -> None:
        reject_order(uid, reason=why.reason, staff_uid=staff.uid, at=at)

    return _step(request, uid, Deed.REJECT_PICKUP, step)


@router.post(
    "/pickups/{uid}/hand-over",
    **writes(
        SaleDoneOut,
        Scope.TILL,
        NotAllowed,
        *ORDER_REFUSALS,
        GoodsAwaited,
        *GOODS_REFUSALS,
        *COUPON_REFUSALS,
        *MONEY_REFUSALS,
    ),
    summary="Hand it over",
)
def hand_over_pickup(request: ApiRequest, uid: OrderUid, wanted: HandOverIn) -> HttpResponse:
    """Take the cash and hand over the goods, with what was added at the counter. The answer has the receipt."""
    staff, till = staff_at_till(request, Deed.HAND_OVER)
    checkout = HandOver(
        register_uid=till.register_uid,
        staff_uid=staff.uid,
        pickup_code=wanted.pickup_code,
        extra_lines=wanted_lines(wanted.extra_lines),
        coupon_codes=tuple(wanted.coupon_codes),
        tenders=tenders_of(wanted.tenders),
        expected_total_minor=wanted.expected_total_minor,
    )

    def deed(at: datetime) -> SaleDoneOut:
        done = hand_over(uid, checkout, at=at)
        return done_out(uid, receipt_number=done.receipt_number, change_minor=done.change_minor)

    return once(request, deed)


@router.post(
    "/orders/{uid}/resend-mail",
    **writes(
        MailsOut,
        Scope.TILL,
        NotAllowed,
        OrderNotFound,
        OrderOfOtherStore,
        MessageNotFound,
        MailOutdated,
        JustSent,
        status=202,
    ),
    summary="Send its latest mail again",
)
def resend_mail(request: ApiRequest, uid: OrderUid) -> HttpResponse:
    """Send the latest mail of the order that is still true once more, because it was lost or overlooked."""
    staff, till = staff_at_till(request, Deed.RESEND_MAIL)

    def deed(at: datetime) -> MailsOut:
        order_of_store(get_order(uid), till)
        sent = resend_order_mail(uid, staff_uid=staff.uid, channel="till", at=at)
        return MailsOut(queued=[get_message(sent).template])

    return once(request, deed, status=202)


def _step(request: ApiRequest, uid: UUID, deed: Deed, step: Callable[[Staff, datetime], None]) -> HttpResponse:
    """Do one step of a pickup of this store; the answer is the order after it."""
    staff, till = staff_at_till(request, deed)

    def once_only(at: datetime) -> OrderOut:
        order_of_store(get_order(uid), till)
        step(staff, at)
        return order_out(get_order(uid))

    return once(request, once_only)


def _subjects(told: Sequence[RecordedEvent]) -> list[UUID]:
    """What the events are about, each once, in the order they were told."""
    return list(dict.fromkeys(event.subject_uid for event in told if event.subject_uid is not None))
