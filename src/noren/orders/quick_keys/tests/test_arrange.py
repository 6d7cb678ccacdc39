"""Quick keys: arranged for a store or for all, told to its tills, and refused with nothing changed."""

from typing import Any

import pytest

from noren.catalog.models import Product
from noren.orders.quick_keys.arrange import MOST_KEYS, Key, arrange_quick_keys
from noren.orders.quick_keys.errors import QuickKeyGoodsUnknown, QuickKeyInvalid, QuickKeyRepeated, QuickKeysTooMany
from noren.orders.quick_keys.models import QuickKey
from noren.orders.quick_keys.queries import keys_arranged, keys_of_till
from noren.timeline.models import Event
from tests.factories import NOON, make_store, make_variant
from tests.refusing import refused

pytestmark = pytest.mark.django_db


def test_a_till_shows_the_keys_for_all_and_those_of_its_own_store_by_position() -> None:
    store, other = make_store(), make_store()
    bag, bread, milk = make_variant(), make_variant(), make_variant()
    arrange_quick_keys([Key("袋", 5, bag.sku, "袋 M")], store_id=None, at=NOON)

    arrange_quick_keys([Key("パン", 7, bread.sku), Key("パン", 2, milk.sku)], store_id=store.pk, at=NOON)

    assert [(key.page, key.sku, key.words) for key in keys_of_till(store.pk)] == [
        ("パン", milk.sku, ""),
        ("袋", bag.sku, "袋 M"),
        ("パン", bread.sku, ""),
    ]
    assert [key.sku for key in keys_of_till(other.pk)] == [bag.sku]
    assert [key.sku for key in keys_arranged(store.pk)] == [milk.sku, bread.sku]


def test_what_is_arranged_takes_the_place_of_what_stood_and_the_same_again_is_not_told() -> None:
    store, bag, bread = make_store(), make_variant(), make_variant()
    arrange_quick_keys([Key("袋", 1, bag.sku)], store_id=store.pk, at=NOON)
    keys = [Key(" パン ", 1, bread.sku, " クロワッサン ")]

    arrange_quick_keys(keys, store_id=store.pk, at=NOON)
    arrange_quick_keys(keys, store_id=store.pk, at=NOON)

    assert list(QuickKey.objects.values_list("page", "variant__sku", "words")) == [("パン", bread.sku, "クロワッサン")]
    told = Event.objects.filter(name="Quick Keys Arranged").order_by("pk")
    assert [(each.properties["store"], each.properties["keys"]) for each in told] == [(store.code, 1)] * 2


@pytest.mark.parametrize(
    ("more", "error"),
    [
        ([Key("", 1, "SKU-A")], QuickKeyInvalid),
        ([Key("あ" * 21, 1, "SKU-A")], QuickKeyInvalid),
        ([Key("袋", 1, "SKU-A", "あ" * 21)], QuickKeyInvalid),
        ([Key("袋", 0, "SKU-A")], QuickKeyInvalid),
        ([Key("袋", 1000, "SKU-A")], QuickKeyInvalid),
        ([Key("袋", 1, "NOWHERE")], QuickKeyGoodsUnknown),
        ([Key("袋", 1, "SKU-A"), Key("袋", 2, "sku-a")], QuickKeyRepeated),
        ([Key("袋", 1, "SKU-A")] * (MOST_KEYS + 1), QuickKeysTooMany),
    ],
)
def test_keys_that_cannot_be_are_refused_and_those_that_stand_stay(more: list[Key], error: Any) -> None:
    bag = make_variant(sku="SKU-A")
    arrange_quick_keys([Key("前", 1, bag.sku)], store_id=None, at=NOON)

    with refused(error):
        arrange_quick_keys(more, store_id=None, at=NOON)

    assert list(QuickKey.objects.values_list("page", flat=True)) == ["前"]


def test_goods_that_are_off_sale_are_no_new_key() -> None:
    bag = make_variant()
    Product.objects.filter(pk=bag.product_id).update(is_active=False)

    with refused(QuickKeyGoodsUnknown):
        arrange_quick_keys([Key("袋", 1, bag.sku)], store_id=None, at=NOON)
