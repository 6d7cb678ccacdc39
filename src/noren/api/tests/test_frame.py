"""What holds for every request: problems for everything, languages, sizes, tokens, and rows that others hold."""

from collections.abc import Callable
from functools import partial
from threading import Thread

import pytest
from django.db import InterfaceError, OperationalError, connection, connections, transaction
from django.test import Client

from noren.api.problems import MEDIA_TYPE
from noren.api.routes.till.finding import code_in
from noren.api.tests.client import ALL_BUT_TILL, Caller, Reply, integrator
from noren.kernel.ids import uuid7
from noren.kernel.models import IdempotencyRecord
from noren.kernel.racing import race
from noren.orders.models import Order
from noren.people.tokens import Scope, make_token
from noren.stock.models import Level
from tests.factories import NOON, make_store, make_variant, stock_up


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/api/v1/nothing", 404, "route_not_found"),
        ("GET", "/api/v1/", 404, "route_not_found"),
        ("DELETE", "/api/v1/orders", 405, "method_not_allowed"),
        ("PATCH", "/api/v1/stores", 405, "method_not_allowed"),
    ],
)
def test_a_wrong_address_or_method_is_a_problem(method: str, path: str, status: int, code: str) -> None:
    answer = Client().generic(method, path, headers={"Accept-Language": "en"})

    assert (answer.status_code, answer.headers["Content-Type"]) == (status, MEDIA_TYPE)
    body = answer.json()
    assert (body["status"], body["code"], body["type"]) == (status, code, f"/api/v1/problems/{code}")
    assert body["title"]
    assert ("Allow" in answer.headers) == (status == 405)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("accepted", "language", "title"),
    [
        ("ja", "ja", "見つかりません"),
        ("en-US,en;q=0.8,ja;q=0.5", "en", "Not found"),
        ("fr", "ja", "見つかりません"),
        ("", "ja", "見つかりません"),
        ("de, en;q=0.3", "en", "Not found"),
    ],
)
def test_the_language_is_the_first_that_there_is(accepted: str, language: str, title: str) -> None:
    answer = Client().get("/api/v1/nothing", headers={"Accept-Language": accepted})

    assert (answer.headers["Content-Language"], answer.json()["title"]) == (language, title)
    assert "Accept-Language" in answer.headers["Vary"]


@pytest.mark.django_db
def test_a_cookie_of_the_shop_neither_sets_the_language_nor_opens_a_session() -> None:
    client = Client()
    client.cookies["django_language"] = "ja"

    answer = client.get("/api/v1/problems/out_of_stock", headers={"Accept-Language": "en"})

    assert answer.headers["Content-Language"] == "en"
    assert answer.cookies == {}


@pytest.mark.django_db
def test_every_code_is_explained_at_its_type() -> None:
    caller = Caller()

    codes = [page["code"] for page in caller.get("/problems").body["problems"]]

    assert {"out_of_stock", "price_changed", "token_invalid", "input_invalid"} <= set(codes)
    for code in codes:
        page = caller.get(f"/problems/{code}").body
        assert len(page["meaning"]) > 5, code
    assert caller.get("/problems/none").status == 404


@pytest.mark.django_db
def test_a_body_of_another_type_is_refused() -> None:
    caller = integrator()

    answer = caller.client.post(
        "/api/v1/orders",
        data="lines=1",
        content_type="application/x-www-form-urlencoded",
        headers={"Authorization": f"Bearer {caller.token}", "Idempotency-Key": "1"},
    )

    assert (answer.status_code, answer.json()["code"]) == (415, "media_type_unsupported")


@pytest.mark.django_db
def test_a_body_that_is_too_large_is_refused() -> None:
    reply = integrator().post("/orders", '{"a": "' + "x" * (2 * 1024 * 1024) + '"}')

    assert (reply.status, reply.code) == (413, "body_too_large")


@pytest.mark.django_db
def test_an_empty_body_is_a_value_that_is_missing() -> None:
    reply = integrator().post("/orders")

    assert (reply.status, reply.fields) == (422, {"body": "value_missing"})


@pytest.mark.django_db
@pytest.mark.parametrize("secret", ["", "noren_", "x" * 10_000, "のれん", "a\x00b"])
def test_a_strange_token_is_an_unknown_one(secret: str) -> None:
    answer = Client().get("/api/v1/stores", headers={"Authorization": f"Bearer {secret}".encode().decode("latin-1")})

    assert (answer.status_code, answer.json()["code"]) == (401, "token_invalid")
    assert answer.headers["WWW-Authenticate"] == "Bearer"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("/stores?limit=abc", {"limit": "integer_invalid"}),
        ("/products?limit=abc", {"limit": "value_unknown"}),
        ("/products?q=a&Page=2&x", {"Page": "value_unknown", "x": "value_unknown"}),
    ],
)
def test_a_parameter_that_is_wrong_or_unknown_is_named(path: str, fields: dict[str, str]) -> None:
    reply = integrator().get(path)

    assert (reply.status, reply.code, reply.fields) == (422, "input_invalid", fields)


@pytest.mark.django_db
def test_each_scope_opens_its_own_operations() -> None:
    caller = Caller(make_token(name="reader", scopes=frozenset({Scope.CATALOG_READ}), at=NOON))

    assert caller.get("/stores").status == 200
    for path in (f"/customers/{uuid7()}", f"/orders/{uuid7()}", "/variants/1/availability", f"/imports/{uuid7()}"):
        reply = caller.get(path)
        assert (reply.status, reply.code) == (403, "scope_missing")


@pytest.mark.django_db
def test_a_fault_of_ours_is_a_problem_and_is_logged(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(**_arguments: object) -> object:
        raise ZeroDivisionError

    monkeypatch.setattr("noren.api.routes.stores.all_stores", broken)

    reply = integrator().get("/stores")

    assert (reply.status, reply.code) == (500, "server_error")
    assert "ZeroDivisionError" in caplog.text


@pytest.mark.django_db
@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_a_database_that_is_gone_says_to_try_again(monkeypatch: pytest.MonkeyPatch, error: type[Exception]) -> None:
    def gone(**_arguments: object) -> object:
        raise error("the connection is closed")

    monkeypatch.setattr("noren.api.routes.stores.all_stores", gone)

    reply = integrator().get("/stores")

    assert (reply.status, reply.code, reply.headers["Retry-After"]) == (503, "unavailable", "1")


def _placing(token: str, store_code: str, sku: str, key: str) -> Reply:
    body = {
        "store_code": store_code,
        "lines": [{"sku": sku, "quantity": 1}],
        "contact": {"name": "田中", "email": "tanaka@example.jp"},
    }
    return Caller(token).post("/orders", body, key=key)


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_a_repeat_in_flight_waits_for_the_first_and_gets_its_answer() -> None:
    store, variant = make_store(), make_variant()
    level = stock_up(store, variant, 5)
    token = make_token(name="race", scopes=ALL_BUT_TILL, at=NOON)
    placing = partial(_placing, token, store.code, variant.sku, "one key")

    first, second = race(placing, placing, queue_on=Level.objects.filter(pk=level.pk))

    assert isinstance(first, Reply)
    assert isinstance(second, Reply)
    assert (first.status, second.status) == (201, 201), (first, second)
    assert first.body == second.body
    assert Order.objects.count() == IdempotencyRecord.objects.count() == 1


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_rows_held_too_long_answer_busy() -> None:
    store, variant = make_store(), make_variant()
    stock_up(store, variant, 5)
    token = make_token(name="race", scopes=ALL_BUT_TILL, at=NOON)

    def placing() -> Reply:
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '50ms'")
        return _placing(token, store.code, variant.sku, "one key")

    [reply] = _while_held(placing, level_of=variant.pk)

    assert (reply.status, reply.code, reply.headers["Retry-After"]) == (409, "busy", "1")
    assert Order.objects.count() == IdempotencyRecord.objects.count() == 0


def _while_held(call: Callable[[], Reply], *, level_of: int) -> list[Reply]:
    """Run the call on a connection of its own while its stock level is locked here."""
    outcomes: list[Reply] = []

    def run() -> None:
        try:
            outcomes.append(call())
        finally:
            connections.close_all()

    with transaction.atomic():
        list(Level.objects.select_for_update().filter(variant_id=level_of))
        thread = Thread(target=run)
        thread.start()
        thread.join(timeout=20)
    return outcomes


@pytest.mark.parametrize(
    ("scanned", "code"),
    [
        ("ABCD1234", "ABCD1234"),
        ("https://noren.example/o/?code=ABCD1234", "ABCD1234"),
        ("https://noren.example/p/ABCD1234/", "ABCD1234"),
        ("http://[", "http://["),
    ],
)
def test_a_scanned_address_is_read_for_its_code(scanned: str, code: str) -> None:
    assert code_in(scanned) == code
