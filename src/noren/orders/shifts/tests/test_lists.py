"""Lists of shifts read what they show, however many shifts there are."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from noren.kernel.ids import uuid7
from noren.orders.shifts.models import LateBatch, Shift
from noren.orders.shifts.queries import shifts_of_stores
from noren.orders.shifts.tests.drawers import Drawer
from tests.factories import NOON

pytestmark = pytest.mark.django_db

OLD, MANY = 400, 4_000
PAGE = 20


def _closed(drawer: Drawer, numbers: range, **fields: Any) -> list[Shift]:
    """Shifts of an hour each, one after the other, as they are when they were closed."""
    usual = {"opening_counts": [], "opening_minor": 0, "opened_by": drawer.staff, "closed_by": drawer.staff}
    figures = {"closing_counts": [], "expected_minor": 0, "counted_minor": 0, "difference_minor": 0, "report": {}}
    return Shift.objects.bulk_create(
        Shift(
            uid=uuid7(),
            register=drawer.register,
            number=number,
            opened_at=NOON + timedelta(hours=number),
            closed_at=NOON + timedelta(hours=number + 1),
            **usual | figures | fields,
        )
        for number in numbers
    )


def _late(shift: Shift) -> None:
    LateBatch.objects.create(uid=uuid7(), shift=shift, number=1, began_at=NOON)


def _rows_read(*, only_open_work: bool) -> int:
    """How many rows PostgreSQL takes out of the tables of shifts for a page of the list."""
    with CaptureQueriesContext(connection) as captured:
        shifts_of_stores(None, only_open_work=only_open_work, limit=PAGE)
    (statement,) = captured.captured_queries
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE orders_shift, orders_latebatch")
        cursor.execute("EXPLAIN (ANALYZE, FORMAT JSON) " + statement["sql"])
        told = cursor.fetchone()[0]
    (plan,) = json.loads(told) if isinstance(told, str) else told
    return sum(map(_rows_of, _nodes(plan["Plan"])))


def _nodes(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for below in node.get("Plans", ()):
        yield from _nodes(below)


def _rows_of(node: dict[str, Any]) -> int:
    if node.get("Relation Name") not in {"orders_shift", "orders_latebatch"}:
        return 0
    left_out = node.get("Rows Removed by Filter", 0) + node.get("Rows Removed by Index Recheck", 0)
    return int((node["Actual Rows"] + left_out) * node["Actual Loops"])


@pytest.mark.parametrize("only_open_work", [False, True], ids=["all", "with work left"])
def test_a_page_of_the_list_reads_a_few_rows_of_many_shifts(only_open_work: bool) -> None:
    drawer = Drawer()
    _closed(drawer, range(1, OLD + 1))
    for shift in _closed(drawer, range(OLD + 1, OLD + 4), difference_minor=-1, expected_minor=1, is_blind=True):
        _late(shift)
    _closed(drawer, range(OLD + 4, MANY + 1))

    assert _rows_read(only_open_work=only_open_work) <= 4 * PAGE


def test_work_that_is_left_is_found_among_all_shifts() -> None:
    drawer = Drawer()
    _closed(drawer, range(1, 30))
    (differs,) = _closed(drawer, range(30, 31), difference_minor=-1, expected_minor=1, is_blind=True)
    (late,) = _closed(drawer, range(31, 32))
    (tenders,) = _closed(drawer, range(32, 33), do_tenders_differ=True, is_blind=True)
    (both,) = _closed(drawer, range(33, 34), difference_minor=2, counted_minor=2, is_blind=True)
    _closed(drawer, range(34, 35), difference_minor=2, counted_minor=2, reason="釣り銭の間違い")
    _late(late)
    _late(both)

    found = shifts_of_stores(None, only_open_work=True)

    assert [shift.uid for shift in found] == [both.uid, tenders.uid, late.uid, differs.uid]
    assert [shift.late_open for shift in found] == [1, 0, 1, 0]
    assert [shift.needs_reason for shift in found] == [True, True, False, True]
