"""The page of the till. Whoever opens it sees a sign-in; what is behind it comes from the API."""

import hashlib
import json
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import find
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language, get_language_info, gettext, override
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from noren.till.build import Build, find_build
from noren.till.texts import TEXTS

# What the page loads besides the files of its build, whose names change with what is in them.
_COMMON = ("noren/noren.css", "noren/icon.svg", "noren_till/again.js")
# Where two builds stand behind one address, a worker keeps no page of the one with the files of the other.
BUILD_HEADER = "Noren-Build"
_ICONS = (("icon-192.png", "192x192"), ("icon-512.png", "512x512"))


@require_safe
@never_cache
def till_page(request: HttpRequest) -> HttpResponse:
    """The app and the translations of its texts; 503 with the command to run when it is not built."""
    build = find_build(settings.FRONTEND)
    if build is None:
        return render(request, "till/not_built.html", status=503)
    return HttpResponse(_page(request, build), headers={BUILD_HEADER: build.version})


@require_safe
@never_cache
def worker(request: HttpRequest) -> HttpResponse:
    """The script that keeps the page on the device: another one whenever the page or one of its files changes."""
    build = find_build(settings.FRONTEND)
    if build is None:
        return HttpResponseNotFound()
    page = reverse("till:till")
    kept = {
        "page": page,
        "build": build.version,
        "files": [
            {"url": page, "revision": _digest(_page(request, build).encode())},
            *({"url": static(name), "revision": _digest(_bytes_of(name))} for name in _COMMON),
            *({"url": static(name), "revision": None} for name in build.files),
        ],
    }
    script = f"self.kept = {json.dumps(kept)};\n{build.worker}"
    return HttpResponse(script, content_type="text/javascript; charset=utf-8")


@require_safe
def manifest(request: HttpRequest) -> JsonResponse:
    """W3C web app manifest: the till is put on a tablet's or a desktop's start screen."""
    page = reverse("till:till")
    data = {
        "id": page,
        "name": f"{settings.SHOP_NAME} {_('Till')}",
        "short_name": _("Till"),
        "lang": get_language(),
        "start_url": page,
        "scope": page,
        "display": "standalone",
        "background_color": "#faf7f0",
        "theme_color": "#14273f",
        "icons": [
            {"src": static(f"noren/{name}"), "sizes": sizes, "type": "image/png", "purpose": "any"}
            for name, sizes in _ICONS
        ],
    }
    return JsonResponse(data, content_type="application/manifest+json")


def _page(request: HttpRequest, build: Build) -> str:
    return render_to_string("till/till.html", {"build": build, "boot": _boot(build)}, request)


def _boot(build: Build) -> dict[str, object]:
    """What the app must know before it can ask anything."""
    codes = [code for code, _name in settings.LANGUAGES]
    return {
        "api": "/api/v1/till",
        "worker": reverse("till:worker"),
        "version": build.version,
        "patience_s": settings.TILL_PATIENCE_S,
        "language": get_language() or settings.LANGUAGE_CODE,
        "languages": [{"code": code, "name": get_language_info(code)["name_local"]} for code in codes],
        "catalogues": {code: _catalogue(code) for code in codes},
    }


def _catalogue(code: str) -> dict[str, str]:
    with override(code):
        words = {text: gettext(text) for text in TEXTS}
    return {text: said for text, said in words.items() if said != text}


def _bytes_of(name: str) -> bytes:
    path = find(name)
    return Path(path).read_bytes() if isinstance(path, str) else b""


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:16]
