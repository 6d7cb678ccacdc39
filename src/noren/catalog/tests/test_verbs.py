"""Products, variants, prices and categories are saved with what they tell, or not at all."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from noren.catalog.errors import (
    CategoryNotFound,
    GoodsInvalid,
    GtinTaken,
    ProductNotFound,
    SkuNotFound,
    SkuOfOtherProduct,
)
from noren.catalog.models import Product, Variant
from noren.catalog.prominence import set_prominence
from noren.catalog.queries import get_product
from noren.catalog.save_product import ProductDefinition, save_category, save_product
from noren.catalog.save_variant import VariantDefinition, save_variant, set_price
from noren.catalog.search import product_list, search_products
from noren.catalog.tests.goods import make_category, make_product
from noren.kernel.racing import race
from noren.timeline.models import Event

AT = datetime(2026, 7, 6, 3, tzinfo=UTC)
BEANS = ProductDefinition("BEANS", "深煎りコーヒー豆", "coffee", tax_class="food")
BEANS_200 = VariantDefinition("BEANS", "BEANS-200", 980, gtin="4901234567894")

pytestmark = pytest.mark.django_db


def told() -> list[tuple[str, Any]]:
    return list(Event.objects.order_by("id").values_list("name", "properties"))


def test_a_saved_product_is_on_sale_and_found() -> None:
    make_category()

    uid = save_product(BEANS, at=AT)
    save_variant(BEANS_200, at=AT)

    product = get_product("BEANS")
    assert product.uid == uid
    assert [(variant.sku, variant.gtin, variant.price_minor) for variant in product.variants] == [
        ("BEANS-200", "4901234567894", 980)
    ]
    assert [card.code for card in search_products("こーひー").cards] == ["BEANS"]
    assert told() == [
        (
            "Product Saved",
            {"product": "BEANS", "name": BEANS.name, "category": "coffee", "tax_class": "food", "is_active": True},
        ),
        ("Variant Saved", {"sku": "BEANS-200", "product": "BEANS", "gtin": "4901234567894", "is_active": True}),
        ("Price Changed", {"sku": "BEANS-200", "before_minor": None, "price_minor": 980}),
    ]


def test_saving_again_changes_what_there_is() -> None:
    make_category()
    uid, variant_uid = save_product(BEANS, at=AT), save_variant(replace(BEANS_200), at=AT)

    assert save_product(replace(BEANS, name="中煎り"), at=AT) == uid
    assert save_variant(replace(BEANS_200, name="200g"), at=AT) == variant_uid

    assert get_product("BEANS").name == "中煎り"
    assert Product.objects.count() == Variant.objects.count() == 1
    assert [name for name, _ in told()].count("Price Changed") == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("code", ""),
        ("code", "A B"),
        ("code", "A/B"),
        ("code", "x" * 65),
        ("code", "A\0"),
        ("name", " "),
        ("name", "豆" * 201),
        ("brand", "豆" * 121),
        ("description", "豆" * 20_001),
        ("tax_class", "luxury"),
    ],
)
def test_a_product_that_cannot_stand_is_refused_at_its_field(field: str, value: Any) -> None:
    make_category()

    with pytest.raises(GoodsInvalid) as refusal:
        save_product(replace(BEANS, **{field: value}), at=AT)

    assert refusal.value.field == field
    assert not Product.objects.exists()
    assert told() == []


def test_a_product_needs_a_category() -> None:
    with pytest.raises(CategoryNotFound):
        save_product(BEANS, at=AT)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("sku", ""),
        ("sku", "A?B"),
        ("name", "豆" * 121),
        ("price_minor", -1),
        ("price_minor", 100_000_000),
        ("gtin", "4901234567895"),
        ("gtin", "123"),
        ("gtin", "abcdefgh"),
    ],
)
def test_a_variant_that_cannot_stand_is_refused_at_its_field(field: str, value: Any) -> None:
    make_product("BEANS")

    with pytest.raises(GoodsInvalid) as refusal:
        save_variant(replace(BEANS_200, **{field: value}), at=AT)

    assert refusal.value.field == field
    assert Variant.objects.count() == 1
    assert told() == []


@pytest.mark.parametrize("gtin", ["4901234567894", "04901234567894", "490-1234-567894"])
def test_a_barcode_number_names_one_variant_in_all_its_lengths(gtin: str) -> None:
    make_product("BEANS", gtin="4901234567894")

    with pytest.raises(GtinTaken):
        save_variant(VariantDefinition("BEANS", "BEANS-500", 1980, gtin=gtin), at=AT)


@pytest.mark.django_db(transaction=True)
def test_one_barcode_number_given_to_two_skus_at_once_goes_to_one() -> None:
    make_product("BEANS-500")
    make_product("BEANS-800")

    outcomes = race(
        lambda: save_variant(VariantDefinition("BEANS-500", "BEANS-500", 1980, gtin="4901234567894"), at=AT),
        lambda: save_variant(VariantDefinition("BEANS-800", "BEANS-800", 2980, gtin="04901234567894"), at=AT),
        queue_on=Variant.objects.filter(sku__in=["BEANS-500", "BEANS-800"]),
    )

    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["GtinTaken", "UUID"]


def test_a_variant_keeps_its_own_barcode_number() -> None:
    make_product("BEANS", gtin="4901234567894")

    save_variant(VariantDefinition("BEANS", "BEANS", 1980, gtin="4901234567894"), at=AT)

    assert get_product("BEANS").variants[0].price_minor == 1980


def test_a_variant_stays_with_its_product() -> None:
    make_product("BEANS")
    make_product("TEA")

    with pytest.raises(SkuOfOtherProduct):
        save_variant(VariantDefinition("TEA", "BEANS", 100), at=AT)


@pytest.mark.django_db(transaction=True)
def test_one_new_sku_given_to_two_products_at_once_goes_to_one() -> None:
    make_product("BEANS")
    make_product("TEA")

    outcomes = race(
        lambda: save_variant(VariantDefinition("BEANS", "NEW-200", 1980), at=AT),
        lambda: save_variant(VariantDefinition("TEA", "NEW-200", 2980), at=AT),
        queue_on=Product.objects.filter(code__in=["BEANS", "TEA"]),
    )

    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["SkuOfOtherProduct", "UUID"]
    assert Variant.objects.filter(sku="NEW-200").count() == 1


def test_a_variant_needs_its_product() -> None:
    with pytest.raises(ProductNotFound):
        save_variant(BEANS_200, at=AT)


def test_a_new_price_is_told_once() -> None:
    make_product("BEANS")

    set_price("BEANS", 1080, at=AT)
    set_price("BEANS", 1080, at=AT)

    assert told() == [("Price Changed", {"sku": "BEANS", "before_minor": 980, "price_minor": 1080})]


def test_a_price_is_refused_for_what_is_not_there_or_out_of_bounds() -> None:
    make_product("BEANS")

    with pytest.raises(GoodsInvalid):
        set_price("BEANS", -1, at=AT)
    with pytest.raises(SkuNotFound):
        set_price("TEA", 100, at=AT)


def test_categories_form_a_tree() -> None:
    save_category(code="food", name="食品")
    save_category(code="coffee", name="コーヒー", parent_code="food", glyph="coffee")

    with pytest.raises(GoodsInvalid):
        save_category(code="food", name="食品", parent_code="coffee")


def test_a_category_needs_a_known_drawing_and_parent() -> None:
    with pytest.raises(GoodsInvalid):
        save_category(code="food", name="食品", glyph="unicorn")
    with pytest.raises(CategoryNotFound):
        save_category(code="food", name="食品", parent_code="nowhere")


def test_what_is_in_stock_and_sells_stands_in_front() -> None:
    made = [make_product(code) for code in ("NOTHING", "SOLD-OUT", "SELLS", "SELLS-MORE", "IN-STOCK")]
    ids = {product.code: product.variants.get().pk for product in made}
    sold = {ids["SOLD-OUT"]: 900, ids["SELLS"]: 20, ids["SELLS-MORE"]: 40}
    in_stock = [ids["SELLS"], ids["SELLS-MORE"], ids["IN-STOCK"]]

    assert set_prominence(sold, in_stock) == 4
    assert set_prominence(sold, in_stock) == 0

    front = [card.code for card in product_list().cards]
    assert front == ["SELLS-MORE", "SELLS", "IN-STOCK", "SOLD-OUT", "NOTHING"]


def test_what_no_longer_sells_steps_back() -> None:
    product = make_product("BEANS", prominence=1_015)

    assert set_prominence({}, ()) == 1

    product.refresh_from_db()
    assert product.prominence == 0
