"""Which face answers which path. A face adds its own paths in its `urls.py`."""

import mimetypes

from django.conf import settings
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path
from django.views.static import serve

# Python learned this type in 3.13; a picture of no type is not shown, because browsers may not guess.
mimetypes.add_type("image/webp", ".webp")

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("noren.api.urls")),
    path("office/", admin.site.urls),
    path("", include("noren.shop.urls")),
    path("till/", include("noren.till.urls")),
    # Pictures of goods. A proxy in front may answer these from the folder itself.
    path("media/<path:path>", serve, {"document_root": settings.MEDIA_ROOT}),
]

handler400 = "noren.shop.refusals.bad_request"
handler403 = "noren.shop.refusals.forbidden"
handler404 = "noren.shop.refusals.not_found"
handler500 = "noren.shop.refusals.broken"
