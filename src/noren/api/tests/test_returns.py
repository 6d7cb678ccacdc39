"""Returns over the API: at the till, and by other systems."""

from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone
from pytest_django import Settings

from noren.api.tests.client import Caller, integrator
from noren.kernel.ids import uuid7
from noren.orders.models import Order, OrderLine, Return
from noren.people.models import Role
from noren.people.tokens import Scope
from noren.stock.models import Level
from noren.timeline.models import Event
from tests.factories import Shop, all_differences, make_member, make_staff

pytestmark = pytest.mark.django_db
PASSWORD = "nagoya-castle-1612"


def _sign_in(shop: Shop, *, role: Role = Role.CLERK) -> Caller:
    staff = make_staff(role=role, store=shop.store, password=PASSWORD)
    who = {"staff_code": staff.code, "password": PASSWORD}
    place = {"store_code": shop.store.code, "register_code": shop.register.code}
    signed_in = Caller().post("/till/sign-in", who | place, key=None)
    assert signed_in.status == 200, signed_in.body
    return Caller(signed_in.body["token"])


def _sold(till: Caller, shop: Shop, quantity: int = 2, **more: object) -> dict[str, Any]:
    sale = {
        "uid": uuid7(),
        "lines": [{"uid": uuid7(), "sku": shop.coffee.sku, "quantity": quantity}],
        "tenders": [{"uid": uuid7(), "amount_minor": 10_000}],
        "expected_total_minor": 1_000 * quantity,
        **more,
    }
    done = till.post("/till/sales", sale)
    assert done.status == 201, done.body
    return dict(done.body["order"])


def _back(order: dict[str, Any], quantity: int = 1, **more: object) -> dict[str, Any]:
    line = {"line_uid": order["lines"][0]["uid"], "quantity": quantity, "condition": "resalable"}
    wanted = {"uid": uuid7(), "order_uid": order["uid"], "lines": [line], "reason": "サイズが合わない"}
    return {**wanted, "expected_minor": 1_000 * quantity, **more}


def test_goods_sold_in_one_store_are_found_priced_and_taken_back_in_another() -> None:
    sold_in, taken_in = Shop(), Shop()
    order = _sold(_sign_in(sold_in), sold_in)
    till = _sign_in(taken_in)

    found = till.get("/till/returnable", code=order["number"]).body
    sale = till.get(f"/till/returnable/{found['sales'][0]['uid']}").body
    wanted = _back(order)
    quoted = till.post("/till/returns/quote", {"order_uid": order["uid"], "lines": wanted["lines"]}, key=None).body
    done = till.post("/till/returns", wanted)

    assert (found["named"], len(found["sales"])) == ("sale", 1)
    assert [(line["quantity"], line["left_quantity"]) for line in sale["lines"]] == [(2, 2)]
    assert (sale["refusal"], sale["returns"]) == (None, [])
    assert (quoted["total_minor"], quoted["tax_minor"], quoted["is_full"]) == (1_000, 74, False)
    assert done.status == 201
    booked, receipt = done.body["booked"], done.body["receipt"]
    assert (booked["total_minor"], booked["refunds"]) == (
        1_000,
        [
            {
                "provider": "cash",
                "amount_minor": 1_000,
                "is_sent": False,
                "name": "",
                "reference": "",
                "kept_minor": 0,
                "is_voucher": False,
            }
        ],
    )
    assert (receipt["kind"], receipt["order_number"], receipt["store_code"]) == (
        "return",
        order["number"],
        taken_in.store.code,
    )
    assert (receipt["original_number"], receipt["original_store"]) == (order["number"], sold_in.store.name)
    assert receipt["link"] in receipt["slip"]["link"]
    again = till.get(f"/till/returnable/{order['uid']}").body
    assert again["lines"][0]["left_quantity"] == 1
    assert [each["number"] for each in again["returns"]] == [booked["number"]]
    assert Level.objects.get(store=taken_in.store, variant=sold_in.coffee).on_hand == 1
    assert all_differences() == []


def test_the_receipt_of_a_return_is_printed_where_the_goods_came_back() -> None:
    sold_in, taken_in = Shop(), Shop()
    seller, taker = _sign_in(sold_in), _sign_in(taken_in)
    order = _sold(seller, sold_in)
    number = taker.post("/till/returns", _back(order)).body["booked"]["number"]

    link = taker.get(f"/till/receipts/{number}").body["link"]
    assert taker.get("/till/returnable", code=link).body["sales"][0]["uid"] == order["uid"]
    prints = [taker.post(f"/till/receipts/{number}/print").body["is_reprint"] for _ in range(2)]

    assert prints == [False, True]
    assert seller.get(f"/till/receipts/{number}").code == "receipt_not_found"
    sale = seller.get(f"/till/receipts/{order['number']}").body
    assert (sale["kind"], sale["returned_minor"]) == ("sale", 1_000)
    today = taker.get("/till/sales").body
    assert [each["number"] for each in today["returns"]] == [number]


def test_sales_are_found_by_member_and_by_goods() -> None:
    shop, member = Shop(), make_member()
    till = _sign_in(shop)
    order = _sold(till, shop, customer_uid=member.uid)
    other = _sold(till, shop)

    by_member = till.get("/till/returnable", code=member.member_number).body
    by_email = till.get("/till/returnable", code=member.email).body
    by_goods = till.get("/till/returnable", code=shop.coffee.sku).body

    assert [each["uid"] for each in by_member["sales"]] == [order["uid"]]
    assert (by_email["named"], by_email["name"]) == ("member", member.full_name)
    assert {each["uid"] for each in by_goods["sales"]} == {order["uid"], other["uid"]}
    assert till.get("/till/returnable", code="no such thing").code == "code_unknown"


def test_a_repeat_of_a_return_is_answered_alike() -> None:
    shop = Shop()
    till = _sign_in(shop)
    wanted = _back(_sold(till, shop))

    first, second = till.post("/till/returns", wanted), till.post("/till/returns", wanted)

    assert first.body["booked"]["number"] == second.body["booked"]["number"]
    assert Return.objects.count() == 1
    assert till.post("/till/returns", wanted | {"reason": "別の理由"}).code == "return_uid_taken"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"lines": []}, "return_empty"),
        ({"expected_minor": 999}, "refund_changed"),
        ({"order_uid": str(uuid7())}, "order_not_found"),
        ({"reason": " "}, "input_invalid"),
    ],
)
def test_a_return_is_refused_with_a_reason(change: dict[str, Any], code: str) -> None:
    shop = Shop()
    till = _sign_in(shop)
    order = _sold(till, shop)

    assert till.post("/till/returns", _back(order) | change).code == code
    assert till.post("/till/returns", _back(order, 3, expected_minor=3_000)).code == "returned_already"
    assert Return.objects.count() == 0


def test_goods_without_a_sale_are_taken_back_by_managers_and_by_clerks_with_their_approval() -> None:
    shop = Shop()
    clerk, manager = _sign_in(shop), _sign_in(shop, role=Role.MANAGER)
    goods = [{"sku": shop.coffee.sku, "quantity": 1, "condition": "discarded", "note": "破れている"}]
    wanted = {"uid": uuid7(), "goods": goods, "reason": "レシートなし", "expected_minor": 1_000}

    refused = clerk.post("/till/returns", wanted)
    told = clerk.post("/till/returns/quote", {"goods": goods}, key=None).body["needs_approval"]
    quoted = manager.post("/till/returns/quote", {"goods": goods}, key=None)
    done = manager.post("/till/returns", wanted)

    assert (refused.status, refused.code, refused.body["deed"]) == (403, "approval_needed", "return_without_sale")
    assert (told, quoted.body["needs_approval"]) == (["return_without_sale"], [])
    assert quoted.body["total_minor"] == 1_000
    assert done.status == 201, done.body
    assert (done.body["booked"]["order_uid"], done.body["receipt"]["order_uid"]) == (None, None)
    assert done.body["receipt"]["original_at"] is None
    number = done.body["receipt"]["number"]
    assert manager.post(f"/till/receipts/{number}/print").body["is_reprint"] is False
    mailed = manager.post(f"/till/receipts/{number}/mail", {"email": "hana@example.com"})
    assert mailed.body["is_new"], mailed.body
    assert Event.objects.get(name="Receipt Mailed").subject_uid == UUID(done.body["booked"]["uid"])
    refused = manager.post(f"/till/receipts/{number}/formal", {"uid": uuid7(), "recipient": "山田商店"})
    assert refused.code == "formal_receipt_refused"
    assert all_differences() == []


def test_a_late_return_is_a_managers_or_approved_by_one() -> None:
    shop = Shop()
    clerk, manager = _sign_in(shop), _sign_in(shop, role=Role.MANAGER)
    order = _sold(clerk, shop)
    Order.objects.filter(uid=order["uid"]).update(completed_at="2020-01-01T03:00Z")

    assert clerk.get(f"/till/returnable/{order['uid']}").body["refusal"] is None
    alone = clerk.post("/till/returns", _back(order))
    assert (alone.status, alone.code, alone.body["deed"]) == (403, "approval_needed", "return_late")
    assert manager.post("/till/returns", _back(order)).status == 201

    wanted = _back(order)
    assert clerk.post("/till/returns", wanted | {"approval_uid": _approval(clerk, shop, wanted)}).status == 201


def test_a_shop_may_let_its_clerks_take_goods_back_late_alone(settings: Settings) -> None:
    settings.CLERKS_NEED_APPROVAL = ["void_sale"]
    shop = Shop()
    clerk = _sign_in(shop)
    order = _sold(clerk, shop)
    Order.objects.filter(uid=order["uid"]).update(completed_at="2020-01-01T03:00Z")

    assert clerk.post("/till/returns", _back(order)).status == 201


def test_a_clerk_who_may_not_void_alone_does_not_return_the_whole_sale_of_the_day_alone_either() -> None:
    shop = Shop()
    clerk = _sign_in(shop)
    order = _sold(clerk, shop, 2)
    assert clerk.post("/till/returns", _back(order)).status == 201

    rest = _back(order)
    alone = clerk.post("/till/returns", rest)
    approval = _approval(clerk, shop, rest)
    other = clerk.post("/till/returns", rest | {"approval_uid": approval, "reason": "気が変わった"})
    done = clerk.post("/till/returns", rest | {"approval_uid": approval})
    again = clerk.post("/till/returns", rest | {"approval_uid": approval})

    assert (alone.code, alone.body["deed"]) == ("approval_needed", "void_sale")
    assert (other.status, other.code) == (403, "approval_invalid")
    assert (done.status, again.status) == (201, 201)
    assert done.body["booked"]["number"] == again.body["booked"]["number"]
    assert Return.objects.count() == 2
    assert all_differences() == []


def test_parts_of_a_sale_do_not_stay_below_the_limit_of_a_clerk(settings: Settings) -> None:
    settings.REFUND_LIMIT_MINOR = 1_500
    shop = Shop()
    clerk = _sign_in(shop)
    order = _sold(clerk, shop, 3)

    assert clerk.post("/till/returns", _back(order)).status == 201
    second = clerk.post("/till/returns", _back(order))

    assert (second.status, second.code, second.body["deed"]) == (403, "approval_needed", "refund_large")
    assert Return.objects.count() == 1


def test_what_is_approved_is_looked_at_before_anybody_types_a_password() -> None:
    shop = Shop()
    clerk = _sign_in(shop)
    order = _sold(clerk, shop)
    wanted = {"staff_code": "9999", "password": PASSWORD}

    too_many = _back(order, 3, expected_minor=3_000) | {"deed": "return_goods"}
    needs_none = _back(order) | {"deed": "return_goods"}
    unknown = {"deed": "sell"}

    assert clerk.post("/till/approvals", wanted | {"request": too_many}, key=None).code == "returned_already"
    assert clerk.post("/till/approvals", wanted | {"request": needs_none}, key=None).code == "not_allowed"
    assert clerk.post("/till/approvals", wanted | {"request": unknown}, key=None).status == 422


def _approval(clerk: Caller, shop: Shop, wanted: dict[str, Any]) -> str:
    """A manager approves exactly this return at the clerk's till."""
    manager = make_staff(role=Role.MANAGER, store=shop.store, password=PASSWORD)
    asked = {"request": wanted | {"deed": "return_goods"}, "staff_code": manager.code, "password": PASSWORD}
    approved = clerk.post("/till/approvals", asked, key=None)
    assert approved.status == 201, approved.body
    return str(approved.body["uid"])


def test_another_system_returns_goods_of_an_order_and_reads_them() -> None:
    shop = Shop()
    placed = shop.sell(at=timezone.now())
    line = OrderLine.objects.get(order__uid=placed.uid)
    wanted = {
        "uid": uuid7(),
        "store_code": shop.store.code,
        "register_code": shop.register.code,
        "lines": [{"line_uid": line.uid, "quantity": 1, "condition": "damaged"}],
        "reason": "不良品",
    }

    done = integrator().post(f"/orders/{placed.uid}/returns", wanted)
    read = integrator().get(f"/orders/{placed.uid}/returns").body

    assert done.status == 201, done.body
    assert (done.body["total_minor"], done.body["is_full"], done.body["channel"]) == (1_000, True, "api")
    assert read["returns"] == [done.body]
    assert integrator().get(f"/orders/{placed.uid}").body["returned_minor"] == 1_000
    assert Level.objects.get(store=shop.store).aside == 1
    assert all_differences() == []


def test_a_return_needs_its_scope_and_is_no_customers_own_deed() -> None:
    shop, member = Shop(), make_member()
    placed = shop.sell(customer=member)
    path, wanted = (
        f"/orders/{placed.uid}/returns",
        {
            "uid": uuid7(),
            "store_code": shop.store.code,
            "register_code": "no such",
            "lines": [
                {
                    "line_uid": OrderLine.objects.get(order__uid=placed.uid).uid,
                    "quantity": 1,
                    "condition": "resalable",
                }
            ],
            "reason": "x",
        },
    )

    without = integrator(scopes=frozenset({Scope.ORDERS_WRITE, Scope.ORDERS_READ}))
    own, other = integrator(customer_id=member.pk), integrator(customer_id=make_member().pk)

    assert without.post(path, wanted).code == "scope_missing"
    assert own.post(path, wanted).code == "other_customer"
    assert own.get(path).body == {"returns": []}
    assert other.get(path).code == "order_not_found"
    assert integrator().post(path, wanted).code == "register_not_found"
    assert Return.objects.count() == 0
