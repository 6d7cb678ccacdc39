"""Past sales: recorded in bulk, harmless to repeat, unseen until the batch is finished, and told like live ones."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, datetime
from random import Random
from uuid import UUID

import pytest
from django.db import transaction
from pytest_django import Settings

from noren.catalog.models import Category, Product, Variant
from noren.kernel.ids import uuid7
from noren.kernel.money import Rounding
from noren.kernel.staging import copy_rows, make_staging
from noren.kernel.tax import tax_totals
from noren.orders.events import OrderCompleted, SoldLine
from noren.orders.finish_history import finish_history
from noren.orders.history import HistoryFinished, HistoryInvalid, visible_orders
from noren.orders.models import History, Order, OrderLine
from noren.orders.prepare_history import SALE_COLUMNS, prepare_history
from noren.orders.record_history import open_history, record_history
from noren.orders.regulars.keep import refresh_regulars
from noren.orders.regulars.models import Regular
from noren.people.models import Customer
from noren.stores.models import Store
from noren.timeline.models import Event
from noren.timeline.record import properties_json
from tests.factories import make_member

JULY = datetime(2026, 7, 1, 3, 0, tzinfo=UTC)
NIGHT = datetime(2026, 7, 1, 17, 30, tzinfo=UTC)  # 02:30 of 2 July in Japan
pytestmark = pytest.mark.django_db


def make_goods() -> None:
    category = Category.objects.create(code="food", name="食品")
    bread = Product.objects.create(code="P1", name="食パン", category=category, tax_class="reduced")
    soap = Product.objects.create(code="P2", name="石けん", category=category, tax_class="standard")
    Variant.objects.create(product=bread, sku="BREAD", price_minor=150)
    Variant.objects.create(product=soap, sku="SOAP", name="徳用", price_minor=105)
    Store.objects.create(code="S1", name="青葉通り店", closing_hour=5)


def sale(line: int, receipt: str = "R1", *, sku: str = "BREAD", **more: object) -> dict[str, object]:
    return {
        "line": line,
        "receipt": receipt,
        "store": "S1",
        "sold_at": JULY,
        "sku": sku,
        "quantity": 1,
        "discount_minor": 0,
        "total_minor": 150,
    } | more


def prepare(rows: Iterable[dict[str, object]], source: str = "old-pos") -> int:
    make_staging("test_staged", SALE_COLUMNS)
    columns = list(SALE_COLUMNS)
    copy_rows("test_staged", columns, ([row.get(name) for name in columns] for row in rows))
    return prepare_history(staged="test_staged", prepared="test_prepared", source=source).receipts


def record_all(rows: Iterable[dict[str, object]], *, finish: bool = True) -> UUID:
    uid = uuid7()
    open_history(uid=uid, source="old-pos", at=JULY)
    receipts = prepare(rows)
    record_history(history_uid=uid, prepared="test_prepared", after=0, through=receipts)
    if finish:
        finish_history(history_uid=uid, at=JULY)
    return uid


def test_a_past_sale_is_a_completed_order_that_keeps_its_total() -> None:
    make_goods()
    member = Customer.objects.create(member_number="M1", joined_at=JULY, joined_channel="till")

    record_all(
        [sale(1, quantity=3, total_minor=500, member="M1"), sale(2, sku="SOAP", total_minor=90, discount_minor=15)]
    )

    order = Order.objects.get()
    assert (order.status, order.source, order.channel, order.completed_channel) == (
        "completed",
        "history",
        "till",
        "till",
    )
    assert (order.goods_minor, order.discount_minor, order.total_minor, order.points) == (605, 15, 590, 0)
    assert (order.customer, order.placed_at, order.completed_at) == (member, JULY, JULY)
    bread, soap = order.lines.all()
    assert (bread.position, bread.name, bread.quantity, bread.unit_price_minor) == (1, "食パン", 3, 167)
    assert (bread.rounding_minor, bread.total_minor, bread.tax_rate_bp, bread.discounts) == (-1, 500, 800, [])
    assert (soap.name, soap.unit_price_minor, soap.discount_minor, soap.rounding_minor) == ("石けん 徳用", 105, 15, 0)
    assert (soap.total_minor, soap.tax_rate_bp, soap.discounts) == (90, 1000, [["", 15]])


def test_the_tax_is_rounded_once_per_rate_of_a_receipt() -> None:
    make_goods()

    record_all([sale(n, sku="SOAP", total_minor=105) for n in range(1, 4)] + [sale(4, total_minor=108)])

    order = Order.objects.get()
    assert order.taxes == [
        {"rate_bp": 1000, "net_minor": 287, "tax_minor": 28, "gross_minor": 315},
        {"rate_bp": 800, "net_minor": 100, "tax_minor": 8, "gross_minor": 108},
    ]
    assert order.tax_minor == 36


@pytest.mark.parametrize("rounding", list(Rounding))
def test_the_tax_in_sql_equals_the_tax_of_a_live_sale(settings: Settings, rounding: Rounding) -> None:
    settings.TAX_ROUNDING = str(rounding)
    make_goods()
    chance = Random(8_10)
    receipts = {
        f"R{place}": [
            (chance.choice([0, 800, 1000]), chance.choice([chance.randint(0, 2_000), 99_999_999]))
            for _ in range(chance.randint(1, 6))
        ]
        for place in range(300)
    }

    record_all(
        sale(line, receipt, number=receipt, total_minor=amount, tax_rate_bp=rate)
        for receipt, amounts in receipts.items()
        for line, (rate, amount) in enumerate(amounts)
    )

    for order in Order.objects.all():
        expected = tax_totals(receipts[order.number], prices_include_tax=True, rounding=rounding)
        assert order.taxes == [asdict(each) for each in expected]
        assert order.tax_minor == sum(each.tax_minor for each in expected)
    assert Order.objects.count() == 300


def test_a_repeat_records_nothing_and_keeps_the_uids() -> None:
    make_goods()
    record_all([sale(1), sale(2, sku="SOAP"), sale(3, "R2")])
    before = list(OrderLine.objects.order_by("id").values_list("id", "uid"))

    record_all([sale(1), sale(2, sku="SOAP"), sale(3, "R2")])

    assert list(OrderLine.objects.order_by("id").values_list("id", "uid")) == before
    assert all(uid.version == 8 for _, uid in before)
    assert Event.objects.count() == 2


def test_recording_goes_on_where_it_stopped() -> None:
    make_goods()
    uid = uuid7()
    open_history(uid=uid, source="old-pos", at=JULY)
    receipts = prepare([sale(n, f"R{n}") for n in range(1, 6)])

    first = record_history(history_uid=uid, prepared="test_prepared", after=0, through=2)
    again = record_history(history_uid=uid, prepared="test_prepared", after=0, through=3)
    rest = record_history(history_uid=uid, prepared="test_prepared", after=3, through=receipts)

    assert [(each.seen_lines, each.orders, each.lines) for each in (first, again, rest)] == [
        (2, 2, 2),
        (3, 1, 1),
        (2, 2, 2),
    ]
    assert Order.objects.count() == 5


def test_readers_see_a_batch_only_when_it_is_finished() -> None:
    make_goods()
    uid = record_all([sale(1)], finish=False)

    assert (Order.objects.count(), visible_orders().count(), Event.objects.count()) == (1, 0, 0)

    assert finish_history(history_uid=uid, at=JULY) == 1
    assert finish_history(history_uid=uid, at=JULY) == 0
    assert (visible_orders().count(), Event.objects.count()) == (1, 1)


def test_who_bought_in_a_finished_batch_is_a_regular_of_the_store() -> None:
    make_goods()
    member = make_member()
    uid = record_all([sale(1, member=member.member_number), sale(2, "R2")], finish=False)
    refresh_regulars(at=JULY)
    assert not Regular.objects.exists()

    finish_history(history_uid=uid, at=JULY)

    regular = Regular.objects.get()
    assert (regular.store.code, regular.customer_id, regular.seen_on) == ("S1", member.pk, JULY.date())


def test_a_finished_batch_takes_no_more_orders() -> None:
    make_goods()
    uid = record_all([sale(1)])
    prepare([sale(1, "R9")])

    with pytest.raises(HistoryFinished), transaction.atomic():
        record_history(history_uid=uid, prepared="test_prepared", after=0, through=1)

    assert Order.objects.count() == 1


def test_a_past_sale_is_told_with_the_properties_of_a_live_one() -> None:
    make_goods()

    record_all([sale(1, quantity=2, total_minor=290, discount_minor=10), sale(2, sku="SOAP")])

    order, event = Order.objects.get(), Event.objects.get()
    live = OrderCompleted(
        order_uid=order.uid,
        number=order.number,
        store="S1",
        fulfillment="counter",
        total_minor=440,
        discount_minor=10,
        coupons=(),
        lines=(SoldLine("BREAD", "食パン", 2, 290), SoldLine("SOAP", "石けん 徳用", 1, 150)),
    )
    assert event.properties == json.loads(properties_json(live))
    assert (event.name, event.source, event.channel, event.occurred_at) == ("Order Completed", "history", "till", JULY)
    assert (event.store_id, event.subject_uid, event.position) == (order.store_id, order.uid, None)


def test_a_sale_after_midnight_belongs_to_the_business_day_before() -> None:
    make_goods()

    record_all([sale(1, sold_at=NIGHT)])

    assert str(Order.objects.get().business_date) == "2026-07-01"


@pytest.mark.parametrize(
    "wrong", [{"sku": "NOBODY"}, {"store": "NOWHERE"}, {"sold_at": NIGHT}], ids=["sku", "store", "two times"]
)
def test_lines_that_fit_nothing_are_refused_and_nothing_is_prepared(wrong: dict[str, object]) -> None:
    make_goods()

    with pytest.raises(HistoryInvalid), transaction.atomic():
        prepare([sale(1), sale(2) | wrong])

    assert (Order.objects.count(), History.objects.count()) == (0, 0)
