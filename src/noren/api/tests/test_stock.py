"""Stock at work over the API: the office's deeds, by an integrator's token."""

import pytest

from noren.api.tests.client import integrator
from noren.kernel.ids import uuid7
from noren.orders.place import place_order
from noren.people.tokens import Scope
from noren.stock.models import Level
from tests.factories import NOON, all_differences, make_store, make_variant, pickup, stock_up, want

pytestmark = pytest.mark.django_db


def test_a_delivery_is_begun_checked_in_and_received() -> None:
    store, beans, caller = make_store(), make_variant(), integrator()
    uid = str(uuid7())
    note = {"uid": uid, "store_code": store.code, "supplier": "山田珈琲", "note_number": "D-1"}

    begun = caller.post("/stock/deliveries", {**note, "lines": [{"sku": beans.sku, "pieces": 5}]})
    again = caller.post("/stock/deliveries", {**note, "uid": str(uuid7())})
    empty = caller.post(f"/stock/deliveries/{uid}/receive")
    lines = {"lines": [{"sku": beans.sku, "pieces": 4, "damaged": 1}]}
    checked = caller.post(f"/stock/deliveries/{uid}/check-in", lines)
    unknown = caller.post(f"/stock/deliveries/{uid}/check-in", {"lines": [{"sku": "NONE", "pieces": 1}]})
    received = caller.post(f"/stock/deliveries/{uid}/receive")
    over = caller.post(f"/stock/deliveries/{uid}/cancel")

    assert (begun.status, begun.body["status"]) == (201, "draft")
    assert [each.code for each in (again, empty, unknown, over)] == [
        "delivery_note_taken", "delivery_empty", "sku_not_found", "delivery_ended",
    ]  # fmt: skip
    assert again.body["delivery"] == uid
    line = {"sku": beans.sku, "expected": 5, "found": 4, "damaged": 1}
    assert checked.body["lines"] == [{**line, "name": "深煎りコーヒー豆 200g"}]
    assert received.body["status"] == caller.get(f"/stock/deliveries/{uid}").body["status"] == "received"
    level = Level.objects.get()
    assert (level.on_hand, level.aside) == (4, 1)
    assert all_differences() == []


def test_a_stocktake_is_opened_counted_and_closed() -> None:
    store, beans, cups, caller = make_store(), make_variant(), make_variant(), integrator()
    stock_up(store, beans, 5)
    uid, entry = str(uuid7()), {"uid": str(uuid7()), "sku": beans.sku, "pieces": 4}
    path = f"/stock/counts/{uid}"

    opened = caller.post(
        "/stock/counts", {"uid": uid, "store_code": store.code, "name": "豆の棚卸し", "skus": [beans.sku]}
    )
    early = caller.post(f"{path}/close", {})
    counted = [caller.post(f"{path}/entries", {"area": "棚A", "entries": [entry]}) for _ in range(2)]
    other = caller.post(f"{path}/entries", {"entries": [{**entry, "uid": str(uuid7()), "sku": cups.sku}]})
    closed = caller.post(f"{path}/close", {})
    late = caller.post(f"{path}/cancel")

    assert (opened.status, opened.body["scope"]) == (201, "goods")
    assert [each.code for each in (early, other, late)] == ["count_empty", "not_in_count", "count_ended"]
    assert [each.body["lines"][0]["difference"] for each in (*counted, closed)] == [-1, -1, -1]
    assert Level.objects.get(variant=beans).on_hand == 4
    assert caller.get(path).body["status"] == "closed"
    assert caller.get(f"/stock/counts/{uuid7()}").code == "count_not_found"


def test_pieces_are_set_aside_put_back_and_thrown_away() -> None:
    store, beans, caller = make_store(), make_variant(), integrator()
    stock_up(store, beans, 5)
    what = {"store_code": store.code, "sku": beans.sku, "pieces": 2, "state": "damaged", "reason": "割れ"}

    told = [caller.post(f"/stock/{deed}", what).body for deed in ("set-aside", "put-back", "set-aside", "throw-away")]

    assert [(each["on_hand"], each["aside"], each["available"]) for each in told] == [
        (5, 2, 3), (5, 0, 5), (5, 2, 3), (3, 0, 3),
    ]  # fmt: skip
    assert caller.post("/stock/put-back", what).code == "not_aside"
    assert caller.post("/stock/set-aside", {**what, "pieces": 4}).code == "not_there"
    assert caller.post("/stock/set-aside", {**what, "store_code": "NONE"}).code == "store_not_found"


def test_what_is_short_and_what_is_low_is_told() -> None:
    store, beans, caller = make_store(), make_variant(), integrator()
    stock_up(store, beans, 3)
    place_order(pickup(store, want(beans, 3)), at=NOON)
    what = {"store_code": store.code, "sku": beans.sku, "pieces": 1, "state": "checking", "reason": "期限"}
    caller.post("/stock/set-aside", what)

    short = caller.get("/stock/shortfalls", store_code=store.code).body["shortfalls"]
    point = caller.post("/stock/reorder-points", {"store_code": store.code, "sku": beans.sku, "pieces": 2})
    caller.post("/stock/reorder-points", {"store_code": store.code, "pieces": 9})
    low = caller.get("/stock/low").body["low"]

    assert [(each["sku"], each["short"]) for each in short] == [(beans.sku, 1)]
    assert point.body == {"store_code": store.code, "sku": beans.sku, "pieces": 2}
    assert [(each["available"], each["point"], each["days_left"]) for each in low] == [(-1, 2, None)]
    assert caller.get("/stock/low", store_code="NONE").code == "store_not_found"


def test_without_the_scope_nothing_is_booked() -> None:
    store, beans = make_store(), make_variant()
    reader = integrator(scopes=frozenset({Scope.STOCK_READ}))
    what = {"store_code": store.code, "sku": beans.sku, "pieces": 1, "state": "damaged", "reason": "割れ"}

    assert reader.post("/stock/set-aside", what).code == "scope_missing"
    assert reader.get("/stock/low").status == 200
