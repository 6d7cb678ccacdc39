"""Customers, baskets, coupons and stores over the API."""

import pytest

from noren.api.tests.client import integrator
from noren.coupons.grant import grant_coupon
from noren.coupons.models import CouponKind
from noren.kernel.ids import uuid7
from noren.loyalty.earn import earn_points
from noren.orders.models import Order
from noren.orders.place import place_order
from noren.people.models import Customer
from tests.factories import NOON, make_coupon, make_member, make_store, make_variant, pickup, stock_up, want

pytestmark = pytest.mark.django_db


def _new(**more: object) -> dict[str, object]:
    return {"family_name": "山田", "given_name": "花子", "phone": "０９０-1234-5678", **more}


def test_a_member_joins_and_is_found_by_phone() -> None:
    store, caller = make_store(), integrator()

    joined = caller.post("/customers", _new(email="Hanako@Example.jp", home_store_code=store.code))

    assert joined.status == 201, joined.body
    assert (joined.body["email"], joined.body["phone"]) == ("hanako@example.jp", "09012345678")
    assert joined.body["home_store_code"] == store.code
    found = caller.get("/customers", code="+81 90 1234 5678")
    assert found.body == {"customers": [joined.body]}
    assert caller.get(f"/customers/{joined.body['uid']}").body == joined.body


@pytest.mark.parametrize(
    ("new", "status", "code", "field"),
    [
        (_new(family_name="　"), 422, "input_invalid", "family_name"),
        (_new(phone=""), 422, "contact_needed", "email"),
        (_new(phone="12"), 422, "phone_invalid", "phone"),
        (_new(email="hanako"), 422, "email_invalid", "email"),
        (_new(email="taken@example.jp"), 409, "email_taken", "email"),
        (_new(home_store_code="NONE"), 404, "store_not_found", "store_code"),
        (_new(birth_date="1990-02-30"), 422, "input_invalid", "birth_date"),
        (_new(language="fr"), 422, "input_invalid", "language"),
    ],
)
def test_who_cannot_join_is_told_why(new: dict[str, object], status: int, code: str, field: str) -> None:
    make_member(email="taken@example.jp")

    reply = integrator().post("/customers", new)

    assert (reply.status, reply.code, reply.body["field"]) == (status, code, field)
    assert Customer.objects.count() == 1


def test_a_member_sees_points_coupons_orders_and_timeline() -> None:
    store, variant, member = make_store(), make_variant(price_minor=1000), make_member()
    stock_up(store, variant, 5)
    coupon = make_coupon(kind=CouponKind.MEMBER, percent_bp=1500, minimum_minor=1000)
    grant_coupon(code=coupon.code, customer_id=member.pk, channel="web", cause_kind="test", cause_uid=uuid7(), at=NOON)
    earn_points(customer_id=member.pk, points=32, valid_days=365, cause_kind="order", cause_uid=uuid7(), at=NOON)
    caller = integrator(customer_id=member.pk)
    caller.post("/orders", {"store_code": store.code, "lines": [{"sku": variant.sku, "quantity": 1}]})
    path = f"/customers/{member.uid}"

    points, coupons = caller.get(f"{path}/points"), caller.get(f"{path}/coupons")
    orders, timeline = caller.get(f"{path}/orders"), caller.get(f"{path}/timeline")

    assert points.body["balance"] == 32
    assert [entry["points"] for entry in points.body["entries"]] == [32]
    assert [(each["code"], each["benefit"]) for each in coupons.body["coupons"]] == [
        (coupon.code, "15% off from ¥1,000")
    ]
    assert [order["total_minor"] for order in orders.body["orders"]] == [1000]
    assert orders.body["next_before"] is None
    assert timeline.body["events"][0]["name"] == "Order Completed"
    assert timeline.body["events"][0]["store_code"] == store.code


def test_pages_of_orders_follow_each_other() -> None:
    store, variant, member = make_store(), make_variant(), make_member()
    stock_up(store, variant, 9)
    caller = integrator(customer_id=member.pk)
    for _ in range(3):
        caller.post("/orders", {"store_code": store.code, "lines": [{"sku": variant.sku, "quantity": 1}]})
    path = f"/customers/{member.uid}/orders"

    first = caller.get(path, limit=2).body
    second = caller.get(path, limit=2, before=first["next_before"]).body

    uids = [order["uid"] for order in first["orders"] + second["orders"]]
    assert len(set(uids)) == 3
    assert second["next_before"] is None


def test_no_order_and_no_event_is_lost_between_pages_when_all_share_an_instant() -> None:
    store, variant, member = make_store(), make_variant(), make_member()
    stock_up(store, variant, 9)
    caller = integrator(customer_id=member.pk)
    for _ in range(5):
        place_order(pickup(store, want(variant), customer=member), at=NOON)

    for what, shown in (("orders", "uid"), ("timeline", "subject_uid")):
        name = "events" if what == "timeline" else what
        rows: list[str] = []
        position: dict[str, object] = {}
        while not rows or position["before"]:
            page = caller.get(f"/customers/{member.uid}/{what}", limit=2, **position).body
            rows += [row[shown] for row in page[name]]
            position = {"before": page["next_before"], "before_id": page["next_before_id"]}
        assert sorted(rows) == sorted(str(uid) for uid in Order.objects.values_list("uid", flat=True)), what


def test_a_token_of_a_customer_reaches_no_other_customer() -> None:
    member, other = make_member(), make_member()
    caller = integrator(customer_id=member.pk)

    for path in ("", "/points", "/coupons", "/orders", "/timeline"):
        reply = caller.get(f"/customers/{other.uid}{path}")
        assert (reply.status, reply.code) == (403, "other_customer")
    assert caller.get("/customers", code=other.email).body == {"customers": []}
    assert caller.post("/customers", _new()).code == "other_customer"


@pytest.mark.parametrize(
    ("query", "field"), [({"limit": 0}, "limit"), ({"before": "2026-07-04"}, "before"), ({"before_id": 0}, "before_id")]
)
def test_what_a_query_cannot_mean_is_refused_at_its_field(query: dict[str, object], field: str) -> None:
    member = make_member()

    reply = integrator().get(f"/customers/{member.uid}/orders", **query)

    assert (reply.status, reply.body["field"]) == (422, field)


def test_an_unknown_or_malformed_customer_is_refused() -> None:
    caller = integrator()

    unknown, malformed = caller.get(f"/customers/{uuid7()}"), caller.get("/customers/M123")

    assert (unknown.status, unknown.code) == (404, "customer_not_found")
    assert (malformed.status, malformed.fields) == (422, {"uid": "uid_invalid"})


def test_a_basket_is_filled_priced_and_ordered() -> None:
    store, variant = make_store(), make_variant(price_minor=1000)
    coupon = make_coupon(percent_bp=1000, minimum_minor=2000)
    stock_up(store, variant, 5)
    caller = integrator()
    uid = caller.post("/baskets").body["uid"]

    caller.put(f"/baskets/{uid}/lines/{variant.sku}", {"quantity": 1})
    caller.put(f"/baskets/{uid}/store", {"store_code": store.code})
    early = caller.post(f"/baskets/{uid}/coupons", {"code": coupon.code.lower()})
    ready = caller.put(f"/baskets/{uid}/lines/{variant.sku}", {"quantity": 2})

    assert [each["code"] for each in early.body["refused_coupons"]] == [coupon.code]
    assert ready.body["quote"]["total_minor"] == 1800
    assert (ready.body["lines"][0]["available"], ready.body["is_orderable"]) == (5, True)
    order = {
        "store_code": store.code,
        "basket_uid": uid,
        "lines": [{"sku": variant.sku, "quantity": 2, "unit_price_minor": 1000}],
        "coupon_codes": [coupon.code],
        "contact": {"name": "田中", "email": "tanaka@example.jp"},
        "expected_total_minor": 1800,
    }
    assert caller.post("/orders", order).status == 201
    gone = caller.get(f"/baskets/{uid}")
    assert (gone.status, gone.code) == (404, "basket_not_found")


def test_a_line_and_a_coupon_can_be_taken_out_twice() -> None:
    variant, coupon, caller = make_variant(), make_coupon(), integrator()
    uid = caller.post("/baskets").body["uid"]
    caller.put(f"/baskets/{uid}/lines/{variant.sku}", {"quantity": 1})
    caller.post(f"/baskets/{uid}/coupons", {"code": coupon.code})

    for _ in range(2):
        without_line = caller.delete(f"/baskets/{uid}/lines/{variant.sku}")
        without_coupon = caller.delete(f"/baskets/{uid}/coupons/{coupon.code}")
        assert (without_line.status, without_line.body["lines"]) == (200, [])
        assert (without_coupon.status, without_coupon.body["coupon_codes"]) == (200, [])


def test_a_basket_of_a_member_is_reached_by_that_member_alone() -> None:
    variant, member = make_variant(), make_member()
    mine = integrator(customer_id=member.pk)
    uid = mine.post("/baskets").body["uid"]

    other = integrator().put(f"/baskets/{uid}/lines/{variant.sku}", {"quantity": 1})

    assert (other.status, other.code) == (404, "basket_not_found")
    assert mine.post("/baskets").body["uid"] == uid
    assert mine.get(f"/baskets/{uid}").body["lines"] == []


def test_bad_values_for_a_basket_are_refused_at_their_field() -> None:
    caller = integrator()
    uid = caller.post("/baskets").body["uid"]

    assert caller.put(f"/baskets/{uid}/lines/NONE", {"quantity": 1}).code == "variant_not_found"
    assert caller.put(f"/baskets/{uid}/lines/NONE", {"quantity": 0}).fields == {"quantity": "quantity_invalid"}
    assert caller.put(f"/baskets/{uid}/store", {"store_code": "NONE"}).code == "store_not_found"
    assert caller.post(f"/baskets/{uid}/coupons", {"code": "NONE"}).code == "coupon_not_found"
    assert caller.put(f"/baskets/{uid}/lines/A%00B", {"quantity": 1}).fields == {"sku": "characters_invalid"}


def test_a_coupon_is_checked_for_a_store_and_a_customer() -> None:
    member, granted = make_member(), make_coupon(kind=CouponKind.MEMBER, amount_minor=500)
    elsewhere, caller = make_coupon(store_codes=[make_store(code="S-OTHER").code]), integrator()
    grant_coupon(code=granted.code, customer_id=member.pk, channel="web", cause_kind="test", cause_uid=uuid7(), at=NOON)

    usable = caller.get(f"/coupons/{granted.code}", customer_uid=member.uid)
    unknown_buyer = caller.get(f"/coupons/{granted.code}")
    other_store = caller.get(f"/coupons/{elsewhere.code}", store_code="S0001")

    assert (usable.body["is_usable"], usable.body["benefit"]) == (True, "¥500 off")
    assert (unknown_buyer.body["is_usable"], unknown_buyer.body["reason"]) == (False, "coupon_not_applicable")
    assert other_store.body["is_usable"] is False
    assert caller.get("/coupons/NONE").code == "coupon_not_found"


def test_stores_are_listed_and_the_nearest_come_first() -> None:
    far, near = make_store(name="梅田店"), make_store(name="渋谷店")
    far.latitude, far.longitude = 34.7025, 135.4959
    far.save(update_fields=["latitude", "longitude"])
    caller = integrator()

    everywhere = caller.get("/stores").body["stores"]
    nearest = caller.get("/stores", lat=35.66, lon=139.70, limit=2).body["stores"]
    detail = caller.get(f"/stores/{near.code}").body

    assert [store["code"] for store in everywhere] == [far.code, near.code]
    assert [store["code"] for store in nearest] == [near.code, far.code]
    assert nearest[0]["distance_m"] < 1_000 < 300_000 < nearest[1]["distance_m"]
    assert [(hours["opens_minute"], hours["closes_minute"]) for hours in detail["hours"]] == [(600, 1260)] * 7


@pytest.mark.parametrize(
    ("query", "code", "field"),
    [
        ({"lat": 35}, "place_incomplete", "lon"),
        ({"lat": 91, "lon": 0}, "input_invalid", "lat"),
        ({"lat": "nan", "lon": 0}, "input_invalid", "lat"),
        ({"lat": "３５", "lon": 0}, "input_invalid", "lat"),
    ],
)
def test_a_place_that_is_none_is_refused(query: dict[str, object], code: str, field: str) -> None:
    reply = integrator().get("/stores", **query)

    assert (reply.status, reply.code, reply.body["field"]) == (422, code, field)
