"""Deeds done once: the Idempotency-Key around every write."""

import json
import re
from collections.abc import Callable
from datetime import datetime

from django.http import HttpResponse
from django.utils import timezone
from pydantic import BaseModel

from noren.api.callers import ApiRequest
from noren.api.errors import KeyInvalid, KeyMissing
from noren.api.staff_log import logged
from noren.kernel.idempotency import Answer, answer_once, find_answer, fingerprint_of

_PRINTABLE = re.compile(r"[\x20-\x7e]{1,255}")


_UNKEPT = "approver"
"""The field of a body that is no part of the request's fingerprint, which is kept: it holds a password."""


def once(request: ApiRequest, deed: Callable[[datetime], BaseModel], *, status: int = 200) -> HttpResponse:
    """Do the deed in one transaction with its stored answer; a repeat under the same key gets that answer.

    Args:
        deed: gets the instant of the request and answers what is sent.

    Raises:
        KeyMissing, KeyInvalid: of the header.
        IdempotencyKeyReused: another request had this key.
    """
    at = timezone.now()

    def answer() -> Answer:
        with logged(request, at=at):
            return Answer(status, deed(at).model_dump_json())

    given = answer_once(
        scope=_scope_of(request), key=_key_of(request), fingerprint=_fingerprint_of(request), at=at, answer=answer
    )
    return _response(given)


def answered_before(request: ApiRequest) -> HttpResponse | None:
    """The stored answer of a request that was done already; for what is asked before the deed's transaction.

    Raises what `once` does.
    """
    given = find_answer(scope=_scope_of(request), key=_key_of(request), fingerprint=_fingerprint_of(request))
    return _response(given) if given else None


def _response(given: Answer) -> HttpResponse:
    response = HttpResponse(given.body, status=given.status, content_type="application/json; charset=utf-8")
    if given.repeated:
        response.headers["Idempotency-Replayed"] = "true"
    return response


def _scope_of(request: ApiRequest) -> str:
    return f"token/{request.auth.uid}"


def _fingerprint_of(request: ApiRequest) -> str:
    return fingerprint_of(request.method or "", request.get_full_path(), _without_secret(request.body))


def _without_secret(body: bytes) -> bytes:
    """The body as it was sent; without the second person's password where it names one."""
    if _UNKEPT.encode() not in body and b"\\u" not in body:
        return body
    try:
        sent = json.loads(body)
    except ValueError:
        return body
    if not isinstance(sent, dict) or _UNKEPT not in sent:
        return body
    return json.dumps({name: value for name, value in sent.items() if name != _UNKEPT}, sort_keys=True).encode()


def _key_of(request: ApiRequest) -> str:
    key = request.headers.get("Idempotency-Key")
    if key is None:
        raise KeyMissing(field="Idempotency-Key")
    if not _PRINTABLE.fullmatch(key):
        raise KeyInvalid(field="Idempotency-Key")
    return key
