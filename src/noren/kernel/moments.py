"""Moments in words: how an instant is said to a person, in the store's local time and the active language."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils.dateformat import format as format_date
from django.utils.translation import pgettext


def say_day(day: date) -> str:
    """`Sat 22 Nov`, `11月22日（土）`."""
    # Translators: a format of Django's date filter; Japanese: n月j日（D）
    return format_date(day, pgettext("date format", "D j M"))


def say_long_day(day: date) -> str:
    """`Sat 22 Nov 2025`, `2025年11月22日（土）`."""
    # Translators: a format of Django's date filter; Japanese: Y年n月j日（D）
    return format_date(day, pgettext("date format", "D j M Y"))


def say_time(at: datetime, time_zone: str) -> str:
    """`18:00`, by the store's clock."""
    return f"{_local(at, time_zone):%H:%M}"


def say_moment(at: datetime, time_zone: str) -> str:
    """`Sat 22 Nov 18:00`, `11月22日（土） 18:00`, by the store's clock."""
    return f"{say_day(_local(at, time_zone))} {say_time(at, time_zone)}"


def say_long_moment(at: datetime, time_zone: str) -> str:
    """`Sat 22 Nov 2025 18:00`, `2025年11月22日（土） 18:00`, by the store's clock."""
    return f"{say_long_day(_local(at, time_zone))} {say_time(at, time_zone)}"


def say_hours(opens_minute: int, closes_minute: int) -> str:
    """`10:00–21:00`; what closes after midnight is said as `18:00–26:00`, as stores in Japan write it."""
    return f"{_clock(opens_minute)}–{_clock(closes_minute)}"


def _clock(minute: int) -> str:
    return f"{minute // 60}:{minute % 60:02}"


def _local(at: datetime, time_zone: str) -> datetime:
    if at.tzinfo is None:
        raise ValueError("a moment is said of an aware instant")
    return at.astimezone(ZoneInfo(time_zone))
