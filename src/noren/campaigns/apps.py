"""The room as Django knows it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CampaignsConfig(AppConfig):
    """Names the room."""

    name = "noren.campaigns"
    verbose_name = _("Campaigns")
