"""The room as Django knows it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OutreachConfig(AppConfig):
    """Names the room."""

    name = "noren.outreach"
    verbose_name = _("Outreach")
