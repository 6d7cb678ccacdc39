"""Finding goods, and a product's page."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from noren.kernel.ids import gtin_check_digit
from noren.orders.models import Basket
from noren.shop.shelf import MANY
from noren.shop.tests.shopper import Shopper
from noren.shop.views import goods
from noren.stock.models import Level
from noren.stores.models import Store
from tests.factories import make_coupon, make_store, make_variant, stock_up

pytestmark = pytest.mark.django_db

GTIN = "200000000001" + gtin_check_digit("200000000001")


def test_words_find_goods_and_nothing_says_what_to_try(client: Client) -> None:
    make_variant(name="深煎りコーヒー豆 200g")

    found = client.get("/find/", {"q": "コーヒー"})
    none = client.get("/find/", {"q": "自転車"}, headers={"accept-language": "en"})

    assert [card.name for card in found.context["page"].cards] == ["深煎りコーヒー豆 200g"]
    assert "We found nothing for “自転車”." in none.content.decode()


def test_a_barcode_number_in_full_width_leads_straight_to_its_product(client: Client) -> None:
    variant = make_variant(sku="BEANS")
    variant.gtin = GTIN
    variant.save(update_fields=["gtin"])
    typed = GTIN.translate({ord("0") + digit: ord("０") + digit for digit in range(10)})

    answers = [client.get("/find/", {"q": typed}), client.get(f"/01/0{GTIN}/")]

    assert [answer.headers["Location"] for answer in answers] == [f"/products/{variant.product.code}/?sku=BEANS"] * 2


@pytest.mark.parametrize("path", ["/products/nothing/", "/01/2000000000022/", "/01/abc/", "/find/?category=nothing"])
def test_an_unknown_code_is_a_page_that_says_so(client: Client, path: str) -> None:
    answer = client.get(path, headers={"accept-language": "en"})

    assert answer.status_code == 404
    assert "Nothing behind this curtain" in answer.content.decode()


@pytest.mark.parametrize("page", ["0", "-1", "x", "9999", "１"])
def test_any_page_number_shows_a_page(client: Client, page: str) -> None:
    make_variant()

    assert client.get("/find/", {"page": page}).status_code == 200


def test_a_product_shows_its_price_with_tax_and_where_it_is() -> None:
    shopper = Shopper()
    make_store(code="S002", name="代々木店")

    page = shopper.client.get(f"/products/{shopper.beans.product.code}/").content.decode()

    assert "¥980" in page
    assert "tax incl. (reduced rate 8%)" in page
    assert "9 points for members" in page
    assert page.count("Reserve here") == 1
    assert "In stock" in page


def test_from_a_place_the_nearest_stores_are_shown_even_without_stock() -> None:
    shopper = Shopper()
    make_store(code="S002", name="代々木店")
    shopper.client.post("/place/", {"latitude": "35.66", "longitude": "139.70", "name": "渋谷区"})

    shelf = shopper.client.get(f"/products/{shopper.beans.product.code}/").context["shelf"]

    assert [(row.name, row.available, row.can_reserve) for row in shelf.rows] == [
        ("渋谷店", 10, True),
        ("代々木店", 0, False),
    ]


def test_without_a_store_or_place_the_page_asks_for_the_store_and_comes_back_to_name_it() -> None:
    shopper = Shopper()
    other = make_store(code="S002", name="代々木店")
    stock_up(other, shopper.beans, 3)
    path = f"/products/{shopper.beans.product.code}/"

    before = shopper.client.get(path)
    chooser = shopper.client.get(f"{path}store/", {"sku": "BEANS"})
    after = chooser.context["after"]
    chosen = shopper.client.post("/stores/choose/", {"store": "S002", "next": after})
    page = shopper.client.get(after)

    assert before.context["shelf"].main is None
    assert f'href="{path}store/?sku=BEANS"' in before.content.decode()
    assert "Pick up at" not in before.content.decode()
    assert [row.code for row in chooser.context["shelf"].rows] == ["S001", "S002"]
    assert chosen.headers["Location"] == after == f"{path}?sku=BEANS"
    assert page.context["shelf"].main.code == page.context["shelf"].rows[0].code == "S002"
    assert "Pick up at 代々木店" in page.content.decode()
    assert "You pick up at 代々木店." in page.content.decode()
    assert not Basket.objects.exists()


def test_the_stores_to_choose_from_are_found_by_name() -> None:
    shopper = Shopper()
    make_store(code="S002", name="代々木店")
    path = f"/products/{shopper.beans.product.code}/store/"

    found, none = (shopper.client.get(path, {"sku": "BEANS", "q": words}) for words in ("代々木", "札幌"))

    assert [(row.name, row.can_reserve) for row in found.context["shelf"].rows] == [("代々木店", False)]
    assert "No store has “札幌”" in none.content.decode()


def test_stores_found_by_name_are_sorted_before_the_list_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(goods, "_SHOWN_STORES", 2)
    shopper = Shopper()
    for number in (2, 3, 4, 5):
        store = make_store(code=f"S00{number}", name=f"駅前{number}号店")
        Store.objects.filter(pk=store.pk).update(latitude=35.0 + number / 10)
        if number >= 4:
            stock_up(store, shopper.beans, 3)
    path, asked = f"/products/{shopper.beans.product.code}/store/", {"sku": "BEANS", "q": "駅前"}

    by_stock = shopper.client.get(path, asked).context["shelf"]
    shopper.client.post("/place/", {"latitude": "35.31", "longitude": "139.70", "name": "駅前"})
    by_distance = shopper.client.get(path, asked).context["shelf"]
    shopper.client.post("/stores/choose/", {"store": "S005"})
    with_own = shopper.client.get(path, asked)

    assert [row.code for row in by_stock.rows] == ["S004", "S005"]
    assert [row.code for row in by_distance.rows] == ["S003", "S004"]
    assert [(row.code, row.is_chosen) for row in with_own.context["shelf"].rows] == [("S005", True), ("S003", False)]
    assert "your store" in with_own.content.decode()
    assert "Show the stores that have it" in with_own.content.decode()


@pytest.mark.parametrize("words", ["", "店"])
def test_a_list_of_stores_is_cut_only_when_there_are_more(monkeypatch: pytest.MonkeyPatch, words: str) -> None:
    shopper = Shopper()
    stock_up(make_store(code="S002", name="代々木店"), shopper.beans, 3)
    path, asked = f"/products/{shopper.beans.product.code}/store/", {"sku": "BEANS", "q": words}

    monkeypatch.setattr(goods, "_SHOWN_STORES", 2)
    whole = shopper.client.get(path, asked)
    monkeypatch.setattr(goods, "_SHOWN_STORES", 1)
    cut = shopper.client.get(path, asked)

    assert [len(page.context["shelf"].rows) for page in (whole, cut)] == [2, 1]
    assert ["There are more stores" in page.content.decode() for page in (whole, cut)] == [False, True]


def test_a_baskets_store_is_the_chosen_one_and_another_is_asked_for_when_it_is_sold_out() -> None:
    shopper = Shopper()
    far = make_store(code="S009", name="札幌店")
    stock_up(far, shopper.beans, 3)
    shopper.put_in(1, store="S009")
    shopper.client.post("/place/", {"latitude": "35.66", "longitude": "139.70", "name": "渋谷区"})
    path = f"/products/{shopper.beans.product.code}/"

    there = shopper.client.get(path)
    Level.objects.filter(store=far).update(on_hand=0)
    gone = shopper.client.get(path)

    assert there.context["shelf"].main.code == "S009"
    assert "moves it all there" in there.content.decode()
    assert (gone.context["shelf"].main, gone.context["shelf"].chosen.available) == (None, 0)
    assert "Choose a different store" in gone.content.decode()
    assert there.context["shelf"].seen != gone.context["shelf"].seen


def test_a_chosen_store_is_that_of_the_basket_and_of_the_next_one() -> None:
    shopper = Shopper()
    make_store(code="S002", name="代々木店")
    shopper.client.post("/stores/choose/", {"store": "S002"})

    shopper.put_in(1, store="")
    first = Basket.objects.get().store
    shopper.client.post("/stores/choose/", {"store": "S001"})
    moved = Basket.objects.get().store
    Basket.objects.all().delete()
    shopper.put_in(1, store="")

    assert [store.code for store in (first, moved, Basket.objects.get().store) if store] == ["S002", "S001", "S001"]


@pytest.mark.parametrize(("code", "status"), [("S404", 404), ("S003", 409), ("", 404)])
def test_a_store_that_is_none_or_prepares_no_pickups_is_not_chosen(code: str, status: int) -> None:
    shopper = Shopper()
    make_store(code="S003", name="受取なしの店", is_pickup_enabled=False)

    answer = shopper.client.post("/stores/choose/", {"store": code})

    assert answer.status_code == status
    assert shopper.client.get(f"/products/{shopper.beans.product.code}/").context["shelf"].chosen is None


def test_a_chosen_store_that_went_out_of_business_counts_as_none() -> None:
    shopper = Shopper()
    shopper.client.post("/stores/choose/", {"store": "S001"})
    make_coupon(code="ELSEWHERE", store_codes=[make_store(code="S009").code], is_public=True)
    before = shopper.client.get("/")
    Store.objects.update(is_active=False)

    page = shopper.client.get("/")
    shopper.put_in(1, store="")

    assert page.context["own_store"] is None
    assert [bool(each.context["offers"][0].refusal) for each in (before, page)] == [True, False]
    assert Basket.objects.get().store is None


def test_the_stock_that_an_open_page_asks_for_is_sent_only_when_it_changed() -> None:
    shopper = Shopper()
    path = f"/products/{shopper.beans.product.code}/"
    seen = shopper.client.get(path).context["shelf"].seen

    same = shopper.client.get(f"{path}stock/", {"seen": seen})
    Level.objects.update(on_hand=2)
    changed = shopper.client.get(f"{path}stock/", {"seen": seen})

    assert (same.status_code, same.content) == (204, b"")
    assert "2 left" in changed.content.decode()


def test_an_open_page_learns_by_one_statement_whether_any_store_has_more_or_less(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    shopper = Shopper()
    far = stock_up(make_store(code="S002"), shopper.beans, 3)
    stock_up(far.store, make_variant(), 1)
    asked = {"sku": shopper.beans.sku, "seen": _mark(shopper)}

    with django_assert_num_queries(1):
        same = shopper.client.get("/stock/", asked)
    Level.objects.filter(pk=far.pk).update(on_hand=2)
    changed = shopper.client.get("/stock/", asked)

    assert (same.status_code, same.content) == (204, b"")
    assert (changed.status_code, changed.content.decode()) == (200, _mark(shopper))
    assert changed.headers["Cache-Control"] == "no-store"
    assert _mark(shopper) != asked["seen"]


def test_a_page_that_is_told_all_pieces_alike_is_not_asked_for_again() -> None:
    shopper = Shopper()
    before = _mark(shopper)

    Level.objects.filter(variant=shopper.beans).update(on_hand=MANY + 1)
    with_more = _mark(shopper)
    Level.objects.filter(variant=shopper.beans).update(on_hand=-1)
    with_less_than_none = _mark(shopper)
    Level.objects.filter(variant=shopper.beans).update(on_hand=0)

    assert with_more == before
    assert with_less_than_none == _mark(shopper) != before


def test_the_mark_of_goods_that_nobody_knows_never_changes(client: Client) -> None:
    make_variant()

    answers = [client.get("/stock/", {"sku": "nothing", "seen": seen}) for seen in ("", "0")]

    assert [(each.status_code, each.content) for each in answers] == [(200, b"0"), (204, b"")]


def test_a_store_stays_where_it_is_shown_when_it_sells_its_last_piece() -> None:
    shopper = Shopper()
    path = f"/products/{shopper.beans.product.code}/"
    stores = [stock_up(make_store(code=f"S00{number}"), shopper.beans, 3).store for number in (2, 3, 4)]
    shown = shopper.client.get(path).context["shelf"].codes
    Level.objects.filter(store=stores[0]).update(on_hand=0)
    new = stock_up(make_store(code="S000"), shopper.beans, 1).store

    followed = shopper.client.get(f"{path}stock/", {"seen": "before", "shown": shown}).context["shelf"]
    opened = shopper.client.get(path).context["shelf"]

    assert followed.codes == f"{shown},{new.code}"
    assert [row.available for row in followed.rows if row.code == "S002"] == [0]
    assert "S002" not in opened.codes


def _mark(shopper: Shopper) -> str:
    return str(shopper.client.get(f"/products/{shopper.beans.product.code}/").context["mark"])
