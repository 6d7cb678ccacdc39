"""Products, availability and imports over the API."""

from datetime import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django import DjangoAssertNumQueries, Settings

from noren.api.tests.client import Caller, Reply, integrator
from noren.connect.models import Import
from noren.connect.run import run_import
from noren.kernel.ids import uuid7
from noren.people.tokens import Scope
from tests.factories import make_store, make_variant, stock_up

pytestmark = pytest.mark.django_db


def test_products_are_found_by_words_and_shown_with_their_variants() -> None:
    variant = make_variant(name="深煎りコーヒー豆", price_minor=980)
    make_variant(name="牛乳 1L")
    caller = integrator()

    found = caller.get("/products", q="深煎り　豆").body
    everything = caller.get("/products").body
    product = caller.get(f"/products/{variant.product.code}").body

    assert [each["code"] for each in found["products"]] == [variant.product.code]
    assert everything["total"] == 2
    assert [(each["sku"], each["shown_price_minor"]) for each in product["variants"]] == [(variant.sku, 980)]
    assert product["category_path"][0]["name"] == "コーヒー"


@pytest.mark.parametrize(
    ("path", "status", "code", "field"),
    [
        ("/products/NONE", 404, "product_not_found", "product"),
        ("/products?category=NONE", 404, "category_not_found", "category"),
        ("/products?page=0", 422, "input_invalid", "page"),
        ("/products?page=３", 422, "input_invalid", "page"),
        ("/variants/NONE/availability", 404, "sku_not_found", "sku"),
        ("/variants/NONE/availability?limit=101", 422, "input_invalid", "limit"),
        ("/variants/NONE/availability?lat=35", 422, "place_incomplete", "lon"),
        ("/stores/NONE", 404, "store_not_found", "store_code"),
    ],
)
def test_what_is_not_there_is_refused_at_its_field(path: str, status: int, code: str, field: str) -> None:
    reply = integrator().get(path)

    assert (reply.status, reply.code, reply.body["field"]) == (status, code, field)


def test_the_nearest_stores_with_a_variant_come_with_hours_and_a_pickup_time() -> None:
    far, near, empty = make_store(name="梅田店"), make_store(name="渋谷店"), make_store(name="原宿店")
    far.latitude, far.longitude = 34.7025, 135.4959
    far.save(update_fields=["latitude", "longitude"])
    variant = make_variant()
    stock_up(far, variant, 2)
    stock_up(near, variant, 3)
    caller = integrator()

    with_stock = caller.get(f"/variants/{variant.sku}/availability", lat=35.66, lon=139.7).body["stores"]
    nearest = caller.get(f"/variants/{variant.sku}/availability", lat=35.66, lon=139.7, at_least=0).body["stores"]

    assert [(store["store_code"], store["available"]) for store in with_stock] == [(near.code, 3), (far.code, 2)]
    assert {store["store_code"] for store in nearest[:2]} == {near.code, empty.code}
    assert with_stock[0]["today"] == {"opens_minute": 600, "closes_minute": 1260}
    assert datetime.fromisoformat(with_stock[0]["pickup_at"]).tzinfo is not None


def test_availability_costs_three_statements(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    store, variant = make_store(), make_variant()
    stock_up(store, variant, 3)
    caller = integrator()

    with django_assert_num_queries(3):
        caller.get(f"/variants/{variant.sku}/availability", lat=35.66, lon=139.7)


def _bring(caller: Caller, content: bytes, *, kind: str = "products", **query: str) -> Reply:
    answer = caller.client.post(
        "/api/v1/imports",
        data={"file": SimpleUploadedFile("goods.csv", content)},
        query_params={"kind": kind, **query},
        headers={"Authorization": f"Bearer {caller.token}", "Accept-Language": "en"},
    )
    return Reply(answer.status_code, answer.json(), answer.headers)


GOOD = "sku,name,price,category\n100042,深煎りコーヒー豆,980,coffee\n"


def test_a_file_is_brought_worked_on_and_its_state_told() -> None:
    caller = integrator()

    brought = _bring(caller, GOOD.encode())
    run_import(Import.objects.get().uid)
    told = caller.get(f"/imports/{brought.body['uid']}")

    assert (brought.status, brought.body["is_running"]) == (202, True)
    assert (told.body["status"], told.body["row_count"], told.body["changed_count"]) == ("finished", 1, 1)
    assert caller.get(f"/imports/{brought.body['uid']}/errors").body["errors"] == []


def test_every_bad_value_is_told_with_its_place() -> None:
    caller = integrator()
    rows = "100042,豆,９８.5,coffee\n,豆,980,coffee\n"

    brought = _bring(caller, ("sku,name,price,category\n" + rows).encode("cp932"))
    run_import(Import.objects.get().uid)
    errors = caller.get(f"/imports/{brought.body['uid']}/errors", limit=1).body
    more = caller.get(f"/imports/{brought.body['uid']}/errors", offset=errors["next_offset"]).body

    assert caller.get(f"/imports/{brought.body['uid']}").body["status"] == "refused"
    told = errors["errors"] + more["errors"]
    assert [(error["line"], error["column"]) for error in told] == [(2, "price"), (3, "sku")]
    assert all(error["reason"] for error in told)


@pytest.mark.parametrize(
    ("content", "kind", "status", "code"),
    [
        (b"", "products", 422, "import_file_empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "products", 422, "import_file_not_text"),
        (b"sku,name\n", "products", 422, "import_columns_missing"),
        (GOOD.replace("sku,", "sku,nonsense,").encode(), "products", 422, "import_column_unknown"),
        (GOOD.encode(), "nonsense", 422, "import_kind_unknown"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_and_not_kept(content: bytes, kind: str, status: int, code: str) -> None:
    reply = _bring(integrator(), content, kind=kind)

    assert (reply.status, reply.code) == (status, code)
    assert Import.objects.count() == 0


def test_a_file_over_the_limit_is_refused_by_its_length_alone(settings: Settings) -> None:
    settings.IMPORT_MAX_BYTES = 100
    caller = integrator()

    reply = _bring(caller, b"x" * 200_000)

    assert (reply.status, reply.code) == (413, "body_too_large")


def test_a_body_that_is_no_form_is_refused() -> None:
    caller = integrator()

    answer = caller.client.post(
        "/api/v1/imports?kind=products",
        data=GOOD,
        content_type="text/csv",
        headers={"Authorization": f"Bearer {caller.token}"},
    )

    assert (answer.status_code, answer.json()["code"]) == (415, "media_type_unsupported")


def test_an_unknown_import_and_a_token_without_the_scope_are_refused() -> None:
    assert integrator().get(f"/imports/{uuid7()}").code == "import_not_found"
    reader = integrator(scopes=frozenset({Scope.CATALOG_READ}))
    assert _bring(reader, GOOD.encode()).code == "scope_missing"
