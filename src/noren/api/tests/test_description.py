"""The OpenAPI description: whole, true, and served without any other host."""

import json
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any, get_args, get_type_hints
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from pydantic import TypeAdapter

from noren.api.application import api
from noren.api.documenting import codes_of
from noren.api.problems import MEDIA_TYPE
from noren.api.reference import sections_of
from noren.api.schemas.base import Instant, Out
from noren.api.schemas.customers import JoinIn
from noren.api.schemas.orders import PlaceOrderIn
from noren.api.schemas.till import SaleIn
from noren.kernel.ids import spoken_code
from noren.people.tokens import Scope

PATHS: dict[str, dict[str, Any]] = api.get_openapi_schema()["paths"]
OPERATIONS = [
    pytest.param(method, path, operation, id=operation["operationId"])
    for path, methods in PATHS.items()
    for method, operation in methods.items()
]
# A device proves itself with its secret in the body: nobody is signed in at it.
OF_DEVICES = {"enroll_till", "report_of_device", "send_envelopes_of_device"}
OPEN_TO_ALL = {"list_till_stores", "sign_in", "list_problems", "read_problem", "receive_payment_notice"} | OF_DEVICES
WITHOUT_KEY = {
    "sign_in",
    "sign_out",
    "quote",
    "quote_order_change",
    "quote_pickup_change",
    "quote_a_return",
    "upload",
    "use_coupon",
    "give_approval",
    "pay_order",
    "receive_payment_notice",
    "send_envelopes",
    "switch",
    "set_pin",
} | OF_DEVICES


@pytest.mark.parametrize(("method", "path", "operation"), OPERATIONS)
def test_an_operation_says_what_it_does_who_may_and_how_it_refuses(
    method: str, path: str, operation: dict[str, Any]
) -> None:
    name, codes = operation["operationId"], codes_of(operation)

    assert len(operation["summary"]) > 5
    assert len(operation["description"]) > 30
    assert operation["tags"]
    assert {"server_error", "unavailable"} <= codes
    if name in OPEN_TO_ALL:
        assert "security" not in operation
    else:
        assert {"token_invalid", "scope_missing"} <= codes
        assert operation["security"][0]["Bearer"][0] in set(Scope)
    has_input = any(parameter["in"] != "header" for parameter in operation["parameters"]) or "requestBody" in operation
    assert ("input_invalid" in codes) == has_input


@pytest.mark.parametrize(("method", "path", "operation"), OPERATIONS)
def test_a_deed_asks_for_a_key_unless_its_repeat_is_harmless(method: str, path: str, operation: dict[str, Any]) -> None:
    has_key = any(parameter["name"] == "Idempotency-Key" for parameter in operation["parameters"])

    assert has_key == (method in {"post", "patch"} and operation["operationId"] not in WITHOUT_KEY)
    assert ("idempotency_key_missing" in codes_of(operation)) == has_key


@pytest.mark.parametrize(("method", "path", "operation"), OPERATIONS)
def test_every_refusal_has_an_example_of_its_status(method: str, path: str, operation: dict[str, Any]) -> None:
    for status, response in operation["responses"].items():
        if int(status) < 400:
            continue
        for code, example in response["content"][MEDIA_TYPE]["examples"].items():
            assert (example["value"]["status"], example["value"]["code"]) == (int(status), code)
            assert example["summary"]
            assert "%(" not in example["value"]["detail"]


def test_names_of_operations_are_unique() -> None:
    names = [operation["operationId"] for methods in PATHS.values() for operation in methods.values()]

    assert len(names) == len(set(names))


def test_every_member_of_an_answer_or_input_has_a_type() -> None:
    schemas = api.get_openapi_schema()["components"]["schemas"]

    for name, schema in schemas.items():
        assert schema.get("description"), f"{name} says nothing"
        for member, about in schema.get("properties", {}).items():
            assert about, f"{name}.{member} may be anything"


def test_everything_that_is_read_has_a_meaning() -> None:
    sections = sections_of(api.get_openapi_schema())

    for operation in (operation for section in sections for operation in section.operations):
        for member in (*operation.parameters, *operation.body):
            assert member.about, f"{operation.id} does not say what {member.name} means"


def test_an_example_of_a_request_would_be_accepted() -> None:
    sections = sections_of(api.get_openapi_schema())
    examples = {operation.id: operation.body_example for section in sections for operation in section.operations}

    assert PlaceOrderIn.model_validate_json(examples["place_order"]).lines[0].quantity == 2
    assert SaleIn.model_validate_json(examples["sell"]).tenders[0].amount_minor == 5000
    assert JoinIn.model_validate_json(examples["join_customer"]).family_name == "山田"


def test_an_example_of_an_order_agrees_with_its_answer() -> None:
    sections = sections_of(api.get_openapi_schema())
    (place,) = [operation for section in sections for operation in section.operations if operation.id == "place_order"]
    wanted, placed = json.loads(place.body_example), json.loads(place.answer_example)
    goods_minor = sum(line["quantity"] * line["unit_price_minor"] for line in wanted["lines"])

    assert wanted["expected_total_minor"] == placed["total_minor"] == goods_minor - placed["discount_minor"]
    assert len(placed["pickup_code"]) == len(spoken_code())


def test_every_instant_that_is_told_is_in_utc() -> None:
    tokyo = datetime(2026, 7, 4, 10, 0, tzinfo=ZoneInfo("Asia/Tokyo"))
    instants = [
        (schema.__name__, name, hint)
        for schema in _outs()
        for name, hint in get_type_hints(schema, include_extras=True).items()
        if "datetime.datetime" in repr(hint)
    ]

    assert TypeAdapter(Instant).validate_python(tokyo).isoformat() == "2026-07-04T01:00:00+00:00"
    assert len(instants) > 20
    assert [(schema, name) for schema, name, hint in instants if Instant not in (hint, *get_args(hint))] == []


def _outs() -> Iterator[type[Out]]:
    waiting = list(Out.__subclasses__())
    while waiting:
        schema = waiting.pop()
        waiting += schema.__subclasses__()
        yield schema


@pytest.mark.django_db
def test_the_reference_says_how_to_get_a_token() -> None:
    html = Client().get("/api/v1/docs").content.decode()

    assert "Office, Settings, API tokens, Add" in html
    for scope in Scope:
        assert f'<span class="code">{scope}</span>' in html


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/api/v1/docs", "/api/v1/docs/console"])
def test_the_pages_about_it_load_nothing_from_another_host(path: str) -> None:
    page = Client().get(path)

    html = page.content.decode()
    assert page.status_code == 200
    assert re.findall(r"""(?:src|href)=["'](?:https?:)?//""", html) == []
    assert '<html lang="en">' in html


@pytest.mark.django_db
def test_the_reference_shows_every_operation_without_javascript() -> None:
    html = Client().get("/api/v1/docs").content.decode()

    assert "<script" not in html
    for methods in PATHS.values():
        for operation in methods.values():
            assert f'id="{operation["operationId"]}"' in html


@pytest.mark.django_db
def test_the_description_is_served() -> None:
    description = Client().get("/api/v1/openapi.json").json()

    assert description["openapi"] == "3.1.0"
    assert description["paths"]["/api/v1/orders"]["post"]["operationId"] == "place_order"
