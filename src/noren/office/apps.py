"""The room as Django knows it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OfficeConfig(AppConfig):
    """Names the room."""

    name = "noren.office"
    verbose_name = _("Office")
