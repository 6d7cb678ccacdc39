"""Quick keys in the office: who arranges which, and what a typed row means."""

import pytest

from noren.office.tests.signing_in import working
from noren.office.tests.test_stock_work import text
from noren.orders.quick_keys.arrange import Key, arrange_quick_keys
from noren.orders.quick_keys.models import QuickKey
from noren.people.models import DeedRecord, Role
from tests.factories import NOON, make_store, make_variant

pytestmark = pytest.mark.django_db
PATH = "/office/quick-keys/"


def _rows(*rows: tuple[str, str, str, str]) -> dict[str, list[str]]:
    return {name: [row[place] for row in rows] for place, name in enumerate(("page", "position", "sku", "words"))}


def test_head_office_arranges_the_keys_for_all_and_a_row_without_a_page_is_on_the_one_before() -> None:
    owner, bag, bread = working(Role.HEAD_OFFICE), make_variant(), make_variant()

    answer = owner.post(PATH, _rows(("袋", "１", bag.sku, "袋 M"), ("", "2", bread.sku, ""), ("", "3", " ", "")))

    assert answer.status_code == 302
    kept: list[object] = [
        *QuickKey.objects.values_list("store__code", "page", "position", "variant__sku", "words"),
    ]
    assert kept == [
        (None, "袋", 1, bag.sku, "袋 M"),
        (None, "袋", 2, bread.sku, ""),
    ]
    assert DeedRecord.objects.filter(deed="edit_store").exists()


def test_a_manager_arranges_those_of_the_own_store_and_none_for_all() -> None:
    store, other, bag = make_store(), make_store(), make_variant()
    arrange_quick_keys([Key("共通", 1, bag.sku, "共通袋")], store_id=None, at=NOON)
    manager = working(Role.MANAGER, store)

    seen = text(manager.get(PATH))
    manager.post(PATH, _rows(("袋", "1", bag.sku, "")))
    manager.post(f"{PATH}?store={other.pk}", _rows(("袋", "1", bag.sku, "他店")))

    assert "共通袋" in seen
    kept: set[object] = {*QuickKey.objects.values_list("store__code", "page")}
    assert (None, "共通") in kept
    assert (store.code, "袋") in kept
    assert not QuickKey.objects.filter(store=other).exists()


def test_what_cannot_be_saved_is_said_and_stays_typed() -> None:
    owner = working(Role.HEAD_OFFICE)

    answer = owner.post(PATH, _rows(("袋", "1", "NOWHERE", "どこかの袋")))

    assert answer.status_code == 422
    assert "どこかの袋" in text(answer)
    assert QuickKey.objects.count() == 0


def test_a_clerk_arranges_none() -> None:
    assert working(Role.CLERK, make_store()).get(PATH).status_code == 403
