"""Several shortfalls at once in the office: what worked and what did not is said of each, and repeats are harmless."""

import re
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from noren.catalog.models import Variant
from noren.kernel.ids import uuid7
from noren.office.tests.signing_in import signed_in, working
from noren.office.tests.test_stock_work import text
from noren.orders.models import Order, OrderLine
from noren.orders.pick import mark_ready
from noren.orders.place import place_order
from noren.orders.routing.models import Sourcing
from noren.orders.routing.shortfall import park_shortfall
from noren.orders.wanted import PlacedOrder
from noren.people.models import DeedRecord, Role, StaffMember
from noren.stock.correct import set_on_hand
from noren.stock.ledger import Cause
from noren.stock.models import Shortfall
from noren.stores.models import Store
from noren.timeline.models import Event
from tests.factories import NOON, all_differences, make_staff, make_store, make_variant, pickup, stock_up, want

pytestmark = pytest.mark.django_db
SEVERAL = "/office/shortfalls/several/"


class Shelf:
    """A store that promised two pieces each of beans and of cups to one order, and one of beans to a later one.

    One piece of each is there. Another store has beans and no cups.
    """

    def __init__(self) -> None:
        self.here, self.other = make_store(name="代々木店"), make_store(name="池袋店")
        self.beans = make_variant(price_minor=1_000, sku="100042", name="深煎りの豆")
        self.cups = make_variant(price_minor=700, sku="200001", name="カップ")
        for goods in (self.beans, self.cups):
            stock_up(self.here, goods, 3)
        stock_up(self.other, self.beans, 9)
        self.first = place_order(pickup(self.here, want(self.beans, 2), want(self.cups, 2)), at=NOON)
        self.later = place_order(pickup(self.here, want(self.beans)), at=NOON)
        set_on_hand(self.here.pk, {self.beans.pk: 1, self.cups.pk: 1}, cause=Cause("office", uuid7(), NOON, "割れた"))
        self.staff = make_staff(role=Role.MANAGER, store=self.here)
        self.manager = signed_in(self.staff.account)
        self.manager.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"

    def short(self, variant: Variant) -> Shortfall:
        """The open shortfall of these goods."""
        return Shortfall.objects.get(level__variant=variant, ended_at=None)

    def do(self, do: str, **typed: object) -> str:
        """Tick all that is short, press a button, and read the list that follows."""
        uids = [str(uid) for uid in Shortfall.objects.filter(ended_at=None).values_list("uid", flat=True)]
        typed = {"shortfall": uids, **typed}
        return text(self.manager.post(SEVERAL, {"do": do, **typed}, follow=True))

    def pieces(self, order: PlacedOrder) -> dict[str, tuple[int, int]]:
        """Pieces of each line of an order, and how many of them it waits for."""
        rows = OrderLine.objects.filter(order__uid=order.uid)
        return {line.variant.sku: (line.quantity, line.awaited_quantity) for line in rows}


def named(name: str, store: Store) -> StaffMember:
    """A clerk with this name."""
    staff = make_staff(store=store)
    staff.name = name
    staff.save(update_fields=["name"])
    return staff


def test_somebody_who_works_there_is_asked_to_see_to_several() -> None:
    shelf = Shelf()
    clerk, stranger = named("高橋", shelf.here), named("他店の人", shelf.other)

    page = shelf.do("assign", owner=clerk.pk)

    assert page.count("高橋 sees to it.") == 2
    assert "2 done" in page
    assert "他店の人" not in page
    assert set(Shortfall.objects.values_list("owner_id", flat=True)) == {clerk.pk}
    assert "2 done" not in text(shelf.manager.get("/office/shortfalls/"))
    assert set(DeedRecord.objects.filter(outcome="done").values_list("subject_uid", flat=True)) == {
        str(uid) for uid in Shortfall.objects.values_list("uid", flat=True)
    }
    for unknown in (stranger.pk, "nobody-we-know"):
        assert "Choose somebody of the list." in shelf.do("assign", owner=unknown)
    assert set(Shortfall.objects.values_list("owner_id", flat=True)) == {clerk.pk}
    shelf.do("assign", owner="")
    assert set(Shortfall.objects.values_list("owner_id", flat=True)) == {None}


def test_enter_in_a_field_of_the_list_does_nothing_or_saves_that_field() -> None:
    page = text(Shelf().manager.get("/office/shortfalls/"))

    several = page.split('id="several"')[1].split("</form>")[0]
    assert re.search(r"<button[^>]*>", several)[0].endswith(" disabled>")  # type: ignore[index]
    note = page.split('name="note"')[0].rpartition("<form")[2]
    assert 'name="deed" value="note"' in re.search(r"<button[^>]*>", note)[0]  # type: ignore[index]


def test_a_row_that_somebody_else_holds_is_to_be_tried_again_and_the_others_are_done(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shelf = Shelf()
    uids = list(Shortfall.objects.filter(ended_at=None).order_by("pk").values_list("uid", flat=True))

    def meets(uid: UUID, **how: Any) -> int:
        if uid == uids[0]:
            with connection.cursor() as cursor:
                cursor.execute("DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '40P01'; END $$")
        return park_shortfall(uid, **how)

    monkeypatch.setattr("noren.office.shortfalls_several.park_shortfall", meets)
    page = shelf.do("park", reason="金曜に入荷", shortfall=[str(uid) for uid in uids])

    assert "1 done" in page
    assert "1 not done" in page
    assert "Somebody else is working on it at this moment. Try again." in page
    assert list(Shortfall.objects.filter(ended_at=None).values_list("uid", flat=True)) == uids[:1]


def test_somebody_of_another_store_is_refused_row_by_row() -> None:
    shelf = Shelf()
    head = working(Role.HEAD_OFFICE)
    head.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    stranger = named("他店の人", shelf.other)
    chosen = {"do": "assign", "owner": stranger.pk, "shortfall": [str(shelf.short(shelf.cups).uid), str(uuid7())]}

    page = text(head.post(SEVERAL, chosen, follow=True))

    assert "他店の人 does not work in 代々木店." in page
    assert "2 not done" in page
    assert set(Shortfall.objects.values_list("owner_id", flat=True)) == {None}


def test_several_are_routed_and_each_says_what_became_of_it() -> None:
    shelf = Shelf()
    chosen = [str(shelf.short(shelf.beans).uid), str(shelf.short(shelf.cups).uid)]

    page = shelf.do("route")

    assert "2 pieces were routed again." in page
    assert "1 piece was routed again." in page
    assert {row.status for row in Sourcing.objects.filter(line__variant=shelf.beans)} == {"coming"}
    assert {row.status for row in Sourcing.objects.filter(line__variant=shelf.cups)} == {"parked"}
    before = list(Sourcing.objects.order_by("pk").values())
    again = text(shelf.manager.post(SEVERAL, {"do": "route", "shortfall": chosen}, follow=True))
    assert "2 not done" in again
    assert list(Sourcing.objects.order_by("pk").values()) == before
    assert all_differences() == []


def test_several_are_parked_with_a_reason_and_no_store_is_asked() -> None:
    shelf = Shelf()

    assert "Write a reason" in shelf.do("park", reason=" ")
    assert not Sourcing.objects.exists()
    page = shelf.do("park", reason="金曜に入荷")

    assert "2 pieces are parked." in page
    assert {(row.status, row.words) for row in Sourcing.objects.all()} == {("parked", "金曜に入荷")}
    assert shelf.pieces(shelf.first) == {"100042": (2, 1), "200001": (2, 1)}
    assert shelf.pieces(shelf.later) == {"100042": (1, 1)}
    assert not Shortfall.objects.filter(ended_at=None).exists()
    assert all_differences() == []


def test_several_are_taken_off_the_orders_and_one_of_which_nothing_is_left_is_rejected() -> None:
    shelf = Shelf()

    page = shelf.do("end", reason="入荷の予定がありません")

    assert "2 pieces are off the orders; the buyers get a mail." in page
    assert shelf.pieces(shelf.first) == {"100042": (1, 0), "200001": (1, 0)}
    first, later = Order.objects.get(uid=shelf.first.uid), Order.objects.get(uid=shelf.later.uid)
    assert (first.status, first.total_minor) == ("placed", 1_700)
    assert (later.status, later.ended_reason) == ("rejected", "入荷の予定がありません")
    assert set(Event.objects.filter(name="Order Rejected").values_list("channel", flat=True)) == {"office"}
    assert not Shortfall.objects.filter(ended_at=None).exists()
    assert all_differences() == []


def test_what_stands_ready_at_the_counter_is_left_alone_and_said() -> None:
    shelf = Shelf()
    for order in (shelf.first, shelf.later):
        mark_ready(order.uid, staff_uid=shelf.staff.uid, at=NOON)

    page = shelf.do("end", reason="ありません")

    assert page.count("those that are ready have their goods at the counter") == 2
    assert "2 not done" in page
    assert shelf.pieces(shelf.first) == {"100042": (2, 0), "200001": (2, 0)}


def test_nothing_of_another_store_is_decided() -> None:
    shelf = Shelf()
    stranger = working(Role.MANAGER, shelf.other)
    stranger.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    uids = [str(shelf.short(shelf.beans).uid)]

    for do in ("assign", "route", "park", "end"):
        page = text(stranger.post(SEVERAL, {"do": do, "reason": "x", "shortfall": uids}, follow=True))
        assert "You may not do this in this store." in page, do

    assert not Sourcing.objects.exists()
    assert shelf.pieces(shelf.later) == {"100042": (1, 0)}
    assert DeedRecord.objects.filter(outcome="refused").count() == 4
    assert working(Role.MARKETER).post(SEVERAL, {"do": "park", "reason": "x", "shortfall": uids}).status_code == 403
