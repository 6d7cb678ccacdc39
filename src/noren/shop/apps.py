"""The room as Django knows it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ShopConfig(AppConfig):
    """Names the room."""

    name = "noren.shop"
    verbose_name = _("Shop")
