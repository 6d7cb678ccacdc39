"""Addresses of the till: one page, whose screens are told apart behind the `#`."""

from django.urls import path

from noren.till import views

app_name = "till"
urlpatterns = [path("", views.till_page, name="till")]
