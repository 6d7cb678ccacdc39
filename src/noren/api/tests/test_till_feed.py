"""What a till keeps: everything at first, then what changed, and nothing lost whoever commits first."""

import gzip
import json
import threading
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection, connections, transaction
from django.utils import timezone

from noren.api.routes.till import feed
from noren.api.tests.client import Caller, integrator
from noren.api.tests.test_till_changes import at_register
from noren.catalog.feed import GOODS
from noren.catalog.models import Category, Product, Variant
from noren.catalog.queries import find_variant
from noren.catalog.save_variant import set_price
from noren.coupons.models import Coupon, CouponProduct
from noren.people.tokens import Scope, Till, find_token
from tests.factories import make_coupon, make_register, make_store, make_variant, stock_up

pytestmark = pytest.mark.django_db(transaction=True)


@dataclass(slots=True)
class Device:
    """A till that keeps what it is told, as plainly as can be."""

    caller: Caller
    cursors: dict[str, str] = field(default_factory=dict)
    kept: dict[str, dict[str, list[Any]]] = field(default_factory=dict)

    def page(self, part: str) -> Any:
        """Ask once, and keep what comes."""
        since = self.cursors.get(part)
        answer = self.caller.get("/till/feed", part=part, **({"since": since} if since else {}))
        assert answer.status == 200, answer.body
        page = answer.body
        kept = {} if page["starts_anew"] else self.kept.get(part, {})
        kept |= {row[0]: row for row in page["rows"]}
        self.kept[part] = {code: row for code, row in kept.items() if code not in page["gone"]}
        self.cursors[part] = page["cursor"]
        return page

    def follow(self, part: str) -> list[Any]:
        """Ask until there is no more; the pages."""
        pages = [self.page(part)]
        while pages[-1]["has_more"]:
            pages.append(self.page(part))
        self.settle(part)
        return pages

    def settle(self, part: str) -> None:
        """Go on from now: other tests' transactions, in other databases of the cluster, would bring rows twice.

        Nothing is lost by it where all that was written here was told already.
        """
        if part == "terms":
            return
        story, _since, *others = self.cursors[part].split(".")
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_snapshot_xmax(pg_current_snapshot())::text")
            ((since,),) = cursor.fetchall()
        self.cursors[part] = ".".join([story, since, *others])


def at_new_till(*, code: str = "") -> tuple[Device, Any]:
    """Somebody signed in at a new register of a new store."""
    store = make_store(code=code)
    return Device(at_register(store, make_register(store))), store


@pytest.fixture
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three goods on a page."""
    monkeypatch.setattr(feed, "GOODS", replace(GOODS, page=3))


def test_a_new_till_is_told_the_goods_of_its_store_first_and_then_all(small_pages: None) -> None:
    device, store = at_new_till()
    for number in range(7):
        make_variant(sku=f"A{number}")
    stock_up(store, Variant.objects.get(sku="A5"), 1)

    pages = device.follow("goods")

    assert [row[0] for row in pages[0]["rows"]] == ["A5"]
    assert (pages[0]["starts_anew"], pages[0]["total"]) == (True, 7)
    assert {(page["starts_anew"], page["total"], len(page["gone"])) for page in pages[1:]} == {(False, None, 0)}
    assert [len(page["rows"]) for page in pages[1:]] == [3, 3, 1]
    assert sorted(device.kept["goods"]) == [f"A{number}" for number in range(7)]


def test_a_row_says_what_the_till_sells_by() -> None:
    device, _store = at_new_till()
    variant = make_variant(sku='A"1', name="豆 \\ 200g", price_minor=980, tax_class="food", category="coffee")
    Variant.objects.filter(pk=variant.pk).update(name="中挽き", gtin="04901234567894")
    make_variant(sku="A2", name="名\n前")

    device.follow("goods")

    code = variant.product.code
    assert device.kept["goods"]['A"1'] == ['A"1', "04901234567894", "豆 \\ 200g 中挽き", code, "coffee", 980, "food"]
    assert device.kept["goods"]["A2"][1:3] == [None, "名\n前"]
    found = find_variant('A"1')
    assert found is not None
    assert found.name == "豆 \\ 200g 中挽き"


def test_only_what_changed_is_told_again() -> None:
    device, _store = at_new_till()
    _changed, of_product, off, switched, gone, same = (make_variant(sku=f"A{number}") for number in range(6))
    device.follow("goods")
    assert device.page("goods")["rows"] == []
    device.settle("goods")

    set_price("A0", 1_480, at=timezone.now())
    Product.objects.filter(pk=of_product.product_id).update(name="新しい名前")
    Variant.objects.filter(pk=off.pk).update(is_active=False)
    Product.objects.filter(pk=switched.product_id).update(is_active=False)
    gone.delete()
    Product.objects.update(prominence=7)
    Variant.objects.filter(pk=same.pk).update(price_minor=same.price_minor)
    make_variant(sku="A6")
    page = device.page("goods")

    assert sorted(row[0] for row in page["rows"]) == ["A0", "A1", "A6"]
    assert sorted(page["gone"]) == ["A2", "A3", "A4"]
    assert (page["has_more"], page["starts_anew"], page["total"]) == (False, False, None)
    assert device.kept["goods"]["A0"][5] == 1_480
    assert device.kept["goods"]["A1"][2] == "新しい名前"
    device.settle("goods")
    assert device.page("goods")["rows"] == []


def test_goods_that_are_sold_again_come_again() -> None:
    device, _store = at_new_till()
    variant = make_variant(sku="A1")
    device.follow("goods")
    Variant.objects.filter(pk=variant.pk).update(is_active=False)
    device.follow("goods")
    assert device.kept["goods"] == {}
    variant.delete()
    make_variant(sku="A1", price_minor=500)

    page = device.page("goods")

    assert (page["gone"], device.kept["goods"]["A1"][5]) == ([], 500)


def test_a_delta_of_many_pages_misses_nothing_that_changes_meanwhile(small_pages: None) -> None:
    device, _store = at_new_till()
    for number in range(8):
        make_variant(sku=f"A{number}")
    device.follow("goods")
    Variant.objects.update(price_minor=500)

    first = device.page("goods")
    Variant.objects.filter(sku="A0").update(price_minor=600)
    Variant.objects.filter(sku="A7").delete()
    second, third = device.page("goods"), device.page("goods")
    assert [len(page["rows"]) for page in (first, second, third)] == [3, 3, 1]
    assert [page["has_more"] for page in (first, second, third)] == [True, True, False]
    device.follow("goods")

    prices = {sku: row[5] for sku, row in device.kept["goods"].items()}
    assert prices == {"A0": 600} | {f"A{number}": 500 for number in range(1, 7)}


@pytest.mark.race
def test_a_price_that_is_written_first_and_committed_last_arrives_too() -> None:
    device, _store = at_new_till()
    for sku in ("SLOW", "QUICK"):
        make_variant(sku=sku, price_minor=100)
    device.follow("goods")
    written, go_on = threading.Event(), threading.Event()

    def slow() -> None:
        with transaction.atomic():
            Variant.objects.filter(sku="SLOW").update(price_minor=200)
            written.set()
            go_on.wait(10)
        connections.close_all()

    thread = threading.Thread(target=slow)
    thread.start()
    written.wait(10)
    Variant.objects.filter(sku="QUICK").update(price_minor=300)
    between = device.page("goods")
    go_on.set()
    thread.join(10)
    after = device.page("goods")

    assert [row[0] for row in between["rows"]] == ["QUICK"]
    assert "SLOW" in [row[0] for row in after["rows"]]
    assert {sku: row[5] for sku, row in device.kept["goods"].items()} == {"SLOW": 200, "QUICK": 300}


@pytest.mark.race
def test_goods_deleted_first_and_committed_last_go_too() -> None:
    device, _store = at_new_till()
    slow, quick = make_variant(sku="SLOW"), make_variant(sku="QUICK")
    device.follow("goods")
    written, go_on = threading.Event(), threading.Event()

    def delete_slowly() -> None:
        with transaction.atomic():
            slow.delete()
            written.set()
            go_on.wait(10)
        connections.close_all()

    thread = threading.Thread(target=delete_slowly)
    thread.start()
    written.wait(10)
    quick.delete()
    assert device.page("goods")["gone"] == ["QUICK"]
    go_on.set()
    thread.join(10)
    device.page("goods")

    assert device.kept["goods"] == {}


def test_tables_that_were_written_anew_begin_another_story() -> None:
    device, _store = at_new_till()
    make_variant(sku="A1")
    device.follow("goods")
    before = device.cursors["goods"]
    with connection.cursor() as cursor:
        cursor.execute("VACUUM FULL catalog_variant")

    page = device.page("goods")

    assert (page["starts_anew"], [row[0] for row in page["rows"]]) == (True, ["A1"])
    assert page["cursor"].partition(".")[0] != before.partition(".")[0]


def test_rows_of_a_dump_whose_transactions_are_yet_to_come_are_not_told_at_every_call() -> None:
    device, _store = at_new_till()
    variant = make_variant(sku="A1")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE catalog_variant SET changed = '99999999999'")
    device.follow("goods")
    assert device.page("goods")["rows"] == []

    device.settle("goods")
    Variant.objects.filter(pk=variant.pk).update(price_minor=1)

    assert [row[5] for row in device.page("goods")["rows"]] == [1]


@pytest.mark.parametrize("since", ["0123456789ab.5.0.0.0.0", "{story}.99999999999.0.0.0.0"])
def test_a_cursor_of_another_database_starts_anew(since: str) -> None:
    device, _store = at_new_till()
    make_variant(sku="A1")
    device.follow("goods")
    device.cursors["goods"] = since.format(story=device.cursors["goods"].partition(".")[0])

    page = device.page("goods")

    assert (page["starts_anew"], [row[0] for row in page["rows"]]) == (True, ["A1"])


@pytest.mark.parametrize("part", ["goods", "coupons"])
@pytest.mark.parametrize("moments", ["999999999999999999.0", "0.999999999999999999"])
def test_a_cursor_with_a_moment_that_never_comes_is_refused(part: str, moments: str) -> None:
    device, _store = at_new_till()
    device.follow(part)
    story = device.cursors[part].partition(".")[0]

    answer = device.caller.get("/till/feed", part=part, since=f"{story}.1.1.0.{moments}")

    assert (answer.status, answer.fields) == (422, {"since": "cursor_invalid"})


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"part": "goods", "since": "yesterday"}, "since"),
        ({"part": "goods", "since": "0123456789ab.9999999999999999999.0.0.0.0"}, "since"),
        ({"part": "secrets"}, "part"),
        ({}, "part"),
    ],
)
def test_what_is_no_cursor_and_no_part_is_refused(asked: dict[str, str], field: str) -> None:
    device, _store = at_new_till()

    answer = device.caller.get("/till/feed", **asked)

    assert (answer.status, list(answer.fields)) == (422, [field])


def test_categories_come_with_those_above() -> None:
    device, _store = at_new_till()
    food = Category.objects.create(code="food", name="食品")
    tea = Category.objects.create(code="tea", name="お茶", parent=food)
    device.follow("categories")
    assert device.kept["categories"]["tea"] == ["tea", "お茶", "food"]
    assert device.page("categories")["rows"] == []
    device.settle("categories")

    Category.objects.filter(pk=tea.pk).update(parent=None, name="茶")
    Category.objects.create(code="cups", name="カップ").delete()
    page = device.page("categories")

    assert (page["rows"], page["gone"]) == ([["tea", "茶", None]], ["cups"])


def test_coupons_of_this_stores_tills_come_with_their_lists() -> None:
    device, _store = at_new_till(code="HERE")
    make_store(code="THERE")
    variant, other = make_variant(sku="A1"), make_variant(sku="A2")
    rule = make_coupon(code="ALL", percent_bp=1_000).rule
    make_coupon(code="WEB", channels=["web"])
    make_coupon(code="THERE", store_codes=["THERE"])
    make_coupon(code="BOTH", store_codes=["HERE", "THERE"], channels=["till", "web"], customer_limit=1)
    listed = make_coupon(code="LIST")
    Coupon.objects.filter(pk=listed.pk).update(is_for_listed_goods=True)
    CouponProduct.objects.create(coupon=listed, product=variant.product)
    device.follow("coupons")
    kept = device.kept["coupons"]
    assert sorted(kept) == ["ALL", "BOTH", "LIST"]
    dates = ["2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z"]
    assert kept["ALL"] == ["ALL", "コーヒー豆 20% OFF", "code", rule, None, *dates, None, None]
    assert kept["BOTH"][-2:] == [None, 1]
    assert kept["LIST"][4] == [variant.product.code]

    CouponProduct.objects.create(coupon=listed, product=other.product)
    Coupon.objects.filter(code="ALL").update(is_active=False)
    Coupon.objects.filter(code="BOTH").update(redeemed_count=3)
    page = device.page("coupons")
    assert ([row[0] for row in page["rows"]], page["gone"]) == (["LIST"], ["ALL"])
    assert page["rows"][0][4] == sorted([variant.product.code, other.product.code])
    device.settle("coupons")
    CouponProduct.objects.filter(product=variant.product).delete()

    assert [row[4] for row in device.page("coupons")["rows"]] == [[other.product.code]]


def test_coupons_come_and_go_by_the_clock_alone() -> None:
    device, _store = at_new_till()
    now = timezone.now()
    make_coupon(code="SOON", valid_from=now + timedelta(days=8), valid_until=now + timedelta(days=30))
    make_coupon(code="OVER", valid_from=now - timedelta(days=8), valid_until=now + timedelta(days=1))
    device.follow("coupons")
    assert sorted(device.kept["coupons"]) == ["OVER"]

    body = json.loads(feed._coupons(device.cursors["coupons"], *_two_days_later(device, now)))

    assert ([row[0] for row in body["rows"]], body["gone"], body["starts_anew"]) == (["SOON"], ["OVER"], False)
    device.cursors["coupons"] = body["cursor"]
    device.settle("coupons")
    later = json.loads(feed._coupons(device.cursors["coupons"], *_two_days_later(device, now)))
    assert (later["rows"], later["gone"]) == ([], [])


def _two_days_later(device: Device, now: datetime) -> tuple[Till, int]:
    token = find_token(device.caller.token, at=now)
    assert token is not None
    assert token.till is not None
    return token.till, int((now + timedelta(days=2)).timestamp() * 1000)


def test_coupons_begin_anew_for_a_till_that_moves_to_another_store() -> None:
    device, _store = at_new_till(code="HERE")
    make_coupon(code="HERE1", store_codes=["HERE"])
    device.follow("coupons")
    moved, _other = at_new_till(code="THERE")
    device.caller = moved.caller

    page = device.page("coupons")

    assert (page["starts_anew"], page["rows"], device.kept["coupons"]) == (True, [], {})


def test_the_terms_come_once() -> None:
    device, _store = at_new_till()

    first = device.caller.get("/till/feed", part="terms").body
    again = device.caller.get("/till/feed", part="terms", since=first["cursor"]).body

    assert first["rows"] == [
        {
            "shop_name": "のれん商店",
            "currency": "JPY",
            "prices_include_tax": True,
            "tax_rounding": "floor",
            "discount_rounding": "floor",
            "points_per_minor": [1, 100],
            "tax_rates_bp": {"standard": 1000, "reduced": 800, "food": 800, "exempt": 0},
            "rule_version": 1,
        }
    ]
    assert (again["rows"], again["starts_anew"], again["cursor"]) == ([], False, first["cursor"])


def test_the_answer_is_compressed_for_who_takes_it() -> None:
    device, _store = at_new_till()
    for number in range(5):
        make_variant(sku=f"A{number}")
    headers = {"Authorization": f"Bearer {device.caller.token}", "Accept-Encoding": "gzip, br"}

    answer = device.caller.client.get("/api/v1/till/feed?part=goods", headers=headers)

    assert answer.headers["Content-Encoding"] == "gzip"
    assert int(answer.headers["Content-Length"]) == len(answer.content)
    assert "Accept-Encoding" in answer.headers["Vary"]
    assert len(json.loads(gzip.decompress(answer.content))["rows"]) == 5


def test_only_a_till_is_told() -> None:
    assert integrator(scopes=frozenset({Scope.CATALOG_READ})).get("/till/feed", part="goods").code == "scope_missing"
