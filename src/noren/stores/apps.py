"""The room as Django knows it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StoresConfig(AppConfig):
    """Names the room."""

    name = "noren.stores"
    verbose_name = _("Stores")
