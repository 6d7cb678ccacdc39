"""Filters of the office's lists, each a field of the one form above a list; no script is needed."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import ValidationError
from django.db.models import DateTimeField, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from noren.kernel.channels import CHANNELS
from noren.kernel.naming import Named, find_named, has_names, named
from noren.kernel.text import storable

_SELECT = "office/filter_select.html"
_NAMED = "office/filter_named.html"
_DAYS = "office/filter_days.html"

FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2100, 12, 31)
"""Days that can be asked for. Nothing lies outside, and beside the calendar's own ends no day can be counted on."""

_MOST_CHOICES = 50

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


class RecordFilter(admin.FieldListFilter):
    """One of the records a foreign key can name, such as a store: typed by code or name, with suggestions.

    Links name the record by key. Records without code and name, such as files that came in, are chosen from the newest.
    People bound to stores are offered those alone.
    """

    def __init__(
        self, field: Any, request: HttpRequest, params: dict[str, Any], model: Any, model_admin: Any, field_path: str
    ) -> None:
        self.lookup_kwarg = f"{field_path}__{field.target_field.name}__exact"
        self.typed_name = f"{field_path}_named"
        self.is_named = has_names(field.related_model)
        self.template = _NAMED if self.is_named else _SELECT
        self.error = ""
        super().__init__(field, request, params, model, model_admin, field_path)
        self.records = field.related_model._default_manager.all()
        if field_path == model_admin.store_path:
            stores = model_admin.office.store_ids(request, *model_admin.see_deeds)
            self.records = self.records if stores is None else self.records.filter(pk__in=stores)

    def expected_parameters(self) -> list[str | None]:
        """The key, as links have it, and what was typed."""
        return [self.lookup_kwarg, self.typed_name]

    def has_output(self) -> bool:
        """Whether there is something to choose from."""
        return bool(self.used_parameters) or self.records[:2].count() > 1

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The records of the one that was named; none where that is not clear, which is said at the field."""
        typed = _first(self.used_parameters.pop(self.typed_name, ""))
        if not typed.strip():
            return self._of_key(queryset)
        try:
            self.used_parameters[self.lookup_kwarg] = str(find_named(typed, self.records, self.suggested).key)
        except ValidationError as error:
            self.error, self.typed = error.messages[0], typed
            return queryset.none()
        return self._of_key(queryset)

    def choices(self, changelist: ChangeList) -> Iterator[Any]:
        """Nothing: the template asks."""
        return iter(())

    @cached_property
    def suggested(self) -> Sequence[Named]:
        """The records that are suggested, by code."""
        return named(self.records)

    @property
    def value(self) -> str:
        """What stands in the field: the record that was found, or what was typed."""
        if self.error:
            return self.typed
        chosen = self._chosen()
        return str(Named(chosen.pk, chosen.code, chosen.name)) if chosen else ""

    def options(self) -> list[Option]:
        """The newest records, and the chosen one."""
        chosen = self._chosen()
        newest = list(self.records.order_by("-pk")[:_MOST_CHOICES])
        if chosen and chosen not in newest:
            newest.append(chosen)
        return [(str(each.pk), str(each), each == chosen) for each in newest]

    def _of_key(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        key = _first(self.used_parameters.get(self.lookup_kwarg))
        try:
            return queryset.filter(**{self.lookup_kwarg: int(key)}) if key else queryset
        except ValueError as error:
            raise IncorrectLookupParameters from error

    def _chosen(self) -> Any:
        key = _first(self.used_parameters.get(self.lookup_kwarg))
        return self.records.filter(pk=key).first() if key.isascii() and key.isdigit() else None


class ValueFilter(admin.FieldListFilter):
    """One of the values that a column can have, in words. Which those are is declared, never looked for in the table.

    Attributes:
        values: each value and its words.
        words: what is chosen, for columns whose own name does not say it.
    """

    template = _SELECT
    values: ClassVar[Mapping[str, object]] = {}
    words: ClassVar[object] = ""

    def __init__(
        self, field: Any, request: HttpRequest, params: dict[str, Any], model: Any, model_admin: Any, field_path: str
    ) -> None:
        self.lookup_kwarg = field_path
        super().__init__(field, request, params, model, model_admin, field_path)
        self.title = str(self.words or self.title)

    def expected_parameters(self) -> list[str | None]:
        """The column."""
        return [self.lookup_kwarg]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The records with the value; all of them without one."""
        chosen = self._chosen()
        return queryset.filter(**{self.lookup_kwarg: chosen}) if chosen else queryset

    def choices(self, changelist: ChangeList) -> Iterator[Any]:
        """Nothing: the template asks."""
        return iter(())

    def options(self) -> list[Option]:
        """The values, and one that an address named without its being declared."""
        chosen = self._chosen()
        values = {**self.values, **({} if chosen in self.values or not chosen else {chosen: chosen})}
        return [(value, words, value == chosen) for value, words in values.items()]

    def _chosen(self) -> str:
        return storable(_first(self.used_parameters.get(self.lookup_kwarg)))


def one_of(values: Mapping[str, object], words: object = "") -> type[ValueFilter]:
    """A filter by a column that can have these values."""
    return type("OneOf", (ValueFilter,), {"values": values, "words": words})


class ChannelFilter(ValueFilter):
    """One of the channels."""

    values = CHANNELS


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
