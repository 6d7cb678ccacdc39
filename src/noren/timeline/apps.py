"""The room as Django knows it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TimelineConfig(AppConfig):
    """Names the room."""

    name = "noren.timeline"
    verbose_name = _("Timeline")
