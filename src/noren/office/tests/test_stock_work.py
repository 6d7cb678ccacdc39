"""Stock at work in the office: shortfalls, goods in, stocktakes, set aside, low stock; and who may do which."""

import csv
import io
import re
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from noren.kernel.ids import uuid7
from noren.office.tests.signing_in import signed_in, working
from noren.orders.place import place_order
from noren.people.models import Role, StaffMember
from noren.stock.correct import set_on_hand
from noren.stock.goods_in import open_delivery
from noren.stock.ledger import Cause
from noren.stock.models import Count, CountEntry, Delivery, Level, ReorderPoint, Shortfall
from noren.stock.shortfalls import open_shortfalls
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

pytestmark = pytest.mark.django_db


class Work:
    """A store with ten pieces of beans, and its manager and clerk signed in, reading English."""

    def __init__(self) -> None:
        self.store, self.beans = make_store(name="代々木店"), make_variant(price_minor=1_000, sku="100042")
        self.level = stock_up(self.store, self.beans, 10)
        self.manager_staff: StaffMember = make_staff(role=Role.MANAGER, store=self.store)
        self.manager = signed_in(self.manager_staff.account)
        self.clerk = working(Role.CLERK, self.store)
        for client in (self.manager, self.clerk):
            client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"

    def figures(self) -> tuple[int, int]:
        """On hand, set aside."""
        self.level.refresh_from_db()
        return self.level.on_hand, self.level.aside


def text(answer: Any) -> str:
    """The page as text."""
    content: bytes = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return content.decode()


def test_a_shortfall_is_shown_with_whom_it_concerns_and_is_taken_and_noted() -> None:
    work = Work()
    placed = place_order(pickup(work.store, want(work.beans, 9)), at=NOON)
    set_on_hand(work.store.pk, {work.beans.pk: 7}, cause=Cause("office", uuid7(), NOON, "数え直し"))
    short = Shortfall.objects.get()

    assert 'promised and not there</span> <b class="num to-do__hot">1<' in text(work.clerk.get("/office/"))
    page = text(work.manager.get("/office/shortfalls/"))
    for words in (placed.number, "2 short", "9 pieces", "closing time", "Count the shelf", "the office"):
        assert words in page, words
    work.manager.post(f"/office/shortfalls/{short.uid}/", {"deed": "take"})
    work.manager.post(f"/office/shortfalls/{short.uid}/", {"deed": "note", "note": "本店に聞いた"})

    page = text(work.clerk.get("/office/shortfalls/"))
    assert "本店に聞いた" in page
    assert "Take it over" in page
    short.refresh_from_db()
    assert short.owner_id == work.manager_staff.pk
    assert f"#s{short.uid}" in text(work.clerk.get(f"/office/levels/{work.level.pk}/"))
    set_on_hand(work.store.pk, {work.beans.pk: 9}, cause=Cause("office", uuid7(), NOON, "あった"))
    assert "Nothing to do." in text(work.clerk.get("/office/shortfalls/"))
    assert "本店に聞いた" in text(work.clerk.get("/office/shortfalls/?ended"))


def test_shortfalls_of_other_stores_are_not_seen_or_changed() -> None:
    work, other = Work(), make_store()
    stock_up(other, work.beans, 1)
    sale = counter_sale(make_register(other), make_staff(), want(work.beans), tendered_minor=9_000)
    place_order(pickup(other, want(work.beans)), at=NOON)
    place_order(sale, at=NOON)
    (short,) = open_shortfalls()

    assert short.store_name not in re.findall(r"<dd>(.*?)</dd>", text(work.manager.get("/office/shortfalls/")))
    assert work.manager.post(f"/office/shortfalls/{short.uid}/", {"deed": "take"}).status_code == 403
    assert work.manager.post(f"/office/shortfalls/{uuid7()}/", {"deed": "take"}).status_code == 404
    assert Shortfall.objects.get().owner_id is None


def test_a_clerk_checks_a_delivery_in_and_takes_it_into_stock() -> None:
    work, cups = Work(), make_variant(sku="CUP")
    uid = uuid7()
    note = {"uid": uid, "store": work.store.pk, "supplier": "山田珈琲", "note_number": "D-7", "pasted": "100042\t4"}

    answer = work.clerk.post("/office/deliveries/new/", note)
    url = f"/office/deliveries/{uid}/"
    assert answer.headers["Location"] == url
    scan = {"deed": "scan", "uid": uuid7(), "code": "cup", "pieces": "2", "damaged": "1"}
    work.clerk.post(url, scan)
    said = work.clerk.post(url, scan, headers={"Accept": "application/json"}).json()
    unknown = work.clerk.post(
        url, {"deed": "scan", "uid": uuid7(), "code": "NONE"}, headers={"Accept": "application/json"}
    ).json()
    work.clerk.post(url, {"deed": "as_noted"})
    page = text(work.clerk.get(url))

    assert (said["ok"], unknown["ok"]) == (True, False)
    assert "NONE" in unknown["said"]
    assert "not on the note" in page
    assert "as noted" in page
    typed = {f"found_{work.beans.pk}": "３", f"damaged_{work.beans.pk}": "0", f"was_{work.beans.pk}": "4"}
    work.clerk.post(url, {"deed": "receive", **typed, f"was_damaged_{work.beans.pk}": "0"})
    assert work.figures() == (13, 0)
    level = Level.objects.get(variant=cups)
    assert (level.on_hand, level.aside) == (2, 2)
    assert f'href="{url}">Delivery</a>' in text(work.manager.get(f"/office/levels/{level.pk}/"))
    assert all_differences() == []


def test_the_same_note_is_refused_with_a_way_to_the_first_and_unknown_goods_are_named() -> None:
    work = Work()
    note = {"uid": uuid7(), "store": work.store.pk, "supplier": "山田珈琲", "note_number": "D-7"}
    work.clerk.post("/office/deliveries/new/", note)

    again = work.clerk.post("/office/deliveries/new/", note | {"uid": uuid7()})
    wrong = note | {"uid": uuid7(), "note_number": "2", "pasted": "NONE 1"}
    unknown = work.clerk.post("/office/deliveries/new/", wrong)

    assert (again.status_code, unknown.status_code) == (422, 422)
    assert f"/office/deliveries/{Delivery.objects.get().uid}/" in text(again)
    assert "No goods have these codes: NONE" in text(unknown)


def test_a_stocktake_from_opening_to_closing() -> None:
    work, uid, mine = Work(), uuid7(), uuid7()
    opened = {"uid": uid, "store": work.store.pk, "name": "月末の棚卸し", "pasted": ""}
    shelf = f"/office/stocktakes/{uid}/shelf/"

    assert work.clerk.post("/office/stocktakes/new/", opened).status_code == 403
    assert work.manager.post("/office/stocktakes/new/", opened).status_code == 302
    assert "Count" in text(work.clerk.get("/office/stocktakes/"))
    scan = {"deed": "scan", "uid": mine, "code": "100042", "pieces": "6", "area": "棚A"}
    for _ in range(2):
        work.clerk.post(shelf, scan)
    said = work.manager.post(
        shelf, scan | {"uid": uuid7(), "pieces": "", "area": "倉庫"}, headers={"Accept": "application/json"}
    ).json()
    assert said == {"ok": True, "said": "深煎りコーヒー豆 200g: +1, 7 in all"}
    page = text(work.manager.get(f"/office/stocktakes/{uid}/"))
    assert "−3" in page
    assert "-¥3,000" in page or "−¥3,000" in page
    assert "棚A" in text(work.clerk.get(shelf))
    work.clerk.post(shelf, {"deed": "withdraw", "entry": mine})
    assert CountEntry.objects.filter(withdrawn_at=None).count() == 1
    work.clerk.post(f"/office/stocktakes/{uid}/", {"deed": "recount", "variant": work.beans.pk})
    work.clerk.post(shelf, scan | {"uid": uuid7(), "pieces": "8"})
    assert work.clerk.post(f"/office/stocktakes/{uid}/", {"deed": "close"}).status_code == 403
    work.manager.post(f"/office/stocktakes/{uid}/", {"deed": "close", "uncounted": "leave"})

    assert work.figures() == (8, 0)
    assert Count.objects.get().status == "closed"
    assert "What was booked" in text(work.manager.get(f"/office/stocktakes/{uid}/"))
    rows = list(csv.reader(io.StringIO(text(work.manager.get(f"/office/stocktakes/{uid}/?format=csv")))))
    assert rows[1][0] == "100042"
    assert rows[1][2:] == ["10", "8", "-2", "-2000"]
    assert "Stocktake</a>" in text(work.manager.get(f"/office/levels/{work.level.pk}/"))


def test_a_stocktake_of_another_store_is_closed_to_staff_of_this_one() -> None:
    work, other = Work(), make_store()
    uid = uuid7()
    Count.objects.create(uid=uid, store=other, name="?", scope="all", position=0, opened_at=NOON)
    delivery = open_delivery(uuid7(), store_id=other.pk, supplier="a", note_number="b", expected={}, at=NOON)

    count = f"/office/stocktakes/{uid}/"
    for path in (count, f"{count}shelf/", f"/office/deliveries/{delivery.uid}/"):
        assert work.manager.get(path).status_code == 403
        assert work.manager.post(path, {"deed": "cancel"}).status_code == 403
    assert work.manager.get(f"/office/stocktakes/{uuid7()}/").status_code == 404
    assert Count.objects.get().status == "open"


def test_pieces_are_set_aside_put_back_and_thrown_away_on_the_levels_page() -> None:
    work = Work()
    url, back = f"/office/levels/{work.level.pk}/deed/", f"/office/levels/{work.level.pk}/"

    assert work.clerk.post(url, {"deed": "set_aside", "pieces": "1"}).status_code == 403
    work.manager.post(url, {"deed": "set_aside", "pieces": "3", "state": "damaged", "reason": "割れ"})
    assert work.figures() == (10, 3)
    page = text(work.manager.get("/office/set-aside/?state=damaged"))
    assert "割れ" in page
    assert f"{back}#aside" in page
    work.manager.post(url, {"deed": "put_back", "pieces": "1", "state": "damaged"})
    no_reason = {"deed": "throw_away", "pieces": "1", "state": "damaged", "reason": ""}
    answer = work.manager.post(url, no_reason, follow=True)
    assert "Say why the stock is corrected." in text(answer)
    work.manager.post(url, {"deed": "throw_away", "pieces": "1", "state": "damaged", "reason": "廃棄"})

    assert work.figures() == (9, 1)
    assert "Nothing is set aside." in text(work.manager.get("/office/set-aside/?state=checking"))
    assert all_differences() == []


def test_what_is_low_is_listed_with_what_sells_and_what_is_on_the_way() -> None:
    work, cups, now = Work(), make_variant(), timezone.now()
    stock_up(work.store, cups, 2)
    sale = counter_sale(make_register(work.store), make_staff(), want(work.beans, 7), tendered_minor=90_000)
    place_order(sale, at=now - timedelta(days=1))
    expected = {work.beans.pk: 24}
    open_delivery(uuid7(), store_id=work.store.pk, supplier="a", note_number="b", expected=expected, at=now)
    store, level = {"store": work.store.pk}, f"/office/levels/{work.level.pk}/"

    assert "Nothing is low." in text(work.manager.get("/office/low-stock/"))
    assert work.clerk.post("/office/low-stock/", {**store, "pieces": "5"}).status_code == 403
    work.manager.post("/office/low-stock/", {**store, "pieces": "5"})
    work.manager.post(f"{level}deed/", {"deed": "limits", "safety": "1", "reorder_point": "3"})
    rows = list(csv.reader(io.StringIO(text(work.manager.get("/office/low-stock/?format=csv")))))

    assert [row[2:] for row in rows[1:]] == [
        [cups.sku, "深煎りコーヒー豆 200g", "2", "2", "5", "0", "0", ""],
        ["100042", "深煎りコーヒー豆 200g", "3", "2", "3", "24", "7", "8"],
    ]
    assert "24 pieces are on the way" in text(work.manager.get(level))
    work.manager.post(f"{level}deed/", {"deed": "limits", "safety": "1", "reorder_point": ""})
    work.manager.post("/office/low-stock/", {**store, "pieces": ""})
    assert not ReorderPoint.objects.exists()
