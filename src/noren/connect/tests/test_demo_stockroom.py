"""The demo's stockroom: every list has something on it, the ledgers agree, and a second start does nothing twice."""

from datetime import timedelta

import pytest

from noren.connect.demo import orders
from noren.connect.demo.people import CLERK_OF_ALL
from noren.connect.demo.stockroom import add_stock_work
from noren.orders.models import Return
from noren.people.models import StaffMember
from noren.stock.models import Count, Delivery, Movement, Shortfall
from noren.stock.reorder import low_levels
from noren.stock.transfers.models import Transfer
from tests.factories import (
    NOON,
    all_differences,
    make_member,
    make_register,
    make_staff,
    make_store,
    make_variant,
    stock_up,
)

pytestmark = pytest.mark.django_db
NOW = NOON + timedelta(weeks=8)


@pytest.fixture
def _played(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two stores with sixty goods, some orders of the last weeks, and pickups of today."""
    home, neighbour = make_store(), make_store()
    for number in range(60):
        variant = make_variant(price_minor=300)
        stock_up(home, variant, 70 - number if number < 58 else 4)
        if number < 20:
            stock_up(neighbour, variant, 30)
    for store in (home, neighbour):
        make_register(store)
    StaffMember.objects.filter(pk=make_staff(store=home).pk).update(code=CLERK_OF_ALL[0])
    members = [make_member().pk, make_member().pk]
    monkeypatch.setattr(orders, "regulars", lambda *, limit: members)
    orders.simulate_orders(lambda *_: None, until=NOW, count=30)
    orders.add_open_orders(at=NOW)


@pytest.mark.thorough
@pytest.mark.usefixtures("_played")
def test_a_morning_leaves_something_on_every_list_and_nothing_twice() -> None:
    add_stock_work(at=NOW)

    assert sorted(Delivery.objects.values_list("status", flat=True)) == ["draft", "received"]
    assert sorted(Transfer.objects.values_list("status", flat=True)) == ["in_transit", "received"]
    assert sorted(Count.objects.values_list("status", flat=True)) == ["closed", "open"]
    assert Movement.objects.filter(kind="set_aside", reason="陳列中に破損").count() == 2
    assert Return.objects.count() == 5
    short = Shortfall.objects.get(ended_at=None)
    assert short.level_id in {each.level_id for each in low_levels(at=NOW)}
    assert all_differences() == []

    movements = Movement.objects.count()
    add_stock_work(at=NOW + timedelta(hours=5))
    assert Movement.objects.count() == movements
    assert Return.objects.count() == 5


def test_stores_with_too_few_goods_are_left_as_they_are() -> None:
    variant = make_variant()
    for store in (make_store(), make_store()):
        make_register(store)
        stock_up(store, variant, 50)
    StaffMember.objects.filter(pk=make_staff().pk).update(code=CLERK_OF_ALL[0])
    movements = Movement.objects.count()

    add_stock_work(at=NOW)

    assert (Movement.objects.count(), Delivery.objects.count(), Count.objects.count()) == (movements, 0, 0)
