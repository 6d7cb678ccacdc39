"""Quick keys in the feed of a till: all of them when they change, none while they stand."""

import pytest

from noren.api.tests.test_till_changes import at_register
from noren.orders.quick_keys.arrange import Key, arrange_quick_keys
from tests.factories import NOON, make_register, make_store, make_variant

pytestmark = pytest.mark.django_db


def test_keys_come_when_they_change_and_only_those_of_the_store() -> None:
    store, other = make_store(), make_store()
    till = at_register(store, make_register(store))
    bag, bread = make_variant(), make_variant()
    arrange_quick_keys([Key("袋", 1, bag.sku, "袋 M")], store_id=None, at=NOON)
    arrange_quick_keys([Key("パン", 1, bread.sku)], store_id=other.pk, at=NOON)

    first = till.get("/till/feed", part="keys").body
    again = till.get("/till/feed", part="keys", since=first["cursor"]).body
    arrange_quick_keys([], store_id=None, at=NOON)
    none = till.get("/till/feed", part="keys", since=first["cursor"]).body

    assert (first["starts_anew"], first["rows"], first["total"]) == (True, [["袋", 1, bag.sku, "袋 M"]], 1)
    assert (again["starts_anew"], again["rows"], again["cursor"]) == (False, [], first["cursor"])
    assert (none["starts_anew"], none["rows"], none["has_more"]) == (True, [], False)
