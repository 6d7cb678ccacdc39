"""Goods in: a delivery against its note, booked once, what is damaged set aside."""

from collections.abc import Mapping
from uuid import UUID

import pytest

from noren.kernel.ids import uuid7
from noren.kernel.racing import race
from noren.stock.deliveries import get_delivery, list_deliveries, suppliers
from noren.stock.errors import (
    DamagedTooMany,
    DeliveryEmpty,
    DeliveryEnded,
    DeliveryNoteTaken,
    DeliveryNotFound,
    GoodsUnknown,
    NoteNumberMissing,
    PastedLineInvalid,
    PiecesInvalid,
    SupplierMissing,
    UidTakenByOther,
)
from noren.stock.goods_in import (
    CheckedIn,
    cancel_delivery,
    check_in,
    open_delivery,
    receive_delivery,
    set_checked_in,
)
from noren.stock.models import Delivery, DeliveryLine, Level, Movement
from noren.stock.pasted import read_pasted
from noren.stores.models import Store
from noren.timeline.models import Event
from tests.factories import NOON, all_differences, make_staff, make_store, make_variant
from tests.refusing import refused


def begin(store: Store, number: str = "N-1", expected: Mapping[int, int] | None = None) -> Delivery:
    """A delivery, with the pieces on its note by variant id."""
    return open_delivery(
        uuid7(), store_id=store.pk, supplier="山田珈琲", note_number=number, expected=expected or {}, at=NOON
    )


@pytest.mark.django_db
def test_what_arrives_is_in_stock_once_and_what_is_damaged_is_aside() -> None:
    store, beans, cups, staff = make_store(), make_variant(), make_variant(), make_staff()
    delivery = begin(store, expected={beans.pk: 10})

    for _ in range(3):
        check_in(delivery.uid, beans.pk, pieces=3)
    check_in(delivery.uid, cups.pk, pieces=2, damaged=1)
    receive_delivery(delivery.uid, at=NOON, staff_id=staff.pk)
    receive_delivery(delivery.uid, at=NOON)

    figures = {level.variant_id: (level.on_hand, level.aside) for level in Level.objects.filter(store=store)}
    assert figures == {beans.pk: (9, 0), cups.pk: (2, 1)}
    view = get_delivery(delivery.uid)
    assert [(line.expected, line.found, line.damaged, line.difference) for line in view.lines] == [
        (10, 9, 0, -1),
        (None, 2, 1, None),
    ]
    assert (view.status, view.ended_by, view.differing) == ("received", staff.name, 1)
    movements = Movement.objects.filter(cause_kind="goods_in", cause_uid=delivery.uid)
    assert sorted(movements.values_list("kind", flat=True)) == ["received", "received", "set_aside"]
    told = Event.objects.get(name="Delivery Received").properties
    assert (told["pieces"], told["damaged"], told["lines"]) == (11, 1, 2)
    assert all_differences() == []


@pytest.mark.django_db
def test_the_same_note_is_answered_or_refused() -> None:
    store, other = make_store(), make_store()
    uid = uuid7()

    def bring(uid: UUID, number: str = "A-7", supplier: str = "山田珈琲", store: Store = store) -> Delivery:
        return open_delivery(
            uid,
            store_id=store.pk,
            supplier=supplier,
            note_number=number,
            expected={},
            at=NOON,
        )

    first = bring(uid)
    assert bring(uid).pk == first.pk
    with refused(DeliveryNoteTaken) as taken:
        bring(uuid7(), number="Ａ-7 ", store=other)
    assert taken.value.details["delivery"] == str(uid)
    with refused(UidTakenByOther):
        bring(uid, number="A-8")
    with refused(SupplierMissing):
        bring(uuid7(), supplier="　")
    with refused(NoteNumberMissing):
        bring(uuid7(), number=" ")
    bring(uuid7(), supplier="鈴木商店")
    assert Delivery.objects.count() == 2

    cancel_delivery(uid, at=NOON)
    assert bring(uuid7()).status == "draft"
    assert suppliers() == ["山田珈琲", "鈴木商店"]
    assert [each.status for each in list_deliveries(store_ids=[store.pk])] == ["draft", "draft", "canceled"]


@pytest.mark.django_db
def test_lines_are_set_and_dropped_and_refused_beyond_sense() -> None:
    store, beans = make_store(), make_variant()
    delivery = begin(store)
    check_in(delivery.uid, beans.pk, pieces=5)

    set_checked_in(delivery.uid, {beans.pk: CheckedIn(None, 4, 1)})
    assert DeliveryLine.objects.values_list("found", "damaged").get() == (4, 1)
    with refused(DamagedTooMany):
        set_checked_in(delivery.uid, {beans.pk: CheckedIn(None, 4, 5)})
    with refused(PiecesInvalid):
        check_in(delivery.uid, beans.pk, pieces=1_000_000)
    with refused(DeliveryNotFound):
        check_in(uuid7(), beans.pk, pieces=1)
    set_checked_in(delivery.uid, {beans.pk: CheckedIn(None, 0, 0)})

    assert not DeliveryLine.objects.exists()
    with refused(DeliveryEmpty):
        receive_delivery(delivery.uid, at=NOON)
    assert not Movement.objects.exists()


@pytest.mark.django_db
def test_a_delivery_that_is_over_stays_as_it_is() -> None:
    store, beans = make_store(), make_variant()
    received, canceled = begin(store), begin(store, number="N-2")
    check_in(received.uid, beans.pk, pieces=5)
    receive_delivery(received.uid, at=NOON)
    cancel_delivery(canceled.uid, at=NOON)

    with refused(DeliveryEnded):
        check_in(received.uid, beans.pk, pieces=1)
    with refused(DeliveryEnded):
        cancel_delivery(received.uid, at=NOON)
    with refused(DeliveryEnded):
        receive_delivery(canceled.uid, at=NOON)

    assert Level.objects.get().on_hand == 5


@pytest.mark.django_db
def test_a_pasted_list_is_understood_and_unknown_goods_are_named() -> None:
    beans, cups = make_variant(sku="100042"), make_variant(sku="CUP")
    cups.gtin = "4901234567894"
    cups.save(update_fields=["gtin"])

    read = read_pasted("商品コード\t数量\n１０００４２\t１２\n\ncup, 2\n04901234567894;3\n100042 1\ncup\n")

    assert [(each.goods.variant_id, each.pieces) for each in read] == [(beans.pk, 13), (cups.pk, 6)]
    assert read_pasted("  \n") == []
    with pytest.raises(GoodsUnknown) as unknown:
        read_pasted("NONE 1\n100042 1\nAWAY\t2")
    assert unknown.value.details["codes"] == "NONE, AWAY"
    with pytest.raises(PastedLineInvalid) as invalid:
        read_pasted("100042 1\n100042\tmany")
    assert invalid.value.details["line"] == 2


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_who_receive_the_same_delivery_at_once_book_it_once() -> None:
    store, beans = make_store(), make_variant()
    delivery = begin(store)
    check_in(delivery.uid, beans.pk, pieces=5)

    race(
        *[lambda: receive_delivery(delivery.uid, at=NOON) for _ in range(2)],
        queue_on=Delivery.objects.filter(pk=delivery.pk),
    )

    assert Level.objects.get().on_hand == 5
    assert all_differences() == []


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_scans_of_two_devices_at_once_add_up() -> None:
    store, beans = make_store(), make_variant()
    delivery = begin(store, expected={beans.pk: 9})

    found = race(
        *[lambda: check_in(delivery.uid, beans.pk, pieces=2) for _ in range(4)],
        queue_on=Delivery.objects.filter(pk=delivery.pk),
    )

    assert sorted(map(str, found)) == ["2", "4", "6", "8"]
    assert DeliveryLine.objects.get().found == 8


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_the_same_note_brought_twice_at_once_is_one_delivery() -> None:
    store = make_store()

    outcomes = race(*[lambda: begin(store) for _ in range(2)], queue_on=Delivery)

    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Delivery", "DeliveryNoteTaken"]
    assert Delivery.objects.count() == 1
