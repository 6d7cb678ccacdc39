"""A list of records as a CSV file: the columns and the filters that the page shows, without its paging."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from html import unescape
from typing import Any

from django.contrib.admin.utils import label_for_field, lookup_field
from django.db.models import Model, QuerySet
from django.utils import timezone
from django.utils.html import strip_tags

from noren.kernel.csv_file import Cell

MOST_ROWS = 50_000
_NO_COLUMNS = {"action_checkbox"}


def list_rows(model_admin: Any, columns: Sequence[Any], records: QuerySet[Any]) -> Iterator[Sequence[Cell]]:
    """The head, then a row per record; at most 50,000."""
    shown = [column for column in columns if column not in _NO_COLUMNS]
    yield [str(label_for_field(column, model_admin.model, model_admin)) for column in shown]
    for record in records[:MOST_ROWS].iterator(chunk_size=1_000):
        yield [_cell(column, record, model_admin) for column in shown]


def _cell(column: Any, record: Model, model_admin: Any) -> Cell:
    field, _attribute, value = lookup_field(column, record, model_admin)
    if field is not None and getattr(field, "flatchoices", None):
        value = dict(field.flatchoices).get(value, value)
    if isinstance(value, bool) or value is None:
        return "" if value is None else int(value)
    if isinstance(value, int):
        return value
    if isinstance(value, datetime):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M:%S")
    return value.isoformat() if isinstance(value, date) else unescape(strip_tags(str(value))).strip()
