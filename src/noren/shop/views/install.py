"""The manifest with which a phone puts the shop on its home screen."""

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

_ICONS = (
    ("icon-192.png", "192x192", "any"),
    ("icon-512.png", "512x512", "any"),
    ("icon-512.png", "512x512", "maskable"),
)


def manifest(request: HttpRequest) -> JsonResponse:
    """W3C web app manifest in the reader's language."""
    data = {
        "id": "/",
        "name": settings.SHOP_NAME,
        "short_name": settings.SHOP_NAME,
        "description": _("Reserve on your phone, pick up at your store."),
        "lang": get_language(),
        "start_url": reverse("shop:home"),
        "scope": "/",
        "display": "standalone",
        "background_color": "#faf7f0",
        "theme_color": "#1f3a5f",
        "icons": [
            {"src": static(f"noren/{name}"), "sizes": sizes, "type": "image/png", "purpose": purpose}
            for name, sizes, purpose in _ICONS
        ],
        "shortcuts": [
            {"name": _("My card"), "url": reverse("shop:member")},
            {"name": _("Basket"), "url": reverse("shop:basket")},
        ],
    }
    return JsonResponse(data, content_type="application/manifest+json")
