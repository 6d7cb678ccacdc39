"""The API's paths. `noren.api.middleware` resolves requests here by itself."""

from django.urls import path

from noren.api.application import api

urlpatterns = [path("api/v1/", api.urls)]
