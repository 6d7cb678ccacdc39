"""Sending: due messages leave once each, failures wait longer and longer, a lost lease is swept."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.test import override_settings

from noren.kernel.ids import uuid7
from noren.outreach.account_mails import ClaimCode, Welcome
from noren.outreach.models import Message
from noren.outreach.queue import queue_message
from noren.outreach.send import BACK_OFF_S, LEASE, MOST_ATTEMPTS, claim, give_up_lost, send_due
from noren.timeline.models import Event

NOON = datetime(2025, 11, 22, 3, 0, tzinfo=UTC)
HERE = f"{__name__}."
pytestmark = pytest.mark.django_db


class UnknownAddress(BaseEmailBackend):
    """A server that knows nobody."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        raise SMTPRecipientsRefused({message.to[0]: (550, b"no such user") for message in email_messages})


class BusyServer(BaseEmailBackend):
    """A server that asks to come back."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        raise SMTPRecipientsRefused({message.to[0]: (451, b"try later") for message in email_messages})


class NoServer(BaseEmailBackend):
    """Nobody listens on the port."""

    def open(self) -> bool:
        raise ConnectionRefusedError(111, "Connection refused")


def queue(key: str = "welcome/1", **fields: object) -> Message:
    queue_message(key=key, mail=Welcome("花子", "2900000000017"), to="hanako@example.jp", language="ja", at=NOON)
    Message.objects.filter(key=key).update(**fields)
    return Message.objects.get(key=key)


def test_a_due_message_is_sent_marked_and_told() -> None:
    order_uid = uuid7()
    message = queue(order_uid=order_uid, customer_id=7)

    assert send_due(at=NOON) == 1

    message.refresh_from_db()
    assert (message.status, message.attempts, message.leased_until) == ("sent", 1, None)
    assert message.sent_at is not None
    (sent,) = mail.outbox
    assert sent.to == ["hanako@example.jp"]
    assert sent.extra_headers["Message-ID"] == f"<{message.uid}@localhost>"
    assert isinstance(sent, EmailMultiAlternatives)
    assert sent.alternatives[0][1] == "text/html"
    event = Event.objects.get()
    assert (event.name, event.channel, event.subject_uid, event.customer_id) == ("Email Sent", "mail", order_uid, 7)


def test_a_sent_message_is_not_sent_again() -> None:
    queue()

    counts = [send_due(at=NOON + timedelta(days=day)) for day in range(3)]

    assert counts == [1, 0, 0]
    assert len(mail.outbox) == 1


def test_a_message_waits_for_its_hour() -> None:
    queue(due_at=NOON + timedelta(hours=1))

    assert send_due(at=NOON + timedelta(minutes=59)) == 0
    assert send_due(at=NOON + timedelta(hours=1)) == 1


@override_settings(EMAIL_BACKEND=HERE + "BusyServer")
def test_a_refusal_for_now_is_tried_again_later_and_later() -> None:
    message = queue()

    send_due(at=NOON)

    message.refresh_from_db()
    assert (message.status, message.attempts) == ("queued", 1)
    assert message.due_at - NOON >= timedelta(seconds=BACK_OFF_S[0])
    assert "451" in message.last_error
    assert send_due(at=NOON + timedelta(seconds=BACK_OFF_S[0] - 1)) == 0


@override_settings(EMAIL_BACKEND=HERE + "BusyServer")
def test_a_message_is_given_up_after_the_last_attempt() -> None:
    message = queue()
    at = NOON

    for _ in range(MOST_ATTEMPTS):
        assert send_due(at=at) == 1
        at += timedelta(days=1)

    message.refresh_from_db()
    assert (message.status, message.attempts) == ("failed", MOST_ATTEMPTS)
    assert send_due(at=at) == 0
    assert [event.name for event in Event.objects.all()] == ["Email Failed"]


@override_settings(EMAIL_BACKEND=HERE + "UnknownAddress")
def test_an_address_that_does_not_exist_is_not_tried_again() -> None:
    message = queue()

    send_due(at=NOON)

    message.refresh_from_db()
    assert (message.status, message.attempts) == ("failed", 1)
    assert "550" in message.last_error


@override_settings(EMAIL_BACKEND=HERE + "NoServer")
def test_without_a_server_the_whole_batch_waits_however_long() -> None:
    first, second = queue("a"), queue("b")

    for minutes in range(0, 3 * 24 * 60, 60):
        assert send_due(at=NOON + timedelta(minutes=minutes)) == 2

    for message in (first, second):
        message.refresh_from_db()
        assert (message.status, message.attempts) == ("queued", 0)
        assert "ConnectionRefusedError" in message.last_error


def test_a_claimed_message_is_nobody_elses_until_its_lease_runs_out() -> None:
    queue()

    held = claim(at=NOON)

    assert len(held.messages) == 1
    assert claim(at=NOON + LEASE - timedelta(seconds=1)).messages == []
    assert len(claim(at=NOON + LEASE).messages) == 1


def test_the_worker_that_lost_its_lease_does_not_mark_what_another_claimed() -> None:
    message = queue()
    claim(at=NOON)

    send_due(at=NOON + LEASE)

    message.refresh_from_db()
    assert (message.status, message.attempts) == ("sent", 2)


def test_a_message_that_kills_its_worker_is_given_up() -> None:
    message = queue(status="sending", leased_until=NOON, attempts=MOST_ATTEMPTS)

    assert give_up_lost(at=NOON) == 1

    message.refresh_from_db()
    assert message.status == "failed"
    assert message.last_error == "the worker stopped while sending"


def test_no_more_than_a_batch_is_claimed() -> None:
    for number in range(5):
        queue(f"welcome/{number}")

    assert send_due(at=NOON, limit=3) == 3
    assert send_due(at=NOON, limit=3) == 2


def test_mails_that_do_not_fit_into_the_lease_are_given_back_untried() -> None:
    queue("a")
    queue("b")

    with override_settings(EMAIL_TIMEOUT=LEASE.total_seconds() + 1):
        send_due(at=NOON)

    assert not mail.outbox
    assert set(Message.objects.values_list("status", "attempts", "leased_until")) == {("queued", 0, None)}


def test_a_code_does_not_stay_in_the_database_once_it_was_mailed() -> None:
    code = ClaimCode(code="482913", valid_until=NOON + timedelta(minutes=15))
    queue_message(key="claim/1", mail=code, to="hanako@example.jp", language="ja", at=NOON)

    send_due(at=NOON)

    assert "482913" in mail.outbox[0].body
    message = Message.objects.get()
    assert (message.status, message.text, message.html) == ("sent", "", "")


@override_settings(EMAIL_BACKEND="noren.outreach.backends.OutboxBackend")
def test_the_outbox_keeps_every_word_for_its_page() -> None:
    code = ClaimCode(code="482913", valid_until=NOON + timedelta(minutes=15))
    queue_message(key="claim/1", mail=code, to="hanako@example.jp", language="ja", at=NOON)

    send_due(at=NOON)

    message = Message.objects.get()
    assert message.status == "sent"
    assert "482913" in message.text
