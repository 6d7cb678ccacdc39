"""Changing a pickup of the till's store before it is picked, and notes on it for whoever works there."""

from datetime import datetime
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from ninja import Router

from noren.api.callers import ApiRequest, staff_at_till
from noren.api.documenting import reads, writes
from noren.api.once import once
from noren.api.paths import OrderUid
from noren.api.present.orders import order_out
from noren.api.routes.orders import CHANGE_REFUSALS
from noren.api.routes.till.quoting import order_of_store
from noren.api.schemas.orders import (
    ChangeOrderIn,
    ChangeQuoteOut,
    OrderNoteIn,
    OrderNoteOut,
    OrderNotesOut,
    OrderOut,
)
from noren.kernel.ids import uuid7
from noren.orders.change_wanted import ChangeOrder, LineChange
from noren.orders.edit import change_order, quote_change
from noren.orders.errors import ChangeUidTaken, NoteEmpty, NoteTooLong, OrderNotFound, OrderOfOtherStore
from noren.orders.models import FulfillmentKind
from noren.orders.notes import note_order, notes_of_order
from noren.orders.queries import get_order
from noren.orders.shipping.errors import IsDelivered
from noren.orders.wanted import WantedLine
from noren.payments.errors import PaymentInFlight
from noren.people.errors import NotAllowed
from noren.people.roles import Deed, Permit, check_may, permit_alone
from noren.people.tokens import Scope, Till
from noren.stock.errors import OutOfStock

router = Router(tags=["Till: pickups"])


@router.post(
    "/pickups/{uid}/change/quote",
    **reads(ChangeQuoteOut, Scope.TILL, NotAllowed, OrderOfOtherStore, IsDelivered, *CHANGE_REFUSALS),
    summary="What changing a pickup would do",
)
def quote_pickup_change(request: ApiRequest, uid: OrderUid, wanted: ChangeOrderIn) -> ChangeQuoteOut:
    """The total and the money of a pickup of this store as it would be; nothing is written."""
    staff, till = staff_at_till(request, Deed.CHANGE_ORDER)
    _pickup_of_store(uid, till)
    quote = quote_change(uid, _change_of(wanted, staff.uid), at=timezone.now())
    if quote.is_all:
        check_may(staff, Deed.CANCEL_ORDER, till.store_id)
    return ChangeQuoteOut.model_validate(quote)


@router.post(
    "/pickups/{uid}/change",
    **writes(
        OrderOut,
        Scope.TILL,
        NotAllowed,
        OrderOfOtherStore,
        IsDelivered,
        *CHANGE_REFUSALS,
        OutOfStock,
        PaymentInFlight,
        ChangeUidTaken,
    ),
    summary="Change a pickup before it is picked",
)
def change_pickup(request: ApiRequest, uid: OrderUid, wanted: ChangeOrderIn) -> HttpResponse:
    """Fewer pieces of a line, more, none, or other goods, and the customer gets a mail. The answer is the order.

    Taking everything off cancels the order, for which one must be allowed to cancel.
    """
    staff, till = staff_at_till(request, Deed.CHANGE_ORDER)
    change = _change_of(wanted, staff.uid)
    _pickup_of_store(uid, till)
    permit = permit_alone(staff, till.store_id)
    return once(request, lambda at: _changed(uid, change, permit, at=at))


@router.get(
    "/pickups/{uid}/notes",
    **reads(OrderNotesOut, Scope.TILL, NotAllowed, OrderNotFound, OrderOfOtherStore),
    summary="The notes of staff on a pickup",
)
def read_pickup_notes(request: ApiRequest, uid: OrderUid) -> OrderNotesOut:
    """The oldest first. The buyer never sees them."""
    _staff, till = staff_at_till(request, Deed.PICK)
    order_of_store(get_order(uid), till)
    return OrderNotesOut(notes=[OrderNoteOut.model_validate(note) for note in notes_of_order(uid)])


@router.post(
    "/pickups/{uid}/notes",
    **writes(
        OrderNoteOut, Scope.TILL, NotAllowed, OrderNotFound, OrderOfOtherStore, NoteEmpty, NoteTooLong, status=201
    ),
    summary="Write a note on a pickup",
)
def write_pickup_note(request: ApiRequest, uid: OrderUid, wanted: OrderNoteIn) -> HttpResponse:
    """For others who work here; the buyer never sees it."""
    staff, till = staff_at_till(request, Deed.CHANGE_ORDER)
    order_of_store(get_order(uid), till)
    note_uid = wanted.uid or uuid7()

    def deed(at: datetime) -> OrderNoteOut:
        note = note_order(uid, uid=note_uid, text=wanted.text, channel="till", staff_uid=staff.uid, at=at)
        return OrderNoteOut.model_validate(note)

    return once(request, deed, status=201)


def _pickup_of_store(uid: UUID, till: Till) -> None:
    """Refuse the order of another store, and what is delivered home: its store's office changes it."""
    order = order_of_store(get_order(uid), till)
    if order.fulfillment == FulfillmentKind.DELIVERY:
        raise IsDelivered(number=order.number)


def _changed(uid: UUID, change: ChangeOrder, permit: Permit, *, at: datetime) -> OrderOut:
    change_order(uid, change, at=at, permit=permit)
    return order_out(get_order(uid))


def _change_of(wanted: ChangeOrderIn, staff_uid: UUID) -> ChangeOrder:
    """The change as the trade has it, by whoever is signed in."""
    return ChangeOrder(
        uid=wanted.uid or uuid7(),
        by="staff",
        channel="till",
        lines=tuple(LineChange(line.uid, line.quantity, line.seen_quantity, line.reason) for line in wanted.lines),
        added=tuple(
            WantedLine(line.uid or uuid7(), line.sku, line.quantity, line.unit_price_minor) for line in wanted.added
        ),
        expected_total_minor=wanted.expected_total_minor,
        reason=wanted.reason,
        staff_uid=staff_uid,
    )
