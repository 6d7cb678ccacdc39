"""An order that waits for goods of another store is changed: it waits for less, and keeps what is there."""

from dataclasses import replace
from datetime import timedelta

import pytest

from noren.kernel.ids import uuid7
from noren.orders.change_wanted import ChangeOrder, LineChange
from noren.orders.edit import change_order
from noren.orders.models import OrderLine
from noren.orders.place import place_order
from noren.orders.routing.follow import follow_transfer
from noren.orders.routing.models import Sourcing, SourcingReason
from noren.orders.routing.reject import reject_line
from noren.stock.models import Hold, Level, Transfer
from noren.stock.transfers.locking import By
from noren.stock.transfers.receive import Arrival, receive_transfer
from noren.stock.transfers.send import send_transfer
from tests.factories import NOON, all_differences, make_staff, make_store, make_variant, pickup, stock_up, want

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=2)


class Waiting:
    """An order for three packets of coffee and a cup, of whose coffee some comes from another store, some from none."""

    def __init__(self, *, rejected: int, elsewhere: int) -> None:
        here, other = make_store(), make_store(name="池袋店")
        coffee, cup = make_variant(price_minor=1_000), make_variant(price_minor=500)
        self.level, self.other_level = stock_up(here, coffee, 3), stock_up(other, coffee, elsewhere)
        stock_up(here, cup, 1)
        self.staff = make_staff(store=here)
        self.uid = place_order(pickup(here, want(coffee, 3), want(cup)), at=NOON).uid
        self.line = OrderLine.objects.get(order__uid=self.uid, variant=coffee)
        reject_line(
            self.uid,
            self.line.uid,
            uid=uuid7(),
            quantity=rejected,
            reason=SourcingReason.NOT_FOUND,
            staff_uid=self.staff.uid,
            at=LATER,
        )

    def want(self, pieces: int) -> None:
        """The customer calls and wants so many packets."""
        line = LineChange(self.line.uid, pieces)
        wanted = ChangeOrder(uuid7(), "staff", "office", (line,), reason="お電話", staff_uid=self.staff.uid)
        change_order(self.uid, wanted, at=LATER)

    def figures(self, level: Level) -> tuple[int, int, int]:
        """On hand, allocated and held."""
        level.refresh_from_db()
        return level.on_hand, level.allocated, level.held

    def awaited(self) -> int:
        """Pieces that the order waits for."""
        return sum(OrderLine.objects.filter(order__uid=self.uid).values_list("awaited_quantity", flat=True))


def test_what_nobody_packed_yet_is_cancelled_before_what_is_there_is_given_up() -> None:
    order = Waiting(rejected=1, elsewhere=5)

    order.want(2)

    assert (order.awaited(), Transfer.objects.get().status) == (0, "canceled")
    assert (order.figures(order.level), order.figures(order.other_level)) == ((2, 2, 0), (5, 0, 0))
    order.want(1)
    assert order.figures(order.level) == (2, 1, 0)
    assert all_differences() == []


def test_what_is_parked_is_given_up_before_what_is_coming() -> None:
    order = Waiting(rejected=3, elsewhere=2)

    order.want(1)

    rows = Sourcing.objects.order_by("pk").values_list("from_store__name", "status", "quantity", "dropped")
    assert list(rows) == [("池袋店", "coming", 2, 1), (None, "done", 1, 1)]
    assert (order.awaited(), order.figures(order.other_level)) == (1, (2, 0, 2))
    send_transfer(Transfer.objects.get().uid, by=By(LATER))
    receive_transfer(Transfer.objects.get().uid, Arrival(uuid7(), None), by=By(LATER))
    follow_transfer(Transfer.objects.get().uid, at=LATER)
    assert (order.awaited(), order.figures(order.level)) == (0, (2, 1, 0))
    assert all_differences() == []


def test_what_arrives_for_a_line_that_was_taken_off_is_for_sale() -> None:
    order = Waiting(rejected=2, elsewhere=5)
    uid = Transfer.objects.get().uid
    send_transfer(uid, by=By(LATER))

    order.want(0)
    receive_transfer(uid, Arrival(uuid7(), None), by=By(LATER))
    follow_transfer(uid, at=LATER)

    assert order.figures(order.level) == (3, 0, 0)
    assert not Hold.objects.filter(ended_at=None).exists()
    assert all_differences() == []


def test_a_transfer_that_brings_other_goods_too_is_not_cancelled_with_one_of_its_lines() -> None:
    here, other = make_store(), make_store(name="池袋店")
    coffee, cup = make_variant(price_minor=1_000), make_variant(price_minor=500)
    other_level = stock_up(other, coffee, 1)
    stock_up(other, cup, 1)
    uid = place_order(replace(pickup(here, want(coffee), want(cup)), may_bring=True), at=NOON).uid
    line = OrderLine.objects.get(order__uid=uid, variant=cup)

    change_order(uid, ChangeOrder(uuid7(), "customer", "web", (LineChange(line.uid, 0),)), at=LATER)

    transfer = Transfer.objects.get()
    follow_transfer(transfer.uid, at=LATER)
    assert transfer.status == "ready"
    assert Sourcing.objects.exclude(status="done").get().status == "coming"
    other_level.refresh_from_db()
    assert other_level.held == 1
    assert all_differences() == []
