"""Staging: the rows of a file by COPY into a table of their import, and what is bad about them into `BadValue`."""

from collections.abc import Iterable, Iterator
from itertools import islice

from django.db import transaction

from noren.connect.columns import Header
from noren.connect.files import FileFormat, read_header_of, recognize
from noren.connect.kinds import Kind
from noren.connect.models import BadValue, Import
from noren.connect.progress import Progress
from noren.connect.reading import MOST_SHOWN, ReadRow, read_rows
from noren.connect.store import path_of
from noren.kernel.staging import BadCell, copy_rows, count_rows, make_staging, work_in_bulk

ROWS_AT_ONCE = 20_000
# All bad values are counted; so many are kept. A wrong column makes every row bad.
MOST_KEPT = 100_000


def table_of(batch: Import) -> str:
    """The name of the table that an import is staged in."""
    return f"connect_staged_{batch.pk}"


def is_staged(batch: Import) -> bool:
    """Whether the staged rows are all there: a crash of the database server empties the table."""
    return count_rows(table_of(batch)) == batch.row_count


def stage(batch: Import, kind: Kind, progress: Progress) -> None:
    """Read the file from its start into a fresh table. The batch gets its counts; bad rows are not staged."""
    path = path_of(batch.uid)
    found, header = read_header_of(path, _format_of(batch, kind), kind.columns)
    make_staging(table_of(batch), kind.staged)
    BadValue.objects.filter(batch=batch).delete()
    Import.objects.filter(pk=batch.pk).update(row_count=0, done_count=0, error_count=0)
    batch.row_count = batch.error_count = 0
    rows = read_rows(path, found, header)
    while chunk := list(islice(rows, ROWS_AT_ONCE)):
        _stage_chunk(batch, kind, header, chunk)
        progress("reading", batch.row_count, chunk[-1].share)


def keep_bad_values(batch: Import, header: Header, found: Iterable[BadCell]) -> int:
    """Keep what is bad, up to MOST_KEPT per import; answer how many there were. In the caller's transaction."""
    room = MOST_KEPT - batch.error_count
    count = 0
    kept = []
    for count, bad in enumerate(found, start=1):
        if count <= room:
            kept.append(_bad_value(batch, header, bad))
    BadValue.objects.bulk_create(kept, batch_size=5_000)
    batch.error_count += count
    return count


def _stage_chunk(batch: Import, kind: Kind, header: Header, chunk: list[ReadRow]) -> None:
    with transaction.atomic():
        work_in_bulk()
        good = (row for row in chunk if not row.bad)
        batch.row_count += copy_rows(table_of(batch), list(kind.staged), _staged(kind, good))
        keep_bad_values(batch, header, (bad for row in chunk for bad in row.bad))
        Import.objects.filter(pk=batch.pk).update(
            row_count=batch.row_count, done_count=batch.row_count, error_count=batch.error_count
        )


def _staged(kind: Kind, rows: Iterable[ReadRow]) -> Iterator[list[object]]:
    names = list(kind.staged)
    for row in rows:
        values = kind.shape(row.values)
        values["line"] = row.line
        yield [values.get(name) for name in names]


def _bad_value(batch: Import, header: Header, bad: BadCell) -> BadValue:
    return BadValue(
        batch=batch,
        line=bad.line,
        column=header.titles.get(bad.column, bad.column),
        value=bad.value[:MOST_SHOWN].replace("\x00", "\ufffd"),  # PostgreSQL has no NUL
        code=bad.code,
        details=dict(bad.details),
    )


def _format_of(batch: Import, kind: Kind) -> FileFormat:
    """As it was recognized when the file was received; a file that lies there since an older version is looked at."""
    if batch.format:
        return FileFormat(batch.format, batch.encoding, batch.delimiter)
    return recognize(path_of(batch.uid))
