"""What sells best and is in stock stands in front of the shop's lists."""

from datetime import timedelta

import pytest

from noren.catalog.search import product_list
from noren.orders.end import cancel_order
from noren.orders.place import place_order
from noren.orders.prominence import SOLD_WITHIN, refresh_prominence
from tests.factories import NOON, make_store, make_variant, pickup, stock_up, want

pytestmark = pytest.mark.django_db


def test_the_pieces_of_the_last_weeks_decide_and_cancelled_ones_do_not_count() -> None:
    store = make_store()
    best, good, cancelled, gone = (make_variant() for _ in range(4))
    for variant in (best, good, cancelled):
        stock_up(store, variant, 100)
    place_order(pickup(store, want(good, 3)), at=NOON)
    place_order(pickup(store, want(best, 9)), at=NOON)
    placed = place_order(pickup(store, want(cancelled, 50)), at=NOON)
    cancel_order(placed.uid, at=NOON, by="staff")

    assert refresh_prominence(at=NOON + timedelta(hours=1)) == 3

    front = [card.sku for card in product_list().cards]
    assert front == [best.sku, good.sku, cancelled.sku, gone.sku]


def test_what_sold_long_ago_is_no_longer_in_front() -> None:
    store, variant = make_store(), make_variant()
    stock_up(store, variant, 1)
    place_order(pickup(store, want(variant)), at=NOON)
    refresh_prominence(at=NOON + timedelta(hours=1))

    assert refresh_prominence(at=NOON + SOLD_WITHIN + timedelta(hours=1)) == 1
