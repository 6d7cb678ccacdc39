"""Reading messages: page by page, by order and by address."""

from datetime import timedelta

import pytest

from noren.kernel.ids import uuid7
from noren.outreach.account_mails import Welcome
from noren.outreach.errors import MessageNotFound
from noren.outreach.queries import get_message, messages_of_order, messages_to, outbox
from noren.outreach.queue import queue_message
from tests.factories import NOON

pytestmark = pytest.mark.django_db


def queue(number: int, **fields: object) -> None:
    queue_message(
        key=f"welcome/{number}",
        mail=Welcome("佐藤 はるか", "M0000000017"),
        to=f"haruka{number}@example.jp",
        language="ja",
        at=NOON + timedelta(minutes=number),
        **fields,  # type: ignore[arg-type]
    )


def test_the_outbox_goes_back_page_by_page() -> None:
    for number in range(5):
        queue(number)

    first = outbox(limit=2)
    rest = outbox(before=first[-1].position, limit=10)

    assert [message.to[:7] for message in first] == ["haruka4", "haruka3"]
    assert [message.to[:7] for message in rest] == ["haruka2", "haruka1", "haruka0"]


def test_messages_are_found_by_order_address_and_uid() -> None:
    order_uid = uuid7()
    queue(1, order_uid=order_uid)
    queue(2)

    (about_order,) = messages_of_order(order_uid)

    assert about_order.to == "haruka1@example.jp"
    assert [message.uid for message in messages_to("HARUKA1@example.jp")] == [about_order.uid]
    assert get_message(about_order.uid) == about_order


def test_an_unknown_message_is_refused() -> None:
    with pytest.raises(MessageNotFound):
        get_message(uuid7())
