"""Pickups to pick: several marked ready at once, a pick list of those chosen, and what the start page says."""

import pytest
from django.utils import timezone

from noren.office.tests.signing_in import working
from noren.orders.end import cancel_order
from noren.orders.models import Order
from noren.orders.place import place_order
from noren.people.models import DeedRecord, Role
from tests.factories import Shop, all_differences, pickup, want

pytestmark = pytest.mark.django_db
PAGE = "/office/pickups/"


def test_several_pickups_are_marked_ready_and_one_that_cannot_be_says_why() -> None:
    shop, at = Shop(), timezone.now()
    placed = [place_order(pickup(shop.store, want(shop.coffee)), at=at) for _ in range(3)]
    clerk = working(Role.CLERK, shop.store)
    page = clerk.get(PAGE)
    assert [each.number for each in page.context["work"]] == [each.number for each in placed]
    cancel_order(placed[2].uid, by="customer", at=at)

    orders = [str(each.uid) for each in placed[:2]]
    answer = clerk.post(f"{PAGE}?store={shop.store.pk}", {"do": "ready", "order": orders}, follow=True)

    assert "2件をご用意済みにしました。" in answer.content.decode()
    assert list(Order.objects.order_by("pk").values_list("status", flat=True)) == ["ready", "ready", "canceled"]
    assert DeedRecord.objects.filter(deed="pick", outcome="done").count() == 2
    assert all_differences() == []


def test_the_pick_list_puts_goods_of_several_pickups_together_and_names_store_and_codes() -> None:
    shop, at = Shop(), timezone.now()
    placed = [place_order(pickup(shop.store, want(shop.coffee, pieces)), at=at) for pieces in (1, 3)]
    clerk = working(Role.CLERK, shop.store)

    chosen = {"do": "print", "order": [str(each.uid) for each in placed]}
    answer = clerk.post(f"{PAGE}?store={shop.store.pk}", chosen)

    (row,) = answer.context["rows"]
    assert (row.sku, row.pieces) == (shop.coffee.sku, 4)
    assert row.codes == tuple(f"{each.pickup_code} × {n}" for each, n in zip(placed, (1, 3), strict=True))
    assert shop.store.name in answer.content.decode()
    assert clerk.post(PAGE, {"do": "ready"}, follow=True).context["messages"]


def test_another_stores_pickups_are_neither_seen_nor_marked() -> None:
    shop, other = Shop(), Shop()
    placed = place_order(pickup(other.store, want(other.coffee)), at=timezone.now())
    clerk = working(Role.CLERK, shop.store)

    assert clerk.get(PAGE, {"store": other.store.pk}).context["work"] == []
    clerk.post(f"{PAGE}?store={other.store.pk}", {"do": "ready", "order": [str(placed.uid)]})

    assert Order.objects.get().status == "placed"
    assert working(Role.MARKETER).get(PAGE).status_code == 403


def test_the_start_page_says_what_waits_with_where_to_do_it_and_calmly_that_nothing_does() -> None:
    shop = Shop()
    clerk = working(Role.CLERK, shop.store)
    assert "いまお待たせしている作業はありません。" in clerk.get("/office/").content.decode()

    place_order(pickup(shop.store, want(shop.coffee)), at=timezone.now())

    found = [(each.words, each.number, each.url) for each in clerk.get("/office/").context["to_do"]]
    assert found == [("ピッキング待ちの受取", "1", PAGE)]
