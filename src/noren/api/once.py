"""Deeds done once: the Idempotency-Key around every write."""

import re
from collections.abc import Callable
from datetime import datetime

from django.http import HttpResponse
from django.utils import timezone
from pydantic import BaseModel

from noren.api.callers import ApiRequest
from noren.api.errors import KeyInvalid, KeyMissing
from noren.api.staff_log import logged
from noren.kernel.idempotency import Answer, answer_once, fingerprint_of

_PRINTABLE = re.compile(r"[\x20-\x7e]{1,255}")


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
        scope=f"token/{request.auth.uid}",
        key=_key_of(request),
        fingerprint=fingerprint_of(request.method or "", request.get_full_path(), request.body),
        at=at,
        answer=answer,
    )
    response = HttpResponse(given.body, status=given.status, content_type="application/json; charset=utf-8")
    if given.repeated:
        response.headers["Idempotency-Replayed"] = "true"
    return response


def _key_of(request: ApiRequest) -> str:
    key = request.headers.get("Idempotency-Key")
    if key is None:
        raise KeyMissing(field="Idempotency-Key")
    if not _PRINTABLE.fullmatch(key):
        raise KeyInvalid(field="Idempotency-Key")
    return key
