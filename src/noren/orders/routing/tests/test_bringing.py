"""A buyer waits until other stores have sent what the store of the pickup lacks: all of it is held, or nothing."""

from datetime import datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from noren.kernel.ids import uuid7
from noren.orders.basket import choose_store, hold_basket, open_basket, set_line
from noren.orders.change_wanted import ChangeOrder, LineChange
from noren.orders.edit import change_order
from noren.orders.end import cancel_order, expire_orders
from noren.orders.keeping import kept_until_of
from noren.orders.listeners import LISTENERS
from noren.orders.models import Fulfillment, Order, OrderLine
from noren.orders.pick import mark_ready
from noren.orders.place import place_order
from noren.orders.routing.bring import offer_to_bring
from noren.orders.routing.errors import GoodsAwaited
from noren.orders.routing.models import Sourcing, SourcingReason
from noren.orders.unpaid import end_unpaid_orders
from noren.orders.wanted import PlacedOrder, PlaceOrder
from noren.stock.errors import OutOfStock
from noren.stock.models import Level, Transfer
from noren.stock.transfers.locking import By
from noren.stock.transfers.receive import Arrival, receive_transfer
from noren.stock.transfers.send import send_transfer
from noren.stores.loading import load_store_for_order
from noren.stores.models import Store
from noren.timeline.consume import consume
from noren.timeline.models import Event
from noren.timeline.sequence import sequence
from tests.factories import NOON, all_differences, make_staff, make_store, make_variant, pickup, stock_up, want
from tests.refusing import refused

pytestmark = pytest.mark.django_db

TOKYO = ZoneInfo("Asia/Tokyo")
IN_TWO_DAYS = NOON + timedelta(days=2)


class Shelves:
    """A store with one pack of coffee, another one with five, which are on their way for two days."""

    def __init__(self, *, here: int = 1, there: int = 5) -> None:
        self.here, self.there = make_store(code="HERE"), make_store(code="THERE", name="池袋店", transfer_days=2)
        self.coffee = make_variant(price_minor=1_000)
        stock_up(self.here, self.coffee, here)
        stock_up(self.there, self.coffee, there)

    def wanted(self, quantity: int, **fields: object) -> PlaceOrder:
        """An order whose buyer waits."""
        return pickup(self.here, want(self.coffee, quantity), may_bring=True, **fields)  # type: ignore[arg-type]

    def order(self, quantity: int, **fields: object) -> PlacedOrder:
        """Place it."""
        return place_order(self.wanted(quantity, **fields), at=NOON)

    def figures(self, store: Store) -> tuple[int, int, int]:
        """On hand, allocated and held."""
        level = Level.objects.get(store=store, variant=self.coffee)
        return level.on_hand, level.allocated, level.held


def bring_them() -> None:
    """The transfer is sent and received, and the order reads it."""
    transfer, by = Transfer.objects.get(), By(IN_TWO_DAYS)
    send_transfer(transfer.uid, by=by)
    receive_transfer(transfer.uid, Arrival(uuid7(), None), by=by)
    sequence()
    for listener in LISTENERS:
        consume(listener)


def awaited(uid: UUID) -> int:
    """Pieces that the order's line waits for."""
    return OrderLine.objects.get(order__uid=uid).awaited_quantity


def test_what_the_store_lacks_is_held_in_another_for_the_order() -> None:
    shelves = Shelves()

    placed = shelves.order(3)

    sourcing, transfer = Sourcing.objects.get(), Transfer.objects.get()
    assert (sourcing.status, sourcing.quantity, sourcing.reason) == ("coming", 2, SourcingReason.ELSEWHERE)
    assert (sourcing.request_uid, sourcing.from_store, sourcing.transfer_uid) == (
        placed.uid,
        shelves.there,
        transfer.uid,
    )
    assert (transfer.status, transfer.kept_for_uid, transfer.to_store) == ("ready", placed.uid, shelves.here)
    assert (shelves.figures(shelves.here), shelves.figures(shelves.there)) == ((1, 1, 0), (5, 0, 2))
    assert awaited(placed.uid) == 2
    sequence()
    told = list(Event.objects.filter(subject_uid=placed.uid).order_by("id").values_list("name", flat=True))
    assert told == ["Order Completed", "Order Line Sourced"]
    assert all_differences() == []


def test_the_pickup_is_promised_for_when_the_goods_are_there_and_kept_from_then_on() -> None:
    shelves = Shelves()

    placed = shelves.order(3)

    store = load_store_for_order("HERE", at=NOON)
    fulfillment = Fulfillment.objects.get(order__uid=placed.uid)
    arrives = datetime.combine(NOON.astimezone(TOKYO).date() + timedelta(days=2), time(), TOKYO)
    assert placed.due_at == store.pickup_ready_at(arrives)
    assert placed.kept_until == kept_until_of(store, placed.due_at)
    assert (fulfillment.due_at, fulfillment.kept_until) == (placed.due_at, placed.kept_until)


def test_the_offer_says_what_the_order_then_promises() -> None:
    shelves = Shelves()

    offer = offer_to_bring("HERE", {shelves.coffee.pk: 2}, at=NOON)
    placed = shelves.order(3)

    assert offer is not None
    assert offer.ready_at == placed.due_at
    assert Transfer.objects.get().expected_on == offer.day


def test_an_order_is_refused_when_all_stores_together_have_too_few() -> None:
    shelves = Shelves()

    with refused(OutOfStock) as caught:
        shelves.order(7)
    refusal = caught.value

    assert (refusal.field, refusal.details["wanted"], refusal.details["available"]) == ("lines.0.quantity", 7, 6)
    assert not Order.objects.exists()
    assert not Transfer.objects.exists()
    assert (shelves.figures(shelves.here), shelves.figures(shelves.there)) == ((1, 0, 0), (5, 0, 0))
    assert offer_to_bring("HERE", {shelves.coffee.pk: 6}, at=NOON) is None


def test_a_buyer_who_does_not_wait_is_refused_as_before() -> None:
    shelves = Shelves()

    with refused(OutOfStock) as caught:
        place_order(pickup(shelves.here, want(shelves.coffee, 3)), at=NOON)
    refusal = caught.value

    assert refusal.details["available"] == 1
    assert not Transfer.objects.exists()


def test_a_deployment_that_does_not_bring_goods_refuses(settings: Settings) -> None:
    settings.BRING_TO_STORE = False
    shelves = Shelves()

    with refused(OutOfStock):
        shelves.order(3)

    assert not Order.objects.exists()
    assert offer_to_bring("HERE", {shelves.coffee.pk: 2}, at=NOON) is None


def test_a_store_that_sends_no_transfers_is_not_asked() -> None:
    shelves = Shelves()
    Store.objects.filter(pk=shelves.there.pk).update(sends_transfers=False)

    with refused(OutOfStock):
        shelves.order(3)

    assert offer_to_bring("HERE", {shelves.coffee.pk: 2}, at=NOON) is None


def test_goods_that_the_store_never_had_are_brought_and_handed_over_there() -> None:
    here, there, tea = make_store(), make_store(), make_variant()
    stock_up(there, tea, 1)

    placed = place_order(pickup(here, want(tea), may_bring=True), at=NOON)
    bring_them()

    level = Level.objects.get(store=here, variant=tea)
    assert (level.on_hand, level.allocated, level.held) == (1, 1, 0)
    assert awaited(placed.uid) == 0
    mark_ready(placed.uid, staff_uid=make_staff(store=here).uid, at=IN_TWO_DAYS)
    assert all_differences() == []


def test_an_order_is_not_ready_before_the_goods_are_there() -> None:
    shelves = Shelves()
    placed = shelves.order(3)
    staff = make_staff(store=shelves.here)

    with refused(GoodsAwaited):
        mark_ready(placed.uid, staff_uid=staff.uid, at=NOON)
    bring_them()
    mark_ready(placed.uid, staff_uid=staff.uid, at=IN_TWO_DAYS)

    assert Order.objects.get().status == "ready"
    assert shelves.figures(shelves.here) == (3, 3, 0)
    assert all_differences() == []


def test_nothing_is_brought_while_the_store_has_all_of_it() -> None:
    shelves = Shelves(here=3)

    placed = shelves.order(3)

    assert placed.due_at is not None
    assert (placed.due_at - NOON) < timedelta(hours=12)
    assert not Transfer.objects.exists()
    assert shelves.figures(shelves.here) == (3, 3, 0)


def test_placing_costs_no_statement_more_but_for_a_buyer_who_waits_a_savepoint() -> None:
    shelves = Shelves(here=9)
    place_order(pickup(shelves.here, want(shelves.coffee), is_uid_new=True), at=NOON)

    with CaptureQueriesContext(connection) as plain:
        place_order(pickup(shelves.here, want(shelves.coffee), is_uid_new=True), at=NOON)
    with CaptureQueriesContext(connection) as waiting:
        place_order(shelves.wanted(1, is_uid_new=True), at=NOON)

    assert [each["sql"] for each in plain if "SAVEPOINT" in each["sql"]] == []
    assert len(waiting) == len(plain) + len([each for each in waiting if "SAVEPOINT" in each["sql"]])


def test_a_repeat_answers_the_same_order_and_brings_nothing_twice() -> None:
    shelves = Shelves()
    wanted = shelves.wanted(3)

    first, second = place_order(wanted, at=NOON), place_order(wanted, at=NOON + timedelta(minutes=1))

    assert second == first
    assert Transfer.objects.count() == Sourcing.objects.count() == 1
    assert shelves.figures(shelves.there) == (5, 0, 2)


def test_cancelling_frees_the_goods_here_and_there() -> None:
    shelves = Shelves()
    placed = shelves.order(3)

    cancel_order(placed.uid, by="customer", at=NOON)

    assert (shelves.figures(shelves.here), shelves.figures(shelves.there)) == ((1, 0, 0), (5, 0, 0))
    assert Transfer.objects.get().status == "canceled"
    assert awaited(placed.uid) == 0
    assert all_differences() == []


def test_wanting_fewer_gives_up_what_is_to_be_brought_first() -> None:
    shelves = Shelves()
    placed = shelves.order(3)
    line = OrderLine.objects.get()
    change = ChangeOrder(uid=uuid7(), by="customer", channel="web", lines=(LineChange(line.uid, 1),))

    change_order(placed.uid, change, at=NOON)

    assert (shelves.figures(shelves.here), shelves.figures(shelves.there)) == ((1, 1, 0), (5, 0, 0))
    assert awaited(placed.uid) == 0
    assert all_differences() == []


def test_an_order_that_waits_for_goods_does_not_expire() -> None:
    shelves = Shelves()
    placed = shelves.order(3)
    assert placed.kept_until is not None

    assert expire_orders(at=placed.kept_until + timedelta(days=1)) == 0


def test_one_that_is_paid_before_holds_its_goods_and_frees_them_when_it_is_not_paid(settings: Settings) -> None:
    settings.PAY_BY = ["at_store", "test"]
    shelves = Shelves()

    placed = shelves.order(3, pay_by="test")

    assert placed.pay_until is not None
    assert (placed.status, awaited(placed.uid)) == ("awaiting_payment", 2)
    assert shelves.figures(shelves.there) == (5, 0, 2)
    end_unpaid_orders(at=placed.pay_until + timedelta(days=30))
    assert Order.objects.get().status == "unpaid"
    assert (shelves.figures(shelves.here), shelves.figures(shelves.there)) == ((1, 0, 0), (5, 0, 0))
    assert all_differences() == []


def test_what_the_basket_holds_becomes_part_of_the_order() -> None:
    shelves = Shelves(here=2)
    basket = open_basket(customer_id=None, at=NOON)
    choose_store(basket, store_code="HERE", at=NOON)
    set_line(basket, sku=shelves.coffee.sku, quantity=2, at=NOON)
    hold_basket(basket, at=NOON)
    set_line(basket, sku=shelves.coffee.sku, quantity=3, at=NOON)

    shelves.order(3, basket_uid=basket)

    assert (shelves.figures(shelves.here), shelves.figures(shelves.there)) == ((2, 2, 0), (5, 0, 1))
    assert all_differences() == []


def test_two_lines_of_one_variant_share_what_is_there() -> None:
    shelves = Shelves(here=2)

    place_order(pickup(shelves.here, want(shelves.coffee, 2), want(shelves.coffee, 2), may_bring=True), at=NOON)

    assert list(OrderLine.objects.order_by("position").values_list("awaited_quantity", flat=True)) == [0, 2]
    assert all_differences() == []
