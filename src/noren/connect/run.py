"""Running an import: read, checked, published, finished. The only code that moves an import's status.

Each step can be killed: reading starts again, checking is repeated, publishing goes on after the last committed piece.
What kills its process or the database each time would be begun for ever and keep all others waiting, so beginnings are
counted, and a step that was finished makes the count anew.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from uuid import UUID

from django.db import InterfaceError, OperationalError, connection, transaction
from django.utils import timezone

from noren.connect.errors import FileWithoutRows, ImportAtWork, ImportNotFound
from noren.connect.files import FileFormat, read_header_of
from noren.connect.kinds import Kind, get_kind
from noren.connect.kinds.kind import Batch, Changes
from noren.connect.models import GIVEN_UP, OUR_ERROR, UNFINISHED, Import, ImportStatus
from noren.connect.outcome import with_changes
from noren.connect.progress import Progress, silent
from noren.connect.stage import is_staged, keep_bad_values, stage, table_of
from noren.connect.store import drop_file, path_of
from noren.kernel.errors import NorenError
from noren.kernel.staging import BadCell, drop_staging, work_in_bulk

log = logging.getLogger(__name__)

# Any constant does, as long as nothing else locks it.
LOCK = 7_305_003
# How often a step is begun; the next time the import is given up.
MOST_BEGUN = 3


def run_import(import_uid: UUID, progress: Progress = silent) -> ImportStatus:
    """Take an import from where it stands to its end; answer how it ended. Safe to repeat.

    Bad values are kept and the import is refused as a whole; nothing of it is published then. A dry run is finished
    without changing anything, with the count of what would have changed. An error of the database is raised, and the
    import goes on when it is run again; any other error ends it as failed, and so does a step that was begun three
    times and never finished.

    Raises:
        ImportNotFound; ImportAtWork: another process is at it.
    """
    batch = Import.objects.filter(uid=import_uid).first()
    if batch is None:
        raise ImportNotFound(field="uid", uid=str(import_uid))
    with locked(batch.pk):
        batch.refresh_from_db()
        if batch.status not in UNFINISHED:
            return ImportStatus(batch.status)
        if batch.begun_count >= MOST_BEGUN:
            log.error("import %s of %s was begun %s times: given up", batch.uid, batch.filename, batch.begun_count)
            _end(batch, ImportStatus.FAILED, failure=GIVEN_UP)
            return ImportStatus.FAILED
        try:
            _begin(batch)
            _go_on(batch, get_kind(batch.kind), progress)
        except (OperationalError, InterfaceError):
            raise
        except NorenError as refused:
            _end(batch, ImportStatus.REFUSED, failure=str(refused))
        except Exception:
            log.exception("import %s of %s failed", batch.uid, batch.filename)
            _end(batch, ImportStatus.FAILED, failure=OUR_ERROR)
        return ImportStatus(batch.status)


@contextmanager
def locked(import_id: int) -> Iterator[None]:
    """Keep other processes from the import; a killed process lets go of it with its connection.

    Raises:
        ImportAtWork.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [LOCK, import_id])
        if not cursor.fetchone()[0]:
            raise ImportAtWork
    try:
        yield
    finally:
        if connection.is_usable():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [LOCK, import_id])


def _begin(batch: Import) -> None:
    """Count the beginning, committed before any work: who is killed at it cannot count any more."""
    batch.begun_count += 1
    batch.save(update_fields=["begun_count"])


def _go_on(batch: Import, kind: Kind, progress: Progress) -> None:
    if batch.status == ImportStatus.RECEIVED or not is_staged(batch):
        stage(batch, kind, progress)
        if not batch.row_count and not batch.error_count:
            raise FileWithoutRows(field="file")
        _move(batch, ImportStatus.STAGED)
    piece = _piece_of(batch)
    if batch.status == ImportStatus.STAGED:
        progress("checking", batch.row_count, 0.0)
        if not _check(batch, kind, piece):
            _end(batch, ImportStatus.REFUSED)
            return
        progress("checking", batch.row_count, 1.0)
        _move(batch, ImportStatus.CHECKED)
    if batch.is_dry_run:
        _count(batch, _foresee(kind, piece))
    else:
        _move(batch, ImportStatus.PUBLISHING)
        _publish(batch, kind, piece, progress)
    _end(batch, ImportStatus.FINISHED)


def _piece_of(batch: Import) -> Batch:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT coalesce(max(line), 0) FROM "{table_of(batch)}"')  # noqa: S608 - a name of our making
        (lines,) = cursor.fetchone()
    return Batch(batch.uid, table_of(batch), lines, batch.published_through, timezone.now())


def _check(batch: Import, kind: Kind, piece: Batch) -> bool:
    """Keep everything that is wrong with the file as a whole; answer whether nothing is, also with single values."""
    steps: list[Callable[[], Iterator[BadCell]]] = [lambda: kind.check(piece.table)]
    if kind.prepare is not None and not batch.error_count:
        prepare = kind.prepare
        steps.append(lambda: prepare(piece))
    found = FileFormat(batch.format, batch.encoding, batch.delimiter)
    _format, header = read_header_of(path_of(batch.uid), found, kind.columns)
    for step in steps:
        with transaction.atomic():
            work_in_bulk()
            if keep_bad_values(batch, header, step()):
                break
    Import.objects.filter(pk=batch.pk).update(error_count=batch.error_count)
    return batch.error_count == 0


def _foresee(kind: Kind, piece: Batch) -> Changes:
    if kind.foresee is not None:
        return kind.foresee(piece)
    with transaction.atomic():
        work_in_bulk()
        changes = kind.publish(piece).changes
        transaction.set_rollback(True)
    return changes


def _count(batch: Import, changes: Changes) -> None:
    batch.changed_count += changes.changed
    batch.notes = with_changes(batch.notes, changes)


def _publish(batch: Import, kind: Kind, piece: Batch, progress: Progress) -> None:
    """Publish piece after piece; each is committed together with how far it went."""
    is_last = False
    while not is_last:
        with transaction.atomic():
            work_in_bulk()
            done = kind.publish(piece)
            batch.published_through = done.through
            batch.done_count = min(batch.row_count, batch.done_count + done.rows)
            _count(batch, done.changes)
            batch.begun_count = 1
            batch.save(update_fields=["published_through", "done_count", "changed_count", "notes", "begun_count"])
        is_last, piece = done.is_last, replace(piece, through=done.through)
        progress("publishing", batch.done_count, batch.done_count / max(1, batch.row_count))


def _move(batch: Import, status: ImportStatus) -> None:
    if batch.status != status:
        batch.begun_count = 1
        batch.done_count = 0 if status == ImportStatus.PUBLISHING else batch.done_count
    batch.status = status
    batch.save(update_fields=["status", "row_count", "done_count", "begun_count"])


def _end(batch: Import, status: ImportStatus, *, failure: str = "") -> None:
    """The last commit waits for the disk, and with it all before; only then what a repeat would need is dropped.

    The file of a dry run that found nothing bad stays for a time, to be imported as it was checked.
    """
    batch.status, batch.failure, batch.finished_at = status, failure, timezone.now()
    batch.save(update_fields=["status", "failure", "finished_at", "changed_count", "notes", "error_count"])
    drop_staging(table_of(batch), f"{table_of(batch)}_prepared")
    if not (batch.is_dry_run and status == ImportStatus.FINISHED):
        drop_file(batch.uid)
