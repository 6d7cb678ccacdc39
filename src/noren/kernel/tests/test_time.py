"""Business dates and when they begin."""

from datetime import UTC, date, datetime

import pytest

from noren.kernel.time import business_date, business_day_start


@pytest.mark.parametrize(
    ("at", "day"),
    [
        (datetime(2026, 7, 4, 19, 59, tzinfo=UTC), date(2026, 7, 4)),  # 04:59 on the 5th in Tokyo
        (datetime(2026, 7, 4, 20, 0, tzinfo=UTC), date(2026, 7, 5)),  # 05:00 on the 5th
    ],
)
def test_hours_before_closing_belong_to_the_day_before(at: datetime, day: date) -> None:
    assert business_date(at, time_zone="Asia/Tokyo", closing_hour=5) == day


def test_a_business_day_begins_at_the_closing_hour() -> None:
    at = datetime(2026, 7, 4, 19, 59, tzinfo=UTC)

    assert business_day_start(at, time_zone="Asia/Tokyo", closing_hour=5) == datetime(2026, 7, 3, 20, 0, tzinfo=UTC)


def test_a_naive_instant_has_no_business_date() -> None:
    with pytest.raises(ValueError, match="aware"):
        business_date(datetime(2026, 7, 4), time_zone="Asia/Tokyo", closing_hour=5)  # noqa: DTZ001
