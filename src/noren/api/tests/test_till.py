"""The till over the API: signing in, finding, selling, picking, handing over."""

from dataclasses import dataclass

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from noren.api.routes.till import pickups
from noren.api.tests.client import Caller, integrator
from noren.catalog.models import Variant
from noren.coupons.grant import grant_coupon
from noren.coupons.models import CouponKind
from noren.kernel.ids import uuid7
from noren.orders.models import Order, Receipt
from noren.people.models import Customer, DeedRecord, Role, StaffRole
from noren.people.tokens import Scope
from noren.stores.models import Register, Store
from noren.timeline.models import Event
from noren.timeline.sequence import sequence
from tests.factories import (
    all_differences,
    make_coupon,
    make_member,
    make_register,
    make_staff,
    make_store,
    make_variant,
    stock_up,
)

pytestmark = pytest.mark.django_db
PASSWORD = "nagoya-castle-1612"


@dataclass(frozen=True, slots=True)
class Shop:
    """A store with a register, somebody signed in at it, and goods."""

    store: Store
    register: Register
    variant: Variant
    till: Caller


def _sign_in(register: Register, *, role: Role = Role.CLERK) -> Caller:
    staff = make_staff(role=role, store=register.store, password=PASSWORD)
    who = {"staff_code": staff.code, "password": PASSWORD}
    place = {"store_code": register.store.code, "register_code": register.code}
    signed_in = Caller().post("/till/sign-in", who | place, key=None)
    assert signed_in.status == 200, signed_in.body
    return Caller(signed_in.body["token"])


def _open_shop(*, price_minor: int = 1000, quantity: int = 5) -> Shop:
    store = make_store()
    register, variant = make_register(store), make_variant(price_minor=price_minor)
    stock_up(store, variant, quantity)
    return Shop(store, register, variant, _sign_in(register))


def _line(variant: Variant, quantity: int = 1) -> dict[str, object]:
    return {"uid": uuid7(), "sku": variant.sku, "quantity": quantity}


def _cash(amount_minor: int) -> list[dict[str, object]]:
    return [{"uid": uuid7(), "provider": "cash", "amount_minor": amount_minor}]


def _sale(
    variant: Variant, quantity: int = 1, *, total: int, handed_in: int = 10_000, **more: object
) -> dict[str, object]:
    return {
        "uid": uuid7(),
        "lines": [_line(variant, quantity)],
        "tenders": _cash(handed_in),
        "expected_total_minor": total,
        **more,
    }


def _order(shop: Shop, quantity: int = 2, **more: object) -> dict[str, str]:
    """An order from the web's side for pickup in the shop."""
    placed = integrator().post(
        "/orders",
        {
            "store_code": shop.store.code,
            "lines": [{"sku": shop.variant.sku, "quantity": quantity}],
            "contact": {"name": "田中 一郎", "email": "tanaka@example.jp"},
            **more,
        },
    )
    assert placed.status == 201, placed.body
    sequence()
    return dict(placed.body)


def test_somebody_signs_in_sees_the_session_and_signs_out() -> None:
    shop = _open_shop()

    session = shop.till.get("/till/me")
    signed_out = shop.till.post("/till/sign-out", key=None)
    after = shop.till.get("/till/me")

    assert session.body["store"]["code"] == shop.store.code
    assert session.body["register"]["code"] == shop.register.code
    assert "reprint" in session.body["staff"]["deeds"]
    assert session.body["staff"]["deeds_with_approval"] == [
        "cash_out_large",
        "mark_down_large",
        "refund_large",
        "return_late",
        "return_without_sale",
        "void_sale",
    ]
    assert session.body["terms"]["currency"] == "JPY"
    assert signed_out.status == 204
    assert (after.status, after.code) == (401, "token_invalid")


def test_stores_and_registers_are_listed_before_the_sign_in() -> None:
    shop = _open_shop()
    make_store(code="NO-REGISTER")

    listed = Caller().get("/till/stores").body

    assert [store["code"] for store in listed["stores"]] == [shop.store.code]
    assert [register["code"] for register in listed["stores"][0]["registers"]] == [shop.register.code]


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"password": "wrong"}, 401, "sign_in_failed"),
        ({"staff_code": "nobody"}, 401, "sign_in_failed"),
        ({"register_code": "99"}, 404, "register_not_found"),
        ({"store_code": "NONE"}, 404, "register_not_found"),
        ({"staff_code": ""}, 422, "input_invalid"),
    ],
)
def test_a_wrong_sign_in_is_refused(change: dict[str, str], status: int, code: str) -> None:
    register = make_register(make_store())
    staff = make_staff(store=register.store, password=PASSWORD)
    who = {"staff_code": staff.code, "password": PASSWORD}
    place = {"store_code": register.store.code, "register_code": register.code}

    reply = Caller().post("/till/sign-in", who | place | change, key=None)

    assert (reply.status, reply.code) == (status, code)


def test_too_many_wrong_passwords_have_to_wait() -> None:
    register = make_register(make_store())
    staff = make_staff(store=register.store, password=PASSWORD)
    who = {"staff_code": staff.code, "password": "wrong"}
    place = {"store_code": register.store.code, "register_code": register.code}

    replies = [Caller().post("/till/sign-in", who | place, key=None) for _ in range(11)]

    assert [reply.status for reply in replies] == [401] * 10 + [429]
    assert replies[-1].code == "too_many_tries"
    assert 0 < int(replies[-1].headers["Retry-After"]) <= 900


def test_a_clerk_of_another_store_may_not_sign_in() -> None:
    register = make_register(make_store())
    staff = make_staff(store=make_store(), password=PASSWORD)
    who = {"staff_code": staff.code, "password": PASSWORD}

    reply = Caller().post("/till/sign-in", {**who, "store_code": register.store.code, "register_code": "1"}, key=None)

    assert (reply.status, reply.code) == (403, "not_allowed")


@pytest.mark.parametrize("scopes", [frozenset({Scope.TILL}), frozenset(Scope) - {Scope.TILL}])
def test_a_good_token_without_a_register_is_no_till(scopes: frozenset[Scope]) -> None:
    reply = integrator(scopes=scopes).get("/till/me")

    assert (reply.status, reply.code) == (403, "scope_missing")
    assert "POST /api/v1/till/sign-in" in reply.body["detail"]


def test_a_code_names_goods_a_member_a_pickup_or_a_receipt() -> None:
    shop, member = _open_shop(), make_member()
    shop.variant.gtin = "4901234567894"
    shop.variant.save(update_fields=["gtin"])
    order = _order(shop)
    sale = shop.till.post("/till/sales", _sale(shop.variant, total=1000)).body

    def kind(code: str) -> str:
        reply = shop.till.get("/till/resolve", code=code)
        return str(reply.body.get("kind", reply.code))

    assert kind(shop.variant.sku) == "variant"
    assert kind("４９０１２３４５６７８９４") == "variant"
    assert kind(order["pickup_code"].lower()) == "pickup"
    assert kind(f"https://shop.example.jp/p/{order['pickup_code']}") == "pickup"
    assert kind(str(member.member_number)) == "member"
    assert kind(member.email) == "member"
    assert kind(sale["receipt"]["number"]) == "receipt"
    assert kind("NO-SUCH-CODE") == "code_unknown"
    goods = shop.till.get("/till/resolve", code=shop.variant.sku).body["variant"]
    assert (goods["price_minor"], goods["available"], goods["category"]) == (1000, 2, "コーヒー")


def test_a_pickup_code_of_another_store_says_which() -> None:
    shop, other = _open_shop(), _open_shop()
    order = _order(other)

    reply = shop.till.get("/till/resolve", code=order["pickup_code"])
    handed = shop.till.post(
        f"/till/pickups/{order['uid']}/hand-over",
        {"pickup_code": order["pickup_code"], "tenders": _cash(2000), "expected_total_minor": 2000},
    )

    assert (reply.status, reply.code, reply.body["store"]) == (409, "order_of_other_store", other.store.name)
    assert (handed.status, handed.code) == (409, "order_of_other_store")


def test_goods_are_found_by_words() -> None:
    shop = _open_shop()

    found = shop.till.get("/till/search", q="コーヒー豆").body["variants"]

    assert [(each["sku"], each["available"]) for each in found] == [(shop.variant.sku, 5)]


def test_a_quote_tells_refused_coupons_and_writes_nothing() -> None:
    shop = _open_shop()
    good, late = make_coupon(percent_bp=1000), make_coupon(minimum_minor=9_000)
    codes = [good.code, late.code, "NONE", good.code.lower()]

    reply = shop.till.post("/till/quote", {"lines": [_line(shop.variant, 2)], "coupon_codes": codes}, key=None)

    assert reply.status == 200, reply.body
    assert (reply.body["goods_minor"], reply.body["total_minor"]) == (2000, 1800)
    assert [each["code"] for each in reply.body["coupons"]] == [good.code]
    assert {each["code"]: each["reason"] for each in reply.body["refused_coupons"]} == {
        late.code: "below_minimum",
        "NONE": "coupon_not_found",
    }
    assert reply.body["lines"][0]["name"] == "深煎りコーヒー豆 200g"
    assert (Order.objects.count(), Receipt.objects.count()) == (0, 0)


def _give(customer: Customer, **fields: object) -> str:
    """A coupon that is this member's."""
    coupon = make_coupon(kind=CouponKind.MEMBER, **fields)  # type: ignore[arg-type]
    grant_coupon(
        code=coupon.code,
        customer_id=customer.pk,
        channel="office",
        cause_kind="campaign",
        cause_uid=uuid7(),
        at=timezone.now(),
    )
    return coupon.code


def test_a_quote_says_what_each_coupon_of_the_member_would_take_off_the_most_first() -> None:
    shop, member = _open_shop(), make_member()
    late = _give(member, minimum_minor=9_000)
    small, large = _give(member, percent_bp=500), _give(member, percent_bp=3_000)
    in_use = _give(member, percent_bp=1_000)
    wish = {"lines": [_line(shop.variant, 2)], "coupon_codes": [in_use], "customer_uid": str(member.uid)}

    quoted = shop.till.post("/till/quote", wish, key=None).body

    assert quoted["total_minor"] == 1800
    assert [(each["code"], each["saving_minor"]) for each in quoted["offers"]] == [
        (large, 540),
        (small, 90),
        (late, 0),
        (in_use, 0),
    ]
    assert "7,000" in quoted["offers"][2]["refusal"]
    asked = shop.till.post("/till/quote", {**wish, "coupon_codes": [in_use, large]}, key=None).body
    assert asked["total_minor"] == 1800 - 540


def test_a_quote_for_nobody_known_offers_no_coupons() -> None:
    shop = _open_shop()

    assert shop.till.post("/till/quote", {"lines": [_line(shop.variant)]}, key=None).body["offers"] == []


def test_the_hand_over_of_a_members_pickup_offers_the_coupons_it_was_not_ordered_with() -> None:
    shop, member = _open_shop(), make_member()
    ordered, free = _give(member, percent_bp=1_000), _give(member, percent_bp=5_000)
    order = _order(shop, 2, contact=None, customer_uid=str(member.uid), coupon_codes=[ordered])

    quoted = shop.till.post("/till/quote", {"order_uid": order["uid"]}, key=None).body

    assert (quoted["total_minor"], quoted["points"]) == (1800, 16)
    assert [(each["code"], each["saving_minor"]) for each in quoted["offers"]] == [(free, 900)]
    with_it = shop.till.post("/till/quote", {"order_uid": order["uid"], "coupon_codes": [free]}, key=None).body
    assert with_it["total_minor"] == 900


def test_a_pickup_of_a_guest_offers_no_coupons_and_promises_no_points() -> None:
    shop = _open_shop()
    order = _order(shop, 2)

    quoted = shop.till.post("/till/quote", {"order_uid": order["uid"]}, key=None).body

    assert (quoted["points"], quoted["offers"]) == (0, [])


def test_a_pickup_ordered_under_a_members_mail_shows_none_of_the_members_coupons() -> None:
    shop, member = _open_shop(), make_member(email="tanaka@example.jp")
    _give(member)
    order = _order(shop, 2)

    quoted = shop.till.post("/till/quote", {"order_uid": order["uid"]}, key=None).body

    assert Order.objects.get(uid=order["uid"]).customer_id == member.pk
    assert quoted["offers"] == []
    assert quoted["points"] > 0  # an order of a member's mail earns the member's points


@pytest.mark.parametrize(
    ("line", "status", "code"),
    [
        ({"sku": "NO-SUCH", "quantity": 1}, 404, "variant_not_found"),
        ({"sku": "X", "quantity": 0}, 422, "input_invalid"),
        ({"sku": "X", "quantity": "３"}, 422, "input_invalid"),
    ],
)
def test_a_quote_refuses_lines_at_their_field(line: dict[str, object], status: int, code: str) -> None:
    reply = _open_shop().till.post("/till/quote", {"lines": [{"uid": uuid7(), **line}]}, key=None)

    assert (reply.status, reply.code) == (status, code)
    assert reply.body["field"].startswith("lines.0.")


def test_a_sale_books_goods_cash_points_and_a_receipt() -> None:
    shop, member = _open_shop(), make_member()
    sale = _sale(shop.variant, 2, total=2000, handed_in=5000, customer_uid=member.uid)

    done = shop.till.post("/till/sales", sale, key=str(sale["uid"]))
    again = shop.till.post("/till/sales", sale, key=str(sale["uid"]))

    assert done.status == 201, done.body
    assert (done.body["order"]["status"], done.body["change_minor"]) == ("completed", 3000)
    assert done.body["receipt"]["payments"] == [
        {
            "provider": "cash",
            "amount_minor": 2000,
            "tendered_minor": 5000,
            "change_minor": 3000,
            "name": "",
            "reference": "",
            "pieces": None,
            "kept_minor": 0,
        }
    ]
    assert done.body["receipt"]["lines"][0]["is_reduced_rate"] is True
    assert done.body["order"]["points"] == 18
    assert again.body == done.body
    assert again.headers["Idempotency-Replayed"] == "true"
    found = shop.till.get(f"/till/members/{member.uid}").body
    assert (found["points_balance"], len(found["recent_orders"])) == (18, 1)
    assert all_differences() == []


def test_a_sale_goes_through_when_the_count_says_zero() -> None:
    shop = _open_shop(quantity=1)

    done = shop.till.post("/till/sales", _sale(shop.variant, 3, total=3000))

    assert done.status == 201
    assert all_differences() == []


@pytest.mark.parametrize(
    ("change", "status", "code", "field"),
    [
        ({"expected_total_minor": 900}, 409, "price_changed", "expected_total_minor"),
        ({"tenders": _cash(999)}, 422, "tender_too_small", "tenders"),
        ({"tenders": []}, 422, "tender_too_small", "tenders"),
        ({"coupon_codes": ["NONE"]}, 404, "coupon_not_found", "coupon_codes.0"),
        ({"customer_uid": uuid7()}, 404, "customer_not_found", "customer_uid"),
        ({"lines": []}, 422, "input_invalid", "lines"),
        (
            {"tenders": [{"uid": uuid7(), "provider": "card", "amount_minor": 1}]},
            422,
            "tender_unknown",
            "tenders.0.provider",
        ),
    ],
)
def test_a_sale_that_does_not_fit_books_nothing(change: dict[str, object], status: int, code: str, field: str) -> None:
    shop = _open_shop()

    reply = shop.till.post("/till/sales", _sale(shop.variant, total=1000) | change)

    assert (reply.status, reply.code) == (status, code)
    assert str(reply.body["field"]).startswith(field)
    assert Order.objects.count() == 0


def test_a_practice_sale_is_refused_and_stands_in_the_staff_log() -> None:
    shop = _open_shop()
    sale = _sale(shop.variant, total=1000, is_training=True)

    reply = shop.till.post("/till/sales", sale)

    assert (reply.status, reply.code, reply.body["field"]) == (403, "training_not_booked", "is_training")
    assert Order.objects.count() == 0
    refusal = DeedRecord.objects.get(outcome="refused")
    assert (refusal.deed, refusal.refusal, refusal.subject_uid) == ("sell", "training_not_booked", str(sale["uid"]))
    assert shop.till.post("/till/sales", sale | {"is_training": False}).status == 201


def test_a_sale_is_taken_back_today_at_its_register() -> None:
    shop = _open_shop()
    sale = shop.till.post("/till/sales", _sale(shop.variant, total=1000)).body
    uid = sale["order"]["uid"]
    manager = _sign_in(shop.register, role=Role.MANAGER)
    other_register = _sign_in(make_register(shop.store, code="2"), role=Role.MANAGER)

    elsewhere = other_register.post(f"/till/sales/{uid}/void", {"reason": "打ち間違い"})
    without_reason = manager.post(f"/till/sales/{uid}/void", {"reason": " "})
    voided = manager.post(f"/till/sales/{uid}/void", {"reason": "打ち間違い"})

    assert (elsewhere.status, elsewhere.code) == (409, "void_not_allowed")
    assert without_reason.fields == {"reason": "too_short"}
    assert voided.body["order"]["status"] == "voided"
    assert (voided.body["receipt"]["kind"], voided.body["receipt"]["reason"]) == ("void", "打ち間違い")
    assert [sale["status"] for sale in shop.till.get("/till/sales").body["sales"]] == ["voided"]
    assert all_differences() == []


def test_a_clerk_takes_a_sale_back_with_the_approval_of_a_manager() -> None:
    shop = _open_shop()
    manager = make_staff(role=Role.MANAGER, store=shop.store, password=PASSWORD)
    uid = shop.till.post("/till/sales", _sale(shop.variant, total=1000)).body["order"]["uid"]
    asked = {"deed": "void_sale", "order_uid": uid, "reason": "打ち間違い"}
    wanted = {"request": asked, "staff_code": manager.code, "password": PASSWORD}

    alone = shop.till.post(f"/till/sales/{uid}/void", {"reason": "打ち間違い"})
    wrong = shop.till.post("/till/approvals", wanted | {"password": "wrong"}, key=None)
    approval = shop.till.post("/till/approvals", wanted, key=None)
    named = {"approval_uid": approval.body["uid"]}
    other = shop.till.post(f"/till/sales/{uid}/void", {"reason": "返品"} | named)
    voided = shop.till.post(f"/till/sales/{uid}/void", {"reason": "打ち間違い"} | named)

    assert (other.status, other.code) == (403, "approval_invalid")
    assert (alone.status, alone.code, alone.body["deed"]) == (403, "approval_needed", "void_sale")
    assert (wrong.status, wrong.code) == (401, "sign_in_failed")
    assert (approval.status, approval.body["approver_name"]) == (201, manager.name)
    assert voided.body["order"]["status"] == "voided"
    assert all_differences() == []


def test_a_sale_of_another_store_cannot_be_taken_back() -> None:
    shop, other = _open_shop(), _open_shop()
    sale = other.till.post("/till/sales", _sale(other.variant, total=1000)).body

    reply = shop.till.post(f"/till/sales/{sale['order']['uid']}/void", {"reason": "打ち間違い"})

    assert (reply.status, reply.code) == (409, "order_of_other_store")
    assert Order.objects.get().status == "completed"


def test_a_new_pickup_is_news_once() -> None:
    shop = _open_shop()
    start = shop.till.get("/till/pickups").body["position"]
    order = _order(shop)

    news = shop.till.get("/till/pickups/news", since=start).body
    later = shop.till.get("/till/pickups/news", since=news["position"]).body
    listed = shop.till.get("/till/pickups").body

    assert (news["placed"], news["changed"], news["open_count"]) == ([order["uid"]], [], 1)
    assert (later["placed"], later["position"]) == ([], news["position"])
    assert [(each["order_uid"], each["piece_count"]) for each in listed["pickups"]] == [(order["uid"], 2)]
    assert listed["pickups"][0]["lines"][0]["sku"] == shop.variant.sku


def test_more_news_than_one_answer_holds_come_with_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pickups, "MOST_NEWS", 2)
    shop = _open_shop()
    position = shop.till.get("/till/pickups").body["position"]
    orders = [_order(shop, 1)["uid"] for _ in range(3)]
    told: list[str] = []

    for _ in range(2):
        news = shop.till.get("/till/pickups/news", since=position).body
        position, told = news["position"], told + news["placed"]

    assert told == orders


def test_news_of_another_store_is_none_of_ours() -> None:
    shop, other = _open_shop(), _open_shop()
    start = shop.till.get("/till/pickups").body["position"]
    _order(other)

    assert shop.till.get("/till/pickups/news", since=start).body["placed"] == []


def test_news_costs_four_statements_at_most(django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    shop = _open_shop()
    _order(shop)

    with django_assert_max_num_queries(4):
        shop.till.get("/till/pickups/news", since=0)


def test_a_pickup_is_made_ready_and_handed_over_with_more_goods_and_a_coupon() -> None:
    shop, coupon = _open_shop(), make_coupon(percent_bp=1000)
    order = _order(shop, 2)
    extra = _line(shop.variant, 1)
    path = f"/till/pickups/{order['uid']}"

    ready = shop.till.post(f"{path}/ready")
    wish = {"order_uid": order["uid"], "lines": [extra], "coupon_codes": [coupon.code]}
    quoted = shop.till.post("/till/quote", wish, key=None)
    done = shop.till.post(
        f"{path}/hand-over",
        {
            "pickup_code": order["pickup_code"].lower(),
            "extra_lines": [extra],
            "coupon_codes": [coupon.code],
            "tenders": _cash(3000),
            "expected_total_minor": quoted.body["total_minor"],
        },
    )

    assert ready.body["status"] == "ready"
    assert quoted.body["total_minor"] == 2700
    assert [line["is_extra"] for line in quoted.body["lines"]] == [False, True]
    assert done.status == 200, done.body
    assert (done.body["order"]["status"], done.body["change_minor"]) == ("completed", 300)
    assert [state["status"] for state in done.body["order"]["states"]] == ["placed", "ready", "completed"]
    assert done.body["receipt"]["total_minor"] == 2700
    assert all_differences() == []


def test_a_second_hand_over_is_refused() -> None:
    shop = _open_shop()
    order = _order(shop, 1)
    wanted = {"pickup_code": order["pickup_code"], "expected_total_minor": 1000}
    path = f"/till/pickups/{order['uid']}/hand-over"

    first = shop.till.post(path, {**wanted, "tenders": _cash(1000)})
    second = shop.till.post(path, {**wanted, "tenders": _cash(1000)})

    assert first.status == 200, first.body
    assert (second.status, second.code) == (409, "already_handed_over")


def test_a_wrong_pickup_code_hands_nothing_over() -> None:
    shop = _open_shop()
    order = _order(shop, 1)

    reply = shop.till.post(
        f"/till/pickups/{order['uid']}/hand-over",
        {"pickup_code": "WRONG123", "tenders": _cash(1000), "expected_total_minor": 1000},
    )

    assert (reply.status, reply.code, reply.body["field"]) == (404, "order_not_found", "pickup_code")
    assert Order.objects.get().status == "placed"


def test_a_short_line_changes_what_is_due_and_nothing_of_anything_rejects() -> None:
    shop = _open_shop()
    order = _order(shop, 2)
    path = f"/till/pickups/{order['uid']}"
    line_uid = shop.till.get(path).body["lines"][0]["uid"]

    one = shop.till.post(f"{path}/short", {"line_uid": line_uid, "picked_quantity": 1, "reason": "在庫なし"})
    too_many = shop.till.post(f"{path}/short", {"line_uid": line_uid, "picked_quantity": 5, "reason": "在庫なし"})
    unknown = shop.till.post(f"{path}/short", {"line_uid": uuid7(), "picked_quantity": 0, "reason": "在庫なし"})
    none = shop.till.post(f"{path}/short", {"line_uid": line_uid, "picked_quantity": 0, "reason": "在庫なし"})

    assert (one.body["total_minor"], one.body["lines"][0]["quantity"]) == (1000, 1)
    assert (too_many.status, too_many.code) == (422, "picked_quantity_invalid")
    assert (unknown.status, unknown.code) == (404, "line_not_found")
    assert none.body["status"] == "rejected"
    assert all_differences() == []


def test_pieces_that_another_store_has_are_sent_and_a_repeat_sends_nothing_more() -> None:
    shop = _open_shop()
    order = _order(shop, 2)
    path = f"/till/pickups/{order['uid']}"
    line_uid, uid = shop.till.get(path).body["lines"][0]["uid"], uuid7()
    said = {"uid": uid, "line_uid": line_uid, "quantity": 1, "reason": "not_found"}

    once, again = (shop.till.post(f"{path}/reject-line", said) for _ in range(2))
    too_many = shop.till.post(f"{path}/reject-line", said | {"uid": uuid7(), "quantity": 5})
    no_reason = shop.till.post(f"{path}/reject-line", said | {"uid": uuid7(), "reason": "other"})
    ready = shop.till.post(f"{path}/ready")

    assert once.body["lines"][0]["awaited_quantity"] == again.body["lines"][0]["awaited_quantity"] == 1
    assert once.body["total_minor"] == order["total_minor"]
    assert (too_many.status, too_many.code) == (422, "rejected_too_many")
    assert (no_reason.status, no_reason.code) == (422, "reason_missing")
    assert (ready.status, ready.code) == (409, "goods_awaited")
    assert all_differences() == []


def test_a_pickup_is_rejected_with_a_reason() -> None:
    shop = _open_shop()
    order = _order(shop)
    start = shop.till.get("/till/pickups").body["position"]

    rejected = shop.till.post(f"/till/pickups/{order['uid']}/reject", {"reason": "破損"})
    sequence()

    assert (rejected.body["status"], rejected.body["ended_reason"]) == ("rejected", "破損")
    news = shop.till.get("/till/pickups/news", since=start).body
    assert (news["changed"], news["open_count"]) == ([order["uid"]], 0)
    assert [each["order_uid"] for each in shop.till.get("/till/pickups", states="canceled").body["pickups"]] == [
        order["uid"]
    ]
    assert shop.till.post(f"/till/pickups/{order['uid']}/ready").code == "order_ended"


def test_a_member_joins_at_the_till_and_is_found() -> None:
    shop = _open_shop()
    new = {"uid": uuid7(), "family_name": "山田", "phone": "090-1234-5678"}

    joined = shop.till.post("/till/members", new)
    taken = shop.till.post("/till/members", {**new, "uid": uuid7()})
    found = shop.till.get("/till/members", q="０９０１２３４５６７８").body["customers"]

    assert joined.status == 201, joined.body
    assert (joined.body["home_store_code"], joined.body["points_balance"]) == (shop.store.code, 0)
    assert (taken.status, taken.code, taken.body["field"]) == (409, "phone_taken", "phone")
    assert [each["uid"] for each in found] == [joined.body["uid"]]
    assert shop.till.get("/till/members", q="nobody@example.jp").body["customers"] == []


def test_a_manager_changes_a_member_at_the_till_and_a_clerk_does_not() -> None:
    shop, manager_till = _open_shop(), make_register(make_store())
    manager = _sign_in(manager_till, role=Role.MANAGER)
    joined, other = (
        shop.till.post("/till/members", {"uid": uuid7(), "family_name": "山田", "phone": phone}).body
        for phone in ("090-1234-5678", "080-1234-5678")
    )
    page = f"/till/members/{joined['uid']}"

    changed = manager.patch(page, {"email": "Hanako@example.jp", "given_name": "花子"})
    taken = manager.patch(page, {"phone": "08012345678"})
    none_left = manager.patch(page, {"phone": "", "email": ""})
    misspelled = manager.patch(page, {"mail": "x@example.jp"})
    grown = manager.patch(page, {"given_name": "㍿" * 20})

    assert changed.status == 200, changed.body
    assert (changed.body["name"], changed.body["email"], changed.body["phone"]) == (
        "山田 花子",
        "hanako@example.jp",
        "09012345678",
    )
    assert (taken.status, taken.code, taken.body["field"]) == (409, "phone_taken", "phone")
    assert none_left.code == "contact_needed"
    assert (misspelled.status, grown.status) == (422, 422)
    assert manager.patch(f"/till/members/{uuid7()}", {"given_name": "花"}).code == "customer_not_found"
    assert shop.till.patch(f"/till/members/{other['uid']}", {"given_name": "花"}).code == "not_allowed"
    event = Event.objects.get(name="Member Changed")
    assert (event.channel, event.store_id, event.properties["fields"]) == (
        "till",
        manager_till.store_id,
        ["email", "given_name"],
    )


def test_the_second_print_of_a_receipt_says_so() -> None:
    shop = _open_shop()
    number = shop.till.post("/till/sales", _sale(shop.variant, total=1000)).body["receipt"]["number"]

    looked = shop.till.get(f"/till/receipts/{number}")
    first = shop.till.post(f"/till/receipts/{number}/print")
    second = shop.till.post(f"/till/receipts/{number}/print")

    marks = [(reply.body["printed_count"], reply.body["is_reprint"]) for reply in (looked, first, second)]
    assert marks == [(0, False), (1, False), (2, True)]
    assert shop.till.get("/till/receipts/NONE").code == "receipt_not_found"


def test_a_receipt_of_another_store_is_neither_shown_nor_printed() -> None:
    shop, other = _open_shop(), _open_shop()
    number = other.till.post("/till/sales", _sale(other.variant, total=1000)).body["receipt"]["number"]

    looked = shop.till.get(f"/till/receipts/{number}")
    printed = shop.till.post(f"/till/receipts/{number}/print")

    assert [(reply.status, reply.code) for reply in (looked, printed)] == [(404, "receipt_not_found")] * 2
    assert Receipt.objects.get(number=number).printed_count == 0
    assert other.till.post(f"/till/receipts/{number}/print").body["is_reprint"] is False


def test_an_order_without_a_mail_has_none_to_send_again() -> None:
    shop = _open_shop()
    order = _order(shop)

    reply = shop.till.post(f"/till/orders/{order['uid']}/resend-mail")

    assert (reply.status, reply.code) == (404, "message_not_found")


def test_a_marketer_may_not_sell() -> None:
    store = make_store()
    register = make_register(store)
    staff = make_staff(role=Role.MARKETER, store=store, password=PASSWORD)
    who = {"staff_code": staff.code, "password": PASSWORD, "store_code": store.code, "register_code": register.code}

    reply = Caller().post("/till/sign-in", who, key=None)

    assert (reply.status, reply.code) == (403, "not_allowed")


def test_a_role_that_was_taken_away_counts_at_once() -> None:
    shop = _open_shop()
    StaffRole.objects.all().delete()

    reply = shop.till.get("/till/search", q="豆")

    assert (reply.status, reply.code) == (403, "not_allowed")
