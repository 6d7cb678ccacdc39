"""The demo's orders: played in the order of time, and to the same ends after a kill."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from noren.connect.demo import orders
from noren.connect.demo.people import CLERK_OF_ALL
from noren.loyalty.models import PointsEntry
from noren.orders.hand_over import hand_over
from noren.orders.models import Order, Receipt
from noren.people.models import StaffMember
from noren.timeline.models import Event
from tests.factories import NOON, make_member, make_register, make_staff, make_store, make_variant, stock_up

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch) -> None:
    """A store with goods, somebody at its register, and two members who buy."""
    store = make_store()
    for price_minor in (300, 500, 800, 1_200, 2_000):
        stock_up(store, make_variant(price_minor=price_minor), 500)
    make_register(store)
    StaffMember.objects.filter(pk=make_staff(store=store).pk).update(code=CLERK_OF_ALL[0])
    members = [make_member().pk, make_member().pk]
    monkeypatch.setattr(orders, "regulars", lambda *, limit: members)


def play(**options: Any) -> int:
    """Forty orders over eight weeks, without a word about how far they are."""
    return orders.simulate_orders(lambda *_: None, until=NOON + timedelta(weeks=8), count=40, **options)


@pytest.mark.usefixtures("stage")
def test_the_ledgers_are_written_in_the_order_of_time() -> None:
    assert play() >= 15

    ledgers: dict[str, Any] = {
        "placed_at": Order.objects,
        "issued_at": Receipt.objects,
        "at": PointsEntry.objects,
        "occurred_at": Event.objects,
    }
    for time, rows in ledgers.items():
        written = list(rows.order_by("pk").values_list(time, flat=True))
        assert len(written) > 10, time
        assert written == sorted(written), time


@pytest.mark.thorough
@pytest.mark.usefixtures("stage")
def test_a_run_that_was_killed_is_brought_to_its_end_and_nothing_happens_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    class Killed(Exception):
        """The machine went off."""

    handed_over: list[UUID] = []

    def fail(uid: UUID, *given: Any, **named: Any) -> object:
        handed_over.append(uid)
        if len(handed_over) == 5:
            raise Killed
        return hand_over(uid, *given, **named)

    with monkeypatch.context() as patched:
        patched.setattr(orders, "hand_over", fail)
        with pytest.raises(Killed):
            play()
    assert Order.objects.get(uid=handed_over[4]).status == "ready"

    play()

    assert set(Order.objects.filter(uid__in=handed_over).values_list("status", flat=True)) == {"completed"}
    before = Event.objects.count()
    assert (play(), Event.objects.count()) == (0, before)


@pytest.mark.usefixtures("stage")
def test_the_home_store_has_sold_something_today_and_sells_it_once() -> None:
    assert orders.add_sales_of_today(at=NOON) == orders.SOLD_TODAY
    assert orders.add_sales_of_today(at=NOON + timedelta(minutes=30)) == 0

    assert Receipt.objects.count() == Order.objects.filter(status="completed").count() == orders.SOLD_TODAY
