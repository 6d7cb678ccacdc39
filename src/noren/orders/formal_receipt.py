"""Formal receipts (領収書): a sale's receipt made out to somebody by name. The first is the original."""

import unicodedata
from datetime import datetime
from uuid import UUID

from django.db import transaction

from noren.orders.errors import (
    FormalReceiptLimit,
    FormalReceiptNotFound,
    FormalReceiptRefused,
    RecipientMissing,
    RecipientTooLong,
    StaffNotFound,
)
from noren.orders.events import FormalReceiptIssued
from noren.orders.models import MOST_FORMAL_RECEIPTS, FormalReceipt, Order, OrderStatus, Receipt, ReceiptKind
from noren.orders.receipt_document import ReceiptDocument
from noren.orders.receipts import document_of, receipts_with_state, told_of
from noren.people.models import StaffMember
from noren.timeline.record import record

LONGEST = 60


def issue_formal_receipt(
    receipt_uid: UUID,
    *,
    uid: UUID,
    recipient: str,
    purpose: str,
    channel: str,
    at: datetime,
    staff_uid: UUID | None = None,
) -> ReceiptDocument:
    """Make a receipt out to somebody by name. Safe to repeat: the same `uid` answers the first.

    The first is the original; each later one, whoever it names, says that it is a reissue, so that one purchase is not
    claimed twice. It waits for a void or a return that is under way, and is refused once nothing is left of the sale.

    Args:
        uid: made by whoever asks, for this one issue.
        recipient, purpose: one line each, 60 letters at most; control characters are dropped.
        staff_uid: who issues it; None for the customer on the receipt's own page.

    Raises:
        RecipientMissing, RecipientTooLong; StaffNotFound; FormalReceiptNotFound: no such receipt, or the uid is
        another's; FormalReceiptRefused: of no sale, or nothing is left of it; FormalReceiptLimit.

    Records "Formal Receipt Issued".
    """
    name, what = _one_line(recipient, "recipient"), _one_line(purpose, "purpose")
    if not name:
        raise RecipientMissing(field="recipient")
    with transaction.atomic(savepoint=False):
        receipt = _lock(receipt_uid)
        if earlier := FormalReceipt.objects.filter(uid=uid).first():
            if earlier.receipt_id != receipt.pk:
                raise FormalReceiptNotFound(field="uid")
            return _document(receipt.pk, earlier)
        staff = StaffMember.objects.filter(uid=staff_uid).first() if staff_uid else None
        if staff_uid and staff is None:
            raise StaffNotFound(field="staff_uid")
        order = receipt.order
        if receipt.kind != ReceiptKind.SALE or order is None or not _stands(order):
            raise FormalReceiptRefused(number=receipt.number)
        number = receipt.formal_receipts.count() + 1
        if number > MOST_FORMAL_RECEIPTS:
            raise FormalReceiptLimit(limit=MOST_FORMAL_RECEIPTS)
        formal = FormalReceipt.objects.create(
            uid=uid, receipt=receipt, number=number, recipient=name, purpose=what, staff=staff, issued_at=at
        )
        event = FormalReceiptIssued(order.uid, receipt.number, number, staff_uid)
        record(event, told=told_of(receipt, channel=channel, at=at))
        return _document(receipt.pk, formal)


def get_formal_receipt(receipt_uid: UUID, uid: UUID) -> ReceiptDocument:
    """A receipt as it was made out to somebody; nothing is written.

    Raises:
        FormalReceiptNotFound: no such one, or of another receipt.
    """
    formal = FormalReceipt.objects.filter(uid=uid, receipt__uid=receipt_uid).first()
    if formal is None:
        raise FormalReceiptNotFound(field="uid")
    return _document(formal.receipt_id, formal)


def formal_receipts_of(receipt_uid: UUID) -> list[FormalReceipt]:
    """How a receipt was made out so far, the first first."""
    return list(FormalReceipt.objects.select_related("staff").filter(receipt__uid=receipt_uid).order_by("number"))


def _lock(receipt_uid: UUID) -> Receipt:
    """Lock the order: issues of its receipts queue here and are counted, and wait for a void or a return."""
    receipt = Receipt.objects.select_related("register", "goods_return").filter(uid=receipt_uid).first()
    if receipt is None:
        raise FormalReceiptNotFound(field="receipt_uid")
    if receipt.order_id is not None:
        receipt.order = Order.objects.select_for_update(no_key=True).get(pk=receipt.order_id)
    return receipt


def _stands(order: Order) -> bool:
    return order.status != OrderStatus.VOIDED and not order.returns.filter(is_full=True).exists()


def _document(receipt_id: int, formal: FormalReceipt) -> ReceiptDocument:
    return document_of(receipts_with_state().get(pk=receipt_id), formal=formal)


def _one_line(typed: str, field: str) -> str:
    kept = "".join(" " if symbol.isspace() else symbol for symbol in typed if symbol.isspace() or symbol.isprintable())
    folded = " ".join(unicodedata.normalize("NFC", kept).split())
    if len(folded) > LONGEST:
        raise RecipientTooLong(field=field, limit=LONGEST)
    return folded
