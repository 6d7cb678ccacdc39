"""Sessions apart by face: signing in at the office does not sign in at the shop, nor the reverse."""

from django.conf import settings
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase


def _cookie_of(path: str) -> str:
    return "noren_office" if path.startswith("/office/") else "noren_shop"


class FaceSessionMiddleware(SessionMiddleware):
    """Django's sessions with one cookie for the office and one for the shop."""

    def process_request(self, request: HttpRequest) -> None:
        """Open the session that this face's cookie names."""
        request.session = self.SessionStore(request.COOKIES.get(_cookie_of(request.path_info)))

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponseBase:  # type: ignore[override]
        """Save the session, and let Django write its cookie under this face's name."""
        plain = settings.SESSION_COOKIE_NAME
        name = _cookie_of(request.path_info)
        kept = request.COOKIES.pop(plain, None)
        if name in request.COOKIES:
            request.COOKIES[plain] = request.COOKIES[name]
        answer = super().process_response(request, response)
        request.COOKIES.pop(plain, None)
        if kept is not None:
            request.COOKIES[plain] = kept
        if plain in answer.cookies:
            morsel = answer.cookies.pop(plain)
            answer.cookies[name] = morsel.value
            for key, value in morsel.items():
                answer.cookies[name][key] = value
        return answer
