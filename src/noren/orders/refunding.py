"""Refunding: money that is owed back leaves, through its provider or by the hands of staff, and that is told."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from noren.orders.locking import lock_order
from noren.orders.parties import staff_id_of
from noren.payments.events import PaymentRefunded
from noren.payments.provider import Said
from noren.payments.refunds import ask_refund, claim_refunds, get_refund, note_given_back, note_refund
from noren.timeline.record import record

BATCH = 5


def send_refunds(*, at: datetime, limit: int = BATCH) -> int:
    """Have providers give back what is owed; answer how many were asked. For the worker; safe to run anywhere.

    While a provider does not answer, the others of the batch wait for the end of their lease: a step stays short.

    Records "Payment Refunded".
    """
    claimed = claim_refunds(at=at, limit=limit)
    for place, uid in enumerate(claimed, start=1):
        refund = get_refund(uid)
        answer = ask_refund(uid)
        with transaction.atomic(savepoint=False):
            locked = lock_order(refund.order_uid)
            if note_refund(uid, answer, at=at):
                order = locked.order
                amount, reason = refund.amount_minor, refund.reason
                event = PaymentRefunded(order.uid, order.number, refund.provider, amount, reason)
                record(event, told=locked.told("system", at=at))
        if answer.said == Said.UNKNOWN:
            return place
    return len(claimed)


def give_back_by_hand(refund_uid: UUID, *, staff_uid: UUID | None, at: datetime) -> None:
    """Note that staff gave an amount back, by bank transfer or otherwise. Safe to repeat.

    Raises:
        RefundNotFound: there is no such refund, or a provider is giving it back; StaffNotFound.

    Records "Payment Refunded".
    """
    refund = get_refund(refund_uid)
    with transaction.atomic(savepoint=False):
        locked = lock_order(refund.order_uid)
        staff_id = staff_id_of(staff_uid) if staff_uid else None
        if note_given_back(refund_uid, staff_id=staff_id, at=at):
            order = locked.order
            event = PaymentRefunded(order.uid, order.number, refund.provider, refund.amount_minor, refund.reason)
            record(event, told=locked.told("office", at=at))
