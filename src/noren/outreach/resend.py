"""Resending: staff have a mail sent once more, because it was lost or overlooked."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from noren.kernel.ids import uuid7
from noren.orders.queries import get_order
from noren.outreach.account_mails import SECRET_TEMPLATES
from noren.outreach.errors import JustSent, MailOutdated, MessageNotFound
from noren.outreach.events import EmailResent
from noren.outreach.models import Message
from noren.timeline.record import Told, record
from noren.timeline.wake import wake_after_commit

PAUSE = timedelta(seconds=60)

# What an order must be for these mails to be true.
_TRUE_WHILE = {
    "payment_awaited": {"awaiting_payment"},
    "order_placed": {"placed"},
    "order_short": {"placed", "ready"},
    "order_changed": {"awaiting_payment", "placed", "ready"},
    "order_coming": {"placed"},
    "delivery_placed": {"placed"},
    "order_ready": {"ready"},
    "order_last_day": {"ready"},
}


def resend_message(message_uid: UUID, *, staff_uid: UUID | None, channel: str, at: datetime) -> UUID:
    """Send a mail once more, word for word, to the same address; answer the new message's uid.

    Args:
        staff_uid: who asked for it; None for an account that is not on the staff.
        channel: `office` or `till`.

    Raises:
        MessageNotFound: no message has this uid, or it holds a code that is nobody's business.
        MailOutdated: the order has moved on, and what the mail says is no longer true.
        JustSent: it was sent again less than a minute ago.

    Records "Email Resent".
    """
    with transaction.atomic(savepoint=False):
        first = _lock_first(message_uid)
        check_true(first)
        family = Message.objects.filter(key__startswith=f"{first.key}#")
        latest = family.order_by("-pk").first()
        if latest is not None and at - latest.queued_at < PAUSE:
            raise JustSent(seconds=round((PAUSE - (at - latest.queued_at)).total_seconds()))
        again = _copy(first, number=family.count() + 2, at=at)
        again.save(force_insert=True)
        told = Told(at=at, channel=channel, customer_id=first.customer_id, subject_uid=first.order_uid)
        record(EmailResent(again.uid, first.uid, first.template, staff_uid), told=told)
        wake_after_commit()
    return again.uid


def resend_order_mail(order_uid: UUID, *, staff_uid: UUID | None, channel: str, at: datetime) -> UUID:
    """Send the latest mail of an order that is still true once more.

    Raises:
        OrderNotFound; MessageNotFound: nothing was mailed about it yet; MailOutdated, JustSent.
    """
    order = get_order(order_uid)
    messages = Message.objects.filter(order_uid=order.uid).exclude(key__contains="#").order_by("-pk")
    message = next((message for message in messages if is_true(message.template, order.status)), None)
    if message is None:
        raise MessageNotFound(field="order_uid")
    return resend_message(message.uid, staff_uid=staff_uid, channel=channel, at=at)


def is_true(template: str, order_status: str) -> bool:
    """Whether a mail of this template still says what is."""
    statuses = _TRUE_WHILE.get(template)
    return statuses is None or order_status in statuses


def check_true(message: Message) -> None:
    """Refuse a mail whose order has moved on.

    Raises:
        MailOutdated.
    """
    if message.order_uid is None:
        return
    order = get_order(message.order_uid)
    if not is_true(message.template, order.status):
        raise MailOutdated(number=order.number)


def _lock_first(message_uid: UUID) -> Message:
    """Lock the message that was first sent with these words: resends of it queue here and are counted."""
    asked = Message.objects.filter(uid=message_uid).exclude(template__in=SECRET_TEMPLATES).first()
    if asked is None:
        raise MessageNotFound(uid=str(message_uid))
    return Message.objects.select_for_update(no_key=True).get(key=asked.key.partition("#")[0])


def _copy(first: Message, *, number: int, at: datetime) -> Message:
    return Message(
        uid=uuid7(),
        key=f"{first.key}#{number}",
        template=first.template,
        language=first.language,
        to=first.to,
        subject=first.subject,
        text=first.text,
        html=first.html,
        order_uid=first.order_uid,
        customer_id=first.customer_id,
        queued_at=at,
        due_at=at,
    )
