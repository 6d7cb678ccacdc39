"""The office in Japanese: no list, filter or record shows a column's name or a code of ours instead of words."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.admin.utils import label_for_field
from django.db.models import Model
from django.test import Client
from django.utils import translation

from noren.catalog.glyph_words import GLYPH_WORDS
from noren.catalog.models import Category
from noren.catalog.tiles import GLYPHS
from noren.connect.journey import KIND
from noren.connect.models import Import
from noren.connect.words import KIND_WORDS
from noren.coupons.models import Grant
from noren.kernel.causes import CAUSES
from noren.kernel.ids import uuid7
from noren.kernel.sources import SOURCES
from noren.loyalty.models import PointsEntry
from noren.office.model_words import column_words
from noren.office.tests.signing_in import signed_in
from noren.orders.end import cancel_order, reject_order
from noren.orders.models import OrderSource, Receipt
from noren.orders.place import place_order
from noren.people.models import Account
from noren.stock.models import Movement
from noren.timeline.words import EVENTS
from tests.browser.office_desk import an_office
from tests.factories import NOON, make_staff, make_store, make_variant, pickup, stock_up, want

pytestmark = pytest.mark.django_db

OF_TESTS = {"delivery"}
SAID_AS_IT_IS = {"SKU", "GTIN", "ID", "LINE", "API"}


@pytest.fixture
def client() -> Client:
    """Head office, reading Japanese."""
    client = signed_in(Account.objects.create_superuser("root@example.jp", "long enough to sign in"))
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "ja"
    return client


def untranslated(words: list[str]) -> list[str]:
    """Those of the words that are letters of ASCII only."""
    return [each for each in words if each.isascii() and re.search("[A-Za-z]", each) and each not in SAID_AS_IT_IS]


def labels(page: str) -> list[str]:
    """What a page calls its columns, filters, fields and choices."""
    found = re.findall(r'<(th scope="col"|legend|option)[^>]*>(.*?)</', page, re.S)
    found += re.findall(r'(<label|office-field__label")[^>]*>([^<]*)', page)
    found += re.findall(r'(data-label)="([^"]*)"', page)
    return [re.sub("<.*?>", "", words).strip() for _, words in found]


@pytest.mark.parametrize("model", list(admin.site._registry), ids=lambda model: model._meta.label)
def test_every_column_of_every_list_is_in_japanese(model: type[Model]) -> None:
    records: Any = admin.site._registry[model]
    with translation.override("ja"):
        columns = [label_for_field(name, model, records) for name in records.list_display if name != "__str__"]
        for rows in records.inlines:
            columns += [label_for_field(name, rows.model, rows(model, admin.site)) for name in rows.fields]

        assert untranslated([str(column_words(column)) for column in columns]) == []


@pytest.mark.thorough
def test_every_list_with_its_filters_and_the_page_of_a_record_is_in_japanese(client: Client) -> None:
    an_office()

    for model in admin.site._registry:
        url = f"/office/{model._meta.app_label}/{model._meta.model_name}/"
        record = model._default_manager.first()
        pages = [url] if record is None else [url, f"{url}{record.pk}/change/"]
        for page in pages:
            assert untranslated(labels(client.get(page).content.decode())) == [], page


@pytest.mark.thorough
def test_every_code_that_lists_show_is_said_in_words(client: Client) -> None:
    an_office()
    Import.objects.create(kind=KIND, filename="a year", digest="x", started_at=NOON)
    Category.objects.create(code="FISH", name="鮮魚", glyph="fish")
    codes = EVENTS.keys() | CAUSES.keys() | SOURCES.keys() | KIND_WORDS.keys() | {"fish"}

    for model in admin.site._registry:
        url = f"/office/{model._meta.app_label}/{model._meta.model_name}/"
        record = model._default_manager.order_by("-pk").first()
        for page in [url] if record is None else [url, f"{url}{record.pk}/change/"]:
            cells = re.findall(r"<t[dh][^>]*>([^<]*)|office-field__value\">([^<]*)", client.get(page).content.decode())
            assert codes & {"".join(cell).strip() for cell in cells} == set(), page
    ledgers = (PointsEntry, Movement, Grant)
    causes = {cause for ledger in ledgers for cause in ledger.objects.values_list("cause_kind", flat=True)}
    assert causes - {"delivery"} <= CAUSES.keys()  # the goods of tests are delivered; those of a store are imported
    assert GLYPH_WORDS.keys() == GLYPHS.keys()
    assert {source.value for source in OrderSource} == SOURCES.keys()


def test_a_placed_order_is_not_called_completed_in_the_list_of_events(client: Client) -> None:
    an_office()

    page = client.get("/office/timeline/event/", {"name": "Order Completed"})

    assert {event.name for event in page.context["cl"].result_list} == {"Order Completed"}
    assert ">ご注文</td>" in page.content.decode()


def state_of(client: Client, **asked: str) -> list[str]:
    """The states that the list of pickups shows."""
    page = client.get("/office/orders/fulfillment/", asked).content.decode()
    return re.findall(r'<span class="tag tag--\w+">(.*?)</span>', page)


def test_a_pickup_is_said_to_wait_or_how_its_order_ended_and_is_found_by_it(client: Client) -> None:
    store, variant = make_store(), make_variant()
    stock_up(store, variant, 10)
    place_order(pickup(store, want(variant)), at=NOON)
    staff = make_staff(store=store)
    rejected, canceled = (place_order(pickup(store, want(variant)), at=NOON) for _ in range(2))
    reject_order(rejected.uid, reason="傷", staff_uid=staff.uid, at=NOON)
    cancel_order(canceled.uid, by="customer", at=NOON)

    assert state_of(client) == ["キャンセル済み", "店舗でお断り", "準備待ち"]
    assert state_of(client, status="open") == ["準備待ち"]
    assert state_of(client, status="rejected") == ["店舗でお断り"]
    assert state_of(client, status="canceled") == ["キャンセル済み"]
    assert state_of(client, status="expired") == []
    assert ">準備待ち</option>" in client.get("/office/orders/fulfillment/").content.decode()


def test_a_pickup_is_kept_until_closing_time_of_the_day_its_customer_reads(client: Client) -> None:
    store, variant = make_store(), make_variant()
    stock_up(store, variant, 10)
    placed = place_order(pickup(store, want(variant)), at=NOON)
    assert placed.kept_until is not None
    last = (placed.kept_until - timedelta(hours=13)).date()

    page = client.get("/office/orders/fulfillment/").content.decode()
    days = [str(last + timedelta(days=days)) for days in (-1, 0, 1)]
    asked = [{"kept_until_from": day, "kept_until_to": day} for day in days]
    found = [client.get("/office/orders/fulfillment/", each).context["cl"] for each in asked]

    assert f">{last.month}月{last.day}日（{'月火水木金土日'[last.weekday()]}） 閉店まで<" in page
    assert [each.result_count for each in found] == [0, 1, 0]


def test_the_list_of_receipts_says_what_each_comes_to_and_calls_its_number_its_own(client: Client) -> None:
    office = an_office()
    sale = Receipt.objects.get(order__uid=office.collected.uid)

    page = client.get("/office/orders/receipt/").content.decode()

    assert "レシート番号" in page
    assert f'<span class="office-figure">¥{sale.document["total_minor"]:,}</span>' in page


def test_a_late_pickup_is_named_by_order_and_by_code(client: Client) -> None:
    office = an_office()

    page = client.get("/office/").content.decode()

    assert office.waiting.number in page
    assert f">{office.waiting.pickup_code}</td>" in page


def test_an_address_of_nothing_is_answered_in_the_offices_own_look(client: Client) -> None:
    for path in ("/office/nothing/", "/office/orders/nothing/5/", f"/office/customers/{uuid7()}/"):
        answer = client.get(path)

        assert answer.status_code == 404, path
        assert "このページは本部の画面にありません。" in answer.content.decode(), path
    assert Client().get("/office/nothing/").status_code == 302


def test_the_bar_calls_each_list_as_its_page_does(client: Client) -> None:
    home = client.get("/office/")
    navigation = home.context["office_navigation"]
    places = [*navigation.pages, *(place for group in navigation.groups for place in group.places)]

    titles = {place.label: _title(client.get(place.url).content.decode()) for place in places}

    assert titles == {label: label for label in titles}


def _title(page: str) -> str:
    found = re.search(r"<h1>(.*?)</h1>", page, re.S)
    return found.group(1).strip() if found else ""
