"""Records that people name by typing: a code, a name, or a part of one, in whatever width and kana they type it.

The field is a plain text field with suggestions, so that it works by keyboard, on a phone and without a script; what
was typed is looked up here, and what fits nothing, or more than one record, is said at the field.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from noren.kernel.text import storable

MOST_SUGGESTED = 1_000
"""How many records are suggested, and searched by a part of their name. Any is found by its whole code or name."""

_LONGEST = 120
_NAMED_IN_ERRORS = 4
_HIRAGANA = {code: code - 96 for code in range(ord("ァ"), ord("ヶ") + 1)}

NOTHING = _("Nothing has the code or name “%(typed)s”.")
SEVERAL = _("“%(typed)s” fits several: %(names)s. Choose one.")


@dataclass(frozen=True, slots=True)
class Named:
    """A record as it is chosen."""

    key: int
    code: str
    name: str

    def __str__(self) -> str:
        return f"{self.code} {self.name}".strip()


def folded(text: str) -> str:
    """Text to compare: NFKC, lower case, katakana as hiragana, single spaces; `ｺｰﾋｰ` and `こーひー` are one word."""
    plain = unicodedata.normalize("NFKC", storable(text)).casefold().translate(_HIRAGANA)
    return " ".join(plain.split())


def named(records: QuerySet[Any]) -> list[Named]:
    """The first records by code, as they are suggested. Their model has a `code` and a `name`."""
    return [Named(*row) for row in records.order_by("code").values_list("pk", "code", "name")[:MOST_SUGGESTED]]


def has_names(model: type[Model]) -> bool:
    """Whether records of the model are named by code and name."""
    return {"code", "name"} <= {field.name for field in model._meta.fields}


def is_whole(typed: str, record: Named) -> bool:
    """Whether it is the record's whole code or name, or both."""
    return folded(typed) in {folded(record.code), folded(record.name), folded(str(record))}


def find_named(typed: str, records: QuerySet[Any], suggested: Sequence[Named]) -> Named:
    """The record that was meant: by its whole code or name, else the only one that has what was typed in either.

    Raises:
        ValidationError: none fits, or several do.
    """
    typed = storable(typed)[:_LONGEST].strip()
    words = folded(typed)
    found = [each for each in suggested if is_whole(typed, each)]
    found = found or _whole(typed, records) or [each for each in suggested if words in folded(str(each))]
    if len(found) == 1:
        return found[0]
    if not found:
        raise ValidationError(NOTHING, code="nothing", params={"typed": typed})
    names = ", ".join(map(str, found[:_NAMED_IN_ERRORS])) + ("…" if len(found) > _NAMED_IN_ERRORS else "")
    raise ValidationError(SEVERAL, code="several", params={"typed": typed, "names": names})


def _whole(typed: str, records: QuerySet[Any]) -> list[Named]:
    """Those beyond the suggested ones with this code, or this code and name, or this name."""
    plain = unicodedata.normalize("NFKC", typed)
    codes = {each for text in (typed, plain) for each in (text, text.upper(), text.partition(" ")[0])}
    rows = records.filter(Q(code__in=codes) | Q(name__in={typed, plain})).values_list("pk", "code", "name")
    found = [Named(*row) for row in rows[:MOST_SUGGESTED]]
    return [each for each in found if is_whole(plain, each)]


class NamedInput(forms.TextInput):
    """A text field that suggests records."""

    template_name = "office/named_input.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"autocomplete": "off", **(attrs or {})})
        self.suggested: Sequence[Named] = ()

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """With the suggestions, in a list of their own."""
        context = super().get_context(name, value, attrs)
        context["suggested"] = self.suggested
        context["widget"]["attrs"]["list"] = f"list_{name}"
        return context


class NamedField(forms.CharField):
    """A record that is named by typing. Cleans to a `Named`, or None when nothing was typed."""

    widget = NamedInput

    def offer(self, records: QuerySet[Any]) -> None:
        """Say which records can be named."""
        self.records = records
        self.suggested: Sequence[Named] = named(records)
        self.widget.suggested = self.suggested

    def clean(self, value: Any) -> Any:
        """The record that was meant."""
        typed = super().clean(value)
        return find_named(typed, self.records, self.suggested) if typed else None
