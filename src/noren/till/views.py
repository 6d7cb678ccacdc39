"""The page of the till. Whoever opens it sees a sign-in; what is behind it comes from the API."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, get_language_info, gettext, override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from noren.till.build import find_build
from noren.till.texts import TEXTS


@require_safe
@never_cache
def till_page(request: HttpRequest) -> HttpResponse:
    """The app and the translations of its texts; 503 with the command to run when it is not built."""
    build = find_build(settings.FRONTEND)
    if build is None:
        return render(request, "till/not_built.html", status=503)
    return render(request, "till/till.html", {"build": build, "boot": _boot()})


def _boot() -> dict[str, object]:
    """What the app must know before it can ask anything."""
    codes = [code for code, _ in settings.LANGUAGES]
    return {
        "api": "/api/v1/till",
        "language": get_language() or settings.LANGUAGE_CODE,
        "languages": [{"code": code, "name": get_language_info(code)["name_local"]} for code in codes],
        "catalogues": {code: _catalogue(code) for code in codes},
    }


def _catalogue(code: str) -> dict[str, str]:
    with override(code):
        words = {text: gettext(text) for text in TEXTS}
    return {text: said for text, said in words.items() if said != text}
