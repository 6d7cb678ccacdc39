"""Transfers: what each step does to both stores, every refusal with nothing written, and the ledgers that agree."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries

from noren.catalog.errors import SkuNotFound
from noren.catalog.models import Variant
from noren.kernel.ids import uuid7
from noren.orders.place import place_order
from noren.stock.errors import MoveQuantityInvalid, OutOfStock
from noren.stock.holding import hold
from noren.stock.models import Hold, HoldKind, Level, Movement
from noren.stock.story import aside_by_state
from noren.stock.transfers.cancel import cancel_transfer
from noren.stock.transfers.draft import Draft, change_draft, draft_transfer
from noren.stock.transfers.errors import (
    DamagedTooMany,
    DifferenceUnnamed,
    LineNotOfTransfer,
    SentTooMany,
    TransferEmpty,
    TransferGoodsMissing,
    TransferMoved,
    TransferNotFound,
    TransferNotPossible,
    TransferSameStore,
    TransferTooLong,
    TransferUidTaken,
    WhereaboutsMissing,
)
from noren.stock.transfers.locking import By
from noren.stock.transfers.models import Transfer, TransferArrival, TransferLine
from noren.stock.transfers.queries import get_transfer, incoming_of_level, list_transfers
from noren.stock.transfers.ready import make_ready
from noren.stock.transfers.receive import Arrival, Counted, receive_transfer
from noren.stock.transfers.send import send_transfer
from noren.stores.errors import StoreNotFound
from noren.timeline.models import Event
from tests.factories import (
    NOON,
    all_differences,
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
BY = By(NOON)


class Van:
    """Two stores, ten packets of coffee and five of tea in the first, and a transfer of some of them."""

    def __init__(self) -> None:
        self.here, self.there = make_store(name="渋谷店"), make_store(name="新宿店")
        self.coffee, self.tea = make_variant(name="コーヒー豆"), make_variant(name="煎茶")
        stock_up(self.here, self.coffee, 10)
        stock_up(self.here, self.tea, 5)
        self.uid = uuid7()

    def plan(self, coffee: int = 6, tea: int = 2, **fields: object) -> Draft:
        """What is asked for."""
        lines = tuple((each.sku, pieces) for each, pieces in ((self.coffee, coffee), (self.tea, tea)) if pieces)
        values = {"uid": self.uid, "from_store": self.here.code, "to_store": self.there.code, "lines": lines}
        return Draft(**{**values, **fields})  # type: ignore[arg-type]

    def draft(self, coffee: int = 6, tea: int = 2) -> "Van":
        """Ask for it."""
        draft_transfer(self.plan(coffee, tea), by=BY)
        return self

    def ready(self) -> "Van":
        """Draft it and hold its goods."""
        self.draft()
        make_ready(self.uid, by=BY)
        return self

    def sent(self, coffee: int = 6, tea: int = 2) -> "Van":
        """Draft it, hold its goods and send them."""
        self.ready()
        send_transfer(self.uid, {self.coffee.sku: coffee, self.tea.sku: tea}, by=BY)
        return self

    def receive(
        self, *counted: Counted, uid: UUID | None = None, closing: bool = False, seen: int | None = None
    ) -> None:
        """Count what came."""
        arrival = Arrival(uid or uuid7(), counted or None, is_closing=closing, seen_arrivals=seen)
        receive_transfer(self.uid, arrival, by=BY)

    def came(self, coffee: int, tea: int, *, closing: bool = False) -> None:
        """Count what came, undamaged."""
        self.receive(Counted(self.coffee.sku, coffee), Counted(self.tea.sku, tea), closing=closing)

    @property
    def transfer(self) -> Transfer:
        """The row."""
        return Transfer.objects.get(uid=self.uid)

    @property
    def status(self) -> str:
        """Where it stands."""
        return self.transfer.status

    def line(self, variant: Variant) -> TransferLine:
        """The line of a variant."""
        return TransferLine.objects.get(transfer__uid=self.uid, variant=variant)

    def figures(self, variant: Variant) -> tuple[int, int, int, int]:
        """Held and on hand in the first store, on the way, on hand in the second."""
        view = get_transfer(self.uid, at=NOON)
        levels = {level.store_id: level for level in Level.objects.filter(variant=variant)}
        (line,) = (each for each in view.lines if each.sku == variant.sku)
        there = levels.get(self.there.pk)
        here = levels[self.here.pk]
        return here.held, here.on_hand, line.on_the_way, there.on_hand if there else 0


def told() -> list[str]:
    """The names of the events of transfers, in order."""
    return list(Event.objects.filter(name__startswith="Transfer").order_by("pk").values_list("name", flat=True))


def test_goods_go_from_one_store_to_the_other_and_are_never_in_two_places() -> None:
    van = Van()

    seen = []
    draft_transfer(van.plan(), by=BY)
    seen.append(van.figures(van.coffee))
    make_ready(van.uid, by=BY)
    seen.append(van.figures(van.coffee))
    send_transfer(van.uid, by=BY)
    seen.append(van.figures(van.coffee))
    van.receive()
    seen.append(van.figures(van.coffee))

    assert seen == [(0, 10, 0, 0), (6, 10, 0, 0), (0, 4, 6, 0), (0, 4, 0, 6)]
    assert (van.status, van.line(van.coffee).received) == ("received", 6)
    assert told() == ["Transfer Drafted", "Transfer Ready", "Transfer Sent", "Transfer Received"]
    assert all_differences() == []


def test_each_step_keeps_who_did_it_and_when() -> None:
    van, clerk = Van(), make_staff()
    draft_transfer(van.plan(expected_on=date(2026, 7, 6), note="週末のフェア用"), by=By(NOON, clerk.pk))
    make_ready(van.uid, by=By(NOON + timedelta(hours=1), clerk.pk))
    send_transfer(van.uid, by=By(NOON + timedelta(hours=2), clerk.pk))
    receive_transfer(van.uid, Arrival(uuid7(), None), by=By(NOON + timedelta(days=1), clerk.pk))

    view = get_transfer(van.uid, at=NOON)

    steps = [view.drafted, view.ready, view.sent, view.received]
    assert [(step.at - NOON, step.staff_id) for step in steps if step] == [
        (timedelta(hours=hours), clerk.pk) for hours in (0, 1, 2, 24)
    ]
    assert (view.expected_on, view.note, view.canceled) == (date(2026, 7, 6), "週末のフェア用", None)
    assert set(Movement.objects.filter(cause_uid=van.uid).values_list("staff_id", flat=True)) == {clerk.pk}


def test_a_draft_that_comes_twice_is_one_and_another_under_its_uid_is_refused() -> None:
    van = Van().draft()

    draft_transfer(van.plan(), by=BY)
    change_draft(van.plan(coffee=3), by=BY)
    draft_transfer(van.plan(), by=BY)
    with refused(TransferUidTaken):
        draft_transfer(van.plan(coffee=7), by=BY)

    assert Transfer.objects.count() == 1
    assert (van.line(van.coffee).wanted, told()) == (3, ["Transfer Drafted", "Transfer Changed"])


@pytest.mark.parametrize(
    ("change", "error", "field"),
    [
        ({"lines": ()}, TransferEmpty, "lines"),
        ({"lines": (("NONE", 1),)}, SkuNotFound, "lines.NONE"),
        ({"lines": tuple(("SKU", 1) for _ in range(1_001))}, TransferTooLong, "lines"),
        ({"from_store": "NONE"}, StoreNotFound, "from_store"),
        ({"to_store": "NONE"}, StoreNotFound, "to_store"),
    ],
)
def test_a_draft_that_cannot_be_is_refused_at_its_field(
    change: dict[str, object], error: type[StoreNotFound], field: str
) -> None:
    van = Van()

    with refused(error) as info:
        draft_transfer(van.plan(**change), by=BY)  # type: ignore[arg-type]

    assert info.value.field == field
    assert Transfer.objects.count() == Event.objects.filter(name__startswith="Transfer").count() == 0


def test_no_goods_go_to_their_own_store_and_none_by_halves() -> None:
    van = Van()

    with refused(TransferSameStore):
        draft_transfer(van.plan(to_store=van.here.code), by=BY)
    with refused(MoveQuantityInvalid):
        draft_transfer(van.plan(lines=((van.coffee.sku, 0),)), by=BY)

    assert Transfer.objects.count() == 0


def test_goods_that_are_named_twice_and_by_barcode_are_one_line_and_those_off_sale_go_too() -> None:
    van = Van()
    Variant.objects.filter(pk=van.coffee.pk).update(gtin="4901234567894", is_active=False)

    draft_transfer(van.plan(lines=((van.coffee.sku, 2), ("4901234567894", 3))), by=BY)

    assert [(line.variant_id, line.wanted) for line in van.transfer.lines.all()] == [(van.coffee.pk, 5)]


def test_held_goods_are_promised_to_nobody_else() -> None:
    van = Van().ready()

    with refused(OutOfStock):
        place_order(pickup(van.here, want(van.coffee, 5)), at=NOON)
    place_order(pickup(van.here, want(van.coffee, 4)), at=NOON)
    make_ready(van.uid, by=BY)

    assert list(Hold.objects.filter(ended_at=None).values_list("kind", "quantity", "expires_at")) == [
        (HoldKind.TRANSFER, 6, None),
        (HoldKind.TRANSFER, 2, None),
    ]
    assert all_differences() == []


def test_all_lines_that_are_not_available_are_named_and_nothing_is_held() -> None:
    van = Van().draft(coffee=11, tea=6)

    with refused(TransferGoodsMissing) as info:
        make_ready(van.uid, by=BY)

    assert [(line.sku, line.wanted, line.available) for line in info.value.lines] == [  # type: ignore[attr-defined]
        (van.coffee.sku, 11, 10),
        (van.tea.sku, 6, 5),
    ]
    assert "10/11" in str(info.value)
    assert (van.status, Hold.objects.count(), told()) == ("draft", 0, ["Transfer Drafted"])


def test_what_others_held_for_too_long_does_not_stand_in_the_way() -> None:
    van, basket = Van(), uuid7()
    hold(
        van.here.pk,
        {van.coffee.pk: 9},
        kind=HoldKind.BASKET,
        owner_uid=basket,
        expires_at=NOON - timedelta(minutes=1),
        at=NOON - timedelta(minutes=16),
        names={van.coffee.pk: "豆"},
    )

    van.ready()

    assert van.figures(van.coffee)[0] == 6
    assert all_differences() == []


def test_what_was_not_packed_is_free_again() -> None:
    van = Van().sent(coffee=4, tea=0)

    assert (van.figures(van.coffee), van.figures(van.tea)) == ((0, 6, 4, 0), (0, 5, 0, 0))
    send_transfer(van.uid, {van.coffee.sku: 4}, by=BY)
    with refused(TransferNotPossible):
        send_transfer(van.uid, {van.coffee.sku: 5}, by=BY)
    assert told().count("Transfer Sent") == 1
    assert all_differences() == []


def test_a_box_that_cannot_be_is_refused() -> None:
    van = Van().ready()

    with refused(SentTooMany):
        send_transfer(van.uid, {van.coffee.sku: 7}, by=BY)
    with refused(SentTooMany):
        send_transfer(van.uid, {van.coffee.sku: -1}, by=BY)
    with refused(LineNotOfTransfer):
        send_transfer(van.uid, {"NONE": 1}, by=BY)
    with refused(TransferEmpty):
        send_transfer(van.uid, {van.coffee.sku: 0}, by=BY)

    assert (van.status, van.figures(van.coffee)) == ("ready", (6, 10, 0, 0))


def test_a_box_is_sent_though_the_till_sold_what_was_held() -> None:
    van = Van().ready()
    register, staff = make_register(van.here), make_staff(store=van.here)
    place_order(counter_sale(register, staff, want(van.coffee, 8), tendered_minor=99_999), at=NOON)

    send_transfer(van.uid, by=BY)

    assert van.figures(van.coffee) == (0, -4, 6, 0)
    assert all_differences() == []


def test_a_transfer_comes_in_several_arrivals() -> None:
    van = Van().sent()

    van.came(coffee=4, tea=0)
    assert (van.status, van.figures(van.coffee), van.figures(van.tea)) == (
        "partly_received",
        (0, 4, 2, 4),
        (0, 3, 2, 0),
    )
    van.came(coffee=2, tea=2)

    assert (van.status, van.figures(van.coffee), van.figures(van.tea)) == ("received", (0, 4, 0, 6), (0, 3, 0, 2))
    assert [each.pieces for each in TransferArrival.objects.order_by("pk")] == [4, 4]
    assert all_differences() == []


def test_an_arrival_counts_once_however_often_it_is_sent() -> None:
    van, arrival = Van().sent(), uuid7()

    for _ in range(2):
        van.receive(Counted(van.coffee.sku, 4), uid=arrival)
    with refused(TransferUidTaken):
        van.receive(Counted(van.coffee.sku, 5), uid=arrival)

    assert van.figures(van.coffee) == (0, 4, 2, 4)
    assert told().count("Transfer Received") == TransferArrival.objects.count() == 1


def test_what_is_missing_at_the_end_must_be_named() -> None:
    van = Van().sent()

    with refused(DifferenceUnnamed) as info:
        van.came(coffee=5, tea=2, closing=True)

    assert info.value.details == {"name": "コーヒー豆", "expected": 6, "pieces": 5}
    assert (van.status, van.figures(van.coffee)) == ("in_transit", (0, 4, 6, 0))


def test_lost_pieces_are_nowhere_and_pieces_that_were_never_packed_are_at_the_source() -> None:
    van = Van().sent()

    van.receive(
        Counted(van.coffee.sku, 5, difference="lost", remark="箱が破れていた"),
        Counted(van.tea.sku, 0, difference="back"),
        closing=True,
    )

    assert (van.status, van.figures(van.coffee), van.figures(van.tea)) == ("received", (0, 4, 0, 5), (0, 5, 0, 0))
    coffee, tea = van.line(van.coffee), van.line(van.tea)
    assert (coffee.lost, coffee.difference, coffee.remark) == (1, "lost", "箱が破れていた")
    assert (tea.returned, tea.difference) == (2, "back")
    assert all_differences() == []


def test_a_difference_may_be_named_while_the_rest_is_still_on_the_way() -> None:
    van = Van().sent()

    van.receive(Counted(van.coffee.sku, 5, difference="lost"))

    assert (van.status, van.figures(van.coffee)[2], van.figures(van.tea)[2]) == ("partly_received", 0, 2)
    assert all_differences() == []


def test_a_surplus_must_be_named_and_leaves_the_source() -> None:
    van = Van().sent()

    with refused(DifferenceUnnamed):
        van.came(coffee=8, tea=2)
    van.receive(Counted(van.coffee.sku, 8, difference="surplus"), Counted(van.tea.sku, 2))

    assert (van.status, van.figures(van.coffee)) == ("received", (0, 2, 0, 8))
    assert (van.line(van.coffee).received, van.line(van.coffee).surplus) == (6, 2)
    assert all_differences() == []


def test_goods_in_the_box_that_are_on_no_list_get_a_line() -> None:
    van, cocoa = Van().sent(), make_variant(name="ココア")
    stock_up(van.here, cocoa, 3)

    with refused(SkuNotFound):
        van.receive(Counted("NONE", 1, difference="surplus"))
    with refused(DifferenceUnnamed):
        van.receive(Counted(cocoa.sku, 1))
    van.receive(Counted(cocoa.sku, 1, damaged=1, difference="surplus"), Counted(van.coffee.sku, 6))

    assert (van.status, van.figures(cocoa)) == ("partly_received", (0, 2, 0, 1))
    assert (van.line(cocoa).wanted, van.line(cocoa).position) == (0, 3)
    assert all_differences() == []


def test_damaged_pieces_arrive_and_are_set_aside() -> None:
    van = Van().sent()

    with refused(DamagedTooMany):
        van.receive(Counted(van.coffee.sku, 2, damaged=3))
    van.receive(Counted(van.coffee.sku, 6, damaged=2), Counted(van.tea.sku, 2))

    level = Level.objects.get(store=van.there, variant=van.coffee)
    assert (level.on_hand, level.aside, level.available) == (6, 2, 4)
    assert [pieces for _words, pieces in aside_by_state(level.pk)] == [2]
    assert all_differences() == []


def test_an_arrival_of_nothing_is_refused() -> None:
    van = Van().sent()

    with refused(TransferEmpty):
        van.came(coffee=0, tea=0)
    with refused(MoveQuantityInvalid):
        van.came(coffee=1_000_001, tea=0)

    assert (van.status, TransferArrival.objects.count()) == ("in_transit", 0)


def test_who_counts_beside_somebody_else_is_told_instead_of_counting_twice() -> None:
    van = Van().sent()
    van.receive(Counted(van.coffee.sku, 3), seen=0)

    with refused(TransferMoved):
        van.receive(Counted(van.coffee.sku, 3), seen=0)
    van.receive(Counted(van.coffee.sku, 3), seen=1)

    assert van.figures(van.coffee) == (0, 4, 0, 6)


def test_goods_that_come_in_settle_what_was_short() -> None:
    van = Van()
    register, staff = make_register(van.there), make_staff(store=van.there)
    level = stock_up(van.there, van.coffee, 2)
    place_order(pickup(van.there, want(van.coffee, 2)), at=NOON)
    place_order(counter_sale(register, staff, want(van.coffee, 2), tendered_minor=9_999), at=NOON)
    level.refresh_from_db()
    assert level.short == 2
    van.sent()

    van.receive(Counted(van.coffee.sku, 6))

    level.refresh_from_db()
    assert (level.on_hand, level.allocated, level.short) == (6, 2, 0)
    assert all_differences() == []


def test_a_draft_and_held_goods_are_given_up_without_a_question() -> None:
    drafted, held = Van().draft(), Van().ready()

    for van in (drafted, held, held):
        cancel_transfer(van.uid, reason="不要になった", by=BY)

    assert (drafted.status, held.status, held.figures(held.coffee)) == ("canceled", "canceled", (0, 10, 0, 0))
    assert told().count("Transfer Cancelled") == 2
    assert all_differences() == []


@pytest.mark.parametrize(("goods_are", "here"), [("back", 7), ("lost", 4)])
def test_goods_on_the_way_must_be_somewhere_when_their_transfer_is_given_up(goods_are: str, here: int) -> None:
    van = Van().sent()
    van.receive(Counted(van.coffee.sku, 3))

    with refused(WhereaboutsMissing):
        cancel_transfer(van.uid, by=BY)
    with refused(WhereaboutsMissing):
        cancel_transfer(van.uid, goods_are="somewhere", by=BY)
    cancel_transfer(van.uid, goods_are=goods_are, reason="事故", by=BY)

    assert (van.status, van.figures(van.coffee)) == ("canceled", (0, here, 0, 3))
    assert (van.transfer.goods_are, van.transfer.cancel_reason) == (goods_are, "事故")
    assert all_differences() == []


def test_a_step_that_does_not_fit_is_refused() -> None:
    van = Van().draft()

    with refused(TransferNotPossible):
        send_transfer(van.uid, by=BY)
    with refused(TransferNotPossible):
        van.came(1, 0)
    make_ready(van.uid, by=BY)
    with refused(TransferNotPossible):
        change_draft(van.plan(coffee=1), by=BY)
    send_transfer(van.uid, by=BY)
    with refused(TransferNotPossible):
        make_ready(van.uid, by=BY)
    van.receive()
    with refused(TransferNotPossible):
        van.came(1, 0)
    with refused(TransferNotPossible):
        cancel_transfer(van.uid, goods_are="lost", by=BY)

    assert (van.status, van.figures(van.coffee)) == ("received", (0, 4, 0, 6))


def test_a_transfer_that_is_none_is_not_found() -> None:
    for call in (
        lambda: make_ready(uuid7(), by=BY),
        lambda: send_transfer(uuid7(), by=BY),
        lambda: receive_transfer(uuid7(), Arrival(uuid7(), None), by=BY),
        lambda: cancel_transfer(uuid7(), by=BY),
        lambda: get_transfer(uuid7(), at=NOON),
    ):
        with refused(TransferNotFound):
            call()


def test_what_is_on_its_way_to_a_level_is_named_with_its_transfer() -> None:
    van = Van().sent()
    level = stock_up(van.there, van.coffee, 1)
    van.receive(Counted(van.coffee.sku, 2))

    (incoming,) = incoming_of_level(level.pk)

    assert (incoming.uid, incoming.from_store, incoming.pieces) == (van.uid, "渋谷店", 4)
    assert incoming_of_level(Level.objects.get(store=van.here, variant=van.coffee).pk) == []


def test_transfers_are_listed_by_status_and_stores_page_by_page() -> None:
    first, second = Van().draft(), Van().sent()

    assert [each.uid for each in list_transfers()] == [second.uid, first.uid]
    assert [each.uid for each in list_transfers(status="draft")] == [first.uid]
    assert [each.uid for each in list_transfers(from_store=second.here.code)] == [second.uid]
    assert [each.uid for each in list_transfers(to_store=second.there.code)] == [second.uid]
    assert [each.uid for each in list_transfers(store_ids=[first.there.pk])] == [first.uid]
    newest = list_transfers(limit=1)[0]
    assert [each.uid for each in list_transfers(before_id=newest.id)] == [first.uid]
    assert (newest.lines, newest.wanted, newest.pieces_sent, newest.came) == (2, 8, 8, 0)


def test_the_audit_finds_what_does_not_agree() -> None:
    van = Van().sent()
    van.came(coffee=6, tea=0)
    assert all_differences() == []

    TransferLine.objects.filter(pk=van.line(van.coffee).pk).update(received=5)
    Event.objects.filter(name="Transfer Sent").delete()
    Hold.objects.filter(owner_uid=van.uid, level__variant=van.tea).update(ended_at=None)
    Movement.objects.filter(cause_uid=van.uid, on_hand_change=-2).update(cause_uid=uuid7())

    checks = {found.check for found in all_differences()}  # type: ignore[attr-defined]
    assert checks >= {
        "transfer_destination",
        "transfer_arrivals",
        "transfer_told",
        "transfer_hold",
        "transfer_source",
        "transfer_line_missing",
    }


def test_the_audit_finds_a_status_that_its_lines_do_not_bear_out() -> None:
    van = Van().sent()

    Transfer.objects.filter(uid=van.uid).update(status="received", received_at=NOON)

    assert [found.check for found in all_differences()] == ["transfer_status"]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "broken",
    [
        {"sent": 7},
        {"received": 7},
        {"received": 4, "lost": 2, "returned": 1, "difference": "lost"},
        {"received": 5, "surplus": 1, "difference": "surplus"},
        {"received": 1, "damaged": 2},
        {"lost": 1},
        {"wanted": 0, "sent": 0},
    ],
)
def test_the_database_refuses_lines_that_cannot_be(broken: dict[str, object]) -> None:
    van = Van().sent()
    line = van.line(van.coffee)

    with pytest.raises(IntegrityError), transaction.atomic():
        TransferLine.objects.filter(pk=line.pk).update(**broken)


@pytest.mark.parametrize(
    "broken",
    [{"status": "draft"}, {"status": "received"}, {"status": "canceled"}, {"goods_are": "lost"}, {"canceled_at": NOON}],
)
def test_the_database_refuses_steps_that_cannot_be(broken: dict[str, object]) -> None:
    van = Van().sent()

    with pytest.raises(IntegrityError), transaction.atomic():
        Transfer.objects.filter(uid=van.uid).update(**broken)


def test_five_hundred_lines_are_received_with_a_handful_of_statements(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    van = Van()
    variants = [make_variant() for _ in range(500)]
    for variant in variants:
        Level.objects.create(store=van.here, variant=variant, on_hand=0)
    lines = tuple((variant.sku, 3) for variant in variants)
    Level.objects.filter(variant__in=variants).update(on_hand=9)
    draft_transfer(van.plan(lines=lines), by=BY)
    make_ready(van.uid, by=BY)
    send_transfer(van.uid, by=BY)

    with django_assert_max_num_queries(14):
        van.receive(*(Counted(variant.sku, 3) for variant in variants))

    assert van.status == "received"
