"""The API's paths: each router of `routes` under its tag."""

from django.urls import path

from noren.api.application import api
from noren.api.routes import ROUTERS

for _prefix, _router in ROUTERS:
    api.add_router(_prefix, _router)

urlpatterns = [path("api/v1/", api.urls)]
