"""A product's page, cards, categories, and the variant that a code names."""

from typing import Any

import pytest

from noren.catalog.errors import ProductNotFound
from noren.catalog.models import Variant
from noren.catalog.queries import categories, find_variant, get_product, product_cards
from noren.catalog.rules import gtin_number
from noren.catalog.tests.goods import make_category, make_product
from noren.catalog.views import CategoryView
from noren.kernel.ids import uuid7

pytestmark = pytest.mark.django_db


def test_a_page_has_all_of_a_product(django_assert_num_queries: Any) -> None:
    food = make_category("food", "食品")
    coffee = make_category("coffee", "コーヒー", food)
    made = make_product("BEANS", category=coffee, tax_class="food", variants={"B-200": 980, "B-500": 1980})

    with django_assert_num_queries(2):
        product = get_product("BEANS")

    assert product == get_product(made.uid) == get_product("ＢＥＡＮＳ")
    assert product.tax_rate_bp == 800
    assert [(variant.sku, variant.shown_price_minor) for variant in product.variants] == [
        ("B-200", 980),
        ("B-500", 1980),
    ]
    assert product.category_path == (CategoryView("food", "食品", "box"), CategoryView("coffee", "コーヒー", "box"))


def test_prices_without_tax_are_shown_with_it(settings: Any) -> None:
    settings.PRICES_INCLUDE_TAX = False
    make_product("BEANS", tax_class="food")
    make_product("CUP", tax_class="standard", variants={"CUP": 105})

    assert get_product("BEANS").variants[0].shown_price_minor == 1058
    assert get_product("CUP").variants[0].shown_price_minor == 115
    assert get_product("CUP").variants[0].price_minor == 105


@pytest.mark.parametrize("code", ["NOTHING", "", "GONE", "B\0", "x" * 10_000, "'; --"])
def test_what_is_not_on_sale_has_no_page(code: str) -> None:
    make_product("GONE", is_active=False)

    with pytest.raises(ProductNotFound):
        get_product(code)
    with pytest.raises(ProductNotFound):
        get_product(uuid7())


def test_cards_keep_the_order_asked_for_in_one_statement(django_assert_num_queries: Any) -> None:
    one = make_product("ONE", variants={"ONE-L": 500, "ONE-S": 300})
    two = make_product("TWO")
    gone = make_product("GONE", is_active=False)

    with django_assert_num_queries(1):
        cards = product_cards([two.pk, gone.pk, one.pk])

    assert [(card.code, card.shown_price_minor, card.has_more_prices, card.variants, card.sku) for card in cards] == [
        ("TWO", 980, False, 1, "TWO"),
        ("ONE", 300, True, 2, "ONE-L"),
    ]


def test_the_tree_has_only_categories_with_goods() -> None:
    food = make_category("food", "食品")
    make_product("BEANS", category=make_category("coffee", "コーヒー", food))
    make_category("tea", "お茶", food)
    make_category("pens", "文具")

    (top,) = categories()

    assert top.category.code == "food"
    assert [node.category.code for node in top.children] == ["coffee"]


@pytest.mark.parametrize(
    ("gtin", "typed"),
    [
        ("4901234567894", "4901234567894"),
        ("4901234567894", "490 1234 567894"),
        ("4901234567894", "490-1234-567894"),
        ("4901234567894", "４９０１２３４５６７８９４"),
        ("4901234567894", "04901234567894"),
        ("036000291452", "0036000291452"),
        ("0036000291452", "036000291452"),
        ("0036000291452", "36000291452"),
        ("49123456", "00000049123456"),
    ],
)
def test_a_barcode_number_is_found_in_any_of_its_lengths(gtin: str, typed: str) -> None:
    make_product("BEANS", gtin=gtin)

    variant = find_variant(typed)

    assert variant is not None
    assert variant.variant.sku == "BEANS"


def test_a_sku_comes_before_a_barcode_number_and_in_any_case() -> None:
    make_product("4901234567894", "別の品")
    make_product("BEANS", gtin="4901234567894")

    for typed, sku in (("4901234567894", "4901234567894"), ("beans", "BEANS"), (" ＢＥＡＮＳ ", "BEANS")):
        found = find_variant(typed)
        assert found is not None
        assert found.variant.sku == sku


@pytest.mark.parametrize("typed", ["", "0", "00000000", "4901234567", "49012345678941234", "BEAN", "\0", "豆" * 5_000])
def test_other_codes_name_nothing(typed: str) -> None:
    make_product("BEANS", gtin="4901234567894")

    assert find_variant(typed) is None


def test_a_variant_that_is_not_on_sale_is_not_found() -> None:
    make_product("BEANS")
    Variant.objects.update(is_active=False)

    assert find_variant("BEANS") is None


def test_letters_are_no_barcode_number() -> None:
    assert gtin_number("4901234S67894") is None
    assert gtin_number("٤٩٠١٢٣٤٥٦٧٨٩٤") is None
