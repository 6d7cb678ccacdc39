"""How much a request may bring, looked at before anything of it is read.

A form's files are written to the disk while the form is read, for which no view is asked. So whoever sends more than a
page has use for is refused by the length in the header; a body without a length is empty to WSGI.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

OFFICE_BYTES = 21 * 1024 * 1024
"""A picture of goods and the form around it."""

# They refuse in words of their own, at the field or as a problem.
_OWN_LIMITS = ("/office/imports/", "/api/")


class BodyLimitMiddleware:
    """Refuses (413) a body that is longer than the face has use for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        length = request.META.get("CONTENT_LENGTH") or "0"
        path = request.path_info
        if path.startswith(_OWN_LIMITS) or (length.isdecimal() and int(length) <= _limit_of(path)):
            return self.get_response(request)
        words = "送信されたデータが大きすぎます。\nWhat was sent is too large.\n"
        return HttpResponse(words, status=413, content_type="text/plain; charset=utf-8")


def _limit_of(path: str) -> int:
    return OFFICE_BYTES if path.startswith("/office/") else settings.DATA_UPLOAD_MAX_MEMORY_SIZE
