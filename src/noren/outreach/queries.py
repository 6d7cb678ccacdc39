"""Reading messages: for the outbox page, the office and an order's own page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from noren.outreach.errors import MessageNotFound
from noren.outreach.models import Message, MessageStatus


@dataclass(frozen=True, slots=True)
class MessageView:
    """A mail as it was written, and how far it is.

    Attributes:
        position: grows with every message; page on with `before=position`.
        template: what it is about, such as `order_ready`.
    """

    uid: UUID
    position: int
    template: str
    language: str
    to: str
    subject: str
    text: str
    html: str
    status: str
    status_words: str
    order_uid: UUID | None
    customer_id: int | None
    attempts: int
    last_error: str
    queued_at: datetime
    due_at: datetime
    sent_at: datetime | None


def outbox(*, before: int | None = None, limit: int = 50) -> list[MessageView]:
    """All messages, the latest first.

    Args:
        before: the position of the last one already shown.
    """
    messages = Message.objects.order_by("-pk")
    if before is not None:
        messages = messages.filter(pk__lt=before)
    return views_of(messages[:limit])


def get_message(uid: UUID) -> MessageView:
    """One message.

    Raises:
        MessageNotFound: there is none with this uid.
    """
    if found := views_of(Message.objects.filter(uid=uid)):
        return found[0]
    raise MessageNotFound(uid=str(uid))


def messages_of_order(order_uid: UUID) -> list[MessageView]:
    """The mails about an order, the earliest first."""
    return views_of(Message.objects.filter(order_uid=order_uid).order_by("pk"))


def messages_to(address: str, *, limit: int = 50) -> list[MessageView]:
    """The mails to an address, the latest first; upper and lower case are the same."""
    return views_of(Message.objects.filter(to__iexact=address).order_by("-pk")[:limit])


def views_of(messages: Iterable[Message] | QuerySet[Message]) -> list[MessageView]:
    """Messages as faces read them."""
    return [
        MessageView(
            uid=message.uid,
            position=message.pk,
            template=message.template,
            language=message.language,
            to=message.to,
            subject=message.subject,
            text=message.text,
            html=message.html,
            status=message.status,
            status_words=message.get_status_display(),
            order_uid=message.order_uid,
            customer_id=message.customer_id,
            attempts=message.attempts,
            last_error=message.last_error,
            queued_at=message.queued_at,
            due_at=message.due_at,
            sent_at=message.sent_at,
        )
        for message in messages
    ]


def count_failed() -> int:
    """How many mails were given up."""
    return Message.objects.filter(status=MessageStatus.FAILED).count()
