"""Goods are found by words in two languages, by category and by code, the best first; hostile queries find nothing."""

import pytest
from django.db import connection

from noren.catalog.errors import CategoryNotFound
from noren.catalog.models import Product
from noren.catalog.search import LAST_PAGE, PAGE_SIZE, product_list, search_products, selected_products
from noren.catalog.tests.goods import make_category, make_product

pytestmark = pytest.mark.django_db


def found(typed: str, **more: str) -> list[str]:
    return [card.code for card in search_products(typed, **more).cards]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "typed",
    [
        "コーヒー",
        "ｺｰﾋｰ",
        "こーひー",
        "コーヒー豆",
        "豆",
        "深",
        "煎り",
        "り",
        "200g",
        "２００Ｇ",
        "コーヒー 200",
        "豆　深煎り",
        "kenya",
        "KEN",
        "Ｋｅｎｙａ",
        "cafe",
        "berries",
        "berry",
        "香り",
        "のれん焙煎所",
    ],
)
def test_words_find_the_product_however_they_are_typed(typed: str) -> None:
    make_product("TEA", "緑茶 ティーバッグ", category=make_category("tea", "お茶"))
    make_product(
        "BEANS",
        "深煎りコーヒー豆 200g Kenya Café Berries",
        brand="のれん焙煎所",
        description="香り高い。",
    )

    assert found(typed) == ["BEANS"]


@pytest.mark.parametrize(
    "typed",
    ["紅茶", "ー豆深", "煎深", "コーヒー 紅茶", "20", "enya", "茶香"],
)
def test_words_that_are_not_there_find_nothing(typed: str) -> None:
    make_product("BEANS", "深煎りコーヒー豆 500g Kenya", description="香り高い。")

    assert found(typed) == []


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "　",
        "!!! --- '' \"\"",
        "'); DROP TABLE catalog_product; --",
        "豆" * 10_000,
        "a " * 5_000,
        "\\",
        ":*&|!<->()",
        "\0",
        "\ud800",
        "😀",
        "%s %(typed)s {x}",
        "\u0300" * 150,
        "ﷺ" * 200,
    ],
)
def test_hostile_queries_find_nothing(typed: str) -> None:
    make_product("BEANS")

    assert found(typed) == []
    assert Product.objects.count() == 1


def test_many_words_are_a_bounded_query() -> None:
    make_product("BEANS", " ".join(f"w{number}" for number in range(40)))

    assert found(" ".join(f"w{number}" for number in range(40))) == ["BEANS"]


def test_a_long_description_without_spaces_can_be_saved() -> None:
    make_product("BEANS", description="ж" * 5_000 + "豆" * 50_000 + "x" * 5_000)

    assert found("ж" * 40) == ["BEANS"]


@pytest.mark.parametrize(
    "typed", ["4901234567894", "490-1234-567894", "４９０１２３４５６７８９４", "04901234567894", "BEANS-1", "beans-1"]
)
def test_a_code_finds_its_product_first(typed: str) -> None:
    make_product("OTHER", "beans-1 4901234567894", prominence=9)
    make_product("BEANS-1", gtin="4901234567894")

    assert found(typed)[0] == "BEANS-1"


def test_words_in_the_title_come_before_words_in_the_text_and_then_the_most_prominent() -> None:
    make_product("TEXT", "粉末", description="コーヒー", prominence=99, category=make_category("tea", "お茶"))
    make_product("TITLE", "コーヒー", prominence=1)
    make_product("BEST", "コーヒー", prominence=5)

    assert found("コーヒー") == ["BEST", "TITLE", "TEXT"]


@pytest.mark.parametrize("has_statistics", [False, True])
def test_the_order_does_not_depend_on_what_the_planner_knows(has_statistics: bool) -> None:
    for number in range(200):
        make_product(f"P{number:03}", "コーヒー" if number % 2 else "お茶", prominence=number * 37 % 200)
    if has_statistics:
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE catalog_product, catalog_variant, catalog_category")

    for typed, fits in (("コーヒー", 1), ("茶", 0)):
        codes = [card.code for page in (1, 2) for card in search_products(typed, page=page).cards]
        wanted = sorted((n * 37 % 200, n) for n in range(200) if n % 2 == fits)[::-1][: 2 * PAGE_SIZE]
        assert codes == [f"P{number:03}" for _, number in wanted]


def test_the_name_of_a_category_finds_what_is_in_it_and_below() -> None:
    drinks = make_category("drinks", "飲みもの")
    make_product("BEANS", "ケニア", category=make_category("coffee", "コーヒー", drinks))
    make_product("PEN", "ボールペン", category=make_category("pens", "文具"))

    assert found("飲みもの") == ["BEANS"]


def test_search_stays_within_a_category() -> None:
    drinks = make_category("drinks", "飲みもの")
    make_product("BEANS", "コーヒー豆", category=make_category("coffee", "豆", drinks))
    make_product("JELLY", "コーヒーゼリー", category=make_category("sweets", "菓子"))

    assert found("コーヒー", category="drinks") == ["BEANS"]
    with pytest.raises(CategoryNotFound):
        search_products("コーヒー", category="nowhere")


def test_what_is_not_on_sale_is_not_found() -> None:
    make_product("GONE", is_active=False)
    make_product("EMPTY", variants={})

    assert found("コーヒー") == []
    assert found("GONE") == []
    assert product_list().cards == ()


def test_pages_follow_each_other_without_gap_or_repeat() -> None:
    for number in range(2 * PAGE_SIZE + 3):
        make_product(f"P{number:02}", "コーヒー", prominence=number % 5)

    pages = [search_products("コーヒー", page=page) for page in (1, 2, 3)]

    codes = [card.code for page in pages for card in page.cards]
    assert len(codes) == len(set(codes)) == 2 * PAGE_SIZE + 3
    assert [page.has_next for page in pages] == [True, True, False]
    assert {page.total for page in pages} == {2 * PAGE_SIZE + 3}
    assert codes == [card.code for page in (1, 2, 3) for card in product_list("coffee", page=page).cards]


def test_pages_beyond_the_last_are_the_last() -> None:
    make_product("BEANS")

    assert product_list(page=10**9).page == LAST_PAGE
    assert product_list(page=-1).page == 1


def test_bulk_loads_and_changes_are_searchable_without_any_verb() -> None:
    category = make_category()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO catalog_product (uid, code, name, description, brand, tax_class, is_active, category_id)"
            " VALUES (gen_random_uuid(), 'P1', '緑茶', '', '', 'food', true, %s)",
            [category.pk],
        )
        cursor.execute(
            "INSERT INTO catalog_variant (uid, product_id, sku, name, price_minor, is_active)"
            " SELECT gen_random_uuid(), id, 'P1', '', 100, true FROM catalog_product"
        )
    assert found("緑茶") == ["P1"]

    Product.objects.update(name="ほうじ茶")

    assert found("緑茶") == []
    assert found("ほうじ") == ["P1"]


def test_the_words_survive_a_restore_with_an_empty_search_path() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL search_path = ''")
        cursor.execute("SELECT public.catalog_search_vector('コーヒー Berries', '', '')::text")
        assert cursor.fetchone() == ("'berri' 'berries' 'こー' 'ひー' 'ー' 'ーひ'",)


def test_goods_chosen_in_several_ways_are_one_list_in_the_shops_order() -> None:
    sweets = make_category("sweets", "お菓子")
    mochi = make_category("mochi", "餅", parent=sweets)
    by_id = make_product("BY-ID")
    make_product("BY-CODE")
    make_product("BY-SKU", variants={"SKU-1": 980, "SKU-2": 1_980})
    make_product("BELOW", category=mochi)
    make_product("GONE", category=mochi, is_active=False)
    make_product("OTHER")
    Product.objects.filter(code="BELOW").update(prominence=9)

    page = selected_products(
        ids=[by_id.pk], codes=["BY-CODE", "BY-ID"], skus=["SKU-1", "SKU-2", "NOTHING"], categories=["sweets", "none"]
    )

    assert [card.code for card in page.cards] == ["BELOW", "BY-SKU", "BY-CODE", "BY-ID"]
    assert (page.total, page.is_total_exact) == (4, True)
    assert selected_products().cards == ()
