"""The mails of an order that is delivered home."""

from typing import Any

import pytest

from noren.kernel.ids import uuid7
from noren.orders.change_wanted import ChangeOrder, LineChange
from noren.orders.edit import change_order
from noren.orders.models import OrderLine
from noren.orders.place import place_order
from noren.orders.shipping.tests.desk import Parcels, parcels_of
from noren.orders.transfer import note_transfer
from noren.orders.wanted import Contact
from noren.outreach.listeners import ORDER_MAILS, queue_order_mails
from noren.outreach.models import Message
from noren.timeline.models import Event
from noren.timeline.queries import events_of_subject
from tests.factories import NOON, want

pytestmark = pytest.mark.django_db


def test_the_buyer_hears_that_it_was_received_and_of_each_parcel_with_its_number(settings: Any) -> None:
    settings.PAY_BY = ["bank_transfer"]
    parcels = Parcels(has=(1, 2))
    contact = Contact(name="田中 一郎", email="tanaka@example.jp")
    placed = place_order(parcels.online(want(parcels.coffee, 3), contact=contact, language="en"), at=NOON)
    note_transfer(placed.uid, uid=uuid7(), amount_minor=placed.total_minor, words="", staff_uid=None, at=NOON)
    first, second = parcels_of(placed.uid)
    parcels.ship(first)
    parcels.ship(second, number="9999 8888 7777")

    told = [event for event in events_of_subject(placed.uid) if event.name in ORDER_MAILS.event_names]
    queue_order_mails(told)
    queue_order_mails(told)

    mails = {message.template: message for message in Message.objects.order_by("pk")}
    assert sorted(Message.objects.values_list("template", flat=True)) == [
        "delivery_placed",
        "order_shipped",
        "order_shipped",
        "receipt",
    ]
    assert "150-0041" in mails["delivery_placed"].text
    assert "Yamato Transport" in mails["order_shipped"].text
    assert "999988887777" in mails["order_shipped"].text
    assert "completes your order" in mails["order_shipped"].text
    assert Event.objects.filter(name="Order Shipped").count() == 2


def test_a_changed_delivery_is_told_with_its_home_and_the_fee_that_follows(settings: Any) -> None:
    settings.PAY_BY = ["bank_transfer"]
    parcels = Parcels()
    placed = place_order(parcels.online(want(parcels.coffee, 6), language="en"), at=NOON)
    note_transfer(placed.uid, uid=uuid7(), amount_minor=6_000, words="", staff_uid=None, at=NOON)
    line = OrderLine.objects.get(order__uid=placed.uid)

    change_order(placed.uid, ChangeOrder(uuid7(), "customer", "web", (LineChange(line.uid, 2),)), at=NOON)
    queue_order_mails([event for event in events_of_subject(placed.uid) if event.name in ORDER_MAILS.event_names])

    changed = Message.objects.get(template="order_changed").text
    assert "150-0041" in changed
    assert "¥3,450" in changed  # 6,000 paid, and now 2,000 with 550 for the delivery
