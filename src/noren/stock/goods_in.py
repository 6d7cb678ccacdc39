"""Goods in: a delivery is drafted against its note, checked in piece by piece, and booked into stock at once."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.db.models.functions import Lower

from noren.stock.correct import MOST_PIECES
from noren.stock.errors import (
    DamagedTooMany,
    DeliveryEmpty,
    DeliveryEnded,
    DeliveryNoteTaken,
    DeliveryNotFound,
    NoteNumberMissing,
    PiecesInvalid,
    SupplierMissing,
    UidTakenByOther,
)
from noren.stock.events import DeliveryCancelled, DeliveryReceived
from noren.stock.ledger import Cause, lock_levels
from noren.stock.models import AsideState, Delivery, DeliveryLine, DeliveryStatus, MovementKind
from noren.stock.set_aside import book_aside
from noren.timeline.record import EventData, Told, record

CAUSE = "goods_in"


@dataclass(frozen=True, slots=True)
class CheckedIn:
    """What stands on the note (None: it does not say) and what was found; `damaged` are some of those found."""

    expected: int | None
    found: int
    damaged: int


def open_delivery(
    uid: UUID, *, store_id: int, supplier: str, note_number: str, expected: Mapping[int, int], at: datetime,
    staff_id: int | None = None,
) -> Delivery:  # fmt: skip
    """Draft a delivery. Safe to repeat: the same uid with the same note answers the first.

    Args:
        expected: pieces on the note by variant id; empty when only what arrives is written down.

    Raises:
        SupplierMissing, NoteNumberMissing, PiecesInvalid.
        DeliveryNoteTaken: this note of this supplier was brought before and not cancelled.
        UidTakenByOther: the uid is that of another note.
    """
    supplier, note_number = _folded(supplier, 120), _folded(note_number, 60)
    if not supplier:
        raise SupplierMissing(field="supplier")
    if not note_number:
        raise NoteNumberMissing(field="note_number")
    for pieces in expected.values():
        _check_pieces(pieces)
    if earlier := _earlier(uid, supplier=supplier, note_number=note_number):
        return earlier
    try:
        with transaction.atomic():
            delivery = Delivery.objects.create(
                uid=uid, store_id=store_id, supplier=supplier, note_number=note_number, made_at=at, made_by_id=staff_id
            )
            DeliveryLine.objects.bulk_create(
                DeliveryLine(delivery=delivery, variant_id=variant_id, expected=pieces)
                for variant_id, pieces in expected.items()
            )
    except IntegrityError:
        # Somebody else brought it in this moment.
        if earlier := _earlier(uid, supplier=supplier, note_number=note_number):
            return earlier
        raise
    return delivery


def _earlier(uid: UUID, *, supplier: str, note_number: str) -> Delivery | None:
    if mine := Delivery.objects.filter(uid=uid).first():
        if (mine.supplier, mine.note_number) != (supplier, note_number):
            raise UidTakenByOther(field="uid", uid=str(uid))
        return mine
    same = Delivery.objects.annotate(who=Lower("supplier"), what=Lower("note_number")).filter(
        who=supplier.lower(), what=note_number.lower()
    )
    taken = same.exclude(status=DeliveryStatus.CANCELED).first()
    if taken is not None:
        raise DeliveryNoteTaken(
            field="note_number",
            number=note_number,
            supplier=supplier,
            day=f"{taken.made_at:%Y-%m-%d}",
            delivery=str(taken.uid),
        )
    return None


def check_in(uid: UUID, variant_id: int, *, pieces: int, damaged: int = 0) -> int:
    """Add pieces that were found, `damaged` of them spoiled; answer how many were found of these goods in all.

    Raises:
        DeliveryNotFound, DeliveryEnded.
        PiecesInvalid: more than can be, or below nothing; take back with `set_checked_in`.
        DamagedTooMany: more than these pieces.
    """
    _check_pieces(pieces)
    _check_damaged(found=pieces, damaged=damaged)
    with transaction.atomic(savepoint=False):
        delivery = _lock_draft(uid)
        line, _is_new = DeliveryLine.objects.get_or_create(delivery=delivery, variant_id=variant_id)
        _check_pieces(line.found + pieces)
        line.found += pieces
        line.damaged += damaged
        line.save(update_fields=["found", "damaged"])
    return line.found


def set_checked_in(uid: UUID, lines: Mapping[int, CheckedIn]) -> None:
    """Set lines to what they should say, by variant id; others stay. One that says nothing is dropped.

    Raises:
        DeliveryNotFound, DeliveryEnded, PiecesInvalid, DamagedTooMany: nothing is changed then.
    """
    for line in lines.values():
        _check_pieces(line.found)
        _check_pieces(line.expected or 0)
        _check_damaged(found=line.found, damaged=line.damaged)
    with transaction.atomic(savepoint=False):
        delivery = _lock_draft(uid)
        for variant_id, line in lines.items():
            if line.expected is None and not line.found:
                DeliveryLine.objects.filter(delivery=delivery, variant_id=variant_id).delete()
                continue
            DeliveryLine.objects.update_or_create(
                delivery=delivery,
                variant_id=variant_id,
                defaults={"expected": line.expected, "found": line.found, "damaged": line.damaged},
            )


def receive_delivery(uid: UUID, *, at: datetime, staff_id: int | None = None, channel: str = "office") -> Delivery:
    """Book what was found into stock, all of it or nothing; what is damaged is set aside. Safe to repeat.

    Locks the delivery, then the levels in order of primary key. Records "Delivery Received".

    Raises:
        DeliveryNotFound.
        DeliveryEnded: it was cancelled.
        DeliveryEmpty: no piece was found.
    """
    with transaction.atomic(savepoint=False):
        delivery = _lock(uid)
        if delivery.status == DeliveryStatus.RECEIVED:
            return delivery
        _check_draft(delivery)
        lines = list(delivery.lines.filter(found__gt=0).order_by("variant_id"))
        if not lines:
            raise DeliveryEmpty(delivery=str(uid))
        ledger = lock_levels(delivery.store_id, [line.variant_id for line in lines], make_missing=True)
        for line in lines:
            ledger.book(line.variant_id, MovementKind.RECEIVED, on_hand=line.found)
            if line.damaged:
                book_aside(ledger, line.variant_id, line.damaged, AsideState.DAMAGED)
        ledger.write(Cause(CAUSE, uid, at, staff_id=staff_id))
        _end(delivery, DeliveryStatus.RECEIVED, at=at, staff_id=staff_id)
        told = DeliveryReceived(
            uid,
            delivery.supplier,
            delivery.note_number,
            pieces=sum(line.found for line in lines),
            damaged=sum(line.damaged for line in lines),
            lines=len(lines),
        )
        _tell(told, delivery, at=at, channel=channel)
    return delivery


def cancel_delivery(uid: UUID, *, at: datetime, staff_id: int | None = None, channel: str = "office") -> Delivery:
    """Give a draft up; nothing is booked, and its note may be brought again. Safe to repeat.

    Records "Delivery Cancelled".

    Raises:
        DeliveryNotFound.
        DeliveryEnded: it was received.
    """
    with transaction.atomic(savepoint=False):
        delivery = _lock(uid)
        if delivery.status == DeliveryStatus.CANCELED:
            return delivery
        _check_draft(delivery)
        _end(delivery, DeliveryStatus.CANCELED, at=at, staff_id=staff_id)
        told = DeliveryCancelled(uid, delivery.supplier, delivery.note_number)
        _tell(told, delivery, at=at, channel=channel)
    return delivery


def pieces_on_the_way(store_id: int, variant_ids: list[int]) -> dict[int, int]:
    """Pieces that notes of open drafts name for a store, by variant id."""
    lines = DeliveryLine.objects.filter(
        delivery__store_id=store_id, delivery__status=DeliveryStatus.DRAFT, variant_id__in=variant_ids, expected__gt=0
    )
    return dict(lines.values_list("variant_id").annotate(pieces=Sum("expected")).order_by())


def _end(delivery: Delivery, status: DeliveryStatus, *, at: datetime, staff_id: int | None) -> None:
    delivery.status, delivery.ended_at, delivery.ended_by_id = status, at, staff_id
    delivery.save(update_fields=["status", "ended_at", "ended_by"])


def _tell(told: EventData, delivery: Delivery, *, at: datetime, channel: str) -> None:
    record(told, told=Told(at=at, channel=channel, store_id=delivery.store_id, subject_uid=delivery.uid))


def _lock(uid: UUID) -> Delivery:
    """Lock it: what is checked in, received or cancelled at once queues here."""
    delivery = Delivery.objects.select_for_update(no_key=True).filter(uid=uid).first()
    if delivery is None:
        raise DeliveryNotFound(uid=str(uid))
    return delivery


def _lock_draft(uid: UUID) -> Delivery:
    delivery = _lock(uid)
    _check_draft(delivery)
    return delivery


def _check_draft(delivery: Delivery) -> None:
    if delivery.status != DeliveryStatus.DRAFT:
        raise DeliveryEnded(delivery=str(delivery.uid), status=str(delivery.get_status_display()))


def _check_pieces(pieces: int) -> None:
    if not 0 <= pieces <= MOST_PIECES:
        raise PiecesInvalid(field="pieces", pieces=pieces, limit=MOST_PIECES)


def _check_damaged(*, found: int, damaged: int) -> None:
    if not 0 <= damaged <= found:
        raise DamagedTooMany(field="damaged", damaged=damaged, found=found)


def _folded(typed: str, longest: int) -> str:
    return " ".join(unicodedata.normalize("NFKC", typed).split())[:longest]
