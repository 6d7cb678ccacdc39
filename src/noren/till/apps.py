"""The room as Django knows it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TillConfig(AppConfig):
    """Names the room."""

    name = "noren.till"
    verbose_name = _("Till")
