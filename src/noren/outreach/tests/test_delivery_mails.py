"""The mails of an order that is delivered home."""

from typing import Any

import pytest

from noren.kernel.ids import uuid7
from noren.orders.change_wanted import ChangeOrder, LineChange
from noren.orders.edit import change_order
from noren.orders.end import cancel_order
from noren.orders.models import OrderLine
from noren.orders.place import place_order
from noren.orders.refunding import give_back_by_hand
from noren.orders.routing.models import Sourcing, SourcingReason
from noren.orders.routing.parked import give_up
from noren.orders.shipping.reject import reject_shipment
from noren.orders.shipping.tests.desk import LATER, Parcels, parcels_of
from noren.orders.transfer import note_transfer
from noren.orders.wanted import Contact
from noren.outreach.listeners import ORDER_MAILS, queue_order_mails
from noren.outreach.models import Message
from noren.payments.models import Refund
from noren.timeline.models import Event
from noren.timeline.queries import events_of_subject
from tests.factories import NOON, make_member, make_variant, stock_up, want

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


def test_when_the_rest_is_given_up_the_receipt_follows(settings: Any) -> None:
    settings.PAY_BY = ["bank_transfer"]
    parcels, tea = Parcels(has=(0, 5)), make_variant(price_minor=500)
    stock_up(parcels.stores[0], tea, 1)
    placed = place_order(parcels.online(want(parcels.coffee), want(tea)), at=NOON)
    note_transfer(placed.uid, uid=uuid7(), amount_minor=placed.total_minor, words="", staff_uid=None, at=NOON)
    of_tea = next(each for each in parcels_of(placed.uid) if each.store == parcels.stores[0])
    of_coffee = next(each for each in parcels_of(placed.uid) if each.store == parcels.stores[1])
    reject_shipment(of_tea.uid, reason=SourcingReason.NOT_FOUND, staff_uid=parcels.staff.uid, at=LATER)
    parcels.ship(of_coffee)
    parked = Sourcing.objects.get(line__order__uid=placed.uid, status="parked")

    give_up(parked.uid, reason="どの店にもない", staff_uid=parcels.staff.uid, at=LATER)
    queue_order_mails([event for event in events_of_subject(placed.uid) if event.name in ORDER_MAILS.event_names])

    templates = list(Message.objects.order_by("pk").values_list("template", flat=True))
    assert templates == ["delivery_placed", "order_shipped", "delivery_short", "receipt"]


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


def test_a_delivery_that_ends_hears_of_its_end_alone_and_of_no_store(settings: Any) -> None:
    settings.PAY_BY = ["bank_transfer"]
    parcels, tea = Parcels(has=(0, 5)), make_variant(price_minor=500)
    stock_up(parcels.stores[0], tea, 1)
    placed = place_order(parcels.online(want(parcels.coffee), want(tea), language="en"), at=NOON)
    note_transfer(placed.uid, uid=uuid7(), amount_minor=placed.total_minor, words="", staff_uid=None, at=NOON)
    of_tea = next(each for each in parcels_of(placed.uid) if each.store == parcels.stores[0])
    reject_shipment(of_tea.uid, reason=SourcingReason.NOT_FOUND, staff_uid=parcels.staff.uid, at=LATER)
    parked = Sourcing.objects.get(line__order__uid=placed.uid, status="parked")
    give_up(parked.uid, reason="どの店にもない", staff_uid=parcels.staff.uid, at=LATER)

    cancel_order(placed.uid, by="customer", at=LATER)
    queue_order_mails([event for event in events_of_subject(placed.uid) if event.name in ORDER_MAILS.event_names])

    assert not Message.objects.filter(template="delivery_short").exists()
    mail = Message.objects.get(template="order_cancelled")
    assert "will not be sent" in mail.text
    assert "150-0041" in mail.text
    assert "店0" not in mail.text


def test_cash_of_a_delivery_that_is_cancelled_is_told_as_cash() -> None:
    parcels, member = Parcels(), make_member()
    placed = parcels.sell(2, customer_uid=member.uid, language="en")

    cancel_order(placed.uid, by="staff", at=LATER)
    queue_order_mails([event for event in events_of_subject(placed.uid) if event.name in ORDER_MAILS.event_names])
    give_back_by_hand(Refund.objects.get().uid, staff_uid=parcels.staff.uid, at=LATER)
    queue_order_mails([event for event in events_of_subject(placed.uid) if event.name == "Payment Refunded"])

    assert "As you paid in cash" in Message.objects.get(template="order_cancelled").text
    refunded = Message.objects.get(template="payment_refunded").text
    assert "that you paid in cash" in refunded
    assert "card company" not in refunded
