"""Whom the tills of a store know: who was seen at its counter, the latest first, and no more than the shop says."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.conf import LazySettings

from noren.kernel.ids import uuid7
from noren.orders.hand_over import hand_over
from noren.orders.listeners import LISTENERS
from noren.orders.models import Order
from noren.orders.pick import mark_ready
from noren.orders.place import place_order
from noren.orders.regulars.keep import SEEN_WITHIN, Seen, keep_seen, refresh_regulars
from noren.orders.regulars.models import Regular
from noren.people.join import NewMember, join_member
from noren.people.models import Customer
from noren.stores.models import Register, Store
from noren.timeline.consume import consume
from noren.timeline.sequence import sequence
from tests.factories import (
    NOON,
    at_counter,
    counter_sale,
    make_member,
    make_register,
    make_staff,
    make_store,
    make_variant,
    pickup,
    stock_up,
    want,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("noren.orders.listeners.now", lambda: NOON)


def listen() -> None:
    """Let the worker read what happened."""
    sequence()
    for listener in LISTENERS:
        consume(listener)


def known(store: Store) -> set[int]:
    """Whom the store's tills know."""
    return set(Regular.objects.filter(store=store, is_kept=True).values_list("customer_id", flat=True))


def sell(store: Store, customer: Customer | None, *, at: datetime = NOON) -> None:
    """A sale at a till of the store."""
    variant = make_variant(price_minor=980)
    stock_up(store, variant, 1)
    register = Register.objects.filter(store=store).first() or make_register(store)
    staff = make_staff(store=store)
    wanted = counter_sale(register, staff, want(variant), tendered_minor=980, customer=customer)
    place_order(wanted, at=at)


def test_a_sale_at_a_till_makes_the_member_known_in_that_store_alone() -> None:
    here, there, member = make_store(), make_store(), make_member()
    make_member()

    sell(here, member)
    listen()

    assert (known(here), known(there)) == ({member.pk}, set())
    assert Regular.objects.get().seen_on == NOON.date()


def test_a_shop_that_sold_for_years_before_anybody_listened_knows_who_came_in_the_last_of_them() -> None:
    store, member, long_gone = make_store(), make_member(), make_member()
    sell(store, long_gone, at=NOON - SEEN_WITHIN - timedelta(days=1))
    sell(store, member, at=NOON - SEEN_WITHIN + timedelta(days=1))

    listen()

    assert known(store) == {member.pk}


def test_an_order_from_the_web_makes_nobody_known_at_the_counter() -> None:
    store, member, variant = make_store(), make_member(), make_variant()
    stock_up(store, variant, 1)

    place_order(pickup(store, want(variant), customer=member), at=NOON)
    listen()

    assert known(store) == set()


def test_who_joins_in_a_store_is_known_there_and_a_guest_is_not() -> None:
    store = make_store()
    joined = join_member(
        NewMember(uuid7(), "山田", email="hanako@example.jp"), channel="till", at=NOON, store_id=store.pk
    )
    guest = Customer.objects.create(joined_at=NOON, joined_channel="web")

    listen()
    keep_seen([Seen(store.pk, guest.pk, NOON.date())])

    assert known(store) == {joined.id}


def test_of_too_many_who_was_seen_longest_ago_leaves(settings: LazySettings) -> None:
    settings.TILL_MEMBERS = 2
    store, other = make_store(), make_store()
    first, second, third = (make_member() for _ in range(3))
    days = [date(2026, 7, day) for day in (1, 2, 3)]

    keep_seen([Seen(other.pk, first.pk, days[0])])
    keep_seen([Seen(store.pk, each.pk, on) for each, on in zip((first, second, third), days, strict=True)])
    assert (known(store), known(other)) == ({second.pk, third.pk}, {first.pk})
    keep_seen([Seen(store.pk, first.pk, days[2])])

    assert known(store) == {first.pk, third.pk}


def test_who_was_seen_later_before_stays_as_late() -> None:
    store, member = make_store(), make_member()
    keep_seen([Seen(store.pk, member.pk, date(2026, 7, 4))])

    keep_seen([Seen(store.pk, member.pk, date(2026, 7, 1)), Seen(store.pk, member.pk, date(2026, 7, 2))])

    assert Regular.objects.get().seen_on == date(2026, 7, 4)


def test_nobody_is_kept_where_tills_are_told_no_members(settings: LazySettings) -> None:
    store, member = make_store(), make_member()
    keep_seen([Seen(store.pk, member.pk, NOON.date())])
    settings.TILL_MEMBERS = 0

    keep_seen([Seen(store.pk, make_member().pk, NOON.date())])
    assert known(store) == {member.pk}
    refresh_regulars(at=NOON)

    assert known(store) == set()


def test_the_night_finds_who_bought_or_joined_within_the_time_and_lets_go_who_was_not_seen() -> None:
    here, there = make_store(), make_store()
    bought, long_ago, joined, away = (make_member() for _ in range(4))
    sell(here, bought)
    sell(here, long_ago, at=NOON - SEEN_WITHIN - timedelta(days=2))
    Customer.objects.filter(pk=joined.pk).update(home_store=there)
    Customer.objects.filter(pk=away.pk).update(home_store=there, joined_at=NOON - SEEN_WITHIN - timedelta(days=2))
    keep_seen([Seen(there.pk, long_ago.pk, (NOON - SEEN_WITHIN).date() - timedelta(days=1))])

    assert refresh_regulars(at=NOON) == 3

    assert (known(here), known(there)) == ({bought.pk}, {joined.pk})
    assert refresh_regulars(at=NOON) == 0


def test_the_night_keeps_no_more_than_the_shop_says_and_touches_nobody_else(settings: LazySettings) -> None:
    store = make_store()
    members = [make_member() for _ in range(4)]
    for day, member in enumerate(members):
        sell(store, member, at=datetime(2026, 7, 1 + day, 3, tzinfo=UTC))
    assert Order.objects.count() == 4
    refresh_regulars(at=NOON)
    settings.TILL_MEMBERS = 3

    assert refresh_regulars(at=NOON) == 1

    assert known(store) == {each.pk for each in members[1:]}
    assert refresh_regulars(at=NOON) == 0


def test_an_order_that_is_fetched_makes_the_member_known() -> None:
    store, member, variant = make_store(), make_member(), make_variant(price_minor=980)
    register, staff = make_register(store), make_staff(store=store)
    stock_up(store, variant, 1)
    placed = place_order(pickup(store, want(variant), customer=member), at=NOON)
    mark_ready(placed.uid, channel="till", staff_uid=staff.uid, at=NOON)
    hand_over(placed.uid, at_counter(register, staff, tendered_minor=980), at=NOON + timedelta(hours=1))

    listen()

    assert known(store) == {member.pk}
