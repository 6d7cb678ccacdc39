"""Bank transfers: staff note what came in on the bank account, and the order follows."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from noren.orders.errors import OrderNotAwaitingPayment
from noren.orders.finish import follow_money
from noren.orders.locking import lock_order
from noren.orders.parties import staff_id_of
from noren.payments.attempts import book_capture
from noren.payments.errors import TransferAmountInvalid
from noren.payments.events import PaymentCaptured
from noren.payments.models import Provider
from noren.payments.tenders.rules import MOST_TENDERED_MINOR
from noren.payments.transfers import find_transfer_payment, is_noted
from noren.timeline.record import EventData, record


def note_transfer(
    order_uid: UUID, *, uid: UUID, amount_minor: int, words: str, staff_uid: UUID | None, at: datetime
) -> None:
    """Note that an amount came in by bank transfer for an order. Safe to repeat with the same uid and amount.

    Too little leaves the order waiting for the rest; too much places it, and the surplus is to be given back by staff.
    For an order that ended meanwhile it is late: see `noren.orders.finish`.

    Args:
        uid: made with the form, so that sending it twice notes one transfer.
        words: in whose name it came in.

    Raises:
        OrderNotFound, StaffNotFound; OrderNotAwaitingPayment: the order is not paid by bank transfer.
        TransferAmountInvalid; TransferRepeated: the uid was used for another amount.

    Records "Payment Captured", and "Order Completed" or "Order Taken Up" when it is paid in full.
    """
    if not 0 < amount_minor <= MOST_TENDERED_MINOR:
        raise TransferAmountInvalid(field="amount_minor")
    with transaction.atomic(savepoint=False):
        locked = lock_order(order_uid)
        order = locked.order
        if is_noted(uid, order_uid=order.uid, amount_minor=amount_minor):
            return
        payment = find_transfer_payment(order.uid)
        if payment is None:
            raise OrderNotAwaitingPayment(number=order.number)
        staff_id = staff_id_of(staff_uid) if staff_uid else None
        book_capture(payment, uid=uid, amount_minor=amount_minor, words=words.strip(), staff_id=staff_id, at=at)
        events: list[EventData] = [PaymentCaptured(order.uid, order.number, Provider.BANK_TRANSFER, amount_minor)]
        events += follow_money(locked, at=at)
        record(*events, told=locked.told("office", at=at))
