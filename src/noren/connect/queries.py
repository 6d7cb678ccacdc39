"""Reads for the office page and the shell: imports, how far they are, what they refused, and what files may hold."""

import csv
import io
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from noren.connect.errors import ImportNotFound
from noren.connect.kinds import KINDS, get_kind
from noren.connect.models import UNFINISHED, BadValue, Import, ImportStatus
from noren.connect.outcome import Made, added_count, left_out, made
from noren.connect.store import path_of
from noren.connect.words import KIND_WORDS

_ENCODINGS = {"utf-8": "UTF-8", "utf-8-sig": "UTF-8 (BOM)", "utf-16": "UTF-16", "cp932": "Shift_JIS (CP932)"}


@dataclass(frozen=True, slots=True)
class ImportView:
    """An import as people see it.

    Attributes:
        kind_words: what it holds, in the active language.
        format: what the file was recognized as, such as `CSV, Shift_JIS (CP932)`.
        row_count: rows without bad values; done_count: those of them that the present step has done.
        changed_count: rows that changed something, or would have in a dry run.
        added_count: those of them that made a new record; None where nobody counted.
        error_count: bad values in all; up to 100,000 of them can be read.
        made: what was made beside the records of the rows, or would have been, such as categories.
        notes: counts of what was left out on purpose, by words.
        is_running: whether it goes on by itself; ask again later.
        can_be_imported: it is a dry run that found nothing bad, and its file is still there.
    """

    uid: UUID
    kind: str
    kind_words: str
    filename: str
    format: str
    status: str
    status_words: str
    is_dry_run: bool
    row_count: int
    done_count: int
    changed_count: int
    added_count: int | None
    error_count: int
    made: tuple[Made, ...]
    notes: Mapping[str, int]
    failure: str
    started_at: datetime
    finished_at: datetime | None
    is_running: bool
    can_be_imported: bool

    @property
    def only_changed_count(self) -> int:
        """Rows that changed something that was there."""
        return self.changed_count - (self.added_count or 0)

    @property
    def share(self) -> float:
        """How much of the present step is done, 0 to 1; 1 at the end."""
        if not self.is_running:
            return 1.0
        return min(1.0, self.done_count / self.row_count) if self.status == ImportStatus.PUBLISHING else 0.0


@dataclass(frozen=True, slots=True)
class BadValueView:
    """A bad value: where it stands, as the file has it, and why it is refused, in the active language."""

    line: int
    column: str
    value: str
    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class ColumnView:
    """A column that a file of a kind may have; `about` says what may stand in it, where its name does not."""

    name: str
    japanese: str
    is_needed: bool
    about: str


@dataclass(frozen=True, slots=True)
class KindView:
    """A kind of file that can be imported."""

    name: str
    title: str
    columns: tuple[ColumnView, ...]


def kinds() -> list[KindView]:
    """What can be imported, in the order in which a new deployment does."""
    return [
        KindView(
            kind.name,
            str(kind.title),
            tuple(ColumnView(each.name, each.also[0], each.is_needed, str(each.about)) for each in kind.columns),
        )
        for kind in KINDS.values()
    ]


def get_import(uid: UUID) -> ImportView:
    """One import.

    Raises:
        ImportNotFound.
    """
    return _view(_get(uid))


def latest_imports(*, limit: int = 50) -> list[ImportView]:
    """The latest imports, the newest first."""
    return [_view(batch) for batch in Import.objects.order_by("-id")[:limit]]


def names_of_imports(uids: Collection[UUID]) -> dict[UUID, str]:
    """File names by uid, for pages that show what an import caused; a uid that is no import's is absent."""
    return dict(Import.objects.filter(uid__in=uids).values_list("uid", "filename"))


def bad_values(uid: UUID, *, offset: int = 0, limit: int = 200) -> list[BadValueView]:
    """What the import refused, in order of lines."""
    found = BadValue.objects.filter(batch=_get(uid)).order_by("line", "id")
    return [
        BadValueView(bad.line, bad.column, bad.value, bad.code, bad.reason) for bad in found[offset : offset + limit]
    ]


def bad_values_csv(uid: UUID) -> Iterator[str]:
    """What the import refused as a CSV file with a BOM, which spreadsheets need, in the active language."""
    yield "\ufeff" + _csv_line([_("line"), _("column"), _("value"), _("reason")])
    for bad in BadValue.objects.filter(batch=_get(uid)).order_by("line", "id").iterator(chunk_size=2_000):
        yield _csv_line([str(bad.line), bad.column, _harmless(bad.value), bad.reason])


def template_csv(kind: str, *, language: str = "ja") -> str:
    """An empty file of a kind: its header with a BOM, in Japanese or English.

    Raises:
        KindUnknown.
    """
    columns = get_kind(kind).columns
    return "\ufeff" + _csv_line([each.also[0] if language == "ja" else each.name for each in columns])


def _get(uid: UUID) -> Import:
    batch = Import.objects.filter(uid=uid).first()
    if batch is None:
        raise ImportNotFound(field="uid", uid=str(uid))
    return batch


def _view(batch: Import) -> ImportView:
    return ImportView(
        uid=batch.uid,
        kind=batch.kind,
        kind_words=str(KIND_WORDS.get(batch.kind, batch.kind)),
        filename=batch.filename,
        format=_format_words(batch),
        status=batch.status,
        status_words=str(ImportStatus(batch.status).label),
        is_dry_run=batch.is_dry_run,
        row_count=batch.row_count,
        done_count=batch.done_count,
        changed_count=batch.changed_count,
        added_count=added_count(batch.notes),
        error_count=batch.error_count,
        made=made(batch.notes),
        notes=left_out(batch.notes),
        failure=batch.failure_words,
        started_at=batch.started_at,
        finished_at=batch.finished_at,
        is_running=batch.status in UNFINISHED,
        can_be_imported=batch.is_dry_run and batch.status == ImportStatus.FINISHED and path_of(batch.uid).exists(),
    )


def _format_words(batch: Import) -> str:
    if batch.format != "csv":
        return batch.format.capitalize()
    separators = {",": _("separated by commas"), "\t": _("separated by tabs"), ";": _("separated by semicolons")}
    encoding = _ENCODINGS.get(batch.encoding, batch.encoding)
    return f"CSV, {encoding}, {separators.get(batch.delimiter, batch.delimiter)}"


def _csv_line(cells: list[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(cells)
    return out.getvalue()


def _harmless(value: str) -> str:
    """A value that a spreadsheet shows and does not run as a formula."""
    return f"'{value}" if value.startswith(("=", "+", "-", "@", "\t")) else value
