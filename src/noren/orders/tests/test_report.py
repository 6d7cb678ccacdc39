"""The report from online to store: hand-counted figures, each opening the orders it is made of."""

from datetime import date, timedelta

import pytest
from django.db import connection
from pytest_django import Settings

from noren.coupons.grant import grant_coupon
from noren.kernel.ids import uuid7
from noren.orders.end import cancel_order, expire_orders, void_sale
from noren.orders.place import place_order
from noren.orders.pricing_of import deployment_terms
from noren.orders.report import Cell, Figure, Period, online_to_store, orders_behind, totals_of
from tests.factories import NOON, Shop, counter_sale, make_coupon, make_member, want

pytestmark = pytest.mark.django_db
DAY = date(2026, 7, 4)
PERIOD = Period(first=DAY, last=DAY)
HOUR = timedelta(hours=1)


def test_orders_are_counted_by_where_they_began_and_how_they_ended() -> None:
    shop = Shop()
    shop.hand_over(shop.order())
    shop.order()
    cancel_order(shop.order().uid, by="customer", at=NOON)
    shop.sell()
    void_sale(shop.sell().uid, reason="wrong", register_uid=shop.register.uid, staff_uid=shop.staff.uid, at=NOON + HOUR)

    report = online_to_store(PERIOD)

    assert set(report.cells) == {
        Cell("web", "store", 1, 1_000),
        Cell("web", "open", 1, 1_000),
        Cell("web", "canceled", 1, 1_000),
        Cell("till", "store", 1, 1_000),
        Cell("till", "voided", 1, 1_000),
    }
    brought = report.totals.brought
    assert (brought.orders, brought.amount_minor, brought.sales_minor) == (1, 1_000, 2_000)
    assert report.totals.sales_share == 0.5


def test_pickups_are_counted_by_their_end() -> None:
    shop = Shop()
    collected, late, cancelled = shop.order(), shop.order(), shop.order()
    shop.hand_over(collected)
    cancel_order(cancelled.uid, by="customer", at=NOON)
    assert late.kept_until is not None
    expire_orders(at=late.kept_until)
    open_one = shop.order()

    pickups = online_to_store(PERIOD).totals.pickups

    assert (pickups.picked_up, pickups.expired, pickups.canceled, pickups.rejected, pickups.open) == (1, 1, 1, 0, 1)
    assert pickups.expired_share == pytest.approx(1 / 3)
    assert [order.uid for order in orders_behind(PERIOD, Figure("pickup", statuses=("expired",)))] == [late.uid]
    opened = orders_behind(PERIOD, Figure("pickup", statuses=("placed", "ready")))
    assert [order.uid for order in opened] == [open_one.uid]


def test_goods_added_at_the_hand_over_are_extra() -> None:
    shop = Shop()
    with_more, plain = shop.order(), shop.order()
    shop.hand_over(with_more, extra=2)
    shop.hand_over(plain)

    totals = online_to_store(PERIOD).totals

    assert (totals.extra.pickups, totals.extra.added_minor, totals.extra.later_minor) == (1, 2_000, 0)
    assert totals.extra_share == 0.5
    assert [order.uid for order in orders_behind(PERIOD, Figure("extra"))] == [with_more.uid]


def test_goods_added_and_bought_later_are_counted_with_tax_where_prices_are_kept_without(
    settings: Settings, request: pytest.FixtureRequest
) -> None:
    settings.PRICES_INCLUDE_TAX = False
    request.addfinalizer(deployment_terms.cache_clear)
    deployment_terms.cache_clear()
    shop, member = Shop(), make_member()
    placed = shop.order(customer=member)
    shop.hand_over(placed, extra=2)
    wanted = counter_sale(shop.register, shop.staff, want(shop.coffee), tendered_minor=2_000, customer=member)
    place_order(wanted, at=NOON + HOUR + timedelta(minutes=1))

    totals = online_to_store(PERIOD).totals

    assert (totals.brought.amount_minor, totals.brought.sales_minor) == (3_240, 4_320)
    assert (totals.extra.added_minor, totals.extra.later_minor, totals.extra.amount_minor) == (2_160, 1_080, 3_240)


@pytest.mark.parametrize(("minutes", "is_extra"), [(-1, False), (0, False), (1, True), (60, True), (61, False)])
def test_a_sale_to_the_same_member_counts_within_sixty_minutes_after(minutes: int, is_extra: bool) -> None:
    shop, member = Shop(), make_member()
    shop.hand_over(shop.order(customer=member), at=NOON + HOUR)

    shop.sell(customer=member, at=NOON + HOUR + timedelta(minutes=minutes))

    assert online_to_store(PERIOD).totals.extra.later_minor == (1_000 if is_extra else 0)


def test_sales_to_others_in_other_stores_or_unknown_people_are_not_extra() -> None:
    shop, other, member = Shop("A"), Shop("B"), make_member()
    shop.hand_over(shop.order(customer=member))
    soon = NOON + HOUR + timedelta(minutes=5)

    shop.sell(at=soon)
    shop.sell(customer=make_member(), at=soon)
    other.sell(customer=member, at=soon)

    assert online_to_store(PERIOD).totals.extra.amount_minor == 0


def test_a_sale_after_two_pickups_is_counted_once_for_the_later() -> None:
    shop, member = Shop(), make_member()
    first, second = shop.order(customer=member), shop.order(customer=member)
    shop.hand_over(first, at=NOON + HOUR)
    shop.hand_over(second, at=NOON + HOUR + timedelta(minutes=10))

    shop.sell(customer=member, at=NOON + HOUR + timedelta(minutes=20))

    extra = online_to_store(PERIOD).totals.extra
    assert (extra.pickups, extra.later_minor) == (1, 1_000)
    assert [order.uid for order in orders_behind(PERIOD, Figure("extra"))] == [second.uid]


def test_coupons_given_or_entered_online_are_followed_into_the_store() -> None:
    shop, member = Shop(), make_member()
    make_coupon(code="CODE")
    make_coupon(code="GIFT", kind="member")
    grant_coupon(code="GIFT", customer_id=member.pk, channel="web", cause_kind="campaign", cause_uid=uuid7(), at=NOON)
    entered_online = shop.order(coupons=("CODE",))
    shop.hand_over(entered_online)
    shop.order(coupons=("CODE",))
    shop.sell(coupons=("CODE",))
    shop.sell(customer=member, coupons=("GIFT",))

    rows = {row.code: row for row in online_to_store(PERIOD).coupons}

    code, gift = rows["CODE"], rows["GIFT"]
    assert (code.given, code.online_in_store, code.given_in_store, code.in_store) == (0, 1, 0, 2)
    assert (code.discount_minor, code.sales_minor) == (400, 1_600)
    assert (gift.given, gift.online_in_store, gift.given_in_store, gift.in_store) == (1, 0, 1, 1)
    assert len(orders_behind(PERIOD, Figure("coupon", coupon="CODE"))) == 2


def test_the_report_is_of_the_period_its_stores_and_its_source() -> None:
    shop, other = Shop("A"), Shop("B")
    shop.hand_over(shop.order())
    other.hand_over(other.order())
    shop.hand_over(shop.order(at=NOON + timedelta(days=1)), at=NOON + timedelta(days=1))

    def orders(period: Period) -> int:
        return totals_of(period).brought.orders

    assert orders(PERIOD) == 2
    assert orders(Period(DAY, DAY, store_ids=(shop.store.pk,))) == 1
    assert orders(Period(DAY, DAY + timedelta(days=1))) == 3
    assert orders(Period(DAY, DAY, store_ids=())) == 0
    assert orders(Period(DAY, DAY, source="simulated")) == 0
    assert orders(Period(DAY, DAY, source="live")) == 2
    assert Period(DAY, DAY + timedelta(days=6)).before() == Period(DAY - timedelta(days=7), DAY - timedelta(days=1))


def test_weeks_begin_on_monday_and_stores_are_listed_by_what_they_completed() -> None:
    shop, other = Shop("A"), Shop("B")
    shop.hand_over(shop.order())
    for day in range(2):
        other.hand_over(other.order(at=NOON + timedelta(days=day)), at=NOON + timedelta(days=day))
    other.sell(at=NOON + timedelta(days=2))

    report = online_to_store(Period(DAY, DAY + timedelta(days=7)))

    assert [(row.week, row.brought.orders) for row in report.weeks] == [(date(2026, 6, 29), 3), (date(2026, 7, 6), 0)]
    assert [(row.code, row.brought.orders, row.pickups.picked_up) for row in report.stores] == [
        ("B", 2, 2),
        ("A", 1, 1),
    ]


def test_an_empty_period_has_no_shares() -> None:
    report = online_to_store(PERIOD)

    assert (report.cells, report.weeks, report.stores, report.coupons) == ((), (), (), ())
    assert (report.totals.extra_share, report.totals.sales_share, report.totals.pickups.expired_share) == (None,) * 3


def test_the_report_asks_five_statements_however_many_stores_there_are(
    django_assert_num_queries: object,
) -> None:
    for number in range(3):
        shop = Shop(f"S{number}")
        shop.hand_over(shop.order())

    with django_assert_num_queries(5, connection=connection):  # type: ignore[operator]
        online_to_store(PERIOD)
