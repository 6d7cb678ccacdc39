"""The mail about low stock: to the managers of the store, once a day, in its morning."""

from datetime import UTC, datetime, timedelta

import pytest

from noren.outreach.low_stock import queue_low_stock
from noren.outreach.models import Message
from noren.people.models import Account, Role
from noren.stock.reorder import set_reorder_default
from noren.stores.models import Store
from tests.factories import make_staff, make_store, make_variant, stock_up

pytestmark = pytest.mark.django_db
# Half past eight in Tokyo.
MORNING = datetime(2026, 7, 3, 23, 30, tzinfo=UTC)


def low_store() -> Store:
    """A store with two kinds of goods that are low."""
    store = make_store(name="代々木店")
    for pieces in (1, 2):
        stock_up(store, make_variant(name=f"豆 {pieces}"), pieces)
    set_reorder_default(store.pk, 2)
    return store


def test_each_manager_gets_one_mail_a_day_however_many_goods_are_low() -> None:
    store, other = low_store(), low_store()
    manager = make_staff(role=Role.MANAGER, store=store)
    make_staff(role=Role.CLERK, store=store)
    make_staff(role=Role.MANAGER, store=None)

    assert [queue_low_stock(at=MORNING + timedelta(minutes=each)) for each in (0, 10, 600)] == [1, 0, 0]
    assert queue_low_stock(at=MORNING + timedelta(days=1)) == 1

    first = Message.objects.order_by("pk")[0]
    assert (first.to, first.subject) == (
        manager.account.email,
        "【のれん商店】代々木店：2種類の商品が少なくなっています",
    )
    assert "豆 1: 引当可能 1点（発注点 2点）" in first.text
    assert f"/office/low-stock/?store={store.pk}" in first.text
    assert Message.objects.count() == 2
    assert other.pk != store.pk


def test_nothing_is_sent_at_night_or_without_anything_low_or_to_whoever_left() -> None:
    store = low_store()
    manager = make_staff(role=Role.MANAGER, store=store)

    assert queue_low_stock(at=MORNING - timedelta(hours=1)) == 0
    set_reorder_default(store.pk, 0)
    assert queue_low_stock(at=MORNING) == 0
    set_reorder_default(store.pk, 2)
    Account.objects.filter(pk=manager.account_id).update(is_active=False)
    assert queue_low_stock(at=MORNING) == 0
    Account.objects.filter(pk=manager.account_id).update(is_active=True)
    set_reorder_default(store.pk, None)
    assert queue_low_stock(at=MORNING) == 0

    assert not Message.objects.exists()
