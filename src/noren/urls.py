"""Which face answers which path. A face adds its own paths in its `urls.py`."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("noren.api.urls")),
    path("till/", include("noren.till.urls")),
]
