"""Printing: the only code that counts a print of a receipt. The first is the original, each later one a reprint."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F

from noren.orders.errors import ReceiptCopyNotFound, StaffNotFound
from noren.orders.events import ReceiptReprinted
from noren.orders.models import Receipt, ReceiptCopy
from noren.orders.receipt_document import ReceiptDocument
from noren.orders.receipts import document_of, find_receipt, told_of
from noren.people.models import StaffMember
from noren.timeline.record import record


def print_receipt(number: str, *, staff_uid: UUID | None, channel: str, at: datetime) -> ReceiptDocument:
    """Count a print of a receipt and answer what to print: from the second on it says who printed it again, and when.

    Each call is a print of its own; a face that may be repeated keeps the answer by its key.

    Args:
        staff_uid: who prints; None for an account that is not on the staff.
        channel: `till` or `office`.

    Raises:
        ReceiptNotFound; StaffNotFound.

    Records "Receipt Reprinted" from the second print on.
    """
    with transaction.atomic(savepoint=False):
        receipt = find_receipt(number)
        staff = _staff(staff_uid)
        # The update locks the row: two prints at once queue here, and get numbers of their own.
        Receipt.objects.filter(pk=receipt.pk).update(printed_count=F("printed_count") + 1)
        receipt.refresh_from_db(fields=["printed_count"])
        copy = ReceiptCopy.objects.create(
            receipt=receipt,
            number=receipt.printed_count,
            staff=staff,
            staff_name=staff.name if staff else "",
            printed_at=at,
        )
        if copy.number > 1:
            order_uid = receipt.order.uid if receipt.order else None
            event = ReceiptReprinted(order_uid, receipt.number, copy.number, staff_uid)
            record(event, told=told_of(receipt, channel=channel, at=at))
    return document_of(receipt, copy=copy)


def get_printed(number: str, copy_number: int) -> ReceiptDocument:
    """What one of the prints of a receipt said, for a printer that fetches it; nothing is counted.

    Raises:
        ReceiptNotFound; ReceiptCopyNotFound: it was not printed that often, or before prints were kept one by one.
    """
    receipt = find_receipt(number)
    copy = ReceiptCopy.objects.filter(receipt=receipt, number=copy_number).first()
    if copy is None:
        raise ReceiptCopyNotFound(number=receipt.number, count=receipt.printed_count)
    return document_of(receipt, copy=copy)


def prints_of(receipt_uid: UUID) -> list[ReceiptCopy]:
    """The prints of a receipt, the first first."""
    return list(ReceiptCopy.objects.filter(receipt__uid=receipt_uid).order_by("number"))


def _staff(staff_uid: UUID | None) -> StaffMember | None:
    if staff_uid is None:
        return None
    staff = StaffMember.objects.filter(uid=staff_uid).first()
    if staff is None:
        raise StaffNotFound(field="staff_uid")
    return staff
