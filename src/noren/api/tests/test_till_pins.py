"""Taking over a till over the API: whose token it is, and who rang up what."""

import pytest

from noren.api.tests.client import Caller
from noren.kernel.ids import uuid7
from noren.orders.models import Order
from noren.people.models import Role
from tests.factories import Shop, make_staff

pytestmark = pytest.mark.django_db
PASSWORD = "nagoya-castle-1612"


def test_each_sale_names_who_rang_it_up_and_deeds_are_those_of_who_took_over() -> None:
    shop = Shop()
    clerk, manager = (make_staff(role=role, store=shop.store, password=PASSWORD) for role in (Role.CLERK, Role.MANAGER))
    tills = {}
    for staff in (clerk, manager):
        place = {"store_code": shop.store.code, "register_code": shop.register.code}
        who = {"staff_code": staff.code, "password": PASSWORD}
        tills[staff.pk] = Caller(Caller().post("/till/sign-in", who | place, key=None).body["token"])
        set_pin = tills[staff.pk].post("/till/pin", {"password": PASSWORD, "pin": f"147{staff.pk % 10}"}, key=None)
        assert set_pin.status == 204
    mine = tills[clerk.pk]

    known = mine.get("/till/staff").body["staff"]
    refused = mine.post("/till/switch", {"staff_uid": manager.uid, "pin": "9999"}, key=None)
    taken = mine.post("/till/switch", {"staff_uid": manager.uid, "pin": f"147{manager.pk % 10}"}, key=None)
    theirs = Caller(taken.body["token"])
    sold = [till.post("/till/sales", _sale(shop)).status for till in (mine, theirs)]

    assert {each["uid"] for each in known} == {str(clerk.uid), str(manager.uid)}
    assert all(each["pin_set_at"] for each in known)
    assert (refused.status, refused.body["code"]) == (422, "pin_wrong")
    assert taken.status == 200
    assert "cancel_order" in taken.body["staff"]["deeds"]
    assert "cancel_order" not in mine.get("/till/me").body["staff"]["deeds"]
    assert sold == [201, 201]
    assert list(Order.objects.order_by("pk").values_list("staff_id", flat=True)) == [clerk.pk, manager.pk]


def _sale(shop: Shop) -> dict[str, object]:
    return {
        "uid": uuid7(),
        "lines": [{"uid": uuid7(), "sku": shop.coffee.sku, "quantity": 1}],
        "tenders": [{"uid": uuid7(), "provider": "cash", "amount_minor": 10_000}],
        "expected_total_minor": 1_000,
    }
