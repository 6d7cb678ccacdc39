"""Deliveries over the API."""

import pytest
from django.utils import timezone

from noren.api.tests.client import Caller, integrator
from noren.kernel.ids import uuid7
from noren.orders.models import Order
from noren.orders.routing.models import Sourcing, SourcingReason
from noren.orders.routing.parked import give_up
from noren.orders.shipping.offer import delivery_days
from noren.orders.shipping.reject import reject_shipment
from noren.orders.shipping.tests.desk import LATER, Parcels, parcels_of
from noren.orders.transfer import note_transfer
from noren.stores.loading import load_store
from noren.stores.models import Store
from tests.factories import all_differences, make_staff

pytestmark = pytest.mark.django_db
PASSWORD = "nagoya-castle-1612"

HOME = {
    "name": "山田 花子",
    "postal_code": "1500041",
    "prefecture": "東京都",
    "city": "渋谷区",
    "line1": "神南1-2-3",
    "phone": "090-1234-5678",
}


def _wanted(parcels: Parcels, **more: object) -> dict[str, object]:
    return {
        "store_code": parcels.stores[0].code,
        "lines": [{"sku": parcels.coffee.sku, "quantity": 3}],
        "contact": {"name": "山田 花子", "email": "hanako@example.jp"},
        "fulfillment": "delivery",
        "delivery": HOME,
        "pay_by": "bank_transfer",
        **more,
    }


def test_an_order_for_a_home_waits_for_its_money_and_tells_its_parcels(settings: object) -> None:
    settings.PAY_BY = ["bank_transfer"]  # type: ignore[attr-defined]
    parcels, caller = Parcels(has=(2, 1)), integrator()

    placed = caller.post("/orders", _wanted(parcels))

    assert (placed.status, placed.body["status"]) == (201, "awaiting_payment"), placed.body
    order = caller.get(f"/orders/{placed.body['uid']}").body
    assert (order["fulfillment"], order["delivery"]["postal_code"]) == ("delivery", "150-0041")
    assert [(line["name"], line["fee"]) for line in order["lines"]][1] == ("送料", "delivery")
    assert [(each["status"], each["lines"][0]["quantity"]) for each in order["shipments"]] == [
        ("to_pack", 2),
        ("to_pack", 1),
    ]
    canceled = caller.post(f"/orders/{placed.body['uid']}/cancel", {})
    assert (canceled.body["status"], canceled.body["shipments"]) == ("unpaid", [])
    assert parcels_of(placed.body["uid"]) == []
    assert all_differences() == []


def test_a_delivery_is_completed_when_it_was_also_where_the_rest_was_given_up(settings: object) -> None:
    settings.PAY_BY = ["bank_transfer"]  # type: ignore[attr-defined]
    parcels, caller = Parcels(has=(2, 1)), integrator()
    placed = caller.post("/orders", _wanted(parcels)).body
    note_transfer(
        placed["uid"], uid=uuid7(), amount_minor=placed["total_minor"], words="", staff_uid=None, at=timezone.now()
    )
    first, second = parcels_of(placed["uid"])
    parcels.ship(first)
    reject_shipment(second.uid, reason=SourcingReason.NOT_FOUND, staff_uid=parcels.staff.uid, at=LATER)
    parked = Sourcing.objects.get(line__order__uid=placed["uid"], status="parked")

    give_up(parked.uid, reason="どの店にもない", staff_uid=parcels.staff.uid, at=LATER)

    states = [state["status"] for state in caller.get(f"/orders/{placed['uid']}").body["states"]]
    assert "completed" in states
    assert all_differences() == []


def test_an_address_without_a_street_is_refused_at_its_field(settings: object) -> None:
    settings.PAY_BY = ["bank_transfer"]  # type: ignore[attr-defined]
    parcels = Parcels()

    answer = integrator().post("/orders", _wanted(parcels, delivery={**HOME, "line1": " "}))

    assert (answer.status, answer.body["code"], answer.body["field"]) == (422, "address_incomplete", "delivery.line1")
    assert Order.objects.count() == 0


def test_a_till_is_told_the_fee_and_what_cannot_be_sent_before_it_takes_the_cash() -> None:
    parcels = Parcels(has=(0, 3))
    staff = make_staff(store=parcels.stores[0], password=PASSWORD)
    place = {"store_code": parcels.stores[0].code, "register_code": parcels.register.code}
    signed_in = Caller().post("/till/sign-in", {"staff_code": staff.code, "password": PASSWORD} | place, key=None)
    till = Caller(signed_in.body["token"])

    def wish(quantity: int) -> dict[str, object]:
        line = {"uid": str(uuid7()), "sku": parcels.coffee.sku, "quantity": quantity}
        return {"lines": [line], "delivery": HOME}

    Store.objects.update(time_zone="Pacific/Pago_Pago", closing_hour=12)  # never the day that it is in Tokyo
    terms, at = till.get("/till/delivery").body, timezone.now()
    days = delivery_days(load_store(parcels.stores[0].code, at=at), at=at)
    assert terms["is_offered"] is True
    assert [day["code"] for day in terms["days"]] == ["", *(day.isoformat() for day in days)]
    quote = till.post("/till/quote", wish(2), key=None)
    lacking = till.post("/till/quote", wish(4), key=None)
    assert (quote.body["total_minor"], quote.body["fees_minor"]) == (2_550, 550)
    assert (lacking.status, lacking.body["code"], lacking.body["field"]) == (409, "out_of_stock", "lines.0.quantity")

    tender = {"uid": str(uuid7()), "provider": "cash", "amount_minor": 3_000}
    sale = wish(2) | {"uid": str(uuid7()), "tenders": [tender], "expected_total_minor": 2_550}
    sold = till.post("/till/sales", sale)

    assert (sold.status, sold.body["change_minor"]) == (201, 450), sold.body
    assert sold.body["receipt"]["total_minor"] == 2_550
    assert [each["store_code"] for each in sold.body["order"]["shipments"]] == [parcels.stores[1].code]
    assert all_differences() == []
