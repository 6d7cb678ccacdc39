"""Addresses of the till: one page, whose screens are told apart behind the `#`, and what a device keeps of it."""

from django.urls import path

from noren.till import views

app_name = "till"
urlpatterns = [
    path("", views.till_page, name="till"),
    path("worker.js", views.worker, name="worker"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
]
