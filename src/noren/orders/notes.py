"""Notes: the only code that writes what staff note on an order, and what a buyer's note may be."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from noren.kernel.text import storable
from noren.orders.errors import NoteEmpty, NoteTooLong
from noren.orders.events import OrderNoted
from noren.orders.locking import lock_order
from noren.orders.models import MOST_NOTE, OrderNote
from noren.orders.parties import staff_id_of
from noren.timeline.record import record


@dataclass(frozen=True, slots=True)
class NoteView:
    """A note of staff; `staff_name` is empty when another program wrote it."""

    uid: UUID
    text: str
    staff_name: str
    channel: str
    at: datetime


def note_order(
    order_uid: UUID, *, uid: UUID, text: str, channel: str, staff_uid: UUID | None, at: datetime
) -> NoteView:
    """Write a note on an order, in whatever state it is. The buyer never sees it. Safe to repeat with the same uid.

    Args:
        text: 1 to 500 letters.

    Raises:
        OrderNotFound, StaffNotFound; NoteEmpty, NoteTooLong.

    Records "Order Noted", without the text.
    """
    text = check_note(text, field="text")
    if not text:
        raise NoteEmpty(field="text")
    with transaction.atomic(savepoint=False):
        locked = lock_order(order_uid)
        staff_id = staff_id_of(staff_uid) if staff_uid else None
        note, is_new = OrderNote.objects.select_related("staff").get_or_create(
            uid=uid,
            order=locked.order,
            defaults={"text": text, "channel": channel, "staff_id": staff_id, "noted_at": at},
        )
        if is_new:
            event = OrderNoted(locked.order.uid, locked.order.number, locked.store_code, uid)
            record(event, told=locked.told(channel, at=at))
    return _view(note)


def notes_of_order(order_uid: UUID) -> list[NoteView]:
    """The notes of staff on an order, the oldest first."""
    notes = OrderNote.objects.select_related("staff").filter(order__uid=order_uid).order_by("pk")
    return [_view(note) for note in notes]


def check_note(typed: str, *, field: str, most: int = MOST_NOTE) -> str:
    """A note as it is kept: without outer spaces and what no database stores.

    Raises:
        NoteTooLong.
    """
    text = storable(typed).replace("\r\n", "\n").strip()
    if len(text) > most:
        raise NoteTooLong(field=field, limit=most)
    return text


def _view(note: OrderNote) -> NoteView:
    return NoteView(note.uid, note.text, note.staff.name if note.staff else "", note.channel, note.noted_at)
