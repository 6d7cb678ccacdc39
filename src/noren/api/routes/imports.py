"""Imports: bring a file, see how far it is, read what it refused."""

from typing import Annotated, Any, cast

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.utils import timezone
from ninja import Router

from noren.api.callers import ApiRequest
from noren.api.documenting import reads, writes
from noren.api.errors import BodyTooLarge, MediaTypeUnsupported
from noren.api.paths import ImportUid
from noren.api.query import Query
from noren.api.schemas.base import Typed
from noren.api.schemas.imports import BadValueList, BadValueOut, ImportOut
from noren.connect.errors import (
    ColumnRepeated,
    ColumnsMissing,
    ColumnTypeInvalid,
    ColumnUnknown,
    EncodingBroken,
    EncodingUnknown,
    FileEmpty,
    FileNotText,
    FileTooLarge,
    FileWithoutRows,
    ImportNotFound,
    KindUnknown,
    ParquetBroken,
    SpreadsheetGiven,
)
from noren.connect.queries import bad_values, get_import
from noren.connect.receive import Upload, check_length, receive_upload
from noren.people.tokens import Scope

router = Router(tags=["Imports"])

_FILE_REFUSALS = (
    KindUnknown,
    FileEmpty,
    SpreadsheetGiven,
    FileNotText,
    EncodingUnknown,
    EncodingBroken,
    ParquetBroken,
    ColumnTypeInvalid,
    FileWithoutRows,
    ColumnUnknown,
    ColumnRepeated,
    ColumnsMissing,
    BodyTooLarge,
    MediaTypeUnsupported,
)
_FORM: dict[str, Any] = {
    "required": True,
    "content": {
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "required": ["file"],
                "properties": {
                    "file": {
                        "type": "string",
                        "contentMediaType": "application/octet-stream",
                        "description": "CSV (UTF-8 or Shift_JIS) or Parquet, at most 250 MB.",
                    }
                },
            }
        }
    },
}
_upload = writes(ImportOut, Scope.IMPORTS_WRITE, *_FILE_REFUSALS, status=202, has_key=False)
_upload["openapi_extra"]["requestBody"] = _FORM


@router.post("/imports", **_upload, summary="Bring a file")
def upload(
    request: ApiRequest,
    *,
    kind: Annotated[Typed, Query(description="`products`, `stores`, `stock`, `members` or `sales`.")],
    dry_run: Annotated[bool, Query(description="Say what would change and change nothing.")] = False,
) -> HttpResponse:
    """Keep a file for the worker, which reads, checks and publishes it, all or nothing.

    The same file again is the same import while it runs, and changes nothing once it is finished: no key is needed.
    A file of stock levels stays the same import until another file of stock levels was brought; a count that happens to
    be the same to the byte is brought anew with its lines in another order, say.
    """
    uid = receive_upload(kind=kind, upload=_file_of(request), is_dry_run=dry_run, account_id=None, at=timezone.now())
    found = ImportOut.model_validate(get_import(uid))
    return HttpResponse(found.model_dump_json(), status=202, content_type="application/json; charset=utf-8")


@router.get("/imports/{uid}", **reads(ImportOut, Scope.IMPORTS_WRITE, ImportNotFound), summary="How far it is")
def read_import(request: ApiRequest, uid: ImportUid) -> ImportOut:
    """An import, running or ended."""
    return ImportOut.model_validate(get_import(uid))


@router.get(
    "/imports/{uid}/errors", **reads(BadValueList, Scope.IMPORTS_WRITE, ImportNotFound), summary="What it refused"
)
def list_bad_values(
    request: ApiRequest,
    uid: ImportUid,
    offset: Annotated[int, Query(ge=0, le=1_000_000_000, description="How many to pass over.")] = 0,
    limit: Annotated[int, Query(ge=1, le=1000, description="At most so many.")] = 200,
) -> BadValueList:
    """Every bad value with line, column, value and reason, in the language of the request."""
    batch = get_import(uid)
    found = bad_values(uid, offset=offset, limit=limit)
    following = offset + len(found)
    return BadValueList(
        errors=[BadValueOut.model_validate(bad) for bad in found],
        error_count=batch.error_count,
        next_offset=following if len(found) == limit and following < batch.error_count else None,
    )


def _file_of(request: ApiRequest) -> Upload:
    """The file of the form. A body over the limit is refused by its length, before it is read.

    Raises:
        BodyTooLarge, MediaTypeUnsupported, FileEmpty.
    """
    try:
        check_length(request.headers.get("Content-Length"))
    except FileTooLarge:
        raise BodyTooLarge(limit=settings.IMPORT_MAX_BYTES) from None
    if request.content_type != "multipart/form-data":
        raise MediaTypeUnsupported(wanted="multipart/form-data")
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile):
        raise FileEmpty(field="file")
    return cast(Upload, file)  # the stubs of Django know its attributes as read-only
