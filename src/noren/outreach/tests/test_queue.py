"""Queuing: one message per cause, in the reader's language, with its deed or not at all."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction

from noren.kernel.racing import race
from noren.outreach.account_mails import ClaimCode, Welcome
from noren.outreach.models import Message
from noren.outreach.queue import QueuedMessage, queue_message

NOON = datetime(2025, 11, 22, 3, 0, tzinfo=UTC)
CODE = ClaimCode(code="482913", valid_until=NOON + timedelta(minutes=15))


@pytest.mark.django_db
def test_a_message_is_written_in_the_readers_language() -> None:
    queue_message(key="a", mail=CODE, to="a@example.jp", language="en", at=NOON)

    message = Message.objects.get()
    assert message.template == "claim_code"
    assert message.subject.endswith(": your confirmation code")
    assert "482913" in message.text
    assert "482913" in message.html
    assert "482913" not in message.subject
    assert "until Sat 22 Nov 12:15" in message.text
    assert (message.status, message.due_at, message.language) == ("queued", NOON, "en")


@pytest.mark.django_db
def test_a_repeat_returns_the_first_and_changes_nothing() -> None:
    first = queue_message(key="a", mail=CODE, to="a@example.jp", language="en", at=NOON)

    repeat = queue_message(
        key="a", mail=Welcome("Hanako", "123"), to="b@example.jp", language="en", at=NOON + timedelta(days=1)
    )

    assert first.is_new
    assert not repeat.is_new
    assert repeat.uid == first.uid
    assert Message.objects.get().to == "a@example.jp"


@pytest.mark.django_db(transaction=True)
def test_a_message_goes_away_with_the_deed_that_failed() -> None:
    def fail_after_queuing() -> None:
        with transaction.atomic():
            queue_message(key="a", mail=CODE, to="a@example.jp", language="en", at=NOON)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_after_queuing()

    assert not Message.objects.exists()


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_processes_queuing_the_same_cause_write_one_message() -> None:
    queue_message(key="other", mail=CODE, to="a@example.jp", language="en", at=NOON)

    def queue() -> QueuedMessage:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1 FROM outreach_message WHERE key = 'other' FOR SHARE")
            return queue_message(key="a", mail=CODE, to="a@example.jp", language="en", at=NOON)

    outcomes = race(queue, queue, queue_on=Message.objects.filter(key="other"))

    queued = [outcome for outcome in outcomes if isinstance(outcome, QueuedMessage)]
    assert sorted(message.is_new for message in queued) == [False, True]
    assert len({message.uid for message in queued}) == 1
    assert Message.objects.filter(key="a").count() == 1
