"""Queuing: the only code that writes a message. It is written in the reader's language, once per key."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import translation

from noren.kernel.ids import uuid7
from noren.outreach.letters import Letter, Mail
from noren.outreach.models import Message
from noren.outreach.rendering import as_html, as_text
from noren.timeline.wake import wake_after_commit


@dataclass(frozen=True, slots=True)
class QueuedMessage:
    """A message that waits to be sent, or was. `is_new` is False for a repeat."""

    uid: UUID
    key: str
    status: str
    is_new: bool


def queue_message(
    *,
    key: str,
    mail: Mail,
    to: str,
    language: str,
    at: datetime,
    order_uid: UUID | None = None,
    customer_id: int | None = None,
    due_at: datetime | None = None,
) -> QueuedMessage:
    """Write a mail and put it in the queue. A repeat with the same key returns the first, unchanged.

    Joins the caller's transaction, so that a mail exists exactly when its cause does.

    Args:
        key: names the cause, at most 120 characters, such as `event/4711` or `claim/0198…`.
        mail: what the letter is made of; it is written at once, so later changes of the order do not change it.
        language: of the reader; `ja` or `en`.
        due_at: not before this instant; `at` if not given.
    """
    if earlier := _earlier(key):
        return earlier
    message = _written(mail, language=language)
    message.key, message.to = key, to
    message.order_uid, message.customer_id = order_uid, customer_id
    message.queued_at, message.due_at = at, due_at or at
    return _insert(message)


def _written(mail: Mail, *, language: str) -> Message:
    with translation.override(language):
        letter: Letter = mail.letter()
        return Message(
            uid=uuid7(),
            template=mail.template,
            language=language,
            subject=letter.subject,
            text=as_text(letter),
            html=as_html(letter),
        )


def _insert(message: Message) -> QueuedMessage:
    """Insert, or answer with the row that another transaction put there since."""
    try:
        with transaction.atomic():
            message.save(force_insert=True)
    except IntegrityError:
        earlier = _earlier(message.key)
        if earlier is None:
            raise
        return earlier
    wake_after_commit()
    return QueuedMessage(uid=message.uid, key=message.key, status=message.status, is_new=True)


def _earlier(key: str) -> QueuedMessage | None:
    row = Message.objects.filter(key=key).values_list("uid", "status").first()
    return QueuedMessage(uid=row[0], key=key, status=row[1], is_new=False) if row else None
