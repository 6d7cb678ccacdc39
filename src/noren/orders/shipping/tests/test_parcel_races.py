"""Races of deliveries: the last pieces of several stores are promised once, whoever asks in whatever order."""

from functools import partial

import pytest

from noren.kernel.racing import race
from noren.orders.end import cancel_order
from noren.orders.fees import fee_line
from noren.orders.models import Fee, Order
from noren.orders.place import place_order
from noren.orders.queries import get_order
from noren.orders.shipping.tests.desk import LATER, Parcels, parcels_of
from noren.orders.wanted import PlacedOrder
from noren.stock.errors import OutOfStock
from noren.stock.models import Level
from tests.factories import NOON, all_differences, pickup, want

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_deliveries_racing_for_the_last_pieces_of_two_stores_promise_them_once() -> None:
    parcels = Parcels(has=(2, 1))
    # The goods of the fee are there: to make them would queue the second one before it looks for stores.
    fee_line(Fee.DELIVERY, price_minor=0)
    wanted = [parcels.at_till(want(parcels.coffee, 3)) for _ in range(2)]

    outcomes = race(
        *(partial(place_order, each, at=NOON) for each in wanted),
        queue_on=Level.objects.filter(variant=parcels.coffee),
    )

    assert {type(outcome) for outcome in outcomes} == {PlacedOrder, OutOfStock}
    assert [level.allocated for level in Level.objects.order_by("pk")] == [2, 1]
    assert all_differences() == []


def test_a_delivery_that_loses_its_store_to_a_pickup_is_sent_from_another() -> None:
    parcels = Parcels(has=(3, 2))
    delivery, taken = parcels.at_till(want(parcels.coffee, 2)), pickup(parcels.stores[0], want(parcels.coffee, 3))

    outcomes = race(
        partial(place_order, taken, at=NOON),
        partial(place_order, delivery, at=NOON),
        queue_on=Level.objects.filter(variant=parcels.coffee),
    )

    assert [type(outcome) for outcome in outcomes] == [PlacedOrder, PlacedOrder]
    assert [parcel.store for parcel in parcels_of(delivery.uid)] == [parcels.stores[1]]
    assert [level.allocated for level in Level.objects.order_by("pk")] == [3, 2]
    assert all_differences() == []


def test_a_cancel_and_a_parcel_that_leaves_do_one_of_the_two() -> None:
    parcels = Parcels(has=(2, 0))
    placed = parcels.sell(2)
    (parcel,) = parcels_of(placed.uid)

    race(
        partial(parcels.ship, parcel),
        partial(cancel_order, placed.uid, by="staff", at=LATER),
        queue_on=Order.objects.filter(uid=placed.uid),
    )

    parcel.refresh_from_db()
    assert (get_order(placed.uid).status, parcel.status) in {("completed", "shipped"), ("canceled", "canceled")}
    assert all_differences() == []
