"""Problem details (RFC 9457): the one way a refusal leaves the API."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import DataError, IntegrityError, InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from ninja.errors import HttpError, ValidationError

from noren.api.errors import (
    BodyTooLarge,
    InputInvalid,
    JsonMalformed,
    OutOfRange,
    RecordsBusy,
    RequestFault,
    RouteNotFound,
    ServerFault,
    UidTaken,
    Unavailable,
)
from noren.api.input_words import field_problems
from noren.api.schemas.problems import FieldProblem, Problem
from noren.api.staff_log import log_refusal
from noren.kernel.busy import is_busy
from noren.kernel.errors import Busy, Conflict, Forbidden, NorenError, NotFound, NotSignedIn, Refused, TooOften

MEDIA_TYPE = "application/problem+json"
PAGES = "/api/v1/problems/"
BUSY_RETRY_AFTER_S = 1

_logger = logging.getLogger(__name__)
_STATUSES: Sequence[tuple[type[NorenError], int]] = (
    (NotSignedIn, 401),
    (Forbidden, 403),
    (NotFound, 404),
    (Conflict, 409),
    (Busy, 409),
    (Refused, 422),
    (TooOften, 429),
)
TITLES = {
    400: _("Malformed request"),
    401: _("Not signed in"),
    403: _("Not allowed"),
    404: _("Not found"),
    405: _("Method not allowed"),
    409: _("Not possible now"),
    413: _("Too large"),
    415: _("Media type not supported"),
    422: _("Input not acceptable"),
    429: _("Too often"),
    500: _("Error on our side"),
    503: _("Not available"),
}
_UNIQUE_VIOLATION = "23505"
_NUMBER_OUT_OF_RANGE = "22003"


def status_of(error: type[NorenError]) -> int:
    """The HTTP status of an error's category."""
    if issubclass(error, RequestFault):
        return error.status
    return next(status for category, status in _STATUSES if issubclass(error, category))


def answer_problem(request: HttpRequest, error: Exception) -> HttpResponse:
    """Any exception as a problem. What is nobody's fault but ours is logged with its traceback."""
    if isinstance(error, ValidationError):
        return _input_problem(error)
    known = as_noren_error(error)
    log_refusal(request, known)
    if isinstance(known, (ServerFault, Unavailable)):
        _logger.error("%s %s failed", request.method, request.path, exc_info=error)
    return problem(known)


def problem(error: NorenError) -> HttpResponse:
    """A refusal as a problem, in the active language."""
    return _response(type(error), describe_error(error), details=error.details)


def describe_error(error: NorenError) -> Problem:
    """A refusal as data, in the active language: the body of a problem, or one of many in an answer."""
    sentence = str(error)
    errors = [FieldProblem(field=error.field, code=error.code, message=sentence)] if error.field else []
    details = {**error.details, **_lists_of(error)}
    return _problem_of(type(error), sentence, field=error.field, errors=errors, details=details)


def describe_input(found: Sequence[Mapping[str, Any]]) -> Problem:
    """Values that do not fit a schema, as pydantic found them, as data."""
    errors = field_problems(found)
    count = len(errors)
    many = ngettext("%(count)s value cannot be accepted.", "%(count)s values cannot be accepted.", count)
    sentence = errors[0].message if count == 1 else many % {"count": count}
    return _problem_of(InputInvalid, sentence, field=errors[0].field, errors=errors, details={})


def as_noren_error(error: Exception) -> NorenError:
    """Any exception of a deed as a refusal: what is nobody's fault but ours is a `ServerFault`."""
    if isinstance(error, NorenError):
        return error
    if isinstance(error, Http404):
        return RouteNotFound()
    if isinstance(error, RequestDataTooBig):
        return BodyTooLarge(limit=settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
    if isinstance(error, InterfaceError):
        return Unavailable()
    if isinstance(error, OperationalError):
        return RecordsBusy() if is_busy(error) else Unavailable()
    if isinstance(error, (IntegrityError, DataError)):
        return _data_error(error)
    if isinstance(error, HttpError):
        cause = error.__cause__
        return cause if isinstance(cause, NorenError) else JsonMalformed(field="body")
    return ServerFault()


def _data_error(error: IntegrityError | DataError) -> NorenError:
    """What only the database sees: an id used twice by its maker, a sum beyond its column. Else it is our fault."""
    state = getattr(error.__cause__, "sqlstate", None)
    if state == _UNIQUE_VIOLATION:
        return UidTaken()
    return OutOfRange() if state == _NUMBER_OUT_OF_RANGE else ServerFault()


def _input_problem(error: ValidationError) -> HttpResponse:
    return _response(InputInvalid, describe_input(error.errors), details={})


def _lists_of(error: NorenError) -> Mapping[str, object]:
    """Lists that an error carries beside its details: the `changes` of a price, the `lines` that are not available."""
    lists = {name: getattr(error, name, ()) for name in ("changes", "lines")}
    return {name: [asdict(each) for each in listed] for name, listed in lists.items() if listed}


def _problem_of(
    error: type[NorenError],
    sentence: str,
    *,
    field: str | None,
    errors: list[FieldProblem],
    details: Mapping[str, object],
) -> Problem:
    status = status_of(error)
    return Problem(
        type=PAGES + error.code,
        title=str(TITLES[status]),
        status=status,
        code=error.code,
        detail=sentence,
        field=field,
        errors=errors,
    ).model_copy(update={name: value for name, value in details.items() if name not in Problem.model_fields})


def _response(error: type[NorenError], body: Problem, *, details: Mapping[str, object]) -> HttpResponse:
    response = HttpResponse(body.model_dump_json(), status=body.status, content_type=MEDIA_TYPE)
    for name, value in _headers(error, details).items():
        response.headers[name] = value
    return response


def _headers(error: type[NorenError], details: Mapping[str, object]) -> dict[str, str]:
    if issubclass(error, NotSignedIn):
        return {"WWW-Authenticate": "Bearer"}
    if issubclass(error, TooOften):
        return {"Retry-After": str(details["retry_after_s"])}
    if issubclass(error, (Busy, Unavailable)):
        return {"Retry-After": str(BUSY_RETRY_AFTER_S)}
    return {}
