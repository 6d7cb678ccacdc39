"""Envelopes that meet: the same one in two batches at once."""

from functools import partial

import pytest
from django.db import close_old_connections

from noren.api.tests.client import Caller
from noren.kernel.racing import race
from noren.orders.late.tests.devices import envelope
from noren.orders.models import Order
from noren.people.tokens import Scope, make_token
from noren.stores.models import Register
from tests.factories import NOON, Shop, all_differences

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]


def test_an_envelope_in_a_batch_and_alone_at_once_is_booked_once() -> None:
    shop = Shop()
    secret = make_token(
        name="till", scopes=frozenset({Scope.TILL}), at=NOON, staff_id=shop.staff.pk, register_id=shop.register.pk
    )
    one, other = (envelope(shop.staff, (shop.coffee, 1)) for _ in range(2))

    def send(*envelopes: dict[str, object]) -> list[str]:
        close_old_connections()
        answer = Caller(secret).post("/till/envelopes", {"envelopes": envelopes}, key=None)
        return [each["outcome"] for each in answer.body["outcomes"]]

    outcomes = race(
        partial(send, one, other), partial(send, one), queue_on=Register.objects.filter(pk=shop.register.pk)
    )

    assert outcomes == [["booked", "booked"], ["repeated"]]
    assert Order.objects.count() == 2
    assert all_differences() == []
