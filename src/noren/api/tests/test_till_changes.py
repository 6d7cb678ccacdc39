"""A pickup that is changed at the till: what it does, the change, notes; and who may not."""

from typing import Any

import pytest

from noren.api.tests.client import Caller
from noren.kernel.ids import uuid7
from noren.office.tests.signing_in import signed_in
from noren.orders.models import Order, OrderChange, OrderNote
from noren.orders.pick import mark_ready
from noren.orders.place import place_order
from noren.orders.queries import get_order
from noren.orders.shipping.tests.desk import Parcels
from noren.people.models import DeedRecord, Role
from noren.stock.models import Level
from noren.stores.models import Register, Store
from noren.timeline.sequence import sequence
from tests.factories import NOON, Shop, all_differences, make_staff, make_variant, stock_up, want

pytestmark = pytest.mark.django_db
PASSWORD = "nagoya-castle-1612"


def at_till(shop: Shop, role: Role = Role.CLERK) -> Caller:
    """Somebody signed in at the shop's register."""
    return at_register(shop.store, shop.register, role)


def at_register(store: Store, register: Register, role: Role = Role.CLERK) -> Caller:
    """Somebody signed in at a register."""
    staff = make_staff(role=role, store=store, password=PASSWORD)
    place = {"store_code": store.code, "register_code": register.code}
    answer = Caller().post("/till/sign-in", {"staff_code": staff.code, "password": PASSWORD, **place}, key=None)
    return Caller(answer.body["token"])


def fewer_and_others(till: Caller, shop: Shop, order_uid: object) -> dict[str, Any]:
    """One coffee less, and one of something for 400 yen."""
    cups = make_variant(sku="CUP", price_minor=400)
    stock_up(shop.store, cups, 3)
    line = till.get(f"/till/pickups/{order_uid}").body["lines"][0]
    return {
        "uid": uuid7(),
        "lines": [{"uid": line["uid"], "quantity": 0, "seen_quantity": line["quantity"]}],
        "added": [{"uid": uuid7(), "sku": "CUP", "quantity": 1, "unit_price_minor": 400}],
        "reason": "お客様のご希望",
    }


def test_a_change_is_news_for_the_tills_that_show_the_order() -> None:
    shop = Shop()
    placed, till = shop.order(), at_till(shop)
    sequence()
    start = till.get("/till/pickups").body["position"]

    assert till.post(f"/till/pickups/{placed.uid}/change", fewer_and_others(till, shop, placed.uid)).status == 200
    sequence()

    assert till.get("/till/pickups/news", since=start).body["changed"] == [str(placed.uid)]


def test_a_change_is_looked_at_made_once_and_kept_with_who_made_it() -> None:
    shop = Shop()
    placed, till = shop.order(), at_till(shop)
    wanted = fewer_and_others(till, shop, placed.uid)
    path = f"/till/pickups/{placed.uid}/change"

    quote = till.post(f"{path}/quote", wanted, key=None)
    assert (quote.status, quote.body["total_before_minor"], quote.body["total_minor"]) == (200, 1_000, 400)
    assert (quote.body["due_minor"], quote.body["back_minor"], quote.body["is_all"]) == (400, 0, False)
    assert not OrderChange.objects.exists()
    first, again = (till.post(path, wanted | {"expected_total_minor": 400}) for _time in range(2))

    assert (first.status, again.status, first.body["total_minor"]) == (200, 200, 400)
    change = OrderChange.objects.get()
    assert (change.channel, change.by, change.reason) == ("till", "staff", "お客様のご希望")
    assert change.staff is not None
    assert Level.objects.get(variant=shop.coffee).allocated == 0
    assert DeedRecord.objects.filter(deed="change_order", outcome="done").count() >= 1
    assert all_differences() == []


def test_another_total_than_was_shown_and_what_is_picked_are_refused() -> None:
    shop = Shop()
    placed, till = shop.order(), at_till(shop)
    wanted = fewer_and_others(till, shop, placed.uid)
    path = f"/till/pickups/{placed.uid}/change"

    assert till.post(path, wanted | {"expected_total_minor": 300}).code == "price_changed"
    assert till.post(path, wanted | {"reason": ""}).code == "reason_missing"
    mark_ready(placed.uid, staff_uid=shop.staff.uid, at=NOON)
    assert till.post(path, wanted).code == "order_not_changeable"

    assert not OrderChange.objects.exists()
    assert Order.objects.get().total_minor == 1_000


def test_a_note_is_written_once_and_read() -> None:
    shop = Shop()
    placed, till = shop.order(), at_till(shop)
    note = {"uid": uuid7(), "text": "裏口で受け取り"}

    for _time in range(2):
        assert till.post(f"/till/pickups/{placed.uid}/notes", note).status == 201

    assert OrderNote.objects.get().channel == "till"
    (read,) = till.get(f"/till/pickups/{placed.uid}/notes").body["notes"]
    assert read["text"] == "裏口で受け取り"
    assert till.post(f"/till/pickups/{placed.uid}/notes", {"uid": uuid7(), "text": " "}).status == 422


def test_taking_everything_off_is_for_who_may_cancel() -> None:
    shop = Shop()
    placed, clerk, manager = shop.order(), at_till(shop), at_till(shop, Role.MANAGER)
    path = f"/till/pickups/{placed.uid}/change"
    line = clerk.get(f"/till/pickups/{placed.uid}").body["lines"][0]
    wanted = {"uid": uuid7(), "lines": [{"uid": line["uid"], "quantity": 0}], "added": [], "reason": "不要"}

    for answer in (clerk.post(path, wanted), clerk.post(f"{path}/quote", wanted, key=None)):
        assert (answer.code, answer.body["deed"]) == ("not_allowed", "cancel_order")
    assert Order.objects.get().status == "placed"
    assert manager.post(path, wanted).body["status"] == "canceled"


def test_taking_everything_off_in_the_office_is_for_who_may_cancel_too() -> None:
    shop = Shop()
    placed = shop.order()
    line = get_order(placed.uid).lines[0]
    form = {"uid": str(uuid7()), f"pieces_{line.uid}": "0", f"seen_{line.uid}": "1", "reason": "不要", "expected": "0"}
    path = f"/office/orders/{placed.uid}/goods/"

    for role, status in ((Role.CLERK, "placed"), (Role.MANAGER, "canceled")):
        office = signed_in(make_staff(role=role, store=shop.store).account)
        for button, expected in (("look", 200), ("save", 302)):
            assert office.post(path, form | {"do": button}).status_code == (422 if status == "placed" else expected)
        assert Order.objects.get().status == status


def test_a_delivery_is_not_changed_as_a_pickup() -> None:
    parcels = Parcels()
    placed = place_order(parcels.at_till(want(parcels.coffee)), at=NOON)
    till = at_register(parcels.stores[0], parcels.register)
    wanted = {"uid": uuid7(), "lines": [], "added": [{"uid": uuid7(), "sku": parcels.coffee.sku, "quantity": 1}]}

    for path in ("change", "change/quote"):
        assert till.post(f"/till/pickups/{placed.uid}/{path}", wanted).code == "is_delivered"

    assert not OrderChange.objects.exists()


def test_the_pickup_of_another_store_is_not_changed() -> None:
    shop, other = Shop(), Shop()
    placed, till = other.order(), at_till(shop)
    wanted = {"uid": uuid7(), "lines": [], "added": [{"uid": uuid7(), "sku": other.coffee.sku, "quantity": 1}]}

    for path in ("change", "change/quote"):
        assert till.post(f"/till/pickups/{placed.uid}/{path}", wanted).code == "order_of_other_store"
    assert till.post(f"/till/pickups/{placed.uid}/notes", {"uid": uuid7(), "text": "x"}).code == "order_of_other_store"

    assert not OrderChange.objects.exists()
    assert not OrderNote.objects.exists()
