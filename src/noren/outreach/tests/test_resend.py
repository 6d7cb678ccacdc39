"""Resending: word for word, counted, told, and never when it is no longer true."""

from datetime import timedelta

import pytest

from noren.kernel.ids import uuid7
from noren.orders.end import cancel_order
from noren.orders.pick import mark_ready
from noren.outreach.account_mails import ClaimCode
from noren.outreach.errors import JustSent, MailOutdated, MessageNotFound
from noren.outreach.models import Message
from noren.outreach.queue import queue_message
from noren.outreach.resend import resend_message, resend_order_mail
from noren.outreach.tests.test_order_mails import follow, mails, place
from noren.timeline.models import Event
from tests.factories import NOON, make_staff
from tests.refusing import refused

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)


def test_a_mail_is_sent_again_word_for_word_under_a_counted_key() -> None:
    place()
    follow()
    first, staff = Message.objects.get(), make_staff()

    uid = resend_message(first.uid, staff_uid=staff.uid, channel="office", at=LATER)
    third = resend_message(uid, staff_uid=staff.uid, channel="office", at=LATER + timedelta(minutes=2))

    second = Message.objects.get(uid=uid)
    assert second.key == f"{first.key}#2"
    assert Message.objects.get(uid=third).key == f"{first.key}#3"
    assert (second.subject, second.text, second.to) == (first.subject, first.text, first.to)
    assert (second.status, second.due_at) == ("queued", LATER)
    told = Event.objects.filter(name="Email Resent").order_by("pk")[0]
    assert (told.subject_uid, told.properties["staff_uid"]) == (first.order_uid, str(staff.uid))


def test_a_second_press_of_the_button_is_refused() -> None:
    place()
    follow()
    first = Message.objects.get()
    resend_message(first.uid, staff_uid=None, channel="office", at=LATER)

    with refused(JustSent):
        resend_message(first.uid, staff_uid=None, channel="office", at=LATER + timedelta(seconds=59))

    assert Message.objects.count() == 2


def test_a_mail_that_is_no_longer_true_is_not_sent_again() -> None:
    placed = place()
    mark_ready(placed.uid, staff_uid=make_staff().uid, at=NOON)
    follow()
    ready = Message.objects.get(template="order_ready")
    cancel_order(placed.uid, by="customer", at=NOON)

    with refused(MailOutdated):
        resend_message(ready.uid, staff_uid=None, channel="office", at=LATER)

    assert mails() == ["order_placed", "order_ready"]


def test_the_mail_of_an_order_that_is_true_now_is_found() -> None:
    placed = place()
    mark_ready(placed.uid, staff_uid=make_staff().uid, at=NOON)
    follow()

    uid = resend_order_mail(placed.uid, staff_uid=make_staff().uid, channel="till", at=LATER)

    assert Message.objects.get(uid=uid).template == "order_ready"


def test_an_order_nobody_was_mailed_about_has_nothing_to_send_again() -> None:
    placed = place()

    with refused(MessageNotFound):
        resend_order_mail(placed.uid, staff_uid=None, channel="till", at=LATER)


def test_a_code_is_never_sent_again_by_staff() -> None:
    code = ClaimCode(code="482913", valid_until=LATER)
    queued = queue_message(key="claim/1", mail=code, to="a@example.jp", language="ja", at=NOON)

    for uid in (queued.uid, uuid7()):
        with refused(MessageNotFound):
            resend_message(uid, staff_uid=None, channel="office", at=LATER)
