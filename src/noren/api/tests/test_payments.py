"""Paying through the API, and the door of the providers."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from noren.kernel.ids import uuid7
from noren.orders.models import Order
from noren.orders.paying import start_payment
from noren.orders.place import place_order
from noren.orders.tests.paying_online import run_worker
from noren.payments.models import Notice
from noren.payments.sandbox import book
from noren.payments.sandbox.client import notice_of
from noren.payments.sandbox.models import SandboxCharge
from tests.factories import all_differences, make_store, make_variant, pickup, stock_up, want

pytestmark = pytest.mark.django_db
DOOR = "/api/v1/webhooks/payments/test"


@pytest.fixture
def waiting(settings: Any) -> Order:
    """An order that waits for its money, which the buyer has agreed to at the provider."""
    settings.PAY_BY = ["test", "at_store"]
    store, variant, at = make_store(), make_variant(), timezone.now()
    stock_up(store, variant, 5)
    placed = place_order(pickup(store, want(variant), pay_by="test"), at=at)
    start_payment(placed.uid, provider="test", return_url="/", channel="api", at=at)
    book.decide(SandboxCharge.objects.get().ref, is_agreed=True, at=at)
    return Order.objects.get(uid=placed.uid)


def _send(client: Client, *, event_id: str = "evt_1", change: bytes = b"", code: str = "test") -> Any:
    at = timezone.now()
    charge = SandboxCharge.objects.first() or book.open_charge(uuid7(), amount_minor=1, words="", return_url="", at=at)
    headers, body = notice_of(charge, event_id=event_id, kind="captured", at=at)
    door = DOOR.replace("/test", f"/{code}")
    return client.post(door, body + change, content_type="application/json", headers=headers)


def test_a_notice_is_answered_stored_once_and_finishes_the_order(waiting: Order, client: Client) -> None:
    answers = [_send(client) for _ in range(2)]

    assert [(answer.status_code, answer.json()) for answer in answers] == [
        (200, {"is_new": True}),
        (200, {"is_new": False}),
    ]
    run_worker(at=timezone.now())
    waiting.refresh_from_db()
    assert (waiting.status, Notice.objects.filter(event_id="evt_1").count()) == ("placed", 1)
    assert all_differences() == []


def test_a_notice_with_a_wrong_signature_is_refused(waiting: Order, client: Client) -> None:
    answer = _send(client, change=b" ")

    assert (answer.status_code, answer.json()["code"]) == (401, "notice_refused")
    assert not Notice.objects.exists()


def test_a_notice_of_a_provider_that_nobody_knows_is_refused(client: Client) -> None:
    answer = _send(client, code="gold")

    assert (answer.status_code, answer.json()["code"]) == (422, "provider_not_offered")
