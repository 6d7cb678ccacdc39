"""The room as Django knows it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConnectConfig(AppConfig):
    """Names the room."""

    name = "noren.connect"
    verbose_name = _("Connect")
