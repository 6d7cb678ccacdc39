"""Held lists over the API: any till of the store sees and takes them up; each may be taken up once."""

import pytest

from noren.api.tests.client import Caller
from noren.kernel.ids import uuid7
from noren.people.models import DeedRecord
from noren.people.tokens import Scope, make_token
from noren.stores.models import Register
from tests.factories import NOON, Shop, make_register

pytestmark = pytest.mark.django_db


def till_at(shop: Shop, register: Register) -> Caller:
    """Somebody signed in at a register."""
    scopes = frozenset({Scope.TILL})
    return Caller(make_token(name="till", scopes=scopes, at=NOON, staff_id=shop.staff.pk, register_id=register.pk))


def body(shop: Shop, **fields: object) -> dict[str, object]:
    """A list of two pieces."""
    line = {"uid": str(uuid7()), "sku": shop.coffee.sku, "name": "コーヒー豆", "quantity": 2}
    line |= {"unit_price_minor": 980, "tax_rate_bp": 800}
    sent = {"base_version": 0, "lines": [line], "member_number": "80000017", "total_minor": 1960}
    return {**sent, "held_at": "2026-07-04T12:00:00+09:00", **fields}


def test_a_list_goes_from_one_till_to_another_and_the_first_hears_who_has_it() -> None:
    shop = Shop()
    first, second = till_at(shop, shop.register), till_at(shop, make_register(shop.store, code="2"))
    uid = uuid7()
    assert first.post(f"/till/held/{uid}", body(shop)).body["version"] == 1

    (seen,) = second.get("/till/held").body["lists"]
    taken = second.post(f"/till/held/{uid}/take", {"was_offline": False})
    late = first.post(f"/till/held/{uid}/take", {"was_offline": True})

    assert (seen["state"], seen["member_number"], seen["total_minor"]) == ("held", "80000017", 1960)
    assert (taken.body["state"], taken.body["register_name"]) == ("taken", "レジ2")
    assert (late.status, late.body["register_name"], late.body["also_taken_by"]) == (200, "レジ2", "レジ1")
    moved = first.post(f"/till/held/{uid}", body(shop, base_version=1))
    assert (moved.status, moved.code) == (409, "held_list_moved")


def test_a_list_is_thrown_away_with_a_reason_that_the_staff_log_has() -> None:
    shop = Shop()
    till, uid = till_at(shop, shop.register), uuid7()
    till.post(f"/till/held/{uid}", body(shop))

    gone = till.post(f"/till/held/{uid}/throw-away", {"reason": "お客様が戻られなかった"})

    assert gone.body["state"] == "thrown_away"
    assert DeedRecord.objects.filter(reason="お客様が戻られなかった", deed="sell").exists()
    assert till.post(f"/till/held/{uuid7()}/throw-away", {"reason": "A"}).code == "held_list_not_found"
