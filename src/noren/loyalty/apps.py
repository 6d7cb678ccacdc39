"""The room as Django knows it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LoyaltyConfig(AppConfig):
    """Names the room."""

    name = "noren.loyalty"
    verbose_name = _("Loyalty")
