"""Refusals as pages: the only code that turns an error of the trade into a status and words for a shopper."""

from collections.abc import Callable
from http import HTTPStatus

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from psycopg.errors import DeadlockDetected, LockNotAvailable

from noren.kernel.errors import Busy, Conflict, Forbidden, NorenError, NotFound, NotSignedIn, TooOften

_OTHER_FACES = ("/office/", "/till/", "/api/")
_RETRY_AFTER_S = 2


class RefusalMiddleware:
    """Answers an error that no page of the shop has caught with a page that says what happened and what to do."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The page of a refusal; None for what is not ours, which becomes a 500 in the log."""
        if request.path_info.startswith(_OTHER_FACES):
            return None
        if isinstance(error, NorenError):
            return refusal_page(request, error)
        if isinstance(error, OperationalError) and isinstance(error.__cause__, LockNotAvailable | DeadlockDetected):
            return _page(request, HTTPStatus.SERVICE_UNAVAILABLE, _busy())
        return None


def refusal_page(request: HttpRequest, error: NorenError) -> HttpResponse:
    """The page that says why a deed was refused, with the status of the error's category."""
    status = status_of(error)
    return _page(request, status, _busy() if status == HTTPStatus.SERVICE_UNAVAILABLE else str(error))


def status_of(error: NorenError) -> HTTPStatus:
    """The status of an error's category; what cannot be accepted as it is is 422."""
    if isinstance(error, NotFound):
        return HTTPStatus.NOT_FOUND
    if isinstance(error, Conflict):
        return HTTPStatus.CONFLICT
    if isinstance(error, Forbidden | NotSignedIn):
        return HTTPStatus.FORBIDDEN
    if isinstance(error, TooOften):
        return HTTPStatus.TOO_MANY_REQUESTS
    if isinstance(error, Busy):
        return HTTPStatus.SERVICE_UNAVAILABLE
    return HTTPStatus.UNPROCESSABLE_ENTITY


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler for 404."""
    return _page(request, HTTPStatus.NOT_FOUND, _("There is no such page here. It may have moved or ended."))


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler for 403."""
    return _page(request, HTTPStatus.FORBIDDEN, _("This page is not for you."))


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler for 400."""
    return _page(request, HTTPStatus.BAD_REQUEST, _("We could not read what your browser sent."))


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django's view for a form without its secret: cookies are off, or the page stood open through a sign-in."""
    words = _("This page stood open for too long, or your browser refuses cookies. Please open it again.")
    return _page(request, HTTPStatus.FORBIDDEN, words)


def broken(request: HttpRequest) -> HttpResponse:
    """Django's handler for 500. Uses no database and no session: either may be what broke."""
    return render(request, "500.html", status=HTTPStatus.INTERNAL_SERVER_ERROR)


def _busy() -> str:
    return _("Many people are ordering right now. Nothing was lost: please try again in a moment.")


def _page(request: HttpRequest, status: HTTPStatus, words: str) -> HttpResponse:
    answer = render(request, "shop/refusal.html", {"words": words, "title": _title(status)}, status=status)
    if status in {HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.TOO_MANY_REQUESTS}:
        answer.headers["Retry-After"] = str(_RETRY_AFTER_S)
    return answer


def _title(status: HTTPStatus) -> str:
    titles = {
        HTTPStatus.NOT_FOUND: _("Nothing behind this curtain"),
        HTTPStatus.CONFLICT: _("Something changed meanwhile"),
        HTTPStatus.FORBIDDEN: _("You cannot continue here"),
        HTTPStatus.TOO_MANY_REQUESTS: _("One moment, please"),
        HTTPStatus.SERVICE_UNAVAILABLE: _("One moment, please"),
    }
    return titles.get(status, _("That did not work"))
