"""Orders over the API."""

import json
from datetime import datetime

import pytest

from noren.api.tests.client import Caller, Reply, integrator
from noren.kernel.ids import uuid7
from noren.orders.models import Order
from noren.people.tokens import Scope
from tests.factories import all_differences, make_coupon, make_member, make_store, make_variant, stock_up

pytestmark = pytest.mark.django_db


def _wanted(store_code: str, *lines: tuple[str, object], **more: object) -> dict[str, object]:
    return {
        "store_code": store_code,
        "lines": [{"sku": sku, "quantity": quantity} for sku, quantity in lines],
        "contact": {"name": "田中 一郎", "email": "tanaka@example.jp"},
        **more,
    }


def test_an_order_of_a_guest_is_promised_and_can_be_read() -> None:
    store, variant = make_store(), make_variant(price_minor=980)
    level = stock_up(store, variant, 5)
    caller = integrator()

    placed = caller.post("/orders", _wanted(store.code, (variant.sku, 2)))

    assert placed.status == 201, placed.body
    assert placed.body["total_minor"] == 1960
    assert datetime.fromisoformat(placed.body["due_at"]) > datetime.fromisoformat("2026-01-01T00:00:00Z")
    order = caller.get(f"/orders/{placed.body['uid']}")
    assert order.status == 200
    assert [(line["sku"], line["quantity"]) for line in order.body["lines"]] == [(variant.sku, 2)]
    assert order.body["payments"][0]["status"] == "due"
    assert [state["status"] for state in order.body["states"]] == ["placed"]
    for told in (placed.body, order.body):
        assert [told[name][-1] for name in ("due_at", "kept_until")] == ["Z", "Z"]
    level.refresh_from_db()
    assert level.allocated == 2
    assert all_differences() == []


def test_a_pickup_may_wait_for_goods_of_another_store() -> None:
    here, there, variant = make_store(), make_store(), make_variant()
    stock_up(there, variant, 2)
    caller, path = integrator(), f"/variants/{variant.sku}/availability?bring_to={here.code}&pieces="

    told, too_many = (caller.get(path + pieces).body["bring"] for pieces in ("2", "3"))
    refused = caller.post("/orders", _wanted(here.code, (variant.sku, 2)))
    placed = caller.post("/orders", _wanted(here.code, (variant.sku, 2), may_bring=True))

    assert (told["store_code"], too_many) == (here.code, None)
    assert (refused.status, refused.code) == (409, "out_of_stock")
    assert (placed.status, placed.body["due_at"]) == (201, told["pickup_at"])
    (line,) = caller.get(f"/orders/{placed.body['uid']}").body["lines"]
    assert line["awaited_quantity"] == 2
    assert all_differences() == []


def test_a_repeat_under_the_same_key_gets_the_stored_answer() -> None:
    store, variant = make_store(), make_variant()
    stock_up(store, variant, 5)
    caller, wanted = integrator(), _wanted(store.code, (variant.sku, 1))

    first = caller.post("/orders", wanted, key="order 1")
    second = caller.post("/orders", wanted, key="order 1")

    assert (first.status, second.status) == (201, 201)
    assert first.body == second.body
    assert "Idempotency-Replayed" not in first.headers
    assert second.headers["Idempotency-Replayed"] == "true"
    assert Order.objects.count() == 1


def test_the_uid_of_an_order_tells_another_guest_nothing() -> None:
    store, variant = make_store(), make_variant()
    stock_up(store, variant, 5)
    wanted = _wanted(store.code, (variant.sku, 1), uid=str(uuid7()))
    placed = integrator().post("/orders", wanted)

    other = {**wanted, "contact": {"name": "鈴木 花子", "email": "suzuki@example.jp"}}
    answer = integrator().post("/orders", other)

    assert (answer.status, answer.body["code"], answer.body["field"]) == (409, "order_uid_taken", "uid")
    assert placed.body["number"] not in json.dumps(answer.body)
    assert integrator().post("/orders", wanted).body["number"] == placed.body["number"]


def test_the_same_key_for_another_request_is_refused() -> None:
    store, variant = make_store(), make_variant()
    stock_up(store, variant, 5)
    caller = integrator()
    caller.post("/orders", _wanted(store.code, (variant.sku, 1)), key="order 1")

    other = caller.post("/orders", _wanted(store.code, (variant.sku, 2)), key="order 1")

    assert (other.status, other.code) == (422, "idempotency_key_reused")
    assert Order.objects.count() == 1


def test_two_tokens_may_use_the_same_key() -> None:
    store, variant = make_store(), make_variant()
    stock_up(store, variant, 5)

    replies = [integrator().post("/orders", _wanted(store.code, (variant.sku, 1)), key="1") for _ in range(2)]

    assert [reply.status for reply in replies] == [201, 201]
    assert Order.objects.count() == 2


@pytest.mark.parametrize(
    ("key", "code"),
    [(None, "idempotency_key_missing"), ("k" * 256, "idempotency_key_invalid"), ("鍵", "idempotency_key_invalid")],
)
def test_a_deed_needs_a_proper_key(key: str | None, code: str) -> None:
    store, variant = make_store(), make_variant()

    reply = integrator().post("/orders", _wanted(store.code, (variant.sku, 1)), key=key)

    assert (reply.status, reply.code) == (400, code)
    assert Order.objects.count() == 0


def test_a_refusal_is_not_stored_so_the_key_may_be_used_again() -> None:
    store, variant = make_store(), make_variant()
    stock_up(store, variant, 1)
    caller = integrator()

    refused = caller.post("/orders", _wanted(store.code, (variant.sku, 3)), key="order 1")
    placed = caller.post("/orders", _wanted(store.code, (variant.sku, 1)), key="order 1")

    assert (refused.status, refused.code) == (409, "out_of_stock")
    assert (refused.body["available"], refused.body["wanted"]) == (1, 3)
    assert refused.body["field"] == "lines.0.quantity"
    assert placed.status == 201


@pytest.mark.parametrize(
    "quantity", ["0", "-1", "1000000000", "1.5", "1.0", "1e2", "true", '"3"', '"３"', "null", "[]", "{}"]
)
def test_what_is_no_quantity_is_refused_at_its_field(quantity: str) -> None:
    store, variant = make_store(), make_variant()
    body = json.dumps(_wanted(store.code, (variant.sku, 1), (variant.sku, "QUANTITY")))

    reply = integrator().post("/orders", body.replace('"QUANTITY"', quantity))

    assert (reply.status, reply.code) == (422, "input_invalid")
    assert reply.fields == {"lines.1.quantity": "quantity_invalid"}
    assert reply.body["detail"] == "The quantity must be a whole number from 1 to 9999."
    assert Order.objects.count() == 0


@pytest.mark.parametrize(
    "body", ["{", "NaN", "[Infinity]", "9" * 5000, "[" * 100_000, b'{"a": "\xff"}', "nothing", '{"a": 1,}']
)
def test_what_is_not_json_is_refused(body: str | bytes) -> None:
    reply = integrator().post("/orders", body)

    assert (reply.status, reply.code) == (400, "json_malformed")


def test_all_values_at_fault_are_named_in_japanese_too() -> None:
    caller = integrator()
    caller.language = "ja"

    reply = caller.post("/orders", {"lines": [{"sku": "", "quantity": "３"}], "prices": 1})

    assert reply.status == 422
    assert reply.fields == {
        "store_code": "value_missing",
        "lines.0.sku": "too_short",
        "lines.0.quantity": "quantity_invalid",
        "prices": "value_unknown",
    }
    assert reply.headers["Content-Language"] == "ja"


def test_what_does_not_exist_is_refused_at_its_field() -> None:
    store, variant = make_store(), make_variant()
    stock_up(store, variant, 5)
    caller = integrator()

    def refusal(**more: object) -> tuple[int, str, str]:
        reply = caller.post("/orders", _wanted(store.code, (variant.sku, 1)) | more)
        return reply.status, reply.code, reply.body["field"]

    unknown = caller.post("/orders", _wanted(store.code, (variant.sku, 1), ("NO\x7fSUCH", 1), ("NO-SUCH", 1)))
    assert (unknown.status, unknown.fields) == (422, {"lines.1.sku": "characters_invalid"})
    unknown = caller.post("/orders", _wanted(store.code, (variant.sku, 1), ("NO-SUCH", 1)))
    assert (unknown.status, unknown.code, unknown.body["field"]) == (404, "variant_not_found", "lines.1.sku")
    assert refusal(store_code="S-NONE") == (404, "store_not_found", "store_code")
    assert refusal(coupon_codes=["NONE"]) == (404, "coupon_not_found", "coupon_codes.0")
    assert refusal(contact=None, customer_uid=uuid7()) == (404, "customer_not_found", "customer_uid")
    assert refusal(contact=None) == (422, "buyer_missing", "customer_uid")
    assert refusal(basket_uid=uuid7()) == (404, "basket_not_found", "basket_uid")
    assert refusal(contact={"name": "田中", "email": "tanaka"}) == (422, "email_invalid", "email")
    assert Order.objects.count() == 0


def test_a_changed_price_is_refused_with_what_changed() -> None:
    store, variant = make_store(), make_variant(price_minor=980)
    stock_up(store, variant, 5)
    body = _wanted(store.code, (variant.sku, 2), expected_total_minor=1800)
    body["lines"] = [{"sku": variant.sku, "quantity": 2, "unit_price_minor": 900}]

    reply = integrator().post("/orders", body)

    assert (reply.status, reply.code) == (409, "price_changed")
    assert (reply.body["expected"], reply.body["now"]) == (1800, 1960)
    assert reply.body["changes"] == [
        {"sku": variant.sku, "name": "深煎りコーヒー豆 200g", "seen_minor": 900, "now_minor": 980}
    ]


def test_a_coupon_takes_its_part_and_a_spent_one_is_refused() -> None:
    store, variant, coupon = make_store(), make_variant(price_minor=1000), make_coupon(redemption_limit=1)
    stock_up(store, variant, 5)
    caller, body = integrator(), _wanted(store.code, (variant.sku, 1), coupon_codes=[coupon.code.lower()])

    first, second = caller.post("/orders", body), caller.post("/orders", body)

    assert (first.status, first.body["discount_minor"]) == (201, 200)
    assert (second.status, second.code) == (409, "coupon_exhausted")


def test_a_token_of_a_customer_orders_for_that_customer_alone() -> None:
    store, variant, member, other = make_store(), make_variant(), make_member(), make_member()
    stock_up(store, variant, 5)
    caller = integrator(customer_id=member.pk)
    body = {"store_code": store.code, "lines": [{"sku": variant.sku, "quantity": 1}]}

    placed = caller.post("/orders", body)
    for_other = caller.post("/orders", {**body, "customer_uid": other.uid})

    assert placed.status == 201, placed.body
    assert Order.objects.get().customer_id == member.pk
    assert (for_other.status, for_other.code) == (403, "other_customer")


def test_an_order_of_somebody_else_is_not_found() -> None:
    store, variant, member = make_store(), make_variant(), make_member()
    stock_up(store, variant, 5)
    placed = integrator().post("/orders", _wanted(store.code, (variant.sku, 1)))
    caller = integrator(customer_id=member.pk)

    read = caller.get(f"/orders/{placed.body['uid']}")
    canceled = caller.post(f"/orders/{placed.body['uid']}/cancel", {})

    assert (read.status, read.code) == (404, "order_not_found")
    assert (canceled.status, canceled.code) == (404, "order_not_found")
    assert Order.objects.get().status == "placed"


def test_a_pickup_can_be_cancelled_and_its_goods_are_free_again() -> None:
    store, variant = make_store(), make_variant()
    level = stock_up(store, variant, 5)
    caller = integrator()
    placed = caller.post("/orders", _wanted(store.code, (variant.sku, 2)))

    canceled = caller.post(f"/orders/{placed.body['uid']}/cancel", {"reason": "予定が変わった"})

    assert (canceled.status, canceled.body["status"]) == (200, "canceled")
    assert canceled.body["ended_reason"] == "予定が変わった"
    level.refresh_from_db()
    assert level.allocated == 0


def test_a_uid_that_names_a_line_of_another_order_is_a_conflict() -> None:
    store, variant, line_uid = make_store(), make_variant(), uuid7()
    stock_up(store, variant, 5)
    body = _wanted(store.code)
    body["lines"] = [{"uid": line_uid, "sku": variant.sku, "quantity": 1}]
    caller = integrator()

    first, second = caller.post("/orders", body), caller.post("/orders", body)

    assert first.status == 201
    assert (second.status, second.code) == (409, "uid_taken")
    assert Order.objects.count() == 1


@pytest.mark.parametrize(
    ("caller", "status", "code"),
    [
        (lambda: Caller(), 401, "token_invalid"),
        (lambda: Caller("noren_unknown"), 401, "token_invalid"),
        (lambda: Caller("のれん"), 401, "token_invalid"),
        (lambda: integrator(scopes=frozenset({Scope.ORDERS_READ})), 403, "scope_missing"),
    ],
)
def test_a_token_without_the_scope_orders_nothing(caller: "object", status: int, code: str) -> None:
    reply: Reply = caller().post("/orders", {})  # type: ignore[operator]

    assert (reply.status, reply.code) == (status, code)
    assert ("WWW-Authenticate" in reply.headers) == (status == 401)


def test_an_order_is_changed_as_it_was_quoted_and_tells_what_was_changed() -> None:
    store, variant, other = make_store(), make_variant(price_minor=980), make_variant(price_minor=500)
    for each in (variant, other):
        stock_up(store, each, 5)
    caller = integrator()
    uid = caller.post("/orders", _wanted(store.code, (variant.sku, 3), note="中挽き")).body["uid"]
    line = caller.get(f"/orders/{uid}").body["lines"][0]["uid"]
    wanted = {
        "lines": [{"uid": line, "quantity": 1, "seen_quantity": 3}],
        "added": [{"sku": other.sku, "quantity": 1}],
        "reason": "電話",
    }

    quote = caller.post(f"/orders/{uid}/change/quote", wanted)
    wrong = caller.post(f"/orders/{uid}/change", {**wanted, "expected_total_minor": 1}, key="a")
    done = caller.post(f"/orders/{uid}/change", {**wanted, "expected_total_minor": 1480}, key="b")

    assert (quote.status, quote.body["total_minor"], quote.body["due_minor"]) == (200, 1480, 1480)
    assert (wrong.status, wrong.body["code"]) == (409, "price_changed")
    assert (done.status, done.body["total_minor"], done.body["buyer_note"]) == (200, 1480, "中挽き")
    assert [(each["before"], each["after"]) for each in done.body["changes"][0]["lines"]] == [(3, 1), (0, 1)]
    assert all_differences() == []


def test_a_customers_token_takes_off_but_adds_nothing_and_reads_no_notes_of_staff() -> None:
    store, variant, member = make_store(), make_variant(price_minor=980), make_member()
    stock_up(store, variant, 5)
    staff, own = integrator(), integrator(customer_id=member.pk)
    wanted = {"store_code": store.code, "lines": [{"sku": variant.sku, "quantity": 2}]}
    uid = own.post("/orders", wanted).body["uid"]
    line = own.get(f"/orders/{uid}").body["lines"][0]["uid"]

    more = own.post(f"/orders/{uid}/change", {"lines": [{"uid": line, "quantity": 3}]})
    less = own.post(f"/orders/{uid}/change", {"lines": [{"uid": line, "quantity": 1}]})
    noted = staff.post(f"/orders/{uid}/notes", {"text": "常連様"})

    assert (more.status, more.body["code"]) == (403, "only_fewer")
    assert (less.status, less.body["total_minor"]) == (200, 980)
    assert (noted.status, staff.get(f"/orders/{uid}/notes").body["notes"][0]["text"]) == (201, "常連様")
    assert own.get(f"/orders/{uid}/notes").status == 403
    assert own.post(f"/orders/{uid}/notes", {"text": "x"}).status == 403
    assert "常連様" not in str(own.get(f"/orders/{uid}").body)
