"""Stores, their hours and registers are saved whole or not at all."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from noren.stores.errors import OpeningHoursInvalid, RegisterInvalid, StoreInvalid, StoreNotFound
from noren.stores.models import Register, SpecialDay, Store
from noren.stores.opening import set_opening_hours, set_special_day, unset_special_day
from noren.stores.queries import get_store, registers_of_store
from noren.stores.save import StoreDefinition, save_register, save_store
from noren.timeline.models import Event

AT = datetime(2026, 7, 6, 3, tzinfo=UTC)
SHIBUYA = StoreDefinition("S001", "渋谷店", address="東京都渋谷区神南1-2-3", latitude=35.658, longitude=139.7016)

pytestmark = pytest.mark.django_db


def events() -> list[str]:
    return list(Event.objects.order_by("id").values_list("name", flat=True))


def test_saving_a_store_twice_changes_the_one_there_is() -> None:
    uid = save_store(SHIBUYA, at=AT)

    assert save_store(replace(SHIBUYA, name="渋谷本店"), at=AT) == uid
    assert get_store("S001", at=AT).name == "渋谷本店"
    assert Store.objects.count() == 1
    assert events() == ["Store Saved", "Store Saved"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("code", ""),
        ("code", "S 1"),
        ("code", "S" * 33),
        ("name", "  "),
        ("name", "店" * 121),
        ("address", "a\0b"),
        ("latitude", None),
        ("latitude", 90.1),
        ("longitude", float("nan")),
        ("time_zone", "Asia/Edo"),
        ("closing_hour", 13),
        ("pickup_lead_minutes", 10_081),
        ("pickup_lead_minutes", -1),
        ("issuer_number", "T123"),
        ("issuer_number", "T１２３４５６７８９０１２３"),
    ],
)
def test_a_store_that_cannot_stand_is_refused_at_its_field(field: str, value: Any) -> None:
    with pytest.raises(StoreInvalid) as refusal:
        save_store(replace(SHIBUYA, **{field: value}), at=AT)

    assert refusal.value.field == field
    assert not Store.objects.exists()
    assert events() == []


def test_a_new_week_replaces_the_old_one() -> None:
    save_store(SHIBUYA, at=AT)
    set_opening_hours("S001", dict.fromkeys(range(7), (600, 1260)), at=AT)

    set_opening_hours("S001", {0: (1080, 1560)}, at=AT)

    assert get_store("S001", at=AT).hours.weekly == {0: (1080, 1560)}
    assert events()[-1] == "Opening Hours Set"


@pytest.mark.parametrize(
    "weekly", [{7: (600, 1260)}, {0: (1260, 600)}, {0: (-1, 60)}, {0: (1440, 1500)}, {0: (0, 2161)}]
)
def test_hours_that_no_day_can_have_leave_the_week_as_it_was(weekly: dict[int, tuple[int, int]]) -> None:
    save_store(SHIBUYA, at=AT)
    set_opening_hours("S001", {0: (600, 1260)}, at=AT)

    with pytest.raises(OpeningHoursInvalid):
        set_opening_hours("S001", {1: (600, 1260)} | weekly, at=AT)

    assert get_store("S001", at=AT).hours.weekly == {0: (600, 1260)}


def test_a_special_day_is_set_changed_and_taken_back() -> None:
    save_store(SHIBUYA, at=AT)
    day = date(2026, 7, 20)

    set_special_day("S001", day, None, at=AT)
    assert get_store("S001", at=AT).hours.special == {day: None}
    set_special_day("S001", day, (720, 1080), at=AT)
    assert get_store("S001", at=AT).hours.special == {day: (720, 1080)}
    unset_special_day("S001", day, at=AT)
    unset_special_day("S001", day, at=AT)

    assert not SpecialDay.objects.exists()
    assert events() == ["Store Saved", "Special Day Set", "Special Day Set", "Special Day Set"]


def test_registers_belong_to_their_store() -> None:
    save_store(SHIBUYA, at=AT)
    save_store(replace(SHIBUYA, code="S002"), at=AT)

    uid = save_register("S001", code="R1", name="レジ1", at=AT)
    save_register("S002", code="R1", name="レジ1", at=AT)
    save_register("S001", code="R2", name="レジ2", at=AT, is_active=False)

    assert save_register("S001", code="R1", name="レジ一号", at=AT) == uid
    assert [(register.uid, register.name) for register in registers_of_store("S001")] == [(uid, "レジ一号")]


def test_a_register_needs_code_name_and_store() -> None:
    save_store(SHIBUYA, at=AT)

    for code, name in (("", "レジ"), ("R 1", "レジ"), ("R1", " "), ("R" * 17, "レジ")):
        with pytest.raises(RegisterInvalid):
            save_register("S001", code=code, name=name, at=AT)
    with pytest.raises(StoreNotFound):
        save_register("S999", code="R1", name="レジ", at=AT)

    assert not Register.objects.exists()
