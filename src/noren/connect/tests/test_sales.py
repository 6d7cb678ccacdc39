"""Files of past sales: in pieces, unseen until the last one, and never changed afterwards."""

from pathlib import Path

import pytest
from django.db import transaction

from noren.connect.kinds import sales
from noren.connect.models import Import, ImportStatus
from noren.connect.outcome import added_count
from noren.connect.receive import receive_file
from noren.connect.run import run_import
from noren.connect.stage import table_of
from noren.connect.tests.files import NOON, bad, make_goods, run, write
from noren.kernel.staging import drop_staging, with_tables
from noren.orders.history import visible_orders
from noren.orders.models import Order, OrderLine
from noren.people.models import Customer
from noren.timeline.models import Event

pytestmark = pytest.mark.django_db

HEADER = "レシート番号,店舗コード,販売日時,商品コード,数量,金額,値引,会員番号\n"
SALES = (
    HEADER + '77,S1,2026-06-01 10:00,BREAD,３,"1,000",50,1001\n'
    "77,S1,2026-06-01 10:00,SOAP,1,150,,1001\n"
    "77,S1,2026-06-02 10:00,SOAP,1,150,,\n"
)


@pytest.fixture(autouse=True)
def _goods() -> None:
    make_goods()
    Customer.objects.create(member_number="1001", joined_at=NOON, joined_channel="till")


def test_past_sales_become_orders_of_receipts(tmp_path: Path) -> None:
    batch = run("sales", write(tmp_path, SALES, "cp932"))

    assert (batch.status, batch.row_count, batch.changed_count, batch.done_count) == ("finished", 3, 3, 3)
    first, second = Order.objects.order_by("placed_at")
    assert (first.total_minor, first.discount_minor, first.tax_minor) == (1_150, 50, 74 + 13)
    assert first.customer is not None
    assert second.customer is None
    bread = first.lines.get(position=1)
    assert (bread.quantity, bread.unit_price_minor, bread.rounding_minor, bread.total_minor) == (3, 350, 0, 1_000)
    assert visible_orders().count() == Event.objects.filter(name="Order Completed").count() == 2


def test_the_same_sales_again_change_nothing(tmp_path: Path) -> None:
    run("sales", write(tmp_path, SALES))
    before = list(OrderLine.objects.values_list("id", "uid"))

    again = run("sales", write(tmp_path, SALES, "utf-8-sig"))

    assert (again.status, again.changed_count) == ("finished", 0)
    assert list(OrderLine.objects.values_list("id", "uid")) == before
    assert Event.objects.count() == 2


def test_a_longer_file_adds_only_its_new_receipts(tmp_path: Path) -> None:
    run("sales", write(tmp_path, SALES))
    longer = SALES + "78,S1,2026-06-02 11:00,SOAP,1,150,,\n"

    dry = run("sales", write(tmp_path, longer), is_dry_run=True)
    batch = run("sales", write(tmp_path, longer))

    assert (dry.changed_count, batch.changed_count) == (1, 1)
    assert (added_count(dry.notes), added_count(batch.notes)) == (1, 1)
    assert visible_orders().count() == 3


def test_a_receipt_that_was_recorded_otherwise_is_refused(tmp_path: Path) -> None:
    run("sales", write(tmp_path, SALES))

    batch = run("sales", write(tmp_path, SALES.replace("1,000", "900")))

    assert bad(batch) == [(2, "レシート番号", "77", "receipt_changed")]
    assert OrderLine.objects.get(position=1, quantity=3).total_minor == 1_000


def test_what_does_not_exist_or_belong_together_is_named(tmp_path: Path) -> None:
    text = (
        "receipt,store,sold_at,sku,quantity,total,member\n"
        "1,S9,2026-06-01 10:00,BREAD,1,150,\n"
        "2,S1,2026-06-01 10:00,CHEESE,1,150,\n"
        "3,S1,2026-06-01 10:00,BREAD,1,150,9999\n"
        "4,S1,2026-06-01 10:00,BREAD,1,150,\n"
        "4,S1,2026-06-01 10:01,BREAD,1,150,\n"
        "5,S1,2026-06-01 10:00,BREAD,0,150,\n"
        "6,S1,2026-06-01 10:00,BREAD,1,-150,\n"
    )

    batch = run("sales", write(tmp_path, text))

    assert (batch.status, bad(batch)) == (
        "refused",
        [
            (2, "store", "S9", "unknown_store"),
            (3, "sku", "CHEESE", "unknown_sku"),
            (4, "member", "9999", "unknown_member"),
            (5, "receipt", "4", "receipt_mixed"),
            (7, "quantity", "0", "out_of_range"),
            (8, "total", "-150", "out_of_range"),
        ],
    )
    assert not Order.objects.exists()


class _Killed(BaseException):
    """What a killed process does: nothing more."""


def _die_after(calls: int) -> object:
    """A progress that ends the process at its n-th report of publishing."""
    seen = 0

    def progress(step: str, rows: int, share: float) -> None:
        nonlocal seen
        seen += step == "publishing"
        if seen == calls:
            raise _Killed

    return progress


def _start(path: Path) -> Import:
    return Import.objects.get(uid=receive_file(kind="sales", path=path, is_dry_run=False, at=NOON))


def _long_file(tmp_path: Path) -> Path:
    lines = (f"{n},S1,2026-06-01 10:00,BREAD,1,{n},,\n" for n in range(1, 8))
    return write(tmp_path, HEADER + "".join(lines))


def test_a_killed_import_goes_on_where_it_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sales, "RECEIPTS_AT_ONCE", 2)
    path = _long_file(tmp_path)
    batch = _start(path)

    with pytest.raises(_Killed):
        run_import(batch.uid, _die_after(2))  # type: ignore[arg-type]

    batch.refresh_from_db()
    assert (batch.status, batch.published_through, batch.done_count) == (ImportStatus.PUBLISHING, 4, 4)
    assert (Order.objects.count(), visible_orders().count(), Event.objects.count()) == (4, 0, 0)
    assert receive_file(kind="sales", path=path, is_dry_run=False, at=NOON) == batch.uid

    reports: list[int] = []
    run_import(batch.uid, lambda step, rows, share: reports.append(rows))

    batch.refresh_from_db()
    assert (batch.status, batch.changed_count, reports) == (ImportStatus.FINISHED, 7, [6, 7])
    assert visible_orders().count() == Event.objects.count() == 7


def test_an_import_whose_staged_rows_were_lost_reads_the_file_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sales, "RECEIPTS_AT_ONCE", 2)
    batch = _start(_long_file(tmp_path))
    with pytest.raises(_Killed):
        run_import(batch.uid, _die_after(1))  # type: ignore[arg-type]
    _empty(table_of(batch))
    drop_staging(f"{table_of(batch)}_prepared")

    assert run_import(batch.uid) == ImportStatus.FINISHED

    batch.refresh_from_db()
    assert (batch.row_count, batch.changed_count, visible_orders().count()) == (7, 7, 7)


def _empty(table: str) -> None:
    """What a crash of the server does to a table without a log."""
    with transaction.atomic(), transaction.get_connection().cursor() as cursor:
        cursor.execute(with_tables("TRUNCATE {table}", table=table))


def test_an_import_that_has_ended_is_not_run_again(tmp_path: Path) -> None:
    batch = run("sales", write(tmp_path, SALES))

    assert run_import(batch.uid) == ImportStatus.FINISHED
    assert Order.objects.count() == 2
