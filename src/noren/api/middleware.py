"""The API's own way in: no sessions, no cookies, no templates between the server and an operation.

What the pages need (sessions, sign-in, messages, CSRF, locale by cookie) costs a third of an API request and is never
used by one, which carries a token instead of a cookie. So requests under `/api/v1/` are resolved here.
"""

from collections.abc import Callable
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import ResolverMatch, resolve
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation.trans_real import get_supported_language_variant, parse_accept_lang_header

from noren.api.errors import MethodNotAllowed
from noren.api.problems import answer_problem, problem

PREFIX = "/api/v1/"
URLS = "noren.api.urls"


class ApiMiddleware:
    """Answers what is under `/api/v1/` and passes everything else on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith(PREFIX):
            return self.get_response(request)
        language = language_of(request.headers.get("Accept-Language", ""))
        with translation.override(language):
            answer = _answer(request)
        # A refusal is an answer, not an incident; what is our fault was logged with its traceback.
        answer._has_been_logged = True  # type: ignore[attr-defined]
        answer.headers["Content-Language"] = language
        answer.headers.setdefault("Cache-Control", "no-store")
        if not answer.streaming:
            answer.headers["Content-Length"] = str(len(answer.content))
        patch_vary_headers(answer, ("Accept-Language", "Authorization"))
        return answer


@lru_cache(maxsize=1000)
def language_of(accepted: str) -> str:
    """The first language asked for that there is; the deployment's when none is."""
    for code, _weight in parse_accept_lang_header(accepted):
        try:
            return get_supported_language_variant(code)
        except LookupError:
            continue
    return settings.LANGUAGE_CODE


@lru_cache(maxsize=1000)
def _resolved(path: str) -> ResolverMatch:
    """The operation of a path: found once, as a path is compared with those of all operations, one by one."""
    return resolve(path, URLS)


def _answer(request: HttpRequest) -> HttpResponse:
    try:
        match = _resolved(request.path_info)
        request.resolver_match = match
        answer: HttpResponse = match.func(request, *match.args, **match.kwargs)
    except Exception as error:  # the last place that can make a problem of it
        return answer_problem(request, error)
    if answer.status_code == 405:
        allowed = answer.headers["Allow"]
        answer = problem(MethodNotAllowed(method=request.method or ""))
        answer.headers["Allow"] = allowed
    return answer
