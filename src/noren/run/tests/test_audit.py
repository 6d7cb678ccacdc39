"""The audit command: what it prints, what it answers, and on what it looks."""

import json
from collections.abc import Iterator

import pytest
from django.db import connection

from noren.kernel.audit import Difference
from noren.stock import audit as stock_audit

from ..audit import MOST_SHOWN_PER_ROOM, audit_rooms
from ..cli import main

pytestmark = pytest.mark.django_db(transaction=True)


def _difference(number: int = 12) -> Difference:
    return Difference("stock", "level_on_hand", f"level {number} (store S001, variant 42)", "3", "4")


def test_ledgers_that_agree_end_with_status_zero(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit"]) == 0

    printed = capsys.readouterr()
    assert printed.out.startswith("no difference in ")
    assert "stock: no differences, " in printed.err


def test_each_difference_is_named_and_the_status_is_one(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stock_audit, "differences", lambda: iter([_difference()]))

    assert main(["audit"]) == 1

    assert "stock.level_on_hand: level 12 (store S001, variant 42): expected 3, found 4\n" in capsys.readouterr().out


def test_json_is_one_object_with_every_field(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stock_audit, "differences", lambda: iter([_difference()]))

    assert main(["audit", "--json"]) == 1

    said = json.loads(capsys.readouterr().out)
    assert said["clean"] is False
    assert said["differences"] == [
        {
            "room": "stock",
            "check": "level_on_hand",
            "subject": "level 12 (store S001, variant 42)",
            "expected": "3",
            "found": "4",
        }
    ]
    assert {"room", "seconds", "differences"} == set(said["rooms"][0])


def test_all_rooms_look_at_one_snapshot_and_can_write_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[str, ...]] = []

    def look() -> Iterator[Difference]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('transaction_isolation'), current_setting('transaction_read_only')")
            seen.append(cursor.fetchone())
        yield from ()

    monkeypatch.setattr(stock_audit, "differences", look)

    audit_rooms(progress=lambda _line: None)

    assert seen == [("repeatable read", "on")]


def test_a_room_out_of_hand_names_only_so_many_differences(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stock_audit, "differences", lambda: (_difference(number) for number in range(10**9)))

    report = audit_rooms(progress=lambda _line: None)

    assert len(report.differences) == MOST_SHOWN_PER_ROOM
