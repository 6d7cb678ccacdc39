"""A store cannot serve a line: another one sends it, or it is parked until somebody decides."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.db.models import Sum

from noren.kernel.ids import uuid7
from noren.orders.end import cancel_order, expire_orders
from noren.orders.errors import OrderNotOpen, ReasonMissing
from noren.orders.hand_over import hand_over
from noren.orders.listeners import LISTENERS
from noren.orders.models import Order, OrderLine
from noren.orders.pick import mark_ready, short_pick
from noren.orders.place import place_order
from noren.orders.queries import get_order
from noren.orders.routing.errors import (
    GoodsAwaited,
    NoStoreHasIt,
    RejectedTooMany,
    SourcingNotParked,
    SourcingUidTaken,
)
from noren.orders.routing.models import Sourcing, SourcingReason
from noren.orders.routing.parked import give_up, route_again, settle_by_hand, take_sourcing
from noren.orders.routing.reject import reject_line
from noren.orders.routing.shortfall import route_shortfall
from noren.orders.wanted import PlacedOrder
from noren.people.models import StaffMember
from noren.stock.models import Hold, Level, Shortfall, Transfer
from noren.stock.transfers.cancel import cancel_transfer
from noren.stock.transfers.locking import By
from noren.stock.transfers.receive import Arrival, Counted, receive_transfer
from noren.stock.transfers.send import send_transfer
from noren.stores.models import Store
from noren.timeline.consume import consume
from noren.timeline.models import Event
from noren.timeline.sequence import sequence
from tests.factories import (
    NOON,
    all_differences,
    at_counter,
    counter_sale,
    make_register,
    make_staff,
    make_store,
    make_variant,
    pickup,
    stock_up,
    want,
)
from tests.refusing import refused

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=2)
DAY_AFTER = NOON + timedelta(days=2)


class Two:
    """A store where coffee was ordered, and another one that has some too."""

    def __init__(self, *, ordered: int = 2, elsewhere: int = 5) -> None:
        self.here, self.other = make_store(code="HERE"), make_store(code="OTHER", name="池袋店")
        self.coffee = make_variant(price_minor=1_000)
        self.level, self.other_level = (
            stock_up(self.here, self.coffee, ordered),
            stock_up(self.other, self.coffee, 10),
        )
        Level.objects.filter(pk=self.other_level.pk).update(safety=0)
        self.staff: StaffMember = make_staff(store=self.here)
        self.placed: PlacedOrder = place_order(pickup(self.here, want(self.coffee, ordered)), at=NOON)
        self.line = OrderLine.objects.get(order__uid=self.placed.uid)
        if elsewhere < 10:
            sale = want(self.coffee, 10 - elsewhere)
            place_order(
                counter_sale(make_register(self.other), make_staff(store=self.other), sale, tendered_minor=90_000),
                at=NOON,
            )

    def reject(self, quantity: int, reason: SourcingReason = SourcingReason.NOT_FOUND, uid: UUID | None = None) -> None:
        """Say that so many pieces cannot be given."""
        reject_line(
            self.placed.uid,
            self.line.uid,
            uid=uid or uuid7(),
            quantity=quantity,
            reason=reason,
            words="棚にない" if reason == SourcingReason.OTHER else "",
            staff_uid=self.staff.uid,
            at=LATER,
        )

    def figures(self, level: Level) -> tuple[int, int, int, int]:
        """On hand, allocated, held and set aside."""
        level.refresh_from_db()
        return level.on_hand, level.allocated, level.held, level.aside

    def awaited(self) -> int:
        """Pieces that the line waits for."""
        self.line.refresh_from_db()
        return self.line.awaited_quantity


def follow() -> None:
    """Let the orders read what happened to their transfers."""
    sequence()
    for listener in LISTENERS:
        consume(listener)


def by(at: datetime = LATER) -> By:
    """Somebody in the office."""
    return By(at)


def told() -> list[str]:
    """What was told of orders and transfers."""
    names = Event.objects.order_by("id").values_list("name", flat=True)
    return [name for name in names if name.startswith(("Order Line", "Transfer"))]


def test_a_rejected_line_comes_from_another_store_and_is_handed_over() -> None:
    two = Two()

    two.reject(1)

    transfer, row = Transfer.objects.get(), Sourcing.objects.get()
    assert (transfer.from_store, transfer.to_store, transfer.status) == (two.other, two.here, "ready")
    assert (row.status, row.quantity, row.transfer_uid) == ("coming", 1, transfer.uid)
    assert row.why == [{"store": "OTHER", "decided_by": "only", "compared": []}]
    assert two.awaited() == 1
    assert two.figures(two.level) == (1, 1, 0, 0)
    assert two.figures(two.other_level) == (5, 0, 1, 0)
    with refused(GoodsAwaited):
        mark_ready(two.placed.uid, staff_uid=two.staff.uid, at=LATER)
    assert all_differences() == []

    send_transfer(transfer.uid, by=by())
    receive_transfer(transfer.uid, Arrival(uuid7(), None), by=by(DAY_AFTER))
    assert two.figures(two.level) == (2, 1, 1, 0)
    follow()
    follow()

    assert two.awaited() == 0
    assert two.figures(two.level) == (2, 2, 0, 0)
    register = make_register(two.here)
    mark_ready(two.placed.uid, staff_uid=two.staff.uid, at=DAY_AFTER)
    done = hand_over(two.placed.uid, at_counter(register, two.staff, tendered_minor=2_000), at=DAY_AFTER)
    assert done.total_minor == 2_000
    assert two.figures(two.level) == (0, 0, 0, 0)
    assert told() == [
        "Transfer Drafted",
        "Transfer Ready",
        "Order Line Sourced",
        "Transfer Sent",
        "Transfer Received",
        "Order Line Arrived",
    ]
    assert all_differences() == []


def test_the_promise_moves_to_when_the_goods_may_be_there_and_no_wait_expires_the_order() -> None:
    two = Two()
    before = get_order(two.placed.uid)

    two.reject(1)

    after = get_order(two.placed.uid)
    assert before.due_at is not None
    # The second day after the reject, at opening, and an hour to prepare it: 11:00 in Tokyo.
    assert after.due_at == datetime.fromisoformat("2026-07-06T02:00:00+00:00")
    assert after.kept_until is not None
    assert before.kept_until is not None
    assert after.kept_until == before.kept_until + timedelta(days=2)
    assert expire_orders(at=NOON + timedelta(days=60)) == 0
    assert get_order(two.placed.uid).status == "placed"


def test_what_becomes_of_rejected_pieces_depends_on_the_reason() -> None:
    two = Two(ordered=3)

    two.reject(1, SourcingReason.NOT_FOUND)
    assert two.figures(two.level) == (2, 2, 0, 0)
    two.reject(1, SourcingReason.DAMAGED)
    assert two.figures(two.level) == (2, 1, 0, 1)
    two.reject(1, SourcingReason.OTHER)
    assert two.figures(two.level) == (2, 0, 0, 1)

    assert two.awaited() == 3
    assert Transfer.objects.count() == 3
    assert all_differences() == []


def test_a_repeat_of_a_reject_changes_nothing_and_its_uid_is_good_for_nothing_else() -> None:
    two, uid = Two(), uuid7()

    two.reject(1, uid=uid)
    two.reject(1, uid=uid)

    assert Sourcing.objects.count() == Transfer.objects.count() == 1
    with refused(SourcingUidTaken):
        two.reject(1, SourcingReason.DAMAGED, uid=uid)
    with refused(RejectedTooMany):
        two.reject(2)
    with refused(ReasonMissing):
        reject_line(
            two.placed.uid,
            two.line.uid,
            uid=uuid7(),
            quantity=1,
            reason=SourcingReason.OTHER,
            staff_uid=two.staff.uid,
            at=LATER,
        )
    assert two.awaited() == 1
    assert Transfer.objects.count() == 1


def test_what_is_ready_at_the_counter_is_not_rejected() -> None:
    two = Two()
    mark_ready(two.placed.uid, staff_uid=two.staff.uid, at=NOON)

    with refused(OrderNotOpen):
        two.reject(1)

    assert not Sourcing.objects.exists()
    assert two.figures(two.level) == (2, 2, 0, 0)


def test_what_no_store_has_is_parked_until_a_store_has_it() -> None:
    two = Two(elsewhere=0)
    two.reject(2)
    row = Sourcing.objects.get()
    assert (row.status, row.quantity, two.awaited()) == ("parked", 2, 2)
    take_sourcing(row.uid, staff_id=two.staff.pk)
    with refused(NoStoreHasIt):
        route_again(row.uid, staff_uid=two.staff.uid, at=LATER)
    assert all_differences() == []

    stock_up(two.here, two.coffee, 1)
    route_again(row.uid, staff_uid=two.staff.uid, at=LATER)

    row.refresh_from_db()
    assert (row.status, row.arrived, row.dropped, row.owner) == ("parked", 1, 0, two.staff)
    assert (two.awaited(), two.figures(two.level)) == (1, (1, 1, 0, 0))

    stock_up(two.other, two.coffee, 1)
    route_again(row.uid, staff_uid=two.staff.uid, at=LATER)

    row.refresh_from_db()
    assert (row.status, row.arrived, row.dropped) == ("done", 1, 1)
    assert list(Sourcing.objects.values_list("status", "quantity").order_by("pk")) == [("done", 2), ("coming", 1)]
    assert two.awaited() == 1
    assert told()[-1] == "Order Line Sourced"
    assert all_differences() == []


def test_pieces_found_by_hand_are_promised_and_those_given_up_are_off_the_order() -> None:
    two = Two(ordered=3, elsewhere=0)
    two.reject(1)
    two.reject(1)
    first, second = Sourcing.objects.order_by("pk")

    settle_by_hand(first.uid, reason="倉庫で見つかった", staff_uid=two.staff.uid, at=LATER)
    give_up(second.uid, reason="どの店舗にもありません", staff_uid=two.staff.uid, at=LATER)

    order = get_order(two.placed.uid)
    assert two.figures(two.level) == (2, 2, 0, 0)
    assert (order.status, order.total_minor, order.lines[0].quantity) == ("placed", 2_000, 2)
    assert two.awaited() == 0
    second.refresh_from_db()
    assert (second.status, second.end_words) == ("done", "どの店舗にもありません")
    assert all_differences() == []


def test_an_order_of_which_nothing_is_left_is_rejected() -> None:
    two = Two(ordered=1, elsewhere=0)
    two.reject(1)

    give_up(Sourcing.objects.get().uid, reason="入荷未定", staff_uid=two.staff.uid, at=LATER)

    assert get_order(two.placed.uid).status == "rejected"
    assert two.figures(two.level) == (0, 0, 0, 0)
    assert all_differences() == []


def test_a_coming_piece_is_decided_by_its_transfer_alone() -> None:
    two = Two()
    two.reject(1)

    with refused(SourcingNotParked):
        give_up(Sourcing.objects.get().uid, reason="待てない", staff_uid=two.staff.uid, at=LATER)
    with refused(GoodsAwaited):
        short_pick(two.placed.uid, two.line.uid, picked_quantity=0, reason="ない", staff_uid=two.staff.uid, at=LATER)

    assert get_order(two.placed.uid).total_minor == 2_000


def test_a_cancelled_order_lets_go_of_what_waits_for_it_in_the_other_store() -> None:
    two = Two()
    two.reject(1)

    cancel_order(two.placed.uid, by="customer", at=LATER)

    assert Transfer.objects.get().status == "canceled"
    assert two.figures(two.other_level) == (5, 0, 0, 0)
    assert two.figures(two.level) == (1, 0, 0, 0)
    follow()
    assert all_differences() == []


def test_goods_that_arrive_for_an_order_that_ended_are_for_sale() -> None:
    two = Two()
    two.reject(1)
    uid = Transfer.objects.get().uid
    send_transfer(uid, by=by())
    cancel_order(two.placed.uid, by="customer", at=LATER)

    receive_transfer(uid, Arrival(uuid7(), None), by=by(DAY_AFTER))
    follow()

    assert two.figures(two.level) == (2, 0, 0, 0)
    assert not Hold.objects.filter(ended_at=None).exists()
    assert all_differences() == []


@pytest.mark.parametrize("how", ["cancelled", "not packed", "lost", "damaged"])
def test_what_does_not_arrive_is_looked_for_elsewhere(how: str) -> None:
    two = Two()
    third = make_store(code="THIRD")
    level = stock_up(third, two.coffee, 1)
    Store.objects.filter(pk=third.pk).update(latitude=43.06, longitude=141.35)
    two.reject(2)
    uid = Transfer.objects.get().uid
    if how == "cancelled":
        cancel_transfer(uid, reason="人手不足", by=by())
    else:
        send_transfer(uid, {two.coffee.sku: 1} if how == "not packed" else None, by=by())
    if how in {"lost", "damaged"}:
        wrong = {"lost": {"pieces": 1, "difference": "lost"}, "damaged": {"pieces": 2, "damaged": 1}}[how]
        count = Counted(two.coffee.sku, **wrong)  # type: ignore[arg-type]
        receive_transfer(uid, Arrival(uuid7(), (count,), is_closing=True), by=by(DAY_AFTER))

    follow()

    again = list(Sourcing.objects.filter(reason="not_arrived").values_list("status", "quantity", "from_store__code"))
    missing = 2 if how == "cancelled" else 1
    assert sorted(again, key=str)[0] == ("coming", 1, "THIRD")
    assert sum(pieces for _status, pieces, _store in again) == missing
    assert two.figures(level) == (1, 0, 1, 0)
    assert two.awaited() == (1 if how in {"lost", "damaged"} else 2)
    assert all_differences() == []


def test_arrived_pieces_are_kept_for_the_order_although_the_level_is_short_and_has_safety_stock() -> None:
    two = Two()
    two.reject(2)
    sale = counter_sale(make_register(two.here), two.staff, want(two.coffee), tendered_minor=1_000)
    place_order(sale, at=LATER)
    uid = Transfer.objects.get().uid
    send_transfer(uid, by=by())
    receive_transfer(uid, Arrival(uuid7(), None), by=by(DAY_AFTER))

    follow()

    assert two.awaited() == 0
    assert two.figures(two.level) == (1, 2, 0, 0)
    assert Shortfall.objects.filter(ended_at=None).count() == 1
    assert all_differences() == []


def test_a_shortfall_is_routed_from_the_latest_promise_on() -> None:
    two = Two(ordered=2)
    stock_up(two.here, two.coffee, 1)
    later = place_order(pickup(two.here, want(two.coffee)), at=LATER)
    sale = counter_sale(make_register(two.here), two.staff, want(two.coffee, 2), tendered_minor=2_000)
    place_order(sale, at=LATER)
    shortfall = Shortfall.objects.get(ended_at=None)

    assert route_shortfall(shortfall.uid, staff_uid=two.staff.uid, at=LATER) == 2

    waits = OrderLine.objects.values_list("order__uid").annotate(pieces=Sum("awaited_quantity")).order_by("order_id")
    waiting = {uid: pieces for uid, pieces in waits if pieces}
    assert waiting == {later.uid: 1, two.placed.uid: 1}
    shortfall.refresh_from_db()
    assert shortfall.ended_at is not None
    assert two.figures(two.level) == (1, 1, 0, 0)
    assert Order.objects.filter(status="placed").count() == 2
    assert all_differences() == []
