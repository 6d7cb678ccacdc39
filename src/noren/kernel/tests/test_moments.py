"""Moments are said by the store's clock, in the reader's language."""

from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from noren.kernel.moments import say_day, say_hours, say_long_moment, say_moment, say_time

EVENING = datetime(2025, 11, 22, 9, 5, tzinfo=UTC)


def test_an_instant_is_said_by_the_clock_of_the_store() -> None:
    with translation.override("en"):
        assert say_time(EVENING, "Asia/Tokyo") == "18:05"
        assert say_moment(EVENING, "Asia/Tokyo") == "Sat 22 Nov 18:05"
        assert say_long_moment(EVENING, "America/New_York") == "Sat 22 Nov 2025 04:05"


def test_a_day_is_said_the_way_of_the_language() -> None:
    with translation.override("en"):
        assert say_day(date(2025, 1, 3)) == "Fri 3 Jan"


def test_hours_past_midnight_go_on_counting() -> None:
    assert say_hours(600, 1260) == "10:00–21:00"
    assert say_hours(1080, 1560) == "18:00–26:00"


def test_a_naive_instant_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        say_time(EVENING.replace(tzinfo=None), "Asia/Tokyo")
