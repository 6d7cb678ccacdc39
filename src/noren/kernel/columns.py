"""Columns of the office's lists: amounts as money, states as small words on a wash, and links to other records."""

import json
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

from django.conf import settings
from django.contrib import admin
from django.db.models import Model
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from noren.kernel.causes import CAUSES
from noren.kernel.channels import CHANNELS
from noren.kernel.money import format_money
from noren.kernel.sources import SOURCES

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

Words: TypeAlias = "str | StrPromise"
Column = Callable[[Any], str]

# Which wash a state stands on; a state that is not named here stands on indigo.
TONES: Mapping[str, str] = {
    "ready": "good",
    "completed": "good",
    "handed_over": "good",
    "captured": "good",
    "sent": "good",
    "finished": "good",
    "expired": "few",
    "queued": "few",
    "partly_received": "few",
    "received": "good",
    "draft": "none",
    "due": "few",
    "canceled": "none",
    "refunded": "none",
    "voided": "hot",
    "rejected": "hot",
    "failed": "hot",
    "refused": "hot",
}


def money(field: str, label: Words) -> Column:
    """A column of an amount in minor units, sorted by the amount."""

    def show(record: Model) -> SafeString | str:
        minor = _follow(record, field)
        return "–" if minor is None else figure(format_money(int(minor), settings.CURRENCY))

    return _column(show, label, ordering=field, name=f"figure_{field}")


def figure(text: str) -> SafeString:
    """Digits of equal width, to the right."""
    return format_html('<span class="office-figure">{}</span>', text)


def state(field: str, label: Words) -> Column:
    """A column of a state in words, on a wash. The words say it; the color only helps."""

    def show(record: Any) -> SafeString:
        *path, last = field.split("__")
        holder = _follow(record, "__".join(path)) if path else record
        if holder is None:
            return format_html("{}", "–")
        return tag(getattr(holder, f"get_{last}_display")(), str(getattr(holder, last)))

    return _column(show, label, ordering=field)


def tag(words: str, value: str) -> SafeString:
    """A state in words on its wash."""
    return format_html('<span class="tag tag--{}">{}</span>', TONES.get(value, "indigo"), words)


def in_words(field: str, label: Words, words: Mapping[str, object]) -> Column:
    """A column of a code as people call it; one that has no words is said as it is."""

    def show(record: Model) -> str:
        code = _follow(record, field)
        return str(words.get(code, code)) if code else "–"

    return _column(show, label, ordering=field)


def channel(field: str, label: Words) -> Column:
    """A column of a channel as people call it."""
    return in_words(field, label, CHANNELS)


def source(label: Words) -> Column:
    """A column that says where a record comes from."""
    return in_words("source", label, SOURCES)


def cause(label: Words) -> Column:
    """A column that says why a row of a ledger was written."""
    return in_words("cause_kind", label, CAUSES)


def data(field: str, label: Words) -> Column:
    """Data of no fixed form, indented, as a record's page shows it."""

    def show(record: Model) -> SafeString:
        value = _follow(record, field)
        return format_html("<pre>{}</pre>", json.dumps(value, ensure_ascii=False, indent=2)) if value else dash()

    return _column(show, label)


def dash() -> SafeString:
    """What stands where there is nothing."""
    return format_html("{}", "–")


def link(field: str, label: Words) -> Column:
    """A column that opens the record a foreign key names."""

    def show(record: Model) -> SafeString | str:
        related = _follow(record, field)
        return "–" if related is None else link_to(related)

    return _column(show, label, ordering=field)


def link_by_uid(model: str, field: str, label: Words, *, words: Words = "") -> Column:
    """A column that opens a record of a room that is named by uid alone, without a foreign key.

    Args:
        model: as addresses have it, such as `orders_order`.
        words: what is said; the uid's last eight digits if not given.
    """

    def show(record: Model) -> SafeString | str:
        uid = _follow(record, field)
        if uid is None:
            return "–"
        return format_html('<a href="{}">{}</a>', record_url(model, uid), words or f"…{str(uid)[-8:]}")

    return _column(show, label)


def _column(show: Column, label: Words, *, ordering: str | None = None, name: str = "column") -> Column:
    """The column as Django's admin reads it; as an attribute it is handed the admin before the record."""

    def column(*handed_in: Any) -> str:
        return show(handed_in[-1])

    # The list names the head of the column after it.
    column.__name__ = name
    described: Column = admin.display(description=label, ordering=ordering)(column)
    return described


def link_to(record: Model, words: str = "") -> SafeString:
    """A link to a record's page in the office."""
    name = f"{record._meta.app_label}_{record._meta.model_name}"
    return format_html('<a href="{}">{}</a>', record_url(name, record.pk), words or str(record))


def record_url(model: str, key: object) -> str:
    """The address of a record by primary key or uid."""
    return reverse(f"admin:{model}_change", args=[key])


def list_url(model: str, **filters: object) -> str:
    """The address of a list of records, filtered."""
    query = "&".join(f"{name}={value}" for name, value in filters.items())
    return reverse(f"admin:{model}_changelist") + (f"?{query}" if query else "")


def yes_no(value: object) -> str:
    """A truth in a word."""
    return _("yes") if value else _("no")


def _follow(record: Any, path: str) -> Any:
    for name in path.split("__"):
        record = getattr(record, name, None)
        if record is None:
            return None
    return record
