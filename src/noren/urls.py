"""Which face answers which path. A face adds its own paths in its `urls.py`."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("noren.api.urls")),
    path("office/", admin.site.urls),
    path("", include("noren.shop.urls")),
    path("till/", include("noren.till.urls")),
]

handler400 = "noren.shop.refusals.bad_request"
handler403 = "noren.shop.refusals.forbidden"
handler404 = "noren.shop.refusals.not_found"
handler500 = "noren.shop.refusals.broken"
