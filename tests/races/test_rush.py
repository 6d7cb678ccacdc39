"""A rush over HTTP while web workers are killed: nothing is sold twice, nothing is lost, nobody is left without answer.

`NOREN_RACE_ROUNDS` says how often (2 unless said otherwise; `make race` asks for 50), `NOREN_RACE_SEED` which kills.
"""

import os
from collections import Counter

import pytest

from noren.coupons.models import Redemption
from noren.orders.models import Order
from noren.people.models import Customer
from noren.people.tokens import Scope, make_token
from noren.stock.models import Level
from noren.stores.models import Store
from tests.factories import NOON, all_differences, make_coupon, make_member, make_store, make_variant, stock_up
from tests.races.buying import Buyer, Outcome, all_at_once
from tests.races.serving import Web, web_over_test_database

ROUNDS = int(os.environ.get("NOREN_RACE_ROUNDS", "2"))
SEED = int(os.environ.get("NOREN_RACE_SEED", "7"))
BUYERS, PIECES, COUPON_BUYERS, CROSSWISE, KILLS = 200, 100, 20, 10, 3


@pytest.mark.race
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_rush_sells_what_there_is_and_refuses_the_rest_while_workers_are_killed() -> None:
    store, members = make_store(), [make_member() for _ in range(20)]
    token = make_token(name="rush", scopes=frozenset({Scope.ORDERS_WRITE}), at=NOON)

    with web_over_test_database() as web:
        for number in range(ROUNDS):
            _rush(web, token, store, members, number)

    kills_wanted = ROUNDS
    print(f"{ROUNDS} rounds, {web.killed} workers killed, seed {SEED}")
    assert web.killed >= kills_wanted
    assert all_differences() == []


def _rush(web: Web, token: str, store: Store, members: list[Customer], number: int) -> None:
    wanted, first, second = make_variant(), make_variant(), make_variant()
    coupon = make_coupon(redemption_limit=1)
    level = stock_up(store, wanted, PIECES)
    for variant in (first, second):
        stock_up(store, variant, 1_000)

    def buyer(place: int, *skus: str, coupon_codes: tuple[str, ...] = ()) -> Buyer:
        lines = tuple((sku, 1) for sku in skus)
        return Buyer(web.port, token, store.code, members[place % len(members)].uid, lines, coupon_codes)

    rush = [buyer(place, wanted.sku) for place in range(BUYERS)]
    hunters = [buyer(place, first.sku, coupon_codes=(coupon.code,)) for place in range(COUPON_BUYERS)]
    there = [buyer(place, first.sku, second.sku) for place in range(CROSSWISE)]
    back = [buyer(place, second.sku, first.sku) for place in range(CROSSWISE)]
    with web.losing_workers(KILLS, every_s=0.4, seed=SEED + number):
        outcomes = all_at_once([*rush, *hunters, *there, *back])

    sold, hunted, crossed = outcomes[:BUYERS], outcomes[BUYERS : -2 * CROSSWISE], outcomes[-2 * CROSSWISE :]
    level.refresh_from_db()
    assert _told(sold) == {"placed": PIECES, "out_of_stock": BUYERS - PIECES}
    assert (level.on_hand, level.allocated) == (PIECES, PIECES)
    assert Order.objects.filter(lines__variant=wanted).count() == PIECES
    assert _told(hunted) == {"placed": 1, "coupon_exhausted": COUPON_BUYERS - 1}
    assert Redemption.objects.filter(coupon=coupon).count() == 1
    assert _told(crossed) == {"placed": 2 * CROSSWISE}
    assert Level.objects.get(variant=second).allocated == 2 * CROSSWISE


def _told(outcomes: list[Outcome]) -> Counter[str]:
    return Counter("placed" if outcome.status in {200, 201} else outcome.says for outcome in outcomes)
