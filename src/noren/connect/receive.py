"""Receiving: the only code that makes an import. A file that cannot be read at all is refused here and not kept."""

from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import Protocol
from uuid import UUID

from django.db import connection, transaction

from noren.connect.errors import CheckedFileGone, FileNotThere, ImportNotFound
from noren.connect.files import check_size, read_header_of, recognize
from noren.connect.kinds import get_kind
from noren.connect.kinds.stock import STOCK
from noren.connect.models import UNFINISHED, Import, ImportStatus
from noren.connect.store import blocks_of, drop_file, keep_file, path_of
from noren.kernel.ids import uuid7
from noren.timeline.wake import wake_after_commit

_LOCK_KIND = "SELECT pg_advisory_xact_lock(hashtextextended('connect_import ' || %s, 0))"


class Upload(Protocol):
    """A file that came with a form, as Django gives it."""

    name: str | None
    size: int | None

    def chunks(self) -> Iterable[bytes]:
        """Its content in pieces."""
        ...


def receive_upload(*, kind: str, upload: Upload, is_dry_run: bool, account_id: int | None, at: datetime) -> UUID:
    """Keep an uploaded file for the worker, which reads, checks and publishes it; answer the uid of its import.

    The same file and kind, not finished, is the same import. A file of stock levels is so also when it is finished, as
    long as no other was brought since: a client that sends it twice would else take back what was sold in between.

    Args:
        kind: products, stores, stock, members or sales.
        is_dry_run: say what would change and change nothing.

    Raises:
        KindUnknown; FileEmpty, FileTooLarge, SpreadsheetGiven, FileNotText, EncodingUnknown, EncodingBroken,
        ParquetBroken, ColumnTypeInvalid, FileWithoutRows: the file; ColumnUnknown, ColumnRepeated, ColumnsMissing:
        its header. `field` is `kind` or `file`. Nothing is kept then.
    """
    get_kind(kind)
    check_size(upload.size or 0)
    name = Path(upload.name or kind).name
    return _receive(kind, name, upload.chunks, is_dry_run=is_dry_run, account_id=account_id, at=at)


def receive_file(*, kind: str, path: Path, is_dry_run: bool, at: datetime) -> UUID:
    """Keep a copy of a file on this machine; answer the uid of its import.

    The same file and kind, not finished, is the same import: it goes on where it stopped. Of stock levels as in
    `receive_upload`.

    Raises:
        FileNotThere, and as `receive_upload`.
    """
    get_kind(kind)
    try:
        check_size(path.stat().st_size)
        return _receive(kind, path.name, lambda: blocks_of(path), is_dry_run=is_dry_run, account_id=None, at=at)
    except OSError:
        raise FileNotThere(field="file", path=str(path)) from None


def receive_checked(dry_run_uid: UUID, *, account_id: int | None, at: datetime) -> UUID:
    """Import the very file that a dry run checked, for good, once; answer the uid of this new import.

    A repeat answers the import that came of it, and the copy that was kept for this is given up.

    Raises:
        ImportNotFound: no dry run of this uid found its file good. CheckedFileGone: a day is over. As
        `receive_upload`: a newer version of Noren may want other columns.
    """
    checked = Import.objects.filter(uid=dry_run_uid, is_dry_run=True, status=ImportStatus.FINISHED).first()
    if checked is None:
        raise ImportNotFound(field="uid", uid=str(dry_run_uid))
    if earlier := _import_of(checked):
        return earlier.uid
    file = path_of(dry_run_uid)
    try:
        uid = _receive(
            checked.kind, checked.filename, lambda: blocks_of(file), is_dry_run=False, account_id=account_id, at=at
        )
    except FileNotFoundError:
        raise CheckedFileGone(field="file") from None
    drop_file(dry_run_uid)
    return uid


def check_length(content_length: str | int | None) -> None:
    """Refuse a request by the length that its header tells, before its body is read.

    A form is a little longer than its file; the file itself is measured again by `receive_upload`.

    Raises:
        FileTooLarge.
    """
    size = int(content_length or 0)
    form_around_file = 64 * 1024
    check_size(max(1, size - form_around_file))


def _receive(
    kind: str,
    name: str,
    blocks: Callable[[], Iterable[bytes]],
    *,
    is_dry_run: bool,
    account_id: int | None,
    at: datetime,
) -> UUID:
    uid = uuid7()
    digest = keep_file(uid, blocks())
    try:
        found, _header = read_header_of(path_of(uid), recognize(path_of(uid)), get_kind(kind).columns)
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(_LOCK_KIND, [kind])  # of two who bring one file at once, the second sees the first
            if earlier := _find_same(kind, digest, is_dry_run=is_dry_run):
                drop_file(uid)
                return earlier.uid
            Import.objects.create(
                uid=uid,
                kind=kind,
                filename=name[-240:],
                digest=digest,
                format=found.name,
                encoding=found.encoding,
                delimiter=found.delimiter,
                is_dry_run=is_dry_run,
                started_at=at,
                account_id=account_id,
            )
            wake_after_commit()
    except BaseException:
        drop_file(uid)
        raise
    return uid


def _import_of(checked: Import) -> Import | None:
    """The import of this file since it was checked: a second click must not set back what was changed after it."""
    since = Import.objects.filter(kind=checked.kind, digest=checked.digest, is_dry_run=False, pk__gt=checked.pk)
    return since.exclude(status__in=(ImportStatus.REFUSED, ImportStatus.FAILED)).order_by("-pk").first()


def _find_same(kind: str, digest: str, *, is_dry_run: bool) -> Import | None:
    """The import that this file is already.

    Levels are set and not added to, so the same file is another one after sales; of them only the latest import counts,
    finished or not. A refused one changed nothing and is passed over; a failed one may have changed something.
    """
    imports = Import.objects.filter(kind=kind, is_dry_run=is_dry_run)
    if kind == STOCK.name and not is_dry_run:
        latest = imports.exclude(status=ImportStatus.REFUSED).order_by("-id").first()
        if latest is None or latest.digest != digest or latest.status == ImportStatus.FAILED:
            return None
        return latest if latest.status == ImportStatus.FINISHED or path_of(latest.uid).exists() else None
    same = imports.filter(digest=digest, status__in=UNFINISHED).first()
    return same if same and path_of(same.uid).exists() else None
