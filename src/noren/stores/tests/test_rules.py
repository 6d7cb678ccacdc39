"""Opening hours and the pickup promise, held against a clock that ticks minute by minute."""

import time
import timeit
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from noren.stores.rules import Hours, OpenState, StoreHours, opening_state, pickup_ready_at
from tests.depth import examples

TOKYO = ZoneInfo("Asia/Tokyo")
NEW_YORK = ZoneInfo("America/New_York")
MONDAY = date(2026, 7, 6)


def tokyo(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 7, day, hour, minute, tzinfo=TOKYO)


def every_day(opens: int, closes: int, zone: str = "Asia/Tokyo") -> StoreHours:
    return StoreHours(zone, dict.fromkeys(range(7), (opens, closes)))


TEN_TO_NINE = every_day(600, 1260)


def test_an_open_store_says_when_it_closes() -> None:
    assert opening_state(TEN_TO_NINE, tokyo(6, 12)) == OpenState(is_open=True, closes_at=tokyo(6, 21))


def test_the_store_is_open_at_the_minute_of_opening_and_closed_at_the_minute_of_closing() -> None:
    assert opening_state(TEN_TO_NINE, tokyo(6, 10)).is_open
    assert opening_state(TEN_TO_NINE, tokyo(6, 21)) == OpenState(is_open=False, opens_at=tokyo(7, 10))


def test_before_the_morning_it_says_when_it_opens() -> None:
    assert opening_state(TEN_TO_NINE, tokyo(6, 3)) == OpenState(is_open=False, opens_at=tokyo(6, 10))


def test_an_evening_that_runs_past_midnight_is_still_open() -> None:
    bar = every_day(1080, 1560)

    assert opening_state(bar, tokyo(7, 1)) == OpenState(is_open=True, closes_at=tokyo(7, 2))
    assert opening_state(bar, tokyo(7, 2)) == OpenState(is_open=False, opens_at=tokyo(7, 18))


def test_a_special_day_replaces_the_hours_that_begin_on_it_but_not_the_night_before() -> None:
    hours = StoreHours("Asia/Tokyo", dict.fromkeys(range(7), (1080, 1560)), {MONDAY: None})

    assert opening_state(hours, tokyo(6, 1)).closes_at == tokyo(6, 2)
    assert opening_state(hours, tokyo(6, 20)) == OpenState(is_open=False, opens_at=tokyo(7, 18))


def test_a_store_that_never_closes_has_no_closing_time() -> None:
    assert opening_state(every_day(0, 1440), tokyo(6, 23, 30)) == OpenState(is_open=True)


def test_openings_that_touch_count_as_one() -> None:
    hours = StoreHours("Asia/Tokyo", {0: (600, 1440), 1: (0, 1200)})

    assert opening_state(hours, tokyo(6, 12)).closes_at == tokyo(7, 20)


def test_a_store_closed_for_the_week_has_no_next_opening() -> None:
    shut: dict[date, Hours | None] = {MONDAY + timedelta(days=ahead): None for ahead in range(10)}
    hours = StoreHours("Asia/Tokyo", TEN_TO_NINE.weekly, shut)

    assert opening_state(hours, tokyo(6, 12)) == OpenState(is_open=False)
    assert pickup_ready_at(hours, 60, tokyo(6, 12)) is None


def test_no_hours_at_all_is_closed_for_good() -> None:
    assert opening_state(StoreHours("Asia/Tokyo", {}), tokyo(6, 12)) == OpenState(is_open=False)
    assert pickup_ready_at(StoreHours("Asia/Tokyo", {}), 0, tokyo(6, 12)) is None


@pytest.mark.parametrize(
    ("lead_minutes", "ordered", "ready"),
    [
        (60, tokyo(6, 12), tokyo(6, 13)),
        (60, tokyo(6, 3), tokyo(6, 11)),
        (0, tokyo(6, 3), tokyo(6, 10)),
        (60, tokyo(6, 20, 30), tokyo(7, 10, 30)),
        (60, tokyo(6, 20), tokyo(7, 10)),
        (59, tokyo(6, 20), tokyo(6, 20, 59)),
        (60, tokyo(6, 21), tokyo(7, 11)),
        (11 * 60 + 30, tokyo(6, 10), tokyo(7, 10, 30)),
    ],
)
def test_preparation_counts_opening_hours_only(lead_minutes: int, ordered: datetime, ready: datetime) -> None:
    assert pickup_ready_at(TEN_TO_NINE, lead_minutes, ordered) == ready


def test_the_clock_change_in_spring_takes_an_hour_from_the_night() -> None:
    night = every_day(60, 300, "America/New_York")  # 01:00 to 05:00
    change = datetime(2026, 3, 8, 1, 30, tzinfo=NEW_YORK)

    ready = pickup_ready_at(night, 60, change)

    assert ready == datetime(2026, 3, 8, 3, 30, tzinfo=NEW_YORK)
    assert opening_state(night, change).closes_at == change.astimezone(UTC) + timedelta(hours=2, minutes=30)


def test_hours_that_the_clock_skips_are_read_with_the_offset_before() -> None:
    hours = every_day(135, 240, "America/New_York")  # 02:15 to 04:00

    state = opening_state(hours, datetime(2026, 3, 8, 1, 0, tzinfo=NEW_YORK))

    assert state.opens_at == datetime(2026, 3, 8, 3, 15, tzinfo=NEW_YORK)


def test_an_opening_that_the_clock_change_swallows_does_not_happen() -> None:
    hours = every_day(150, 190, "America/New_York")  # 02:30 to 03:10; that day the clock goes from 02:00 to 03:00

    state = opening_state(hours, datetime(2026, 3, 8, 1, 0, tzinfo=NEW_YORK))

    assert state.opens_at == datetime(2026, 3, 9, 2, 30, tzinfo=NEW_YORK)


def test_the_promise_costs_less_than_fifty_microseconds() -> None:
    at = tokyo(6, 12)

    took = min(timeit.repeat(lambda: pickup_ready_at(TEN_TO_NINE, 60, at), timer=time.process_time, number=500))

    assert took / 500 < 50e-6


@st.composite
def hours_of_a_day(draw: st.DrawFn) -> Hours:
    opens = draw(st.integers(0, 1439))
    return opens, draw(st.integers(opens + 1, 2160))


@st.composite
def store_hours(draw: st.DrawFn) -> StoreHours:
    weekly = draw(st.dictionaries(st.integers(0, 6), hours_of_a_day()))
    days = st.dates(date(2026, 3, 1), date(2026, 3, 18))
    special = draw(st.dictionaries(days, st.none() | hours_of_a_day(), max_size=5))
    return StoreHours(draw(st.sampled_from(["Asia/Tokyo", "America/New_York", "Europe/London"])), weekly, special)


INSTANTS = st.integers(0, 12 * 1440).map(lambda minute: datetime(2026, 3, 2, tzinfo=UTC) + timedelta(minutes=minute))


def is_open_by_the_wall_clock(hours: StoreHours, at: datetime) -> bool:
    """A slow, obvious reading: look at each opening that may reach this instant."""
    zone = ZoneInfo(hours.time_zone)
    for back in range(3):
        day = at.astimezone(zone).date() - timedelta(days=back)
        if found := hours.on(day):
            midnight = datetime(day.year, day.month, day.day, tzinfo=zone)
            opens, closes = [(midnight + timedelta(minutes=minute)).astimezone(UTC) for minute in found]
            if opens <= at < closes:
                return True
    return False


@given(store_hours(), INSTANTS)
@settings(max_examples=examples(200))
def test_the_state_is_what_the_wall_clock_says_and_changes_when_it_says(hours: StoreHours, at: datetime) -> None:
    state = opening_state(hours, at)

    assert state.is_open is is_open_by_the_wall_clock(hours, at)
    change = state.closes_at or state.opens_at
    if change:
        assert at < change <= at + timedelta(days=7)
        assert is_open_by_the_wall_clock(hours, change) is not state.is_open
        assert is_open_by_the_wall_clock(hours, change - timedelta(minutes=1)) is state.is_open


@given(store_hours(), INSTANTS, st.integers(0, 300))
def test_the_promise_falls_into_opening_hours_with_the_lead_before_it(
    hours: StoreHours, at: datetime, lead_minutes: int
) -> None:
    ready = pickup_ready_at(hours, lead_minutes, at)

    if ready is None:
        return
    assert is_open_by_the_wall_clock(hours, ready)
    minutes = int((ready - at).total_seconds()) // 60
    if minutes < 3 * 1440:
        passed = [is_open_by_the_wall_clock(hours, at + timedelta(minutes=minute)) for minute in range(minutes)]
        assert sum(passed) == lead_minutes


@given(store_hours(), INSTANTS, st.integers(0, 300))
def test_ordering_later_never_makes_it_ready_sooner(hours: StoreHours, at: datetime, lead_minutes: int) -> None:
    ready = pickup_ready_at(hours, lead_minutes, at)
    ready_later = pickup_ready_at(hours, lead_minutes, at + timedelta(minutes=30))

    if ready and ready_later:
        assert ready <= ready_later
