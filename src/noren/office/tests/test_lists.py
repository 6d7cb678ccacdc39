"""Lists of records that may be long: what they read, how they are searched, and what their filters offer."""

import importlib
import inspect
import pkgutil
from typing import Any

import pytest
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from noren import outreach
from noren.catalog.models import Variant
from noren.kernel import paging
from noren.kernel.channels import CHANNELS
from noren.kernel.ids import in_groups, uuid7
from noren.office.tests.signing_in import signed_in
from noren.orders.place import place_order
from noren.outreach.admin import TEMPLATES
from noren.people.models import Account, Role
from noren.stock.models import Movement
from noren.stores.models import Store
from noren.timeline.models import Event
from tests.factories import NOON, make_coupon, make_member, make_staff, make_store, make_variant, pickup, stock_up, want

pytestmark = pytest.mark.django_db
MOVEMENTS = "/office/stock/movement/"
ORDERS = "/office/orders/order/"
EVENTS = "/office/timeline/event/"


@pytest.fixture
def client() -> Client:
    """Head office, reading English."""
    client = signed_in(Account.objects.create_superuser("root@example.jp", "long enough to sign in"))
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def moved(store: Store, variant: Variant, times: int) -> None:
    """A ledger of so many rows."""
    for _ in range(times):
        stock_up(store, variant, 1)


def listed(answer: Any) -> list[Any]:
    """The records a list shows."""
    return list(answer.context["cl"].result_list)


# How far a list is counted


def test_a_list_is_counted_up_to_a_limit_and_its_pages_go_on_beyond(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paging, "MOST_COUNTED", 60)
    variant = make_variant()
    moved(make_store(), variant, 1)
    first = Movement.objects.get()
    level_id, columns = first.level_id, {"kind": first.kind, "cause_kind": "test", "cause_uid": uuid7(), "at": NOON}
    Movement.objects.bulk_create(Movement(level_id=level_id, on_hand_change=1, **columns) for _ in range(139))

    with CaptureQueriesContext(connection) as asked:
        pages = [client.get(f"{MOVEMENTS}?p={number}") for number in (1, 2, 3)]

    counts = [query["sql"] for query in asked if "COUNT(" in query["sql"] and "stock_movement" in query["sql"]]
    assert len(counts) == 3
    assert all("LIMIT 61" in count for count in counts)
    assert len({row.pk for page in pages for row in listed(page)}) == 140
    assert [said(page) for page in pages] == [
        "1–50 of more than 60",
        "51–100 of more than 60",
        "101–140 of more than 60",
    ]
    assert [b'rel="next"' in page.content for page in pages] == [True, True, False]
    for number in ("4", "0", "-1", "99999999999999999999"):
        assert client.get(f"{MOVEMENTS}?p={number}").status_code == 302, number


def test_a_list_that_ends_with_a_full_page_has_no_next_one(client: Client) -> None:
    for number in range(50):
        Store.objects.create(code=f"S{number:03}", name="店", time_zone="Asia/Tokyo")

    page = client.get("/office/stores/store/")

    assert said(page) == "1–50 of 50"
    assert b'rel="next"' not in page.content


def said(answer: Any) -> str:
    """Which part of how many the list says it shows."""
    text: str = answer.content.decode()
    return text.partition('class="office-pager"')[2].partition('num">')[2].partition("<")[0]


# How a list is searched


def test_a_whole_code_is_looked_up_as_it_is_stored_so_that_its_index_answers(client: Client) -> None:
    store, variant = make_store(), make_variant(sku="TEA-0001")
    moved(store, variant, 2)
    moved(store, make_variant(), 1)

    for typed in ("TEA-0001", "tea-0001", "ＴＥＡ－０００１", " TEA-0001 "):
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(MOVEMENTS, {"q": typed})
        assert [row.level.variant_id for row in listed(answer)] == [variant.pk] * 2, typed
        assert not any("UPPER(" in query["sql"] for query in asked), typed


def test_a_uid_finds_its_records_and_words_that_are_none_are_not_compared_with_uids(client: Client) -> None:
    moved(make_store(), make_variant(), 1)
    moved(make_store(), make_variant(), 1)
    movement = Movement.objects.order_by("pk")[0]

    found = client.get(MOVEMENTS, {"q": str(movement.cause_uid).upper()})

    assert listed(found) == [movement]
    assert listed(client.get(MOVEMENTS, {"q": "nothing"})) == []


def test_every_word_must_be_found_and_a_record_is_listed_once(client: Client) -> None:
    green, black = make_variant(name="お茶 煎茶 100g"), make_variant(name="お茶 紅茶 100g")

    found = client.get("/office/catalog/product/", {"q": "お茶　煎茶 １００ｇ"})

    assert listed(found) == [green.product]
    assert listed(client.get("/office/catalog/product/", {"q": black.sku})) == [black.product]


def test_a_word_that_is_the_code_of_a_record_means_that_one(client: Client) -> None:
    meant = make_variant(sku="100", name="お茶")
    make_variant(name="お茶 100g")

    assert listed(client.get("/office/catalog/product/", {"q": "100"})) == [meant.product]


def test_several_words_are_found_in_a_name_though_each_is_the_code_of_another(client: Client) -> None:
    make_coupon(code="SPRING", name="Welcome")
    make_coupon(code="SALE", name="Clearance")
    meant = make_coupon(code="MEMBERS26", name="Spring sale for members")

    assert listed(client.get("/office/coupons/coupon/", {"q": "spring sale"})) == [meant]
    assert listed(client.get("/office/coupons/coupon/", {"q": "members26 spring"})) == [meant]
    assert [coupon.code for coupon in listed(client.get("/office/coupons/coupon/", {"q": "spring"}))] == ["SPRING"]


def test_a_code_in_a_store_that_the_reader_does_not_see_hides_no_names() -> None:
    mine, other = make_store(), make_store()
    foreign, named = make_variant(sku="100", name="お茶"), make_variant(name="お茶 100g")
    moved(mine, named, 1)
    moved(other, foreign, 1)
    clerk = signed_in(make_staff(role=Role.CLERK, store=mine).account)

    found = listed(clerk.get("/office/stock/level/", {"q": "100"}))

    assert [(level.store_id, level.variant_id) for level in found] == [(mine.pk, named.pk)]


@pytest.mark.parametrize("typed", ["Tea-Green-100g", "tea-green-100G", "TEA-GREEN-100G", "ｔｅａ-ｇｒｅｅｎ-100g"])
def test_a_code_in_mixed_case_is_found_however_it_is_typed(client: Client, typed: str) -> None:
    meant = make_variant(sku="Tea-Green-100G")
    make_variant()

    assert listed(client.get("/office/catalog/variant/", {"q": typed})) == [meant]


def test_a_name_without_upper_and_lower_case_is_compared_as_it_is(client: Client) -> None:
    meant = make_member(name="山田")
    make_member(name="佐藤")

    with CaptureQueriesContext(connection) as asked:
        found = listed(client.get("/office/people/customer/", {"q": "山田"}))

    assert found == [meant]
    assert not any("UPPER(" in query["sql"] for query in asked)


def test_a_code_is_found_in_the_groups_in_which_it_is_written(client: Client) -> None:
    store, variant = make_store(), make_variant()
    stock_up(store, variant, 2)
    placed = place_order(pickup(store, want(variant)), at=NOON)
    place_order(pickup(store, want(variant)), at=NOON)

    for typed in (in_groups(placed.number, 5), in_groups(str(placed.pickup_code)).lower()):
        assert [order.number for order in listed(client.get(ORDERS, {"q": typed}))] == [placed.number]


def test_a_value_with_spaces_is_found_as_a_whole(client: Client) -> None:
    store, variant = make_store(), make_variant()
    stock_up(store, variant, 1)
    place_order(pickup(store, want(variant)), at=NOON)
    name = Event.objects.filter(name__contains=" ")[0].name

    for typed in (name, name.lower(), name.upper()):
        assert {event.name for event in listed(client.get(EVENTS, {"q": typed}))} == {name}, typed
    assert listed(client.get(EVENTS, {"q": f"{name} never"})) == []


def test_what_is_looked_up_stays_within_the_stores_of_who_looks() -> None:
    mine, other, variant = make_store(), make_store(), make_variant(sku="TEA-0001")
    moved(mine, variant, 1)
    moved(other, variant, 1)
    clerk = signed_in(make_staff(role=Role.CLERK, store=mine).account)

    found = listed(clerk.get(MOVEMENTS, {"q": "TEA-0001"}))

    assert [row.level.store_id for row in found] == [mine.pk]


@pytest.mark.parametrize("typed", ["\0", "'", '"', "''", "%", "\\", "\ud800", "a" * 5_000, "a " * 500])
def test_nothing_that_is_typed_breaks_a_search(client: Client, typed: str) -> None:
    for page in (MOVEMENTS, ORDERS, "/office/people/customer/", "/office/catalog/product/"):
        assert client.get(page, {"q": typed.encode("utf-8", "surrogatepass")}).status_code == 200


# What filters offer


def test_no_list_reads_its_table_to_know_what_can_be_chosen(client: Client) -> None:
    for model, _ in admin.site._registry.items():
        with CaptureQueriesContext(connection) as asked:
            client.get(f"/office/{model._meta.app_label}/{model._meta.model_name}/")
        for query in asked:
            assert "SELECT DISTINCT" not in query["sql"], query["sql"]


def test_a_channel_is_chosen_in_words_among_those_there_are(client: Client) -> None:
    store, variant = make_store(), make_variant()
    stock_up(store, variant, 1)
    place_order(pickup(store, want(variant)), at=NOON)

    page = client.get(ORDERS).content.decode()

    assert all(f'<option value="{code}">' in page for code in CHANNELS)
    assert "Online shop</option>" in page
    assert client.get(ORDERS, {"channel": "web"}).context["cl"].result_count == 1
    assert client.get(ORDERS, {"channel": "till"}).context["cl"].result_count == 0
    unknown = client.get(ORDERS, {"channel": "fax"})
    assert unknown.context["cl"].result_count == 0
    assert '<option value="fax" selected>' in unknown.content.decode()


def test_every_mail_there_is_can_be_chosen() -> None:
    modules = [
        importlib.import_module(f"noren.outreach.{each.name}") for each in pkgutil.iter_modules(outreach.__path__)
    ]
    letters = {kind.template for module in modules for _, kind in inspect.getmembers(module, _is_letter)}

    assert letters == TEMPLATES.keys()


def _is_letter(thing: Any) -> bool:
    is_ours = inspect.isclass(thing) and thing.__module__.startswith("noren.outreach")
    return is_ours and isinstance(vars(thing).get("template"), str)


@pytest.mark.parametrize("typed", ["S010", "ｓ０１０", "S010 サンプル渋谷店", "渋谷", "しぶやではない"])
def test_a_store_is_typed_by_code_or_name_and_what_is_none_is_said_at_the_field(client: Client, typed: str) -> None:
    mine, other = make_store(code="S010", name="サンプル渋谷店"), make_store(code="S011", name="新宿店")
    variant = make_variant()
    moved(mine, variant, 1)
    moved(other, variant, 1)

    answer = client.get(MOVEMENTS, {"level__store_named": typed})

    page, found = answer.content.decode(), [row.level.store_id for row in listed(answer)]
    if typed == "しぶやではない":
        assert found == []
        assert f"Nothing has the code or name “{typed}”." in page
        assert f'value="{typed}"' in page
        assert 'aria-describedby="error_level__store_named"' in page
    else:
        assert found == [mine.pk]
        assert 'value="S010 サンプル渋谷店" autocomplete' in page


def test_a_link_to_a_list_names_a_record_by_key_and_the_field_shows_it(client: Client) -> None:
    first, second = make_coupon(code="ONE", name="一"), make_coupon(code="TWO", name="二")

    page = client.get("/office/coupons/redemption/", {"coupon__id__exact": second.pk}).content.decode()

    assert 'value="TWO 二" autocomplete' in page
    assert f'<option value="{first.code} {first.name}">' in page
    assert client.get("/office/coupons/redemption/", {"coupon__id__exact": "x"}).status_code == 302


def test_suggestions_are_bounded_and_the_rest_is_found_by_its_code(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("noren.kernel.naming.MOST_SUGGESTED", 2)
    for code in ("A", "B", "Z9"):
        make_coupon(code=code, name=f"クーポン{code}")

    answer = client.get("/office/coupons/redemption/", {"coupon_named": "z9"})

    page = answer.content.decode()
    assert page.count('<option value="') - page.count('<option value=""') < 2 + len(CHANNELS) + 4
    assert 'value="Z9 クーポンZ9" autocomplete' in page


def test_who_is_bound_to_a_store_is_offered_no_other_and_finds_none() -> None:
    mine, other, variant = make_store(code="S010"), make_store(code="S011", name="新宿店"), make_variant()
    for store in (mine, other):
        stock_up(store, variant, 1)
    clerk = signed_in(make_staff(role=Role.CLERK, store=mine).account)

    page = clerk.get(MOVEMENTS).content.decode()
    asked = clerk.get(MOVEMENTS, {"level__store_named": "S011"})

    assert "S011" not in page
    assert listed(asked) == []
