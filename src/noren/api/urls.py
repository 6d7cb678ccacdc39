"""The API's paths. `noren.api.middleware` resolves requests here by itself."""

from django.urls import path

from noren.api.application import api
from noren.api.docs import console

urlpatterns = [
    path("api/v1/docs/console", console, name="api-console"),
    path("api/v1/", api.urls),
]
