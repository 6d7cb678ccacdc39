"""Words for a shopper."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import translation

from noren.kernel.ids import in_groups
from noren.shop.words import curtain_panels, fold_typed, rule_words, say_distance, say_soon, say_stock

NOON = datetime(2026, 7, 4, 3, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("meters", "said"), [(3, "10 m"), (347, "350 m"), (999, "1000 m"), (1_249, "1.2 km"), (12_400, "12 km")]
)
def test_a_distance_is_as_exact_as_feet_can_use(meters: int, said: str) -> None:
    assert say_distance(meters) == said


@pytest.mark.parametrize(
    ("available", "english", "japanese"),
    [(0, "Out of stock", "在庫なし"), (3, "3 left", "残り3点"), (6, "In stock", "在庫あり")],
)
def test_only_the_last_pieces_are_counted_out_loud(available: int, english: str, japanese: str) -> None:
    with translation.override("en"):
        assert say_stock(available) == english
    with translation.override("ja"):
        assert say_stock(available) == japanese


def test_a_time_names_its_day_only_when_it_is_not_today() -> None:
    with translation.override("en"):
        said = [say_soon(NOON + timedelta(hours=ahead), "Asia/Tokyo", now=NOON) for ahead in (2, 24, 72)]

    assert said == ["14:00", "tomorrow 12:00", "Tue 7 Jul 12:00"]


def test_a_coupon_says_what_it_takes_off_and_when() -> None:
    rule = {"v": 1, "benefit": {"kind": "percent", "percent_bp": 1_250}, "minimum_minor": 3_000}

    with translation.override("en"):
        assert rule_words(rule) == "12.5% off from ¥3,000"
    with translation.override("ja"):
        assert rule_words(rule) == "¥3,000以上で12.5%引き"


def test_a_short_japanese_name_hangs_on_the_curtain_and_others_do_not() -> None:
    assert curtain_panels("のれん商店") == ["の", "れ", "ん", "商", "店"]
    assert curtain_panels("Noren") == []
    assert curtain_panels("のれん商店インターナショナル") == []


def test_full_width_digits_and_spaces_are_understood() -> None:
    assert fold_typed("　２０００　abc ") == "2000 abc"


def test_codes_are_read_in_groups() -> None:
    assert in_groups("K7Q29XM4") == "K7Q2 9XM4"
