"""Sending: the only code that gives a message to the mail server.

What is promised: a message is sent **at least once**, by one worker at a time. It is claimed with a lease, sent
outside any transaction, and marked afterwards. A worker that dies, or outlives its lease, between the server's "OK"
and the mark leaves a mail that is sent a second time when the lease is swept; sending at most once would lose mails
instead. So that a repeat can be recognized, a message always has the same Message-ID, which mail stores that file by
it show once.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parseaddr
from smtplib import SMTPDataError, SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from noren.outreach.account_mails import SECRET_TEMPLATES
from noren.outreach.backends import OutboxBackend
from noren.outreach.events import EmailFailed, EmailSent
from noren.outreach.models import Message, MessageStatus
from noren.timeline.record import Told, record

BATCH = 20
LEASE = timedelta(minutes=5)
BACK_OFF_S = (30, 120, 600, 1_800, 3_600, 10_800, 21_600)
SERVER_BACK_OFF = timedelta(minutes=2)
MOST_ATTEMPTS = len(BACK_OFF_S) + 1

_CLAIM = """
UPDATE outreach_message SET status = 'sending', leased_until = %(leased_until)s, attempts = attempts + 1
WHERE id IN (
    SELECT id FROM outreach_message
    WHERE status IN ('queued', 'sending') AND due_at <= %(at)s AND attempts < %(most)s
      AND (leased_until IS NULL OR leased_until <= %(at)s)
    ORDER BY due_at, id LIMIT %(limit)s
    FOR UPDATE SKIP LOCKED
)
RETURNING id
"""


@dataclass(frozen=True, slots=True)
class Batch:
    """Messages claimed together, the end of their lease, and a clock that started with it."""

    messages: Sequence[Message]
    claimed_at: datetime
    leased_until: datetime
    started_s: float

    def now(self) -> datetime:
        """The instant of the claim and what has passed since."""
        return self.claimed_at + timedelta(seconds=time.monotonic() - self.started_s)

    def has_time(self) -> bool:
        """Whether one more mail can be sent, time-out included, before the lease runs out."""
        return self.now() + timedelta(seconds=settings.EMAIL_TIMEOUT) < self.leased_until


def step() -> int:
    """One round of the worker: send what is due now, at most a batch; answer how many messages were tried."""
    return send_due(at=timezone.now())


def send_due(*, at: datetime, limit: int = BATCH) -> int:
    """Claim messages that are due, send them, and write down how each went.

    While no mail server answers, all wait. A message that cannot be sent is tried again after 30 s, then later and
    later, and given up after `MOST_ATTEMPTS` attempts or when the server says that the address is wrong.

    Records "Email Sent" or "Email Failed".
    """
    give_up_lost(at=at)
    batch = claim(at=at, limit=limit)
    if not batch.messages:
        return 0
    mailer = get_connection()
    try:
        mailer.open()
    except OSError as error:  # smtplib's errors are OSErrors too: no server, no mail of this batch
        _wait_for_server(batch, error)
        return len(batch.messages)
    try:
        for place, message in enumerate(batch.messages):
            if not batch.has_time():
                _release(batch.messages[place:], batch)
                break
            _send_one(message, batch, mailer)
    finally:
        mailer.close()
    return len(batch.messages)


def claim(*, at: datetime, limit: int = BATCH) -> Batch:
    """Take due messages for the length of a lease; rows that another worker is claiming are passed over.

    The attempt is counted here, so that a mail which kills its worker is not tried for ever.
    """
    leased_until = at + LEASE
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_CLAIM, {"at": at, "leased_until": leased_until, "most": MOST_ATTEMPTS, "limit": limit})
        ids = [row[0] for row in cursor.fetchall()]
        messages = list(Message.objects.filter(pk__in=ids).order_by("due_at", "pk")) if ids else []
    return Batch(messages, claimed_at=at, leased_until=leased_until, started_s=time.monotonic())


def give_up_lost(*, at: datetime) -> int:
    """Fail the messages whose last allowed attempt never came back; answer how many."""
    lost = Message.objects.filter(
        status=MessageStatus.SENDING, due_at__lte=at, leased_until__lte=at, attempts__gte=MOST_ATTEMPTS
    )
    with transaction.atomic():
        messages = list(lost.select_for_update(skip_locked=True))
        for message in messages:
            _fail(message, at=at, reason=message.last_error or "the worker stopped while sending")
    return len(messages)


def _send_one(message: Message, batch: Batch, mailer: BaseEmailBackend) -> None:
    try:
        _mail(message, mailer).send()
    except Exception as error:  # mail backends are pluggable, and each has errors of its own
        mailer.close()
        _put_back(message, batch, error)
    else:
        _mark_sent(message, batch, mailer)


def _mail(message: Message, mailer: BaseEmailBackend) -> EmailMultiAlternatives:
    sender = settings.DEFAULT_FROM_EMAIL
    domain = parseaddr(sender)[1].rpartition("@")[2] or "localhost"
    headers = {"Message-ID": f"<{message.uid}@{domain}>", "Auto-Submitted": "auto-generated"}
    mail = EmailMultiAlternatives(
        message.subject, message.text, sender, [message.to], headers=headers, connection=mailer
    )
    mail.attach_alternative(message.html, "text/html")
    return mail


def _mark_sent(message: Message, batch: Batch, mailer: BaseEmailBackend) -> None:
    at = batch.now()
    columns: dict[str, object] = {"status": MessageStatus.SENT, "sent_at": at, "leased_until": None, "last_error": ""}
    if not isinstance(mailer, OutboxBackend):
        columns |= _without_secrets(message)
    with transaction.atomic():
        if _update(message, batch, **columns):
            record(EmailSent(message.uid, message.template, message.subject), told=_told(message, at))


def _without_secrets(message: Message) -> dict[str, object]:
    """A code that opens an account does not stay in the database once the mail has left."""
    return {"text": "", "html": ""} if message.template in SECRET_TEMPLATES else {}


def _put_back(message: Message, batch: Batch, error: Exception) -> None:
    at, reason = batch.now(), f"{type(error).__name__}: {error}"[:400]
    with transaction.atomic():
        if message.attempts >= MOST_ATTEMPTS or _is_final(error):
            if _update(message, batch, last_error=reason):
                _fail(message, at=at, reason=reason)
            return
        wait = timedelta(seconds=BACK_OFF_S[message.attempts - 1])
        _update(message, batch, status=MessageStatus.QUEUED, due_at=at + wait, leased_until=None, last_error=reason)


def _wait_for_server(batch: Batch, error: OSError) -> None:
    """Nothing was tried, so no attempt counts: a server that is down over a weekend costs no mail."""
    mine = Message.objects.filter(
        pk__in=[message.pk for message in batch.messages],
        status=MessageStatus.SENDING,
        leased_until=batch.leased_until,
    )
    mine.update(
        status=MessageStatus.QUEUED,
        attempts=F("attempts") - 1,
        due_at=batch.now() + SERVER_BACK_OFF,
        leased_until=None,
        last_error=f"{type(error).__name__}: {error}"[:400],
    )


def _is_final(error: Exception) -> bool:
    """Whether trying again cannot help: the server refuses this address or these words for good (RFC 5321, 5yz)."""
    if isinstance(error, SMTPRecipientsRefused):
        return all(code >= 500 for code, _ in error.recipients.values())
    if isinstance(error, SMTPDataError):
        return error.smtp_code >= 500
    return isinstance(error, ValueError)


def _fail(message: Message, *, at: datetime, reason: str) -> None:
    columns = {"status": MessageStatus.FAILED, "leased_until": None, "last_error": reason[:400]}
    Message.objects.filter(pk=message.pk).update(**columns, **_without_secrets(message))
    record(EmailFailed(message.uid, message.template, message.subject), told=_told(message, at))


def _release(messages: Sequence[Message], batch: Batch) -> None:
    """Give back what there was no time for, as if it had never been claimed."""
    for message in messages:
        _update(message, batch, status=MessageStatus.QUEUED, leased_until=None, attempts=message.attempts - 1)


def _update(message: Message, batch: Batch, **columns: object) -> bool:
    """Write only while the lease is ours: a swept message belongs to the worker that claimed it since."""
    mine = Message.objects.filter(pk=message.pk, status=MessageStatus.SENDING, leased_until=batch.leased_until)
    return bool(mine.update(**columns))


def _told(message: Message, at: datetime) -> Told:
    return Told(at=at, channel="mail", customer_id=message.customer_id, subject_uid=message.order_uid)
