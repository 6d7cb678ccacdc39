"""The room as Django knows it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CouponsConfig(AppConfig):
    """Names the room."""

    name = "noren.coupons"
    verbose_name = _("Coupons")
