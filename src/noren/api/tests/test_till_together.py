"""Tills at one order over the API: they see each other and what was picked, and hear who did what."""

from datetime import timedelta

import pytest
from django.utils import timezone

from noren.api.tests.client import Caller
from noren.api.tests.test_till_held import till_at
from noren.kernel.ids import uuid7
from noren.orders.models import OrderLine
from noren.orders.together.models import PickedLine, Presence
from noren.people.models import DeedRecord, Role
from noren.people.tokens import Scope, make_token
from tests.factories import NOON, Shop, make_register, make_staff

pytestmark = pytest.mark.django_db


def two_tills(shop: Shop) -> tuple[Caller, Caller]:
    """Somebody at each of two registers."""
    return till_at(shop, shop.register), till_at(shop, make_register(shop.store, code="2"))


def test_a_pickup_begun_at_one_till_is_finished_at_another_and_the_first_hears_who_did() -> None:
    shop = Shop()
    first, second = two_tills(shop)
    uid = shop.order().uid
    presence = f"/till/orders/{uid}/presence"
    line = str(OrderLine.objects.get().uid)
    first.put(presence, {"doing": "pickup"})
    ticks = {"lines": [{"line_uid": line, "quantity": 1, "seen_quantity": 0}]}
    assert first.put(f"/till/pickups/{uid}/picked", ticks).body == {"lines": [{"line_uid": line, "quantity": 1}]}

    seen = second.put(presence, {"doing": "pickup"}).body
    assert second.post(f"/till/pickups/{uid}/ready").status == 200
    told, own = (till.put(presence, {"doing": "pickup"}).body for till in (first, second))

    (other,) = seen["others"]
    assert (other["register_name"], other["staff_name"], other["doing"]) == ("レジ1", shop.staff.name, "pickup")
    assert (seen["picked"], seen["last"]) == ([{"line_uid": line, "quantity": 1}], None)
    assert (told["status"], told["picked"]) == ("ready", [])
    assert (told["last"]["what"], told["last"]["register_name"], told["last"]["is_here"]) == ("ready", "レジ2", False)
    assert (told["last"]["staff_name"], own["last"]["is_here"]) == (shop.staff.name, True)


def test_goods_that_another_till_took_back_are_told_with_its_register() -> None:
    shop = Shop()
    first, second = two_tills(shop)
    sold = shop.sell(at=timezone.now() - timedelta(days=1))  # all of it on its own day needs a second person
    presence = f"/till/orders/{sold.uid}/presence"
    assert first.put(presence, {"doing": "return"}).body["others"] == []
    back = {
        "uid": str(uuid7()),
        "order_uid": str(sold.uid),
        "lines": [{"line_uid": str(OrderLine.objects.get().uid), "quantity": 1, "condition": "resalable"}],
        "reason": "サイズが合わない",
        "expected_minor": 1_000,
    }
    assert second.put(presence, {"doing": "return"}).body["others"][0]["doing"] == "return"
    answer = second.post("/till/returns", back)
    assert answer.status == 201, answer.body

    last = first.put(presence, {"doing": "return"}).body["last"]

    assert (last["what"], last["register_name"], last["is_here"]) == ("returned", "レジ2", False)


def test_a_screen_that_is_left_is_forgotten_at_once() -> None:
    shop = Shop()
    first, second = two_tills(shop)
    presence = f"/till/orders/{shop.order().uid}/presence"
    first.put(presence, {"doing": "change"})

    assert first.delete(f"{presence}?doing=pickup").status == 204
    assert len(second.put(presence, {"doing": "change"}).body["others"]) == 1
    assert first.delete(f"{presence}?doing=change").status == 204

    assert second.put(presence, {"doing": "change"}).body["others"] == []


def test_who_may_not_read_the_order_at_the_till_is_neither_told_nor_seen() -> None:
    shop, elsewhere = Shop(), Shop()
    uid = shop.order().uid
    nobody = make_staff(role=Role.MARKETER, store=shop.store)
    scopes = frozenset({Scope.TILL})
    token = make_token(name="till", scopes=scopes, at=NOON, staff_id=nobody.pk, register_id=shop.register.pk)
    looker, other_store = Caller(token), till_at(elsewhere, elsewhere.register)
    ticks = {"lines": [{"line_uid": str(OrderLine.objects.get().uid), "quantity": 1, "seen_quantity": 0}]}

    answers = [
        looker.put(f"/till/orders/{uid}/presence", {"doing": "pickup"}),
        looker.put(f"/till/orders/{uid}/presence", {"doing": "return"}),
        looker.put(f"/till/pickups/{uid}/picked", ticks),
        looker.delete(f"/till/orders/{uid}/presence?doing=pickup"),
        other_store.put(f"/till/orders/{uid}/presence", {"doing": "hand_over"}),
        other_store.put(f"/till/pickups/{uid}/picked", ticks),
    ]

    assert [answer.code for answer in answers] == ["not_allowed"] * 4 + ["order_of_other_store"] * 2
    assert not Presence.objects.exists()
    assert not PickedLine.objects.exists()


def test_what_is_no_count_or_no_doing_is_refused() -> None:
    shop = Shop()
    till, uid = till_at(shop, shop.register), shop.order().uid
    line = {"line_uid": str(OrderLine.objects.get().uid), "quantity": True, "seen_quantity": "1"}

    ticks = till.put(f"/till/pickups/{uid}/picked", {"lines": [line]})
    presence = till.put(f"/till/orders/{uid}/presence", {"doing": "look"})

    assert (ticks.status, set(ticks.fields)) == (422, {"lines.0.quantity", "lines.0.seen_quantity"})
    assert (presence.status, set(presence.fields)) == (422, {"doing"})
    assert not PickedLine.objects.exists()


def test_presence_and_ticks_are_no_deeds_of_the_staff_log() -> None:
    shop = Shop()
    till, uid = till_at(shop, shop.register), shop.order().uid

    till.put(f"/till/orders/{uid}/presence", {"doing": "pickup"})
    till.put(f"/till/pickups/{uid}/picked", {"lines": []})

    assert not DeedRecord.objects.exists()
