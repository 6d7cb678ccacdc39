"""Headers of every answer: what a page may load and use, and text sent compressed.

No face loads anything from another host. The policy follows the path, and a view that needs another one sets its own
header, which is left as it is.
"""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

POLICY_HEADER = "Content-Security-Policy"
_BASE = "default-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
_STRICT = (
    _BASE + "script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "manifest-src 'self'; frame-src 'self'"
)
# The till decodes barcodes in WebAssembly, looks through the camera, works without a network, and prints through a
# bridge on its own device, whose port is chosen there.
_TILL = (
    _BASE + "script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' blob:; font-src 'self'; "
    "connect-src 'self' http://127.0.0.1:*; manifest-src 'self'; media-src 'self' blob:; worker-src 'self' blob:"
)
# The API's console evaluates what it loads and writes styles into its page.
_CONSOLE = (
    _BASE + "script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; manifest-src 'self'"
)
# A worker has the policy of its own script: the till's reader of barcodes is one.
_POLICIES = (("/api/", _CONSOLE), ("/till/", _TILL), ("/static/till/", _TILL))
_TEXT = (
    "text/",
    "application/json",
    "application/javascript",
    "application/manifest+json",
    "application/wasm",
    "image/svg+xml",
)


def policy_of(path: str) -> str:
    """The content security policy of the face that answers this path."""
    return next((policy for prefix, policy in _POLICIES if path.startswith(prefix)), _STRICT)


class HeadersMiddleware:
    """Says what a page may load, and that only the till may ask for the camera and only the shop for the place."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        answer = self.get_response(request)
        if answer.status_code == HTTPStatus.NO_CONTENT:
            return answer  # nothing that could load or use anything
        answer.headers.setdefault(POLICY_HEADER, policy_of(request.path_info))
        camera, place = ("(self)", "()") if request.path_info.startswith("/till/") else ("()", "(self)")
        answer.headers.setdefault("Permissions-Policy", f"camera={camera}, geolocation={place}, microphone=()")
        return answer


class CompressMiddleware(GZipMiddleware):
    """Compresses text for browsers that ask; a picture only grows by it."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Compress the answer if its type is text."""
        if not response.headers.get("Content-Type", "").startswith(_TEXT):
            return response
        return super().process_response(request, response)
