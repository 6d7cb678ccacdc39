"""Filters of the office's lists, each a field of the one form above a list; no script is needed."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import DateTimeField, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

_SELECT = "office/filter_select.html"
_DAYS = "office/filter_days.html"

FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2100, 12, 31)
"""Days that can be asked for. Nothing lies outside, and beside the calendar's own ends no day can be counted on."""

Option = tuple[str, object, bool]
"""Value, words, and whether it is chosen."""


class ChoiceFilter(admin.ChoicesFieldListFilter):
    """One of the field's choices."""

    template = _SELECT

    def options(self) -> list[Option]:
        """The choices."""
        chosen = _first(self.lookup_val)
        return [(str(value), words, str(value) == chosen) for value, words in self.field.flatchoices]


class YesNoFilter(admin.BooleanFieldListFilter):
    """Yes or no."""

    template = _SELECT

    def options(self) -> list[Option]:
        """Yes and no."""
        chosen = _first(self.lookup_val)
        return [("1", _("yes"), chosen == "1"), ("0", _("no"), chosen == "0")]


class RecordFilter(admin.RelatedFieldListFilter):
    """One of the records a foreign key can name, such as a store."""

    template = _SELECT

    def options(self) -> list[Option]:
        """The records, in their own order."""
        chosen = _first(self.lookup_val)
        return [(str(key), words, str(key) == chosen) for key, words in self.lookup_choices]


class ValueFilter(admin.AllValuesFieldListFilter):
    """One of the values that occur in the column; for columns with few of them."""

    template = _SELECT

    def options(self) -> list[Option]:
        """The values, as they are stored."""
        chosen = _first(self.lookup_val)
        return [(str(value), value, str(value) == chosen) for value in self.lookup_choices if value not in (None, "")]


class DayFilter(admin.FieldListFilter):
    """From one day to another, both included, by the deployment's clock; from `FIRST_DAY` to `LAST_DAY` at most."""

    template = _DAYS

    def __init__(
        self, field: Any, request: HttpRequest, params: dict[str, Any], model: Any, model_admin: Any, field_path: str
    ) -> None:
        self.from_name, self.to_name = f"{field_path}_from", f"{field_path}_to"
        super().__init__(field, request, params, model, model_admin, field_path)

    def expected_parameters(self) -> list[str | None]:
        """The two fields of the form."""
        return [self.from_name, self.to_name]

    @property
    def first(self) -> date | None:
        """The first day, if one was given and is one."""
        return _day(self.used_parameters.get(self.from_name))

    @property
    def last(self) -> date | None:
        """The last day, if one was given and is one."""
        return _day(self.used_parameters.get(self.to_name))

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The records of these days."""
        if self.first:
            queryset = queryset.filter(**{f"{self.field_path}__gte": self._at(self.first)})
        if self.last:
            queryset = queryset.filter(**{f"{self.field_path}__lt": self._at(self.last + timedelta(days=1))})
        return queryset

    def choices(self, changelist: ChangeList) -> Iterator[Any]:
        """Nothing: the template asks for the days."""
        return iter(())

    def _at(self, day: date) -> date | datetime:
        if isinstance(self.field, DateTimeField):
            return timezone.make_aware(datetime.combine(day, time()))
        return day


def _first(value: Any) -> str:
    """A filter's value, which Django keeps as a list or as it is."""
    if isinstance(value, Sequence) and not isinstance(value, str):
        value = value[0] if value else ""
    return "" if value is None else str(value)


def _day(value: Any) -> date | None:
    try:
        day = date.fromisoformat(_first(value))
    except ValueError:
        return None
    return min(max(day, FIRST_DAY), LAST_DAY)
