"""Fields of the office's forms that Django has none for, or not one that works without a script."""

import re
from collections.abc import Iterable
from datetime import date, datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

Minutes = tuple[int, int]

_HOURS = re.compile(r"(\d{1,2}):(\d{2})\s*[-–—~〜～]\s*(\d{1,2}):(\d{2})")
_WIDE = str.maketrans("０１２３４５６７８９：－", "0123456789:-")


class MomentField(forms.DateTimeField):
    """An instant, typed by the deployment's clock."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


class HoursField(forms.CharField):
    """Opening hours of one day, as `10:00–21:00` or `18:00–26:00`; empty for closed. Cleans to minutes or None."""

    default_error_messages = {"hours": _("Write hours as 10:00–21:00, or nothing for closed.")}

    def to_python(self, value: object) -> Minutes | None:  # type: ignore[override]
        """Minutes from local midnight."""
        text = str(value or "").translate(_WIDE).strip()
        if not text:
            return None
        found = parse_hours(text)
        if found is None:
            raise ValidationError(self.error_messages["hours"], code="hours")
        return found

    def prepare_value(self, value: object) -> object:
        """Minutes as hours."""
        return write_hours(value) if isinstance(value, tuple) else value


class SpecialDaysField(forms.CharField):
    """Days that differ, one a line: `2026-12-31 10:00–17:00` or `2027-01-01` for closed. Cleans to a mapping."""

    widget = forms.Textarea(attrs={"rows": 5})
    default_error_messages = {
        "day": _("Line %(line)d: write a day as 2026-12-31 10:00–17:00, or the date alone for closed.")
    }

    def to_python(self, value: object) -> dict[date, Minutes | None]:  # type: ignore[override]
        """Hours by date, None for closed."""
        days: dict[date, Minutes | None] = {}
        for number, line in enumerate(str(value or "").translate(_WIDE).splitlines(), start=1):
            if not line.strip():
                continue
            day, _space, hours = line.strip().partition(" ")
            try:
                days[datetime.strptime(day, "%Y-%m-%d").date()] = _hours_or_closed(hours)  # noqa: DTZ007 - a date
            except ValueError:
                raise ValidationError(self.error_messages["day"], code="day", params={"line": number}) from None
        return days

    def prepare_value(self, value: object) -> object:
        """A mapping as lines."""
        if not isinstance(value, dict):
            return value
        return "\n".join(f"{day} {write_hours(hours)}".strip() for day, hours in sorted(value.items()))


class CodesField(forms.CharField):
    """Codes, parted by spaces, commas or lines. Cleans to a tuple without repeats, in the order typed."""

    widget = forms.Textarea(attrs={"rows": 3})

    def to_python(self, value: object) -> tuple[str, ...]:  # type: ignore[override]
        """The codes."""
        return (
            tuple(dict.fromkeys(re.split(r"[\s,、，]+", str(value or "").strip()))) if str(value or "").strip() else ()
        )

    def prepare_value(self, value: object) -> object:
        """Codes as one line."""
        return ", ".join(map(str, value)) if isinstance(value, Iterable) and not isinstance(value, str) else value


def parse_hours(text: str) -> Minutes | None:
    """`10:00–21:00` as minutes from midnight; None when it is something else."""
    found = _HOURS.fullmatch(text.strip())
    if found is None:
        return None
    opens_hour, opens_minute, closes_hour, closes_minute = map(int, found.groups())
    if opens_minute > 59 or closes_minute > 59:
        return None
    return opens_hour * 60 + opens_minute, closes_hour * 60 + closes_minute


def write_hours(hours: Minutes | None) -> str:
    """Minutes from midnight as `10:00–21:00`; nothing for closed."""
    if hours is None:
        return ""
    return f"{hours[0] // 60}:{hours[0] % 60:02}–{hours[1] // 60}:{hours[1] % 60:02}"


def _hours_or_closed(text: str) -> Minutes | None:
    if not text.strip():
        return None
    hours = parse_hours(text)
    if hours is None:
        raise ValueError(text)
    return hours
